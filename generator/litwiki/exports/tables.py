"""Comparison tables for spreadsheets: `tables/<topic>.csv`, a paper a row, headings as the page has them.

CSV as RFC 4180 has it, in UTF-8. Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula (OWASP,
"CSV Injection"): such a text gets an apostrophe before it, which `as_written` takes away again.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import partial
from io import StringIO

from litwiki.facts.site import Site
from litwiki.model.comparisons import compare
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output
from litwiki.model.results import FIXED, NOTE
from litwiki.model.richtext import rich
from litwiki.text.quantities import is_bare_number

name = "tables"
FORMULA = re.compile(r"'*[=+\-@\t\r]")

Cells = tuple[str, ...]


def files(site: Site) -> Iterable[Output]:
    """One file for each topic that has a table."""
    for topic in site.wiki.topics:
        if comparison := compare(site.wiki, topic):
            headings = tuple(column.label for column in comparison.columns)
            rows = []
            for row in comparison.rows:
                paper = site.wiki.papers[row.paper]
                about = (row.paper, rich(paper.title).plain, str(paper.year or ""))
                rows.append((*about, *(value.text for value in row.values), row.note))
            yield Output(DocPath(f"tables/{topic}.csv"), (headings, rows), partial(_bytes, headings, rows))


def _bytes(headings: Cells, rows: Sequence[Cells]) -> bytes:
    return table_csv(headings, rows).encode()


def table_csv(headings: Cells, rows: Iterable[Cells]) -> str:
    """A table as CSV: slug, title and year of each paper, its values, its note."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write([harmless(cell) for cell in (*FIXED, *headings, NOTE)])
    for row in rows:
        write([harmless(cell) for cell in row])
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs.

    >>> [harmless(cell) for cell in ("=1+1", "-0.5", "+3 points", "'=1")]
    ["'=1+1", '-0.5', "'+3 points", "''=1"]
    """
    return f"'{cell}" if FORMULA.match(cell) and not is_bare_number(cell) else cell


def as_written(cell: str) -> str:
    """What `harmless` made a cell of."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
