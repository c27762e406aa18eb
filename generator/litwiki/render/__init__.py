"""Plain Markdown to a site: the only package that knows MkDocs.

The site is rendered aside, checked, and put in place in one step, so that a run that is killed or fails
leaves the last good one. Nothing in it depends on the clock.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import Path

from litwiki import seals
from litwiki.exchange import exchange, recover
from litwiki.model.errors import RenderError, UsageError
from litwiki.model.ids import DocPath, url_of
from litwiki.render import again
from litwiki.render.kept import Cache
from litwiki.render.plain import environment_of_mkdocs, render_plainly, warnings_of_mkdocs
from litwiki.render.room import is_like_a_file
from litwiki.render.serve import serve
from litwiki.render.spare import forget as forget_spare
from litwiki.render.spare import swap
from litwiki.render.splice import Learnt, UnsuitedError, render_spliced

__all__ = ["MARKER", "render", "serve"]

MARKER = ".nojekyll"
"""In every site we write: GitHub Pages then serves it as it is, and we know it for our own."""


def render(
    root: Path,
    site: Path,
    files: Mapping[str, str],
    *,
    strict: bool,
    environment: str = "",
    tick: Callable[[], None] = lambda: None,
) -> tuple[str, ...]:
    """Renders `build/docs` of the wiki at `root`, which holds `files`, into `site`; returns what there is to warn of.

    `files` has a digest of every file's content, by paths. `environment` tells versions apart. Where `site` is what
    the last build left, only what changed since is rendered, if that can be done. `tick` is called twice a
    page: when its Markdown was read, and when it was written.

    Raises `UsageError` where `site` holds something that is no site of ours, and `RenderError` where
    MkDocs fails, a page is missing, or, if `strict`, MkDocs warns.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    if site.exists() and (not site.is_dir() or (any(site.iterdir()) and not (site / MARKER).exists())):
        raise UsageError(f"{site} holds files that are no litwiki site; choose another --site-dir")
    docs, spare, cache = root / "build" / "docs", root / "build" / "spare", Cache(root / "build" / "cache")
    theme = sorted(path for path in (root / "build" / "theme").rglob("*") if path.is_file())
    key = again.key_of(environment, [root / "mkdocs.yml", *theme])
    templates = {path.name: path for path in theme if is_like_a_file(path)}
    is_all = _names(docs) == files.keys()
    files = {**files, **{name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in templates.items()}}
    if is_all and _bring_up_to_date(cache, key, files, docs, templates, site, spare):
        return ()
    cache.forget()
    warnings, learnt = _render_all(root, site, files, strict=strict, tick=tick)
    forget_spare(spare)
    is_kept = learnt and not warnings and is_all
    cache.save(files, seals.take(site), again.kept(key, learnt) if learnt and is_kept else None)
    return warnings


def _bring_up_to_date(
    cache: Cache,
    key: str,
    files: Mapping[str, str],
    docs: Path,
    templates: Mapping[str, Path],
    site: Path,
    spare: Path,
) -> bool:
    """Makes `site` what a full rendering would make it; False where only that can."""
    found = cache.load()
    if not found or found[0].key != key:
        return False
    kept, before, seal = found
    forms = len(kept.bodies.forms)
    changes = again.render_changed(kept, before, files, docs, templates)
    if changes is None:
        return False
    cache.seal.unlink()
    new = swap(changes, site, spare, seal) if changes or not seals.holds(seal, site) else seal
    if new is None:
        return False
    cache.save(files, new, kept if len(kept.bodies.forms) != forms else None)
    return True


def _names(docs: Path) -> Set[str]:
    """The paths of all files in a folder."""
    found: set[str] = set()
    folders = [""]
    for folder in folders:  # grows while it is read
        with os.scandir(docs / folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(f"{folder}{entry.name}/")
                else:
                    found.add(folder + entry.name)
    return found


def _render_all(
    root: Path, site: Path, files: Iterable[str], *, strict: bool, tick: Callable[[], None]
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
    missing = [path for path in pages if not os.path.isfile(f"{aside}/{url_of(path)}index.html")]  # noqa: PTH113 - hot
    if missing:
        raise RenderError(f"MkDocs left out {len(missing)} pages, the first is {missing[0]}")
    (aside / MARKER).touch()
    exchange(aside, site)
    shutil.rmtree(aside, ignore_errors=True)
    return (*warnings, *notes), learnt
