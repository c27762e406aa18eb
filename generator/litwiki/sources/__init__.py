"""Reading what people have: a file in, entries and rejects out, by one module a format.

To add a format, write `sources/<format>.py` with the names `Source` asks for and add it to `SOURCES`.
Sources are pure and know nothing of each other; which one reads a file is decided by asking all of them,
or by a person (`form`).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing, Rejected, Remark
from litwiki.sources import (
    arxiv_atom,
    arxiv_listing,
    awesome_markdown,
    bibtex,
    csl_json,
    huggingface_json,
    huggingface_text,
    identifiers_list,
    nbib,
    openreview,
    ris,
    table,
    titles,
    zotero_json,
)
from litwiki.sources.decoding import Undecodable, decode
from litwiki.sources.source import Source

HEAD = 65_536
"""Characters that `sniff` is shown."""
LARGEST = 64 * 2**20
"""Bytes of the largest file that is read; a longer one is refused before any of it is."""

EMPTY_LIST = re.compile(r'\s*(?:\{\s*"\w{1,30}"\s*:\s*)?(?:\[\s*(?:\{\s*\}\s*)?\]|\{\s*\})\s*\}?\s*')
"""What programs write that had nothing to write."""

SOURCES: tuple[Source, ...] = (
    arxiv_listing,
    awesome_markdown,
    bibtex,
    huggingface_text,
    arxiv_atom,
    csl_json,
    zotero_json,
    huggingface_json,
    nbib,
    openreview,
    ris,
    table,
    identifiers_list,
    titles,
)


def source_named(name: str, sources: tuple[Source, ...] = SOURCES) -> Source | None:
    """The source that is called `name`."""
    return next((source for source in sources if source.name == name), None)


def read_file(path: Path, form: str | None = None) -> ListingReading:
    """One input file, as the format `form` or as what it is. What cannot be read is a reading with one reject."""
    content = content_of(path)
    return read_bytes(content, str(path), form) if isinstance(content, bytes) else content


def content_of(path: Path) -> bytes | ListingReading:
    """The bytes of an input file that `read_bytes` looks at; a reading that says so where it cannot be read."""
    if path.is_dir():
        return _refused(str(path), "", "is a folder; name the files in it")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        return _refused(str(path), "", f"cannot be read: {error.strerror}")


def read_bytes(
    content: bytes, path: str, form: str | None = None, mapping: Mapping[str, str] | None = None
) -> ListingReading:
    """One input document that came as bytes, such as standard input; `path` is what messages call it, `mapping` what a
    person said of the columns of tables (`columns.read_mapping`)."""
    if len(content) > LARGEST:
        return _refused(path, "", f"is larger than {LARGEST // 2**20} MB; cut it into files and ingest all of them")
    digest = digest_of_bytes(content)
    decoded = decode(content)
    if isinstance(decoded, Undecodable):
        return _refused(path, digest, decoded.reason, decoded.line)
    remarks = (Remark(path, 1, decoded.remark),) if decoded.remark else ()
    sources = tuple(table.Table(mapping) if mapping and one is table else one for one in SOURCES)
    return read_text(RawListing(path, decoded.text, digest), form, sources, remarks)


def digest_of_bytes(content: bytes) -> str:
    """The SHA-256 of a file, by which its listing recognizes the file later."""
    return hashlib.sha256(content).hexdigest()


def read_arguments(texts: Sequence[str]) -> ListingReading:
    """Ids and addresses that a person named on the command line; the line of an entry is its place there."""
    return read_bytes("\n".join(texts).encode("utf-8", "replace"), "the command line", identifiers_list.name)


def read_text(
    raw: RawListing,
    form: str | None = None,
    sources: tuple[Source, ...] = SOURCES,
    remarks: tuple[Remark, ...] = (),
) -> ListingReading:
    """One input text, read by the source that `form` names or else by the one that claims it."""
    if not raw.text.strip():
        return _refused(raw.path, raw.sha256, "the file is empty")
    known = ", ".join(source.name for source in sources)
    if form is not None:
        source = source_named(form, sources)
        if source is None:
            return _refused(raw.path, raw.sha256, f"no format is called {form} (known: {known})")
    else:
        head = raw.text[:HEAD]
        claims = [source for source in sources if source.sniff(head)]
        if not claims:
            line, text = _first_line(raw.text)
            reason = f"no known format begins with {text!r} (known: {known}); --format NAME decides"
            if EMPTY_LIST.fullmatch(head):
                line, reason = 1, "an empty list in JSON; was anything chosen when it was exported?"
            return _refused(raw.path, raw.sha256, reason, line)
        if len(claims) > 1:
            both = " and ".join(claim.name for claim in claims)
            return _refused(raw.path, raw.sha256, f"{both} could both read this file; --format NAME decides")
        source = claims[0]
    items = tuple(source.read(raw))
    heads = [item for item in items if isinstance(item, ListingHead)] or [ListingHead(source.name)]
    entries = tuple(item for item in items if isinstance(item, Entry))
    rejected = tuple(item for item in items if isinstance(item, Rejected))
    remarks += tuple(item for item in items if isinstance(item, Remark))
    if not entries and not rejected:
        remarks += (Remark(raw.path, 1, f"read as {source.title}, and there is no entry in it"),)
    return ListingReading(raw, heads[0], entries, rejected, remarks)


def _first_line(text: str) -> tuple[int, str]:
    """The first line with something on it, and its number."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].strip()
    return text.count("\n", 0, start) + 1, line if len(line) <= 60 else f"{line[:57]}…"


def _refused(path: str, sha256: str, reason: str, line: int = 1) -> ListingReading:
    raw = RawListing(path, "", sha256)
    return ListingReading(raw, ListingHead(""), (), (Rejected(path, line, reason, ""),))
