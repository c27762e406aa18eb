"""`litwiki serve`: an open page shows what was saved, and nothing on it breaks the pages' policy."""

import shutil
import threading
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, expect

from litwiki.build import Warm, build
from litwiki.site.banner import Notice
from litwiki.site.serve import SiteServer
from litwiki.site.watching import Changes
from tests.conftest import DATA


def test_an_open_page_follows_what_is_saved_and_says_what_breaks_it(chromium: Browser, tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    shutil.copytree(DATA / "wiki", root)
    notice, warm = Notice(), Warm()
    assert build(root, warm=warm).site

    def rebuild() -> None:
        report = build(root, warm=warm)
        if report.site:
            notice.clear()
        else:
            notice.show(report.problems)

    server, changes = SiteServer(root / "site", 0, notice), Changes([root / "content"], warm.is_current)

    is_over = threading.Event()

    def follow() -> None:
        while not is_over.is_set():
            changes.wait()
            rebuild()
            server.renew()

    server.start()
    following = threading.Thread(target=follow, daemon=True)
    following.start()
    context = chromium.new_context()
    page = context.new_page()
    faults: list[ConsoleMessage] = []
    page.on("console", lambda message: faults.append(message) if message.type == "error" else None)
    page.goto(f"http://127.0.0.1:{server.server_port}/papers/kettle/")
    file = root / "content" / "papers" / "kettle.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nA word that was saved now.\n", encoding="utf-8")
    expect(page.get_by_text("A word that was saved now.")).to_be_visible(timeout=20_000)

    good = file.read_text(encoding="utf-8")
    broken = good.replace("title: 'Kettle: Boiling Water with Gradient Descent'", "title: Kettle: <b>boiling</b>")
    file.write_text(broken, encoding="utf-8")
    banner = page.get_by_role("alert")
    expect(banner).to_be_visible(timeout=20_000)
    expect(banner).to_contain_text("content/papers/kettle.md:2")
    expect(banner).to_contain_text("write title: 'Kettle: <b>boiling</b>'")
    expect(page.get_by_text("A word that was saved now.")).to_be_visible()
    # Every page has it, with its colors: the pages' policy lets the styles in.
    page.goto(f"http://127.0.0.1:{server.server_port}/topics/heating/")
    expect(banner).to_have_css("position", "fixed")

    file.write_text(good, encoding="utf-8")
    expect(banner).to_have_count(0, timeout=20_000)
    assert faults == []
    context.close()
    is_over.set()
    file.unlink()
    following.join(20)
    changes.close()
    server.shutdown()
    server.server_close()
