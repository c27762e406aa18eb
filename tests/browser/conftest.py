"""Chromium, small servers on this machine, and sites that are built once for all workers of a run."""

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from litwiki.build import build
from tests.chromium import FLAGS, find
from tests.conftest import DATA, SharedSite

NO_CHROMIUM = (
    "Chromium is not installed: the browser tests did not run (Debian: apt-get install chromium-headless-shell)"
)
# How long a test waits for what does come: a busy machine makes it late, never wrong.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[[], Browser]]:
    """Starts a Chromium; without one tests skip, or fail where CI is set."""
    path = find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        yield partial(playwright.chromium.launch, executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def chromium(launch: Callable[[], Browser]) -> Iterator[Browser]:
    """One Chromium a worker."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture
def doomed_chromium(launch: Callable[[], Browser]) -> Iterator[Browser]:
    """A Chromium of one test, killed at its end: a page that an attack took over may never close."""
    browser = launch()
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    yield browser
    os.kill(next(process["id"] for process in processes if process["type"] == "browser"), signal.SIGKILL)
    browser.close()


@pytest.fixture(scope="session")
def own_site(committed: Path) -> Path:
    """The folder that a server serves the site of the repository's wiki from."""
    return committed / "served"


@pytest.fixture(scope="session")
def kitchen(shared_site: SharedSite) -> Path:
    """The wiki of tests/data/wiki, built; the folder that a server serves it from."""

    def make(root: Path) -> None:
        shutil.copytree(DATA / "wiki", root)
        report = build(root, site=root / "served" / "kitchen", strict=True)
        assert not report.problems

    return shared_site("kitchen", make) / "served"


class _Handler(SimpleHTTPRequestHandler):
    """Serves a site, quietly; where it is to be `bare`, without styles and fonts: half of the time of a visit."""

    bare = False
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        if "/assets/" in self.path:
            self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def do_GET(self) -> None:
        if self.bare and self.path.partition("?")[0].endswith((".css", ".woff2")):
            self.send_response(200)
            self.send_header("Content-Type", "text/css")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A page that is left while it loads closes its connections; nobody needs to read of it."""


@contextmanager
def serving(folder: Path, *, bare: bool = False) -> Iterator[str]:
    """Serves `folder` on this machine; gives its address. `bare` leaves styles and fonts out."""
    handler = type("Handler", (_Handler,), {"bare": bare})
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
