"""Distinct types for identifiers and addresses, and the rules that make them.

Strings in, strings out; this module knows nothing of papers or pages. A slug is decided once, when its
paper is first written, and is the file name from then on: what makes slugs may change, slugs do not.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from typing import NewType

from litwiki.text.latex import to_plain

Slug = NewType("Slug", str)
"""A paper's name in addresses and references: `^[a-z0-9]+(-[a-z0-9]+)*$`, at most 60 characters."""

TopicId = NewType("TopicId", str)
"""A topic's name in addresses and references; the same form as a slug."""

ListingId = NewType("ListingId", str)
"""A listing's name in addresses and references; the same form as a slug."""

ReadingPathId = NewType("ReadingPathId", str)
DigestId = NewType("DigestId", str)
"""A reading path's name in addresses and references; the same form as a slug."""

DocPath = NewType("DocPath", str)
"""A file under `build/docs`: POSIX, relative, such as `papers/kivi.md`."""

Url = NewType("Url", str)
"""An address relative to the site's root, such as `papers/kivi/`; the home page is the empty string."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
MAX_SLUG = 60
# File names that Windows keeps for itself (Microsoft, "Naming Files, Paths, and Namespaces"), and our own
# list pages beside the papers.
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))} | {"index", "a-z"}
)
NAME_WORDS = 4
HANGING = frozenset("a an and as at by for from in into is of on or the to using via vs with".split())
"""Words that a title cut short does not end with."""


def is_slug(text: str) -> bool:
    """Whether `text` may stand as a file name and in an address."""
    return len(text) <= MAX_SLUG and SLUG.match(text) is not None and text not in RESERVED


INNER_BRACKET = re.compile(r"(?<=[a-z0-9])[()\[\]](?=[a-z0-9])")
"""A bracket inside a word belongs to it: "(Mis)Fitting" is one word."""
WORD = re.compile(r"[a-z0-9]+")


def slugify(text: str, limit: int = MAX_SLUG) -> str:
    """ASCII words of `text` joined by hyphens, cut between words; empty where nothing remains.

    >>> slugify("A Large-Scale Exploration of μ-Transfer")
    'a-large-scale-exploration-of-mu-transfer'
    """
    if not text.isascii():  # most names and titles are plain letters, which need none of this
        from anyascii import anyascii

        text = anyascii("".join(map(_spelled, unicodedata.normalize("NFKC", text))))
    ascii_text = INNER_BRACKET.sub("", text.lower().replace("'", ""))
    words = WORD.findall(ascii_text)
    first = words
    while len("-".join(first)) > limit:
        first = first[:-1]
        while len(first) > 1 and first[-1] in HANGING:
            first = first[:-1]
    return "-".join(first) or "".join(words)[:limit]


def _spelled(character: str) -> str:
    """A Greek letter's name ("μ" is "mu" in speech and file names), anything else as it is."""
    if "\u0370" <= character <= "\u03ff" and character.isalpha():
        return unicodedata.name(character, character).split()[-1].lower()
    return character


