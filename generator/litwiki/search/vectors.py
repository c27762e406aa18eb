"""The space of meanings for the reader's browser: directions and points in, quantised vectors of terms and papers out.

A vector is a byte for its scale and four bits a dimension. Papers are filed by the direction that they are nearest
to, so that a query asks only for the groups it is near.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.model.as_json import JsonValue
from litwiki.search.embedding import DIMENSIONS, UNIT, Meaning, Space, Whole
from litwiki.search.files import IndexFile, file_of
from litwiki.search.postings import Slot
from litwiki.search.shards import Integers, rising, text_of, varint

Matrix = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.uint64]


def quantised(vectors: Matrix) -> Bytes:
    """The bytes of each row: its scale as a power of 2 ** (1/16), then two dimensions a byte, the first one low.

    A dimension is a step from -7 to 7 of the row's largest, stored plus 8.
    """
    largest = np.abs(vectors).max(axis=1, initial=0.0)
    scales = np.clip(np.round(16 * np.log2(np.maximum(largest, 2.0**-8))) + 128, 0, 255).astype(np.int64)
    spans = 2.0 ** ((scales - 128) / 16)
    steps = np.clip(np.round(vectors / spans[:, None] * 7), -7, 7).astype(np.int64) + 8
    pairs = steps[:, 0::2] + 16 * steps[:, 1::2]
    return np.concatenate((scales[:, None], pairs), axis=1).astype(np.uint8)


class TermVectors(Struct, frozen=True, eq=False):
    """Which terms have a vector, how many before each and behind the last one have, and the vectors, quantised."""

    has: Flags
    before: Integers
    rows: Bytes

    def of(self, first: int, end: int) -> bytes:
        """A bit for each of some terms, the lowest first, which says whether it has a vector; then the vectors."""
        rows = self.rows[self.before[first] : self.before[end]]
        return np.packbits(self.has[first:end], bitorder="little").tobytes() + rows.tobytes()


def term_vectors(space: Space, ids: Ids) -> TermVectors:
    """The vectors of the terms with these ids."""
    order = np.argsort(ids)
    places = order[np.searchsorted(ids, space.ids, sorter=order)]
    has = np.zeros(len(ids), dtype=bool)
    has[places] = True
    before = np.concatenate(([0], np.cumsum(has)))
    return TermVectors(has, before, quantised(space.directions[np.argsort(places)] / UNIT))


def cluster_files(meaning: Meaning, slots: Sequence[Slot]) -> Iterator[IndexFile]:
    """The parts with the vectors of papers, a cluster each."""
    slot_numbers = np.array(slots, dtype=np.int64)
    order = np.lexsort((slot_numbers, meaning.nearest))
    borders = np.searchsorted(meaning.nearest[order], np.arange(len(meaning.centres) + 1))
    for number, (first, end) in enumerate(pairwise(borders.tolist())):
        rows = order[first:end]
        points, inside = meaning.points[rows], slot_numbers[rows]
        yield file_of(f"c/{number}", (inside.tobytes(), points.tobytes()), partial(_cluster, points, inside))


def _cluster(points: Whole, slots: Integers) -> tuple[bytes]:
    return (varint(len(slots)) + rising(slots) + quantised(points / UNIT).tobytes(),)


def directions(meaning: Meaning) -> dict[str, JsonValue]:
    """What the head says of the space: which clusters a query needs, and where papers are as a whole."""
    points = meaning.points.astype(np.float64)
    count = max(1, len(points))
    mean = points.sum(axis=0) / count
    spread = np.maximum((points * points).sum(axis=0) / count - mean * mean, 0)
    return {
        "dimensions": DIMENSIONS,
        "centres": text_of(quantised(meaning.centres / UNIT).tobytes()),
        "mean": text_of(quantised(mean[None, :] / UNIT).tobytes()),
        "spread": [float(f"{value / UNIT**2:.2g}") for value in spread.tolist()] if len(points) else [1.0] * DIMENSIONS,
    }
