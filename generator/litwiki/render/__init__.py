"""Plain Markdown to a site: the only package that knows MkDocs.

The site is rendered aside, checked, and put in place in one step, so that a run that is killed or fails
leaves the last good one. Nothing in it depends on the clock.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from pathlib import Path

from litwiki.errors import RenderError, UsageError
from litwiki.exchange import exchange, recover
from litwiki.ids import DocPath, url_of
from litwiki.render import again
from litwiki.render.plain import environment_of_mkdocs, render_plainly, warnings_of_mkdocs
from litwiki.render.serve import serve
from litwiki.render.splice import Learnt, UnsuitedError, render_spliced

__all__ = ["MARKER", "render", "serve"]

MARKER = ".nojekyll"
"""In every site we write: GitHub Pages then serves it as it is, and we know it for our own."""


def render(
    root: Path,
    site: Path,
    files: Mapping[str, bytes],
    *,
    strict: bool,
    environment: str = "",
    is_untouched: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> tuple[str, ...]:
    """Renders `build/docs` of the wiki at `root`, which holds `files`, into `site`; returns what there is to warn of.

    `environment` tells versions apart. Where `is_untouched`, `site` is what the last build made of the last files,
    and only what changed since is rendered, if that can be done. `tick` is called twice a page: when its Markdown
    was read, and when it was written.

    Raises `UsageError` where `site` holds something that is no site of ours, and `RenderError` where
    MkDocs fails, a page is missing, or, if `strict`, MkDocs warns.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    if site.exists() and (not site.is_dir() or (any(site.iterdir()) and not (site / MARKER).exists())):
        raise UsageError(f"{site} holds files that are no litwiki site; choose another --site-dir")
    docs, cache, spare = root / "build" / "docs", root / "build" / "cache" / "render.json", root / "build" / "spare"
    theme = sorted(path for path in (root / "build" / "theme").rglob("*") if path.is_file())
    key = again.key_of(environment, [root / "mkdocs.yml", *theme])
    digests = {str(name): hashlib.sha256(content).hexdigest()[:32] for name, content in files.items()}
    kept = again.load(cache) if is_untouched else None
    if kept and _names(docs) == digests.keys() and again.bring_up_to_date(kept, key, docs, digests, site, spare):
        again.save(cache, replace(kept, files=digests))
        return ()
    cache.unlink(missing_ok=True)
    warnings, learnt = _render_all(root, site, files, strict=strict, tick=tick)
    again.forget_spare(spare)
    if learnt and not warnings and _names(docs) == digests.keys():
        again.save(cache, again.kept(key, digests, learnt))
    return warnings


def _names(docs: Path) -> Set[str]:
    return {
        os.path.relpath(os.path.join(folder, name), docs).replace(os.sep, "/")  # noqa: PTH118 - hot
        for folder, _, names in os.walk(docs)
        for name in names
    }


def _render_all(
    root: Path, site: Path, files: Mapping[str, bytes], *, strict: bool, tick: Callable[[], None]
) -> tuple[tuple[str, ...], Learnt | None]:
    aside = site.with_name(f".{site.name}.next")
    if aside.exists():
        shutil.rmtree(aside)
    notes: list[str] = []
    learnt = None
    with environment_of_mkdocs(), warnings_of_mkdocs() as warnings:
        try:
            learnt = render_spliced(root, aside, tick)
        except UnsuitedError as reason:
            notes.append(f"the site is rendered by MkDocs alone, which takes longer: {reason}")
            warnings.clear()
            shutil.rmtree(aside, ignore_errors=True)
            render_plainly(root, aside, tick)
    if strict and warnings:
        raise RenderError("MkDocs warns:\n" + "\n".join(warnings))
    pages = [DocPath(path) for path in files if path.endswith(".md")]
    missing = [path for path in pages if not (aside / url_of(path) / "index.html").is_file()]
    if missing:
        raise RenderError(f"MkDocs left out {len(missing)} pages, the first is {missing[0]}")
    (aside / MARKER).touch()
    exchange(aside, site)
    shutil.rmtree(aside, ignore_errors=True)
    return (*warnings, *notes), learnt
