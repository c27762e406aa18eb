"""Comparison tables under a merge: two papers' results become one paper's, two topics' columns one topic's.

A value is never lost without a word, and never moves into a column that means something else.
"""

from collections.abc import Iterator

from litwiki.content.edit import Edit
from litwiki.content.results import columns_value, result_value, results_value
from litwiki.model.records import Paper, Topic
from litwiki.model.results import Column, Result


def merge_results(edit: Edit, path: str, gone: Paper, stays: Paper) -> Iterator[str]:
    """Adds results on topics for which `stays` has none; `path` is its file. Yields the results that were not taken."""
    if not gone.results:
        return
    topics = {edit.wiki.resolve_topic(name) or name for name in stays.results}
    added = {name: one for name, one in gone.results.items() if (edit.wiki.resolve_topic(name) or name) not in topics}
    if added:
        edit.set(path, "results", results_value({**stays.results, **added}))
    for name, one in gone.results.items():
        if name not in added and one != stays.results.get(name):
            yield f"not kept, results for {name}: {result_value(one)}"


def merge_columns(edit: Edit, gone: Topic, stays: Topic) -> Iterator[str]:
    """Adds the columns of `gone` to `stays`, and moves papers' results there; a key that both have for different
    columns gets a number."""
    columns, keys = _joined(gone, stays)
    if columns != stays.columns:
        edit.set(f"topics/{stays.id}.md", "columns", columns_value(columns))
    for slug, path in edit.papers():
        results = edit.wiki.papers[slug].results
        names = {edit.wiki.resolve_topic(name): name for name in results}
        if gone.id not in names:
            continue
        theirs, ours = results[names[gone.id]], results.get(names.get(stays.id, ""), Result({}, ""))
        values = {keys.get(key, key): value for key, value in theirs.values.items()}
        note = ours.note if theirs.note in ours.note else "; ".join(filter(None, (ours.note, theirs.note)))
        said = Result({**values, **ours.values}, note)
        left = {name: one for name, one in results.items() if name not in (names[gone.id], names.get(stays.id))}
        edit.set(path, "results", results_value({**left, stays.id: said}))
        for key, value in values.items():
            if said.values[key] != value:
                yield f"not kept, {key} of {slug}: {value}"


def _joined(gone: Topic, stays: Topic) -> tuple[tuple[Column, ...], dict[str, str]]:
    """The columns of both, and the keys that those of `gone` have there."""
    columns = {column.key: column for column in stays.columns}
    keys = {}
    for column in gone.columns:
        key, number = column.key, 2
        while key in columns and (columns[key].name, columns[key].unit) != (column.name, column.unit):
            key, number = f"{column.key}_{number}", number + 1
        keys[column.key] = key
        columns.setdefault(key, Column(key, column.name, column.unit, column.better))
    return tuple(columns.values()), keys
