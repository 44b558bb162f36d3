"""The deliveries' part of the store: what was accepted, how far its reply is, which messages are known.

In and out: `Delivery` values (bot/storage/records.py). `bot/messaging/ledger.py` moves them from state to state; here they are only kept.
Never: a decision; a delivery made anew that was forgotten.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, func, select, text, update

from bot.storage.database import Database
from bot.storage.records import Delivery, State
from bot.storage.schema import add, deliveries, journal

DAY_S: Final = 86400.0
OPEN: Final = text("deliveries.state NOT IN ('answered', 'failed')")
CLOSED: Final = text("deliveries.state IN ('answered', 'failed')")
"""Literal, so that the partial index of the open ones serves them."""
_PROGRESS: Final = ("state", "bodies", "messages", "last_message", "floor", "since", "outcome")
"""What `save` writes; whose the delivery is belongs to the chat, which may have moved meanwhile."""


class Deliveries:
    """A part of `bot.store.Store`."""

    database: Database
    _clock: Callable[[], float]

    async def accept(self, delivery: Delivery) -> bool:
        """From here on the link will be answered, whatever happens. False: it was accepted before."""
        now = self._clock()
        row = _delivery_row(replace(delivery, since=now, created_at=delivery.created_at or now))

        return await self.database.run(lambda c: add(c, deliveries, row))

    async def delivery(self, key: str) -> Delivery | None:
        query = select(deliveries).where(deliveries.c.key == key)
        return await self.database.run(lambda c: _delivery(c.execute(query).mappings().first()))

    async def save(self, delivery: Delivery) -> None:
        """Writes how far a delivery is; `since` becomes now. One that was forgotten stays forgotten, and whose it is
        (chat, message) is not touched: the chat may have moved meanwhile."""
        row = _delivery_row(replace(delivery, since=self._clock()))
        change = update(deliveries).where(deliveries.c.key == delivery.key).values(**{n: row[n] for n in _PROGRESS})
        await self.database.run(lambda c: c.execute(change) and None)

    async def unfinished(self, limit: int = 10_000) -> list[Delivery]:
        """Deliveries still open, oldest first."""
        query = select(deliveries).where(OPEN).order_by(deliveries.c.created_at).limit(limit)
        return await self.database.run(lambda c: [_must(row) for row in c.execute(query).mappings()])

    async def answered_before(
        self,
        chat_id: int,
        link_key: str,
        *,
        thread_id: int = 0,
        within_s: float = DAY_S,
        except_key: str = "",
        shown: bool = False,
    ) -> Delivery | None:
        """The reply to the same link in the same chat and topic: finished well, or in the making. The latest.

        `shown`: only one that has a message in the chat, to which one can point.
        """
        query = (
            select(deliveries)
            .where(
                deliveries.c.chat_id == chat_id,
                deliveries.c.link_key == link_key,
                deliveries.c.thread_id == thread_id,
                deliveries.c.created_at > self._clock() - within_s,
                deliveries.c.outcome.in_(("ok", "")),
                *([deliveries.c.messages != "[]"] if shown else []),
                deliveries.c.key != except_key,
            )
            .order_by(deliveries.c.created_at.desc())
            .limit(1)
        )
        return await self.database.run(lambda c: _delivery(c.execute(query).mappings().first()))

    async def sent(self, chat_id: int, message_id: int) -> None:
        """Notes a message of ours outside the ledger (a menu, a notice): the ledger will not take it for one of its."""
        id = f"sent:{chat_id}:{message_id}"
        row = {"id": id, "position": 0, "body": "", "chat_id": chat_id, "message_id": message_id, "handled": 1}
        await self.database.run(lambda c: add(c, journal, {**row, "created_at": self._clock()}) and None)

    async def highest_message(self, chat_id: int) -> int:
        """The highest message id that we know in a chat, 0 where we know none."""
        theirs = select(func.max(journal.c.message_id)).where(journal.c.chat_id == chat_id)
        ours = select(func.max(deliveries.c.last_message)).where(deliveries.c.chat_id == chat_id)
        return await self.database.run(lambda c: max(c.execute(theirs).scalar() or 0, c.execute(ours).scalar() or 0))

    async def ours(self, chat_id: int, message_id: int) -> bool:
        """Whether a message of a chat is known to be one of ours."""
        query = select(deliveries.c.messages).where(
            deliveries.c.chat_id == chat_id, deliveries.c.last_message >= message_id
        )
        found = await self.database.run(lambda c: list(c.execute(query.limit(1000)).scalars()))
        return any(message_id in json.loads(messages) for messages in found)

    async def known_messages(self, chat_id: int, above: int) -> set[int]:
        """Ids above `above` in a chat that we know: of messages received, and of ours."""

        def read(connection: Connection) -> set[int]:
            theirs = select(journal.c.message_id).where(journal.c.chat_id == chat_id, journal.c.message_id > above)
            ids = {row.message_id for row in connection.execute(theirs)}
            ours = select(deliveries.c.messages)
            ours = ours.where(deliveries.c.chat_id == chat_id, deliveries.c.last_message > above)
            for row in connection.execute(ours):
                ids.update(json.loads(row.messages))
            return ids

        return await self.database.run(read)

    async def known_elsewhere(self, chat_id: int, above: int, span: int = 2000) -> set[int]:
        """Ids in (above, above + span] that are messages of other chats: chats of one account may share a count."""

        def read(connection: Connection) -> set[int]:
            theirs = select(journal.c.message_id).where(
                journal.c.chat_id != chat_id, journal.c.message_id.between(above + 1, above + span)
            )
            ids = {row.message_id for row in connection.execute(theirs)}
            ours = select(deliveries.c.messages).where(
                deliveries.c.chat_id != chat_id, deliveries.c.last_message.between(above + 1, above + span)
            )
            for row in connection.execute(ours):
                ids.update(json.loads(row.messages))
            return ids

        return await self.database.run(read)


def _delivery_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "key": delivery.key,
        "chat_id": delivery.chat_id,
        "thread_id": delivery.thread_id,
        "message_id": delivery.message_id,
        "link_key": delivery.link_key,
        "payload": json.dumps(dict(delivery.payload), ensure_ascii=False),
        "state": delivery.state.value,
        "bodies": json.dumps([dict(body) for body in delivery.bodies], ensure_ascii=False),
        "messages": json.dumps(list(delivery.messages)),
        "last_message": max(delivery.messages, default=0),
        "floor": delivery.floor,
        "since": delivery.since,
        "outcome": delivery.outcome,
        "created_at": delivery.created_at,
    }


def _must(row: Any) -> Delivery:
    values = {
        **{name: value for name, value in row.items() if name != "last_message"},
        "payload": json.loads(row["payload"]),
        "state": State(row["state"]),
        "bodies": tuple(json.loads(row["bodies"])),
        "messages": tuple(json.loads(row["messages"])),
    }
    return Delivery(**values)


def _delivery(row: Any) -> Delivery | None:
    return None if row is None else _must(row)
