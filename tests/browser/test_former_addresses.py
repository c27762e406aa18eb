"""Addresses of a site that was here before lead on: pages, and anchors of what was one page."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from litwiki.build import build
from litwiki.cli import cli
from tests import living_reviews
from tests.browser.conftest import serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An awesome list as a wiki; its list was also a page of the former site."""
    folder = tmp_path_factory.mktemp("former")
    living_reviews.awesome_list(folder / "list.md", 12)
    CliRunner().invoke(cli, ["migrate", str(folder / "list.md"), str(folder / "wiki"), "--no-git"])
    redirects = folder / "wiki" / "content" / "redirects.yml"
    more = "- {from: '/tea/list.html#träining', to: 'topic:training'}\n- {from: '/tea/old/', to: 'topic:methods'}\n"
    redirects.write_text(redirects.read_text(encoding="utf-8") + more, encoding="utf-8")
    build(folder / "wiki", site=folder / "served" / "kettles")
    with serving(folder / "served") as address:
        yield f"{address}kettles/"


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("#training-1", "topics/applications-training/"),
        ("index.html#methods", "topics/methods/"),
        ("tea/old/", "topics/methods/"),
        ("tea/list.html#tr%C3%A4ining", "topics/training/"),
    ],
)
def test_a_former_address_leads_on(page: Page, site: str, former: str, now: str) -> None:
    page.goto(f"{site}{former}")
    page.wait_for_url(f"{site}{now}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_unknown_anchor_stays_where_it_is(page: Page, site: str) -> None:
    page.goto(f"{site}#no-such-heading")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site}tea/list.html#%")
    expect(page.get_by_role("link", name="Training (Methods)")).to_be_visible()
    assert page.url == f"{site}tea/list.html#%"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
