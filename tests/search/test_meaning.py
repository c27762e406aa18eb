import base64
from itertools import pairwise

import numpy as np
import pytest

from litwiki import content
from litwiki.model.ids import DocPath
from litwiki.model.wiki import Wiki
from litwiki.search.embedding import DIMENSIONS, UNIT, Meaning, make_meaning, placed
from litwiki.search.postings import NOTHING, Postings, make_slots
from litwiki.search.reading import Reader
from litwiki.search.vectors import cluster_parts, directions, term_parts
from tests.conftest import DATA


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return content.load(DATA / "wiki").wiki


def postings_of(wiki: Wiki) -> tuple[Postings, dict[str, int]]:
    _, slots = make_slots(f"paper/{slug}" for slug in wiki.papers)
    return Reader(wiki, slots, ()).read(tuple(slots)).postings, {slug: slots[f"paper/{slug}"] for slug in wiki.papers}


def meaning_of(wiki: Wiki) -> Meaning:
    postings, slots = postings_of(wiki)
    return make_meaning(None, postings, slots, set())  # type: ignore[arg-type]


def test_the_space_is_the_same_each_time_and_places_like_with_like(wiki: Wiki) -> None:
    found, again = meaning_of(wiki), meaning_of(wiki)
    assert np.array_equal(found.points, again.points)
    lengths = np.linalg.norm(found.points.astype(float), axis=1)
    assert np.all((np.abs(lengths - UNIT) < 8) | (lengths == 0))
    near = found.points.astype(float) @ found.points.T.astype(float)
    place = {str(slug): row for row, slug in enumerate(wiki.papers)}
    assert near[place["kettle"], place["teapot"]] > near[place["kettle"], place["socks"]]


def test_a_paper_has_the_same_point_alone_and_among_others(wiki: Wiki) -> None:
    postings, slots = postings_of(wiki)
    found = meaning_of(wiki)
    for row, slot in enumerate(slots.values()):
        assert np.array_equal(placed(found.space, postings, [slot])[0], found.points[row])


def test_a_wiki_with_hardly_a_word_has_an_empty_space() -> None:
    found = make_meaning(None, NOTHING, {}, set())
    assert found.space.terms == ()
    assert list(cluster_parts(found, (), None)) == []
    assert directions(found)["dimensions"] == DIMENSIONS


def test_every_paper_is_in_one_cluster(wiki: Wiki) -> None:
    found = meaning_of(wiki)
    parts = dict(cluster_parts(found, range(len(wiki.papers)), None))
    assert len(base64.b64decode(str(directions(found)["centres"]))) == len(parts) * (1 + DIMENSIONS // 2)
    total = 0
    for part in parts.values():
        assert part is not None
        total += base64.b64decode(part.split(b'"')[3])[0]
    assert total == np.count_nonzero(found.points.any(axis=1))


def test_only_clusters_that_are_named_are_made_anew(wiki: Wiki) -> None:
    found = meaning_of(wiki)
    assert dict(cluster_parts(found, range(len(wiki.papers)), set())) == {DocPath("search/index/c/0.js"): None}


def test_every_term_has_a_vector_in_the_part_that_holds_it(wiki: Wiki) -> None:
    space = meaning_of(wiki).space
    parts = {start: make().decode().split('"')[3].split(" ") for start, make in term_parts(space).items()}
    assert [word for own in parts.values() for word in own] == sorted(space.terms)
    for (start, own), after in pairwise([*parts.items(), ("~", [])]):
        assert all(start <= word < after[0] for word in own) if isinstance(own, list) else True
