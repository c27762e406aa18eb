import json
import re
from dataclasses import replace

from litwiki import content, exports, links, search
from litwiki.exports import api
from litwiki.facts import Site
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.search.records import BITS_INSIDE
from litwiki.search.shards import FOLDER
from litwiki.templates import DEFAULT
from tests.conftest import DATA


def documents(wiki: Wiki) -> list[object]:
    """What stands at all slots."""
    found = []
    for file in search.plan(wiki, links.make(wiki)):
        if file.path.startswith(f"{FOLDER}/d/"):
            _, _, records = json.loads(f"[{file.make().decode().partition('(')[2].rpartition(')')[0]}]")
            found += records
    return found


def test_every_document_is_there_papers_by_their_slugs() -> None:
    wiki = content.load(DATA / "wiki").wiki
    found = documents(wiki)
    assert {name for name in found if isinstance(name, str)} == set(wiki.papers)
    others = {record["url"]: record for record in found if isinstance(record, dict)}
    assert others["topics/heating/"]["kind"] == "topic"
    assert others["listings/mar-17/"]["kind"] == "listing"
    assert len(found) == len(wiki.papers) + len(wiki.topics) + len(wiki.listings)


def test_the_api_has_what_a_result_shows_as_plain_text() -> None:
    wiki = content.load(DATA / "wiki").wiki
    slug = Slug("kettle")
    paper = replace(
        wiki.papers[slug],
        authors=("Boyle, Ada", "Zoë Pot"),
        summary=r"Boils {\em water} and $x^2$.",
        abstract="It whistles.",
    )
    site = Site(replace(wiki, papers={**wiki.papers, slug: paper}), LinkGraph({}, {}, {}, {}))
    files = {artifact.path: artifact.content for artifact in exports.dump(site, [api])}
    plain = json.loads(files[DocPath("api/papers/kettle.json")])["plain"]
    assert plain == {"summary": "Boils water and x².", "authors": ["Ada Boyle", "Zoë Pot"]}


def test_scripts_divide_slots_as_the_index_does() -> None:
    script = (DEFAULT / "theme" / "assets" / "search" / "result.js").read_text(encoding="utf-8")
    match = re.search(r"BITS_INSIDE = (\d+);", script)
    assert match
    assert int(match[1]) == BITS_INSIDE
