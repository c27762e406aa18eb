"""Bibliographies: BibTeX or a title in, the entries of papers out, as a listing's reader gives them.

What bibtexparser cannot read becomes `Rejected` with its line, and the rest is kept. LaTeX is kept as it is
printed in titles, which pages show as what it means, and becomes Unicode in names.
"""

import hashlib
import logging
import re

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import NormalizeFieldKeys, ResolveStringReferencesMiddleware, SeparateCoAuthors
from bibtexparser.middlewares.enclosing import RemoveEnclosingMiddleware
from bibtexparser.middlewares.middleware import Middleware
from bibtexparser.middlewares.names import MergeNameParts, SplitNameParts
from bibtexparser.model import Entry as BibEntry

from litwiki.markup import is_safe_url
from litwiki.model.errors import UsageError
from litwiki.model.records import Entry, Link, ListingHead, ListingReading, RawListing, Rejected
from litwiki.text.latex import to_plain
from litwiki.text.words import clean

ARXIV = re.compile(r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?([^\s]+?)(?:\.pdf)?", re.IGNORECASE)
ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
"""The two forms of https://info.arxiv.org/help/arxiv_identifier.html."""
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
# What it says to a log it says in its failed blocks, too.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

NOT_PAPERS = frozenset({"comment", "preamble", "string", "xdata", "set"})


def read_one(
    title: str,
    *,
    authors: tuple[str, ...] = (),
    year: int | None = None,
    arxiv: str | None = None,
    doi: str | None = None,
) -> ListingReading:
    """What a person said of one paper. Raises `UsageError` where a value cannot be what it is given for."""
    title = clean(title)
    if not title:
        raise UsageError("the title has no letters")
    if id_of(title):
        raise UsageError(f"{title} is an id; write it as --arxiv or --doi and give the paper's title")
    ids = {}
    if arxiv:
        ids["arxiv"] = arxiv_id(arxiv)
    if doi:
        ids["doi"] = doi_of(doi)
    entry = Entry(title, None, 1, (), ids, tuple(clean(name) for name in authors if clean(name)), year)
    return ListingReading(RawListing("the command", "", ""), ListingHead("command"), (entry,), ())


def id_of(text: str) -> str | None:
    """`arxiv` or `doi` where a text is such an id, bare or as an address."""
    found = ARXIV.fullmatch(text.strip())
    if found and ARXIV_ID.fullmatch(found[1]):
        return "arxiv"
    return "doi" if DOI.fullmatch(text.strip()) else None


def arxiv_id(text: str) -> str:
    """An arXiv id as its field has it, or out of the address of its page. Raises `UsageError`."""
    found = ARXIV.fullmatch(text.strip())
    if not found or not ARXIV_ID.fullmatch(found[1]):
        raise UsageError(f"{text!r} is no arXiv id; one looks like 2410.23168 or cs.CL/0601001")
    return found[1]


def doi_of(text: str) -> str:
    """A DOI as its field has it, or out of its address. Raises `UsageError`."""
    found = DOI.fullmatch(text.strip())
    if not found:
        raise UsageError(f"{text!r} is no DOI; one looks like 10.1000/182")
    return found[1]


def read_bibtex(raw: bytes, path: str) -> ListingReading:
    """The papers of a bibliography in its order. Raises `UsageError` where it is not in UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{raw[error.start]:02x}"
        raise UsageError(f"{path}:{line}: {byte} is not UTF-8; save the file as UTF-8") from None
    layers: list[Middleware] = [
        ResolveStringReferencesMiddleware(),
        RemoveEnclosingMiddleware(),
        NormalizeFieldKeys(),
        SeparateCoAuthors(),
        SplitNameParts(),
        MergeNameParts(style="first"),
    ]
    library: Library = parse_string(text, parse_stack=layers)
    entries: list[Entry] = []
    rejected: list[Rejected] = []
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        reason = " ".join(str(getattr(block, "error", "")).split())[:200]
        rejected.append(
            Rejected(path, line, reason or "cannot be read; is a key, comma or brace missing?", (block.raw or "")[:200])
        )
    for found in library.entries:
        if found.entry_type.lower() in NOT_PAPERS:
            continue
        entry = _entry(found)
        if entry:
            entries.append(entry)
        else:
            line = (found.start_line or 0) + 1
            rejected.append(Rejected(path, line, f"{found.key!r} has no title", (found.raw or "")[:200]))
    if not entries and not rejected and text.strip():
        rejected.append(Rejected(path, 1, "no BibTeX entry; one begins with @article{key,", text[:200]))
    sha256 = hashlib.sha256(raw).hexdigest()
    rejected.sort(key=lambda r: r.line)
    return ListingReading(RawListing(path, text, sha256), ListingHead("bibtex"), tuple(entries), tuple(rejected))


def _entry(found: BibEntry) -> Entry | None:
    fields = {name: field.value for name, field in found.fields_dict.items()}
    title = _text(fields.get("title", ""))
    if not title:
        return None
    year = re.search(r"\b(1[0-9]{3}|20[0-9]{2})\b", str(fields.get("year") or fields.get("date") or ""))
    names = fields.get("author", [])
    authors = tuple(name for raw in (names if isinstance(names, list) else []) if (name := _name(str(raw))))
    url = str(fields.get("url", "")).strip()
    ids = _ids({name: str(value).strip() for name, value in fields.items() if isinstance(value, str)})
    links = (Link("paper", url),) if url.startswith(("http://", "https://")) and is_safe_url(url) and not ids else ()
    abstract = _text(fields.get("abstract", "")) or None
    return Entry(title, abstract, (found.start_line or 0) + 1, links, ids, authors, int(year[1]) if year else None)


def _ids(fields: dict[str, str]) -> dict[str, str]:
    found = {}
    eprint, kind = fields.get("eprint", ""), (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    for candidate in (eprint if kind in {"", "arxiv"} else "", fields.get("arxiv", ""), fields.get("url", "")):
        match = ARXIV.fullmatch(candidate)
        if match and ARXIV_ID.fullmatch(match[1]):
            found["arxiv"] = match[1]
            break
    of_arxiv = re.fullmatch(r"(?i)10\.48550/arxiv\.(.+)", fields.get("doi", ""))
    if of_arxiv and ARXIV_ID.fullmatch(of_arxiv[1]):
        found.setdefault("arxiv", of_arxiv[1])
    for candidate in (fields.get("doi", ""), fields.get("url", "")):
        match = DOI.fullmatch(candidate.replace("\\_", "_"))
        if match:
            found["doi"] = match[1]
            break
    return found


def _text(value: object) -> str:
    """A field as our pages read it: braces that only protect capitals go."""
    text = clean(str(value))
    while (bare := re.sub(r"(?<!\\)\{([^{}\\$]*)\}", r"\1", text)) != text:
        text = bare
    return text


def _name(raw: str) -> str:
    """A name as printed; `others` stands for people who are not named."""
    name = clean(re.sub(r"[{}]", "", to_plain(_text(raw))))
    return "" if name == "others" else name
