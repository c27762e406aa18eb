from litwiki.render.bodies import Body, Heading
from litwiki.render.frames import MARK, Frame, cut

FRONT = {"title": "Map", "hide": ["toc"]}
BODY = Body("<h1>Map</h1>\n<p>Here</p>", (Heading(1, "map", "Map"),))
PAGE = f"<nav>Map</nav><article>{BODY.html}</article>"


def framed() -> Frame:
    frame = cut(f"<nav>Map</nav><article>{MARK}</article>", FRONT, BODY, PAGE)
    assert frame
    return frame


def test_another_content_stands_in_the_same_frame() -> None:
    other = Body("<h1>Map</h1>\n<p>There &amp; back</p>", BODY.headings)
    assert framed().fill(FRONT, other) == f"<nav>Map</nav><article>{other.html}</article>"
    assert Frame(**framed().to_json()) == framed()


def test_another_front_matter_heading_or_missing_title_has_no_frame() -> None:
    assert framed().fill(FRONT | {"title": "Plan"}, BODY) is None
    assert framed().fill(FRONT, Body(BODY.html, (Heading(1, "map", "Plan"),))) is None
    assert framed().fill(FRONT, Body("<p>Here</p>", BODY.headings)) is None


def test_a_content_that_is_printed_twice_or_changed_has_no_frame() -> None:
    assert cut(f"{MARK}{MARK}", FRONT, BODY, BODY.html * 2) is None
    assert cut("<article></article>", FRONT, BODY, PAGE) is None
    assert cut(f"<article>{MARK}</article>", FRONT, BODY, PAGE) is None
