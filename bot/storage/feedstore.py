"""Feeds in the store: who follows what, what of a feed was seen, what waits to be posted where, digests to come.

In and out: plain rows. Each method is one transaction and may run twice. Posts are rows with a unique key, written in
the same transaction as "seen": an entry can be lost by no crash, and be there twice by none.
Never: a decision about time, a request, a message.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, update

from bot.feeds import Entry, Feed, new
from bot.storage.database import Database
from bot.storage.schema import add, digests, feed_posts, feed_seen, feeds, follows, put

DAY_S: Final = 86400.0
SEEN_S: Final = 30 * DAY_S
"""How long an entry that has left its feed is remembered; outlets bring old ones back within days."""
WAITING_S: Final = 7 * DAY_S
"""A post that could not be sent for so long is news no more."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    url: str
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    primed: int = 0
    next_at: float = 0.0
    failures: int = 0
    failing_since: float = 0.0


@dataclass(frozen=True, slots=True)
class Follow:
    chat_id: int
    thread_id: int
    feed: str
    kind: str = ""
    language: str = ""
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Post:
    chat_id: int
    thread_id: int
    key: str
    feed: str
    url: str
    title: str
    created_at: float


@dataclass(frozen=True, slots=True)
class DigestRow:
    chat_id: int
    thread_id: int
    clock: str
    zone: str
    language: str
    since: float
    next_at: float


