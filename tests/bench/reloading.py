"""How long a reader waits between saving a paper's file and seeing the reloaded page: `litwiki serve` and Chromium."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tests.bench.processes import environment
from tests.chromium import BROWSERS, find

PATIENCE = 120
"""Seconds after which a page is taken for one that never reloads."""


def seconds_to_reload(root: Path, page: str, edit: Callable[[int], str], rounds: int) -> list[float]:
    """For each round the seconds from the moment at which `edit` has saved a file until the page at the address `page`
    shows the text that it returned. Nothing where there is no Chromium; rounds in which nothing came are left out."""
    chromium = find(BROWSERS)
    if not chromium:
        return []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    litwiki = [sys.executable, "-c", "from litwiki.cli import run; run()"]
    server = subprocess.Popen(
        [*litwiki, "serve", "--quiet", "--port", str(port)], cwd=root, env=environment(), stderr=subprocess.DEVNULL
    )
    found: list[float] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            tab = browser.new_page()
            address = f"http://127.0.0.1:{port}/{page}"
            _open(lambda: tab.goto(address))
            for number in range(rounds):
                time.sleep(1)  # the server looks at its files meanwhile
                text = edit(number)
                start = time.perf_counter()
                if _shows(tab, text, start + PATIENCE):
                    found.append(time.perf_counter() - start)
            browser.close()
    finally:
        server.terminate()  # a program in the background may ignore an interrupt
        server.wait()
    return found


def _shows(tab: Page, text: str, end: float) -> bool:
    """Waits until a page shows a text, and says whether it did before `end`."""
    while time.perf_counter() < end:
        with suppress(Error):  # it is being loaded again
            if text in " ".join((tab.text_content("body") or "").split()):
                return True
        time.sleep(0.02)
    return False


def _open(visit: Callable[[], object]) -> None:
    """Visits a page of a server that builds first."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            visit()
        except Error:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return
