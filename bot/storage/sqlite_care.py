"""Procrastinate's queries about jobs and workers, as SQLite statements: lists, counts, the stalled, the old, the dead.

In and out: as `bot/storage/sqlite_queries.py`, whose table of all queries these are part of. Never: a job run or ended.
"""

# ruff: noqa: S608 - every statement is made of constants of this file; values are bound.

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from bot.storage.sqlite_call import Call, Row, as_job

_MATCH: Final = (
    "(:queue_name IS NULL OR queue_name = :queue_name) AND (:task_name IS NULL OR task_name = :task_name)"
    " AND (:status IS NULL OR status = :status) AND (:lock IS NULL OR lock = :lock)"
)
_WHOSE: Final = "(:queue IS NULL OR job.queue_name = :queue) AND (:task IS NULL OR job.task_name = :task)"


def stalled_by_started(call: Call, nb_seconds: int, queue: str | None, task_name: str | None) -> list[Row]:
    rows = call.all(
        "SELECT job.*, max(event.at) AS started_at FROM procrastinate_jobs AS job"
        " JOIN procrastinate_events AS event ON event.job_id = job.id"
        f" WHERE event.type = 'started' AND job.status = 'doing' AND {_WHOSE} GROUP BY job.id"
        " HAVING max(event.at) < :before",
        queue=queue,
        task=task_name,
        before=call.now - nb_seconds,
    )
    return [as_job(row) for row in rows]


def stalled_by_heartbeat(
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
    return [as_job(row) for row in rows]


def delete_old_jobs(call: Call, nb_hours: int, queue: str | None, statuses: Iterable[str]) -> list[Row]:
    return call.all(
        "DELETE FROM procrastinate_jobs WHERE status IN (SELECT value FROM json_each(:statuses))"
        " AND (:queue IS NULL OR queue_name = :queue)"
        " AND (SELECT max(at) FROM procrastinate_events WHERE job_id = procrastinate_jobs.id) < :before",
        statuses=json.dumps(list(statuses)),
        queue=queue,
        before=call.now - nb_hours * 3600,
    )


def list_jobs(call: Call, id: int | None = None, worker_id: int | None = None, **match: Any) -> list[Row]:
    rows = call.all(
        f"SELECT * FROM procrastinate_jobs WHERE (:id IS NULL OR id = :id) AND {_MATCH}"
        " AND (:queueing_lock IS NULL OR queueing_lock = :queueing_lock)"
        " AND (:worker_id IS NULL OR worker_id = :worker_id) ORDER BY id",
        **{"id": id, "worker_id": worker_id, **match},
    )
    return [as_job(row) for row in rows]


def count_by(column: str) -> Callable[..., list[Row]]:
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


def register_worker(call: Call) -> list[Row]:
    row = call.first("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (:now) RETURNING id", now=call.now)
    call.alive.hold(row["id"])
    return [{"worker_id": row["id"]}]


def unregister_worker(call: Call, worker_id: int) -> list[Row]:
    call.all("DELETE FROM procrastinate_workers WHERE id = :id", id=worker_id)
    call.alive.release(worker_id)
    return []


def prune_stalled_workers(call: Call, seconds_since_heartbeat: float) -> list[Row]:
    """The dead, however fresh their last heartbeat; a slow one that lives is left alone."""
    workers = [row["id"] for row in call.all("SELECT id FROM procrastinate_workers")]
    dead = [worker for worker in workers if call.alive.dead(worker)]
    for worker in dead:
        call.all("DELETE FROM procrastinate_workers WHERE id = :id", id=worker)
        call.alive.release(worker)
    return [{"worker_id": worker} for worker in dead]


def list_jobs_to_abort(call: Call, queue_name: str | None) -> list[Row]:
    return call.all(
        "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND abort_requested = 1"
        " AND (:queue IS NULL OR queue_name = :queue)",
        queue=queue_name,
    )
