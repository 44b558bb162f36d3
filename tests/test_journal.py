"""Updates are on disk before `put` returns, and come again until they are handled."""

import asyncio
import sqlite3
import subprocess
import sys

import pytest
from telegram import Update

from bot.errors import StoreError
from bot.storage import journal
from bot.storage.journal import JournalQueue, name, whose
from bot.store import Store
from postgres import postgres, server, store_url  # noqa: F401


@pytest.fixture
async def store(store_url: str):  # noqa: F811
    async with await Store.open(store_url) as opened:
        yield opened


def message(update_id: int, text: str = "뉴스 https://a.example/1", message_id: int = 0, chat_id: int = 7) -> dict:
    return {
        "update_id": update_id,
        "message": {
            "message_id": message_id or update_id,
            "date": 1_700_000_000,
            "chat": {"id": chat_id, "type": "private", "first_name": "은지"},
            "from": {"id": 7, "is_bot": False, "first_name": "은지", "language_code": "ko"},
            "text": text,
            "entities": [{"type": "url", "offset": 3, "length": 19}],
        },
    }


def parse(data: dict) -> Update:
    return Update.de_json(data, None)


async def test_an_update_is_on_disk_when_put_returns_and_gone_when_handled(store):
    queue = JournalQueue(store)
    update = parse(message(5))
    await queue.put(update)
    (entry,) = await store.unhandled()
    assert "뉴스 https://a.example/1" in entry.body
    assert await queue.get() is update
    await queue.handled(update)
    assert await store.unhandled() == []
    counted = await store.database.run(lambda c: c.exec_driver_sql("SELECT body FROM journal").scalar())
    assert counted == ""  # nobody's words are kept


async def test_what_a_crash_cut_short_comes_again_first_and_in_order(store):
    first = JournalQueue(store)
    for number in (3, 4, 5, 6):
        await first.put(parse(message(number)))
    await first.handled(await first.get())
    # Killed here. Telegram was not told about 5 and 6, so it sends them again.
    second = JournalQueue(store)
    assert await second.replay(parse) == 3
    await second.put(parse(message(5)))
    await second.put(parse(message(6)))
    await second.put(parse(message(7)))
    got = [(await second.get()).update_id for _ in range(second.qsize())]
    assert got == [4, 5, 6, 7]


async def test_an_update_sent_again_after_it_was_handled_is_not_handed_out(store):
    first = JournalQueue(store)
    await first.put(parse(message(5)))
    await first.handled(await first.get())
    for queue in (first, JournalQueue(store)):
        await queue.put(parse(message(5)))
        assert queue.empty()


async def test_the_same_update_twice_at_the_same_time_is_handed_out_once(store):
    queue = JournalQueue(store)
    await asyncio.gather(*[queue.put(parse(message(5))) for _ in range(5)])
    assert queue.qsize() == 1


async def test_updates_put_side_by_side_are_handed_out_in_their_order(store):
    queue = JournalQueue(store)
    numbers = range(100, 160)
    await asyncio.gather(*[queue.put(parse(message(number))) for number in numbers])
    assert [queue.get_nowait().update_id for _ in numbers] == list(numbers)
    again = JournalQueue(store)
    assert await again.replay(parse) == len(numbers)
    assert [again.get_nowait().update_id for _ in numbers] == list(numbers)


async def test_update_ids_may_begin_again(store):
    queue = JournalQueue(store)
    await queue.put(parse(message(5)))
    await queue.handled(await queue.get())
    await queue.put(parse(message(5, "https://b.example/2", message_id=77)))
    assert (await queue.get()).message.message_id == 77


async def test_what_is_no_update_passes_through(store):
    queue = JournalQueue(store)
    stop = object()
    await queue.put(stop)
    assert await queue.get() is stop
    assert await store.unhandled() == []


async def test_replayed_updates_are_handled_under_their_name(store):
    first = JournalQueue(store)
    await first.put(message(5))  # raw JSON, as a webhook has it
    second = JournalQueue(store)
    await second.replay(parse)
    await second.handled(await second.get())
    assert await store.unhandled() == []


