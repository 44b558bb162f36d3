"""Procrastinate's named queries as SQLite statements: a function for each, on its own tables.

In: a `Call` (connection, moment) and the query's arguments by Procrastinate's names. Out: the rows that PostgreSQL
would give. What its triggers and stored functions do there (events, notices) is done here in the same transaction.
Never: a commit, a clock, a statement with a value in its text.
"""

# ruff: noqa: S608 - every statement is made of constants of this file; values are bound.

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from procrastinate import exceptions, manager
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.liveness import Liveness

Row = dict[str, Any]

SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS procrastinate_workers"
    " (id INTEGER PRIMARY KEY AUTOINCREMENT, last_heartbeat REAL NOT NULL)",
    """CREATE TABLE IF NOT EXISTS procrastinate_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, queue_name TEXT NOT NULL, task_name TEXT NOT NULL,
        priority INTEGER NOT NULL DEFAULT 0, lock TEXT, queueing_lock TEXT, args TEXT NOT NULL DEFAULT '{}',
        status TEXT NOT NULL DEFAULT 'todo', scheduled_at REAL, attempts INTEGER NOT NULL DEFAULT 0,
        abort_requested INTEGER NOT NULL DEFAULT 0,
        worker_id INTEGER REFERENCES procrastinate_workers(id) ON DELETE SET NULL,
        CHECK (NOT (status = 'todo' AND abort_requested = 1)))""",
    """CREATE TABLE IF NOT EXISTS procrastinate_periodic_defers (
        id INTEGER PRIMARY KEY AUTOINCREMENT, task_name TEXT NOT NULL, defer_timestamp INTEGER,
        job_id INTEGER REFERENCES procrastinate_jobs(id) ON DELETE SET NULL, periodic_id TEXT NOT NULL DEFAULT '',
        UNIQUE (task_name, periodic_id, defer_timestamp))""",
    """CREATE TABLE IF NOT EXISTS procrastinate_events (
        id INTEGER PRIMARY KEY AUTOINCREMENT, job_id INTEGER NOT NULL REFERENCES procrastinate_jobs ON DELETE CASCADE,
        type TEXT NOT NULL, at REAL)""",
    "CREATE UNIQUE INDEX IF NOT EXISTS procrastinate_jobs_queueing_lock_idx_v1"
    " ON procrastinate_jobs (queueing_lock) WHERE status = 'todo'",
    "CREATE UNIQUE INDEX IF NOT EXISTS procrastinate_jobs_lock_idx_v1"
    " ON procrastinate_jobs (lock) WHERE status = 'doing'",
    "CREATE INDEX IF NOT EXISTS procrastinate_jobs_waiting"
    " ON procrastinate_jobs (priority DESC, id) WHERE status = 'todo'",
    "CREATE INDEX IF NOT EXISTS procrastinate_jobs_lock ON procrastinate_jobs (lock, status, priority DESC, id)",
    "CREATE INDEX IF NOT EXISTS procrastinate_jobs_worker ON procrastinate_jobs (worker_id) WHERE status = 'doing'",
    "CREATE INDEX IF NOT EXISTS procrastinate_events_job ON procrastinate_events (job_id)",
    "CREATE INDEX IF NOT EXISTS procrastinate_defers_job ON procrastinate_periodic_defers (job_id)",
)
"""Procrastinate's tables by their own names, times as Unix seconds; what its triggers write, `_event` writes."""


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


def _time(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _job(row: Row) -> Row:
    at = row["scheduled_at"]
    return {
        **row,
        "args": json.loads(row["args"]),
        "scheduled_at": None if at is None else datetime.fromtimestamp(at, UTC),
        "abort_requested": bool(row.get("abort_requested", 0)),
    }


_INSERT: Final = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)"
    " VALUES (:queue, :task, :priority, :lock, :queueing_lock, :args, :at) RETURNING id"
)


def _defer(call: Call, queue: str, task: str, priority: int, lock: Any, queueing_lock: Any, args: Any, at: Any) -> int:
    values = {"queue": queue, "task": task, "priority": priority, "lock": lock, "queueing_lock": queueing_lock}
    try:
        row = call.first(_INSERT, **values, args=json.dumps(args, ensure_ascii=False), at=_time(at))
    except IntegrityError as error:
        raise _unique(error, queueing_lock) from error
    call.event(row["id"], "deferred")
    if at is not None:
        call.event(row["id"], "scheduled", _time(at))
    call.notice(queue, "job_inserted", row["id"])
    return int(row["id"])


