"""Geometry: marks keep apart, labels do not meet."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.pages.drawing import (
    COLORS,
    FLOW_TEXT,
    SHAPES,
    Box,
    draw_flow,
    mark,
    middle,
    part,
    place_labels,
    spread,
    width_of,
)
from litwiki.templates import DEFAULT

FRAME = Box(0, 0, 400, 300)
POINTS = st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)), max_size=60)


@given(POINTS)
def test_points_fill_the_frame_and_keep_apart(points: list[tuple[int, int]]) -> None:
    found = spread(points, FRAME, 15)
    assert len(found) == len(points)
    assert all(0 <= x < 400 and 0 <= y < 300 for x, y in found)
    assert all((x - u) ** 2 + (y - v) ** 2 > 15**2 for (x, y), (u, v) in combinations(found, 2))


def test_points_keep_their_order_where_there_is_room() -> None:
    assert spread([(0, 0), (50, 10), (100, 0)], FRAME, 16) == ((0, 0), (200, 296), (396, 0))


def test_a_thousand_points_at_one_place_find_room_and_too_many_do_not() -> None:
    assert len(set(spread([(7, 7)] * 1000, Box(0, 0, 1000, 640), 14))) == 1000
    with pytest.raises(ValueError, match="no room for 500 points"):
        spread([(7, 7)] * 500, FRAME, 16)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=30), st.integers(0, 400), st.integers(0, 300)), max_size=25),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300)), max_size=30),
)
def test_labels_do_not_meet_and_stay_inside(wanted: list[tuple[str, int, int]], marks: list[tuple[int, int]]) -> None:
    tiers = ((24, 5), (10, 25))
    found = place_labels(wanted, FRAME, tiers, marks)
    for tier, (height, _) in enumerate(tiers, 1):
        boxes = [
            Box(x - width_of(text, height) // 2, y - height // 2, x + width_of(text, height) // 2, y + height // 2)
            for text, x, y in ((label.text, label.x, label.y) for label in found if label.tier <= tier)
        ]
        assert not any(one.meets(other) for one, other in combinations(boxes, 2))
        assert all(FRAME.holds(box) for box in boxes)
    assert len({label.text for label in found}) == len(found)


def test_a_label_gives_way_to_marks() -> None:
    marks = [(200 + dx, 150) for dx in range(-40, 41, 8)]
    (label,) = place_labels([("Kettles", 200, 150)], FRAME, ((20, 1),), marks)
    assert abs(label.y - 150) > 12


def test_a_label_wider_than_the_frame_is_left_out() -> None:
    assert place_labels([("x" * 80, 200, 150)], FRAME, ((20, 1),), []) == ()


def test_no_two_of_ninety_groups_look_the_same() -> None:
    assert len({mark(number) for number in range(COLORS * SHAPES)}) == 90


def test_middles_and_parts() -> None:
    assert middle([(0, 0), (9, 1), (1000, 2)]) == (9, 1)
    assert [part(value, 40, 5) for value in (0, 1, 8, 9, 39, 40, 99)] == [0, 1, 1, 2, 4, 5, 5]
    assert part(3, 0, 5) == 0


def test_every_color_can_be_told_from_the_page() -> None:
    """WCAG 1.4.11 asks for 3:1; the pages' colors are those of litwiki.css."""
    css = (DEFAULT / "theme" / "assets" / "charts.css").read_text(encoding="utf-8")
    for scheme, grounds in (("default", ("#fcfbf8", "#ffffff")), ("slate", ("#14191f", "#1a2128"))):
        block = css.split(f'[data-md-color-scheme="{scheme}"] {{')[1].split("}")[0]
        colors = re.findall(r"--lw-color-\d+: (#[0-9a-f]{6});", block)
        assert len(set(colors)) == COLORS
        assert all(contrast(color, ground) >= 3 for color in colors for ground in grounds)


def test_every_shape_that_a_group_may_have_is_drawn() -> None:
    template = (DEFAULT / "_drawings.svg.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'id="lw-shape-(\d+)"', template)) == {str(n) for n in range(SHAPES)}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_flow_has_its_boxes_one_below_the_other_and_arrows_between_their_edges() -> None:
    flow = draw_flow([(("10 found", "in two lists"), ("3 gone", *["for a long reason " * 5] * 6)), (("7 left",), ())])
    first, second = flow.boxes
    (beside,) = flow.beside
    assert first.box.bottom < second.box.top
    assert beside.box.bottom < second.box.top, "what leaves a step ends before the next one"
    assert first.box.right < beside.box.left
    across, down = flow.arrows
    assert (across.left, across.right) == (first.box.right, beside.box.left)
    assert (down.top, down.bottom) == (first.box.bottom, second.box.top)
    for one in (first, second, beside):
        assert all(one.box.top < y < one.box.bottom for y, _ in one.lines)
    assert all(width_of(text, FLOW_TEXT) <= beside.box.right - beside.box.left for _, text in beside.lines)
    assert beside.lines[1][1].endswith("…")
    assert flow.height > second.box.bottom
