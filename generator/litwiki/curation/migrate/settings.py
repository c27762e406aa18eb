"""What a migration was told and what it did, two files in `site_config/`: one that people correct, one of our own.

`migration.yml` says what keys of pages are and which spellings of tags are one. `migrated.yml` says what earlier runs
made, so that the next one tells what is new from what a person took away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from litwiki.content.strict_yaml import Mapping as YamlMapping
from litwiki.content.strict_yaml import Node, RefusedError, Scalar, parse
from litwiki.content.strict_yaml import Sequence as YamlSequence
from litwiki.curation.migrate.outline import HeadingPath
from litwiki.curation.migrate.read_source import Chosen
from litwiki.curation.migrate.tags import several_spellings
from litwiki.markup import yaml_text, yaml_word
from litwiki.model.errors import StorageError, UsageError
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


@dataclass(frozen=True, slots=True)
class Migrated:
    """What earlier runs made. Texts are known by digests."""

    topics: Mapping[HeadingPath, str] = field(default_factory=dict)
    """The topic of each heading."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The digest of the introduction that was written, by topic."""
    filed: frozenset[tuple[str, str]] = frozenset()
    """Topics and papers."""
    listings: Mapping[str, str] = field(default_factory=dict)
    """The listing that each file of the source became."""
    addresses: frozenset[str] = frozenset()


def read_chosen(root: Path) -> Chosen:
    """What a person said in `migration.yml`. Raises `UsageError` where that cannot be read."""
    tree = _tree(root, SETTINGS)
    fields: dict[str, str] = {}
    for name, node in _items(tree, "fields"):
        said = node.text if isinstance(node, Scalar) else ""
        if said not in FIELDS and said not in {IGNORE, KEEP, "summary", "address"}:
            known = ", ".join([*sorted(FIELDS), "summary", "address", KEEP, IGNORE])
            raise UsageError(f"{node.place}: {said!r} is no field of a paper; these are: {known}")
        fields[column_key(name)] = said
    tags = {}
    for item in _list(tree, "tags"):
        tag, topic = (_text(item, key) for key in ("tag", "topic"))
        if tag is None or topic is None:
            raise UsageError(f"{item.place}: write - {{tag: 'LLMs', topic: 'language models'}}")
        tags[tag] = topic
    return Chosen(fields, tags)


def write_chosen(fields: Mapping[str, str], tags: Mapping[str, str], chosen: Chosen) -> str:
    """`migration.yml`: what each key was taken for, and the spellings of tags that have more than one."""
    lines = [ABOUT_SETTINGS, f"fields:{'' if fields else ' {}'}\n"]
    lines += [f"  {yaml_text(name)}: {yaml_text(meant)}\n" for name, meant in sorted(fields.items())[:190]]
    told = {tag: name for name, some in several_spellings(tags) for tag in some} | dict(chosen.tags)
    lines += [ABOUT_TAGS, f"tags:{'' if told else ' []'}\n"]
    lines += [f"- {{tag: {yaml_text(tag)}, topic: {yaml_text(name)}}}\n" for tag, name in sorted(told.items())]
    return "".join(lines)


def read_migrated(root: Path) -> Migrated:
    """What earlier runs made; nothing where there was none. Raises `UsageError` where that cannot be read."""
    tree = _tree(root, STATE)
    topics: dict[HeadingPath, str] = {}
    texts: dict[str, str] = {}
    for item in _list(tree, "topics"):
        names, topic = _texts(item, "heading"), _text(item, "topic")
        if names and topic:
            topics[HeadingPath(names)] = topic
            texts[topic] = _text(item, "text") or ""
    filed = {
        (topic, paper)
        for item in _list(tree, "filed")
        if (topic := _text(item, "topic"))
        for paper in _texts(item, "papers")
    }
    listings = {
        path: listing
        for item in _list(tree, "listings")
        if (path := _text(item, "file")) and (listing := _text(item, "listing"))
    }
    addresses = {item.text for item in _list(tree, "addresses") if isinstance(item, Scalar)}
    return Migrated(topics, texts, frozenset(filed), listings, frozenset(addresses))


def write_migrated(state: Migrated) -> str:
    """`migrated.yml`, a line for each thing."""
    lines = [ABOUT_STATE, "topics:\n" if state.topics else "topics: []\n"]
    for names, topic in sorted(state.topics.items()):
        text = f", text: '{state.texts.get(topic, '')}'"
        lines.append(f"- {{heading: {_quoted(names)}, topic: {yaml_word(topic)}{text}}}\n")
    papers: dict[str, list[str]] = {}
    for topic, paper in sorted(state.filed):
        papers.setdefault(topic, []).append(paper)
    lines.append("filed:\n" if papers else "filed: []\n")
    for topic, some in sorted(papers.items()):
        lines.append(f"- topic: {yaml_word(topic)}\n  papers:\n")
        lines += [f"  - {yaml_word(paper)}\n" for paper in some]
    lines.append("listings:\n" if state.listings else "listings: []\n")
    for path, listing in sorted(state.listings.items()):
        lines.append(f"- {{file: {yaml_text(path)}, listing: {yaml_word(listing)}}}\n")
    lines.append("addresses:\n" if state.addresses else "addresses: []\n")
    lines += [f"- {yaml_text(address)}\n" for address in sorted(state.addresses)]
    return "".join(lines)


def _quoted(names: Iterable[str]) -> str:
    return f"[{', '.join(yaml_text(name) for name in names)}]"


def _tree(root: Path, path: str) -> YamlMapping | None:
    try:
        text = (root / path).read_bytes().decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError.from_os(error, root / path) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8") from None
    try:
        return None if not text.strip() else parse(text.replace("\r\n", "\n"), path)
    except RefusedError as refused:
        raise UsageError(str(refused.problem)) from None


def _items(tree: YamlMapping | None, key: str) -> list[tuple[str, Node]]:
    node = tree.items.get(key) if tree else None
    return [*node.items.items()] if isinstance(node, YamlMapping) else []


def _list(tree: YamlMapping | None, key: str) -> tuple[Node, ...]:
    node = tree.items.get(key) if tree else None
    return node.items if isinstance(node, YamlSequence) else ()


def _text(node: Node, key: str) -> str | None:
    value = node.items.get(key) if isinstance(node, YamlMapping) else None
    return value.text if isinstance(value, Scalar) else None


def _texts(node: Node, key: str) -> tuple[str, ...]:
    value = node.items.get(key) if isinstance(node, YamlMapping) else None
    items = value.items if isinstance(value, YamlSequence) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar))
