"""`litwiki serve`: an open page shows what was saved, and nothing on it breaks the pages' policy."""

import shutil
import threading
import time
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, expect

from litwiki.build import build
from litwiki.site.serve import make_server
from tests.conftest import DATA


def test_an_open_page_reloads_when_a_file_was_saved(chromium: Browser, tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    shutil.copytree(DATA / "wiki", root)
    assert build(root).site

    def rebuild() -> None:
        build(root)

    server = make_server(root / "site", 0, rebuild)
    server.watch(str(root / "content"))
    threading.Thread(target=server.serve, daemon=True).start()
    while not getattr(server, "server_port", 0):
        time.sleep(0.01)
    context = chromium.new_context()
    page = context.new_page()
    faults: list[ConsoleMessage] = []
    page.on("console", lambda message: faults.append(message) if message.type == "error" else None)
    page.goto(f"http://127.0.0.1:{server.server_port}/papers/kettle/")
    file = root / "content" / "papers" / "kettle.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nA word that was saved now.\n", encoding="utf-8")
    expect(page.get_by_text("A word that was saved now.")).to_be_visible(timeout=20_000)
    assert faults == []
    context.close()
    server.shutdown()
