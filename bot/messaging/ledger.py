"""The ledger: every reply is one placeholder and one edit, written down before it is sent.

In: a `Delivery`, what is to be said (opaque JSON bodies), a `Store`, an `Outbox` (bot/telegram.py implements it). Out:
the delivery in its new state. `announce` and `answer` may be called again at any moment, after any crash: what is in
the chat already is not sent a second time, and what was fixed to be said is said unchanged.

Telegram knows no idempotency key. A send that was in the air when the process died may or may not have arrived, so
the ledger looks: ids in a chat only grow, hence ours is above every id that was known when the send began (`floor`),
and editing a message to the text that it already has is answered "message is not modified": proof that it is ours and
there. A message of somebody else "can't be edited", and one that does not exist is "not found".

Never: Telegram's library, a text of its own, a second reply because an answer from Telegram was lost.

    async def work_off(job):                                     # in bot/telegram.py
        delivery = await store.delivery(job.key)
        if delivery is None or not delivery.open: return
        delivery = await ledger.announce(store, outbox, delivery, placeholder)
        if delivery.state is State.PLACEHOLDER_SENT:
            reply = ...                                          # the long part
            delivery = await ledger.answer(store, outbox, delivery, parts, outcome="ok")
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from bot.storage.records import Delivery, State
from bot.work import Again

if TYPE_CHECKING:
    from bot.store import Store

Body = Mapping[str, Any]
"""One message as JSON, made and understood by the Outbox alone: text, parse mode, buttons, ..."""

SETTLE_S: Final = 2.0
"""A request that was in the air when we died is through the server by then; earlier a look could miss it."""
CATCH_UP_S: Final = (3.0, 10.0)
"""After a start, updates that waited at Telegram come in: so long at least, and at most, before we look. Their ids, not
known yet, would be taken for "nothing there" a dozen times in a row, and ours lies above them."""
QUIET_S: Final = 0.5
"""Without an update for so long, what waited has come in."""
MISSES: Final = 12
"""Ids in a row that do not exist, before an order of looking is given up: what can lie between the last message that we
know and ours are messages that were in the air with it, and deleted ones."""
PROBES: Final = 60
"""Looks in all: the messages of others that can lie between the floor and ours, unseen, in a busy group."""


HOLD_S: Final = 65.0
"""A hold waited out while looking: a group's own minute. Longer ones go back into the queue."""


class Edit(StrEnum):
    """What an edit showed."""

    DONE = "done"
    """It is ours, and has the new text now."""
    SAME = "same"
    """"message is not modified": it is ours and had that text already."""
    FOREIGN = "foreign"
    """"message can't be edited": there, not ours."""
    MISSING = "missing"
    """"message to edit not found", "MESSAGE_ID_INVALID"."""


class Held(Again):
    """429: certainly not done; nothing may be sent to this chat for `delay_s` seconds."""


class Unsure(Again):
    """A timeout, a reset, a 5xx: done or not done, nobody can say."""

    def __init__(self, reason: str = "", delay_s: float = SETTLE_S) -> None:
        super().__init__(delay_s, reason)


class Moved(Again):
    """The group became a supergroup with the id `chat_id`; certainly not done."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(0.0, "moved")
        self.chat_id = chat_id


class Gone(Exception):
    """Nothing can be sent to this chat: blocked, kicked, restricted, deleted. `reason` is the outcome's code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Outbox(Protocol):
    """What the ledger needs of Telegram. Both raise Held, Unsure, Moved or Gone, and nothing else for what Telegram or
    the network does; refused entities (plain text once) and a deleted reply target are the outbox's own affair."""

    async def send(self, delivery: Delivery, body: Body) -> int:
        """Sends `body` to the delivery's chat and topic, as a reply to its message (sent without where that is gone).
        Returns the message id."""
        ...

    async def edit(self, chat_id: int, message_id: int, body: Body) -> Edit:
        """Edits a message to `body`."""
        ...


async def announce(store: "Store", outbox: Outbox, delivery: Delivery, placeholder: Body) -> Delivery:
    """The placeholder is in the chat, once, when this returns (PLACEHOLDER_SENT or later). FAILED: the chat is gone."""
    if delivery.state not in (State.ACCEPTED, State.PLACEHOLDER_SENDING):
        return delivery
    bodies = delivery.bodies or (placeholder,)
    delivery = replace(delivery, state=State.PLACEHOLDER_SENDING, bodies=bodies)
    return await _send(store, outbox, delivery, State.PLACEHOLDER_SENT)


async def answer(
    store: "Store", outbox: Outbox, delivery: Delivery, bodies: Sequence[Body] = (), outcome: str = "ok"
) -> Delivery:
    """The answer stands in the placeholder (further parts below it), once, when this returns ANSWERED.

    What is said is fixed by the first call: in ANSWER_SENDING `bodies` and `outcome` are not looked at, so a crash
    needs no second making. Without a placeholder (a pointer, a reply to a command) the parts are sent as they are.
    """
    if not delivery.open:
        return delivery
    if delivery.state is not State.ANSWER_SENDING:
        if delivery.state is State.PLACEHOLDER_SENDING:
            delivery = await announce(store, outbox, delivery, {})
        delivery = replace(delivery, bodies=tuple(bodies), outcome=outcome)
        delivery = await _enter(store, delivery, State.ANSWER_SENDING)
    if delivery.messages:
        delivery = await _edit(store, outbox, delivery)
    while delivery.open and len(delivery.messages) < len(delivery.bodies):
        delivery = await _send(store, outbox, delivery, State.ANSWER_SENDING)
    # What was said is in the chat; the ledger keeps no text of it.
    return await _enter(store, replace(delivery, bodies=()), State.ANSWERED) if delivery.open else delivery


