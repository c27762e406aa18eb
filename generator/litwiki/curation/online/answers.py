"""The cache of answers, `build/answers.db`: an interrupted run goes on where it stopped, and asks nobody twice.

An SQLite database; each answer is committed as it comes, so a run that is killed loses the one that was on its way.
It may be deleted at any time. Answers are good for some days, so that a weekly run asks anew; keys are never in it.
"""

import datetime
import hashlib
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from litwiki.curation.online.client import Answer, Query
from litwiki.model.clock import today
from litwiki.model.config import Config

DAYS = 5
MOST_BYTES = 256 * 2**20
"""Of all answers together; beyond it the oldest go."""
TABLE = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, day TEXT, status INTEGER, body BLOB)"


def open_answers(config: Config) -> "closing[Answers]":
    """The answers that a wiki's `build/` keeps, to be closed behind a `with`."""
    return closing(Answers(config.build / "answers.db"))


class Answers:
    """Answers by what was asked. Several threads may use it."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._open()

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        # A killed process loses nothing by this, and a power cut the last answers.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute(TABLE)
        first = (datetime.date.fromisoformat(today()) - datetime.timedelta(days=DAYS)).isoformat()
        self._db.execute("DELETE FROM answers WHERE day < ? OR day > ?", (first, today()))
        # What nobody knew yesterday somebody may know today.
        self._db.execute("DELETE FROM answers WHERE day < ? AND length(body) = 0", (today(),))
        size = self._db.execute("SELECT coalesce(sum(length(body)), 0) FROM answers").fetchone()[0]
        if size > MOST_BYTES:
            self._db.execute("DELETE FROM answers")

    def of(self, query: Query) -> Answer | None:
        """The answer to a query, if there is one from the last days."""
        with self._lock:
            row = self._db.execute("SELECT body, status FROM answers WHERE key = ?", (_key(query),)).fetchone()
        return Answer(*row) if row else None

    def keep(self, query: Query, answer: Answer) -> None:
        row = (_key(query), today(), answer.status, answer.body)
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO answers (key, day, status, body) VALUES (?, ?, ?, ?)", row)

    def close(self) -> None:
        with self._lock:
            self._db.close()


def _key(query: Query) -> str:
    parts = (query.method, query.url, query.accept, query.body.decode("utf-8", "replace"))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
