"""What a migration was told and what it did, two files in `site_config/`: one that people correct, one of our own.

`migration.yml` says what keys of pages are and which spellings of tags are one. `migrated.yml` says what earlier runs
made, so that the next one tells what is new from what a person took away.
"""

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from litwiki.content.fields import Fields, Key, wrong
from litwiki.content.front_matter import read_mapping
from litwiki.content.items import items_kind
from litwiki.content.ledgers import MAX_LEDGER
from litwiki.content.strict_yaml import Mapping, Node, RefusedError, Scalar
from litwiki.content.text_fields import text_kind
from litwiki.curation.migrate.front_matter_values import plain_value
from litwiki.curation.migrate.outline import HeadingPath
from litwiki.curation.migrate.read_source import Chosen
from litwiki.curation.migrate.topics import several_spellings
from litwiki.markup.yaml import yaml_list, yaml_map, yaml_text, yaml_word
from litwiki.model.errors import StorageError, UsageError
from litwiki.model.problems import Problem
from litwiki.sources.columns import FIELDS, IGNORE, KEEP, column_key

SETTINGS = "site_config/migration.yml"
STATE = "site_config/migrated.yml"
ABOUT_SETTINGS = """\
# How `litwiki migrate` reads this source. Correct a line and run the same command again.
# A key of a page may be any field of a paper (title, authors, year, venue, note, code link, doi …), summary (our words
# about the paper), address (where its page stood), keywords (its tags), keep (kept without a field) or ignore.
"""
ABOUT_TAGS = """\
# Spellings that became one topic, and its name. An empty name leaves the tag out.
"""
ABOUT_STATE = "# What `litwiki migrate` has made; it reads this to tell what is new. Nobody needs to edit it.\n"

TAG = Key("tag", text_kind(), "A tag as printed.", needed=True)
TOPIC = Key("topic", text_kind(), "The name of its topic; an empty one leaves the tag out.")


def _spelling(get: Fields) -> tuple[str, str] | None:
    tag, topic = get(TAG), get(TOPIC)
    if TOPIC.name not in get.node.items:
        get.report(
            wrong(get.node, "'topic' is missing", "write topic: 'name', or topic: '' to leave the tag out", "F002")
        )
    return (tag, topic) if tag else None


TAGS = items_kind((TAG, TOPIC), _spelling, "write - {tag: 'LLMs', topic: 'language models'}", "tag and topic")


class Migrated(Struct, frozen=True):
    """What earlier runs made. Texts are known by digests."""

    topics: AnyMapping[HeadingPath, str] = field(default_factory=dict)
    """The topic of each heading."""
    texts: AnyMapping[str, str] = field(default_factory=dict)
    """The digest of the introduction that was written, by topic."""
    filed: frozenset[tuple[str, str]] = frozenset()
    """Topics and papers."""
    listings: AnyMapping[str, str] = field(default_factory=dict)
    """The listing that each file of the source became."""
    addresses: frozenset[str] = frozenset()


def read_chosen(root: Path) -> Chosen:
    """What a person said in `migration.yml`. Raises `UsageError` where that cannot be read."""
    tree = _tree(root, SETTINGS)
    fields: dict[str, str] = {}
    section = tree.get("fields")
    for name, node in section.items.items() if isinstance(section, Mapping) else ():
        said = node.text if isinstance(node, Scalar) else ""
        if said not in FIELDS and said not in {IGNORE, KEEP, "summary", "address"}:
            known = ", ".join([*sorted(FIELDS), "summary", "address", KEEP, IGNORE])
            raise UsageError(f"{node.place}: {said!r} is no field of a paper; these are: {known}")
        fields[column_key(name)] = said
    wrong: list[Problem] = []
    tags = TAGS.read(tree["tags"], wrong.append) if "tags" in tree else ()
    if wrong:
        raise UsageError(str(wrong[0]))
    return Chosen(fields, dict(tags))


def write_chosen(fields: AnyMapping[str, str], tags: AnyMapping[str, str], chosen: Chosen) -> str:
    """`migration.yml`: what each key was taken for, and the spellings of tags that have more than one."""
    lines = [ABOUT_SETTINGS, f"fields:{'' if fields else ' {}'}\n"]
    lines += [f"  {yaml_text(name)}: {yaml_text(meant)}\n" for name, meant in sorted(fields.items())[:190]]
    names_by_tag = {tag: name for name, some in several_spellings(tags).items() for tag in some} | dict(chosen.tags)
    items = [yaml_map({"tag": tag, "topic": name}) for tag, name in sorted(names_by_tag.items())]
    return "".join([*lines, ABOUT_TAGS, _list("tags", items)])


def read_migrated(root: Path) -> Migrated:
    """What earlier runs made; nothing where there was none. Raises `UsageError` where that cannot be read."""
    said: Any = {name: plain_value(node) for name, node in _tree(root, STATE).items()}
    if not said:
        return Migrated()
    try:
        return Migrated(
            topics={HeadingPath(tuple(one["heading"])): one["topic"] for one in said["topics"]},
            texts={one["topic"]: one["text"] for one in said["topics"]},
            filed=frozenset((one["topic"], paper) for one in said["filed"] for paper in one["papers"]),
            listings={one["file"]: one["listing"] for one in said["listings"]},
            addresses=frozenset(said["addresses"]),
        )
    except (KeyError, TypeError):
        raise UsageError(f"{STATE} is not as litwiki wrote it; give it back with git restore {STATE}") from None


def write_migrated(state: Migrated) -> str:
    """`migrated.yml`, a line for each thing."""
    topics = [
        f"{{heading: {yaml_list(names)}, topic: {yaml_word(topic)}, text: '{state.texts.get(topic, '')}'}}"
        for names, topic in sorted(state.topics.items())
    ]
    filed = [
        f"topic: {yaml_word(topic)}\n  papers:" + "".join(f"\n  - {yaml_word(paper)}" for _, paper in some)
        for topic, some in groupby(sorted(state.filed), lambda one: one[0])
    ]
    listings = [
        f"{{file: {yaml_text(path)}, listing: {yaml_word(one)}}}" for path, one in sorted(state.listings.items())
    ]
    addresses = [*map(yaml_text, sorted(state.addresses))]
    lists = {"topics": topics, "filed": filed, "listings": listings, "addresses": addresses}
    return ABOUT_STATE + "".join(_list(key, items) for key, items in lists.items())


def _list(key: str, items: Iterable[str]) -> str:
    return f"{key}:" + ("".join(f"\n- {item}" for item in items) or " []") + "\n"


def _tree(root: Path, path: str) -> AnyMapping[str, Node]:
    """What a file says, by its keys; nothing where there is none."""
    try:
        return read_mapping((root / path).read_bytes(), path, MAX_LEDGER).items
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StorageError.from_os(error, root / path) from None
    except RefusedError as refused:
        raise UsageError(str(refused.problem)) from None
