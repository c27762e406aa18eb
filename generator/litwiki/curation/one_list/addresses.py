"""Where a list leads for a paper: its ids, best first, else a link to it, else nowhere."""

from litwiki.model.entries import Link
from litwiki.model.records import Paper
from litwiki.text.id_kinds import url_of

BEST = ("arxiv", "doi", "openreview", "acl")


def address_of(paper: Paper) -> str:
    """The address of a paper, '' where none is known."""
    order = [kind for kind in BEST if kind in paper.ids] + [kind for kind in paper.ids if kind not in BEST]
    found = next((url for kind in order if (url := url_of(kind, paper.ids[kind]))), "")
    return found or next((link.url for link in paper.links if link.kind in {"paper", "doi"}), "")


def other_addresses(paper: Paper) -> list[Link]:
    """Its further ids and links, each with what it leads to."""
    first = address_of(paper)
    ids = [Link("paper", url) for kind, value in paper.ids.items() if (url := url_of(kind, value)) and url != first]
    return [*ids, *(link for link in paper.links if link.url != first)]
