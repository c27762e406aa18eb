"""Geometry of the site's drawings, in whole numbers: what is to be shown in, where it goes out.

Knows nothing of SVG: templates (`_drawings.svg.j2`) write it. Whole numbers because they are short, and the same on
every machine.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

COLORS = 10
SHAPES = 9
"""Colors and shapes that charts.css and the templates have. No two of the first ninety kinds share both."""


class Mark(Struct, frozen=True):
    """How a group looks: a class of charts.css for its color and the number of a shape, never one alone."""

    color: int
    shape: int


def mark(number: int) -> Mark:
    """The look of the group with this number, from 0."""
    return Mark(number % COLORS, number % SHAPES)


class Box(Struct, frozen=True):
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


def spread(points: Sequence[tuple[int, int]], frame: Box, apart: int) -> tuple[tuple[int, int], ...]:
    """The points stretched to fill the frame, no two of them `apart` or nearer: each moves to the nearest place
    that is free when its turn comes, on a grid of a quarter of that distance.

    Raises `ValueError` where the frame has no room for all of them; it has for one point in (1.5 · apart)².
    """
    step = max(1, apart // 4)
    columns, rows = (frame.right - frame.left) // step, (frame.bottom - frame.top) // step
    reach = apart // step
    width = columns + 2 * reach + 1  # a cell is a number, row after row with room beside for what is around it
    disc = [
        right + down * width
        for right in range(-reach, reach + 1)
        for down in range(-reach, reach + 1)
        if (right * right + down * down) * step * step <= apart * apart
    ]
    across = _scaled([x for x, _ in points], columns)
    down = _scaled([y for _, y in points], rows)
    taken: set[int] = set()
    places = []
    for wish in zip(across, down, strict=True):
        free = next((cell for cell in _near(wish, columns, rows) if cell[0] + cell[1] * width not in taken), None)
        if free is None:
            raise ValueError(f"no room for {len(points)} points {apart} apart in {frame}")
        taken.update(map((free[0] + free[1] * width).__add__, disc))
        places.append((frame.left + free[0] * step, frame.top + free[1] * step))
    return tuple(places)


def _scaled(values: Sequence[int], cells: int) -> list[int]:
    """Values as numbers of cells: half by size, half by rank, so that a few far away do not crowd the others."""
    if not values:
        return []
    low, high = min(values), max(values)
    ranks = {value: rank for rank, value in enumerate(sorted(set(values)))}
    shares = []
    for value in values:
        by_size = (value - low) * (cells - 1) * 1000 // max(1, high - low)
        by_rank = ranks[value] * (cells - 1) * 1000 // max(1, len(ranks) - 1)
        shares.append((by_size + by_rank + 1000) // 2000 if high > low else cells // 2)
    return shares


def _near(wish: tuple[int, int], columns: int, rows: int) -> Iterator[tuple[int, int]]:
    """The cells of a grid, ring after ring around the wish, those of a ring by their distance."""
    yield wish
    for radius in range(1, columns + rows):
        ring = [(wish[0] + right, wish[1] + down) for right, down in _ring(radius)]
        yield from (cell for cell in ring if 0 <= cell[0] < columns and 0 <= cell[1] < rows)


@cache
def _ring(radius: int) -> tuple[tuple[int, int], ...]:
    side = range(-radius, radius + 1)
    ring = {(x, y) for end in (-radius, radius) for along in side for x, y in ((end, along), (along, end))}
    return tuple(sorted(ring, key=lambda cell: (cell[0] ** 2 + cell[1] ** 2, cell)))


class Label(Struct, frozen=True):
    """Words with the middle of their line; `tier` 1 fits even where the drawing is small, see `place_labels`."""

    text: str
    x: int
    y: int
    tier: int


def place_labels(
    wanted: Sequence[tuple[str, int, int]],
    frame: Box,
    tiers: Sequence[tuple[int, int]],
    marks: Sequence[tuple[int, int]],
) -> tuple[Label, ...]:
    """Labels that do not meet and cover few marks, most important first in `wanted` as (text, x, y).

    `tiers` are heights of letters in units of the drawing, largest first, each with how many of `wanted` may have
    a label by then: the first is for a phone, and every further one adds labels where those before leave room.
    A label is as near to its point as goes with covering few marks; one that finds no place is left out.
    """
    placed: dict[str, Label] = {}
    counted = _Marks(marks)
    for tier, (height, most) in enumerate(tiers, 1):
        boxes = [_box(label.text, label.x, label.y, height) for label in placed.values()]
        for text, x, y in wanted[:most]:
            at = None if text in placed else _place_of(_box(text, x, y, height), height, frame, boxes, counted)
            if at:
                boxes.append(_box(text, *at, height))
                placed[text] = Label(text, *at, tier)
    return tuple(placed.values())


def _place_of(box: Box, height: int, frame: Box, boxes: Sequence[Box], marks: "_Marks") -> tuple[int, int] | None:
    """The middle of the best place for the box of a label, which stands around its point; None where there is none."""
    if box.right - box.left > (frame.right - frame.left) * 62 // 100:
        return None
    x, y = (box.left + box.right) // 2, (box.top + box.bottom) // 2
    best: tuple[int, tuple[int, int]] | None = None
    for moved, (right, down) in enumerate(_AROUND):
        if best and moved > best[0]:
            break  # a place still further away is worse even where it covers nothing
        across, along = right * height // 2, down * height // 2
        there = Box(box.left + across, box.top + along, box.right + across, box.bottom + along)
        if frame.holds(there) and not any(there.meets(other) for other in boxes):
            place = (marks.covered_by(there) * COVERED + moved, (x + across, y + along))
            best = min(best, place) if best else place
    return best[1] if best else None


COVERED = 12
"""Steps further away that a label goes to cover one mark less: it stands beside the marks rather than on them."""
MARK = 5
"""From the middle of a mark to what a label must not cover."""


class _Marks:
    """Marks of which a box is asked how many it covers: a set of them is a bit mask, one bit a mark in their order
    across, and for every height there is the set of those above it."""

    def __init__(self, marks: Sequence[tuple[int, int]]) -> None:
        marks = sorted(marks)
        self._across = [x for x, _ in marks]
        self._down: list[int] = []
        self._above = [0]
        for y, number in sorted((y, number) for number, (_, y) in enumerate(marks)):
            self._down.append(y)
            self._above.append(self._above[-1] | 1 << number)

    def covered_by(self, box: Box) -> int:
        """How many marks a box covers."""
        left, right = bisect_left(self._across, box.left - MARK), bisect_right(self._across, box.right + MARK)
        top, bottom = bisect_left(self._down, box.top - MARK), bisect_right(self._down, box.bottom + MARK)
        between = self._above[bottom] & ~self._above[top]
        return (between >> left & (1 << right - left) - 1).bit_count()


_AROUND = sorted(
    ((right, down) for right in range(-12, 13, 2) for down in range(-9, 10)),
    key=lambda way: (way[0] ** 2 + 2 * way[1] ** 2, way),
)
"""Ways from a point to where its label may stand, in half heights of its letters, the shortest first."""


def _box(text: str, x: int, y: int, height: int) -> Box:
    half = width_of(text, height) // 2
    return Box(x - half, y - height * 6 // 10, x + half, y + height * 6 // 10)


def width_of(text: str, height: int) -> int:
    """About the width of a line in a sans-serif face: 0.58 of its height a letter, 1 where letters are square."""
    return sum(58 if ord(letter) < 0x1100 else 100 for letter in text) * height // 100


class FlowBox(Struct, frozen=True):
    """A box of a flow with its lines, the first of which is its name; `lines` have the y of their middle."""

    box: Box
    lines: tuple[tuple[int, str], ...]


class Flow(Struct, frozen=True):
    """Boxes one below the other, those beside them with what leaves there, and the arrows between, each from the left
    top of a box to its right bottom."""

    width: int
    height: int
    boxes: tuple[FlowBox, ...]
    beside: tuple[FlowBox, ...]
    arrows: tuple[Box, ...]


FLOW_MAIN, FLOW_BESIDE, FLOW_WIDTH = 200, 232, 460
"""Where the boxes of a flow end, where those beside them begin, and where these end: legible on a telephone, too."""
FLOW_TEXT, FLOW_LINE, FLOW_EDGE, FLOW_GAP = 14, 20, 9, 26
"""Pixels of the letters, of a line, between a line and its box, and between two boxes."""


def draw_flow(steps: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Flow:
    """A flow of steps: the lines of each box, and those of the box beside it, none where nothing leaves there."""
    boxes: list[FlowBox] = []
    beside: list[FlowBox] = []
    arrows: list[Box] = []
    top = 1
    for lines, leaving in steps:
        one = _flow_box(1, top, FLOW_MAIN, lines)
        boxes.append(one)
        bottom = one.box.bottom
        if leaving:
            other = _flow_box(FLOW_BESIDE, top, FLOW_WIDTH - 1, leaving)
            beside.append(other)
            y = top + FLOW_EDGE + FLOW_LINE // 2
            arrows.append(Box(FLOW_MAIN, y, FLOW_BESIDE, y))
            bottom = max(bottom, other.box.bottom)
        top = bottom + FLOW_GAP
    middle_x = FLOW_MAIN // 2
    arrows += [Box(middle_x, one.box.bottom, middle_x, following.box.top) for one, following in pairwise(boxes)]
    return Flow(FLOW_WIDTH, top - FLOW_GAP + 1, tuple(boxes), tuple(beside), tuple(arrows))


def _flow_box(left: int, top: int, right: int, lines: Sequence[str]) -> FlowBox:
    most = (right - left - 2 * FLOW_EDGE) * 100 // (58 * FLOW_TEXT)
    shown = [line if len(line) <= most else f"{line[: most - 1].rstrip()}…" for line in lines]
    middles = [top + FLOW_EDGE + FLOW_LINE // 2 + number * FLOW_LINE for number in range(len(shown))]
    box = Box(left, top, right, top + 2 * FLOW_EDGE + len(shown) * FLOW_LINE)
    return FlowBox(box, tuple(zip(middles, shown, strict=True)))


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
