"""The stories of `litwiki table`: a topic's comparison as a table for a spreadsheet, and such a table back into the
papers' files.

The table has every paper of the topic, also those without a value, and every column, so that it can be filled in.
Coming back it fills what is empty. A value that a file has already stays, unless the person says that the table's is
the right one; an empty cell takes nothing away. A row that cannot be used is said with its line, and the others count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from litwiki.content.edit import Edit, carry_out
from litwiki.content.fields import nearest
from litwiki.content.results import of_cell, with_result
from litwiki.exports.tables import as_written, table_csv
from litwiki.model.comparisons import results_by_topic
from litwiki.model.entries import Rejected
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.matches import Outcome
from litwiki.model.records import Topic
from litwiki.model.results import FIXED, NOTE, Result
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.sources.decoding import Undecodable, decode
from litwiki.sources.table.rows import DELIMITERS, Row, read_rows
from litwiki.text.messages import counted
from litwiki.text.words import clean

NO_RESULT = Result({}, "")


def export_table(wiki: Wiki, name: str) -> str:
    """A topic's table as CSV. Raises `UsageError` where there is no such topic or it has no columns."""
    topic = _topic(wiki, name)
    rows = []
    for slug in wiki.papers_by_topic[topic.id]:
        paper, said = wiki.papers[slug], results_by_topic(wiki, slug).get(topic.id, NO_RESULT)
        about = (slug, rich(paper.title).plain, str(paper.year or ""))
        rows.append((*about, *(said.values.get(column.key, "") for column in topic.columns), said.note))
    return table_csv(tuple(column.label for column in topic.columns), rows)


def import_table(
    root: Path, name: str, file: Path, *, update: bool = False, is_dry: bool = False
) -> tuple[Outcome, tuple[Rejected, ...]]:
    """Writes a table's values into papers' files; with `update` also those that differ. Raises as `carry_out` does."""
    decoded = decode(file.read_bytes())
    if isinstance(decoded, Undecodable):
        raise UsageError(f"{file}:{decoded.line}: {decoded.reason}")
    text, rejected = decoded.text.replace("\r\n", "\n"), list[Rejected]()

    def act(edit: Edit) -> Iterable[str]:
        return _Table(edit, _topic(edit.wiki, name), str(file), rejected, update=update).read(text)

    return carry_out(root, act, is_dry=is_dry), tuple(rejected)


def _topic(wiki: Wiki, name: str) -> Topic:
    topic_id = wiki.resolve_topic(name.removeprefix("topic:"))
    if not topic_id:
        raise UsageError(f"this wiki has no topic {name!r}{_hint(name, wiki.topics)}")
    topic = wiki.topics[topic_id]
    if not topic.columns:
        raise UsageError(f"the topic {topic_id} has no columns; write some into content/topics/{topic_id}.md")
    return topic


def _hint(name: str, known: Iterable[str]) -> str:
    close = nearest(name[:200], known)
    return f"; {close}" if close else ""


