"""`llms.txt` and `robots.txt`, as other programs read them."""

import json
import posixpath
import re
import urllib.robotparser
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from litwiki import content, links, pages
from litwiki.exports import api, api_description, llms, robots
from litwiki.exports.api_description import definitions
from litwiki.facts.site import Site
from litwiki.markup.markdown import markdown_text
from litwiki.model.ids import DocPath, Slug, TopicId, url_of
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.text.words import clean
from tests.conftest import DATA, ROOT
from tests.in_memory import files_of, pages_of

NO_LINKS = LinkGraph()


def test_llms_txt_has_the_form_of_its_format() -> None:
    file, _ = files_of(Site(content.load(DATA / "wiki").wiki, NO_LINKS), [llms])
    tokens = [token for token in MarkdownIt().parse(file.content.decode()) if token.level == 0]
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2", "h2"]
    kinds = [token.type for token in tokens if token.type.endswith("_open")]
    assert kinds[:3] == ["heading_open", "blockquote_open", "paragraph_open"]
    assert set(kinds[3:]) == {"heading_open", "bullet_list_open"}
    links = [line for line in file.content.decode().splitlines() if line.startswith("- [")]
    assert all("](https://example.org/kitchen/" in line and "): " in line for line in links)


def test_llms_txt_is_bounded() -> None:
    wiki = content.load(DATA / "wiki").wiki
    topics = {TopicId(f"t{n}"): Topic(TopicId(f"t{n}"), "x" * 100, "g", "d" * 100) for n in range(3000)}
    file, _ = files_of(Site(replace(wiki, topics=topics), NO_LINKS), [llms])
    assert len(file.content) < 100_000


@given(st.text(max_size=60) | st.text("\\`*_[]<>&~|#!()-:.@/ htpsw", max_size=30))
def test_text_in_it_is_read_as_it_was(text: str) -> None:
    (block,) = [t for t in MarkdownIt().parse(f"- x {markdown_text(text)}") if t.type == "inline"]
    assert all(child.type in {"text", "text_special"} for child in block.children or [])
    assert "".join(child.content for child in block.children or []) == f"x {clean(text)}".strip()


def test_robots_may_come_and_learn_of_the_sitemap() -> None:
    wiki = content.load(DATA / "wiki").wiki
    (file,) = files_of(Site(wiki, NO_LINKS), [robots])
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(file.content.decode().splitlines())
    assert parser.can_fetch("*", "https://example.org/kitchen/papers/kettle/")
    assert parser.site_maps() == ["https://example.org/kitchen/sitemap.xml"]
    (without,) = files_of(Site(replace(wiki, config=replace(wiki.config, site_url="")), NO_LINKS), [robots])
    assert b"Sitemap" not in without.content


def test_the_whole_text_comes_in_parts_each_of_which_names_the_next() -> None:
    wiki = content.load(DATA / "wiki").wiki

    def parts(count: int) -> dict[str, str]:
        papers = {
            Slug(f"p-{n}"): Paper(
                *(Slug(f"p-{n}"), f"Paper {n}"), summary="It _boils_.", year=1000 + n, ids={"doi": f"10.1/{n}"}
            )
            for n in range(count)
        }
        site = Site(replace(wiki, papers=papers, listings={}), NO_LINKS)
        return {file.path: file.content.decode() for file in [*files_of(site, [llms])][1:]}

    texts = parts(3 * llms.PER_PART + 1)
    counts = {path: text.count("\n## Paper") for path, text in texts.items()}
    assert counts == {"llms-full.txt": 401, "llms-full-2.txt": 400, "llms-full-1.txt": 400}
    assert "More: https://example.org/kitchen/llms-full-2.txt" in texts["llms-full.txt"]
    assert "More: https://example.org/kitchen/llms-full-1.txt" in texts["llms-full-2.txt"]
    assert "More:" not in texts["llms-full-1.txt"]
    assert "## Paper 1200\n" in texts["llms-full.txt"]
    assert "1000; doi 10.1/0; https://example.org/kitchen/papers/p-0/" in texts["llms-full-1.txt"]
    assert r"It \_boils\_." in texts["llms-full.txt"]
    more = parts(4 * llms.PER_PART - 1)
    assert {path for path in more if more[path] != texts.get(path)} == {"llms-full.txt"}, "papers that came later"
    assert [*parts(0)] == ["llms-full.txt"]


