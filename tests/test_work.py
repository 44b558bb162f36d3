"""Jobs: one contract for Procrastinate on SQLite and on PostgreSQL, then what `Work` promises on top of it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate import App, exceptions, sql
from procrastinate.jobs import Job as Row
from procrastinate.jobs import Status

from bot import work as work_module
from bot.config import Work as Settings
from bot.errors import FetchTimeout, StoreError
from bot.storage.connector import connect
from bot.storage.liveness import Liveness
from bot.storage.sqlite_queries import QUERIES
from bot.store import Store
from bot.work import Again, Job, Work
from postgres import postgres, server, store_url  # noqa: F401


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(work_module, "POLL_S", 0.1)


@pytest.fixture
async def store(store_url: str):  # noqa: F811
    async with await Store.open(store_url) as opened:
        yield opened


@pytest.fixture
async def manager(store):
    """Procrastinate's own manager on either connector: the contract is what it sees."""
    connector = await connect(store.database, store.now)
    yield App(connector=connector).job_manager
    await connector.close_async()


def row(key: str = "k", *, lock: str | None = None, priority: int = 0, queue: str = "default", **more) -> Row:
    return Row(
        queue=queue,
        lock=lock,
        queueing_lock=key,
        task_name="link",
        priority=priority,
        task_kwargs={"key": key, "deep": {"말": ["中文", 1, None, True]}},
        **more,
    )


async def defer(manager, *rows: Row) -> list[int]:
    return [job.id for job in await manager.batch_defer_jobs_async(list(rows))]


async def fetch(manager, worker: int, queues=None) -> str | None:
    job = await manager.fetch_job(queues, worker)
    return job and job.queueing_lock


def test_every_query_of_the_installed_procrastinate_is_answered():
    assert set(QUERIES) == set(sql.queries) - {"listen_queue"}


async def test_a_job_goes_and_comes_whole(manager):
    at = datetime.now(UTC).replace(microsecond=250000) - timedelta(seconds=5)
    (number,) = await defer(manager, row("k", lock="L", priority=-3, scheduled_at=at))
    worker = await manager.register_worker()
    job = await manager.fetch_job(None, worker)
    assert (job.id, job.lock, job.queueing_lock, job.priority, job.attempts) == (number, "L", "k", -3, 0)
    assert job.task_kwargs == {"key": "k", "deep": {"말": ["中文", 1, None, True]}}
    assert job.scheduled_at == at
    assert job.worker_id == worker
    assert await manager.fetch_job(None, worker) is None


async def test_one_waiting_job_a_queueing_lock(manager):
    await defer(manager, row("k"))
    with pytest.raises(exceptions.AlreadyEnqueued):
        await defer(manager, row("other"), row("k"))
    assert [job.queueing_lock for job in await manager.list_jobs_async()] == ["k"]  # all or nothing
    worker = await manager.register_worker()
    await manager.fetch_job(None, worker)
    await defer(manager, row("k"))  # the first one is running: a second may wait


async def test_fetched_by_priority_then_age_one_a_lock(manager):
    await defer(manager, row("a", lock="A"), row("b", lock="A"), row("c", lock="B", priority=-1), row("d", priority=5))
    worker = await manager.register_worker()
    assert [await fetch(manager, worker) for _ in range(4)] == ["d", "a", "c", None]
    (a,) = [job for job in await manager.list_jobs_async() if job.queueing_lock == "a"]
    await manager.finish_job(a, Status.SUCCEEDED, delete_job=True)
    assert await fetch(manager, worker) == "b"


async def test_a_later_job_of_a_lock_waits_for_an_earlier_one_that_is_scheduled(manager):
    later = datetime.now(UTC) + timedelta(hours=1)
    await defer(manager, row("a", lock="A", scheduled_at=later), row("b", lock="A"), row("c", lock="C"))
    worker = await manager.register_worker()
    assert [await fetch(manager, worker) for _ in range(2)] == ["c", None]