class FeedStore:
    """The feeds' tables of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def feed(self, url: str) -> FeedRow | None:
        query = select(feeds).where(feeds.c.url == url)
        row = await self._database.run(lambda c: c.execute(query).mappings().first())
        return FeedRow(**row) if row else None

    async def follow(self, wanted: Follow, next_at: float, *, unread: bool = False) -> bool:
        """False: it was followed already. `unread`: the feed was not read just now; where nobody else follows it, what
        its next reading finds is the backlog."""

        def write(connection: Connection) -> bool:
            if unread and not connection.execute(select(follows).where(follows.c.feed == wanted.feed)).first():
                connection.execute(delete(feeds).where(feeds.c.url == wanted.feed))
            add(connection, feeds, _feed_row(FeedRow(wanted.feed, next_at=next_at)))
            return add(connection, follows, _fields(wanted))

        return await self._database.run(write)

    async def unfollow(self, chat_id: int, thread_id: int, url: str) -> bool:
        """What waits to be posted goes, too; a feed that nobody follows is forgotten."""

        def remove(connection: Connection) -> bool:
            here = (follows.c.chat_id == chat_id, follows.c.thread_id == thread_id, follows.c.feed == url)
            found = connection.execute(delete(follows).where(*here)).rowcount > 0
            waiting = (feed_posts.c.chat_id == chat_id, feed_posts.c.thread_id == thread_id, feed_posts.c.feed == url)
            connection.execute(delete(feed_posts).where(*waiting, feed_posts.c.state == "waiting"))
            _forget_orphans(connection)
            return found

        return await self._database.run(remove)

    async def following(self, chat_id: int) -> list[tuple[Follow, FeedRow]]:
        query = select(follows, feeds).join(feeds, feeds.c.url == follows.c.feed).where(follows.c.chat_id == chat_id)
        names, more = [c.name for c in follows.c], [c.name for c in feeds.c]

        def read(connection: Connection) -> list[tuple[Follow, FeedRow]]:
            found = []
            for row in connection.execute(query.order_by(follows.c.since, follows.c.feed)):
                values = tuple(row)
                follow = Follow(**dict(zip(names, values[: len(names)], strict=True)))
                found.append((follow, FeedRow(**dict(zip(more, values[len(names) :], strict=True)))))
            return found

        return await self._database.run(read)

    async def follow_of(self, chat_id: int, thread_id: int, url: str) -> Follow | None:
        query = select(follows).where(
            follows.c.chat_id == chat_id, follows.c.thread_id == thread_id, follows.c.feed == url
        )
        row = await self._database.run(lambda c: c.execute(query).mappings().first())
        return Follow(**row) if row else None

    async def take_due(self, now: float, until: float, limit: int, *, chat_id: int | None = None) -> list[FeedRow]:
        """Feeds whose time has come, put off to `until` in the same breath: of several processes one reads each."""
        followed = select(follows.c.feed).where(follows.c.chat_id != 0 if chat_id is None else follows.c.chat_id == 0)

        def take(connection: Connection) -> list[FeedRow]:
            query = select(feeds).where(feeds.c.next_at <= now, feeds.c.url.in_(followed))
            found = []
            for row in connection.execute(query.order_by(feeds.c.next_at).limit(limit)).mappings().all():
                mine = (feeds.c.url == row["url"], feeds.c.next_at == row["next_at"])
                if connection.execute(update(feeds).where(*mine).values(next_at=until)).rowcount:
                    found.append(FeedRow(**row))
            return found

        return await self._database.run(take)

    async def read(self, row: FeedRow, feed: Feed, now: float, *, create: bool = False) -> int:
        """A feed was read: its new entries become posts of all who follow it; at first sight none. How many entries
        were new. `create`: somebody is about to follow it; else a feed that was forgotten meanwhile stays so."""

        def write(connection: Connection) -> int:
            primed = connection.execute(select(feeds.c.primed).where(feeds.c.url == row.url)).scalar()
            if primed is None and not create:
                return 0
            known = set(connection.execute(select(feed_seen.c.key).where(feed_seen.c.feed == row.url)).scalars())
            fresh = new(feed.entries, known)
            marks = {key for entry in feed.entries for key in (entry.id, entry.link.key)}
            for key in sorted(marks - known):
                add(connection, feed_seen, {"feed": row.url, "key": key, "seen_at": now})
            if still := sorted(marks & known):
                # What stands in the feed is remembered however long it stands there.
                change = update(feed_seen).where(feed_seen.c.feed == row.url, feed_seen.c.key.in_(still))
                connection.execute(change.where(feed_seen.c.seen_at < now - DAY_S).values(seen_at=now))
            kept = replace(row, title=feed.title or row.title, primed=1, failures=0, failing_since=0.0)
            put(connection, feeds, {"url": row.url}, **{k: v for k, v in _feed_row(kept).items() if k != "url"})
            if not primed:
                return 0
            _post(connection, row.url, fresh, now)
            return len(fresh)

        return await self._database.run(write)

    async def put_posts(self, follow: Follow, entries: Sequence[Entry], now: float) -> None:
        """Entries become posts of one follower, whatever was seen before."""

        def write(connection: Connection) -> None:
            for number, entry in enumerate(entries):
                at = now + number * 1e-6
                row = _post_row(_fields(follow), entry.link.key, follow.feed, entry.link.url, entry.title, at)
                add(connection, feed_posts, row)

        await self._database.run(write)

    async def save(self, row: FeedRow) -> None:
        """Writes how a feed is doing."""
        change = update(feeds).where(feeds.c.url == row.url).values(**_feed_row(row))
        await self._database.run(lambda c: c.execute(change) and None)

    async def notice(self, row: FeedRow, now: float) -> None:
        """The feed has died: one notice for each who follows it, once for each time that it dies."""

        def write(connection: Connection) -> None:
            for one in connection.execute(select(follows).where(follows.c.feed == row.url)).mappings():
                key = f"dead:{int(row.failing_since)}:{row.url}"
                values = _post_row(one, key, row.url, "", row.title or row.url, now)
                add(connection, feed_posts, values)

        await self._database.run(write)

    async def waiting_chats(self) -> list[int]:
        query = select(feed_posts.c.chat_id).where(feed_posts.c.state == "waiting", feed_posts.c.chat_id != 0)
        return await self._database.run(lambda c: list(c.execute(query.distinct()).scalars()))

    async def waiting(self, chat_id: int, limit: int) -> list[Post]:
        """Oldest first."""
        names = [feed_posts.c[name] for name in Post.__dataclass_fields__]
        query = select(*names).where(feed_posts.c.state == "waiting", feed_posts.c.chat_id == chat_id)
        query = query.order_by(feed_posts.c.created_at, feed_posts.c.posted_at.desc()).limit(limit)
        return await self._database.run(lambda c: [Post(**row) for row in c.execute(query).mappings()])

    async def posted_since(self, chat_id: int, since: float) -> int:
        query = select(func.count()).select_from(feed_posts)
        query = query.where(
            feed_posts.c.chat_id == chat_id, feed_posts.c.state == "posted", feed_posts.c.posted_at > since
        )
        return await self._database.run(lambda c: int(c.execute(query).scalar_one()))

    async def settle(self, post: Post, state: str, now: float) -> None:
        """A post was handed on ("posted"), or is not to be made ("dropped")."""
        mine = (
            feed_posts.c.chat_id == post.chat_id,
            feed_posts.c.thread_id == post.thread_id,
            feed_posts.c.key == post.key,
        )
        # What became of it meanwhile (`unsaid`) stands.
        change = update(feed_posts).where(*mine, feed_posts.c.state == "waiting").values(state=state, posted_at=now)
        await self._database.run(lambda c: c.execute(change) and None)

    async def unsaid(self, chat_id: int, thread_id: int, key: str) -> None:
        """A post that was handed on, of which nothing came to be said."""
        mine = (feed_posts.c.chat_id == chat_id, feed_posts.c.thread_id == thread_id, feed_posts.c.key == key)
        change = update(feed_posts).where(*mine).values(state="dropped")
        await self._database.run(lambda c: c.execute(change) and None)

    async def tidy(self, now: float) -> None:
        def remove(connection: Connection) -> None:
            connection.execute(delete(feed_seen).where(feed_seen.c.seen_at < now - SEEN_S))
            old = delete(feed_posts)
            connection.execute(old.where(feed_posts.c.state == "waiting", feed_posts.c.created_at < now - WAITING_S))
            connection.execute(old.where(feed_posts.c.state != "waiting", feed_posts.c.created_at < now - SEEN_S))
            _forget_orphans(connection)

        await self._database.run(remove)

    # Digests

    async def set_digest(self, row: DigestRow | None, chat_id: int) -> None:
        def write(connection: Connection) -> None:
            if row is None:
                connection.execute(delete(digests).where(digests.c.chat_id == chat_id))
            else:
                values = {k: v for k, v in _fields(row).items() if k != "chat_id"}
                put(connection, digests, {"chat_id": chat_id}, **values)

        await self._database.run(write)

    async def digest(self, chat_id: int) -> DigestRow | None:
        query = select(digests).where(digests.c.chat_id == chat_id)
        row = await self._database.run(lambda c: c.execute(query).mappings().first())
        return DigestRow(**row) if row else None

    async def due_digests(self, now: float) -> list[DigestRow]:
        query = select(digests).where(digests.c.next_at <= now).order_by(digests.c.next_at)
        return await self._database.run(lambda c: [DigestRow(**row) for row in c.execute(query).mappings()])


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _feed_row(row: FeedRow) -> dict[str, Any]:
    return _fields(row)


def _post(connection: Connection, url: str, fresh: Sequence[Entry], now: float) -> None:
    chats = connection.execute(select(follows).where(follows.c.feed == url)).mappings().all()
    for number, entry in enumerate(fresh):
        for one in chats:
            # A microsecond apart, so that what came together goes out in its order.
            row = _post_row(one, entry.link.key, url, entry.link.url, entry.title, now + number * 1e-6)
            add(connection, feed_posts, row)


def _post_row(follow: Any, key: str, feed: str, url: str, title: str, at: float) -> dict[str, Any]:
    place = {"chat_id": follow["chat_id"], "thread_id": follow["thread_id"], "key": key}
    return {**place, "feed": feed, "url": url, "title": title, "state": "waiting", "created_at": at, "posted_at": 0.0}


def _forget_orphans(connection: Connection) -> None:
    followed = select(follows.c.feed)
    connection.execute(delete(feed_seen).where(feed_seen.c.feed.not_in(followed)))
    connection.execute(delete(feeds).where(feeds.c.url.not_in(followed)))
