"""What can be wrong with a store, in words for the operator: a database library's exception as StoreError.

In: an exception and where it happened. Out: StoreError with a `detail` (a metric label) and a message that says what
to do; anything that is not the database's as it is. Never: a password, a statement, a stack trace.
"""

import re
import sqlite3
from typing import Final

from bot.errors import StoreError


def translate(error: Exception, where: str) -> Exception:
    """A database library's exception as StoreError with a safe, useful message; anything else as it is."""
    from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

    if not isinstance(error, SQLAlchemyError | sqlite3.Error) or isinstance(error, IntegrityError):
        return error
    text = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
    for sign, detail, advice in _SIGNS:
        if sign in text:
            return _store_error(f"{where}: {advice}", detail)
    return _store_error(f"{where}: {_without_secrets(text)}", "database")


_SIGNS: Final = (
    ("database is locked", "locked", "locked by another program for too long; stop it, then it goes on by itself"),
    ("database or disk is full", "full", "the disk is full; free some space, then it goes on by itself"),
    ("attempt to write a readonly database", "readonly", "read-only; make the file and its folder writable"),
    ("unable to open database file", "unopenable", "cannot be opened; the folder must exist and be writable"),
    ("disk I/O error", "io", "the disk reports an error (or is full)"),
    ("malformed", "damaged", "damaged; keep the file, restore a backup or set it aside"),
    ("file is not a database", "damaged", "not a store (damaged?); keep the file, restore a backup or set it aside"),
    ("password authentication failed", "login", "the server refuses this user and password"),
    ("No space left on device", "full", "the database server's disk is full"),
    ("could not extend file", "full", "the database server's disk is full"),
    ("read-only transaction", "readonly", "the database server is read-only"),
    ("Connection refused", "unreachable", "the database server does not answer"),
    ("timeout", "unreachable", "the database server does not answer in time"),
)
"""Library's words -> detail (a metric label), and what the operator reads."""


def _store_error(message: str, detail: str) -> StoreError:
    return StoreError(f"store: {message}", detail=detail)


def _without_secrets(text: str) -> str:
    return re.sub(r"://[^@\s]*@", "://***@", text)[:300]
