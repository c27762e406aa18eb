"""A finished site brought up to date without MkDocs: what the last build learnt in, the pages that changed out.

The last build kept its shells, its forms, the digests of `build/docs` and the anchors that pages link to. Where
settings, theme and versions are what they were, and all that changed are pages whose courses are known, contents of the
navigation's pages, and files that have room to come and go, those are all there is to render; anything else is `None`:
the whole site.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from litwiki.model.ids import DocPath, url_of
from litwiki.render.bodies import KNOWN
from litwiki.render.kept import Kept
from litwiki.render.leaf import Leaf, addresses, make_toc, read_front_matter
from litwiki.render.links import Anchors, Links
from litwiki.render.room import has_room, is_like_a_file, printed
from litwiki.render.shells import NOT_AS_TRACED
from litwiki.render.spare import Changes

if TYPE_CHECKING:
    from litwiki.render.splice import Learnt

FORMAT = 3
MOST_CHANGED = 0.2
"""The share of pages beyond which the whole site is rendered: all cores do that, one does this."""
# Addresses in links that do not name their file letter by letter.
INDIRECT = re.compile(rb"\]\([^)\n]*(?:%[0-9A-Fa-f]{2}|&#)|\]: |&#9[13];\(")


def kept(key: str, learnt: "Learnt") -> Kept:
    """What a build that learnt something leaves."""
    anchors: dict[str, set[str]] = {}
    for target, anchor in learnt.anchors:
        anchors.setdefault(target, set()).add(anchor)
    return Kept(
        key=key,
        navigation=learnt.navigation,
        watched=learnt.watched,
        frames=learnt.frames,
        site_url=learnt.site_url,
        bodies=learnt.bodies,
        shells=learnt.shells,
        anchors={target: frozenset(names) for target, names in sorted(anchors.items())},
        room=learnt.room,
    )


def key_of(environment: str, files: Iterable[Path]) -> str:
    """What everything kept depends on: versions, and the bytes of settings, theme and this package."""
    found = hashlib.sha256(f"{FORMAT} {environment}".encode())
    for file in [*files, *sorted(Path(__file__).parent.glob("*.py"))]:
        content = b"" if is_like_a_file(file) else file.read_bytes()
        found.update(f"{file.name} {len(content)} ".encode() + content)
    return found.hexdigest()


def render_changed(
    kept: Kept, before: Mapping[str, str], files: Mapping[str, str], docs: Path, templates: Mapping[str, Path]
) -> Changes | None:
    """What changes in a site that was made of files with the digests `before` and is to be made of `files`, which are
    `templates` of the theme that are like files, or in the folder `docs`; None where the whole site has to be
    rendered. What is learnt on the way is added to `kept`."""
    gone = before.keys() - files.keys()
    new = files.keys() - before.keys()
    changed = [name for name, digest in files.items() if before.get(name) != digest]
    if not KNOWN.issuperset(kept.bodies.extensions) or not _may_come_and_go(kept, before, files, gone, new):
        return None
    pages = {name for name in changed if name.endswith(".md")} | _mentioning(docs, files, gone)
    if (kept.navigation - kept.frames.keys()) & pages or len(pages) > MOST_CHANGED * len(files) + 20:
        return None
    changes: dict[str, bytes | Path | None] = {_target(name): None for name in sorted(gone)}
    for name in changed:
        if name in templates:
            changes |= printed(templates[name])
        elif not name.endswith(".md"):
            changes[name] = docs / name
    renderer = Renderer(kept, files)
    for name in sorted(pages):
        text = renderer.page(DocPath(name), (docs / name).read_bytes())
        if text is None:
            return None
        changes[_target(name)] = text
    return changes


def _target(name: str) -> str:
    return f"{url_of(DocPath(name))}index.html" if name.endswith(".md") else name


def _may_come_and_go(
    kept: Kept, before: Mapping[str, str], files: Mapping[str, str], gone: Iterable[str], new: Iterable[str]
) -> bool:
    room = kept.room
    if room is None:
        return not gone and not new
    is_free = all(has_room(room, name, files) for name in new) and all(has_room(room, name, before) for name in gone)
    return is_free and not (kept.navigation | kept.anchors.keys()).intersection(gone)


def _mentioning(docs: Path, files: Mapping[str, str], gone: Iterable[str]) -> set[str]:
    """Pages that may link to files which are gone; to be on the safe side, all that have their names."""
    names = sorted({re.escape(name.rpartition("/")[2].encode()) for name in gone})
    if not names:
        return set()
    wanted = re.compile(rb"[(/](?:" + b"|".join(names) + rb")\b")
    pages = ((name, (docs / name).read_bytes()) for name in files if name.endswith(".md"))
    return {name for name, text in pages if wanted.search(text) or INDIRECT.search(text)}


@dataclass(slots=True)
class Renderer:
    """Renders pages of a site by what the last build learnt."""

    kept: Kept
    files: Mapping[str, str]
    links: Links = field(init=False)

    def __post_init__(self) -> None:
        self.links = Links(self.address_of)

    def address_of(self, name: str) -> str | None:
        """A file's address as MkDocs gives it (`./` for the home page); None where there is no such file."""
        if name not in self.files or not name.isascii():
            return None
        return url_of(DocPath(name)) or "./"

    def page(self, path: DocPath, source: bytes) -> bytes | None:
        """A page's bytes; None where only MkDocs can say what they are."""
        kept = self.kept
        front = read_front_matter(source.decode("utf-8", "replace"))
        if not front or "title" not in front[0] or "template" in front[0]:
            return None
        anchors: Anchors = {}
        body = kept.bodies.render(front[1], self.links.resolver(path, url_of(path), anchors))
        if body is None or any(anchor not in kept.anchors.get(target, ()) for target, anchor in anchors):
            return None
        # What other pages link to must still be there; MkDocs would warn.
        if any(f'id="{anchor}"' not in body.html for anchor in kept.anchors.get(path, ())):
            return None
        canonical, absolute = addresses(kept.site_url, url_of(path))
        leaf = Leaf(url_of(path), front[0], body.html, make_toc(body.headings), canonical, absolute)
        try:
            frame = kept.frames[path] if path in kept.navigation else None
            text = frame.fill(leaf, kept.watched) if frame else kept.shells.fill(leaf)
        except NOT_AS_TRACED:
            return None
        return None if text is None else text.encode("utf-8", errors="xmlcharrefreplace")
