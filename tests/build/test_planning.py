"""What is remembered of a plan: keys as a clean plan has them, and no page that sees more than its key says."""

from collections.abc import Iterator
from itertools import chain

import pytest

from litwiki import content, links, pages
from litwiki.build.planning import ListPlan, Plan
from litwiki.exports import EXPORTS
from litwiki.facts.site import Site
from litwiki.memo import MemoryMemo
from litwiki.model.collection import shared
from litwiki.model.digests import digest_of
from litwiki.model.entries import Publication, Status
from litwiki.model.ids import Slug, TopicId
from litwiki.model.index_rows import outlined
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outline import digest_of_outline, outline_of
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages import papers, people, topic, venues, years
from tests.conftest import DATA
from tests.in_memory import files_of, pages_of, views_of

EMPTY = LinkGraph()


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    """The small invented wiki."""
    return content.load(DATA / "wiki").wiki


def keys(wiki: Wiki, memo: MemoryMemo) -> dict[str, str]:
    """The key of every page and export, as a build plans them."""
    found = links.make(wiki, memo)
    of_lists = ListPlan(wiki, memo)
    plan = Plan(of_lists, found)
    planned = {str(page.path): page.inputs for page in (*chain(*of_lists.pages.values()), *plan.pages())}
    assert planned.keys() == {*of_lists.paths}
    planned |= {str(file.path): file.inputs for file in [*of_lists.files(), *plan.files()]}
    of_lists.remember()
    return planned


def test_pages_see_in_an_outline_what_they_see_in_the_whole_wiki(wiki: Wiki) -> None:
    graph = links.make(wiki).graph
    whole = Site(wiki, graph)
    outline = Site(outline_of(wiki), graph, records=wiki.papers)
    for kind in pages.KINDS:
        for one, other in zip(kind.views(whole), kind.views(outline), strict=True):
            assert digest_of(one.inputs) == digest_of(other.inputs), one.path
    without = Site(outline_of(wiki), graph)
    for export in EXPORTS:
        files = [[*export.files(site)] for site in (whole, outline, without)]
        for one, other, planned in zip(*files, strict=True):
            assert one.make() == other.make(), one.path
            assert one.path.startswith("api/papers/") or digest_of(one.inputs) == digest_of(planned.inputs), one.path


def test_the_titles_of_all_pages_are_known_without_their_views(wiki: Wiki) -> None:
    of_lists = ListPlan(wiki, MemoryMemo())
    views = [*views_of(Site(wiki, links.make(wiki).graph))]
    assert of_lists.titles({*of_lists.paths}) == {view.path: view.frame.title for view in views}
    assert of_lists.titles({"about.md"}) == {"about.md": "About this wiki"}
    assert set(of_lists.paths) - {*of_lists.in_sitemap()} == {"todo/index.md"}


def test_what_an_outline_has_in_common_with_the_wiki_follows_from_it_alone(wiki: Wiki) -> None:
    alone = replace(wiki, papers={slug: outlined(paper) for slug, paper in wiki.papers.items()})
    outline = outline_of(wiki)
    for name in (name for name, value in vars(Wiki).items() if isinstance(value, shared)):
        assert getattr(alone, name) == getattr(outline, name), name
        assert getattr(outline, name) is getattr(wiki, name), name


def test_keys_that_are_remembered_are_those_of_a_clean_plan(wiki: Wiki) -> None:
    memo = MemoryMemo()
    slug, paper = next((slug, paper) for slug, paper in wiki.papers.items() if paper.summary)
    steps = [
        wiki,
        wiki,
        replace(wiki, papers={**wiki.papers, slug: replace(paper, summary=f"{paper.summary} It boils, too.")}),
        replace(wiki, papers={**wiki.papers, slug: replace(paper, notes="A kettle. [[topic:nothing]]")}),
        replace(wiki, papers={**wiki.papers, slug: replace(paper, title="Another Kettle", year=1999)}),
        replace(wiki, papers={other: one for other, one in wiki.papers.items() if other != slug}),
        wiki,
    ]
    for step in steps:
        assert keys(step, memo) == keys(step, MemoryMemo())


def test_a_paper_added_changes_the_keys_of_those_lists_alone_that_print_something_else(wiki: Wiki) -> None:
    lid = replace(wiki.papers[Slug("kettle")], slug=Slug("lid"), title="Lid", ids={}, authors=("Max Boyle",))
    more = replace(wiki, papers=dict(sorted({**wiki.papers, lid.slug: lid}.items())))
    printer = pages.Printer(wiki.config.root)
    before, old, after, new = dict[str, str](), dict[str, str](), dict[str, str](), dict[str, str]()
    for site, found, made in ((Site(wiki, EMPTY), before, old), (Site(more, EMPTY), after, new)):
        for view in views_of(site, [papers, people, topic, years, venues]):
            found[view.path], page = digest_of(view.inputs), printer.page(view)
            made[view.path] = f"{page.meta} {page.html}"
    stay = {path for path in old if old[path] == new[path]}
    assert {path for path in before if before[path] == after[path]} == stay
    assert {path.rpartition("/")[0] for path in stay} >= {"papers/a-z", "people", "people/a-z", "topics", "years"}


