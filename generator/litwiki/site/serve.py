"""A site on this machine, rebuilt and reloaded when a file changes; the server is MkDocs' own.

MkDocs writes the script that reloads into the page, where our pages' policy (`script-src 'self'`) forbids it; ours is a
file of the same origin.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litwiki.model.errors import UsageError
from litwiki.site import banner, next_steps
from litwiki.site.banner import Notice
from litwiki.site.next_steps import insert

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

SCRIPT = "/livereload.js"
RELOAD = b"""(() => {
  const { epoch, page } = document.currentScript.dataset;
  const ask = async () => {
    let wait = 3000;
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(`/livereload/${epoch}/${page}`);
        if (Number(await answer.text()) > Number(epoch)) return location.reload();
        wait = answer.ok ? 0 : 3000;
      } catch { /* the server is gone, or the reader left */ }
    }
    setTimeout(ask, wait);
  };
  ask();
})();
"""
"""Asks whether there is a newer site; the server answers when there is, or after a minute."""
OWN_FILES = {
    SCRIPT: ("text/javascript", RELOAD),
    banner.STYLES: ("text/css", banner.CSS),
    next_steps.STYLES: ("text/css", next_steps.CSS),
}
FOREIGN = b"This server answers under the names 127.0.0.1 and localhost only.\n"
LOOK, LOOK_PER_FILE = 0.1, 0.000_02
"""Seconds between two looks at the watched files: at least, and as many for each file; to look at one takes 6 µs."""
QUIET = 0.05
"""Seconds without a further change after which a build begins: an editor may write several files."""


def is_own_host(host: str, port: int) -> bool:
    """Whether a request is for this machine by one of its own names.

    A page of another site may let its own name lead here (DNS rebinding), and would read what is served: its requests
    bear that name.
    """
    name, _, number = host.lower().rpartition(":") if re.search(r":[0-9]+$", host) else (host.lower(), "", "80")
    return name in {"127.0.0.1", "localhost", "[::1]"} and number == str(port)


def serve(
    site: Path, port: int, watched: Iterable[Path], rebuild: Callable[[], None], notice: Notice | None = None
) -> None:
    """Serves `site` on this machine until interrupted; rebuilds and reloads pages when a watched file changes, and
    shows the `notice` on each.

    Raises `UsageError` where the port is taken.
    """
    there = [path for path in watched if path.exists()]
    files = sum(len(names) for path in there for _, _, names in os.walk(path))
    server = make_server(site, port, rebuild, notice, max(LOOK, files * LOOK_PER_FILE))
    for path in there:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own signature
    except OSError as error:
        raise UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def make_server(
    site: Path, port: int, rebuild: Callable[[], None], notice: Notice | None = None, look: float = LOOK
) -> "LiveReloadServer":
    """A server of `site` on this machine that serves once it is told to, and looks at files every `look` seconds."""
    shown = notice or Notice()
    asked = threading.local()  # each request is answered in a thread of its own
    # Importing MkDocs takes a third of a second that other commands need not spend.
    from mkdocs.livereload import LiveReloadServer

    class Server(LiveReloadServer):
        def _serve_request(self, environ: Any, start_response: Any) -> Any:
            if not is_own_host(environ.get("HTTP_HOST", ""), self.server_address[1]):
                start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", str(len(FOREIGN)))])
                return [FOREIGN]
            asked.path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            ours = OWN_FILES.get(environ["PATH_INFO"])
            if ours:
                start_response("200 OK", [("Content-Type", ours[0]), ("Content-Length", str(len(ours[1])))])
                return [ours[1]]
            return super()._serve_request(environ, start_response)

        def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
            before, end, after = content.rpartition(b"</body>")
            script = f'<script src="{SCRIPT}" data-epoch="{epoch}" data-page="{time.monotonic_ns()}"></script>'
            page = before + shown.html + script.encode() + end + after
            return insert(page, site.parent, asked.path)

    def not_found(code: int) -> bytes | None:
        """A page that is not there: it may be once what was broken is mended."""
        page = site / "404.html"
        if code != 404 or not page.is_file():
            return None
        return server._inject_js_into_html(page.read_bytes(), server._visible_epoch)  # noqa: SLF001 - MkDocs has no other

    server = Server(builder=rebuild, host="127.0.0.1", port=port, root=str(site), mount_path="/", polling_interval=look)
    server.build_delay = QUIET
    server.error_handler = not_found
    return server