async def test_only_the_queues_asked_for(manager):
    await defer(manager, row("a", queue="x"), row("b", queue="y"))
    worker = await manager.register_worker()
    assert await fetch(manager, worker, ["z"]) is None
    assert await fetch(manager, worker, ["z", "y"]) == "b"


async def test_no_job_is_fetched_twice(manager):
    await defer(manager, *[row(str(i)) for i in range(40)])
    workers = [await manager.register_worker() for _ in range(4)]
    fetched = await asyncio.gather(*[fetch(manager, workers[i % 4]) for i in range(60)])
    assert sorted(k for k in fetched if k) == sorted(str(i) for i in range(40))


async def test_finishing_keeps_or_deletes_and_refuses_what_is_over(manager):
    _a, b, c = await defer(manager, row("a"), row("b"), row("c"))
    worker = await manager.register_worker()
    jobs = {job.queueing_lock: job for job in [await manager.fetch_job(None, worker) for _ in range(3)]}
    await manager.finish_job(jobs["a"], Status.SUCCEEDED, delete_job=True)
    await manager.finish_job(jobs["b"], Status.FAILED, delete_job=False)
    assert [(j.id, j.status, j.attempts) for j in await manager.list_jobs_async()] == [
        (b, "failed", 1),
        (c, "doing", 0),
    ]
    for over in (jobs["a"], jobs["b"]):
        with pytest.raises(exceptions.ConnectorException):
            await manager.finish_job(over, Status.SUCCEEDED, delete_job=False)
    assert await manager.get_job_status_async(b) is Status.FAILED


async def test_retrying_moves_time_priority_queue_and_lock(manager):
    await defer(manager, row("a", lock="A"))
    worker = await manager.register_worker()
    job = await manager.fetch_job(None, worker)
    soon = datetime.now(UTC) + timedelta(seconds=0.3)
    await manager.retry_job(job, retry_at=soon, priority=7, lock="A/1")
    (again,) = await manager.list_jobs_async()
    assert (again.status, again.attempts, again.priority, again.lock, again.queue) == ("todo", 1, 7, "A/1", "default")
    assert await fetch(manager, worker) is None
    await asyncio.sleep(0.4)
    assert await fetch(manager, worker) == "a"


async def test_retrying_what_waits_already_leaves_one(manager):
    await defer(manager, row("a"))
    worker = await manager.register_worker()
    job = await manager.fetch_job(None, worker)
    await defer(manager, row("a"))
    await manager.retry_job(job)
    assert [j.status for j in await manager.list_jobs_async()] == ["todo"]


async def test_cancelling_waiting_and_running_jobs(manager):
    a, b, c = await defer(manager, row("a", priority=1), row("b"), row("c"))
    worker = await manager.register_worker()
    assert await fetch(manager, worker) == "a"
    assert not await manager.cancel_job_by_id_async(a)
    assert await manager.cancel_job_by_id_async(a, abort=True)
    assert await manager.list_jobs_to_abort_async() == [a]
    assert await manager.cancel_job_by_id_async(b)
    assert await manager.cancel_job_by_id_async(c, delete_job=True)
    assert [(j.id, j.status) for j in await manager.list_jobs_async()] == [(a, "doing"), (b, "cancelled")]
    assert not await manager.cancel_job_by_id_async(999_999)
    await manager.retry_job((await manager.list_jobs_async())[0])  # asked to stop: not tried again
    assert await manager.get_job_status_async(a) is Status.FAILED


async def test_a_periodic_job_is_deferred_once_a_moment(manager):
    def at(moment: int) -> Row:
        return Row(queue="q", lock=None, queueing_lock=None, task_name="digest", task_kwargs={"timestamp": moment})

    made = await asyncio.gather(*[manager.defer_periodic_job(at(100), "p", 100) for _ in range(5)])
    assert len([number for number in made if number]) == 1
    assert await manager.defer_periodic_job(at(160), "p", 160)
    assert await manager.defer_periodic_job(at(160), "other", 160)
    assert len(list(await manager.list_jobs_async())) == 3


