"""Places of papers on a map: the wiki and its related papers in, a point of the plane for each paper out.

Related papers draw each other near, all papers push each other away, and a paper leans a little to the middle of
its first topic and of that topic's group; so what stands together is about the same and has mostly one color
(docs/decisions/050). Forces are those of UMAP's curve with a = b = 1 (McInnes, Healy and Melville 2018, "UMAP:
Uniform Manifold Approximation and Projection", section 3.2).

The same wiki has the same places on every machine: nothing but +, -, ·, / and comparisons, which IEEE 754 rounds in
one way, on single numbers and in a fixed order; no linear algebra library, whose sums differ from machine to machine,
no logarithm, no random numbers. Time and memory grow with the number of papers.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np
from msgspec import Struct
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from litwiki.memo import Memo, key_of, remembered
from litwiki.model.ids import Slug
from litwiki.model.link_graph import Spot
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Integers, distinct_places

Axis = NDArray[np.float64]
Points = NDArray[np.float64]
"""n × 2."""

ROUNDS, FEWER, MANY = 200, 100, 4_000
"""Rounds of forces; for more papers than many, fewer."""
TIED = 4
"""Related papers that draw each paper near."""
STRANGERS = 16
"""Papers that each paper is pushed away from in one round; others in the next."""
PUSHES_AT_A_TIME = 1 << 12
"""Papers × strangers that are worked out together: as many as the nearest cache holds."""
PULL_OF_TOPIC, PULL_OF_GROUP = 0.4, 0.2
NEAREST = 0.05
"""Added to squared distances, so that two papers at one place are not thrown out of the map."""
LONGEST_STEP = 4.0
START_RADIUS = 8.0
GRAIN = 10_000
"""Places are whole numbers of this part of a unit, the unit being about the distance of two related papers."""


def place(wiki: Wiki, related: Integers, memo: Memo) -> Mapping[Slug, Spot]:
    """A place for every paper; `related` has the numbers of each paper's nearest, best first, filled up with -1.

    Two papers may have the same place.
    """
    slugs = tuple(wiki.papers)
    filed = [wiki.topics_of(slug) for slug in slugs]
    start, ties, memberships = _start(wiki, slugs, filed), _ties(related[:, :TIED]), _memberships(filed)
    inputs = (start, ties.one, ties.other, ties.strength, *(circle for _, circle in memberships))

    def settle() -> bytes:
        points = _settled(start, ties, memberships) if slugs else start
        return pack(np.rint(points * GRAIN).astype(np.int64))

    (places,) = unpack(remembered(memo, key_of("map", *(part.tobytes() for part in inputs)), settle))
    return {slug: Spot(x, y) for slug, (x, y) in zip(slugs, places.tolist(), strict=True)}


class _Ties(Struct, frozen=True):
    """Pairs of related papers, each once, by their numbers, and how strongly they draw each other near."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    strength: NDArray[np.float64]


