"""OpenAlex's works as Parquet, through DuckDB, which is an extra: `pip install litwiki[duckdb]`.

The columns are those of the JSON lines (`openalex_works`); rows stream in batches, whatever the file holds.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from litwiki.curation.enrich.openalex_works import lead_of
from litwiki.curation.enrich.streams import Dump, Lead
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Rejected
from litwiki.model.errors import UsageError

name = "openalex"
title = "OpenAlex works as Parquet"

MAGIC = b"PAR1"
"""The beginning of every Parquet file (https://parquet.apache.org/docs/file-format/)."""
AT_ONCE = 1_000
MEMORY = "400MB"


def sniff(head: bytes) -> bool:
    """A Parquet file; whether it has OpenAlex's columns is seen when it is read."""
    return head.startswith(MAGIC)


def leads(dump: Dump) -> Iterator[Lead | Rejected]:
    """Every work in order; the line is the row, counted from 1. DuckDB opens the file itself, for it reads from the
    end. Raises `UsageError` without DuckDB, and for a file of other columns."""
    try:
        import duckdb
    except ImportError:
        raise UsageError(f"{dump.path} is Parquet, which DuckDB reads: pip install 'litwiki[duckdb]'") from None
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": "2"}) as database:
        try:
            cursor = database.execute("SELECT * FROM read_parquet(?)", [str(dump.piece.file)])
            columns = [str(column[0]) for column in cursor.description or ()]
            if not {"id", "title"} <= {*columns}:
                raise UsageError(f"{dump.path} has no columns id and title; it is no file of OpenAlex's works")
            number = 0
            while rows := cursor.fetchmany(AT_ONCE):
                for row in rows:
                    number += 1
                    if lead := lead_of(_work(dict(zip(columns, row, strict=True))), number):
                        yield lead
        except duckdb.Error as error:
            yield dump.reject(1, f"DuckDB cannot read on: {str(error).splitlines()[0][:200]}")


def _work(row: Mapping[str, Any]) -> Mapping[str, JsonValue]:
    """A row as the JSON lines have it: days as texts, and parts that were stored as JSON texts read."""
    work: dict[str, JsonValue] = json.loads(json.dumps(row, default=str))
    if isinstance(index := work.get("abstract_inverted_index"), str):
        with suppress(ValueError, RecursionError):
            work["abstract_inverted_index"] = json.loads(index)
    return work
