"""Places of papers on a drawing of the map: its papers and who draws whom near in, a point of the plane for each out.

Related papers draw each other near, all papers push each other away, and a paper leans a little to the middle of
its first topic and of that topic's group; so what stands together is about the same and has mostly one color
(docs/decisions/050). Forces are those of UMAP's curve with a = b = 1 (McInnes, Healy and Melville 2018, "UMAP:
Uniform Manifold Approximation and Projection", section 3.2). Only papers of the drawing have a part in it, so that a
paper that comes moves nobody elsewhere (docs/decisions/235).

The same papers have the same places on every machine: nothing but +, -, ·, / and comparisons, which IEEE 754 rounds in
one way, on single numbers and in a fixed order; no linear algebra library, whose sums differ from machine to machine,
no logarithm, no random numbers. Time and memory grow with the number of papers.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from msgspec import Struct
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from litwiki.model.ids import Slug, TopicId
from litwiki.model.wiki import Wiki
from litwiki.text.term_table import Integers, distinct_places

Axis = NDArray[np.float64]
Points = NDArray[np.float64]
"""n × 2."""
Filed = tuple[tuple[TopicId, int], ...]
"""The topics of a paper, each with the number of its group."""

ROUNDS, FEWER, MANY = 200, 100, 250
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


class Layout(Struct, frozen=True):
    """What the places on a drawing follow from."""

    slugs: tuple[Slug, ...]
    """Papers in the order in which they are drawn."""
    filed: tuple[Filed, ...]
    groups: int
    """How many the wiki has."""
    ties: tuple[tuple[int, int, int], ...]
    """Pairs of related papers, each once, by their numbers in the order of slugs; how strongly they draw each other."""

    def places(self) -> list[tuple[int, int]]:
        """Where papers stand, in the order in which they are drawn: x to the right, y down, neither with a bound. Two
        papers may have the same place."""
        if not self.slugs:
            return []
        order = sorted(range(len(self.slugs)), key=self.slugs.__getitem__)
        filed = [self.filed[number] for number in order]
        start = np.array([*_start([self.slugs[number] for number in order], filed, self.groups)])
        points = _settled(start, np.array(self.ties, dtype=np.int64).reshape(-1, 3), [*_circles(filed)])
        spots = np.empty_like(points)
        spots[order] = np.rint(points * GRAIN)
        return [(int(x), int(y)) for x, y in spots.tolist()]


class Layouts:
    """Layouts of drawings of a wiki's papers, in which those of `LinkGraph.nearest` draw each other near."""

    def __init__(self, wiki: Wiki, nearest: Integers | None) -> None:
        self._wiki, self._nearest = wiki, nearest
        self._groups = {name: number for number, (name, _) in enumerate(wiki.groups)}
        self._rows = {slug: row for row, slug in enumerate(wiki.papers)}
        self._filed: dict[tuple[str, ...], Filed] = {}

    def of(self, slugs: Sequence[Slug]) -> Layout:
        """The layout of some papers."""
        return Layout(tuple(slugs), tuple(map(self._topics, slugs)), len(self._groups), tuple(self._ties(slugs)))

    def _topics(self, slug: Slug) -> Filed:
        names = self._wiki.papers[slug].topics
        filed = self._filed.get(names)
        if filed is None:
            topics = self._wiki.topics_of(slug)
            filed = self._filed[names] = tuple((topic.id, self._groups[topic.group]) for topic in topics)
        return filed

    def _ties(self, slugs: Sequence[Slug]) -> Iterator[tuple[int, int, int]]:
        """A paper and those who draw it near, where both are on the drawing; two that name each other count twice."""
        if self._nearest is None:
            return iter(())
        rows = np.sort(np.array([self._rows[slug] for slug in slugs], dtype=np.int64))
        numbers = np.full(len(self._nearest) + 1, -1)  # -1, for nobody, has the last
        numbers[rows] = np.arange(len(rows))
        here = numbers[self._nearest[rows]]
        papers, places = np.nonzero(here >= 0)
        others = here[papers, places]
        pairs, places = distinct_places(np.minimum(papers, others) * len(rows) + np.maximum(papers, others))
        often = np.bincount(places, minlength=len(pairs))
        return zip(*(part.tolist() for part in divmod(pairs, max(1, len(rows)))), often.tolist(), strict=True)


