"""The ledger against a chat that is as strict as Telegram, with the process dying at every single step."""

import asyncio
import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messaging import ledger
from bot.messaging.ledger import Edit, Gone, Held, Moved, Unsure
from bot.storage.records import Delivery, State, delivery_key
from bot.store import Store

PLACEHOLDER = {"text": "Reading a.example …"}
PARTS = [{"text": "• first part"}, {"text": "• second part"}, {"text": "• third part"}]
KEY = delivery_key(7, 100, "https://a.example/1")


class Killed(BaseException):
    """kill -9: nothing below catches it."""


@dataclass
class Chat:
    """One chat as Telegram sees it, and an Outbox to it. Every call may be cut: before it is done, or after."""

    messages: dict[int, tuple[str, dict]] = field(default_factory=lambda: {100: ("user", {"text": "link"})})
    fate: "itertools.chain" = field(default_factory=lambda: itertools.repeat(""))
    calls: int = 0
    gaps: "itertools.chain" = field(default_factory=lambda: itertools.repeat(0))
    """How many messages of others come between, before each of ours."""
    known: list[int] = field(default_factory=lambda: [100])

    def _fate(self, when: str) -> None:
        self.calls += when == "before"
        match next(self.fate):
            case "kill":
                raise Killed
            case "lost":
                raise Unsure("reset")
            case "held" if when == "before":
                raise Held(0.0)

    def others_say(self, number: int) -> None:
        for _ in range(number):
            self.messages[max(self.messages) + 1] = ("user", {"text": "chatter"})

    async def send(self, delivery: Delivery, body: dict) -> int:
        self._fate("before")
        self.others_say(next(self.gaps))
        number = max(self.messages) + 1
        self.messages[number] = ("bot", dict(body))
        self._fate("after")
        return number

    async def edit(self, chat_id: int, message_id: int, body: dict) -> Edit:
        self._fate("before")
        if message_id not in self.messages:
            return Edit.MISSING
        author, old = self.messages[message_id]
        if author != "bot":
            return Edit.FOREIGN
        self.messages[message_id] = ("bot", dict(body))
        self._fate("after")
        return Edit.SAME if old == body else Edit.DONE

    def ours(self) -> list[dict]:
        return [body for author, body in self.messages.values() if author == "bot"]


class CutStore:
    """The store, with the process dying before or after a write at will."""

    def __init__(self, store: Store, chat: Chat) -> None:
        self._store = store
        self._chat = chat

    def __getattr__(self, name: str):
        return getattr(self._store, name)

    async def save(self, delivery: Delivery) -> None:
        self._chat._fate("before")
        await self._store.save(delivery)
        self._chat._fate("after")


@pytest.fixture(autouse=True)
def _no_settling(monkeypatch):
    monkeypatch.setattr(ledger, "SETTLE_S", 0.0)
    monkeypatch.setattr(ledger, "CATCH_UP_S", (0.0, 0.0))


async def open_store(path) -> Store:
    store = await Store.open(f"sqlite:///{path}")
    # The deaths of this file are exceptions, not power cuts: no need to wait for the disk.
    store.database._connection.connection.driver_connection.execute("PRAGMA synchronous = OFF")
    return store


@pytest.fixture
async def store(tmp_path):
    async with await open_store(tmp_path / "s.sqlite") as opened:
        yield opened


LINK = "https://a.example/1"


async def begin(store: Store, link: str = LINK, message_id: int = 100, chat_id: int = 7) -> str:
    key = delivery_key(chat_id, message_id, link)
    await store.journal(f"{chat_id}:{message_id}", 1, "{}", chat_id, message_id)
    await store.accept(Delivery(key, chat_id, link, message_id))
    return key


async def work_off(store, chat: Chat, key: str, parts=PARTS, attempts: int = 60) -> Delivery:
    """What bot/telegram.py does, again after every death, as the queue does it."""
    for attempt in range(attempts):
        try:
            cut = CutStore(store, chat)
            delivery = await store.delivery(key)
            delivery = await ledger.announce(cut, chat, delivery, PLACEHOLDER)
            # Made anew after a crash, an answer may differ: another time taken, another wording.
            made = [{**part, "seconds": attempt} for part in parts]
            delivery = await ledger.answer(cut, chat, delivery, made)
            return delivery
        except (Killed, Unsure, Held):
            continue
    raise AssertionError("never done")


