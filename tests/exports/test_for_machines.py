"""`llms.txt` and `robots.txt`, as other programs read them."""

import json
import urllib.robotparser
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from litwiki import content, exports
from litwiki.exports import api, llms, robots
from litwiki.facts import Site
from litwiki.markup import markdown_text
from litwiki.model.ids import DocPath, TopicId
from litwiki.model.records import LinkGraph, Topic
from litwiki.text.words import clean
from tests.conftest import DATA

NO_LINKS = LinkGraph({}, {}, {}, {})


def test_llms_txt_has_the_form_of_its_format() -> None:
    (file,) = exports.dump(Site(content.load(DATA / "wiki").wiki, NO_LINKS), [llms])
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
    (file,) = exports.dump(Site(replace(wiki, topics=topics), NO_LINKS), [llms])
    assert len(file.content) < 100_000


@given(st.text(max_size=60) | st.text("\\`*_[]<>&~|#!()-:.@/ htpsw", max_size=30))
def test_text_in_it_is_read_as_it_was(text: str) -> None:
    (block,) = [t for t in MarkdownIt().parse(f"- x {markdown_text(text)}") if t.type == "inline"]
    assert all(child.type in {"text", "text_special"} for child in block.children or [])
    assert "".join(child.content for child in block.children or []) == f"x {clean(text)}".strip()


def test_robots_may_come_and_learn_of_the_sitemap() -> None:
    wiki = content.load(DATA / "wiki").wiki
    (file,) = exports.dump(Site(wiki, NO_LINKS), [robots])
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(file.content.decode().splitlines())
    assert parser.can_fetch("*", "https://example.org/kitchen/papers/kettle/")
    assert parser.site_maps() == ["https://example.org/kitchen/sitemap.xml"]
    (without,) = exports.dump(Site(replace(wiki, config=replace(wiki.config, site_url="")), NO_LINKS), [robots])
    assert b"Sitemap" not in without.content


def test_records_in_shards_say_what_records_in_files_say() -> None:
    wiki = content.load(DATA / "wiki").wiki
    config = replace(wiki.config, records="shards")
    alone = {file.path: file.content for file in exports.dump(Site(wiki, NO_LINKS), [api])}
    shared = {
        file.path: file.content for file in exports.dump(Site(replace(wiki, config=config), NO_LINKS), [api, llms])
    }
    index = json.loads(shared[DocPath("api/index.json")])
    for paper in index["papers"]:
        records = json.loads(shared[paper["record"]])
        assert records[paper["slug"]] == json.loads(alone[DocPath(f"api/papers/{paper['slug']}.json")])
    assert len(index["papers"]) == len(wiki.papers)
    assert not any(path.startswith("api/papers/") for path in shared)
    assert b"api/papers/" not in shared[DocPath("llms.txt")]
    assert all("record" not in paper for paper in json.loads(alone[DocPath("api/index.json")])["papers"])