def _unique(error: IntegrityError, queueing_lock: str | None) -> exceptions.ConnectorException:
    if "queueing_lock" in str(error.orig):
        return exceptions.UniqueViolation(constraint_name=manager.QUEUEING_LOCK_CONSTRAINT, queueing_lock=queueing_lock)
    return exceptions.ConnectorException(str(error.orig))


def _defer_jobs(call: Call, jobs: list[Any]) -> list[Row]:
    return [
        {"id": _defer(call, j.queue_name, j.task_name, j.priority, j.lock, j.queueing_lock, j.args, j.scheduled_at)}
        for j in jobs
    ]


def _defer_periodic_job(
    call: Call,
    task_name: str,
    defer_timestamp: int,
    periodic_id: str,
    queue: str,
    priority: int,
    lock: str | None,
    queueing_lock: str | None,
    args: Any,
) -> list[Row]:
    values = {"task": task_name, "periodic": periodic_id, "at": defer_timestamp}
    new = call.one(
        "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)"
        " VALUES (:task, :periodic, :at) ON CONFLICT DO NOTHING RETURNING id",
        **values,
    )
    if new is None:
        return [{"id": None}]
    job_id = _defer(call, queue, task_name, priority, lock, queueing_lock, args, None)
    call.all("UPDATE procrastinate_periodic_defers SET job_id = :job WHERE id = :id", job=job_id, id=new["id"])
    call.all(
        "DELETE FROM procrastinate_periodic_defers"
        " WHERE task_name = :task AND periodic_id = :periodic AND defer_timestamp < :at",
        **values,
    )
    return [{"id": job_id}]


_FETCH: Final = """
UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker WHERE id = (
    SELECT job.id FROM procrastinate_jobs AS job
    WHERE job.status = 'todo'
      AND (:queues IS NULL OR job.queue_name IN (SELECT value FROM json_each(:queues)))
      AND (job.scheduled_at IS NULL OR job.scheduled_at <= :now)
      AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS other
          WHERE job.lock IS NOT NULL AND other.lock = job.lock AND (other.status = 'doing' OR (other.status = 'todo'
              AND (other.priority > job.priority OR (other.priority = job.priority AND other.id < job.id)))))
    ORDER BY job.priority DESC, job.id LIMIT 1)
RETURNING *
"""
NO_JOB: Final[Row] = {
    **dict.fromkeys(("id", "status", "task_name", "priority", "lock", "queueing_lock")),
    **dict.fromkeys(("args", "scheduled_at", "queue_name", "attempts", "worker_id")),
}
"""What a fetch answers when there is nothing to do."""


def _fetch_job(call: Call, queues: Iterable[str] | None, worker_id: int) -> list[Row]:
    row = call.one(_FETCH, queues=None if queues is None else json.dumps(list(queues)), worker=worker_id, now=call.now)
    if row is None:
        return [dict(NO_JOB)]
    call.event(row["id"], "started")
    return [_job(row)]


def _finish_job(call: Call, job_id: int, status: str, delete_job: bool) -> list[Row]:
    if status not in ("succeeded", "failed", "aborted"):
        raise exceptions.ConnectorException(f"a job cannot end as {status!r}")
    if delete_job:
        row = call.one(
            "DELETE FROM procrastinate_jobs WHERE id = :id AND status IN ('todo', 'doing') RETURNING queue_name",
            id=job_id,
        )
    else:
        old = call.one("SELECT status FROM procrastinate_jobs WHERE id = :id", id=job_id)
        row = call.one(
            "UPDATE procrastinate_jobs SET status = :status, abort_requested = 0,"
            " attempts = attempts + (status = 'doing')"
            " WHERE id = :id AND status IN ('todo', 'doing') RETURNING queue_name",
            id=job_id,
            status=status,
        )
        if row is not None and old is not None:
            call.event(job_id, status if old["status"] == "doing" else "cancelled")
    if row is None:
        raise exceptions.ConnectorException(f"job {job_id} is not there, or neither waiting nor running")
    # Its lock is free: the next job of the same lock need not wait for a worker's next look.
    call.notice(row["queue_name"], "job_inserted", job_id)
    return []


