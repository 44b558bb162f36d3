"""Which of Procrastinate's connectors serves a database, made patient.

In: the store's `Database`. Out: a connector for `procrastinate.App`. Patient: what says that a job ended is tried until
the store takes it (a full disk must not lose it), a heartbeat that fails is skipped, not fatal.
Never: a job forgotten; a decision about who runs what.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from procrastinate import connector, exceptions, sql

from bot.errors import StoreError
from bot.storage.database import PATIENCE_S, Database, SqliteDatabase
from bot.storage.sqlite_queries import NO_JOB

log = logging.getLogger(__name__)

ENDINGS: Final = frozenset((sql.queries["finish_job"], sql.queries["retry_job"]))
FETCH: Final = sql.queries["fetch_job"]
PAUSES_S: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Between tries to write an ending; the last one again and again."""
POOL: Final = 6
"""PostgreSQL connections for the queue of one process, beside the one that listens."""


async def connect(database: Database, clock: Callable[[], float]) -> "PatientConnector":
    """The connector of `database`, open, with its tables there. Raises StoreError."""
    inner: Any
    if isinstance(database, SqliteDatabase):
        from bot.storage.sqlite_connector import SqliteConnector

        inner = SqliteConnector(database, clock)
    else:
        inner = _postgres(database)
    patient = PatientConnector(inner)
    try:
        await patient.open_async()
        await _create_tables(patient, database)
    except exceptions.ConnectorException as error:
        raise StoreError(f"store: the queue cannot be opened: {error.__cause__ or error}", detail="database") from error
    return patient


class PatientConnector(connector.BaseAsyncConnector):
    """Passes everything on; endings are tried until they are written."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self._closing = False

    def get_sync_connector(self) -> connector.BaseConnector:
        return self

    async def open_async(self, pool: Any = None) -> None:
        await self.inner.open_async()

    async def close_async(self) -> None:
        self._closing = True
        await self.inner.close_async()

    def abandon(self) -> None:
        """The worker of this process has ended: what it still held is free for others (SQLite)."""
        if hasattr(self.inner, "abandon"):
            self.inner.abandon()

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        tries = 0
        while True:
            try:
                await self.inner.execute_query_async(query, **arguments)
                break
            except exceptions.UniqueViolation:
                if query != sql.queries["retry_job"]:
                    raise
                # The same link waits in the queue a second time: that job stands for this one.
                query, arguments = sql.queries["finish_job"], _finished(arguments["job_id"])
            except exceptions.ConnectorException as error:
                if query == sql.queries["update_heartbeat"]:
                    log.warning("work: no heartbeat written: %s", error.__cause__ or error)
                    return
                if query not in ENDINGS or self._closing or not transient(error):
                    raise
                log.error("work: the end of a job cannot be written, trying again: %s", error.__cause__ or error)
                await asyncio.sleep(PAUSES_S[min(tries, len(PAUSES_S) - 1)])
                tries += 1
        if query in ENDINGS and hasattr(self.inner, "wake"):
            await self.inner.wake()

    async def execute_query_one_async(self, query: str, **arguments: Any) -> dict[str, Any]:
        try:
            return dict(await self._bounded(self.inner.execute_query_one_async, query, arguments))
        except exceptions.ConnectorException as error:
            if query != FETCH or not transient(error):
                raise
            # The worker need not end because the store is away: it looks again in a moment.
            log.error("work: no job can be fetched, trying again: %s", error.__cause__ or error)
            return dict(NO_JOB)

    async def execute_query_all_async(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        return list(await self._bounded(self.inner.execute_query_all_async, query, arguments))

    async def _bounded(self, execute: Callable[..., Awaitable[Any]], query: str, arguments: dict[str, Any]) -> Any:
        """PostgreSQL: again after a lost connection, for `PATIENCE_S` (the store's thread does that for SQLite)."""
        until, pause = time.monotonic() + PATIENCE_S, 0.1
        while True:
            try:
                return await execute(query, **arguments)
            except exceptions.ConnectorException as error:
                lost = transient(error) and not isinstance(error.__cause__, StoreError)
                if not lost or self._closing or time.monotonic() + pause > until:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)

    async def listen_notify(self, on_notification: connector.Notify, channels: Any) -> None:
        """Listens; a lost listening connection is opened again (the worker polls meanwhile)."""
        while True:
            listening = asyncio.ensure_future(self.inner.listen_notify(on_notification, channels))
            try:
                await asyncio.wait({listening})
            finally:
                # Python 3.11's wait_for, in psycopg, may swallow a cancellation: a worker's stop would wait for ever.
                while not listening.done():
                    listening.cancel()
                    await asyncio.wait({listening}, timeout=0.2)
            error = None if listening.cancelled() else listening.exception()
            if isinstance(error, exceptions.ConnectorException):
                log.warning("work: not listening for a moment: %s", error.__cause__ or error)
            elif error is not None:
                raise error
            await asyncio.sleep(1.0)


def transient(error: BaseException) -> bool:
    """The store could not (full, locked, away), as against: would not (no such job)."""
    cause = error.__cause__
    import psycopg

    return isinstance(cause, StoreError | psycopg.OperationalError | psycopg.InterfaceError)


def _finished(job_id: int) -> dict[str, Any]:
    return {"job_id": job_id, "status": "succeeded", "delete_job": True}


def _postgres(database: Any) -> Any:
    from procrastinate import PsycopgConnector

    class PostgresConnector(PsycopgConnector):
        async def wake(self) -> None:
            """A lock is free: the next job of the same lock need not wait for a worker's next look."""
            payload = '{"type": "job_inserted", "job_id": 0}'
            try:
                await self.execute_query_async(
                    "SELECT pg_notify('procrastinate_any_queue_v1', %(payload)s)", payload=payload
                )
            except exceptions.ConnectorException:
                log.debug("work: nobody was woken")

    return PostgresConnector(
        conninfo=database.url, min_size=1, max_size=POOL, timeout=10.0, kwargs={"connect_timeout": 5}
    )


async def _create_tables(patient: PatientConnector, database: Database) -> None:
    """PostgreSQL: Procrastinate's own schema, once, however many programs start together."""
    if database.dialect == "sqlite":
        return
    from procrastinate.schema import SchemaManager

    from bot.storage.schema import ADVISORY_LOCK

    schema = SchemaManager.get_schema()

    def create(connection: Any) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK + 1})")
        if connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar() is None:
            connection.connection.cursor().execute(schema)

    await database.run(create)
