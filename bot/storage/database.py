"""One database, SQLite or PostgreSQL: functions run inside transactions, off the event loop.

In: a URL (`sqlite:///PATH`, `postgresql://...`) and functions of a SQLAlchemy connection. Out: what they return, after
the commit. `await database.run(f)` returns only when the work is on disk; when it raises, nothing of `f` is.
SQLite: one thread owns the one connection (WAL, synchronous FULL) and commits all that waits at that moment together:
one fsync for many writers. PostgreSQL: a small pool of threads; a lost connection is retried for `PATIENCE_S`,
so every function passed here must be safe to run twice (upserts keyed by us, no counters).
Never: SQL of any table, decisions, a library's exception (they become `StoreError`).
"""

import asyncio
import logging
import os
import queue
import random
import re
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bot.errors import StoreError
from bot.storage.storefault import translate

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

T = TypeVar("T")
log = logging.getLogger(__name__)

BUSY_MS: Final = 5000
"""How long SQLite waits for another process's write lock."""
BATCH: Final = 64
"""Transactions that one fsync may carry; keeps the wait of the first one short."""
THREADS: Final = 8
"""PostgreSQL connections of the store, beside Procrastinate's own pool."""
PATIENCE_S: Final = 20.0
"""A PostgreSQL restart takes a few seconds; longer is said to the operator."""
QUICK_CHECK_BYTES: Final = 64_000_000
"""Files up to this size are checked for damage when they are opened (about 0.2 s); larger ones by `doctor`."""


def default_url() -> str:
    """The store of a machine without configuration."""
    from bot.config import data_dir

    return f"sqlite:///{data_dir() / 'keyclaims.sqlite'}"


def sqlite_path(url: str) -> Path | None:
    """The file of a sqlite URL; None for PostgreSQL."""
    return Path(url.removeprefix("sqlite:///")).expanduser() if url.startswith("sqlite:///") else None


def open_database(url: str) -> "Database":
    """The database behind `url` ("" is the default one), opened and checked. Raises StoreError saying what to do."""
    url = url or default_url()
    path = sqlite_path(url)
    return SqliteDatabase(path) if path is not None else PostgresDatabase(url)


class Database:
    """What both kinds offer; build one with `open_database`."""

    dialect: str
    engine: "Engine"

    def run(self, work: "Callable[[Connection], T]") -> Awaitable[T]:
        """Runs `work` in a transaction; returns after the commit. Raises StoreError, or what `work` raised."""
        raise NotImplementedError

    async def close(self) -> None:
        """Finishes what is waiting and closes."""
        raise NotImplementedError


class SqliteDatabase(Database):
    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: queue.SimpleQueue[tuple[Callable[[Any], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._closed = False
        _make_room(path)
        self.engine = _sqlite_engine(path)
        self._connection = _first_connection(self.engine, path)
        self._thread = threading.Thread(target=self._serve, name="keyclaims-store", daemon=True)
        self._thread.start()

    def run(self, work: "Callable[[Connection], T]") -> Awaitable[T]:
        if self._closed:
            raise StoreError("the store is closed", detail="closed")
        future: Future[T] = Future()
        self._waiting.put((work, future))
        return asyncio.wrap_future(future)

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        last = False
        while not last:
            batch = [self._waiting.get()]
            while len(batch) < BATCH:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            last = None in batch
            # A waiter that was cancelled before its turn is not run: nobody would know of it.
            jobs = [item for item in batch if item is not None and item[1].set_running_or_notify_cancel()]
            if jobs:
                self._commit(jobs)
        self._connection.close()
        self.engine.dispose()

    def _commit(self, jobs: list[tuple[Callable[[Any], Any], "Future[Any]"]]) -> None:
        """One transaction for all, a savepoint for each: one failing does not take the others with it."""
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._connection.begin():
                for work, future in jobs:
                    try:
                        with self._connection.begin_nested():
                            result = work(self._connection)
                    except Exception as error:
                        future.set_exception(translate(error, str(self.path)))
                    else:
                        done.append((future, result))
        except Exception as error:
            ours = translate(error, str(self.path))
            for _work, future in jobs:
                if not future.done():
                    future.set_exception(ours)
            return
        for future, result in done:
            future.set_result(result)


class PostgresDatabase(Database):
    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        from sqlalchemy import create_engine

        self.url = re.sub(r"^postgres://", "postgresql://", url)
        self._closed = False
        self.engine = create_engine(
            re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url),
            pool_size=THREADS,
            max_overflow=0,
            pool_pre_ping=True,
            pool_timeout=PATIENCE_S,
            connect_args={"connect_timeout": 5},
        )
        self._threads = ThreadPoolExecutor(THREADS, "keyclaims-store")
        self._once(lambda connection: connection.exec_driver_sql("SELECT 1"))

    def run(self, work: "Callable[[Connection], T]") -> Awaitable[T]:
        if self._closed:
            raise StoreError("the store is closed", detail="closed")
        return asyncio.wrap_future(self._threads.submit(self._patiently, work))

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._threads.shutdown, True)
            self.engine.dispose()

    def _patiently(self, work: "Callable[[Connection], T]") -> T:
        """Again after a lost connection: the server restarts, a network cut ends."""
        from sqlalchemy.exc import DBAPIError

        until, pause = time.monotonic() + PATIENCE_S, 0.1
        while True:
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not _lost(error) or time.monotonic() + pause > until or self._closed:
                    raise translate(error, "postgresql") from error
                log.warning("store: connection lost, trying again: %s", type(error.orig).__name__)
                time.sleep(pause)
                pause = min(pause * 2, 2.0)

    def _once(self, work: "Callable[[Connection], T]") -> T:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self.engine.begin() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            raise translate(error, "postgresql") from error


def _lost(error: Any) -> bool:
    """The connection was lost or cannot be had now: worth another try. SQLSTATE classes 08 and 57P, 53300."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return bool(
        error.connection_invalidated
        or state[:2] in ("08", "57")
        or state in ("53300", "40001", "40P01")
        or (not state and type(error.orig).__name__ == "OperationalError")
    )


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            if any(Path(f"{path}{ending}").exists() for ending in ("-wal", "-journal")):
                raise StoreError(
                    f"store: {path} is gone but its journal is there; restore the file, or remove {path}-wal",
                    detail="damaged",
                )
            # Created closed to others: chat ids and settings are personal.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"store: {path}: {error.strerror}", detail="unopenable") from None


def _sqlite_engine(path: Path) -> "Engine":
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine(
        f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # SQLAlchemy's own recipe: the driver opens no transactions behind our back.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_size_limit = 16000000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Changes a new file to WAL. Two programs that start together both hold a read lock and want the whole file: SQLite
    then says "locked" at once, whatever the busy timeout (sqlite3_busy_handler: no waiting where it could deadlock)."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(random.uniform(0.005, 0.05))


def _first_connection(engine: "Engine", path: Path) -> "Connection":
    from sqlalchemy.exc import SQLAlchemyError

    try:
        connection = engine.connect()
        if path.stat().st_size <= QUICK_CHECK_BYTES:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            connection.rollback()
            if found != "ok":
                raise StoreError(f"store: {path}: damaged ({found}); keep the file, restore a backup", detail="damaged")
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise translate(error, str(path)) from error
    return connection
