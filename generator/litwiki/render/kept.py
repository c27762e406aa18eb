"""What one build's rendering leaves to the next, on disk: JSON, because a cache may come from another machine, and
reading it must run nothing.

Three files, so that none is larger than what changes in it: what was learnt (`render.json`), the digests of what was
rendered (`rendered.json`), and the seal of the site (`site.json`). The seal goes before anything is touched and comes
back last: where it is, the others are those of the same build.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litwiki import seals
from litwiki.render.bodies import Bodies, Form
from litwiki.render.frames import Frame
from litwiki.render.shells import Shells
from litwiki.seals import BETWEEN, Seal


@dataclass(frozen=True, slots=True)
class Kept:
    """What rendering learnt. `watched` are keys of front matters that other pages depend on (see `frames`);
    `anchors` are those that pages link to, by the page that has them; `room` says where files may come and go (see
    `room`), None for nowhere."""

    key: str
    navigation: frozenset[str]
    watched: frozenset[str]
    frames: Mapping[str, Frame]
    site_url: str | None
    bodies: Bodies
    shells: Shells
    anchors: Mapping[str, frozenset[str]]
    room: dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder that all of it is in."""

    folder: Path

    @property
    def seal(self) -> Path:
        """Where the site's seal is."""
        return self.folder / "site.json"

    def load(self) -> tuple[Kept, dict[str, str], Seal] | None:
        """What was learnt, digests of the files of `build/docs` by their paths, the site's seal; None where one of
        them is missing or cannot be read."""
        kept, seal = load(self.folder / "render.json"), seals.load(self.seal)
        try:
            names, digests = json.loads((self.folder / "rendered.json").read_bytes())
            files = dict(zip(names.split(BETWEEN), digests.split(BETWEEN), strict=True))
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return (kept, files, seal) if kept and seal else None

    def save(self, files: Mapping[str, str], seal: Seal, kept: Kept | None = None) -> None:
        """Leaves what was rendered, its site's seal, and, where it is new, what was learnt."""
        if kept:
            save(self.folder / "render.json", kept)
        _write(self.folder / "rendered.json", [BETWEEN.join(files), BETWEEN.join(files.values())])
        seals.save(self.seal, seal)

    def forget(self) -> None:
        """Nothing that was learnt is of use any more."""
        for name in ("site.json", "render.json", "rendered.json"):
            (self.folder / name).unlink(missing_ok=True)


def save(path: Path, kept: Kept) -> None:
    """Writes down what was learnt."""
    bodies = kept.bodies
    told = {
        "key": kept.key,
        "navigation": sorted(kept.navigation),
        "watched": sorted(kept.watched),
        "frames": {path: frame.to_json() for path, frame in kept.frames.items()},
        "site_url": kept.site_url,
        "extensions": [str(name) for name in bodies.extensions],
        "configs": {name: dict(config) for name, config in bodies.configs.items()},
        "forms": [[*key, form and [form.parts, form.slots, form.headings]] for key, form in bodies.forms.items()],
        "shells": kept.shells.to_json(),
        "anchors": {page: sorted(names) for page, names in kept.anchors.items()},
        "room": kept.room,
    }
    _write(path, told)


def load(path: Path) -> Kept | None:
    """What the last build learnt; None where there is nothing that can be read."""
    try:
        told = json.loads(path.read_bytes())
        bodies = Bodies(tuple(told["extensions"]), told["configs"])
        bodies.forms |= {(skeleton, place): _form(form) for skeleton, place, form in told["forms"]}
        return Kept(
            key=told["key"],
            navigation=frozenset(told["navigation"]),
            watched=frozenset(told["watched"]),
            frames={path: Frame.from_json(frame) for path, frame in told["frames"].items()},
            site_url=told["site_url"],
            bodies=bodies,
            shells=Shells.from_json(told["shells"]),
            anchors={page: frozenset(names) for page, names in told["anchors"].items()},
            room=told["room"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(path: Path, told: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
    aside.replace(path)


def _form(told: Any) -> Form | None:
    if told is None:
        return None
    parts, slots, headings = told
    return Form(
        tuple(parts),
        tuple((index, kind, value) for index, kind, value in slots),
        tuple((level, name, tuple(p), tuple((i, k, v) for i, k, v in s)) for level, name, p, s in headings),
    )
