"""Plain Markdown to a site: the only package that knows MkDocs.

The site is rendered aside, checked, and put in place in one step, so that a run that is killed or fails
leaves the last good one. Nothing in it depends on the clock.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from litwiki.errors import RenderError, UsageError
from litwiki.exchange import exchange, recover
from litwiki.ids import DocPath, url_of
from litwiki.render.plain import environment, render_plainly, warnings_of_mkdocs
from litwiki.render.serve import serve
from litwiki.render.splice import UnsuitedError, render_spliced

__all__ = ["MARKER", "render", "serve"]

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
    notes: list[str] = []
    with environment(), warnings_of_mkdocs() as warnings:
        try:
            render_spliced(root, aside, tick)
        except UnsuitedError as reason:
            notes.append(f"the site is rendered by MkDocs alone, which takes longer: {reason}")
            warnings.clear()
            shutil.rmtree(aside, ignore_errors=True)
            render_plainly(root, aside, tick)
    if strict and warnings:
        raise RenderError("MkDocs warns:\n" + "\n".join(warnings))
    missing = [path for path in pages if not (aside / url_of(path) / "index.html").is_file()]
    if missing:
        raise RenderError(f"MkDocs left out {len(missing)} pages, the first is {missing[0]}")
    (aside / MARKER).touch()
    exchange(aside, site)
    shutil.rmtree(aside, ignore_errors=True)
    return (*warnings, *notes)
