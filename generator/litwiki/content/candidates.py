"""Records that may be about a paper and wait for a person: `build/candidates.json`, beside the conflicts.

They are no content: whoever asks the same source again finds them again. What a person answered is content
(`content/decisions.yml`).
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from litwiki.model.config import Config
from litwiki.model.ids import Slug
from litwiki.model.records import Candidate, Entry, Link, Publication, Status

MOST = 10_000
"""Candidates that wait; a person answers some hundred."""


def remember_candidates(config: Config, found: Iterable[Candidate]) -> None:
    """Adds candidates to those that wait. Call it within `lock`."""
    waiting = {_key(one): one for one in (*waiting_candidates(config), *found)}
    if not waiting:
        return
    path = config.build / "candidates.json"
    aside = path.with_suffix(".new")
    records = [asdict(waiting[key]) for key in sorted(waiting)[:MOST]]
    aside.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)


def waiting_candidates(config: Config) -> tuple[Candidate, ...]:
    """The candidates that wait; none where the file is missing or damaged."""
    try:
        records = json.loads((config.build / "candidates.json").read_text(encoding="utf-8"))
        return tuple(_candidate(record) for record in records)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _candidate(record: dict[str, Any]) -> Candidate:
    said = record["entry"]
    publication = said["publication"]
    entry = Entry(
        **{
            **said,
            "links": tuple(Link(**link) for link in said["links"]),
            "authors": tuple(said["authors"]),
            "keywords": tuple(said["keywords"]),
            "status": Status(**said["status"]) if said.get("status") else None,
            "publication": Publication(**{**publication, "editors": tuple(publication["editors"])}),
        }
    )
    return Candidate(Slug(record["slug"]), entry, record["who"], record["path"], record["reason"])


def _key(one: Candidate) -> tuple[str, str, str, str, str]:
    ids = " ".join(f"{kind}:{value}" for kind, value in sorted(one.entry.ids.items()))
    return (one.slug, one.who, ids, one.entry.title, "; ".join(one.entry.authors))
