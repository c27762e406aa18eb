"""A site on this machine, whose pages reload when there is a newer one.

Nothing that is served here is kept by the browser without asking, and nothing waits for a build: a new site takes the
place of the last one in one step. The pages' policy (`script-src 'self'`) forbids scripts in the page, so the one that
reloads is a file of the same origin.
"""

import mimetypes
import posixpath
import re
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from litwiki.model.errors import UsageError
from litwiki.site import banner, next_steps
from litwiki.site.banner import Notice
from litwiki.site.next_steps import insert

SCRIPT = "/livereload.js"
ASKED = re.compile(r"/livereload/([0-9]{1,20})/(.*)", re.DOTALL)
RELOAD = (Path(__file__).with_name("livereload.js")).read_bytes()
SERVED_FILES = {
    SCRIPT: ("text/javascript", RELOAD),
    banner.STYLES: ("text/css", banner.CSS),
    next_steps.STYLES: ("text/css", next_steps.CSS),
}
FOREIGN = b"This server answers under the names 127.0.0.1 and localhost only.\n"
NOT_FOUND = b"404 Not Found\n"
PATIENCE = 60
"""Seconds after which a page that asks for a newer site hears that there is none."""
HASHED = re.compile(r"\.[0-9a-f]{8}\.min\.(?:js|css)\Z")
"""A file of the theme whose name says what is in it."""


def is_local_host(host: str, port: int) -> bool:
    """Whether a request is for this machine by one of its own names.

    A page of another site may let its own name lead here (DNS rebinding), and would read what is served: its requests
    bear that name.
    """
    name, _, number = host.lower().rpartition(":") if re.search(r":[0-9]+$", host) else (host.lower(), "", "80")
    return name in {"127.0.0.1", "localhost", "[::1]"} and number == str(port)


class SiteServer(ThreadingHTTPServer):
    """Serves the folder `site` on this machine, and shows the `notice` on each page.

    Raises `UsageError` where the port is taken.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, site: Path, port: int, notice: Notice | None = None) -> None:
        self.site, self.notice = site, notice or Notice()
        self._newer = threading.Condition()
        self._shown = self._state()
        self._epoch = time.time_ns()
        """Tells what is served now from what any page was made of, also by a server before this one."""
        self._ahead: Mapping[str, bytes] = {}
        self._epochs: Mapping[str, int] = {}
        """Those of pages that were shown ahead."""
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a reader who went on to another page before the answer came."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def start(self) -> None:
        """Serves from now on, in a thread of its own."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def show(self, pages: Mapping[str, bytes]) -> None:
        """Shows files of the site that is being built, ahead of it; those who look at one of them see it at once."""
        with self._newer:
            self._ahead, self._epochs = pages, dict.fromkeys(pages, time.time_ns())
            self._newer.notify_all()

    def renew(self) -> None:
        """Lets open pages reload, if there is another site, or another notice, than they show. Nothing is shown ahead
        any longer."""
        state = self._state()
        if state == self._shown and not self._ahead:
            return
        right = {}
        for name, content in self._ahead.items():
            with suppress(OSError):
                if (self.site / name).read_bytes() == content:
                    right[name] = self._epochs[name]
        with self._newer:
            if state != self._shown or len(right) < len(self._ahead):
                self._epoch = time.time_ns()
            self._shown, self._ahead, self._epochs = state, {}, right
            self._newer.notify_all()

    def epoch(self, name: str) -> int:
        """Of what a file is served now."""
        return self._epochs.get(name, self._epoch)

    def wait_for_newer(self, name: str, epoch: int) -> int:
        """Of what a file is served now, once that is not `epoch` any more, or after a minute."""
        with self._newer:
            self._newer.wait_for(lambda: self.epoch(name) != epoch, PATIENCE)
            return self.epoch(name)

    def content(self, name: str) -> bytes:
        """A file as it is served now. Raises `OSError` and `ValueError`."""
        ahead = self._ahead.get(name)
        return (self.site / name).read_bytes() if ahead is None else ahead

    def _state(self) -> tuple[int, bytes]:
        """Tells a site from another one, which is another folder, and notices apart."""
        try:
            return self.site.stat().st_ino, self.notice.html
        except OSError:
            return 0, self.notice.html


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser, request after request."""

    protocol_version = "HTTP/1.1"
    server: SiteServer

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if not is_local_host(self.headers.get("Host", ""), self.server.server_port):
            self._send(HTTPStatus.FORBIDDEN, "text/plain", FOREIGN)
        elif asked := ASKED.fullmatch(path):
            self._send(HTTPStatus.OK, "text/plain", str(self.server.wait_for_newer(asked[2], int(asked[1]))).encode())
        elif path in SERVED_FILES:
            self._send(HTTPStatus.OK, *SERVED_FILES[path])
        else:
            self._send_file(path)

    def _send_file(self, path: str) -> None:
        # A path that leads out of the site ends at its top.
        place = posixpath.normpath(f"/{path.replace(chr(0), '')}").lstrip("/")
        name = posixpath.join(place, "index.html") if path.endswith("/") or not place else place
        file = self.server.site / name
        epoch = self.server.epoch(name)  # before what is read: an older page reloads once more, and never stays
        try:
            if name == place and (file / "index.html").is_file():
                self._send(HTTPStatus.FOUND, "text/plain", b"", Location=f"/{quote(place)}/")
                return
            if file.suffix == ".html":
                self._send(HTTPStatus.OK, "text/html", self._page(self.server.content(name), path, name, epoch))
                return
            stat = file.stat()
            tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}-{stat.st_ino:x}"'
            if self.headers.get("If-None-Match") == tag:
                self._send(HTTPStatus.NOT_MODIFIED, "", b"", ETag=tag)
                return
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            lasting = {"Cache-Control": "max-age=31536000, immutable"} if HASHED.search(file.name) else {}
            self._send(HTTPStatus.OK, kind, file.read_bytes(), ETag=tag, **lasting)
        except (OSError, ValueError):
            self._send_missing(path, name, epoch)

    def _send_missing(self, path: str, name: str, epoch: int) -> None:
        """A page that is not there: it may be once what was broken is mended."""
        try:
            page = (self.server.site / "404.html").read_bytes()
        except OSError:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", NOT_FOUND)
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/html", self._page(page, path, name, epoch))

    def _page(self, content: bytes, path: str, name: str, epoch: int) -> bytes:
        before, end, after = content.rpartition(b"</body>")
        script = f'<script src="{SCRIPT}" data-page="{epoch}/{quote(name)}"></script>'.encode()
        return insert(before + self.server.notice.html + script + end + after, self.server.site.parent, path)

    def _send(self, status: HTTPStatus, kind: str, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Cache-Control": "no-cache", **headers}.items():
            self.send_header(name, value)
        if kind:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing: the terminal has the problems of the wiki."""
