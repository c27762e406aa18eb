"""Text as data: cleaned, cut into words and sentences, and reduced to what two texts are compared by."""

import functools
import re
import unicodedata
from itertools import chain

import Stemmer

from litwiki.text.latex import to_plain

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]+")


def clean(text: str) -> str:
    """`text` in NFC on one line: control characters are spaces, runs of white space one space.

    >>> clean("A  wrapped\\n title ")
    'A wrapped title'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def is_one_line(text: str) -> bool:
    """Whether a file can hold `text` as a line with something on it: bytes that a shell passed on and that are no
    UTF-8 arrive as lone surrogates.
    """
    return bool(text.strip()) and not CONTROL.search(text)


# --- words ---------------------------------------------------------------------------------------------

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\+{0,2}")
OF_ASCII = re.compile(r"[A-Za-z0-9]+(?:[-'.][A-Za-z0-9]+)*\+{0,2}")
"""The same in a text of ASCII, found in two thirds of the time."""
STOP_WORDS = frozenset(
    """a about above across after all also although among an and any are as at be because been before being
    below between both but by can could did do does done during each either et etc even few for from further
    had has have having he her here hers him his how however i if in into is it its itself just may me might
    more most much must my neither no nor not now of off on once only onto or other our ours out over own
    per s same she should since so some such than that the their theirs them then there therefore these they
    this those though through thus to too toward towards under until up upon us very via was we well were
    what when where whereas whether which while who whom whose why will with within without would yet you
    your achieve achieves approach approaches based demonstrate demonstrates existing experiments extensive
    introduce method methods new novel paper present problem propose proposed proposes recent result results
    show shown shows significant significantly state-of-the-art study use used using various work works
    """.split()
)
CACHED = 1 << 16
"""Words whose terms are kept: the frequent ones."""
_stemmer = Stemmer.Stemmer("english", 0)  # without its cache, which takes ten times as long as the stems


def words(text: str) -> list[str]:
    """The words of `text` as printed: letters and digits, inner hyphens, points and apostrophes kept.

    >>> words("GPT-3 and C++, at 2.6x")
    ['GPT-3', 'and', 'C++', 'at', '2.6x']
    """
    return (OF_ASCII if text.isascii() else WORD).findall(text)


def stem(word: str) -> str:
    """The English Snowball stem of a word in lower case."""
    return str(_stemmer.stemWord(word.lower()))


@functools.lru_cache(maxsize=CACHED)
def terms_of(word: str) -> tuple[str, ...]:
    """The stems a word counts for: its parts where it is joined by hyphens, nothing for a stop word.

    >>> terms_of("Low-rank"), terms_of("the"), terms_of("k-NN")
    (('low', 'rank'), (), ('k-nn',))
    """
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower in STOP_WORDS or lower.replace(".", "").isdigit():
        return ()
    parts = lower.split("-")
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        return tuple(stem(part) for part in parts if part not in STOP_WORDS and not part.isdigit())
    return (stem(lower),) if len(lower) > 1 else ()


def terms(text: str) -> list[str]:
    """The stems of a text in order, without stop words: the text model of links and suggestions."""
    return [*chain.from_iterable(map(terms_of, words(text)))]


NOT_IN_KEYS = str.maketrans("", "", " !\"#%&'()*,-./:;?@[\\]_{}`^~")
"""The signs of ASCII that a title's key leaves out."""
NAMED_SIGN = re.compile(r"(?<![^\W\d_])([A-Za-z])(?:(#)|\^?([*∗⋆]))(?![^\W_])")
"""A letter with a sign that makes another name of it: "C#" is not "C", "A*" is not "A"."""


def title_key(title: str) -> str:
    """What two printings of one title have in common.

    Case, Unicode form, LaTeX, punctuation, hyphens and spaces do not matter, and neither does how a formula is
    written (`H$_2$O`, `H\\textsubscript{2}O`, H₂O); letters, digits and signs such as `++` do ("LoRA+" is not "LoRA",
    "C#" not "C"). A title of nothing but punctuation is its own key.

    >>> title_key("Low–Rank  adaptation.") == title_key("low rank Adaptation")
    True
    >>> title_key("DPM-Solver") == title_key("DPM-Solver++")
    False
    """
    folded = unicodedata.normalize("NFKC", to_plain(clean(title))).casefold()
    if "#" in folded or "*" in folded or "∗" in folded or "⋆" in folded:
        folded = NAMED_SIGN.sub(lambda m: m[1] + ("♯" if m[2] else "∗"), folded)
    if folded.isascii():
        return folded.translate(NOT_IN_KEYS) or folded
    folded = unicodedata.normalize("NFC", folded).replace("−", "")
    characters = [c for c in folded if unicodedata.category(c)[0] in "LNMS" and c not in "`´^¨~"]
    return "".join(characters) or folded


@functools.lru_cache(maxsize=20_000)
def collation_key(title: str) -> str:
    """Where a title stands in an alphabetical list: word by word, case and punctuation aside.

    >>> sorted(["Adversarial Style", "A Model"], key=collation_key)
    ['A Model', 'Adversarial Style']
    """
    folded = unicodedata.normalize("NFKC", to_plain(clean(title))).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded)) or folded


SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z“\"(\d])")
NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|w\.r\.t|vs|al|resp|cf|approx|Fig|Eq|Sec|No|Dr)|(?:^|\s)[A-Z])\.\Z")
"""Points that end an abbreviation or an initial, not a sentence."""


@functools.lru_cache(maxsize=20_000)
def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence: the TL;DR of a summary.

    >>> first_sentence("KIVI shrinks caches, e.g. keys. It needs no tuning.")
    'KIVI shrinks caches, e.g. keys.'
    """
    for match in SENTENCE_END.finditer(text):
        closing = match[0].rstrip()
        # An abbreviation is short: looking at a few characters keeps long texts fast.
        if not NO_END.search(text[max(0, match.start() - 20) : match.start()] + closing):
            return text[: match.start()] + closing
    return text
