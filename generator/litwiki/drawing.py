"""Geometry of the site's drawings, in whole numbers: what is to be shown in, where it goes out.

Knows nothing of SVG: templates (`_drawings.svg.j2`) write it. Whole numbers because they are short, and the same on
every machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

COLOURS = 10
SHAPES = 9
"""Colours and shapes that charts.css and the templates have. No two of the first ninety kinds share both."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a group looks: a class of charts.css for its colour and the number of a shape, never one alone."""

    colour: int
    shape: int


def mark(number: int) -> Mark:
    """The look of the group with this number, from 0."""
    return Mark(number % COLOURS, number % SHAPES)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its corners."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        """Whether the two have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether no part of the other is outside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def spread(points: Sequence[tuple[int, int]], frame: Box, cell: int) -> tuple[tuple[int, int], ...]:
    """The points stretched to fill the frame, no two nearer than `cell`: each moves to the middle of the nearest cell
    that is free when its turn comes. The frame has to have more cells than there are points.
    """
    columns, rows = (frame.right - frame.left) // cell, (frame.bottom - frame.top) // cell
    across = _scaled([x for x, _ in points], columns)
    down = _scaled([y for _, y in points], rows)
    taken: set[tuple[int, int]] = set()
    found = []
    for wish in zip(across, down, strict=True):
        free = next(place for place in _near(wish, columns, rows) if place not in taken)
        taken.add(free)
        found.append((frame.left + free[0] * cell + cell // 2, frame.top + free[1] * cell + cell // 2))
    return tuple(found)


def _scaled(values: Sequence[int], cells: int) -> list[int]:
    """Values as numbers of cells: half by size, half by rank, so that a few far away do not crowd the others."""
    if not values:
        return []
    low, high = min(values), max(values)
    ranks = {value: rank for rank, value in enumerate(sorted(set(values)))}
    found = []
    for value in values:
        by_size = (value - low) * (cells - 1) * 1000 // max(1, high - low)
        by_rank = ranks[value] * (cells - 1) * 1000 // max(1, len(ranks) - 1)
        found.append((by_size + by_rank + 1000) // 2000 if high > low else cells // 2)
    return found


def _near(wish: tuple[int, int], columns: int, rows: int) -> Iterator[tuple[int, int]]:
    """Cells by their distance, ring after ring around the wish."""
    for radius in count():
        ring = [
            (wish[0] + right, wish[1] + down)
            for right in range(-radius, radius + 1)
            for down in range(-radius, radius + 1)
            if max(abs(right), abs(down)) == radius
        ]
        ring.sort(key=lambda cell: ((cell[0] - wish[0]) ** 2 + (cell[1] - wish[1]) ** 2, cell))
        yield from (cell for cell in ring if 0 <= cell[0] < columns and 0 <= cell[1] < rows)
        if radius > columns + rows:
            return


@dataclass(frozen=True, slots=True)
class Label:
    """Words with the middle of their line; `tier` 1 fits even where the drawing is small, see `place_labels`."""

    text: str
    x: int
    y: int
    tier: int


def place_labels(wanted: Iterable[tuple[str, int, int]], frame: Box, heights: Sequence[int]) -> tuple[Label, ...]:
    """Labels that do not meet, most important first in `wanted` as (text, x, y).

    `heights` are those of the letters in units of the drawing, largest first: the first is for a phone, where few
    labels have room, and every further one adds labels of the next tier where the first has none. A label that
    does not fit at the last height either is left out.
    """
    waiting = list(wanted)
    found: list[Label] = []
    for tier, height in enumerate(heights, 1):
        boxes = [_box(label.text, label.x, label.y, height) for label in found]
        left: list[tuple[str, int, int]] = []
        for text, x, y in waiting:
            half = width_of(text, height) // 2
            inside = min(max(x, frame.left + half), frame.right - half)
            level = min(max(y, frame.top + height), frame.bottom - height)
            box = _box(text, inside, level, height)
            if frame.holds(box) and not any(box.meets(other) for other in boxes):
                boxes.append(box)
                found.append(Label(text, inside, level, tier))
            else:
                left.append((text, x, y))
        waiting = left
    return tuple(found)


def _box(text: str, x: int, y: int, height: int) -> Box:
    half = width_of(text, height) // 2
    return Box(x - half, y - height * 6 // 10, x + half, y + height * 6 // 10)


def width_of(text: str, height: int) -> int:
    """About the width of a line in a sans-serif face: 0.58 of its height a letter, 1 where letters are as wide as high."""
    return sum(58 if ord(letter) < 0x1100 else 100 for letter in text) * height // 100


def middle(points: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The median of each axis: a few points far away do not move it. Raises `IndexError` where there are none."""
    across, down = sorted(x for x, _ in points), sorted(y for _, y in points)
    return across[len(across) // 2], down[len(down) // 2]


def part(value: int, whole: int, steps: int) -> int:
    """`value` of `whole` as a whole number of `steps`: 0 only where there is nothing, `steps` only where it is all.

    >>> part(0, 9, 4), part(1, 900, 4), part(5, 9, 4), part(8, 9, 4), part(9, 9, 4)
    (0, 1, 3, 3, 4)
    """
    if value <= 0 or whole <= 0:
        return 0
    return steps if value >= whole else max(1, min(steps - 1, -(-value * steps // whole)))