async def test_a_front_end_takes_up_only_what_another_has_left_for_long(store):
    other = JournalQueue(store)
    await other.put(parse(message(5)))
    living = JournalQueue(store)
    assert await living.replay(parse, older_s=60) == 0
    await asyncio.sleep(0.2)
    assert await living.replay(parse, older_s=0.1) == 1
    assert await living.replay(parse, older_s=0.1) == 0  # in hand already


async def test_an_entry_that_cannot_be_read_does_not_stop_the_start(store):
    await store.journal("1:x", 1, '{"update_id": 1, "from_the_future": {}}')
    await store.journal("2:y", 2, "{broken")
    await store.journal("3:z", 3, '{"update_id": 3, "message": {"no": "chat"}}')
    queue = JournalQueue(store)
    assert await queue.replay(parse) == 1
    assert (await queue.get()).update_id == 1


async def test_while_the_store_cannot_write_put_waits_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "PAUSES_S", (0.05,))
    async with await Store.open(f"sqlite:///{tmp_path / 's.sqlite'}") as store:
        connection = store.database._connection.connection.driver_connection
        connection.execute("PRAGMA query_only = 1")
        queue, impatient = JournalQueue(store), JournalQueue(store, patience_s=0.1)
        waiting = asyncio.create_task(queue.put(parse(message(5))))
        with pytest.raises(StoreError):
            await impatient.put(parse(message(6)))
        assert not waiting.done()  # so Telegram's offset has not moved
        connection.execute("PRAGMA query_only = 0")
        await asyncio.wait_for(waiting, 5)
        assert (await queue.get()).update_id == 5
        await impatient.put(parse(message(6)))
        assert (await impatient.get()).update_id == 6


CHILD = """
import asyncio, os, signal, sys
from bot.storage.journal import JournalQueue
from bot.store import Store

async def main():
    store = await Store.open(sys.argv[1])
    queue = JournalQueue(store)
    for number in range(10_000):
        await queue.put({"update_id": number, "message": {"chat": {"id": 7}, "message_id": number}})
        print(number, flush=True)

asyncio.run(main())
"""


def test_killed_while_journaling_every_update_said_to_be_kept_is_kept(tmp_path):
    path = tmp_path / "s.sqlite"
    child = subprocess.Popen([sys.executable, "-c", CHILD, f"sqlite:///{path}"], stdout=subprocess.PIPE, text=True)
    for _ in range(50):
        child.stdout.readline()
    child.kill()
    told = [int(line) for line in child.stdout.read().split()]
    child.wait()
    child.stdout.close()
    rows = sqlite3.connect(path).execute("SELECT position FROM journal").fetchall()
    assert {row[0] for row in rows} >= set(range(max([49, *told]) + 1))


def test_chat_and_message_of_every_kind_of_update():
    chat = {"id": -100, "type": "supergroup"}
    assert whose({"update_id": 1, "message": {"chat": chat, "message_id": 9}}) == (-100, 9)
    assert whose({"update_id": 1, "edited_channel_post": {"chat": chat, "message_id": 9}}) == (-100, 9)
    # The message a button hangs on, or that is reacted to, can be ours: it is not "known to be another's".
    assert whose({"update_id": 1, "callback_query": {"id": "1", "message": {"chat": chat, "message_id": 9}}}) == (
        -100,
        0,
    )
    assert whose({"update_id": 1, "message_reaction": {"chat": chat, "message_id": 9}}) == (-100, 0)
    assert whose({"update_id": 1, "my_chat_member": {"chat": chat}}) == (-100, 0)
    assert whose({"update_id": 1, "inline_query": {"id": "1"}}) == (0, 0)


def test_the_name_is_the_id_and_the_content():
    assert name(message(5)) == name(dict(reversed(message(5).items())))
    assert name(message(5)) != name(message(5, "other"))
    assert name(message(5)) != name(message(6, message_id=5))