def texts(chat: Chat) -> list[str]:
    return [body["text"] for body in chat.ours()]


async def test_a_reply_is_one_placeholder_and_one_edit(store):
    chat = Chat()
    key = await begin(store)
    done = await work_off(store, chat, key, PARTS[:1])
    assert texts(chat) == ["• first part"]
    assert (done.state, done.outcome, done.messages, done.bodies) == (State.ANSWERED, "ok", (101,), ())
    calls = chat.calls
    assert (await work_off(store, chat, key)).state is State.ANSWERED
    assert chat.calls == calls  # nothing is said a second time


@pytest.mark.parametrize("parts", [1, 3])
async def test_killed_at_every_step_the_answer_is_there_once(store, parts):
    """Step by step: the process dies at the n-th step of its life, for every n there is, and then lives on."""
    for step in itertools.count():
        kill = iter(["kill"])
        chat = Chat(fate=itertools.chain([""] * step, kill, itertools.repeat("")))
        key = await begin(store, chat_id=1000 + step)
        await work_off(store, chat, key, PARTS[:parts])
        assert texts(chat) == [part["text"] for part in PARTS[:parts]], f"killed at step {step}"
        if next(kill, None):  # it was done before it could be killed: that was every step
            break
    assert step >= 9 + 3 * parts


async def test_killed_at_every_pair_of_steps(store):
    for first, second in itertools.product(range(18), range(12)):
        fate = itertools.chain([""] * first, ["kill"], [""] * second, ["kill"], itertools.repeat(""))
        chat = Chat(fate=fate, gaps=itertools.cycle([0, 2]))
        key = await begin(store, chat_id=1000 + 100 * first + second)
        await work_off(store, chat, key, PARTS[:2])
        assert texts(chat) == ["• first part", "• second part"], (first, second)


@pytest.fixture(scope="module")
def lawyer(tmp_path_factory):
    """A loop and a store for many examples; each takes a chat of its own."""
    numbers = itertools.count(1)
    path = tmp_path_factory.mktemp("law") / "s.sqlite"
    with asyncio.Runner() as runner:
        store = runner.run(open_store(path))
        yield lambda example: runner.run(example(store, next(numbers)))
        runner.run(store.close())


@settings(max_examples=120, deadline=None)
@given(
    fates=st.lists(st.sampled_from(["", "", "", "kill", "lost", "held"]), max_size=60),
    gaps=st.lists(st.integers(0, 12), min_size=1, max_size=10),
    parts=st.integers(1, 3),
)
def test_whatever_happens_in_whatever_order_the_answer_is_there_once(lawyer, fates, gaps, parts):
    async def example(store: Store, chat_id: int) -> None:
        chat = Chat(fate=itertools.chain(fates, itertools.repeat("")), gaps=itertools.cycle(gaps))
        done = await work_off(store, chat, await begin(store, chat_id=chat_id), PARTS[:parts])
        assert texts(chat) == [part["text"] for part in PARTS[:parts]]
        assert done.state is State.ANSWERED

    lawyer(example)


async def test_what_was_fixed_to_be_said_is_said_after_a_crash(store):
    # Dies after the edit was done and before that was written down: the second making must not be shown.
    chat = Chat(fate=itertools.chain([""] * 9, ["kill"], itertools.repeat("")))
    key = await begin(store)
    await work_off(store, chat, key, PARTS[:1])
    assert chat.ours() == [{"text": "• first part", "seconds": 0}]


async def test_messages_of_others_and_of_ours_are_not_touched(store):
    chat = Chat()
    await work_off(store, chat, await begin(store), PARTS[:1])  # an earlier answer, id 101
    chat.messages[102] = ("bot", {"text": "a menu"})
    await store.sent(7, 102)
    chat.others_say(10)
    chat.messages[113] = ("user", {"text": "another link"})
    chat.fate = itertools.chain([""] * 3, ["kill"], itertools.repeat(""))  # sent, not written down
    key = await begin(store, "https://a.example/2", 113)
    await work_off(store, chat, key, [{"text": "• second answer"}])
    assert texts(chat) == ["• first part", "a menu", "• second answer"]


