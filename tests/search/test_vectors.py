import base64

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from litwiki import content
from litwiki.search.postings import make_slots
from litwiki.search.vectors import cluster_parts, quantised, term_parts
from litwiki.textmodel import DIMENSIONS, Space, TextModel, make_space, make_text_model
from tests.conftest import DATA
from tests.test_wiki import wiki


def decoded(packed: bytes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    pairs = np.frombuffer(packed[1:], dtype=np.uint8)
    steps = np.stack([pairs & 15, pairs >> 4], axis=1).reshape(-1).astype(np.float64) - 8
    return np.asarray(steps / 7 * 2.0 ** ((packed[0] - 128) / 16))


@given(arrays(np.float64, 8, elements=st.floats(-50, 50, width=32)))
def test_four_bits_a_dimension_are_near_enough(vector: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    (packed,) = quantised(vector[None, :])
    assert len(packed) == 1 + 4
    largest = max(np.abs(vector).max(), 2.0**-8)
    assert np.abs(decoded(packed) - vector).max() <= largest / 7 * 0.56 + 1e-9


def space() -> tuple[TextModel, Space]:
    model = make_text_model(content.load(DATA / "wiki").wiki)
    return model, make_space(model)


def test_the_space_is_the_same_each_time_and_places_like_with_like() -> None:
    model, found = space()
    again = space()[1]
    assert np.array_equal(found.term_vectors, again.term_vectors)
    lengths = np.linalg.norm(found.paper_vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-9) | (lengths == 0))
    near = found.paper_vectors @ found.paper_vectors.T
    place = {slug: row for row, slug in enumerate(model.slugs)}
    row = near[place["kettle"]]  # type: ignore[index]
    assert row[place["teapot"]] > row[place["socks"]]  # type: ignore[index]


def test_a_wiki_with_hardly_a_word_has_an_empty_space() -> None:
    found = make_space(make_text_model(wiki([])))
    assert found.terms == ()
    parts, about = cluster_parts(found, (), {})
    assert parts == []
    assert about["dimensions"] == DIMENSIONS


def test_every_paper_is_in_one_cluster() -> None:
    model, found = space()
    _, slots = make_slots(f"paper/{slug}" for slug in model.slugs)
    parts, about = cluster_parts(found, model.slugs, slots)
    assert len(base64.b64decode(str(about["centres"]))) == len(parts) * (1 + DIMENSIONS // 2)
    total = 0
    for part in parts:
        total += base64.b64decode(part.content.split(b'"')[3])[0]
    assert total == np.count_nonzero(np.abs(found.paper_vectors).sum(axis=1))


def test_every_term_has_a_vector_in_the_part_that_holds_it() -> None:
    _, found = space()
    parts, starts = term_parts(found)
    assert len(parts) == len(starts)
    words = [word for part in parts for word in part.content.decode().split('"')[3].split(" ")]
    assert words == sorted(found.terms)
