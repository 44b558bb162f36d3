"""Digests: once a day, a chat's stories of that day in one message, each with its best claims and its link.

In: briefs as they are answered in a chat that has a digest (`remember`), the time (`schedule`), a job (`work_off`).
Out: one delivery a day and chat, whose key is the day: a crash or a second process makes no second one. A day without
stories has no message. Stories are kept for two days, and go when the chat is forgotten.
Never: a story twice: `models.story` tells which are one (wire copies, translations).
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import texts
from bot.messaging import ledger
from bot.messaging.desk import Desk
from bot.messaging.ledger import Body
from bot.render import bullet
from bot.render.telegram import ROOM, cut, units
from bot.storage.feedstore import DigestRow, FeedStore
from bot.storage.records import Delivery, delivery_key
from bot.storage.schema import kept
from bot.subscriptions import hours
from bot.work import Job
from models import story as told_by
from models.brief import Brief, Line, Point
from models.language import base

log = logging.getLogger(__name__)

KEPT_S: Final = 2 * 86400.0
MOST: Final = 60
"""Stories that are looked at; one message holds about 15 with a claim each, or 30 of which 8 to 12 have one."""
TITLE: Final = 200
CLAIM: Final = 280
NOTE: Final = 120
"""UTF-16 units of a headline, of a claim, and of what is doubtful in it."""
TOLD: Final = 8
"""Stories that keep a claim when the day has too many; those after them stand there by their headlines."""
ALSO: Final = 4
"""Other outlets' links under one story."""
LATE_S: Final = 12 * 3600.0
"""A digest that could not be sent for so long (the bot was off) waits for the next day's."""


@dataclass(frozen=True, slots=True)
class Story:
    url: str
    title: str
    site: str
    claims: tuple[str, ...]
    at: float
    also: tuple[str, ...] = ()
    """Other outlets' links to the same story."""
    told: told_by.Story | None = None
    """By what it is known in another outlet or language."""
    own: bool = False
    """In the reader's language as the outlet wrote it."""


SameStory = Callable[[Story, Story], bool]


def same_story(one: Story, other: Story) -> bool:
    """The same article, or the same story in other words or another language."""
    if one.url == other.url:
        return True
    return one.told is not None and other.told is not None and told_by.same(one.told, other.told)


def story(brief: Brief, url: str, at: float, reader: str, also: Sequence[str] = ()) -> Story:
    """What a digest needs of a brief: its claims best first, doubts marked."""
    best = sorted(brief.points, key=lambda point: -point.claim.score)
    title = cut(brief.title.text, TITLE) + (f" {bullet.MARK}" if bullet.doubtful(brief.title) else "")
    return Story(
        url=url,
        title=title,
        site=brief.article.site,
        claims=tuple(_claim(point, brief.to) for point in best[:2]),
        at=at,
        also=tuple(also),
        told=told_by.fingerprint(brief.article),
        own=base(brief.article.language) == base(reader),
    )


def _claim(point: Point, to: str) -> str:
    """A bullet in one line: who says it where the sentence does not, and behind ⚠ what is to be compared."""
    lines: list[Line | Point] = [point]
    lead = ""
    if point.speaker and point.speaker.source not in point.claim.sentence.text:
        lead = bullet.lead(point, to)
        lines = [point.speaker, point] if lead else lines
    told = cut(lead + point.text, CLAIM) + bullet.tag(point, to)
    if not any(bullet.doubtful(line) for line in lines):
        return told
    notes = "; ".join(dict.fromkeys(note for line in lines for note in bullet.warnings(line)))
    return f"{told} {bullet.MARK} {cut(notes, NOTE)}".rstrip()


async def remember(desk: Desk, delivery: Delivery, brief: Brief, also: Sequence[str] = ()) -> None:
    """Keeps a story for the chat's digest, where it has one; `also` are other outlets' articles on it."""
    url = str(delivery.payload.get("url", ""))
    if not url or await FeedStore(desk.store.database).digest(delivery.chat_id) is None:
        return
    # The first fingerprint reads the glossary: not in the loop.
    one = await asyncio.to_thread(story, brief, url, desk.store.now(), str(delivery.payload.get("to", "")), also)
    body = json.dumps(_row(one), ensure_ascii=False)
    await desk.store.keep("story", f"{delivery.chat_id}:{delivery.link_key}", body, KEPT_S, delivery.chat_id)


async def stories(desk: Desk, chat_id: int, since: float, until: float) -> list[Story]:
    """A chat's stories in a span, oldest first."""
    query = select(kept.c.body).where(kept.c.space == "story", kept.c.chat_id == chat_id)
    bodies = await desk.store.database.run(lambda c: list(c.execute(query).scalars()))
    found = [_story(json.loads(body)) for body in bodies]
    return sorted((s for s in found if since < s.at <= until), key=lambda s: s.at)[-MOST:]


