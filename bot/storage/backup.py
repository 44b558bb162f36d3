"""The SQLite store as a file: a copy while it runs, its damage, and setting it aside.

In: paths. Out: a whole, consistent copy; what is damaged, in SQLite's words; where the damaged file was put.
Never: a file replaced that is not whole, a store set aside without the operator's word.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.storefault import translate


def backup(path: Path, to: Path) -> None:
    """Copies a running SQLite store to `to`, whole and consistent (SQLite's backup API). Raises StoreError."""
    unfinished = to.with_name(to.name + ".part")
    try:
        with (
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
        unfinished.chmod(0o600)
        unfinished.replace(to)
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error


def damage(path: Path) -> str:
    """ "" for a sound SQLite store, else what `PRAGMA integrity_check` found first. Reads the whole file."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        found = str(error)
    return "" if found == "ok" else found


def set_aside(path: Path, stamp: str) -> Path:
    """Renames a damaged store (and its WAL) to `NAME.damaged-STAMP`: only ever called when the operator says so."""
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    for ending in ("", "-wal", "-shm"):
        if (part := Path(f"{path}{ending}")).exists():
            part.rename(f"{kept}{ending}")
    return kept
