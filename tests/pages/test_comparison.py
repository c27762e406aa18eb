"""A topic's comparison table, and the same values on the papers' own pages."""

from litwiki.exports import tables
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.entries import Status
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Authorship, Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.results import Column, Result
from litwiki.model.wiki import Wiki
from litwiki.pages import paper, topic
from tests.conftest import DATA
from tests.in_memory import files_of, pages_of
from tests.pages.test_paper import text_of

NO_LINKS = LinkGraph()
TEA = TopicId("tea")
COLUMNS = (Column("minutes", "Time to <boil>", "min", "lower"), Column("lid", "Lid"))


def paper_of(slug: str, year: int | None, note: str = "Abstract", **values: str) -> Paper:
    return Paper(
        Slug(slug),
        f"About the {slug}, \\emph{{at length}}",
        year=year,
        topics=(TEA,),
        summary="It boils.",
        names=("A name of more than thirty letters", slug.upper()),
        results={"tea": Result(values, note)},
    )


WIKI = Wiki(
    Config(DATA, "Kitchen"),
    {
        one.slug: one
        for one in (
            replace(paper_of("kettle", 2024, "Table 2 <b>", minutes="4"), summary_by=Authorship("model", "2026-11-08")),
            replace(paper_of("ladle", 2020, minutes="=2+1", lid="@yes"), status=Status("retracted")),
            paper_of("pot", None, minutes="-1.5"),
        )
    },
    {TEA: Topic(TEA, "Tea", "Drinks", "Leaves.", columns=COLUMNS)},
    {},
)


def test_a_topic_compares_its_papers_oldest_first() -> None:
    (page,) = pages_of(Site(WIKI, NO_LINKS), [topic])
    table = page.html.partition('<h2 id="comparison">')[2].partition("</table>")[0]
    rows = [row.partition("</tbody>")[0] for row in table.split("<tr>")[1:]]
    assert [row.count("<th ") + row.count("<td") for row in rows] == [4, 5, 5, 5]
    assert "Time to &lt;boil&gt;" in rows[0]
    assert "lower is better" in rows[0]
    assert [name in row for name, row in zip(("LADLE", "KETTLE", "POT"), rows[1:], strict=True)] == [True] * 3
    assert "retracted" in rows[1]
    assert 'title="About the kettle, at length"' in rows[2]
    assert [row.count("★") for row in rows[1:]] == [0, 0, 1]
    assert 'data-value="-1.5"' in rows[3]
    assert 'aria-label="not reported"' in rows[3]
    assert "Table 2 &lt;b&gt;" in rows[2]
    assert page.meta["scripts"].count("results.js") == page.meta["head"].count("results.css") == 1


def test_a_topic_without_values_has_no_table() -> None:
    bare = {slug: replace(one, results={}) for slug, one in WIKI.papers.items()}
    (page,) = pages_of(Site(replace(WIKI, papers=bare), NO_LINKS), [topic])
    assert "comparison" not in page.html
    assert "results.js" not in page.meta["scripts"]


def test_a_paper_shows_its_own_values() -> None:
    found = {f"{page.path}": page for page in pages_of(Site(WIKI, NO_LINKS), [paper])}
    text = text_of(found["papers/kettle.md"])
    assert "As in the comparison of Tea: - Time to <boil> (min) 4 - Read in Table 2 <b>" in text
    assert "Summary written by a model, checked on 8 November 2026." in text
    assert "Unverified" not in text


def test_a_column_that_another_topic_renames_changes_the_papers_pages() -> None:
    other = replace(WIKI.topics[TEA], columns=(replace(COLUMNS[0], name="Minutes"),))
    before, after = Site(WIKI, NO_LINKS), Site(replace(WIKI, topics={TEA: other}), NO_LINKS)
    assert before.unlinked(Slug("kettle")) != after.unlinked(Slug("kettle"))


def test_spreadsheets_run_nothing_of_it() -> None:
    (file,) = files_of(Site(WIKI, NO_LINKS), [tables])
    assert file.path == "tables/tea.csv"
    assert file.content.decode().split("\r\n") == [
        "paper,title,year,Time to <boil> (min),Lid,note",
        'kettle,"About the kettle, at length",2024,4,,Table 2 <b>',
        "ladle,\"About the ladle, at length\",2020,'=2+1,'@yes,Abstract",
        'pot,"About the pot, at length",,-1.5,,Abstract',
        "",
    ]
    for cell in ("=1", "'=1", "''=1", "'tis", "-", "-5", "\t=x", ""):
        assert tables.as_written(tables.harmless(cell)) == cell