async def test_jobs_of_a_worker_that_is_gone_are_stalled(manager):
    await defer(manager, row("a"))
    gone, alive = await manager.register_worker(), await manager.register_worker()
    await manager.fetch_job(None, gone)
    assert list(await manager.get_stalled_jobs(seconds_since_heartbeat=30)) == []
    await manager.unregister_worker(gone)
    (stalled,) = await manager.get_stalled_jobs(seconds_since_heartbeat=30)
    assert (stalled.queueing_lock, stalled.worker_id) == ("a", None)
    await manager.update_heartbeat(alive)
    assert await manager.prune_stalled_workers(30) == []


async def test_jobs_of_a_silent_worker_are_stalled(manager):
    await defer(manager, row("a"))
    worker = await manager.register_worker()
    await manager.fetch_job(None, worker)
    await asyncio.sleep(0.3)
    assert [j.queueing_lock for j in await manager.get_stalled_jobs(seconds_since_heartbeat=0.1)] == ["a"]
    await manager.update_heartbeat(worker)
    assert list(await manager.get_stalled_jobs(seconds_since_heartbeat=30)) == []
    with pytest.warns(DeprecationWarning, match="nb_seconds"):
        assert [j.queueing_lock for j in await manager.get_stalled_jobs(nb_seconds=0)] == ["a"]


async def test_old_finished_jobs_are_deleted_and_others_counted(manager):
    await defer(manager, row("a", lock="L"), row("b", lock="L"), row("c"), row("d"))
    worker = await manager.register_worker()
    for status in (Status.SUCCEEDED, Status.FAILED):
        await manager.finish_job(await manager.fetch_job(None, worker), status, delete_job=False)
    (queue,) = await manager.list_queues_async()
    assert (queue["name"], queue["jobs_count"], queue["todo"], queue["failed"]) == ("default", 4, 2, 1)
    assert [(t["name"], t["succeeded"]) for t in await manager.list_tasks_async()] == [("link", 1)]
    assert [(lock["name"], lock["jobs_count"]) for lock in await manager.list_locks_async()] == [("L", 2)]
    assert [j.queueing_lock for j in await manager.list_jobs_async(status="failed")] == ["b"]
    await asyncio.sleep(0.05)
    await manager.delete_old_jobs(nb_hours=0)
    assert [j.queueing_lock for j in await manager.list_jobs_async()] == ["b", "c", "d"]
    await manager.delete_old_jobs(nb_hours=0, include_failed=True)
    assert [j.queueing_lock for j in await manager.list_jobs_async()] == ["c", "d"]
    assert await manager.check_connection_async()


async def test_a_listener_hears_of_jobs_of_its_queues(manager):
    heard = []

    async def listen(*, channel, notification):
        heard.append((notification["type"], notification["job_id"]))

    listening = asyncio.create_task(manager.listen_for_jobs(on_notification=listen, queues=["x"]))
    await asyncio.sleep(0.2)
    await defer(manager, row("a", queue="y"))
    (number,) = await defer(manager, row("b", queue="x"))
    await eventually(lambda: heard)
    assert heard == [("job_inserted", number)]
    listening.cancel()


# Work


