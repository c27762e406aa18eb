"""What is remembered of a plan: keys as a clean plan has them, and no page that sees more than its key says."""

from dataclasses import replace

import pytest

from litwiki import content, exports, links, pages
from litwiki.build.planning import Plan
from litwiki.exports import api, lists
from litwiki.facts import Site
from litwiki.model.digests import digest_of
from litwiki.model.index_rows import outlined
from litwiki.model.memo import MemoryMemo
from litwiki.model.outline import digest_of_outline, outline_of
from litwiki.model.wiki import Wiki, shared
from litwiki.workers import InProcess
from tests.conftest import DATA


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    """The small invented wiki."""
    return content.load(DATA / "wiki").wiki


def keys(wiki: Wiki, memo: MemoryMemo) -> dict[str, str]:
    """The key of every page and export, as a build plans them."""
    found = links.make(wiki, memo)
    plan = Plan(wiki, found, memo, InProcess())
    planned = {str(page.path): page.inputs for page in plan.pages()} | {str(f.path): f.inputs for f in plan.files()}
    plan.remember()
    return planned


def test_pages_see_in_an_outline_what_they_see_in_the_whole_wiki(wiki: Wiki) -> None:
    graph = links.make(wiki).graph
    whole = Site(wiki, graph)
    outline = Site(outline_of(wiki), graph, records=wiki.papers)
    for kind in pages.KINDS:
        for (_, one), (_, other) in zip(kind.views(whole), kind.views(outline), strict=True):
            assert digest_of(one.inputs) == digest_of(other.inputs), one.path
    for mine, theirs in zip(lists.files(whole), lists.files(outline), strict=True):
        assert mine.make() == theirs.make(), mine.path
    for mine, theirs in zip(api.of_papers(whole, wiki.papers), api.of_papers(outline, wiki.papers), strict=True):
        assert mine.make() == theirs.make(), mine.path


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


def test_the_digest_of_an_outline_leaves_out_what_lists_do_not_show(wiki: Wiki) -> None:
    slug, paper = next((slug, paper) for slug, paper in wiki.papers.items() if paper.summary)

    def digest(**changed: object) -> str:
        return digest_of_outline(replace(wiki, papers={**wiki.papers, slug: replace(paper, **changed)}))  # type: ignore[arg-type]

    assert digest() == digest(notes="Tea", abstract="Water", terms={"tea": 1}) == digest_of_outline(wiki)
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
    assert {str(output.path) for output in exports.plan(Site(wiki, graph))} <= planned.keys()
