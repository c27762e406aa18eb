"""The map as readers meet it: by mouse, keys, fingers, in a small window, and without scripts."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from litwiki.build import build
from tests.browser.conftest import serving
from tests.conftest import DATA, SharedSite


@pytest.fixture(scope="session")
def kitchen(shared_site: SharedSite) -> Path:
    """The wiki of tests/data/wiki, built; the folder that a server serves it from."""

    def make(root: Path) -> None:
        shutil.copytree(DATA / "wiki", root)
        report = build(root, site=root / "served" / "kitchen", strict=True)
        assert not report.problems

    return shared_site("kitchen", make) / "served"


@pytest.fixture
def home(kitchen: Path) -> Iterator[str]:
    with serving(kitchen) as address:
        yield address + "kitchen/"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, home: str) -> Iterator[Page]:
    """The map. Fails where the page has an error, or does what its Content-Security-Policy forbids."""
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(home + "map/")
    yield page
    assert said == []


def dot(page: Page, slug: str) -> Locator:
    return page.locator(f'.lw-dot[href$="papers/{slug}/"]')


def card(page: Page) -> Locator:
    return page.locator(".lw-map-card")


def seen(page: Page) -> list[float]:
    """The part of the drawing that is seen: left, top, width, height."""
    return [float(part) for part in (page.locator(".lw-map-drawing").get_attribute("viewBox") or "").split()]


def center(of: Locator) -> tuple[float, float]:
    of.scroll_into_view_if_needed()
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.className"))


# --- mouse ---------------------------------------------------------------------------------------------


def test_hovering_shows_title_and_tldr_and_leaving_hides_them(page: Page) -> None:
    expect(card(page)).to_be_hidden()
    page.mouse.move(*center(dot(page, "kettle")))
    expect(card(page)).to_contain_text("Kettle: Boiling Water with Gradient Descent")
    expect(card(page).locator(".lw-map-card-tldr")).not_to_be_empty()
    expect(card(page)).to_contain_text("Kitchen")
    page.mouse.move(2, 2)
    expect(card(page)).to_be_hidden()


def test_a_click_near_a_mark_opens_its_paper(page: Page) -> None:
    x, y = center(dot(page, "kettle"))
    page.mouse.click(x + 13, y + 6)
    expect(page).to_have_url(re.compile(r"/papers/kettle/$"))


def test_the_wheel_comes_nearer_once_the_map_has_the_focus(page: Page) -> None:
    page.mouse.move(*center(page.locator(".lw-map-frame")))
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(100)
    assert seen(page)[2] == 1000
    page.locator(".lw-map-frame").focus()
    page.mouse.wheel(0, -200)
    page.wait_for_function("document.querySelector('.lw-map-drawing').viewBox.baseVal.width < 900")
    expect(page.locator(".lw-map")).to_have_css("--lw-zoom", re.compile(r"1\.\d+"))


def test_the_wheel_with_ctrl_keeps_the_place_under_the_pointer(page: Page) -> None:
    mark = dot(page, "ladle")
    before = center(mark)
    page.mouse.move(*before)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('.lw-map-drawing').viewBox.baseVal.width < 900")
    after = center(mark)
    assert abs(after[0] - before[0]) < 2
    assert abs(after[1] - before[1]) < 2


def test_dragging_moves_the_map_and_opens_nothing(page: Page) -> None:
    page.get_by_role("button", name="Zoom in").click(click_count=2)
    left, top, width, _ = seen(page)
    assert width < 500
    x, y = center(page.locator(".lw-map-frame"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 60, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "([left, top]) => { const seen = document.querySelector('.lw-map-drawing').viewBox.baseVal;"
        " return seen.x < left - 20 && seen.y < top - 10; }",
        arg=[left, top],
    )
    expect(page).to_have_url(re.compile(r"/map/$"))


def test_buttons_zoom_and_show_the_whole_again(page: Page) -> None:
    whole = seen(page)
    page.get_by_role("button", name="Zoom in").click()
    assert seen(page)[2] < whole[2]
    page.get_by_role("button", name="Zoom out").click()
    assert seen(page) == whole
    page.get_by_role("button", name="Zoom in").click(click_count=3)
    page.get_by_role("button", name="Whole map").click()
    assert seen(page) == whole


def test_the_legend_hides_groups_and_shows_them_again(page: Page) -> None:
    toggle = page.get_by_role("button", name="Kitchen")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(dot(page, "kettle")).to_be_hidden()
    expect(dot(page, "ladle")).to_be_visible()
    toggle.click()
    expect(dot(page, "kettle")).to_be_visible()


# --- keys ----------------------------------------------------------------------------------------------


def test_the_map_is_two_stops_of_the_tab_key(page: Page) -> None:
    page.locator(".lw-map-frame").focus()
    page.keyboard.press("Tab")
    assert "/papers/" in focused(page)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()
    expect(card(page)).to_be_hidden()


def test_arrows_walk_in_their_direction_and_page_keys_reach_every_mark(page: Page) -> None:
    place = "(({x, y}) => [x.baseVal.value, y.baseVal.value])(document.activeElement.querySelector('use'))"
    page.locator(".lw-map-frame").focus()
    page.keyboard.press("Tab")
    moved = set()
    for key, axis, sign in [("ArrowRight", 0, 1), ("ArrowDown", 1, 1), ("ArrowLeft", 0, -1), ("ArrowUp", 1, -1)] * 2:
        before, was = page.evaluate(place), focused(page)
        page.keyboard.press(key)
        if focused(page) != was:
            assert (page.evaluate(place)[axis] - before[axis]) * sign > 0
            moved.add(key)
    assert len(moved) >= 3
    page.keyboard.press("Home")
    found = []
    for _ in range(page.locator(".lw-dot").count()):
        found.append(focused(page))
        page.keyboard.press("PageDown")
    assert len(set(found)) == len(found)
    page.keyboard.press("PageUp")
    assert focused(page) == found[-2]
    expect(card(page).locator(".lw-map-card-title")).to_have_attribute("href", focused(page))


def test_keys_zoom_move_and_go_back(page: Page) -> None:
    whole = seen(page)
    page.locator(".lw-map-frame").focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    near = seen(page)
    assert near[2] < whole[2] / 2
    page.keyboard.press("ArrowRight")
    assert seen(page)[0] > near[0]
    page.keyboard.press("-")
    assert seen(page)[2] > near[2]
    page.keyboard.press("0")
    assert seen(page) == whole


def test_enter_opens_the_paper_and_escape_closes_the_card(page: Page) -> None:
    page.locator(".lw-map-frame").focus()
    page.keyboard.press("Tab")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    goal = focused(page).replace("../", "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(goal) + "$"))


def test_the_mark_that_has_the_focus_is_framed_and_in_sight(page: Page) -> None:
    page.locator(".lw-map-frame").focus()
    for key in ["+", "+", "+", "+", "Tab", "ArrowRight", "ArrowDown", "ArrowDown"]:
        page.keyboard.press(key)
    left, top, width, height = seen(page)
    x, y = (float(page.evaluate(f"document.activeElement.querySelector('use').{axis}.baseVal.value")) for axis in "xy")
    assert left <= x <= left + width
    assert top <= y <= top + height
    ring = page.locator(".lw-ring")
    expect(ring).to_be_visible()
    assert (ring.get_attribute("cx"), ring.get_attribute("cy")) == (f"{x:.0f}", f"{y:.0f}")


# --- fingers, small windows, no scripts ----------------------------------------------------------------


@pytest.fixture
def phone(chromium: Browser, home: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 760}, has_touch=True, is_mobile=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(home + "map/")
    yield page
    context.close()


def test_a_tap_shows_the_paper_and_a_second_opens_it(phone: Page) -> None:
    at = center(dot(phone, "kettle"))
    phone.touchscreen.tap(*at)
    expect(card(phone)).to_contain_text("Kettle: Boiling Water")
    expect(phone).to_have_url(re.compile(r"/map/$"))
    phone.touchscreen.tap(*at)
    expect(phone).to_have_url(re.compile(r"/papers/kettle/$"))


def test_the_card_of_a_tap_is_in_the_window_and_opens_the_paper(phone: Page) -> None:
    for slug in ("kettle", "socks", "ladle"):
        phone.reload()  # the card of one mark may lie over another
        phone.touchscreen.tap(*center(dot(phone, slug)))
        expect(card(phone)).to_be_visible()
        box = card(phone).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    phone.touchscreen.tap(*center(card(phone).locator("a")))
    expect(phone).to_have_url(re.compile(r"/papers/ladle/$"))


def test_two_fingers_come_nearer(phone: Page) -> None:
    x, y = center(phone.locator(".lw-map-drawing"))
    session = phone.context.new_cdp_session(phone)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 60), ("touchMove", 80)):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.wait_for_function("document.querySelector('.lw-map-drawing').viewBox.baseVal.width < 600")


def test_on_a_phone_labels_are_large_enough_and_few(phone: Page) -> None:
    scale = phone.locator(".lw-map-drawing").evaluate("svg => svg.getScreenCTM().a")
    sizes = phone.locator(".lw-label-1").evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert sizes
    assert min(sizes) * scale > 9.5
    expect(phone.locator(".lw-label-3").first).to_be_hidden()


def test_without_scripts_the_map_is_a_drawing_of_links(chromium: Browser, home: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.goto(home + "map/")
    assert page.get_by_role("link", name="Kettle: Boiling Water with Gradient Descent").count() == 1
    assert page.locator("button:visible", has_text="Zoom").count() == 0
    dot(page, "kettle").click()
    expect(page.locator("h1")).to_contain_text("Kettle")
    context.close()


def test_a_topic_shows_its_arcs_when_it_is_meant(page: Page, home: str) -> None:
    page.goto(home + "map/topics/")
    node = page.locator(".lw-node", has=page.locator(".lw-arcs-of path")).first
    expect(node.locator(".lw-arcs-of")).to_be_hidden()
    node.locator("a").hover()
    expect(node.locator(".lw-arcs-of")).to_be_visible()
    page.mouse.move(2, 2)
    node.locator("a").focus()
    expect(node.locator(".lw-arcs-of")).to_be_visible()