def _cancel_job(call: Call, job_id: int, abort: bool, delete_job: bool) -> list[Row]:
    old = call.one("SELECT status, queue_name FROM procrastinate_jobs WHERE id = :id", id=job_id)
    if old is None or old["status"] not in ("todo", "doing") or (old["status"] == "doing" and not abort):
        return [{"id": None}]
    if old["status"] == "doing":
        call.all("UPDATE procrastinate_jobs SET abort_requested = 1 WHERE id = :id", id=job_id)
        call.event(job_id, "abort_requested")
        call.notice(old["queue_name"], "abort_job_requested", job_id)
    elif delete_job:
        call.all("DELETE FROM procrastinate_jobs WHERE id = :id", id=job_id)
    else:
        statement = "UPDATE procrastinate_jobs SET status = 'cancelled', abort_requested = :abort WHERE id = :id"
        call.all(statement, id=job_id, abort=int(abort))
        call.event(job_id, "cancelled")
    return [{"id": job_id}]


def _retry_job(
    call: Call,
    job_id: int,
    retry_at: datetime,
    new_priority: int | None,
    new_queue_name: str | None,
    new_lock: str | None,
) -> list[Row]:
    old = call.one("SELECT * FROM procrastinate_jobs WHERE id = :id AND status IN ('doing', 'failed')", id=job_id)
    if old is None:
        raise exceptions.ConnectorException(f"job {job_id} is not there, or cannot be tried again")
    if old["status"] == "doing" and old["abort_requested"]:
        call.all("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = :id", id=job_id)
        call.event(job_id, "failed")
        return []
    try:
        call.all(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = :at,"
            " priority = coalesce(:priority, priority), queue_name = coalesce(:queue, queue_name),"
            " lock = coalesce(:lock, lock) WHERE id = :id",
            id=job_id,
            at=_time(retry_at),
            priority=new_priority,
            queue=new_queue_name,
            lock=new_lock,
        )
    except IntegrityError as error:
        raise _unique(error, old["queueing_lock"]) from error
    call.event(job_id, "deferred_for_retry" if old["status"] == "doing" else "retried")
    call.event(job_id, "scheduled", _time(retry_at))
    call.notice(new_queue_name or old["queue_name"], "job_inserted", job_id)
    return []


_MATCH: Final = (
    "(:queue_name IS NULL OR queue_name = :queue_name) AND (:task_name IS NULL OR task_name = :task_name)"
    " AND (:status IS NULL OR status = :status) AND (:lock IS NULL OR lock = :lock)"
)
_WHOSE: Final = "(:queue IS NULL OR job.queue_name = :queue) AND (:task IS NULL OR job.task_name = :task)"


def _stalled_by_started(call: Call, nb_seconds: int, queue: str | None, task_name: str | None) -> list[Row]:
    rows = call.all(
        "SELECT job.*, max(event.at) AS started_at FROM procrastinate_jobs AS job"
        " JOIN procrastinate_events AS event ON event.job_id = job.id"
        f" WHERE event.type = 'started' AND job.status = 'doing' AND {_WHOSE} GROUP BY job.id"
        " HAVING max(event.at) < :before",
        queue=queue,
        task=task_name,
        before=call.now - nb_seconds,
    )
    return [_job(row) for row in rows]


def _stalled_by_heartbeat(
    call: Call, queue: str | None, task_name: str | None, seconds_since_heartbeat: float
) -> list[Row]:
    rows = call.all(
        f"SELECT job.* FROM procrastinate_jobs AS job WHERE job.status = 'doing' AND {_WHOSE}"
        " AND (job.worker_id IS NULL OR job.worker_id IN"
        " (SELECT id FROM procrastinate_workers WHERE last_heartbeat < :before))",
        queue=queue,
        task=task_name,
        before=call.now - seconds_since_heartbeat,
    )
    return [_job(row) for row in rows]


def _delete_old_jobs(call: Call, nb_hours: int, queue: str | None, statuses: Iterable[str]) -> list[Row]:
    return call.all(
        "DELETE FROM procrastinate_jobs WHERE status IN (SELECT value FROM json_each(:statuses))"
        " AND (:queue IS NULL OR queue_name = :queue)"
        " AND (SELECT max(at) FROM procrastinate_events WHERE job_id = procrastinate_jobs.id) < :before",
        statuses=json.dumps(list(statuses)),
        queue=queue,
        before=call.now - nb_hours * 3600,
    )


