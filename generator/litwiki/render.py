"""Plain Markdown to a site: the only module that knows MkDocs.

The site is rendered aside, checked, and put in place in one step, so that a run that is killed or fails
leaves the last good one. Nothing in it depends on the clock.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from litwiki.errors import RenderError, UsageError
from litwiki.exchange import exchange, recover
from litwiki.ids import DocPath, url_of

MARKER = ".nojekyll"
"""In every site we write: GitHub Pages then serves it as it is, and we know it for our own."""


def render(
    root: Path,
    site: Path,
    pages: Iterable[DocPath],
    *,
    strict: bool,
    tick: Callable[[], None] = lambda: None,
) -> tuple[str, ...]:
    """Renders `build/docs` of the wiki at `root` into `site`; returns MkDocs' warnings. `tick` is called twice a
    page: when its Markdown was read, and when it was written.

    Raises `UsageError` where `site` holds something that is no site of ours, and `RenderError` where
    MkDocs fails, a page is missing, or, if `strict`, MkDocs warns.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    if site.exists() and (not site.is_dir() or (any(site.iterdir()) and not (site / MARKER).exists())):
        raise UsageError(f"{site} holds files that are no litwiki site; choose another --site-dir")
    aside = site.with_name(f".{site.name}.next")
    if aside.exists():
        shutil.rmtree(aside)
    with _environment(), _warnings() as warnings:
        _mkdocs(root, aside, tick)
    if strict and warnings:
        raise RenderError("MkDocs warns:\n" + "\n".join(warnings))
    missing = [path for path in pages if not (aside / url_of(path) / "index.html").is_file()]
    if missing:
        raise RenderError(f"MkDocs left out {len(missing)} pages, the first is {missing[0]}")
    (aside / MARKER).touch()
    exchange(aside, site)
    shutil.rmtree(aside, ignore_errors=True)
    return tuple(warnings)


def _mkdocs(root: Path, site: Path, tick: Callable[[], None]) -> None:
    # Importing MkDocs takes a third of a second that other commands need not spend.
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
        for event in ("page_content", "post_page"):
            config.plugins.events[event].append(_heard(tick))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        raise RenderError(f"MkDocs could not render the site: {error}") from error


def _heard(tick: Callable[[], None]) -> Callable[..., None]:
    """An event's method that counts and changes nothing (mkdocs.org, "Plugins", Events)."""

    def hear(*_: object, **__: object) -> None:
        tick()

    return hear


@contextmanager
def _environment() -> Iterator[None]:
    """No banners, and a fixed time for whatever would print one (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    ours = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    ours["SOURCE_DATE_EPOCH"] = os.environ.get("SOURCE_DATE_EPOCH", "0")
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs logs as a warning or worse while the block runs."""
    found: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    log, handler = logging.getLogger("mkdocs"), Handler(logging.WARNING)
    propagate = log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        yield found
    finally:
        log.removeHandler(handler)
        log.propagate = propagate


def serve(site: Path, port: int, watched: Iterable[Path], rebuild: Callable[[], None]) -> None:
    """Serves `site` on this machine until interrupted; rebuilds and reloads pages when a watched file changes.

    Raises `UsageError` where the port is taken.
    """
    from mkdocs.livereload import LiveReloadServer

    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(site), mount_path="/")

    def not_found(code: int) -> bytes | None:
        page = site / "404.html"
        return page.read_bytes() if code == 404 and page.is_file() else None

    server.error_handler = not_found
    for path in watched:
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own signature
    except OSError as error:
        raise UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