async def fail(store: "Store", delivery: Delivery, outcome: str) -> Delivery:
    """Gives a delivery up because nothing can be said in its chat."""
    return await _enter(store, replace(delivery, bodies=(), outcome=outcome), State.FAILED)


async def recover(store: "Store", defer: Callable[[Delivery], Awaitable[object]]) -> int:
    """At start: every open delivery gets a job again (`defer` does nothing where it still has one). How many."""
    unfinished = await store.unfinished()
    for delivery in unfinished:
        await defer(delivery)
    return len(unfinished)


async def _enter(store: "Store", delivery: Delivery, state: State) -> Delivery:
    delivery = replace(delivery, state=state)
    await store.save(delivery)
    return delivery


async def _edit(store: "Store", outbox: Outbox, delivery: Delivery) -> Delivery:
    """The first part into our first message; where somebody deleted that, the answer is sent anew."""
    try:
        found = await outbox.edit(delivery.chat_id, delivery.messages[0], delivery.bodies[0])
    except Gone as gone:
        return await fail(store, delivery, gone.reason)
    except Moved as moved:
        await store.move_chat(delivery.chat_id, moved.chat_id)
        raise
    return delivery if found in (Edit.DONE, Edit.SAME) else replace(delivery, messages=())


async def _send(store: "Store", outbox: Outbox, delivery: Delivery, then: State) -> Delivery:
    """Sends the next of `bodies` unless it is in the chat already, and enters `then` in the same breath: a message
    that is written down and a state that says it is not would be two truths. FAILED: the chat is gone."""
    body = delivery.bodies[len(delivery.messages)]
    try:
        found = await _find(store, outbox, delivery, body) if delivery.floor >= 0 else None
        if found is None:
            found = await _send_anew(store, outbox, delivery, body)
    except Moved as moved:
        await store.move_chat(delivery.chat_id, moved.chat_id)
        raise
    except Gone as gone:
        return await fail(store, delivery, gone.reason)
    return await _enter(store, replace(delivery, messages=(*delivery.messages, found), floor=-1), then)


async def _send_anew(store: "Store", outbox: Outbox, delivery: Delivery, body: Body) -> int:
    floor = max(delivery.message_id, await store.highest_message(delivery.chat_id))
    await store.save(replace(delivery, floor=floor))
    try:
        return await outbox.send(delivery, body)
    except Held:
        # Refused, so nothing is in the air.
        await store.save(replace(delivery, floor=-1))
        raise


async def _find(store: "Store", outbox: Outbox, delivery: Delivery, body: Body) -> int | None:
    """The message that was in the air, where it arrived."""
    await asyncio.sleep(delivery.since + SETTLE_S - store.now())
    await _caught_up(store)
    here = await store.known_messages(delivery.chat_id, delivery.floor)
    elsewhere = await store.known_elsewhere(delivery.chat_id, delivery.floor)
    search = look(delivery.floor, here, elsewhere)
    try:
        message_id = next(search)
        while True:
            shown = await _show(outbox, delivery.chat_id, message_id, body)
            if shown is Edit.FOREIGN:
                await store.sent(delivery.chat_id, message_id)
            message_id = search.send(shown)
    except StopIteration as end:
        return cast("int | None", end.value)


async def _show(outbox: Outbox, chat_id: int, message_id: int, body: Body) -> Edit:
    """An edit that waits out a hold: a look that began anew after each would never end in a group of 20 a minute."""
    while True:
        try:
            return await outbox.edit(chat_id, message_id, body)
        except Held as held:
            if held.delay_s > HOLD_S:
                raise
            await asyncio.sleep(held.delay_s)


async def _caught_up(store: "Store") -> None:
    least, most = CATCH_UP_S
    while (age := store.age_s()) < most and (age < least or await store.silence_s() < QUIET_S):  # noqa: ASYNC110
        await asyncio.sleep(min(0.2, least))


def look(floor: int, here: Iterable[int], elsewhere: Iterable[int] = ()) -> Generator[int, Edit, int | None]:
    """Where to look: yields ids, is sent what each showed, returns ours or None.

    Above the floor, lowest first, none known to be another message of this chat. Supergroups and channels count their
    messages themselves; private chats and basic groups of one account share a count, so there an id known in another
    chat is not ours either. Which of the two holds is not asked: the two orders take turns, and ours is among the
    first of one of them.
    """
    taken, others = set(here), set(elsewhere)
    own = (i for i in count(floor + 1) if i not in taken)
    shared = (i for i in count(floor + 1) if i not in taken and i not in others)
    orders, misses, seen = [shared, own], {shared: 0, own: 0}, dict[int, Edit]()
    while orders and len(seen) < PROBES:
        for order in tuple(orders):
            message_id = next(order)
            if message_id not in seen:
                seen[message_id] = yield message_id
            if seen[message_id] in (Edit.DONE, Edit.SAME):
                return message_id
            misses[order] = misses[order] + 1 if seen[message_id] is Edit.MISSING else 0
            if misses[order] >= MISSES:
                orders.remove(order)
    return None
