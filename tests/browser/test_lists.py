"""Lists that a reader filters, and looks at papers and topics before following a link, on the repository's own wiki."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from litwiki import content
from litwiki.model.ids import TopicId
from litwiki.model.wiki import Wiki
from tests.browser.conftest import serving
from tests.browser.hostile import Eye

ROOT = Path(__file__).parents[2]
SUB_PATH = "litwiki/"
PEFT = "topics/peft/"


@pytest.fixture(scope="session")
def wiki() -> Wiki:
    return content.load(ROOT).wiki


@pytest.fixture
def home(own_site: Path) -> Iterator[str]:
    with serving(own_site) as address:
        yield address + SUB_PATH


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def titles(page: Page) -> list[str]:
    return page.locator(".lw-papers:visible .lw-title").all_inner_texts()


# --- filters -------------------------------------------------------------------------------------------


def test_words_narrow_a_list_and_stand_in_the_address(page: Page, home: str, wiki: Wiki) -> None:
    page.goto(home + PEFT)
    whole = titles(page)
    page.get_by_role("searchbox", name="Filter 51 papers").fill("LoRA ")
    expect(page).to_have_url(home + PEFT + "?words=LoRA")
    expect(page.locator(".lw-filter__status")).not_to_be_empty()
    some = titles(page)
    assert 0 < len(some) < len(whole)
    text = page.locator(".lw-filtered li").all_inner_texts()
    assert all("lora" in part.lower() for part in text)
    page.reload()
    expect(page.locator(".lw-filtered .lw-title")).to_have_count(len(some))
    page.locator(".lw-filter__clear").click()
    expect(page).to_have_url(home + PEFT)
    assert titles(page) == whole
    assert len(wiki.papers_by_topic[TopicId("peft")]) == 51


def test_choices_are_combined_and_counted(page: Page, home: str, wiki: Wiki) -> None:
    page.goto(home + "papers/")
    page.get_by_role("button", name="Filter and sort").click()
    page.get_by_label("Listing").select_option("mar-17")
    entries = {wiki.paper_of(entry) for entry in wiki.listings["mar-17"].entries}  # type: ignore[index]
    expect(page.locator(".lw-filter__status")).to_have_text(f"{len(entries)} papers")
    page.get_by_label("With code").check()
    with_code = [s for s in entries if s and any(link.kind == "code" for link in wiki.papers[s].links)]
    expect(page.locator(".lw-filter__status")).to_have_text(f"{len(with_code)} papers")
    label = page.get_by_label("Topic").locator("option[value='group:Training']").inner_text()
    count = int(label.rpartition("(")[2].rstrip(")"))
    page.get_by_label("Topic").select_option("group:Training")
    expect(page.locator(".lw-filter__status")).to_have_text(f"{count} papers" if count != 1 else "1 paper")
    assert "group=Training" in page.url
    assert "listing=mar-17" in page.url
    assert "code=1" in page.url


def test_a_shared_view_opens_as_it_was(page: Page, home: str, wiki: Wiki) -> None:
    page.goto(home + "papers/?sort=repeats&code=1")
    found = page.locator(".lw-filtered .lw-title")
    expect(found).to_have_count(50)
    expect(page.get_by_label("Order")).to_have_value("repeats")
    expect(page.get_by_label("With code")).to_be_checked()
    with_code = [s for s, p in wiki.papers.items() if any(link.kind == "code" for link in p.links)]
    for shown in range(50, len(with_code), 50):
        page.get_by_role("button", name="Show more").click()
        expect(found).to_have_count(min(shown + 50, len(with_code)))
        expect(found.nth(shown)).to_be_focused()
    repeats = page.locator(".lw-filtered li").evaluate_all(
        "items => items.map(i => +(/(\\d) listings/.exec(i.innerText)?.[1] ?? 1))"
    )
    assert repeats == sorted(repeats, reverse=True)


def test_a_filter_that_leaves_nothing_says_so_and_hostile_values_do_nothing(page: Page, home: str) -> None:
    page.goto(home + "repeats/?words=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&topic=__proto__&group=constructor")
    expect(page.locator(".lw-filter__status")).to_have_text("No paper of this list fits.")
    assert page.locator(".lw-filtered img").count() == 0


def test_a_filter_works_with_the_keyboard_alone(page: Page, home: str) -> None:
    page.goto(home + PEFT)
    page.get_by_role("searchbox", name="Filter 51 papers").focus()
    page.keyboard.type("adapter")
    expect(page.locator(".lw-filter__status")).not_to_be_empty()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Topic")).to_be_visible()
    expect(page.get_by_role("button", name="Filter and sort")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")  # to Clear
    page.keyboard.press("Enter")
    expect(page.locator(".lw-list")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Filter 51 papers")).to_be_focused()


def test_nothing_is_loaded_before_a_reader_filters(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home + PEFT, wait_until="networkidle")
    # What is new is asked for once in a tab, whatever the reader does.
    assert [url for url in asked if "/lists/" in url and not url.endswith("/lists/new.json")] == []


def test_without_scripts_a_list_is_whole_and_has_no_bar(chromium: Browser, home: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + PEFT)
    assert page.locator(".lw-papers .lw-title").count() == 51
    expect(page.locator(".lw-filter")).to_be_hidden()
    page.goto(home + "code/")
    expect(page.locator(".lw-pager a").first).to_be_visible()
    context.close()


# --- previews ------------------------------------------------------------------------------------------


def test_a_link_shows_what_it_leads_to(page: Page, home: str, wiki: Wiki) -> None:
    page.goto(home + "topics/kv-cache/")
    page.get_by_role("link", name="KIVI", exact=True).first.hover()
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("KIVI: A Tuning-Free Asymmetric 2bit Quantization for KV Cache")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)
    page.locator(".lw-side").get_by_role("link", name="Efficient inference").hover()
    expect(card).to_contain_text(wiki.topics[TopicId("efficient-inference")].definition)


def test_focus_shows_a_preview_and_escape_hides_it(page: Page, home: str) -> None:
    page.goto(home + "papers/tokenformer/")
    page.keyboard.press("Tab")
    link = page.locator(".lw-related a").first
    for _ in range(120):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip")).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "lw-preview")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    expect(link).not_to_have_attribute("aria-describedby", "lw-preview")


def test_a_preview_stays_within_a_narrow_window(chromium: Browser, home: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 720})  # a scroll hides previews
    page = context.new_page()
    page.goto(home + "topics/kv-cache/")
    page.get_by_role("link", name="RotateKV", exact=True).first.hover()
    box = page.get_by_role("tooltip").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    context.close()


def test_the_policy_of_our_pages_allows_all_that_they_do(context: BrowserContext, home: str) -> None:
    eye = Eye(home)
    eye.watch(context)
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.debug('litwiki: ' + e.violatedDirective))"
    )
    page = context.new_page()
    for place in ("", PEFT + "?words=lora", "papers/tokenformer/", "search/", "listings/", "404.html"):
        page.goto(home + place, wait_until="networkidle")
        for link in page.locator(".md-content a").all()[:1]:
            link.hover()
    page.goto(home)
    page.locator("label[title='Switch to dark mode']").click()
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert eye.take() == []
