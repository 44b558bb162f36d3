"""Procrastinate's named queries as SQLite statements: a function for each, on its own tables.

In: a `Call` (connection, moment) and the query's arguments by Procrastinate's names. Out: the rows that PostgreSQL
would give. What its triggers and stored functions do there (events, notices) is done here in the same transaction.
Never: a commit, a clock, a statement with a value in its text.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from procrastinate import exceptions, manager
from sqlalchemy.exc import IntegrityError

from bot.storage import sqlite_care as care
from bot.storage.sqlite_call import Call, Row, as_job

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


def _time(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


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
    return [as_job(row)]


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


QUERIES: Final[dict[str, Callable[..., list[Row]]]] = {
    "defer_jobs": _defer_jobs,
    "defer_periodic_job": _defer_periodic_job,
    "fetch_job": _fetch_job,
    "select_stalled_jobs_by_started": care.stalled_by_started,
    "select_stalled_jobs_by_heartbeat": care.stalled_by_heartbeat,
    "delete_old_jobs": care.delete_old_jobs,
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
    "list_jobs": care.list_jobs,
    "list_queues": care.count_by("queue_name"),
    "list_tasks": care.count_by("task_name"),
    "list_locks": care.count_by("lock"),
    "list_jobs_to_abort": care.list_jobs_to_abort,
    "register_worker": care.register_worker,
    "unregister_worker": care.unregister_worker,
    "update_heartbeat": lambda call, worker_id: call.all(
        "UPDATE procrastinate_workers SET last_heartbeat = :now WHERE id = :id", now=call.now, id=worker_id
    ),
    "prune_stalled_workers": care.prune_stalled_workers,
}
"""Every query of Procrastinate 3 but `listen_queue`; a test compares the names with the installed version's."""