def _row(one: Story) -> dict[str, Any]:
    told = one.told and told_by.to_json(one.told)
    return {**asdict(replace(one, told=None)), "told": told}


def _story(data: dict[str, Any]) -> Story:
    told = data.get("told")
    known = told_by.from_json(told) if told else None
    return Story(**{**data, "claims": tuple(data["claims"]), "also": tuple(data["also"]), "told": known})


async def schedule(desk: Desk, now: float) -> None:
    """Digests whose time has come get a delivery and a job."""
    known = FeedStore(desk.store.database)
    for row in await known.due_digests(now):
        following = replace(row, since=row.next_at, next_at=hours.next_at(row.clock, row.zone, now))
        if now - row.next_at <= LATE_S:
            await _accept(desk, row)
        else:
            following = replace(following, since=row.since)
        await known.set_digest(following, row.chat_id)


async def _accept(desk: Desk, row: DigestRow) -> None:
    settings = await desk.store.chat(row.chat_id)
    payload = {
        "kind": "digest",
        "to": settings.language or row.language or desk.language(settings, ""),
        "since": row.since,
        "until": row.next_at,
        "zone": row.zone,
    }
    key = delivery_key(row.chat_id, 0, f"digest:{int(row.next_at)}")
    await desk.store.accept(Delivery(key, row.chat_id, f"digest:{int(row.next_at)}", 0, row.thread_id, payload))
    await desk.work.defer("digest", key, lane=str(row.chat_id))


async def work_off(desk: Desk, job: Job) -> None:
    """The job of a digest."""
    delivery = await desk.store.delivery(job.key)
    if delivery is None or not delivery.open:
        return
    payload = delivery.payload
    found = await stories(desk, delivery.chat_id, float(payload["since"]), float(payload["until"]))
    if not found and not delivery.bodies:
        log.info("a digest is skipped: no stories")
        await ledger.fail(desk.store, delivery, "empty")
        return
    day = f"{datetime.fromtimestamp(float(payload['until']), ZoneInfo(str(payload['zone']))):%Y-%m-%d}"
    await ledger.answer(desk.store, desk.outbox, delivery, [body_of(clustered(found), str(payload["to"]), day)])


def clustered(found: Sequence[Story], same: SameStory = same_story) -> list[Story]:
    """One story once, with the others' links: the first, or the first that the reader can read as it was written.
    Those that most outlets tell stand first."""
    groups: list[Story] = []
    for one in found:
        for number, group in enumerate(groups):
            if same(group, one):
                urls = dict.fromkeys((group.url, *group.also, one.url, *one.also))
                told = one if one.own and not group.own else group
                # By the first one it stays known.
                also = tuple(url for url in urls if url != told.url)
                groups[number] = replace(told, told=group.told, at=group.at, also=also)
                break
        else:
            groups.append(one)
    return sorted(groups, key=lambda group: -len(group.also))


def body_of(found: Sequence[Story], language: str, day: str) -> Body:
    """One message: two claims a story as far down as there is room, one below that, and the last by their headlines."""
    heading = f"<b>{escape(texts.say('digest_heading', language, day=day, n=len(found)), quote=False)}</b>"
    two, one, none = ([_block(n, story, claims, language) for n, story in enumerate(found, 1)] for claims in (2, 1, 0))
    html = heading
    for first, last, shown in _layouts(len(found)):
        more = [texts.say("digest_more", language, n=len(found) - shown)] if shown < len(found) else []
        rest = "\n".join([*none[last:shown], *(escape(line, quote=False) for line in more)])
        html = "\n\n".join([heading, *two[:first], *one[first:last], *([rest] if rest else [])])
        if units(html) <= ROOM:
            break
    return {"html": html}


def _layouts(count: int) -> Iterator[tuple[int, int, int]]:
    """Up to which story there are two claims, up to which one, and up to which a headline; the fullest first."""
    told = min(TOLD, count)
    yield from ((first, count, count) for first in range(count, -1, -1))
    yield from ((0, last, count) for last in range(count - 1, told - 1, -1))
    yield from ((0, told, shown) for shown in range(count - 1, told - 1, -1))
    yield from ((0, shown, shown) for shown in range(told - 1, 0, -1))


def _block(number: int, one: Story, claims: int, language: str) -> str:
    title = escape(one.title or cut(one.url, TITLE), quote=False)
    head = f'{number}. <b><a href="{escape(one.url, quote=True)}">{title}</a></b>'
    if one.site:
        head += f" · {escape(cut(one.site, 40), quote=False)}"
    lines = [head, *(f"• {escape(claim, quote=False)}" for claim in one.claims[:claims])]
    if one.also:
        lines.append(escape(texts.say("also", language), quote=False) + " " + ", ".join(map(_link, one.also[:ALSO])))
    return "\n".join(lines)


def _link(url: str) -> str:
    return f'<a href="{escape(url, quote=True)}">{escape(cut(host(url), 40), quote=False)}</a>'


def host(url: str) -> str:
    """What another outlet's link is called."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
