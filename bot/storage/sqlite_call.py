"""One of Procrastinate's queries being answered on SQLite: its connection, its moment, the notices it leaves.

In: statements with bound values. Out: rows as dictionaries. Never: a commit, a clock.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.storage.liveness import Liveness

Row = dict[str, Any]


class Call:
    """One query being answered: the connection, the moment, and the notices to send after the commit."""

    def __init__(self, now: float, alive: Liveness, notices: list[tuple[str, str, int]]) -> None:
        self.now = now
        self.alive = alive
        self.notices = notices
        self._connection: Connection

    def on(self, connection: Connection) -> "Call":
        self._connection = connection
        return self

    def all(self, statement: str, **values: Any) -> list[Row]:
        result = self._connection.exec_driver_sql(statement, values)
        return [dict(row) for row in result.mappings()] if result.returns_rows else []

    def one(self, statement: str, **values: Any) -> Row | None:
        return next(iter(self.all(statement, **values)), None)

    def first(self, statement: str, **values: Any) -> Row:
        return self.all(statement, **values)[0]

    def event(self, job_id: int, kind: str, at: float | None = None) -> None:
        at = self.now if at is None else at
        self.all(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (:job, :kind, :at)",
            job=job_id,
            kind=kind,
            at=at,
        )

    def notice(self, queue: str, kind: str, job_id: int) -> None:
        self.notices.append((queue, kind, job_id))


def as_job(row: Row) -> Row:
    """A job's row with the types that Procrastinate expects."""
    at = row["scheduled_at"]
    return {
        **row,
        "args": json.loads(row["args"]),
        "scheduled_at": None if at is None else datetime.fromtimestamp(at, UTC),
        "abort_requested": bool(row.get("abort_requested", 0)),
    }
