"""Whose turn it is in the queue, how long the queue is, and a lane's end: our three words with Procrastinate's tables.

In: a connection, a job's key and lane. Out: its priority, so that lanes take turns; `Depth`; a lane without waiting
jobs. Both databases. Never: a job put, moved or taken: that is Procrastinate's.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

BESIDE: Final = "/"
"""Between a lane and the number of the place beside it."""


@dataclass(frozen=True, slots=True)
class Depth:
    """The queue. `oldest_s`: how long the job that waits longest has been waiting."""

    waiting: int
    running: int
    oldest_s: float


def turn(connection: Connection, key: str, lane: str) -> tuple[bool, int]:
    """Whether `key` is in the queue already, and a new job's priority.

    Start-time fair queueing (Goyal, Vin, Cheng 1996) with priorities as negative start tags: the n-th waiting job of a
    lane comes one below the n-1st, and a lane that was idle begins where the queue is now, not before and not behind.
    """
    row = connection.execute(
        text(
            "SELECT max(priority) AS head,"
            " min(CASE WHEN lock = :lane OR (lock >= :beside AND lock < :beyond) THEN priority END) AS mine,"
            " max(CASE WHEN queueing_lock = :key THEN 1 ELSE 0 END) AS known"
            " FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        ),
        {"lane": lane, "beside": lane + BESIDE, "beyond": lane + chr(ord(BESIDE) + 1), "key": key},
    ).one()
    head = row.head or 0
    return bool(row.known), head if row.mine is None else min(head, row.mine - 1)


def forget(connection: Connection, lane: str) -> None:
    """A lane's waiting jobs go (their chat is forgotten)."""
    connection.execute(
        text(
            "DELETE FROM procrastinate_jobs WHERE status <> 'doing'"
            " AND (lock = :lane OR (lock >= :beside AND lock < :beyond))"
        ),
        {"lane": lane, "beside": lane + BESIDE, "beyond": lane + chr(ord(BESIDE) + 1)},
    )


def depth(connection: Connection, now: float) -> Depth:
    counted = text("SELECT status, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY status")
    counts: dict[str, int] = {status: number for status, number in connection.execute(counted)}  # noqa: C416
    at = "extract(epoch FROM min(event.at))" if connection.dialect.name == "postgresql" else "min(event.at)"
    oldest = connection.execute(
        text(
            f"SELECT {at} FROM procrastinate_events AS event"  # noqa: S608
            " JOIN procrastinate_jobs AS job ON job.id = event.job_id"
            " WHERE job.status = 'todo' AND event.type = 'deferred'"
        )
    ).scalar()
    waiting = 0.0 if oldest is None else max(0.0, now - float(oldest))
    return Depth(counts.get("todo", 0), counts.get("doing", 0), waiting)
