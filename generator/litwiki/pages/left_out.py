"""What was left out and why, at /left-out/: a flow as PRISMA draws it, its numbers as a list, a table of listings."""

from collections.abc import Iterable

from msgspec import Struct

from litwiki.facts.addresses import listing_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model import records
from litwiki.model.ids import DocPath
from litwiki.model.selection import Selection, select
from litwiki.pages.drawing import Flow, draw_flow
from litwiki.pages.listings import Excluded, excluded_of
from litwiki.pages.view import Frame, View
from litwiki.text.messages import counted

MOST = 100
"""Listings and works that are named."""
MOST_REASONS = 8
"""Reasons in the drawing; the list has all."""


class Row(Struct, frozen=True):
    """A listing: its entries, how many of them were joined with earlier ones, what was left out."""

    listing: Link
    entries: int
    joined: int
    excluded: tuple[Excluded, ...]


class LeftOutView(View, frozen=True, kw_only=True):
    """The flow, and what it is counted from; `more_listings` and `more_works` are not named."""

    template = "left_out.html.j2"
    selection: Selection
    flow: Flow
    reasons: tuple[Excluded, ...]
    rows: tuple[Row, ...]
    more_listings: int
    works: tuple[records.Excluded, ...]
    more_works: int

    @property
    def frame(self) -> Frame:
        records, here = counted(self.selection.identified, "record"), counted(self.selection.included, "paper")
        text = f"How {records} became the {here} of {self.settings.site_name}, and why others are not here."
        return Frame("What was left out", text, styles=("charts.css",))


def views(site: Site) -> Iterable[View]:
    """One page."""
    wiki = site.wiki
    selection = select(wiki)
    reasons = excluded_of(selection.excluded)
    rows = tuple(
        Row(listing_link(listing, wiki.listings[listing].title), part.entries, part.joined, excluded_of(part.excluded))
        for listing, part in selection.by_listing.items()
    )
    works = tuple(one for one in wiki.excluded if not wiki.resolve(one.paper))
    yield LeftOutView(
        path=DocPath("left-out/index.md"),
        settings=site.settings,
        selection=selection,
        flow=draw_flow(_steps(selection)),
        reasons=reasons,
        rows=rows[:MOST],
        more_listings=len(rows[MOST:]),
        works=works[:MOST],
        more_works=len(works[MOST:]),
    )


def _steps(selection: Selection) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The lines of each box, and of the box beside it with what leaves there; no lines where nothing does."""
    sources = [f"{selection.entries:,} in {counted(len(selection.by_listing), 'listing')}"]
    sources += [f"{selection.elsewhere:,} from elsewhere"] if selection.elsewhere else []
    joined = (f"{selection.joined:,} joined", "to works found before") if selection.joined else ()
    waiting = (f"{selection.waiting:,} waiting", "only an id is known") if selection.waiting else ()
    reasons = [*selection.excluded.items()]
    others = sum(count for _, count in reasons[MOST_REASONS:])
    lines = [f"{count:,} {reason}" for reason, count in reasons[:MOST_REASONS]]
    lines += [f"{others:,} for other reasons"] if others else []
    lines += [f"{selection.unexplained:,} without a reason"] if selection.unexplained else []
    total = sum(selection.excluded.values()) + selection.unexplained
    excluded = (f"{total:,} left out", *lines) if total else ()
    return (
        ((f"{counted(selection.identified, 'record')} identified", *sources), joined),
        ((counted(selection.works, "work"),), waiting),
        ((f"{counted(selection.screened, 'work')} screened",), excluded),
        ((f"{counted(selection.included, 'paper')} included",), ()),
    )