class _Table(Struct):
    """One table on its way into papers' files."""

    edit: Edit
    topic: Topic
    path: str
    rejected: list[Rejected]
    update: bool
    seen: dict[Slug, int] = field(default_factory=dict)
    written: int = 0
    others: int = 0
    papers: set[Slug] = field(default_factory=set)

    def read(self, text: str) -> Iterator[str]:
        """What each row does, and all of them, in words."""
        header, *rows = self._rows(text)
        columns, unknown = self._columns(header.cells)
        if unknown:
            yield f"not read, for the topic has no such column: {', '.join(unknown)}"
        for row in rows:
            cells = {key: clean(as_written(cell)) for key, cell in zip(columns, row.cells, strict=False) if key}
            yield from self._row(row, cells)
        yield f"new or changed: {counted(self.written, 'value')} of {counted(len(self.papers), 'paper')}"
        if self.others:
            yield f"not taken: {counted(self.others, 'value')} where a file has another one; --update takes the table's"

    def _rows(self, text: str) -> Sequence[Row]:
        first = text.lstrip("\ufeff\n").partition("\n")[0]
        # A heading may have any sign of the others.
        delimiter = max(DELIMITERS, key=lambda sign: ("paper" in first.casefold().split(sign), first.count(sign)))
        read = [*read_rows(text, delimiter, self.path)]
        rows = [row for row in read if isinstance(row, Row)]
        self.rejected += [row for row in read if isinstance(row, Rejected)]
        if not rows and self.rejected:
            raise UsageError(f"{self.path}:{self.rejected[0].line}: {self.rejected[0].reason}")
        if not rows:
            raise UsageError(f"{self.path} has no rows; litwiki table export {self.topic.id} writes a table to fill in")
        return rows

    def _columns(self, header: Sequence[str]) -> tuple[list[str], list[str]]:
        """For each column of the file what it holds: a column's key, a fixed heading, or '' for nothing of ours."""
        names: dict[str, str] = {name: name for name in (*FIXED, NOTE)}
        for forms in zip(*((c.label, c.name, c.key) for c in self.topic.columns), strict=True):
            for form, column in zip(forms, self.topic.columns, strict=True):
                names.setdefault(form.casefold(), column.key)
        keys = [names.get(clean(as_written(cell)).casefold(), "") for cell in header]
        if "paper" not in keys:
            raise UsageError(f"{self.path}: no column is called paper; it has the papers' slugs")
        twice = sorted({key for key in keys if key and keys.count(key) > 1})
        if twice:
            raise UsageError(f"{self.path}: two columns hold {', '.join(twice)}")
        return keys, [cell for cell, key in zip(header, keys, strict=True) if not key and clean(cell)]

    def _row(self, row: Row, cells: Mapping[str, str]) -> Iterator[str]:
        fault, slug = self._paper(row, cells.get("paper", ""))
        values: dict[str, str] = {}
        for column in self.topic.columns:
            if text := cells.get(column.key, ""):
                values[column.key], wrong = of_cell(text, column.key)
                fault = fault or (f"{column.label}: {wrong}" if wrong else "")
        note, wrong = of_cell(cells.get(NOTE, ""), NOTE)
        fault = fault or (f"note: {wrong}" if wrong else "")
        if not fault and slug and note and not values and not self._of(slug).values:
            fault = "a note, and no value that it is about"
        if not fault and slug and values and not (note or self._of(slug).note):
            fault = "no note says where the values were read"
        if fault or not slug:
            self.rejected.append(Rejected(self.path, row.line, fault, ", ".join(row.cells)[:200]))
        elif values or note:
            yield from self._write(slug, values, note)

    def _paper(self, row: Row, name: str) -> tuple[str, Slug | None]:
        slug = self.edit.wiki.resolve(name)
        if not slug:
            return f"no paper {name!r}{_hint(name, self.edit.wiki.papers)}", None
        if slug in self.seen:
            return f"{slug} stands on line {self.seen[slug]} already", None
        self.seen[slug] = row.line
        if self.topic.id not in {topic.id for topic in self.edit.wiki.topics_of(slug)}:
            return f"{slug} is not filed under {self.topic.id}", None
        return "", slug

    def _of(self, slug: Slug) -> Result:
        return results_by_topic(self.edit.wiki, slug).get(self.topic.id, NO_RESULT)

    def _write(self, slug: Slug, cells: Mapping[str, str], note: str) -> Iterator[str]:
        ours = self._of(slug)
        values, said = dict(ours.values), []
        for key, value in cells.items():
            before = ours.values.get(key, "")
            if before and before != value and not self.update:
                self.others += 1
                yield f"{slug}, {key}: stays {before}; the table has {value}"
            elif before != value:
                values[key] = value
                said.append(f"{key} {f'{before} → ' if before else ''}{value}")
        self.written += len(said)
        new_note = note if note and values and (self.update or not ours.note) else ours.note
        if note and ours.note and note != ours.note and not self.update:
            yield f"{slug}, note: stays {ours.note!r}; the table has {note!r}"
        elif new_note != ours.note:
            said.append("note")
        if said:
            self.papers.add(slug)
            path = f"papers/{slug}.md"
            document = self.edit.document(path)
            self.edit.save(path, document, with_result(document, self._name(slug), Result(values, new_note)))
            yield f"{slug}: {', '.join(said)}"

    def _name(self, slug: Slug) -> str:
        """The topic as the paper's file calls it."""
        results = self.edit.wiki.papers[slug].results
        return next((name for name in results if self.edit.wiki.resolve_topic(name) == self.topic.id), self.topic.id)
