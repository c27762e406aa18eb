"""A finished site brought up to date without MkDocs: what the last build learnt in, the pages that changed out.

The last build kept its shells, its forms, the digests of `build/docs` and the links to anchors. Where settings,
theme, versions and the set of files are what they were, and all that changed are pages whose courses are known, or
contents of the navigation's pages, those pages are all there is to render; anything else is `None`: the whole site.

The site is changed in a copy of it, the *spare*, which then changes places with it in one step; what the spare has
not seen yet is written down before anything is touched, so that a run may be killed at any point. The two share the
files that are equal (hard links), and a file is always replaced, never written into.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litwiki.exchange import exchange
from litwiki.ids import DocPath, url_of
from litwiki.render.bodies import KNOWN, Bodies, Form
from litwiki.render.frames import Frame
from litwiki.render.leaf import Leaf, addresses, make_toc, read_front_matter
from litwiki.render.links import Links
from litwiki.render.shells import NOT_AS_TRACED, Shells

if TYPE_CHECKING:
    from litwiki.render.splice import Learnt

FORMAT = 2
MOST_CHANGED = 0.2
"""The share of pages beyond which the whole site is rendered: all cores do that, one does this."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a build leaves to the next one. `files` has the digests of all files of `build/docs` by their paths."""

    key: str
    files: Mapping[str, str]
    navigation: frozenset[str]
    frames: Mapping[str, Frame]
    site_url: str | None
    extensions: tuple[str, ...]
    configs: Mapping[str, Mapping[str, object]]
    bodies: Bodies
    shells: Shells
    anchors: Mapping[tuple[str, str], tuple[str, ...]]


def kept(key: str, files: Mapping[str, str], learnt: "Learnt") -> Kept:
    """What a build that learnt something leaves."""
    bodies = learnt.bodies
    configs = {name: dict(config) for name, config in bodies.configs.items()}
    anchors = {place: tuple(sorted(set(pages))) for place, pages in sorted(learnt.anchors.items())}
    names = tuple(map(str, bodies.extensions))
    return Kept(
        key=key,
        files=files,
        navigation=learnt.navigation,
        frames=learnt.frames,
        site_url=learnt.site_url,
        extensions=names,
        configs=configs,
        bodies=bodies,
        shells=learnt.shells,
        anchors=anchors,
    )


def key_of(environment: str, files: Iterable[Path]) -> str:
    """What everything kept depends on: versions, and the bytes of settings, theme and this package."""
    found = hashlib.sha256(f"{FORMAT} {environment}".encode())
    for file in [*files, *sorted(Path(__file__).parent.glob("*.py"))]:
        content = file.read_bytes()
        found.update(f"{file.name} {len(content)} ".encode() + content)
    return found.hexdigest()


def bring_up_to_date(kept: Kept, key: str, docs: Path, files: Mapping[str, str], site: Path, spare: Path) -> bool:
    """Makes `site` what it would be if it were rendered from `docs`, whose files are `files`; False where the
    whole site has to be rendered. `site` must be what the last build left."""
    if key != kept.key or files.keys() != kept.files.keys() or not KNOWN.issuperset(kept.extensions):
        return False
    changed = [name for name, digest in files.items() if kept.files[name] != digest]
    pages = [name for name in changed if name.endswith(".md")]
    if (kept.navigation - kept.frames.keys()).intersection(pages) or len(pages) > MOST_CHANGED * len(files) + 20:
        return False
    written: dict[str, bytes] = {}
    for name in changed:
        if name.endswith(".md"):
            text = _page(kept, files, DocPath(name), (docs / name).read_bytes())
            if text is None:
                return False
            written[f"{url_of(DocPath(name))}index.html"] = text
        else:
            written[name] = (docs / name).read_bytes()
    return not written or _swap(written, site, spare)


def _page(kept: Kept, files: Mapping[str, str], path: DocPath, source: bytes) -> bytes | None:
    """A page's bytes; None where only MkDocs can say what they are."""
    front = read_front_matter(source.decode("utf-8", "replace"))
    if not front or "title" not in front[0] or "template" in front[0]:
        return None
    links = Links(lambda name: _address(files, name))
    anchors: dict[tuple[str, str], list[str]] = {}
    body = kept.bodies.render(front[1], links.resolver(path, url_of(path), anchors))
    if body is None or not anchors.keys() <= kept.anchors.keys():
        return None
    # What other pages link to must still be there; MkDocs would warn.
    for target, anchor in kept.anchors:
        if target == path and f'id="{anchor}"' not in body.html:
            return None
    if path in kept.navigation:
        framed = kept.frames[path].fill(front[0], body)
        return None if framed is None else framed.encode("utf-8", errors="xmlcharrefreplace")
    canonical, absolute = addresses(kept.site_url, url_of(path))
    try:
        text = kept.shells.fill(Leaf(url_of(path), front[0], body.html, make_toc(body.headings), canonical, absolute))
    except NOT_AS_TRACED:
        return None
    return None if text is None else text.encode("utf-8", errors="xmlcharrefreplace")