def digest(text: str, digits: int = 16) -> str:
    """The first hexadecimal digits of the SHA-256 of `text` in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


COINED = re.compile(r"[0-9]|[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Z]{4}")
"""What a name has that somebody made up (TokenFormer, DoRA, GPT-4, KIVI), and a word of the language has not."""
MORE_WORDS = 2
"""Words of the rest of a title that follow a name which another paper may well have."""


def propose_slug(title: str, is_taken: Callable[[str], bool], difference: str = "") -> Slug:
    r"""A short readable slug that nobody has: the name before the colon, or the title.

    People on two branches ask at the same time, and none sees what the other took. So a name that several papers may
    have, an ordinary word or two, is told apart from the beginning: by the next words of the title, and where there are
    none by `difference` (an author and year, say). That also keeps two papers with one title apart; where it is not
    enough, four or more hexadecimal digits of a digest do. Two papers with one coined name still meet.

    >>> propose_slug("KIVI: A Tuning-Free Quantization", lambda slug: False)
    'kivi'
    >>> propose_slug("Attention: A Way of Looking at Kettles", lambda slug: False)
    'attention-way-looking'
    >>> propose_slug("Editorial", lambda slug: False, "boyle 2010")
    'editorial-boyle-2010'
    >>> propose_slug("KIVI: Another", lambda slug: slug == "kivi")
    'kivi-582a'
    >>> propose_slug(r"\textit{Tea} in H$_2$O", lambda slug: False)
    'tea-in-h2o'
    """
    plain = to_plain(title)
    ending = slugify(difference, 30)
    stem = _stem(plain) or f"paper-{digest(title, 8)}"
    candidate = stem
    is_shared = stem.count("-") < MORE_WORDS and slugify(plain) == stem and not COINED.search(plain)
    if ending and (is_shared or candidate in RESERVED or is_taken(candidate)):
        candidate = f"{stem[: MAX_SLUG - len(ending) - 1].rstrip('-')}-{ending}"
    number = 0
    while candidate in RESERVED or is_taken(candidate):
        # Longer endings first, then those of another digest: there may be thousands of papers with one title.
        digits, turn = 4 + 4 * min(number, 3), max(number - 3, 0)
        said = f"{title}{difference}{turn or ''}"
        candidate = f"{stem[: MAX_SLUG - digits - 1].rstrip('-')}-{digest(said, digits)}"
        number += 1
    return Slug(candidate)


def _stem(plain: str) -> str:
    """The name before the colon, with the next words where it is no coined one; else the words of the title."""
    name, colon, rest = plain.partition(":")
    short = slugify(name) if colon and 0 < len(name.split()) <= NAME_WORDS else ""
    if len(short) < 2:
        return slugify(plain)
    if COINED.search(name) or short.count("-") >= MORE_WORDS:
        return short
    more = [word for word in slugify(rest).split("-") if word not in HANGING][:MORE_WORDS]
    return slugify(" ".join([short, *more]))


def slug_of_key(key: str, otherwise: str, digits: int, is_taken: Callable[[str], bool]) -> Slug:
    """The address of a person or a venue with a key, `otherwise` where no letter of it remains. It does not depend on
    who else is there: where the slug has lost something of the key (accents, other scripts, length), so many digits of
    the key's digest, or more, keep it apart.

    >>> slug_of_key("ada boyle", "person", 4, lambda _: False), slug_of_key("zoë ohara", "person", 4, lambda _: False)
    ('ada-boyle', 'zoe-ohara-d63d')
    """
    stem = slugify(key)
    if stem and stem.replace("-", " ") == key and stem not in RESERVED and not is_taken(stem):
        return Slug(stem)
    while True:
        candidate = f"{(stem or otherwise)[: MAX_SLUG - digits - 1].rstrip('-')}-{digest(key, digits)}"
        if not is_taken(candidate):
            return Slug(candidate)
        digits += 4


def _pages_in(folder: str) -> Callable[[object], DocPath]:
    """The first page of whatever has its pages in a folder, by its name."""
    return lambda name: DocPath(f"{folder}/{name}.md")


paper_path: Callable[[Slug], DocPath] = _pages_in("papers")
topic_path: Callable[[TopicId], DocPath] = _pages_in("topics")
listing_path: Callable[[ListingId], DocPath] = _pages_in("listings")
digest_path: Callable[[DigestId], DocPath] = _pages_in("digests")
reading_path_path: Callable[[ReadingPathId], DocPath] = _pages_in("paths")
person_path: Callable[[Slug], DocPath] = _pages_in("people")
venue_path: Callable[[Slug], DocPath] = _pages_in("venues")
year_path: Callable[[int], DocPath] = _pages_in("years")


def url_of(path: DocPath) -> Url:
    """The address MkDocs gives a page file with `use_directory_urls`.

    >>> url_of(DocPath("papers/kivi.md")), url_of(DocPath("topics/index.md")), url_of(DocPath("index.md"))
    ('papers/kivi/', 'topics/', '')
    """
    stem = path.removesuffix(".md")
    if stem == path:
        return Url(path)
    if stem == "index" or stem.endswith("/index"):
        return Url(stem.removesuffix("index"))
    return Url(stem + "/")
