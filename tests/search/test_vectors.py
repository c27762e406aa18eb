import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from litwiki.search.vectors import quantised


def decoded(packed: bytes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    pairs = np.frombuffer(packed[1:], dtype=np.uint8)
    steps = np.stack([pairs & 15, pairs >> 4], axis=1).reshape(-1).astype(np.float64) - 8
    return np.asarray(steps / 7 * 2.0 ** ((packed[0] - 128) / 16))


@given(arrays(np.float64, 8, elements=st.floats(-50, 50, width=32)))
def test_four_bits_a_dimension_are_near_enough(vector: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    packed = quantised(vector[None, :]).tobytes()
    assert len(packed) == 1 + 4
    largest = max(np.abs(vector).max(), 2.0**-8)
    assert np.abs(decoded(packed) - vector).max() <= largest / 7 * 0.56 + 1e-9
