"""Reading listings: raw text in, entries and rejects out, by one module a format.

To add a format, write `listings/<format>.py` with the names `Format` asks for and add it to `FORMATS`.
Formats are pure and know nothing of each other; which one reads a file is decided by asking all of them.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from litwiki.model.records import Entry, ListingHead, ListingReading, RawListing, Rejected
from litwiki.sources import huggingface_text

HEAD = 65_536
"""Characters that `sniff` is shown."""


class Format(Protocol):
    """What a module of this package provides."""

    name: str

    def sniff(self, head: str) -> bool:
        """Whether a text that begins with `head` is of this format."""
        ...

    def read_head(self, raw: RawListing) -> ListingHead:
        """What the listing says about itself."""
        ...

    def read(self, raw: RawListing) -> Iterable[Entry | Rejected]:
        """Every item in printed order; each line of the text is in one of them or is known furniture."""
        ...


FORMATS: tuple[Format, ...] = (huggingface_text,)


def read_file(path: Path) -> ListingReading:
    """One input file. What cannot be read at all is a reading with one reject and no entries."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return _refused(str(path), "", f"cannot be read: {error.strerror}")
    digest = hashlib.sha256(content).hexdigest()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return _refused(str(path), digest, reason, line)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return read_text(RawListing(str(path), text, digest))


def read_text(raw: RawListing, formats: tuple[Format, ...] = FORMATS) -> ListingReading:
    """One input text, read by the one format that claims it."""
    names = ", ".join(form.name for form in formats)
    if not raw.text.strip():
        return _refused(raw.path, raw.sha256, "the file is empty")
    claims = [form for form in formats if form.sniff(raw.text[:HEAD])]
    if not claims:
        return _refused(raw.path, raw.sha256, f"no known listing format (known: {names})")
    if len(claims) > 1:
        both = " and ".join(form.name for form in claims)
        return _refused(raw.path, raw.sha256, f"the formats {both} both claim this file")
    items = list(claims[0].read(raw))
    entries = tuple(item for item in items if isinstance(item, Entry))
    rejected = tuple(item for item in items if isinstance(item, Rejected))
    return ListingReading(raw, claims[0].read_head(raw), entries, rejected)


def _refused(path: str, sha256: str, reason: str, line: int = 1) -> ListingReading:
    raw = RawListing(path, "", sha256)
    return ListingReading(raw, ListingHead(""), (), (Rejected(path, line, reason, ""),))
