"""The space of the text model as files: points in, quantised vectors of terms and of clusters of papers out.

A vector is a byte for its scale and four bits a dimension. Papers are grouped by direction (spherical k-means,
Dhillon and Modha 2001), so that a query asks only for the groups it is near.
"""

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from litwiki.ids import Slug
from litwiki.model import Artifact, JsonValue
from litwiki.search.parts import Item, bins, file_name, order, part, rising, text_of, varint
from litwiki.textmodel import DIMENSIONS, SAMPLE, Space

Matrix = npt.NDArray[np.float64]

PER_CLUSTER = 96
ROUNDS = 8
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
    return [bytes([scale, *pair]) for scale, pair in zip(scales.tolist(), pairs.tolist(), strict=True)]


def term_parts(space: Space) -> tuple[list[Artifact], list[str]]:
    """The parts with the vectors of terms, and where each starts."""
    packed = quantised(space.term_vectors)
    items = sorted((Item(t, t, v) for t, v in zip(space.terms, packed, strict=True)), key=order)
    found = list(bins(items, MOST))
    parts = [
        part(
            f"v/{file_name(cut.start)}",
            " ".join(item.term for item in cut.items),
            text_of(b"".join(item.content for item in cut.items)),
        )
        for cut in found
    ]
    return parts, [cut.start for cut in found]


def cluster_parts(
    space: Space, slugs: Sequence[Slug], slots: Mapping[str, int]
) -> tuple[list[Artifact], dict[str, JsonValue]]:
    """The parts with the vectors of papers, a cluster each, and what says which of them a query needs."""
    vectors = space.paper_vectors
    filled = np.flatnonzero(np.abs(vectors).sum(axis=1))
    centres = _centres(vectors[filled], [slugs[i] for i in filled.tolist()])
    nearest = (vectors[filled] @ centres.T).argmax(axis=1) if len(filled) else np.zeros(0, dtype=np.int64)
    packed = dict(zip(filled.tolist(), quantised(vectors[filled]), strict=True))
    parts = []
    for number in range(len(centres)):
        rows = sorted(
            ((slots[f"paper/{slugs[i]}"], packed[i]) for i in filled[nearest == number].tolist()), key=lambda r: r[0]
        )
        content = varint(len(rows)) + rising(slot for slot, _ in rows) + b"".join(vector for _, vector in rows)
        parts.append(part(f"c/{number}", text_of(content)))
    mean = vectors.mean(axis=0) if len(vectors) else np.zeros(DIMENSIONS)
    spread = vectors.var(axis=0) if len(vectors) else np.ones(DIMENSIONS)
    return parts, {
        "dimensions": DIMENSIONS,
        "centres": text_of(b"".join(quantised(centres))),
        "mean": text_of(b"".join(quantised(mean[None, :]))),
        "spread": [_rounded(value) for value in spread],
    }


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")


def _centres(vectors: Matrix, slugs: Sequence[Slug]) -> Matrix:
    """Directions that papers gather around, from at most `SAMPLE` of them; always the same for the same papers."""
    chosen = sorted(range(len(slugs)), key=lambda i: (crc32(slugs[i].encode()), i))[:SAMPLE]
    points = vectors[chosen]
    centres = points[: -(-len(vectors) // PER_CLUSTER)].copy()
    for _ in range(ROUNDS if len(centres) else 0):
        nearest = (points @ centres.T).argmax(axis=1)
        for number in range(len(centres)):
            total = points[nearest == number].sum(axis=0)
            length = np.linalg.norm(total)
            if length > 1e-9:
                centres[number] = total / length
    return centres
