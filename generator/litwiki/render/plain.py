"""MkDocs as it is: a folder of Markdown in, a site out, its warnings collected, no clock and no banners."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from litwiki.model.errors import RenderError


def render_plainly(root: Path, site: Path, tick: Callable[[], None]) -> None:
    """Renders the wiki at `root` into the folder `site`. Raises `RenderError`."""
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
def environment_of_mkdocs() -> Iterator[None]:
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
def warnings_of_mkdocs() -> Iterator[list[str]]:
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
