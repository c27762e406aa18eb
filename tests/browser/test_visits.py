"""Papers that came since a reader's last visit, marked without a request outside and forgotten when told to."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import serving

AGO = """() => {
  const key = Object.keys(localStorage).find((key) => key.startsWith("litwiki.visits"));
  const visits = JSON.parse(localStorage.getItem(key));
  visits.now.slugs = visits.now.slugs.slice(3);
  visits.at -= 7 * 3600_000;
  localStorage.setItem(key, JSON.stringify(visits));
}"""
LIST = "/lists/new.json"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('litwiki.visits')).map((key) => localStorage[key])"


def test_what_came_since_the_last_visit_is_marked_until_it_is_seen_or_forgotten(
    chromium: Browser, own_site: Path
) -> None:
    with serving(own_site) as address, chromium.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}litwiki/new/")
        box, marked = page.locator(".lw-visits"), page.locator(".lw-fresh")
        expect(box).to_contain_text("New papers will be marked on your next visit.")
        expect(marked).to_have_count(0)

        page.evaluate(AGO)
        page.goto(f"{address}litwiki/listings/may-29/")
        expect(marked).to_have_count(3)
        expect(marked.first).to_contain_text("new: ")
        page.get_by_role("searchbox", name="Filter").fill("linear")
        expect(page.locator(".lw-filtered .lw-fresh").first).to_be_visible()

        page.goto(f"{address}litwiki/new/")
        expect(box).to_contain_text("3 papers came since your last visit")
        box.get_by_role("button", name="Mark all as seen").press("Enter")
        expect(box).to_contain_text("on your next visit")
        box.get_by_role("button", name="Forget my visits").click()
        assert page.evaluate(KEPT) == ["off"]
        page.goto(f"{address}litwiki/listings/may-29/")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(KEPT) == ["off"]
        assert marked.count() == 0
        assert all(url.startswith(address) for url in asked)
        assert len([url for url in asked if url.endswith(LIST)]) == 1
