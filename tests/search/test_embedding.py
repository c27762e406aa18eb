import base64

import numpy as np
import pytest

from litwiki import content
from litwiki.links import Texts
from litwiki.memo import MemoryMemo
from litwiki.model.wiki import Wiki
from litwiki.search.embedding import DIMENSIONS, UNIT, Meaning, make_meaning, placed, strongest
from litwiki.search.reading import PapersRead, read_papers
from litwiki.search.vectors import cluster_files, directions, quantised, term_vectors
from litwiki.text.term_table import ids_of
from litwiki.workers import InProcess
from tests.conftest import DATA


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return content.load(DATA / "wiki").wiki


def read_of(wiki: Wiki) -> list[PapersRead]:
    return [*read_papers(wiki, Texts.of(wiki, InProcess()), MemoryMemo(), InProcess())]


def meaning_of(wiki: Wiki) -> Meaning:
    return make_meaning(read_of(wiki), tuple(wiki.papers), MemoryMemo())


def test_the_space_is_the_same_each_time_and_places_like_with_like(wiki: Wiki) -> None:
    found, again = meaning_of(wiki), meaning_of(wiki)
    assert np.array_equal(found.points, again.points)
    lengths = np.linalg.norm(found.points.astype(float), axis=1)
    assert np.all((np.abs(lengths - UNIT) < 8) | (lengths == 0))
    near = found.points.astype(float) @ found.points.T.astype(float)
    place = {str(slug): row for row, slug in enumerate(wiki.papers)}
    assert near[place["kettle"], place["teapot"]] > near[place["kettle"], place["socks"]]


def test_a_paper_has_the_same_point_alone_and_among_others(wiki: Wiki) -> None:
    found = meaning_of(wiki)
    row = 0
    for some in read_of(wiki):
        for number in range(len(some.table)):
            alone = some.table.picked(np.array([number]))
            assert np.array_equal(placed(found.space, alone)[0], found.points[row])
            row += 1
    assert row == len(wiki.papers)


def test_a_wiki_with_hardly_a_word_has_an_empty_space() -> None:
    found = make_meaning([], (), MemoryMemo())
    assert len(found.space.ids) == 0
    assert list(cluster_files(found, ())) == []
    assert directions(found)["dimensions"] == DIMENSIONS


def test_every_paper_is_in_one_cluster(wiki: Wiki) -> None:
    found = meaning_of(wiki)
    parts = {file.path: file.make() for file in cluster_files(found, range(len(wiki.papers)))}
    assert len(base64.b64decode(str(directions(found)["centres"]))) == len(parts) * (1 + DIMENSIONS // 2)
    total = 0
    for part in parts.values():
        total += base64.b64decode(part.split(b'"')[3])[0]
    assert total == np.count_nonzero(found.points.any(axis=1))


def test_every_term_of_the_space_has_a_vector_and_no_other_has(wiki: Wiki) -> None:
    space = meaning_of(wiki).space
    others = ids_of(["=kettle", "author:li", "=pot"])
    vectors = term_vectors(space, np.concatenate((space.ids[:0:-1], others[:2], space.ids[:1], others[2:])))
    count = len(space.ids)
    assert np.flatnonzero(vectors.has).tolist() == [*range(count - 1), count + 1]
    assert np.array_equal(vectors.rows, quantised(space.directions[::-1] / UNIT))
    assert vectors.of(count - 2, count + 2) == bytes([0b1001]) + vectors.rows[-2:].tobytes()


def test_the_strongest_directions_of_a_large_matrix_are_those_that_an_exact_method_has() -> None:
    dice = np.random.default_rng(5)
    turned, _ = np.linalg.qr(dice.normal(size=(600, 600)))
    matrix = turned @ np.diag(0.8 ** np.arange(600)) @ turned.T
    values, vectors = strongest(matrix, 16)
    assert np.allclose(values, 0.8 ** np.arange(16))
    assert np.allclose(np.abs((vectors * turned[:, :16]).sum(axis=0)), 1)