def nearest_of(related: Integers) -> Integers:
    """The numbers of those who draw each paper near, where `related` are its nearest, best first, filled up with -1.

    How near they are does not count: a word more in a text changes scores, but mostly not who is nearest.
    """
    return np.asarray(np.sort(related[:, :TIED], axis=1))


def _circles(filed: Sequence[Filed]) -> Iterator[tuple[float, NDArray[np.int64]]]:
    """(pull, number of the circle that each paper belongs to); papers without a topic are a circle, too."""
    for pull, part in ((PULL_OF_TOPIC, 0), (PULL_OF_GROUP, 1)):
        first = [topics[0][part] if topics else "" for topics in filed]
        order = {name: n for n, name in enumerate(dict.fromkeys(first))}
        if len(order) > 1:
            yield pull, np.array([order[name] for name in first], dtype=np.int64)


# Corners of a square and the middles of its sides: directions without sine and cosine, whose last digits differ.
_COMPASS = ((0.0, -1.0), (0.7, -0.7), (1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.7, -0.7))


def _start(slugs: Sequence[Slug], filed: Sequence[Filed], groups: int) -> Iterator[tuple[float, float]]:
    """Each paper between its topics' groups, which stand around the map in the wiki's order; a little aside by
    a digest of its slug, so that a new paper leaves the others where they began.
    """
    anchors = _around(groups)
    for slug, topics in zip(slugs, filed, strict=True):
        middle, radius = (0.0, 0.0), START_RADIUS
        if topics:
            across, down = zip(*(anchors[group] for _, group in topics), strict=True)
            middle = sum(across) / len(topics) * START_RADIUS, sum(down) / len(topics) * START_RADIUS
            radius = 1.0
        x, y = ((byte - 127.5) / 127.5 * radius for byte in sha256(slug.encode()).digest()[:2])
        yield middle[0] + x, middle[1] + y


def _around(count: int) -> list[tuple[float, float]]:
    """`count` points along an octagon, at equal parts of it."""
    points = []
    for n in range(count):
        corner, rest = divmod(n * 8, count)
        (x, y), (next_x, next_y) = _COMPASS[corner], _COMPASS[(corner + 1) % 8]
        points.append((x + (next_x - x) * rest / count, y + (next_y - y) * rest / count))
    return points


def _settled(points: Points, ties: Integers, memberships: Sequence[tuple[float, NDArray[np.int64]]]) -> Points:
    """The points after all rounds of forces, each round with smaller steps."""
    shift, count = 1, len(points)
    rounds = ROUNDS if count <= MANY else FEWER
    circles = [(pull, circle, np.bincount(circle)) for pull, circle in memberships]
    x, y = (np.ascontiguousarray(axis) for axis in points.T)
    for done in range(rounds):
        force = _attraction(x, y, *ties.T)
        shifts = []
        for _ in range(STRANGERS if count > 1 else 0):
            shift = (shift * 69_069 + 12_345) % 2**31  # a generator of the kind that all machines compute alike
            shifts.append(1 + (shift >> 8) % (count - 1))
        _push_apart(x, y, shifts, force)
        for pull, circle, sizes in circles:
            for axis, total in zip((x, y), force, strict=True):
                middle = (np.bincount(circle, axis) / sizes)[circle]
                np.add(total, pull * (middle - axis), out=total)
        step = 1 - done / rounds
        x, y = (
            axis + step * np.clip(pulled, -LONGEST_STEP, LONGEST_STEP)
            for axis, pulled in zip((x, y), force, strict=True)
        )
    return np.stack([x, y], axis=1)


def _attraction(x: Axis, y: Axis, one: Integers, other: Integers, often: Integers) -> tuple[Axis, Axis]:
    """Forces between pairs added up by paper, one pair after the other."""
    across, down = x[other] - x[one], y[other] - y[one]
    strength = often / (1 + (across * across + down * down))
    first, second = (
        np.asarray(np.bincount(one, force, len(x)) - np.bincount(other, force, len(x)), dtype=np.float64)
        for force in (across * strength, down * strength)
    )
    return first, second


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
        for total, pushes in zip(force, (across, down), strict=True):
            for shift, push in zip(some, pushes, strict=True):
                np.add(total, push, out=total)
                total[: count - shift] -= push[shift:]
                total[count - shift :] -= push[:shift]
