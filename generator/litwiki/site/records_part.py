"""What pages say of the records of the API, as a part of the theme, where papers share files: by how many bits of their
hash. Scripts that show a record read it."""

from litwiki.model.record_files import RecordFiles

PART = "partials/litwiki-records.html"
"""What the head of a page includes; a wiki where each paper has a file of its own has no such part."""


def records_part(layout: RecordFiles) -> bytes:
    """A meta element; nothing where scripts need none."""
    return b"" if layout.bits is None else b'<meta name="litwiki-records" content="%d">' % layout.bits
