"""Where papers share files of the API, everything that shows a record finds it; and other builds are not another site."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from litwiki.build import build
from tests.browser.conftest import serving
from tests.conftest import DATA


@pytest.mark.slow
def test_records_in_shards_are_found_by_every_script(chromium: Browser, tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    shutil.copytree(DATA / "wiki", root)
    settings = root / "site_config" / "wiki.yml"
    before = build(root, site=tmp_path / "served" / "kitchen")
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\nrecords: shards\nhost: cloudflare\n", encoding="utf-8"
    )
    report = build(root, site=tmp_path / "served" / "kitchen")
    assert before.fit
    assert report.fit
    assert report.fit.host == "cloudflare"
    assert report.fit.files == before.fit.files - report.papers + 1
    nothing = build(root, site=tmp_path / "served" / "kitchen", host="github")
    assert nothing.fit
    assert (nothing.written, nothing.fit.host, nothing.fit.files) == (0, "github", report.fit.files)
    with serving(tmp_path / "served") as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        home = f"{address}kitchen/"
        page.goto(f"{home}compare/?p=kettle,ladle,none-such")
        expect(page.get_by_role("table").get_by_role("columnheader")).to_have_count(2)
        expect(page.get_by_text("none-such")).to_be_visible()
        page.goto(f"{home}search/?q=ladle")
        expect(page.locator(".lw-result").first).to_contain_text("Ladle")
        page.goto(f"{home}papers/kettle/")
        expect(page.get_by_role("link", name="This record and others as JSON")).to_have_attribute(
            "href", "../../api/records/0.json"
        )
        page.locator(".lw-side a[href*='../']").first.hover()
        expect(page.get_by_role("tooltip")).to_be_visible()
        page.goto(f"{home}edit/?paper=kettle")
        expect(page.get_by_label("Title", exact=False).first).not_to_have_value("")
        assert errors == []
        page.close()
    served = tmp_path / "served" / "kitchen"
    build(root, site=tmp_path / "clean", clean=True)
    paths = {path.relative_to(served) for path in served.rglob("*.json")}
    assert paths == {path.relative_to(tmp_path / "clean") for path in (tmp_path / "clean").rglob("*.json")}
    assert all((served / path).read_bytes() == (tmp_path / "clean" / path).read_bytes() for path in paths)