def _list_jobs(call: Call, id: int | None = None, worker_id: int | None = None, **match: Any) -> list[Row]:
    rows = call.all(
        f"SELECT * FROM procrastinate_jobs WHERE (:id IS NULL OR id = :id) AND {_MATCH}"
        " AND (:queueing_lock IS NULL OR queueing_lock = :queueing_lock)"
        " AND (:worker_id IS NULL OR worker_id = :worker_id) ORDER BY id",
        **{"id": id, "worker_id": worker_id, **match},
    )
    return [_job(row) for row in rows]


def _count_by(column: str) -> Callable[..., list[Row]]:
    statement = (
        f"SELECT {column} AS name, status, count(*) AS jobs FROM procrastinate_jobs"
        f" WHERE {column} IS NOT NULL AND {_MATCH} GROUP BY {column}, status ORDER BY {column}"
    )

    def count(call: Call, **match: Any) -> list[Row]:
        found: dict[str, dict[str, int]] = {}
        for row in call.all(statement, **match):
            found.setdefault(row["name"], {})[row["status"]] = row["jobs"]
        return [{"name": name, "jobs_count": sum(stats.values()), "stats": stats} for name, stats in found.items()]

    return count


def _register_worker(call: Call) -> list[Row]:
    row = call.first("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (:now) RETURNING id", now=call.now)
    call.alive.hold(row["id"])
    return [{"worker_id": row["id"]}]


def _unregister_worker(call: Call, worker_id: int) -> list[Row]:
    call.all("DELETE FROM procrastinate_workers WHERE id = :id", id=worker_id)
    call.alive.release(worker_id)
    return []


def _prune_stalled_workers(call: Call, seconds_since_heartbeat: float) -> list[Row]:
    """The dead, however fresh their last heartbeat; a slow one that lives is left alone."""
    workers = [row["id"] for row in call.all("SELECT id FROM procrastinate_workers")]
    dead = [worker for worker in workers if call.alive.dead(worker)]
    for worker in dead:
        call.all("DELETE FROM procrastinate_workers WHERE id = :id", id=worker)
        call.alive.release(worker)
    return [{"worker_id": worker} for worker in dead]


def _list_jobs_to_abort(call: Call, queue_name: str | None) -> list[Row]:
    return call.all(
        "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND abort_requested = 1"
        " AND (:queue IS NULL OR queue_name = :queue)",
        queue=queue_name,
    )


QUERIES: Final[dict[str, Callable[..., list[Row]]]] = {
    "defer_jobs": _defer_jobs,
    "defer_periodic_job": _defer_periodic_job,
    "fetch_job": _fetch_job,
    "select_stalled_jobs_by_started": _stalled_by_started,
    "select_stalled_jobs_by_heartbeat": _stalled_by_heartbeat,
    "delete_old_jobs": _delete_old_jobs,
    "finish_job": _finish_job,
    "cancel_job": _cancel_job,
    "get_job_status": lambda call, job_id: call.all("SELECT status FROM procrastinate_jobs WHERE id = :id", id=job_id),
    "retry_job": _retry_job,
    "check_connection": lambda call: [
        call.one("SELECT name AS 'check' FROM sqlite_master WHERE name = 'procrastinate_jobs'") or {"check": None}
    ],
    "count_jobs_status": lambda call: call.all(
        "SELECT count(*) AS count, status FROM procrastinate_jobs GROUP BY status"
    ),
    "list_jobs": _list_jobs,
    "list_queues": _count_by("queue_name"),
    "list_tasks": _count_by("task_name"),
    "list_locks": _count_by("lock"),
    "list_jobs_to_abort": _list_jobs_to_abort,
    "register_worker": _register_worker,
    "unregister_worker": _unregister_worker,
    "update_heartbeat": lambda call, worker_id: call.all(
        "UPDATE procrastinate_workers SET last_heartbeat = :now WHERE id = :id", now=call.now, id=worker_id
    ),
    "prune_stalled_workers": _prune_stalled_workers,
}
"""Every query of Procrastinate 3 but `listen_queue`; a test compares the names with the installed version's."""
