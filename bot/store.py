"""The store: chats, journal of updates, kept things (briefs, buttons), deliveries. SQLite or PostgreSQL.

In and out: values of `bot/storage/records.py` and JSON text. Every method is awaited, runs off the event loop in one
transaction and returns after the commit; each may safely run twice. Raises StoreError only (locked, full, read-only,
damaged, unreachable: the message is for the operator and says what to do).
Never: an article's text in the journal after its update is handled; a damaged file recreated; a decision.

    async with await Store.open(config.store.url) as store:
        settings = await store.chat(chat_id)
        await store.accept(Delivery(key, chat_id, link.key, ...))     # True: new; False: known already
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import Connection, and_, delete, func, select, update

from bot.storage.database import Database, open_database
from bot.storage.deliveries import CLOSED, DAY_S, OPEN, Deliveries
from bot.storage.records import ChatSettings, State
from bot.storage.schema import add, chats, deliveries, digests, feed_posts, follows, journal, kept, migrate, put

JOURNAL_S: Final = 2 * DAY_S
"""Telegram keeps an update for 24 h: after two days none can come again. Kept that long without its content."""
DELIVERIES_S: Final = 30 * DAY_S
"""How long the ledger remembers who was answered (the pointer to an earlier reply needs one day, buttons more)."""


@dataclass(frozen=True, slots=True)
class Journaled:
    """An update that was taken from Telegram and is not handled yet."""

    id: str
    body: str


class Store(Deliveries):
    """One open store; `await Store.open(url)`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self._clock = clock
        self._opened = clock()

    @classmethod
    async def open(cls, url: str = "", clock: Callable[[], float] = time.time) -> Self:
        """Opens and migrates. Raises StoreError (damaged, newer schema, unreachable, read-only)."""
        import asyncio

        database = await asyncio.to_thread(open_database, url)
        try:
            await database.run(migrate)
        except BaseException:
            await database.close()
            raise
        return cls(database, clock)

    async def close(self) -> None:
        await self.database.close()

    def now(self) -> float:
        """Unix seconds by the store's clock."""
        return self._clock()

    def age_s(self) -> float:
        """Seconds since this program opened the store."""
        return self._clock() - self._opened

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # Chats

    async def chat(self, chat_id: int) -> ChatSettings:
        """The chat's settings; the defaults where it has chosen none."""
        query = select(chats.c.settings).where(chats.c.chat_id == chat_id)
        found = await self.database.run(lambda c: c.execute(query).scalar())
        return ChatSettings.from_json(found) if found else ChatSettings()

    async def set_chat(self, chat_id: int, **changes: Any) -> ChatSettings:
        """Changes the named settings (`language="ko"`) and returns all of them. `more` is merged, not replaced."""

        def change(connection: Connection) -> ChatSettings:
            # The row must be there to be locked: two changes at once lose nothing.
            add(connection, chats, {"chat_id": chat_id, "settings": "{}", "held_until": 0.0, "updated_at": 0.0})
            query = select(chats.c.settings).where(chats.c.chat_id == chat_id).with_for_update()
            old = ChatSettings.from_json(connection.execute(query).scalar_one())
            merged = {**changes, "more": {**old.more, **changes["more"]}} if "more" in changes else changes
            new = replace(old, **merged)
            put(connection, chats, {"chat_id": chat_id}, settings=new.to_json(), updated_at=self._clock())
            return new

        return await self.database.run(change)

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: settings move. Replies in the making start anew there, their message ids are
        void in the new chat."""

        def move(connection: Connection) -> None:
            row = connection.execute(select(chats).where(chats.c.chat_id == old)).mappings().first()
            there = connection.execute(select(chats.c.chat_id).where(chats.c.chat_id == new)).first()
            if row and not there:
                connection.execute(update(chats).where(chats.c.chat_id == old).values(chat_id=new))
            elif row:
                connection.execute(delete(chats).where(chats.c.chat_id == old))
            connection.execute(
                update(deliveries)
                .where(deliveries.c.chat_id == old, OPEN)
                .values(
                    state=State.ACCEPTED.value,
                    messages="[]",
                    last_message=0,
                    floor=-1,
                    bodies="[]",
                    message_id=0,
                    since=self._clock(),
                )
            )
            connection.execute(update(deliveries).where(deliveries.c.chat_id == old).values(chat_id=new))
            for table in (kept, follows, feed_posts, digests):
                connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))

        await self.database.run(move)

    async def forget_chat(self, chat_id: int) -> None:
        """Everything that is known of a chat goes (/delete, `keyclaims forget CHAT`)."""

        def forget(connection: Connection) -> None:
            for table in (chats, journal, deliveries, kept, follows, feed_posts, digests):
                connection.execute(delete(table).where(table.c.chat_id == chat_id))

        await self.database.run(forget)

    async def forget_delivery(self, key: str) -> None:
        """One delivery goes, whatever became of it."""
        await self.database.run(lambda c: c.execute(delete(deliveries).where(deliveries.c.key == key)) and None)

    async def hold(self, chat_id: int, until: float) -> None:
        """Telegram said RetryAfter for this chat: nothing is to be sent there before `until` (Unix seconds)."""
        await self.database.run(lambda c: put(c, chats, {"chat_id": chat_id}, held_until=until))

    async def held(self) -> dict[int, float]:
        """Chats that are held now, and until when: read once at start."""
        query = select(chats.c.chat_id, chats.c.held_until).where(chats.c.held_until > self._clock())
        return await self.database.run(lambda c: {row.chat_id: row.held_until for row in c.execute(query)})

    # Journal (bot/storage/journal.py is its user)

    async def journal(self, id: str, position: int, body: str, chat_id: int = 0, message_id: int = 0) -> bool:
        """Keeps an update before Telegram is told that it arrived. False: it is here and handled already."""
        row = {"id": id, "position": position, "body": body, "chat_id": chat_id, "message_id": message_id}

        def write(connection: Connection) -> bool:
            if add(connection, journal, {**row, "handled": 0, "created_at": self._clock()}):
                return True
            return not connection.execute(select(journal.c.handled).where(journal.c.id == id)).scalar()

        return await self.database.run(write)

    async def silence_s(self) -> float:
        """Seconds since the last update was journaled, by whichever program."""
        last = await self.database.run(lambda c: c.execute(select(func.max(journal.c.created_at))).scalar())
        return self._clock() - (last or 0.0)

    async def unhandled(self, older_s: float = 0.0, limit: int = 100_000) -> list[Journaled]:
        """Updates whose handling a crash cut short, oldest first; `older_s`: only those journaled so long ago."""
        query = select(journal.c.id, journal.c.body).where(journal.c.handled == 0)
        if older_s:
            query = query.where(journal.c.created_at <= self._clock() - older_s)
        query = query.order_by(journal.c.position, journal.c.created_at).limit(limit)
        return await self.database.run(lambda c: [Journaled(row.id, row.body) for row in c.execute(query)])

    async def handled(self, id: str) -> None:
        """The update has been decided and its deliveries accepted; its content is erased."""
        change = update(journal).where(journal.c.id == id).values(handled=1, body="")
        await self.database.run(lambda c: c.execute(change) and None)

    # Kept things, each with an end: briefs (space "brief"), what a button stands for ("button"), ...

    async def keep(self, space: str, key: str, body: str, ttl_s: float, chat_id: int = 0) -> None:
        """Keeps a text for `ttl_s` seconds; with `chat_id` it goes when the chat is forgotten."""
        values = {"body": body, "chat_id": chat_id, "expires_at": self._clock() + ttl_s}
        await self.database.run(lambda c: put(c, kept, {"space": space, "key": key}, **values))

    async def kept(self, space: str, key: str) -> str | None:
        """What was kept, unless it has expired."""
        query = select(kept.c.body).where(kept.c.space == space, kept.c.key == key, kept.c.expires_at > self._clock())
        return await self.database.run(lambda c: c.execute(query).scalar())

    # Care

    async def tidy(self, journal_s: float = JOURNAL_S, deliveries_s: float = DELIVERIES_S) -> int:
        """Removes what has expired; the number of rows. Open deliveries and unhandled updates are never removed."""
        now = self._clock()

        def remove(connection: Connection) -> int:
            old = (
                delete(kept).where(kept.c.expires_at <= now),
                delete(journal).where(journal.c.handled == 1, journal.c.created_at <= now - journal_s),
                delete(deliveries).where(CLOSED, deliveries.c.created_at <= now - deliveries_s),
            )
            return sum(connection.execute(statement).rowcount for statement in old)

        return await self.database.run(remove)

    async def counts(self) -> dict[str, int]:
        """For /status and metrics: chats, open and finished deliveries, unhandled updates."""

        def read(connection: Connection) -> dict[str, int]:
            def count(table: Any, *where: Any) -> int:
                return int(
                    connection.execute(select(func.count()).select_from(table).where(and_(True, *where))).scalar_one()
                )

            return {
                "chats": count(chats),
                "open": count(deliveries, OPEN),
                "answered": count(deliveries, deliveries.c.state == State.ANSWERED.value),
                "failed": count(deliveries, deliveries.c.state == State.FAILED.value),
                "unhandled": count(journal, journal.c.handled == 0),
            }

        return await self.database.run(read)
