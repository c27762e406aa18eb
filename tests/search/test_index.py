"""The whole index: the same each time, and little of it new where little has changed."""

from pathlib import Path

import numpy as np
import pytest

from litwiki import content, links, search
from litwiki.model.ids import Slug
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.search import spellings
from litwiki.search.shards import FOLDER
from tests.conftest import DATA

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return content.load(DATA / "wiki").wiki


def files(wiki: Wiki) -> dict[str, bytes]:
    found = [(file.path, file.make()) for file in search.plan(wiki, links.make(wiki))]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_the_index_is_the_same_each_time(wiki: Wiki) -> None:
    assert files(wiki) == files(wiki)


def test_an_empty_wiki_has_an_index(wiki: Wiki) -> None:
    found = files(Wiki(wiki.config, {}, {}, {}))
    assert f"{FOLDER}/head.js" in found
    assert f"{FOLDER}/facets.js" in found


def test_a_change_of_one_paper_leaves_the_records_and_terms_of_others(wiki: Wiki) -> None:
    before = files(wiki)
    changed = replace(wiki.papers[Slug("socks")], notes="A zebra was seen.")
    after = files(Wiki(wiki.config, {**wiki.papers, changed.slug: changed}, wiki.topics, wiki.listings))
    new = {path for path, data in after.items() if before.get(path) != data}
    assert any(path.startswith(f"{FOLDER}/t/") for path in new)
    assert not any(path.startswith((f"{FOLDER}/d/", f"{FOLDER}/facets")) for path in new)


def test_parts_are_as_small_as_decision_122_says() -> None:
    found = files(content.load(ROOT).wiki)
    largest = {kind: max(len(data) for path, data in found.items() if path.split("/")[2] == kind) for kind in "tcd"}
    assert all(largest[kind] < most for kind, most in {"t": 9_000, "c": 20_000, "d": 16_000}.items()), largest
    assert len(found[f"{FOLDER}/head.js"]) < 4_000


def test_frequent_words_are_spelt_with_how_frequent_they_are() -> None:
    assert (
        spellings(("cach", "kv", "rare", "low"), np.array([2, 4, 1, 9]), ("caching", "", "rarely", ""))
        == "Acaching1Alow3"
    )
