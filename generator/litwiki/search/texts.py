"""What the index is made from: a paper in, its texts as readers see them out, each made plain once."""

from msgspec import Struct

from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain


class Texts(Struct, frozen=True):
    """The plain texts of a paper; '' for what it lacks."""

    title: str
    summary: str
    abstract: str
    notes: str


def texts_of(paper: Paper) -> Texts:
    """The texts of a paper."""
    return Texts(
        rich(paper.title).plain,
        rich(paper.summary).plain,
        to_plain(without_links(paper.abstract)) if paper.abstract else "",
        without_links(paper.notes) if paper.notes.strip() else "",
    )
