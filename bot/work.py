"""Durable jobs: what was deferred is worked off, whatever happens to the process. Procrastinate does the deciding.

In: `defer(task, key, payload, lane=...)` from anywhere, and a handler for each task. Out: the handler is called with a
`Job` until it returns; a job that a dead process held is handed to another. A handler may therefore see a job twice and
must look in the ledger first (`bot/messaging/ledger.py`).
Order and fairness: jobs of one lane (a chat, `str(chat_id)`) run one at a time and in the order they were deferred;
between lanes the turn goes round, so one link of a quiet chat never waits behind 500 of another. A handler whose order
no longer matters (its placeholder stands) raises `Again(free=True)` and goes on beside its lane.
Never: more than `settings.concurrency` jobs in this process, a lost job because the store was full or locked.

    work = Work(store, config.work, {"link": work_off})
    await work.open()
    await work.defer("link", delivery.key, lane=str(delivery.chat_id))      # False: it is waiting or running already
    await work.run()                                                        # until work.stop(); at most 10 s after that
"""

import asyncio
import contextlib
import gc
import logging
import math
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot.errors import BotError, StoreError
from bot.storage.deliveries import DAY_S
from bot.storage.turns import BESIDE, Depth, depth, forget, turn
from bot.store import DELIVERIES_S, Store

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job as Row
    from procrastinate.worker import Worker

    from bot.config import Work as Settings

log = logging.getLogger(__name__)

GRACE_S: Final = 8.0
"""After a stop, running jobs may finish for so long; then they are handed back. SIGTERM allows 10 s in all."""
JOB_LIMIT_S: Final = 300.0
"""A job that hangs longer is broken off and tried again: its lane must not stand for ever."""
FAILURES: Final = 3
"""Failures of one job in this process before `Job.last` asks the handler to say so to the reader."""
ATTEMPTS: Final = 40
"""Starts of one job, crashes and waits included: a page that kills every process it meets must end, too."""
BACKOFF_S: Final = (3.0, 15.0, 60.0)
"""Pauses after the first, second and further failures: most outages of an outlet are over within a minute."""
POLL_S: Final = 1.0
"""How often a worker looks for jobs whose time has come, and for those of other processes (SQLite)."""
RECLAIM_S: Final = 3.0
"""How often jobs of dead workers are looked for."""
HEARTBEAT_S: Final = 2.0
DEAD_S: Final = 12.0
"""PostgreSQL: a worker silent for so long is dead. SQLite knows at once (`Liveness`)."""
CARE_S: Final = 3600.0
"""How often what has expired is removed from the store."""
KEEP_FAILED_H: Final = 7 * 24
"""Hours that a job which failed for good is kept, for the operator to look at."""
FIRST_GUESS_S: Final = 3.0
"""Seconds a job takes, before any was measured: for the honest "about N minutes"."""


class Again(Exception):
    """Raised by a handler: not now. Try again in `delay_s` seconds; this is no failure.

    `free`: leave the lane. The job goes on beside it, together with at most `concurrency - 1` others of the same lane.
    """

    def __init__(self, delay_s: float = 0.0, reason: str = "", *, free: bool = False) -> None:
        super().__init__(reason or f"again in {delay_s:g} s")
        self.delay_s = delay_s
        self.reason = reason
        self.free = free


@dataclass(frozen=True, slots=True)
class Job:
    """What a handler is called with."""

    task: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    lane: str = ""
    free: bool = False
    """It has left its lane (`Again(free=True)`)."""
    attempts: int = 0
    """How often it was started before."""
    last: bool = False
    """It will not be tried again when it fails now: tell the reader what is wrong instead of raising."""


Handler = Callable[[Job], Awaitable[None]]


