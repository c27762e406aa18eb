"""Zotero's own items as JSON, as Better BibTeX exports them ("BetterBibTeX JSON"): with tags, notes and collections.

The form is that of Zotero's connector and translators (`itemType`, `creators`, `tags`), with the citation key that
Better BibTeX gives, and an object of the collections, each with the collection above it and the items in it.
"""

import json
import re
from collections.abc import Iterator, Mapping

from litwiki.model.entries import RawListing, Rejected
from litwiki.sources.columns import KEEP, column_key, field_of, rank_of
from litwiki.sources.json_items import JsonText, first_item, read_items, text_of
from litwiki.sources.record import from_markup
from litwiki.sources.row_entry import Cell, entry_of
from litwiki.sources.source import Reading, or_refused
from litwiki.text.html_text import from_html
from litwiki.text.latex import to_plain
from litwiki.text.words import clean

name = "zotero-json"
title = "Zotero's JSON"

LISTS = ("items",)
OURS = re.compile(r'"(?:itemType|label)"\s*:\s*"(?:BetterBibTeX JSON|[a-z][A-Za-z]{2,30})"')
EMPTY = re.compile(r'"label"\s*:\s*"BetterBibTeX JSON".*"items"\s*:\s*\[\s*\]', re.DOTALL)
COLLECTIONS = re.compile(r'"collections"\s*:\s*(?=\{)')
NO_PAPERS = frozenset({"attachment", "note", "annotation"})
OF_THE_PROGRAM = frozenset(
    "accessdate attachments collections dateadded datemodified itemid itemkey key libraryid relations seealso"
    " select uri version librarycatalog".split()
)
"""What Zotero keeps for itself."""
DEEPEST = 20
"""Collections inside each other."""


def sniff(head: str) -> bool:
    """An object with Zotero's items, or a list of them; an export without items says what wrote it."""
    if head.lstrip("\ufeff \t\n")[:1] not in {"{", "["} or not OURS.search(head):
        return False
    item = first_item(head, LISTS)
    return "itemType" in item or "config" in item if item else EMPTY.search(head) is not None


def read(raw: RawListing) -> Reading:
    """The items that are no attachments or notes of their own; an item's keywords are its tags and collections."""
    collections = collections_of(raw.text)
    for item in read_items(raw.text, LISTS, raw.path):
        if isinstance(item, Rejected):
            yield item
        elif text_of(item.value.get("itemType", "")) not in NO_PAPERS:
            names = [path[-1] for one in ids_of(item.value) for path in collections.get(one, ())]
            entry = entry_of([*_cells(item.value, names)], item.line, from_markup)
            yield or_refused(entry, raw.path, "an item without a title and without an id", item.raw)


def placed(text: str) -> Iterator[tuple[int, tuple[tuple[str, ...], ...]]]:
    """Items that are in collections: the line that each begins on, and the collections."""
    collections = collections_of(text)
    for item in read_items(text, LISTS) if collections else ():
        if not isinstance(item, Rejected):
            paths = tuple(dict.fromkeys(path for one in ids_of(item.value) for path in collections.get(one, ())))
            if paths:
                yield item.line, paths


def ids_of(item: Mapping[str, JsonText]) -> tuple[str, ...]:
    """The ids by which collections may name an item."""
    return tuple(dict.fromkeys(one for key in ("itemID", "itemKey", "key") if (one := text_of(item.get(key, "")))))


def collections_of(text: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The collections of each item by its id, each as the names on the way down to it."""
    match = COLLECTIONS.search(text)
    if not match:
        return {}
    try:
        tree, _ = json.JSONDecoder().raw_decode(text, match.end())
    except (ValueError, RecursionError):
        return {}
    names = {str(key): one for key, one in tree.items() if isinstance(one, dict)}
    by_item: dict[str, list[tuple[str, ...]]] = {}
    for key, one in names.items():
        path = _path(key, names)
        items = one.get("items")
        for item in items if isinstance(items, list) else ():
            by_item.setdefault(str(item), []).append(path)
    return {item: tuple(dict.fromkeys(paths)) for item, paths in by_item.items()}


def _path(key: str, names: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    path: list[str] = []
    while key in names and len(path) < DEEPEST:
        path.insert(0, clean(str(names[key].get("name") or "")) or key)
        key = str(names[key].get("parent") or "")
    return tuple(path)


def _cells(item: Mapping[str, JsonText], collections: list[str]) -> Iterator[Cell]:
    """The fields of an item, as a table's columns of these names would be."""
    for name_, value in item.items():
        key = column_key(name_)
        if key == "creators":
            yield from _creators(value)
        elif key in {"tags", "notes"}:
            inner = "tag" if key == "tags" else "note"
            parts = [text_of(one.get(inner, "")) if isinstance(one, dict) else text_of(one) for one in _list(value)]
            parts = [to_plain(from_html(part)) for part in parts]
            yield Cell(name_, "keywords" if key == "tags" else "note", 0, tuple(filter(None, parts)), is_list=True)
        elif key not in OF_THE_PROGRAM:
            field = "id" if key == "archiveid" else field_of(name_, {}) or KEEP
            yield Cell(name_, field, rank_of(name_), tuple(filter(None, map(text_of, _list(value)))))
    if collections:
        yield Cell("collections", "keywords", 1, tuple(collections), is_list=True)


def _creators(value: JsonText) -> Iterator[Cell]:
    """Authors and editors; people of other kinds (translators, reviewed authors) are kept by what they did."""
    by_kind: dict[str, list[str]] = {}
    for one in _list(value):
        if isinstance(one, dict):
            family, given = (text_of(one.get(key, "")) for key in ("lastName", "firstName"))
            printed = f"{family}, {given}" if family and given else family or given or text_of(one.get("name", ""))
            by_kind.setdefault(text_of(one.get("creatorType", "")) or "author", []).append(printed)
    for kind, people in by_kind.items():
        field = {"author": "authors", "editor": "editors"}.get(kind, KEEP)
        yield Cell(kind, field, 0, tuple(filter(None, people)), is_list=True)


def _list(value: JsonText) -> list[JsonText]:
    return value if isinstance(value, list) else [value]
