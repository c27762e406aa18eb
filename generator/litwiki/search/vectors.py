"""The space of meanings as files: directions and points in, quantised vectors of terms and of clusters of papers out.

A vector is a byte for its scale and four bits a dimension. Papers are filed by the direction that they are nearest
to, so that a query asks only for the groups it is near.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial

import numpy as np
import numpy.typing as npt

from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import JsonValue
from litwiki.search.meaning import DIMENSIONS, UNIT, Meaning, Space
from litwiki.search.parts import Cut, cuts, file_name, part, path_of, rising, text_of, varint
from litwiki.search.postings import Slot

Matrix = npt.NDArray[np.float64]

MOST = 1_500
"""Characters of a part with vectors of terms."""


def quantised(vectors: Matrix) -> list[bytes]:
    """Each row as bytes: its scale as a power of 2 ** (1/16), then two dimensions a byte, the first one low.

    A dimension is a step from -7 to 7 of the row's largest, stored plus 8.
    """
    largest = np.abs(vectors).max(axis=1, initial=0.0)
    scales = np.clip(np.round(16 * np.log2(np.maximum(largest, 2.0**-8))) + 128, 0, 255).astype(np.int64)
    spans = 2.0 ** ((scales - 128) / 16)
    steps = np.clip(np.round(vectors / spans[:, None] * 7), -7, 7).astype(np.int64) + 8
    pairs = steps[:, 0::2] + 16 * steps[:, 1::2]
    rows = np.concatenate((scales[:, None], pairs), axis=1).astype(np.uint8)
    return [row.tobytes() for row in rows]


def term_parts(space: Space) -> Mapping[str, Callable[[], bytes]]:
    """What makes the parts with the vectors of terms, by where each part starts."""
    characters = (1 + DIMENSIONS // 2) * 4 // 3

    def make(cut: Cut) -> bytes:
        vectors = quantised(space.directions[cut.first : cut.end] / UNIT)
        terms = " ".join(space.terms[cut.first : cut.end])
        return part(f"v/{file_name(cut.start)}", terms, text_of(b"".join(vectors))).content

    found = cuts(space.terms, [len(term) + 1 + characters for term in space.terms], MOST)
    return {cut.start: partial(make, cut) for cut in found}


def cluster_parts(
    meaning: Meaning, slots: Sequence[Slot], stale: Set[int] | None
) -> Iterator[tuple[DocPath, bytes | None]]:
    """The parts with the vectors of papers, a cluster each; None for one that is not among the `stale`."""
    own_slots = np.array(slots, dtype=np.int64)

    for number in range(len(meaning.centres)):
        if stale is not None and number not in stale:
            yield path_of(f"c/{number}"), None
            continue
        rows = np.flatnonzero(meaning.nearest == number)
        rows = rows[np.argsort(own_slots[rows])]
        vectors = b"".join(quantised(meaning.points[rows] / UNIT))
        content = varint(len(rows)) + rising(own_slots[rows].tolist()) + vectors
        yield path_of(f"c/{number}"), part(f"c/{number}", text_of(content)).content


def stale_clusters(
    meaning: Meaning, slots: Mapping[Slug, Slot], old: Meaning, old_slots: Mapping[Slug, Slot], slugs: Set[Slug]
) -> set[int] | None:
    """The clusters that changed because some papers changed, came or went; None if all did."""
    if meaning.centres is not old.centres:
        return None

    def at(meaning: Meaning, slots: Mapping[Slug, Slot]) -> set[tuple[Slot, int, bytes]]:
        return {
            (slot, int(meaning.nearest[row]), meaning.points[row].tobytes())
            for row, (slug, slot) in enumerate(slots.items())
            if slug in slugs
        }

    return {number for _, number, _ in at(old, old_slots) ^ at(meaning, slots)}


def directions(meaning: Meaning) -> dict[str, JsonValue]:
    """What the head says of the space: which clusters a query needs, and where papers are as a whole."""
    points = meaning.points.astype(np.float64)
    count = max(1, len(points))
    mean = points.sum(axis=0) / count
    spread = np.maximum((points * points).sum(axis=0) / count - mean * mean, 0)
    return {
        "dimensions": DIMENSIONS,
        "centres": text_of(b"".join(quantised(meaning.centres / UNIT))),
        "mean": text_of(b"".join(quantised(mean[None, :] / UNIT))),
        "spread": [float(f"{value / UNIT**2:.2g}") for value in spread.tolist()] if len(points) else [1.0] * DIMENSIONS,
    }
