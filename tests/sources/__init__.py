from litwiki.model.entries import Entry, ListingHead, Rejected, Remark
from litwiki.sources.source import Reading


def items_of(reading: Reading) -> list[Entry | Rejected | Remark]:
    """What a source says of papers."""
    return [item for item in reading if not isinstance(item, ListingHead)]
