import json
import re
from typing import Any

import pytest

from litwiki import content, links, search
from litwiki.exports import api
from litwiki.facts.site import Site
from litwiki.model.entries import Link, Publication, Status
from litwiki.model.ids import DocPath, Slug, TopicId
from litwiki.model.index_rows import row_of
from litwiki.model.link_graph import LinkGraph
from litwiki.model.people import names_on
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.search import IndexFile
from litwiki.search.postings import make_slots
from litwiki.search.records import BITS_INSIDE, document_files, paper_record
from litwiki.search.shards import FOLDER
from litwiki.templates import DEFAULT
from tests.conftest import DATA
from tests.in_memory import files_of


def parts(wiki: Wiki) -> list[IndexFile]:
    _, taken = make_slots(f"paper/{slug}" for slug in wiki.papers)
    slots = [taken[f"paper/{slug}"] for slug in wiki.papers]
    digests = b"".join(bytes.fromhex(row_of(paper).digest) for paper in wiki.papers.values())
    return list(document_files(wiki, slots, digests, {}))


def documents(wiki: Wiki) -> list[Any]:
    """What stands at all slots."""
    found = []
    for file in search.plan(wiki, links.make(wiki)):
        if file.path.startswith(f"{FOLDER}/d/"):
            _, _, records = json.loads(f"[{file.make().decode().partition('(')[2].rpartition(')')[0]}]")
            found += records
    return found


def test_every_document_is_there() -> None:
    wiki = content.load(DATA / "wiki").wiki
    found = documents(wiki)
    assert {row[0] for row in found if isinstance(row, list)} == set(wiki.papers)
    others = {record["url"]: record for record in found if isinstance(record, dict)}
    assert others["topics/heating/"]["kind"] == "topic"
    assert others["listings/mar-17/"]["kind"] == "listing"
    assert len(found) == len(wiki.papers) + len(wiki.topics) + len(wiki.listings)


def test_a_paper_says_what_a_result_shows_as_plain_text() -> None:
    paper = Paper(
        Slug("kettle"),
        r"Kettle: {\em Boiling} $x^2$",
        authors=("Boyle, Ada", "Zoë Pot", "Li", "Wu"),
        year=2024,
        publication=Publication("article", r"Tea \& Water"),
        summary="It boils. It stops.",
        ids={"arxiv": "2401.00001"},
        links=(Link("code", "https://example.org/code"),),
        status=Status("corrected"),
    )
    assert paper_record(paper, [name for _, name in names_on(paper)], ("Heating",)) == [
        *("kettle", "Kettle: Boiling x²", "It boils.", "Ada Boyle, Zoë Pot, Li, …", 2024, "Tea & Water", ["Heating"]),
        *("https://arxiv.org/pdf/2401.00001", "arXiv PDF", "corrected", 1),
    ]
    assert paper_record(Paper(Slug("pot"), "Pot"), (), ()) == ["pot", "Pot"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Pot"},
        {"summary": "Other."},
        {"authors": ("A", "B", "C", "D")},
        {"authors_complete": False},
        {"year": 1999},
        {"publication": Publication("", "Tea")},
        {"ids": {"doi": "10.1234/x"}},
        {"links": ()},
        {"status": Status("retracted")},
        {"topics": (TopicId("bread"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_part_has_another_key_where_what_it_shows_is_another(change: dict[str, Any]) -> None:
    wiki = content.load(DATA / "wiki").wiki
    slug = Slug("kettle")
    other = replace(wiki, papers={**wiki.papers, slug: replace(wiki.papers[slug], **change)})
    before, after = ({file.path: (file.key, file.make()) for file in parts(some)} for some in (wiki, other))
    assert before != after
    assert all(key != before[path][0] or data == before[path][1] for path, (key, data) in after.items())


def test_the_api_has_what_a_result_shows_as_plain_text() -> None:
    wiki = content.load(DATA / "wiki").wiki
    slug = Slug("kettle")
    paper = replace(
        wiki.papers[slug],
        authors=("Boyle, Ada", "Zoë Pot"),
        summary=r"Boils {\em water} and $x^2$.",
        abstract="It whistles.",
    )
    site = Site(replace(wiki, papers={**wiki.papers, slug: paper}), LinkGraph())
    files = {artifact.path: artifact.content for artifact in files_of(site, [api])}
    plain = json.loads(files[DocPath("api/papers/kettle.json")])["plain"]
    assert plain == {"summary": "Boils water and x².", "authors": ["Ada Boyle", "Zoë Pot"]}


def test_scripts_divide_slots_as_the_index_does() -> None:
    script = (DEFAULT / "theme" / "assets" / "search" / "result.js").read_text(encoding="utf-8")
    match = re.search(r"BITS_INSIDE = (\d+);", script)
    assert match
    assert int(match[1]) == BITS_INSIDE
