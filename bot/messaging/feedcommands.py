"""Commands of feeds and digests: /follow, /following, /unfollow, /opml, /digest, /quiet, /filter, /channel.

In: a `Command`, the message it came in, the chat's language. Out: the change in the store, and the body of the answer.
Who may change what a group sees was checked before (`bot/messaging/commands.py`). Never sends, never posts an entry.
"""

from dataclasses import replace
from html import escape
from typing import Any, Final

from bot import feeds, texts
from bot.chat import Command, Document, Message
from bot.errors import BotError, NotFeed
from bot.links.urls import judge
from bot.messaging import channels, replies
from bot.messaging.api import Refused
from bot.messaging.desk import Desk
from bot.messaging.ledger import Body, Gone
from bot.storage.feedstore import DigestRow, FeedRow, FeedStore, Follow
from bot.storage.records import ChatSettings
from bot.subscriptions import filters, following, hours, opml

NAMES: Final = ("follow", "following", "unfollow", "opml", "digest", "quiet", "filter", "channel")
OFF: Final = ("off", "none", "stop", "끄기", "해제", "关闭", "關閉", "关", "關")
LISTED: Final = 50
"""Feeds that one message lists."""


async def work_off(desk: Desk, command: Command, message: Message, settings: ChatSettings, reader: str) -> Body:
    """Does it; what is answered."""
    argument = command.argument.strip()
    match command.name:
        case "follow":
            return await _follow(desk, argument, message, reader)
        case "following":
            return await _following(desk, message, reader)
        case "unfollow":
            return await _unfollow(desk, argument, message, reader)
        case "opml":
            return await _export(desk, message, reader)
        case "digest":
            return await _digest(desk, argument, message, reader)
        case "quiet":
            return await _quiet(desk, argument, message, settings, reader)
        case "filter":
            return await _filter(desk, argument, message, settings, reader)
        case _:
            return await channels.set_up(desk, argument, message, settings, reader)


async def _follow(desk: Desk, argument: str, message: Message, reader: str) -> Body:
    if not argument:
        return replies.said("follow_usage", reader)
    if refusal := await _full(desk, message.chat_id, reader):
        return refusal
    wanted = Follow(message.chat_id, message.thread_id, "", message.kind, reader)
    try:
        new, found = await following.follow(desk, argument, wanted)
    except BotError as error:
        if isinstance(error, NotFeed) and not set(argument) & set("./"):
            return replies.said("outlet_unknown", reader, what=argument[:60])
        return replies.of_error(error, "", reader)
    key = "followed" if new else "followed_before"
    return replies.said(key, reader, title=found.feed.title or found.url, url=found.url)


async def _full(desk: Desk, chat_id: int, reader: str) -> Body | None:
    most = desk.config.feeds.max_per_chat
    if len(await FeedStore(desk.store.database).following(chat_id)) < most:
        return None
    return replies.said("too_many_feeds", reader, n=most)


async def _following(desk: Desk, message: Message, reader: str) -> Body:
    followed = await FeedStore(desk.store.database).following(message.chat_id)
    if not followed:
        return replies.said("following_none", reader)
    lines = [_line(number, row, reader) for number, (_, row) in enumerate(followed[:LISTED], 1)]
    heading = escape(texts.say("following", reader, n=len(followed)), quote=False)
    return {"html": "\n".join([heading, *lines])}


def _line(number: int, row: FeedRow, reader: str) -> str:
    title = escape((row.title or row.url)[:60], quote=False)
    mark = f" ⚠ {escape(texts.say('feed_failing', reader), quote=False)}" if row.failures >= following.DEAD else ""
    return f'{number}. <a href="{escape(row.url, quote=True)}">{title}</a>{mark}'


async def _unfollow(desk: Desk, argument: str, message: Message, reader: str) -> Body:
    known = FeedStore(desk.store.database)
    followed = await known.following(message.chat_id)
    if not argument:
        return await _following(desk, message, reader) if followed else replies.said("following_none", reader)
    chosen = [pair for n, pair in enumerate(followed, 1) if _meant(argument, n, pair[1])]
    for follow, _ in chosen:
        await known.unfollow(follow.chat_id, follow.thread_id, follow.feed)
    if not chosen:
        return replies.said("not_followed", reader, what=argument[:100])
    return replies.said("unfollowed", reader, title=", ".join(row.title or row.url for _, row in chosen)[:500])