class Work:
    """The queue of one store and, while `run` runs, one worker on it."""

    def __init__(
        self,
        store: Store,
        settings: "Settings",
        handlers: Mapping[str, Handler],
        *,
        name: str = "keyclaims",
        keep_days: float = DELIVERIES_S / DAY_S,
    ) -> None:
        self._store = store
        self._settings = settings
        self._handlers = handlers
        self._name = name
        self._keep_s = keep_days * DAY_S
        self._app: App
        self._worker: Worker | None = None
        self._stopping = asyncio.Event()
        self._failures: dict[int, int] = {}
        self._seconds = FIRST_GUESS_S
        self._running = 0

    async def open(self) -> None:
        """Creates Procrastinate's tables where they are missing. Raises StoreError."""
        from procrastinate import App

        from bot.storage.connector import connect

        # Its log lines carry the arguments of jobs, chat ids among them; what matters is logged here.
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        self._connector = await connect(self._store.database, self._store.now)
        self._app = App(connector=self._connector)
        for task in self._handlers:
            self._app.task(name=task, pass_context=True, retry=_strategy(self))(self._call)

    async def close(self) -> None:
        """Stops and closes; jobs that could not finish are handed back."""
        self.stop()
        await self._connector.close_async()

    async def defer(
        self, task: str, key: str, payload: Mapping[str, Any] | None = None, *, lane: str = "", delay_s: float = 0.0
    ) -> bool:
        """Puts a job into the queue, on disk when this returns. False: `key` is waiting or running already.

        `lane`: jobs of one lane run in order, one at a time; "": the job has a lane of its own.
        """
        from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

        lane = lane or key
        known, priority = await self._store.database.run(lambda connection: turn(connection, key, lane))
        if known:
            return False
        options: dict[str, Any] = {"schedule_in": {"seconds": delay_s}} if delay_s > 0 else {}
        deferrer = self._app.configure_task(
            task, allow_unknown=True, lock=lane, queueing_lock=key, priority=priority, **options
        )
        try:
            await deferrer.defer_async(key=key, lane=lane, payload=dict(payload or {}))
        except AlreadyEnqueued:
            return False
        except ConnectorException as error:
            raise StoreError(str(error), detail="database") from error
        return True

    async def forget(self, lane: str) -> None:
        """The waiting jobs of a lane go, those beside it too. One that runs just now is gone when it ends."""
        await self._store.database.run(lambda connection: forget(connection, lane))

    async def depth(self) -> Depth:
        """How much waits; for "busy", /status and metrics."""
        return await self._store.database.run(lambda connection: depth(connection, self._store.now()))

    async def busy_minutes(self) -> int:
        """0: there is room. Else the queue is full, and about how many minutes it takes to work it off."""
        depth = await self.depth()
        if depth.waiting < self._settings.max_queue:
            return 0
        return max(1, math.ceil(depth.waiting * self._seconds / self._settings.concurrency / 60))

    async def run(self) -> None:
        """Works off jobs until `stop`. A store that fails is said and waited for; the worker starts again."""
        from procrastinate.exceptions import ConnectorException

        reclaimer = asyncio.create_task(self._care_for_ever(), name="care")
        pause = 0.5
        try:
            while not self._stopping.is_set():
                started = time.monotonic()
                try:
                    await self._run_worker()
                except (ConnectorException, StoreError) as error:
                    log.error("work: stopped by the store, trying again: %s", error)
                if not self._stopping.is_set():
                    pause = 0.5 if time.monotonic() - started > 60 else min(pause * 2, 10.0)
                    await _wait(self._stopping, pause)
        finally:
            reclaimer.cancel()
            await asyncio.gather(reclaimer, return_exceptions=True)

    def stop(self) -> None:
        """No further jobs; the running ones finish or are handed back within `GRACE_S`."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.stop()  # type: ignore[no-untyped-call]

    async def _run_worker(self) -> None:
        from procrastinate.worker import Worker

        self._worker = Worker(
            self._app,
            name=self._name,
            concurrency=self._settings.concurrency,
            fetch_job_polling_interval=POLL_S,
            shutdown_graceful_timeout=GRACE_S,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=DEAD_S,
        )
        try:
            await self._worker.run()  # type: ignore[no-untyped-call]
        finally:
            self._worker = None
            self._connector.abandon()
            # A connection that was being opened when the worker was broken off hangs in a cycle of frames; PostgreSQL
            # cannot shut down while it waits for such a one to speak.
            gc.collect()

    async def _care_for_ever(self) -> None:
        """Takes up the jobs of the dead, all the time; removes what has expired, now and then."""
        from procrastinate.exceptions import ConnectorException

        cared = time.monotonic()
        while True:
            try:
                await self.reclaim()
                if time.monotonic() - cared > CARE_S:
                    cared = time.monotonic()
                    await self.tidy()
            except (ConnectorException, StoreError) as error:
                log.error("work: the store cannot be looked after: %s", error)
            await asyncio.sleep(RECLAIM_S)

    async def tidy(self) -> None:
        """Removes what has expired from the store, and jobs that failed long ago."""
        removed = await self._store.tidy(deliveries_s=self._keep_s)
        await self._app.job_manager.delete_old_jobs(
            KEEP_FAILED_H, include_failed=True, include_cancelled=True, include_aborted=True
        )
        log.debug("work: %d expired rows removed", removed)

    async def reclaim(self) -> int:
        """Hands the jobs of dead workers back to the queue; how many. `run` does it at start and then all the time."""
        from procrastinate.exceptions import ConnectorException

        manager = self._app.job_manager
        await manager.prune_stalled_workers(DEAD_S)
        stalled = [job for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_S) if self._orphan(job)]
        for job in stalled:
            try:
                await manager.retry_job(job)
            except ConnectorException as error:
                # Another process was quicker.
                log.debug("work: job %s is not stalled any more: %s", job.id, error)
        if stalled:
            log.warning("work: %d jobs of a dead worker are taken up again", len(stalled))
        return len(stalled)

    def _orphan(self, job: "Row") -> bool:
        """SQLite: only what a pruned (dead) worker left; a slow worker's jobs are its own."""
        return job.worker_id is None or self._store.database.dialect != "sqlite"

    async def _call(self, context: Any, key: str, lane: str, payload: Mapping[str, Any]) -> None:
        """What Procrastinate runs: the handler, with a limit, and what it took."""
        row = context.job
        failures = self._failures.get(row.id, 0)
        last = failures >= FAILURES - 1 or row.attempts >= ATTEMPTS - 1
        job = Job(row.task_name, key, payload, lane, row.lock != lane, row.attempts, last)
        started = time.monotonic()
        async with asyncio.timeout(JOB_LIMIT_S):
            await self._handlers[row.task_name](job)
        self._failures.pop(row.id, None)
        self._seconds += 0.1 * (time.monotonic() - started - self._seconds)

    def decide(self, error: BaseException, row: "Row") -> tuple[float, str | None] | None:
        """After a handler raised: (pause in seconds, new lock or None) for another try, None to give up."""
        if isinstance(error, Again):
            lanes = max(1, self._settings.concurrency - 1)
            place = zlib.crc32((row.queueing_lock or "").encode()) % lanes
            return error.delay_s, f"{row.task_kwargs['lane']}{BESIDE}{place}" if error.free else None
        if not isinstance(error, Exception):
            # Cancelled by a shutdown: handed back, for whoever is next.
            return 0.0, None
        failures = self._failures[row.id or 0] = self._failures.get(row.id or 0, 0) + 1
        code = error.code if isinstance(error, BotError) else type(error).__name__
        if failures >= FAILURES or row.attempts >= ATTEMPTS:
            self._failures.pop(row.id or 0, None)
            log.error("work: %s failed for good: %s", row.task_name, code, exc_info=not isinstance(error, BotError))
            return None
        log.warning("work: %s failed (%s), again later", row.task_name, code, exc_info=not isinstance(error, BotError))
        return BACKOFF_S[min(failures, len(BACKOFF_S)) - 1], None


def _strategy(work: Work) -> Any:
    from procrastinate.retry import BaseRetryStrategy, RetryDecision

    class Strategy(BaseRetryStrategy):
        def get_retry_decision(self, *, exception: BaseException, job: "Row") -> RetryDecision | None:
            decided = work.decide(exception, job)
            if decided is None:
                return None
            # Whole microseconds of a second: the library takes parts of a timedelta.
            return RetryDecision(retry_in={"milliseconds": int(decided[0] * 1000)}, lock=decided[1])

    return Strategy()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
