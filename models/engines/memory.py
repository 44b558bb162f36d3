"""Translation memory: sentences already translated with the same model and options, in one SQLite file.

In: a key (what model, what options) and sentences. Out: the translations that are there. Bounded; the least recently
stored go first. A memory that cannot be read or written (locked, full, damaged, read-only) is as good as none: nothing
here raises. Thread-safe, and several processes may share the file. Holds readers' texts: it is as private as the store.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

MAX_ROWS: Final = 200_000
"""Sentences kept: about 60 MB, some 10,000 articles' claims and 3,000 whole ones."""
_TRIM_EVERY: Final = 500
_BUSY_S: Final = 2.0
Entry = tuple[str, tuple[str, ...]]
"""A translation and the faults it is left with."""


class Memory:
    def __init__(self, path: Path, max_rows: int = MAX_ROWS) -> None:
        self._max_rows = max_rows
        self._lock = threading.Lock()
        self._added = 0
        self._connection = _open(path)

    def find(self, key: str, sentences: Sequence[str]) -> dict[str, Entry]:
        """Sentence -> entry, for those that are known."""
        with self._lock:
            if self._connection is None:
                return {}
            try:
                found: dict[str, Entry] = {}
                for sentence in sentences:
                    row = self._connection.execute(
                        "SELECT text, faults FROM sentence WHERE key = ?", (_digest(key, sentence),)
                    ).fetchone()
                    if row:
                        found[sentence] = (row[0], tuple(json.loads(row[1])))
                return found
            except (sqlite3.Error, ValueError):
                return {}

    def store(self, key: str, entries: Mapping[str, Entry]) -> None:
        with self._lock:
            if self._connection is None or not entries:
                return
            rows = [(_digest(key, sentence), text, json.dumps(faults)) for sentence, (text, faults) in entries.items()]
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany("INSERT OR REPLACE INTO sentence VALUES (?, ?, ?)", rows)
                self._connection.execute("COMMIT")
                self._added += len(rows)
                if self._added >= min(_TRIM_EVERY, self._max_rows):
                    self._added = 0
                    self._connection.execute(
                        "DELETE FROM sentence WHERE rowid <= (SELECT max(rowid) FROM sentence) - ?", (self._max_rows,)
                    )
            except (sqlite3.Error, UnicodeEncodeError):
                self._rollback()

    def _rollback(self) -> None:
        try:
            if self._connection is not None and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._connection = None

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None


def _open(path: Path) -> sqlite3.Connection | None:
    """The database, made where it is missing and made anew where it is damaged; None where there can be none."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            connection = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # losing it costs a translation, nothing else
            connection.execute(
                "CREATE TABLE IF NOT EXISTS sentence (key BLOB PRIMARY KEY, text TEXT NOT NULL, faults TEXT NOT NULL)"
            )
            return connection
        except (OSError, sqlite3.OperationalError):
            return None
        except sqlite3.DatabaseError:
            try:
                path.unlink()
            except OSError:
                return None
    return None


def _digest(key: str, sentence: str) -> bytes:
    return hashlib.sha256(f"{key}\0{sentence}".encode("utf-8", "surrogatepass")).digest()