@pytest.mark.slow
def test_what_changes_a_file_changes_its_key(wiki: Wiki) -> None:
    wiki = replace(wiki, config=replace(wiki.config, site_url="https://tea.example/", records="files"))
    before, files = keys(wiki, MemoryMemo()), made(wiki)
    for other in others(wiki):
        after, now = keys(other, MemoryMemo()), made(other)
        same = {path for path in before.keys() & after.keys() if before[path] == after[path]}
        assert not {path for path in same if files[path] != now[path]}
        assert len(same) > len(before) // 4


def made(wiki: Wiki) -> dict[str, bytes]:
    """Every page and export."""
    site = Site(wiki, links.make(wiki).graph)
    found = {str(page.path): f"{page.meta} {page.html}".encode() for page in pages_of(site)}
    return found | {str(artifact.path): artifact.content for artifact in files_of(site)}


def others(wiki: Wiki) -> Iterator[Wiki]:
    """The wiki with one thing changed in it."""

    def with_paper(slug: str, **changed: object) -> Wiki:
        paper = replace(wiki.papers[Slug(slug)], **changed)  # type: ignore[arg-type]
        return replace(wiki, papers={**wiki.papers, paper.slug: paper})

    def with_topic(topic: str, **changed: object) -> Wiki:
        changed_topic = replace(wiki.topics[TopicId(topic)], **changed)  # type: ignore[arg-type]
        return replace(wiki, topics={**wiki.topics, changed_topic.id: changed_topic})

    kettle = wiki.papers[Slug("kettle")]
    yield with_paper("kettle", title="Another Kettle")
    yield with_paper("kettle", authors=("Ada Boyle",), authors_complete=False)
    yield with_paper("kettle", year=1999)
    yield with_paper("kettle", ids={"doi": "10.1234/lid"})
    yield with_paper("kettle", summary=f"{kettle.summary} It boils, too.")
    yield with_paper("kettle", summary=f"It boils. {kettle.summary}")
    yield with_paper("kettle", topics=(TopicId("laundry"),))
    yield with_paper("kettle", publication=Publication(venue="Journal of Tea"))
    yield with_paper("kettle", status=Status("retracted", date="2026-01-02"))
    yield with_paper("kettle", added="2026-11-11", links=())
    yield with_paper("kettle", notes="See [[teapot]] and [[topic:nothing]].")
    yield with_paper("kettle", names=("Pot",), aliases=(Slug("pot"),), keys=("teapot",))
    yield with_paper("ladle", keys=("kettle-of-2025",), abstract="Ladles.")
    yield with_topic("heating", name="Warmth")
    yield with_topic("heating", definition="Whatever is warm.", aliases=(TopicId("warmth"),))
    yield with_topic("heating", group="Tea", parent=TopicId("control"))
    yield replace(wiki, papers={slug: paper for slug, paper in wiki.papers.items() if slug != "kettle"})
    yield replace(wiki, papers={**wiki.papers, Slug("lid"): replace(kettle, slug=Slug("lid"), title="Lid", ids={})})
    for listing in wiki.listings.values():
        yield replace(wiki, listings={**wiki.listings, listing.id: replace(listing, title="A list", date="2026-11-12")})
        yield replace(
            wiki, listings={**wiki.listings, listing.id: replace(listing, entries=listing.entries[::-1][:-1])}
        )


def test_the_digest_of_an_outline_leaves_out_what_lists_do_not_show(wiki: Wiki) -> None:
    slug, paper = next((slug, paper) for slug, paper in wiki.papers.items() if paper.summary)

    def digest(**changed: object) -> str:
        other = replace(wiki, papers={**wiki.papers, slug: replace(paper, **changed)})  # type: ignore[arg-type]
        return digest_of_outline(other)

    assert digest() == digest(notes="Tea", abstract="Water", terms={"tea": 1})
    assert digest() == digest_of_outline(wiki)
    assert digest(summary=f"{paper.summary} Tea, too.") == digest()
    assert digest(summary="Another first sentence.") != digest() != digest(year=1901)


@pytest.mark.parametrize(
    "summary", ["", "One. Two.", "In $a. b$ c. Then d.", "\\emph{So. It} is. More.", "*a. b* c. d."]
)
def test_an_outlined_paper_has_the_first_sentence_that_the_paper_has(wiki: Wiki, summary: str) -> None:
    from litwiki.model.richtext import rich

    paper = replace(next(iter(wiki.papers.values())), summary=summary)
    assert rich(outlined(paper).summary).lead.html == rich(summary).lead.html
    assert outlined(outlined(paper)) == outlined(paper)


def test_every_export_is_planned(wiki: Wiki) -> None:
    planned = keys(wiki, MemoryMemo())
    graph = links.make(wiki).graph
    assert {str(one.path) for one in files_of(Site(wiki, graph))} <= planned.keys()