def _ties(related: Integers) -> _Ties:
    """A paper and the `TIED` most related; two that name each other count twice.

    How near they are does not count: a word more in a text changes scores, but mostly not who is nearest.
    """
    papers, places = np.nonzero(related >= 0)
    others, count = related[papers, places].astype(np.int64), len(related)
    pairs = np.minimum(papers, others) * count + np.maximum(papers, others)
    pairs, places = distinct_places(pairs)
    often = np.bincount(places, minlength=len(pairs))
    return _Ties(pairs // max(1, count), pairs % max(1, count), often.astype(np.float64))


def _memberships(filed: Sequence[Sequence[Topic]]) -> list[tuple[float, NDArray[np.int64]]]:
    """(pull, number of the circle that each paper belongs to); papers without a topic are a circle, too."""
    topics = [own[:1] for own in filed]
    found = []
    for pull, names in (
        (PULL_OF_TOPIC, [str(topic[0].id) if topic else "" for topic in topics]),
        (PULL_OF_GROUP, [topic[0].group if topic else "" for topic in topics]),
    ):
        order = {name: n for n, name in enumerate(dict.fromkeys(names))}
        found.append((pull if len(order) > 1 else 0.0, np.array([order[name] for name in names], dtype=np.int64)))
    return found


# Corners of a square and the middles of its sides: directions without sine and cosine, whose last digits differ.
_COMPASS = ((0.0, -1.0), (0.7, -0.7), (1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.7, -0.7))


def _start(wiki: Wiki, slugs: Sequence[Slug], filed: Sequence[Sequence[Topic]]) -> Points:
    """Each paper between its topics' groups, which stand around the map in the wiki's order; a little aside by
    a digest of its slug, so that a new paper leaves the others where they began.
    """
    groups = [name for name, _ in wiki.groups]
    anchors = dict(zip(groups, _around(len(groups)), strict=True))

    def between(topics: Sequence[Topic]) -> tuple[float, float, float]:
        """The middle of their groups, and how far aside papers may stand."""
        if not topics:
            return 0.0, 0.0, START_RADIUS
        across, down = zip(*(anchors[topic.group] for topic in topics), strict=True)
        return sum(across) / len(topics) * START_RADIUS, sum(down) / len(topics) * START_RADIUS, 1.0

    names = [wiki.papers[slug].topics for slug in slugs]
    by_names = {own: between(topics) for own, topics in dict(zip(names, filed, strict=True)).items()}
    middles = np.array([by_names[own] for own in names], dtype=np.float64).reshape(-1, 3)
    digests = b"".join(sha256(slug.encode()).digest()[:2] for slug in slugs)
    aside = (np.frombuffer(digests, dtype=np.uint8).reshape(-1, 2) - 127.5) / 127.5
    return np.asarray(middles[:, :2] + aside * middles[:, 2:])


def _around(count: int) -> list[tuple[float, float]]:
    """`count` points along an octagon, at equal parts of it."""
    found = []
    for n in range(count):
        corner, rest = divmod(n * 8, count)
        (x, y), (next_x, next_y) = _COMPASS[corner], _COMPASS[(corner + 1) % 8]
        found.append((x + (next_x - x) * rest / count, y + (next_y - y) * rest / count))
    return found


def _settled(points: Points, ties: _Ties, memberships: Sequence[tuple[float, NDArray[np.int64]]]) -> Points:
    """The points after all rounds of forces, each round with smaller steps."""
    shift, count = 1, len(points)
    rounds = ROUNDS if count <= MANY else FEWER
    circles = [(pull, circle, np.bincount(circle)) for pull, circle in memberships if pull]
    x, y = (np.ascontiguousarray(axis) for axis in points.T)
    for done in range(rounds):
        force = _attraction(x, y, ties)
        shifts = []
        for _ in range(STRANGERS if count > 1 else 0):
            shift = (shift * 69_069 + 12_345) % 2**31  # a generator of the kind that all machines compute alike
            shifts.append(1 + (shift >> 8) % (count - 1))
        _push_apart(x, y, shifts, force)
        for pull, circle, sizes in circles:
            for axis, own in zip((x, y), force, strict=True):
                middle = (np.bincount(circle, axis) / sizes)[circle]
                np.add(own, pull * (middle - axis), out=own)
        step = 1 - done / rounds
        x, y = (
            axis + step * np.clip(pulled, -LONGEST_STEP, LONGEST_STEP)
            for axis, pulled in zip((x, y), force, strict=True)
        )
    return np.stack([x, y], axis=1)


def _attraction(x: Axis, y: Axis, ties: _Ties) -> tuple[Axis, Axis]:
    across, down = x[ties.other] - x[ties.one], y[ties.other] - y[ties.one]
    strength = ties.strength / (1 + (across * across + down * down))
    return _pulled(across * strength, ties, len(x)), _pulled(down * strength, ties, len(x))


def _pulled(force: Axis, ties: _Ties, count: int) -> Axis:
    """Forces between pairs added up by paper, one after the other."""
    return np.asarray(np.bincount(ties.one, force, count) - np.bincount(ties.other, force, count), dtype=np.float64)


def _push_apart(x: Axis, y: Axis, shifts: Sequence[int], force: tuple[Axis, Axis]) -> None:
    """Adds to `force` what each paper and those so many places before it in the order of slugs do to each other."""
    count = len(x)
    windows = [sliding_window_view(np.concatenate((axis, axis)), count) for axis in (x, y)]
    # Many at a time in a small wiki; the sums are in one order all the same.
    at_a_time = max(1, PUSHES_AT_A_TIME // max(1, count))
    for first in range(0, len(shifts), at_a_time):
        some = shifts[first : first + at_a_time]
        # One is a slice, and so it is not copied.
        rows = count - np.array(some) if len(some) > 1 else slice(count - some[0], count - some[0] + 1)
        across, down = (axis - twice[rows] for axis, twice in zip((x, y), windows, strict=True))
        squared = across * across
        squared += down * down
        strength = NEAREST + squared
        squared += 1
        strength *= squared
        np.divide(1, strength, out=strength)
        across *= strength
        down *= strength
        for own, pushes in zip(force, (across, down), strict=True):
            for shift, push in zip(some, pushes, strict=True):
                np.add(own, push, out=own)
                own[: count - shift] -= push[shift:]
                own[count - shift :] -= push[:shift]
