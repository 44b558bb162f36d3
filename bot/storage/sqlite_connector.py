"""Procrastinate's connector for SQLite: its own named queries on the store's database.

In: the queries of `procrastinate.sql.queries` with their arguments. Out: the rows that PostgreSQL would give (tests run
one contract on both). Notifications reach workers of this process at once; those of other processes poll.
Never: a query that is not one of Procrastinate's, a transaction of its own (the store's thread commits).
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from procrastinate import connector, exceptions, sql
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.storage.database import SqliteDatabase
from bot.storage.liveness import Liveness
from bot.storage.sqlite_call import Call, Row
from bot.storage.sqlite_queries import QUERIES, SCHEMA

_NAMES: Final = {text: name for name, text in sql.queries.items() if name in QUERIES}
"""All but `listen_queue`; a test compares the names with the installed version's."""


class SqliteConnector(connector.BaseAsyncConnector):
    """Give it the store's database: `procrastinate.App(connector=SqliteConnector(store.database))`."""

    def __init__(self, database: SqliteDatabase, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._listeners: list[tuple[connector.Notify, frozenset[str]]] = []
        self._alive = Liveness(database.path)

    def get_sync_connector(self) -> connector.BaseConnector:
        return self

    async def open_async(self, pool: connector.Pool | None = None) -> None:
        def create(connection: Connection) -> None:
            for statement in SCHEMA:
                connection.exec_driver_sql(statement)

        await self._database.run(create)

    async def close_async(self) -> None:
        self._alive.close()

    def abandon(self) -> None:
        """The worker of this process has ended, cleanly or not: its jobs are free to be taken up."""
        self._alive.close()

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        await self._execute(query, arguments)

    async def execute_query_one_async(self, query: str, **arguments: Any) -> Row:
        rows = await self._execute(query, arguments)
        if not rows:
            raise exceptions.NoResult
        return rows[0]

    async def execute_query_all_async(self, query: str, **arguments: Any) -> list[Row]:
        return await self._execute(query, arguments)

    async def listen_notify(self, on_notification: connector.Notify, channels: Iterable[str]) -> None:
        """Stays until it is cancelled, as a listening connection would."""
        listener = (on_notification, frozenset(channels))
        self._listeners.append(listener)
        try:
            await asyncio.Event().wait()
        finally:
            self._listeners.remove(listener)

    async def notify(self, queue: str, kind: str, job_id: int) -> None:
        """What PostgreSQL's triggers send with pg_notify."""
        payload = json.dumps({"type": kind, "job_id": job_id})
        for on_notification, channels in list(self._listeners):
            for channel in channels & {"procrastinate_any_queue_v1", f"procrastinate_queue_v1#{queue}"}:
                await on_notification(channel=channel, payload=payload)

    async def _execute(self, query: str, arguments: dict[str, Any]) -> list[Row]:
        name = _NAMES.get(query)
        if name is None:
            raise exceptions.ConnectorException("not one of Procrastinate's queries")
        notices: list[tuple[str, str, int]] = []
        call = Call(self._clock(), self._alive, notices)
        answer = QUERIES[name]
        try:
            rows = await self._database.run(lambda connection: answer(call.on(connection), **arguments))
        except (StoreError, SQLAlchemyError) as error:
            raise exceptions.ConnectorException(str(error)) from error
        for notice in notices:
            await self.notify(*notice)
        return rows
