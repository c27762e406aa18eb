"""Conflicts that wait for a person: `build/conflicts.json`, what the ingests on this machine found.

The file is no part of the wiki, and nothing is lost with it: ingesting a listing again finds its conflicts again.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict

from litwiki.model.config import Config
from litwiki.model.ids import Slug
from litwiki.model.records import Conflict


def remember_conflicts(config: Config, found: Iterable[Conflict]) -> None:
    """Adds conflicts to those that wait; of one value for one field the newest is kept. Call it within `lock`."""
    waiting = {_key(conflict): conflict for conflict in (*waiting_conflicts(config), *found)}
    if not waiting:
        return
    path = config.build / "conflicts.json"
    aside = path.with_suffix(".new")
    records = [asdict(waiting[key]) for key in sorted(waiting)]
    aside.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)


def waiting_conflicts(config: Config) -> tuple[Conflict, ...]:
    """The conflicts that wait; none where the file is missing or damaged."""
    try:
        records = json.loads((config.build / "conflicts.json").read_text(encoding="utf-8"))
        return tuple(
            Conflict(
                Slug(str(r["slug"])), str(r["field"]), str(r["stored"]), str(r["given"]), str(r["path"]), int(r["line"])
            )
            for r in records
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _key(conflict: Conflict) -> tuple[str, str, str]:
    return (conflict.slug, conflict.field, conflict.given)