async def test_a_backlog_between_the_floor_and_ours_is_passed(store):
    """500 messages came while the bot was down; only the first hundred were fetched when it died."""
    chat = Chat()
    chat.others_say(500)
    for number in range(101, 601):
        await store.journal(f"m{number}", number, "{}", 7, number)
    await store.database.run(lambda c: c.exec_driver_sql("DELETE FROM journal WHERE message_id > 200") and None)
    chat.fate = itertools.chain([""] * 3, ["kill"], itertools.repeat(""))
    key = await begin(store)
    with pytest.raises(Killed):
        await ledger.announce(CutStore(store, chat), chat, await store.delivery(key), PLACEHOLDER)
    for number in range(201, 601):  # fetched after the restart
        await store.journal(f"m{number}", number, "{}", 7, number)
    await work_off(store, chat, key, PARTS[:1])
    assert texts(chat) == ["• first part"]


async def test_updates_that_waited_while_we_were_dead_are_journaled_before_we_look(tmp_path, monkeypatch):
    """Private chats share a count: forty messages to other chats came, unheard of, before ours was sent."""
    monkeypatch.setattr(ledger, "CATCH_UP_S", (0.3, 30.0))
    monkeypatch.setattr(ledger, "QUIET_S", 1.0)
    chat = Chat(fate=itertools.chain([""] * 3, ["kill"], itertools.repeat("")))
    path = tmp_path / "s.sqlite"
    async with await open_store(path) as store:
        key = await begin(store)
        chat.messages[140] = ("nobody", {})
        with pytest.raises(Killed):
            await ledger.announce(CutStore(store, chat), chat, await store.delivery(key), PLACEHOLDER)
        del chat.messages[140]
    async with await open_store(path) as store:

        async def polling() -> None:
            for number in range(101, 141):
                await asyncio.sleep(0.01)
                await store.journal(f"late{number}", number, "{}", 8, number)

        task = asyncio.create_task(polling())
        await work_off(store, chat, key, PARTS[:1])
        await task
    assert texts(chat) == ["• first part"]


async def test_looking_is_bounded_when_nothing_was_sent(store):
    chat = Chat(fate=itertools.chain([""] * 2, ["kill"], itertools.repeat("")))  # written down, not sent
    await work_off(store, chat, await begin(store), PARTS[:1])
    assert texts(chat) == ["• first part"]
    assert chat.calls < 2 * ledger.MISSES + 12


async def test_a_look_that_is_held_goes_on_where_it_was(store):
    chat = Chat(fate=itertools.chain([""] * 3, ["kill"], itertools.repeat("")))
    chat.others_say(20)
    key = await begin(store)
    with pytest.raises(Killed):
        await ledger.announce(CutStore(store, chat), chat, await store.delivery(key), PLACEHOLDER)
    # Every fifth call is refused, before it is done: "too many requests".
    chat.fate = itertools.cycle(["held", "", "", "", ""])
    looked = []
    edit = chat.edit

    async def noted(chat_id, message_id, body):
        shown = await edit(chat_id, message_id, body)
        looked.append(message_id)
        return shown

    chat.edit = noted
    await work_off(store, chat, key, PARTS[:1])
    assert texts(chat) == ["• first part"]
    assert looked[:21] == list(range(101, 122))  # each id once, although every fifth call was refused


async def test_a_deleted_placeholder_is_answered_anew(store):
    chat = Chat()
    key = await begin(store)
    delivery = await ledger.announce(store, chat, await store.delivery(key), PLACEHOLDER)
    del chat.messages[delivery.messages[0]]
    chat.others_say(3)
    done = await ledger.answer(store, chat, delivery, PARTS[:2])
    assert texts(chat) == ["• first part", "• second part"]
    assert done.state is State.ANSWERED


async def test_a_chat_that_is_gone_ends_the_delivery(store):
    class Closed(Chat):
        async def send(self, delivery, body):
            raise Gone("blocked")

    done = await ledger.announce(store, Closed(), await store.delivery(await begin(store)), PLACEHOLDER)
    assert (done.state, done.outcome) == (State.FAILED, "blocked")
    assert not (await store.delivery(KEY)).open
    assert await store.unfinished() == []