# --- the description of the API --------------------------------------------------------------------------


def kinds_of(path: str) -> str:
    return {"papers": "Paper", "topics": "Topic", "paths": "Path"}.get(path.split("/")[1], "Index")


@pytest.mark.parametrize("wiki", ["wiki", "golden/wiki", "own"])
def test_every_record_is_as_the_schema_says(wiki: str) -> None:
    loaded = content.load(ROOT if wiki == "own" else DATA / wiki).wiki
    site = Site(loaded, links.make(loaded).graph)
    judges = {
        name: Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": {**definitions()}}) for name in definitions()
    }
    seen: Counter[str] = Counter()
    for artifact in files_of(site, [api]):
        kind = kinds_of(artifact.path)
        faults = [error.message for error in judges[kind].iter_errors(json.loads(artifact.content))]
        assert faults == [], artifact.path
        seen[kind] += 1
    assert seen["Paper"] == len(loaded.papers)
    assert seen["Topic"] == len(loaded.topics)
    assert seen["Path"] == len(loaded.reading_paths)


def test_the_schema_refuses_what_no_record_has() -> None:
    (_, schema), (_, described) = [
        (artifact.path, json.loads(artifact.content))
        for artifact in files_of(Site(content.load(DATA / "wiki").wiki, NO_LINKS), [api_description])
    ]
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator({**schema, "$ref": "#/$defs/Path"})
    record = dict.fromkeys(("id", "title", "url", "description", "audience", "text"), "") | {"papers": ["kettle"]}
    assert judge.is_valid(record)
    assert not judge.is_valid(record | {"another": 1})
    assert not judge.is_valid(record | {"papers": [1]})
    assert described["components"]["schemas"] == schema["$defs"]
    assert described["servers"] == [{"url": "https://example.org/kitchen"}]


def test_every_address_of_the_description_is_there_and_every_record_has_one() -> None:
    wiki = content.load(DATA / "golden/wiki").wiki
    site = Site(wiki, links.make(wiki).graph)
    described = json.loads([*files_of(site, [api_description])][1].content)
    patterns = [
        re.compile("/" + re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path.removeprefix("/"))))
        for path in described["paths"]
    ]
    paths = [f"/{file.path}" for file in files_of(site, [api])]
    assert all(any(pattern.fullmatch(path) for pattern in patterns) for path in paths)
    used = {pattern.pattern for pattern in patterns for path in paths if pattern.fullmatch(path)}
    assert len(used) == len(patterns) - 1, "a small wiki has no second part"


def test_a_page_leads_to_its_record() -> None:
    wiki = content.load(DATA / "golden/wiki").wiki
    site = Site(wiki, links.make(wiki).graph)
    there = {file.path for file in files_of(site, [api])}
    for page in pages_of(site, [pages.paper, pages.topic, pages.reading_paths]):
        if page.path.endswith("index.md"):
            continue
        (found,) = re.findall(
            r'<link rel="alternate describedby" type="application/json" href="([^"]+)">', page.meta["head"]
        )
        leads_to = posixpath.normpath(posixpath.join(url_of(page.path), found))
        assert leads_to in there


def test_records_in_shards_say_what_records_in_files_say() -> None:
    wiki = content.load(DATA / "wiki").wiki
    config = replace(wiki.config, records="shards")
    alone = {file.path: file.content for file in files_of(Site(wiki, NO_LINKS), [api])}
    shared = {
        file.path: file.content
        for file in files_of(Site(replace(wiki, config=config), NO_LINKS), [api, api_description, llms])
    }
    index = json.loads(shared[DocPath("api/index.json")])
    for paper in index["papers"]:
        records = json.loads(shared[paper["record"]])
        assert records[paper["slug"]] == json.loads(alone[DocPath(f"api/papers/{paper['slug']}.json")])
    assert len(index["papers"]) == len(wiki.papers)
    assert not any(path.startswith("api/papers/") for path in shared)
    assert b"api/papers/" not in shared[DocPath("llms.txt")]
    addresses = json.loads(shared[DocPath("api/openapi.json")])["paths"]
    assert "/api/records/{shard}.json" in addresses
    assert "/api/papers/{slug}.json" not in addresses
    assert all("record" not in paper for paper in json.loads(alone[DocPath("api/index.json")])["papers"])