def _meant(argument: str, number: int, row: FeedRow) -> bool:
    """By its number in the list, its address, an outlet's name, or its title."""
    outlet = feeds.known(argument)
    if argument.isdecimal():
        return int(argument) == number
    bare = argument.removeprefix("https://").removeprefix("http://").rstrip("/")
    url = row.url.removeprefix("https://").removeprefix("http://").rstrip("/")
    return bare == url or bool(outlet and outlet.feed == row.url) or feeds.folded(argument) == feeds.folded(row.title)


async def _export(desk: Desk, message: Message, reader: str) -> Body:
    followed = await FeedStore(desk.store.database).following(message.chat_id)
    if not followed:
        return replies.said("following_none", reader)
    text = opml.write([(row.title or row.url, row.url) for _, row in followed])
    caption = replies.said("opml_file", reader, n=len(followed))
    return {**caption, "file": {"name": "keyclaims.opml", "text": text}}


def is_opml(document: Document | None) -> bool:
    return document is not None and (document.name.lower().endswith(".opml") or "opml" in document.media_type)


async def take_in(desk: Desk, document: Document, message: Message, reader: str) -> Body:
    """An OPML file's feeds are followed; their first reading tells what is the backlog."""
    try:
        body = await desk.api.download(document.file_id, opml.MOST_BYTES)
        named = opml.read(body)
    except (BotError, Refused, Gone):
        return replies.said("opml_invalid", reader)
    known, now = FeedStore(desk.store.database), desk.store.now()
    most = desk.config.feeds.max_per_chat
    room = most - len(await known.following(message.chat_id))
    added = 0
    for url in named:
        if added >= room:
            taken = replies.said("opml_taken", reader, n=added, m=len(named))
            return _both(taken, replies.said("too_many_feeds", reader, n=most))
        try:
            judged = judge(url, desk.rule)
        except BotError:
            continue
        follow = Follow(message.chat_id, message.thread_id, judged, message.kind, reader, now)
        added += await known.follow(follow, now, unread=True)
    return replies.said("opml_taken", reader, n=added, m=len(named))


async def _digest(desk: Desk, argument: str, message: Message, reader: str) -> Body:
    known, now = FeedStore(desk.store.database), desk.store.now()
    if argument.lower() in OFF:
        await known.set_digest(None, message.chat_id)
        return replies.said("digest_off", reader)
    chosen = await known.digest(message.chat_id)
    if not argument and chosen:
        standing = replies.said("digest_set", reader, clock=chosen.clock, zone=chosen.zone)
        return _both(standing, replies.said("digest_usage", reader))
    found, place = hours.times(argument, reader)
    if len(found) != 1:
        return replies.said("digest_usage", reader)
    clock, zone = found[0], hours.zone(place, reader)
    if zone is None:
        return replies.said("zone_unknown", reader, what=place[:60])
    row = DigestRow(message.chat_id, message.thread_id, clock, zone, reader, now, hours.next_at(clock, zone, now))
    if chosen and (chosen.clock, chosen.zone) == (clock, zone):
        # Said again, perhaps by ourselves after a crash: the digest that is due is still due.
        row = replace(row, since=chosen.since, next_at=chosen.next_at)
    await known.set_digest(row, message.chat_id)
    return replies.said("digest_set", reader, clock=clock, zone=zone)


async def _quiet(desk: Desk, argument: str, message: Message, settings: ChatSettings, reader: str) -> Body:
    if argument.lower() in OFF:
        await desk.store.set_chat(message.chat_id, more={"quiet": None})
        return replies.said("quiet_off", reader)
    now = None if argument else settings.more.get("quiet")
    chosen: dict[str, Any] | None = now or hours.quiet(argument, reader)
    if chosen is None:
        return replies.said("quiet_usage", reader)
    if "place" in chosen:
        return replies.said("zone_unknown", reader, what=chosen["place"][:60])
    answer = replies.said("quiet_set", reader, start=chosen["from"], end=chosen["to"], zone=chosen["zone"])
    if now:
        return _both(answer, replies.said("quiet_usage", reader))
    await desk.store.set_chat(message.chat_id, more={"quiet": chosen})
    return answer


async def _filter(desk: Desk, argument: str, message: Message, settings: ChatSettings, reader: str) -> Body:
    now = filters.Filter.of(settings)
    chosen = filters.changed(now, argument) if argument else now
    if chosen is None:
        return replies.said("filter_usage", reader)
    answer = replies.said("filter_now", reader, **filters.described(chosen, reader))
    if not argument:
        return _both(answer, replies.said("filter_usage", reader))
    await desk.store.set_chat(message.chat_id, more={"filter": chosen.kept()})
    return answer


def _both(one: Body, other: Body) -> Body:
    """How it is, and what to do."""
    return {"html": f"{one['html']}\n\n{other['html']}"}
