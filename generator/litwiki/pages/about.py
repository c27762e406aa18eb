"""The page about the wiki: what its curators say of it, what it holds, what was left out, how to cite it."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from litwiki.citations import cite_wiki
from litwiki.facts.site import Site
from litwiki.facts.values import Link, Notes
from litwiki.model.ids import DocPath
from litwiki.model.wiki import Wiki
from litwiki.pages.listings import Excluded, excluded_of
from litwiki.pages.paper import CiteBox, cite_box
from litwiki.pages.view import Frame, View
from litwiki.text.dates import printed_day

PATH = DocPath("about.md")
TITLE = "About this wiki"


class Summaries(Struct, frozen=True):
    """How many summaries there are, how many say that only a model had a hand in them, and how many say nothing."""

    written: int
    unverified: int
    unsaid: int


class AboutView(View, frozen=True, kw_only=True):
    """The page; figures are counts."""

    template = "about.html.j2"
    notes: Notes | None
    papers: int
    topics: int
    listings: int
    entries: int
    paths: int
    tables: int
    summaries: Summaries
    left_out: tuple[Excluded, ...]
    changed: str = ""

    @property
    def frame(self) -> Frame:
        text = f"What {self.settings.site_name} holds, what was left out, who keeps it and how to cite it."
        return Frame(TITLE, text, styles=("cite.css",), scripts=("cite.js",))

    @property
    def changed_words(self) -> str:
        """The last day that content names, as people read it."""
        return printed_day(self.changed)

    @property
    def action(self) -> Link | None:
        """The text is edited."""
        return self.edit_link("content/about.md") if self.notes else None

    @property
    def cite(self) -> CiteBox:
        """The forms of the wiki's citation."""
        return cite_box(cite_wiki(self.settings, self.changed))


def views(site: Site) -> Iterable[View]:
    """One page."""
    wiki = site.wiki
    said = [paper.summary_by for paper in wiki.whole.papers.values() if paper.summary]
    yield AboutView(
        path=PATH,
        settings=site.settings,
        notes=site.notes(wiki.about, "content/about.md"),
        papers=len(wiki.papers),
        topics=len(wiki.topics),
        listings=len(wiki.listings),
        entries=sum(len(listing.entries) for listing in wiki.listings.values()),
        paths=len(wiki.reading_paths),
        tables=sum(bool(topic.columns) for topic in wiki.topics.values()),
        summaries=Summaries(len(said), sum(by is not None and not by.is_verified for by in said), said.count(None)),
        left_out=_left_out(wiki),
        changed=site.last_change,
    )


def _left_out(wiki: Wiki) -> tuple[Excluded, ...]:
    """Papers that somebody did not want, each once, by the reason; the most frequent first."""
    reasons = {str(one.paper): one.reason for one in wiki.excluded if one.paper not in wiki.papers}
    for listing in wiki.listings_in_order:
        for entry in listing.entries:
            if entry.excluded:
                reasons.setdefault(entry.paper or entry.title, entry.excluded)
    return excluded_of(Counter(reasons.values()))