def _address(files: Mapping[str, str], name: str) -> str | None:
    """A file's address as MkDocs gives it (`./` for the home page); None where there is no such file."""
    if name not in files or not name.isascii():
        return None
    return url_of(DocPath(name)) or "./"


# --- the spare -----------------------------------------------------------------------------------------


def _swap(written: Mapping[str, bytes], site: Path, spare: Path) -> bool:
    """Puts files into the spare and the spare in the site's place; False where it cannot be one."""
    note = spare.with_suffix(".json")
    behind = _behind(note) if spare.is_dir() else None
    if behind is None and not _clone(site, spare):
        return False
    _note(note, sorted({*(behind or ()), *written}))
    for name in behind or ():
        if name not in written:
            _link(site / name, spare / name)
    for name, content in written.items():
        target = spare / name
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.new")
        aside.write_bytes(content)
        aside.replace(target)
    exchange(spare, site)
    _note(note, sorted(written))
    return True


def forget_spare(spare: Path) -> None:
    """The spare of a site that was rendered anew is of no use."""
    spare.with_suffix(".json").unlink(missing_ok=True)
    shutil.rmtree(spare, ignore_errors=True)


def _behind(note: Path) -> list[str] | None:
    """Files that may differ between site and spare; None where nobody knows."""
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return [str(name) for name in told] if isinstance(told, list) else None


def _note(note: Path, names: list[str]) -> None:
    aside = note.with_suffix(".new")
    aside.write_text(json.dumps(names), encoding="utf-8")
    aside.replace(note)


def _link(source: Path, target: Path) -> None:
    aside = target.with_name(f".{target.name}.new")
    aside.unlink(missing_ok=True)
    aside.hardlink_to(source)
    aside.replace(target)
    # Two links to one file: `rename` then does nothing and leaves the first (POSIX, rename).
    aside.unlink(missing_ok=True)


def _clone(site: Path, spare: Path) -> bool:
    """Makes the spare: folders of its own, files shared. False where the file system cannot share."""
    forget_spare(spare)
    try:
        spare.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(site, spare, copy_function=os.link)
    except OSError:
        shutil.rmtree(spare, ignore_errors=True)
        return False
    return True


# --- on disk -------------------------------------------------------------------------------------------


def save(path: Path, kept: Kept) -> None:
    """Writes what is kept, as JSON: a cache may come from another machine, and reading it must run nothing."""
    told = {
        "key": kept.key,
        "files": dict(kept.files),
        "navigation": sorted(kept.navigation),
        "frames": {path: frame.to_json() for path, frame in kept.frames.items()},
        "site_url": kept.site_url,
        "extensions": kept.extensions,
        "configs": kept.configs,
        "forms": [[*key, form and [form.parts, form.slots, form.headings]] for key, form in kept.bodies.forms.items()],
        "shells": kept.shells.to_json(),
        "anchors": [[*key, pages] for key, pages in kept.anchors.items()],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
    aside.replace(path)


def load(path: Path) -> Kept | None:
    """What the last build kept; None where there is nothing that can be read."""
    try:
        told = json.loads(path.read_bytes())
        bodies = Bodies(tuple(told["extensions"]), told["configs"])
        bodies.forms |= {(skeleton, place): _form(form) for skeleton, place, form in told["forms"]}
        return Kept(
            key=told["key"],
            files=told["files"],
            navigation=frozenset(told["navigation"]),
            frames={path: Frame(**frame) for path, frame in told["frames"].items()},
            site_url=told["site_url"],
            extensions=tuple(told["extensions"]),
            configs=told["configs"],
            bodies=bodies,
            shells=Shells.from_json(told["shells"]),
            anchors={(target, anchor): tuple(pages) for target, anchor, pages in told["anchors"]},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _form(told: Any) -> Form | None:
    if told is None:
        return None
    parts, slots, headings = told
    return Form(
        tuple(parts),
        tuple((index, kind, value) for index, kind, value in slots),
        tuple((level, name, tuple(p), tuple((i, k, v) for i, k, v in s)) for level, name, p, s in headings),
    )