async def eventually(condition, seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        await asyncio.sleep(0.01)


class Running:
    """A `Work` whose worker runs in this process."""

    def __init__(self, store: Store, handler, **settings) -> None:
        self.work = Work(store, Settings(**settings), {"link": handler})
        self._task: asyncio.Task | None = None

    async def __aenter__(self) -> Work:
        await self.work.open()
        self._task = asyncio.create_task(self.work.run())
        return self.work

    async def __aexit__(self, *_) -> None:
        self.work.stop()
        await self._task
        await self.work.close()


async def test_a_key_is_worked_off_once_with_its_payload(store):
    seen = []

    async def handler(job: Job) -> None:
        seen.append((job.key, job.lane, dict(job.payload)))
        await asyncio.sleep(0.2)

    async with Running(store, handler) as work:
        assert await work.defer("link", "k", {"a": [1, "글"]}, lane="7")
        await eventually(lambda: seen)
        assert not await work.defer("link", "k", lane="7")  # while it runs
        await eventually(lambda: len(seen) == 1)
        await asyncio.sleep(0.5)
        assert seen == [("k", "7", {"a": [1, "글"]})]
        assert await work.defer("link", "k", lane="7")  # done: it may come again
        await eventually(lambda: len(seen) == 2)
    assert (await work.depth()).waiting == 0


async def test_a_lane_keeps_its_order_and_lanes_take_turns(store):
    seen: list[str] = []
    running: set[str] = set()

    async def handler(job: Job) -> None:
        assert job.lane not in running, "two of one lane at a time"
        running.add(job.lane)
        await asyncio.sleep(0.001)
        running.remove(job.lane)
        seen.append(job.key)

    waiting = Work(store, Settings(), {"link": handler})
    await waiting.open()
    for i in range(60):
        await waiting.defer("link", f"a{i:03}", lane="a")
    for i in range(4):
        await waiting.defer("link", f"b{i:03}", lane="b")
    await waiting.close()
    async with Running(store, handler, concurrency=2) as work:
        await eventually(lambda: len(seen) > 20)
        await work.defer("link", "c000", lane="c")
        already = len(seen)
        await eventually(lambda: len(seen) == 65)
    for lane in "ab":
        assert [key for key in seen if key[0] == lane] == sorted(key for key in seen if key[0] == lane)
    assert seen.index("b003") < 14, "a short lane waits behind a long one"
    assert seen.index("c000") <= already + 4, "a fresh lane waits behind a long one"


async def test_a_lane_goes_on_without_waiting_for_a_poll(store, monkeypatch):
    monkeypatch.setattr(work_module, "POLL_S", 60.0)
    seen = []

    async def handler(job: Job) -> None:
        seen.append(job.key)

    async with Running(store, handler) as work:
        for i in range(40):  # on a busy machine it takes a moment until it listens
            await work.defer("link", f"early {i}")
            await asyncio.sleep(0.25)
            if i and seen[-1:] == [f"early {i}"]:
                break
        seen.clear()
        for i in range(10):
            await work.defer("link", str(i), lane="one")
        await eventually(lambda: seen[-10:] == [str(i) for i in range(10)], seconds=8)


async def test_free_jobs_run_beside_their_lane_but_never_take_every_place(store):
    order, running, most = [], 0, 0
    gate = asyncio.Event()

    async def handler(job: Job) -> None:
        nonlocal most, running
        if job.lane == "quiet" or not job.free:
            order.append(job.key)
        if job.lane == "quiet":
            return
        if not job.free:
            raise Again(free=True)
        running += 1
        most = max(most, running)
        await gate.wait()
        running -= 1

    async with Running(store, handler, concurrency=3) as work:
        for i in range(8):
            await work.defer("link", str(i), lane="loud")
        await eventually(lambda: running == 2)
        await work.defer("link", "q", lane="quiet")
        await eventually(lambda: "q" in order)  # while the loud chat's links hang
        gate.set()
        await eventually(lambda: len(order) == 9)
        await eventually(lambda: running == 0)
    assert [key for key in order if key != "q"] == [str(i) for i in range(8)]
    assert most == 2


async def test_again_waits_and_is_no_failure(store):
    seen = []

    async def handler(job: Job) -> None:
        seen.append((time.monotonic(), job.last, job.attempts))
        if len(seen) <= 5:
            raise Again(0.05)

    async with Running(store, handler) as work:
        await work.defer("link", "k")
        await eventually(lambda: len(seen) == 6, seconds=20)
    assert not any(last for _, last, _ in seen)
    assert [attempts for _, _, attempts in seen] == list(range(6))


async def test_failures_are_tried_again_and_the_last_one_is_announced(store, monkeypatch):
    monkeypatch.setattr(work_module, "BACKOFF_S", (0.01, 0.01))
    seen = []

    async def handler(job: Job) -> None:
        seen.append(job.last)
        raise FetchTimeout if len(seen) % 2 else RuntimeError("a bug")

    async with Running(store, handler) as work:
        await work.defer("link", "k")
        await eventually(lambda: len(seen) == 3)
        await asyncio.sleep(0.3)
    assert seen == [False, False, True]
    assert (await work.depth()).waiting == 0


async def test_a_hanging_job_is_broken_off(store, monkeypatch):
    monkeypatch.setattr(work_module, "JOB_LIMIT_S", 0.2)
    monkeypatch.setattr(work_module, "BACKOFF_S", (0.01,))
    seen = []

    async def handler(job: Job) -> None:
        seen.append(job.attempts)
        if len(seen) == 1:
            await asyncio.Event().wait()

    async with Running(store, handler) as work:
        await work.defer("link", "k")
        await eventually(lambda: len(seen) == 2)


async def test_stopping_lets_jobs_finish_and_hands_the_others_back(store, monkeypatch):
    monkeypatch.setattr(work_module, "GRACE_S", 2.0)
    started, finished = [], []

    async def handler(job: Job) -> None:
        started.append(job.key)
        await asyncio.sleep(0.2 if job.key == "short" else 60)
        finished.append(job.key)

    running = Running(store, handler)
    async with running as work:
        await work.defer("link", "short")
        await work.defer("link", "long")
        await eventually(lambda: len(started) == 2)
        begun = time.monotonic()
    assert time.monotonic() - begun < 8
    assert finished == ["short"]

    async def quick(job: Job) -> None:
        finished.append(job.key)

    async with Running(store, quick):
        await eventually(lambda: finished == ["short", "long"], seconds=5)


async def test_tidying_takes_what_failed_long_ago_and_nothing_that_waits(store, monkeypatch):
    monkeypatch.setattr(work_module, "BACKOFF_S", (0.0,))
    monkeypatch.setattr(work_module, "KEEP_FAILED_H", 0)

    async def handler(job: Job) -> None:
        raise FetchTimeout

    async def statuses() -> list[str]:
        rows = "SELECT status FROM procrastinate_jobs"
        return await store.database.run(lambda c: [str(row[0]) for row in c.exec_driver_sql(rows)])

    async with Running(store, handler) as work:
        await work.defer("link", "k")
        while await statuses() != ["failed"]:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await work.defer("link", "later", delay_s=60)
        await asyncio.sleep(0.05)
        await work.tidy()
        assert await statuses() == ["todo"]


async def test_the_queue_says_how_full_it_is(store):
    async def handler(job: Job) -> None: ...

    work = Work(store, Settings(max_queue=5, concurrency=1), {"link": handler})
    await work.open()
    for i in range(4):
        await work.defer("link", str(i))
    assert await work.busy_minutes() == 0
    await work.defer("link", "4")
    assert await work.busy_minutes() >= 1
    depth = await work.depth()
    assert (depth.waiting, depth.running) == (5, 0)
    assert 0 <= depth.oldest_s < 60
    await work.close()


async def test_jobs_deferred_by_a_program_without_the_task_are_kept(store):
    front = Work(store, Settings(), {})
    await front.open()
    assert await front.defer("link", "k", {"a": 1})
    await front.close()
    seen = []

    async def handler(job: Job) -> None:
        seen.append(job.payload)

    async with Running(store, handler):
        await eventually(lambda: seen == [{"a": 1}])


CHILD = """
import asyncio, sys
from bot.config import Work as Settings
from bot.store import Store
from bot.work import Work

async def main():
    store = await Store.open(sys.argv[1])
    async def handler(job):
        print(job.key, flush=True)
        await asyncio.sleep(3600)
    work = Work(store, Settings(concurrency=2), {"link": handler})
    await work.open()
    for i in range(2):
        await work.defer("link", f"k{i}")
    await work.run()

asyncio.run(main())
"""


async def test_jobs_of_a_killed_process_are_taken_up_while_a_living_one_keeps_its_own(store_url, monkeypatch):  # noqa: F811
    monkeypatch.setattr(work_module, "DEAD_S", 1.5)
    monkeypatch.setattr(work_module, "HEARTBEAT_S", 0.3)
    monkeypatch.setattr(work_module, "RECLAIM_S", 0.3)
    child = subprocess.Popen([sys.executable, "-c", CHILD, store_url], stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    try:
        assert {child.stdout.readline().strip() for _ in range(2)} == {"k0", "k1"}
        seen = []

        async def handler(job: Job) -> None:
            seen.append(job.key)

        async with await Store.open(store_url) as store, Running(store, handler) as work:
            if store.database.dialect == "sqlite":
                await asyncio.sleep(1.0)
                assert seen == []  # the child lives
            child.send_signal(signal.SIGKILL)
            child.wait()
            await eventually(lambda: sorted(seen) == ["k0", "k1"], seconds=15)
            assert not await work.reclaim()
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


async def test_a_store_that_is_full_when_a_job_ends_loses_nothing(tmp_path, monkeypatch):
    seen = []
    gate = asyncio.Event()

    async def handler(job: Job) -> None:
        seen.append(job.key)
        await gate.wait()

    async with await Store.open(f"sqlite:///{tmp_path / 's.sqlite'}") as store, Running(store, handler) as work:
        await work.defer("link", "k")
        await eventually(lambda: seen)
        connection = store.database._connection.connection.driver_connection
        connection.execute("PRAGMA query_only = 1")
        gate.set()
        with pytest.raises(StoreError):
            await work.defer("link", "other")
        await asyncio.sleep(1.0)
        connection.execute("PRAGMA query_only = 0")
        assert await work.defer("link", "other")
        await eventually(lambda: seen == ["k", "other"])

    async with await Store.open(f"sqlite:///{tmp_path / 's.sqlite'}") as store:
        assert (
            await store.database.run(lambda c: c.exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar())
            == 0
        )


FORKING = """
import os, sys, time
from pathlib import Path
from bot.storage.liveness import Liveness
alive = Liveness(Path(sys.argv[1]))
alive.hold(5)
child = os.fork()
if child == 0:
    print(os.getpid(), flush=True)  # by the child: what it does at its birth is done
time.sleep(60)
"""


def test_a_forked_child_does_not_keep_its_dead_parent_alive(tmp_path):
    path = tmp_path / "s.sqlite"
    parent = subprocess.Popen([sys.executable, "-c", FORKING, str(path)], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    try:
        assert not Liveness(path).dead(5)
        parent.kill()
        parent.wait()
        os.kill(child, 0)  # the child lives
        assert Liveness(path).dead(5)
    finally:
        os.kill(child, signal.SIGKILL)
        parent.stdout.close()


async def test_worker_files_do_not_pile_up(tmp_path):
    async def handler(job: Job) -> None: ...

    for _ in range(3):
        async with await Store.open(f"sqlite:///{tmp_path / 's.sqlite'}") as store, Running(store, handler):
            await asyncio.sleep(0.1)
    assert [p.name for p in tmp_path.iterdir() if ".worker-" in p.name] == []


@pytest.mark.postgres
async def test_postgresql_restarted_under_work_loses_nothing(postgres, server, monkeypatch):  # noqa: F811
    seen: list[str] = []

    async def handler(job: Job) -> None:
        await asyncio.sleep(0.02)
        seen.append(job.key)

    async with await Store.open(postgres) as store, Running(store, handler) as work:
        for i in range(60):
            await work.defer("link", str(i))
        await eventually(lambda: len(seen) > 5)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
        await eventually(lambda: set(seen) == {str(i) for i in range(60)}, seconds=40)