async def test_blocked_between_placeholder_and_answer(store):
    class Closing(Chat):
        async def edit(self, chat_id, message_id, body):
            raise Gone("kicked")

    chat = Closing()
    delivery = await ledger.announce(store, chat, await store.delivery(await begin(store)), PLACEHOLDER)
    done = await ledger.answer(store, chat, delivery, PARTS[:1])
    assert (done.state, done.outcome) == (State.FAILED, "kicked")


async def test_a_group_that_moved_is_answered_where_it_went(store):
    class Moving(Chat):
        async def send(self, delivery, body):
            if delivery.chat_id == 7:
                raise Moved(-1007)
            return await super().send(delivery, body)

    chat = Moving()
    key = await begin(store)
    await store.set_chat(7, language="ko")
    with pytest.raises(Moved):
        await ledger.announce(store, chat, await store.delivery(key), PLACEHOLDER)
    done = await work_off(store, chat, key, PARTS[:1])
    assert (done.chat_id, done.state, texts(chat)) == (-1007, State.ANSWERED, ["• first part"])
    assert (await store.chat(-1007)).language == "ko"


async def test_a_pointer_needs_no_placeholder_and_is_sent_once(store):
    for step in range(12):
        chat = Chat(fate=itertools.chain([""] * step, ["kill"], itertools.repeat("")))
        key = await begin(store, chat_id=1000 + step)
        for _ in range(4):
            try:
                await ledger.answer(CutStore(store, chat), chat, await store.delivery(key), [{"text": "see above"}])
            except Killed:
                continue
        assert texts(chat) == ["see above"], step


async def test_recover_gives_every_open_delivery_its_job(store):
    deferred = []

    async def defer(delivery: Delivery) -> None:
        deferred.append(delivery.message_id)

    for number in (100, 101, 102):
        await begin(store, "https://a.example/1", number)
    await work_off(store, Chat(), delivery_key(7, 101, "https://a.example/1"), PARTS[:1])
    assert await ledger.recover(store, defer) == 2
    assert deferred == [100, 102]


def looked_at(search, show) -> list[int]:
    """All ids that a search asks for, shown `show(id)`; the one it returns last."""
    ids = []
    try:
        ids.append(next(search))
        while True:
            ids.append(search.send(show(ids[-1])))
    except StopIteration as end:
        return [*ids, end.value]


def test_looking_goes_up_from_the_floor_past_what_is_known_and_ends():
    def missing(_):
        return Edit.MISSING

    own = [i for i in range(11, 40) if i not in (11, 13)][: ledger.MISSES]
    assert looked_at(ledger.look(10, [11, 13, 5]), missing) == [*own, None]
    both = looked_at(ledger.look(10, [11], range(12, 40)), missing)
    assert both[:4] == [40, 12, 41, 13]
    assert len(both) == 2 * ledger.MISSES + 1
    assert len(looked_at(ledger.look(0, []), lambda _: Edit.FOREIGN)) == ledger.PROBES + 1
    # Deleted messages in a row, then messages of others, then ours.
    shown = {**dict.fromkeys(range(1, 8), Edit.MISSING), **dict.fromkeys(range(8, 20), Edit.FOREIGN), 20: Edit.SAME}
    assert looked_at(ledger.look(0, []), shown.get)[-1] == 20


@pytest.mark.parametrize("shared", [True, False])
async def test_ours_is_found_soon_whether_chats_share_a_count_or_not(store, shared):
    """A hundred messages of other chats came between; ids of private chats count them, those of supergroups do not."""
    for number in range(101, 201):
        await store.journal(f"o{number}", number, "{}", 8, number)
    chat = Chat(fate=itertools.chain([""] * 3, ["kill"], itertools.repeat("")))
    if shared:
        send = chat.send

        async def later(delivery, body):
            chat.messages[200] = ("nobody", {})
            try:
                return await send(delivery, body)
            finally:
                del chat.messages[200]

        chat.send = later
    await work_off(store, chat, await begin(store), PARTS[:1])
    assert texts(chat) == ["• first part"]
    assert chat.messages.keys() == {100, 201 if shared else 101}
