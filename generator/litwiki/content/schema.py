"""JSON Schemas of the files that people edit, made from the keys by which `content` reads them.

Editors use them while a person types, and tools that do not know litwiki can ask them. `litwiki check` stays
the judge: it also knows the other files. See `docs/guide.md`, "Schemas".
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from litwiki.content import decisions, digests, ledgers, papers, paths, pending, people, redirects, settings, topics
from litwiki.content.fields import Key, Schema, schema_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "site_config/schema"


SCHEMAS: tuple[tuple[str, str, str, Iterable[Key[Any]]], ...] = (
    ("paper", "A paper", "The front matter of content/papers/<slug>.md.", papers.KEYS),
    ("topic", "A topic", "The front matter of content/topics/<topic>.md.", topics.KEYS),
    ("digest", "A digest", "The front matter of content/digests/<name>.md.", digests.KEYS),
    ("path", "A reading path", "The front matter of content/paths/<name>.md.", paths.KEYS),
    ("listing", "The ledger of a listing", "content/listings/<id>.yml; `litwiki ingest` writes it.", ledgers.KEYS),
    (
        "decisions",
        "Answers about papers that look alike",
        "content/decisions.yml; what stands here is not asked about again.",
        decisions.DECISIONS,
    ),
    (
        "pending",
        "Ids that wait for the rest",
        "content/pending.yml; `litwiki ingest` writes it, and a line goes when its paper has come.",
        pending.KEYS,
    ),
    (
        "people",
        "Who printed names stand for",
        "content/people.yml; papers go on printing what they print.",
        people.KEYS,
    ),
    ("redirects", "Former addresses", "content/redirects.yml: where pages of a former site are now.", redirects.KEYS),
    ("wiki", "Settings of a wiki", "site_config/wiki.yml.", settings.KEYS),
)
"""Name, title, description and keys of each."""
MAY_BE_EMPTY = frozenset({"decisions", "pending", "people", "redirects", "wiki"})


def schemas() -> Mapping[str, Schema]:
    """Every schema by its name."""
    by_name: dict[str, Schema] = {}
    for name, title, about, keys in SCHEMAS:
        schema = schema_of(keys) | ({"type": ["object", "null"]} if name in MAY_BE_EMPTY else {})
        by_name[name] = {"$schema": DRAFT, "title": title, "description": about, **schema}
    return by_name


def schema_files() -> Mapping[str, str]:
    """The files that hold the schemas, by their paths from the wiki's folder."""
    return {
        f"{FOLDER}/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas().items()
    }
