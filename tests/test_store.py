"""The store's contract on SQLite and a real PostgreSQL, and what SQLite alone can meet: damage, locks, a full disk."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.storage import backup, database, schema
from bot.storage.records import ChatSettings, Delivery, State, delivery_key
from bot.store import Store
from clock import Clock
from postgres import postgres, server, store_url  # noqa: F401


@pytest.fixture
def clock() -> Clock:
    return Clock(1_700_000_000.0)


@pytest.fixture
async def store(store_url: str, clock: Clock):  # noqa: F811
    async with await Store.open(store_url, clock) as opened:
        yield opened


def delivery(chat_id: int = 7, message_id: int = 1, link: str = "https://a.example/1", **more) -> Delivery:
    return Delivery(delivery_key(chat_id, message_id, link), chat_id, link, message_id, **more)


async def test_settings_default_change_and_merge(store):
    assert await store.chat(5) == ChatSettings()
    await store.set_chat(5, language="ko", more={"zone": "Asia/Seoul"})
    await store.set_chat(5, mode="off", muted=("a.example", "b.example"), more={"hours": [22, 7]})
    expected = ChatSettings(
        language="ko",
        mode="off",
        muted=("a.example", "b.example"),
        more={"zone": "Asia/Seoul", "hours": [22, 7]},
    )
    assert await store.chat(5) == expected
    assert await store.chat(6) == ChatSettings()


async def test_settings_written_by_another_version_are_read():
    assert ChatSettings.from_json('{"language": "en", "invented_later": 1}') == ChatSettings(language="en")


async def test_settings_changed_at_once_lose_nothing(store):
    await asyncio.gather(*[store.set_chat(5, more={str(i): i}) for i in range(20)])
    assert len((await store.chat(5)).more) == 20


async def test_a_hold_survives_and_ends(store, clock):
    await store.hold(-100, clock.now + 30)
    await store.set_chat(-100, language="ko")
    assert await store.held() == {-100: clock.now + 30}
    clock.now += 31
    assert await store.held() == {}


async def test_the_journal_keeps_an_update_once_until_it_is_handled(store):
    assert await store.journal("9:aa", 9, '{"text": "안녕 新闻"}', 7, 41)
    assert await store.journal("9:aa", 9, '{"text": "안녕 新闻"}', 7, 41)  # sent again: still to be handled
    await store.journal("8:bb", 8, "{}")
    assert {entry.body for entry in await store.unhandled()} == {'{"text": "안녕 新闻"}', "{}"}
    await store.handled("9:aa")
    assert [entry.id for entry in await store.unhandled()] == ["8:bb"]
    assert not await store.journal("9:aa", 9, "x", 7, 41)
    assert await store.highest_message(7) == 41


async def test_a_link_is_accepted_once_even_when_many_try(store):
    accepted = await asyncio.gather(*[store.accept(delivery()) for _ in range(10)])
    assert sum(accepted) == 1
    found = await store.delivery(delivery().key)
    assert found.state is State.ACCEPTED
    assert found.link_key == "https://a.example/1"
    assert found.floor == -1


async def test_a_delivery_goes_and_comes_whole(store, clock):
    d = delivery(payload={"url": "https://a.example/1", "to": "zh-Hant", "deep": {"a": [1]}}, thread_id=3)
    await store.accept(d)
    clock.now += 5
    bodies = ({"text": "읽는 중…"}, {"text": "둘"})
    await store.save(replace(d, state=State.ANSWER_SENDING, bodies=bodies, messages=(90, 95), floor=89, outcome="ok"))
    found = await store.delivery(d.key)
    assert (found.bodies, found.messages, found.floor, found.outcome) == (bodies, (90, 95), 89, "ok")
    assert found.payload == d.payload
    assert found.thread_id == 3
    assert found.since == clock.now
    assert found.created_at == clock.now - 5
    assert await store.highest_message(7) == 95
    assert await store.known_messages(7, 90) == {90, 95}
    assert await store.known_messages(7, 95) == set()


async def test_unfinished_are_the_open_ones_oldest_first(store, clock):
    for i in (3, 1, 2):
        clock.now += 1
        await store.accept(delivery(message_id=i))
    await store.save(replace(delivery(message_id=1), state=State.ANSWERED, outcome="ok"))
    assert [d.message_id for d in await store.unfinished()] == [3, 2]


async def test_the_same_link_within_a_day_in_the_same_chat_and_topic(store, clock):
    await store.accept(delivery(message_id=1))
    first = delivery(message_id=1)
    assert (await store.answered_before(7, first.link_key)).key == first.key  # in the making
    assert await store.answered_before(7, first.link_key, except_key=first.key) is None
    assert await store.answered_before(8, first.link_key) is None
    assert await store.answered_before(7, first.link_key, thread_id=4) is None
    await store.save(replace(first, state=State.ANSWERED, outcome="paywalled"))
    assert await store.answered_before(7, first.link_key) is None  # an error is worth another try
    await store.save(replace(first, state=State.ANSWERED, outcome="ok", messages=(12,)))
    assert (await store.answered_before(7, first.link_key)).messages == (12,)
    clock.now += 86401
    assert await store.answered_before(7, first.link_key) is None


async def test_kept_things_end(store, clock):
    await store.keep("brief", "k", "v1", 60)
    await store.keep("brief", "k", "v2", 60)
    await store.keep("button", "k", "other", 60)
    assert (await store.kept("brief", "k"), await store.kept("button", "k")) == ("v2", "other")
    clock.now += 61
    assert await store.kept("brief", "k") is None
    assert await store.tidy() == 2


async def test_tidy_never_takes_what_is_open(store, clock):
    await store.accept(delivery(message_id=1))
    await store.accept(delivery(message_id=2))
    await store.save(replace(delivery(message_id=2), state=State.FAILED, outcome="blocked"))
    await store.journal("1:a", 1, "{}")
    await store.journal("2:b", 2, "{}")
    await store.handled("2:b")
    clock.now += 365 * 86400
    assert await store.tidy() == 2
    assert [d.message_id for d in await store.unfinished()] == [1]
    assert [entry.id for entry in await store.unhandled()] == ["1:a"]


async def test_a_group_that_moves_takes_its_settings_and_its_open_links(store):
    await store.set_chat(-5, language="ko")
    await store.accept(delivery(-5, 1))
    await store.accept(delivery(-5, 2))
    await store.save(replace(delivery(-5, 1), state=State.PLACEHOLDER_SENT, messages=(9,)))
    await store.save(replace(delivery(-5, 2), state=State.ANSWERED, outcome="ok", messages=(10,)))
    await store.move_chat(-5, -1005)
    await store.move_chat(-5, -1005)
    assert (await store.chat(-1005)).language == "ko"
    assert (await store.chat(-5)) == ChatSettings()
    (open_one,) = await store.unfinished()
    assert (open_one.chat_id, open_one.state, open_one.messages, open_one.message_id) == (-1005, "accepted", (), 0)
    # A job that still holds the old value does not move it back.
    await store.save(replace(delivery(-5, 1), state=State.PLACEHOLDER_SENT, messages=(3,)))
    assert (await store.delivery(open_one.key)).chat_id == -1005


async def test_forgetting_a_chat_leaves_nothing_of_it(store, clock):
    await store.set_chat(7, language="ko")
    await store.hold(7, clock.now + 99)
    await store.accept(delivery(7))
    await store.journal("1:a", 1, '{"text": "secret"}', 7, 5)
    await store.keep("button", "t", "x", 60, chat_id=7)
    await store.accept(delivery(8))
    await store.forget_chat(7)
    assert await store.counts() == {"chats": 0, "open": 1, "answered": 0, "failed": 0, "unhandled": 0}
    assert await store.kept("button", "t") is None
    assert await store.held() == {}
    await store.save(replace(delivery(7), state=State.ANSWERED))  # a job that was under way
    assert await store.delivery(delivery(7).key) is None


async def test_our_other_messages_are_known_too(store):
    await store.sent(7, 30)
    await store.sent(7, 30)
    assert await store.known_messages(7, 0) == {30}


async def test_what_one_caller_does_wrong_harms_no_other(store):
    def wrong(connection):
        connection.exec_driver_sql("INSERT INTO kept VALUES ('a', 'b', 'c', 0, 9e9)")
        raise RuntimeError("mine")

    results = await asyncio.gather(
        store.accept(delivery(1)), store.database.run(wrong), store.accept(delivery(2)), return_exceptions=True
    )
    assert results[0] is True
    assert isinstance(results[1], RuntimeError)
    assert results[2] is True
    assert await store.kept("a", "b") is None  # nothing of the wrong one stayed


async def test_opened_again_it_is_the_same_and_a_newer_schema_is_refused(store_url, clock):  # noqa: F811
    async with await Store.open(store_url, clock) as first:
        await first.set_chat(1, language="ko")
    async with await Store.open(store_url, clock) as second:
        assert (await second.chat(1)).language == "ko"
        later = len(schema.MIGRATIONS) + 1
        await second.database.run(lambda c: c.exec_driver_sql(f"INSERT INTO schema_version VALUES ({later})") and None)
    with pytest.raises(StoreError, match="upgrade keyclaims") as refused:
        await Store.open(store_url, clock)
    assert refused.value.detail == "newer"


async def test_two_programs_may_start_together(store_url, clock):  # noqa: F811
    stores = await asyncio.gather(*[Store.open(store_url, clock) for _ in range(4)])
    await asyncio.gather(*[s.set_chat(i, language="en") for i, s in enumerate(stores)])
    assert (await stores[0].counts())["chats"] == 4
    for s in stores:
        await s.close()


async def test_migrations_make_the_tables_that_the_code_knows(store):
    from sqlalchemy import inspect

    def columns(connection):
        look = inspect(connection)
        return {t.name: {c["name"] for c in look.get_columns(t.name)} for t in schema.metadata.sorted_tables}

    expected = {t.name: {c.name for c in t.columns} for t in schema.metadata.sorted_tables}
    assert await store.database.run(columns) == expected


# SQLite alone


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


async def test_a_file_that_another_program_is_opening_too_is_waited_for(path):
    # What two programs do that start at the same moment: each reads the file while the other wants all of it.
    other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.4, lambda: other.execute("COMMIT"))
    release.start()
    async with await Store.open(f"sqlite:///{path}") as store:
        assert await store.database.run(lambda c: c.exec_driver_sql("PRAGMA journal_mode").scalar()) == "wal"
    release.join()
    other.close()


async def test_every_commit_is_on_disk_when_it_returns(path):
    async with await Store.open(f"sqlite:///{path}") as store:
        pragmas = await store.database.run(
            lambda c: [c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        )
        assert pragmas == ["wal", 2]
        await store.set_chat(1, language="ko")
        other = sqlite3.connect(path)  # another process would see it
        assert other.execute("SELECT count(*) FROM chats").fetchone() == (1,)
        other.close()
    assert path.stat().st_mode & 0o077 == 0


async def test_writers_that_wait_together_share_a_commit(path):
    async with await Store.open(f"sqlite:///{path}") as store:
        commits = 0

        def count(_connection):
            nonlocal commits
            commits += 1

        from sqlalchemy import event

        event.listen(store.database.engine, "commit", count)
        gate = threading.Event()
        blocked = store.database.run(lambda c: gate.wait(5))
        await asyncio.sleep(0.05)
        waiting = [store.accept(delivery(i)) for i in range(50)]
        tasks = [asyncio.ensure_future(w) for w in waiting]
        await asyncio.sleep(0.05)
        gate.set()
        await blocked
        assert all(await asyncio.gather(*tasks))
        assert commits <= 3


async def test_locked_by_another_program_is_said_and_then_goes_on(path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MS", 100)
    async with await Store.open(f"sqlite:///{path}") as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program") as locked:
            await store.accept(delivery())
        assert locked.value.detail == "locked"
        assert locked.value.retry
        other.execute("COMMIT")
        other.close()
        assert await store.accept(delivery())


async def test_a_full_disk_is_said_loses_nothing_and_goes_on(path):
    async with await Store.open(f"sqlite:///{path}") as store:
        await store.accept(delivery(1))
        pages = await store.database.run(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
        # SQLite answers a reached page limit as it answers a full disk: SQLITE_FULL.
        await _outside(store, f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk is full") as full:
            await store.accept(delivery(2, payload={"text": "x" * 100_000}))
        assert full.value.detail == "full"
        await _outside(store, "PRAGMA max_page_count = 100000")
        assert await store.accept(delivery(60))
        assert delivery(1).key in {d.key for d in await store.unfinished()}


async def _outside(store: Store, pragma: str) -> None:
    await store.database.run(lambda c: c.exec_driver_sql(pragma) and None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody may")
async def test_a_read_only_folder_is_said_as_a_user(path):
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError):
            await Store.open(f"sqlite:///{path}")
    finally:
        path.parent.chmod(0o700)


async def test_a_store_turned_read_only_is_said(path):
    async with await Store.open(f"sqlite:///{path}") as store:
        await store.accept(delivery(1))
        await _outside(store, "PRAGMA query_only = 1")
        with pytest.raises(StoreError, match="read-only") as refused:
            await store.accept(delivery(2))
        assert refused.value.detail == "readonly"
        store.database._connection.connection.driver_connection.execute("PRAGMA query_only = 0")
        assert await store.accept(delivery(2))


@pytest.mark.parametrize("harm", ["header", "middle", "text", "wal without file"])
async def test_a_damaged_store_is_reported_and_left_as_it_is(path, harm):
    async with await Store.open(f"sqlite:///{path}") as store:
        await asyncio.gather(*[store.accept(delivery(i, payload={"filler": "x" * 200})) for i in range(200)])
    before = spoil(path, harm)
    with pytest.raises(StoreError) as damaged:
        await Store.open(f"sqlite:///{path}")
    assert damaged.value.detail == "damaged"
    assert str(path) in str(damaged.value)
    assert (path.read_bytes() if path.exists() else None) == before  # never silently made anew
    if before is not None:
        assert backup.damage(path)
        kept = backup.set_aside(path, "20261125-010203")
        assert kept.read_bytes() == before
        async with await Store.open(f"sqlite:///{path}") as fresh:
            assert await fresh.accept(delivery())


def spoil(path: Path, harm: str) -> bytes | None:
    content = bytearray(path.read_bytes())
    if harm == "header":
        content[:16] = b"\x00" * 16
    elif harm == "middle":
        content[4096:-4096] = os.urandom(len(content) - 8192)
    elif harm == "text":
        content[:] = b"this was never a database, somebody pointed store.url at a diary\n" * 100
    path.write_bytes(content)
    if harm == "wal without file":
        path.unlink()
        Path(f"{path}-wal").write_bytes(b"left over")
    return path.read_bytes() if path.exists() else None


async def test_a_backup_of_a_running_store_is_whole(path, tmp_path):
    copy = tmp_path / "copy.sqlite"
    async with await Store.open(f"sqlite:///{path}") as store:
        stop = asyncio.Event()

        async def write() -> int:
            i = 0
            while not stop.is_set():
                await store.accept(delivery(i))
                i += 1
            return i

        writing = asyncio.create_task(write())
        await asyncio.sleep(0.1)
        await asyncio.to_thread(backup.backup, path, copy)
        stop.set()
        written = await writing
    assert backup.damage(copy) == ""
    assert copy.stat().st_mode & 0o077 == 0
    async with await Store.open(f"sqlite:///{copy}") as restored:
        assert 0 < (await restored.counts())["open"] <= written


def test_loading_the_command_line_does_not_load_the_store():
    code = "import bot.cli, bot.storage.records, sys; print([m for m in ('sqlalchemy', 'procrastinate') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


# PostgreSQL alone


@pytest.mark.postgres
async def test_postgresql_restarted_is_waited_for(postgres, server):  # noqa: F811
    async with await Store.open(postgres) as store:
        await store.accept(delivery(1))
        await asyncio.to_thread(server.stop)
        waiting = [asyncio.ensure_future(store.accept(delivery(i))) for i in range(2, 8)]
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
        assert await asyncio.gather(*waiting) == [True] * 6
        assert (await store.counts())["open"] == 7


@pytest.mark.postgres
async def test_postgresql_out_of_reach_is_said_without_the_password():
    with pytest.raises(StoreError) as unreachable:
        await Store.open("postgresql://user:hunter2@127.0.0.1:1/db")
    assert unreachable.value.detail == "unreachable"
    assert "hunter2" not in str(unreachable.value)
