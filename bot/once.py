"""One story once: what a feed brings of a story that the chat has been told already is added to that reply, or dropped.

In: a delivery of a feed's entry and its brief, before it is said (`told_before`); the reply once it is made
(`remember`). Out: True where nothing is to be said: the chat's first reply on the story has got an "also: ..." line,
or the chat wants later ones dropped. Kept for `models.story.WINDOW_S`: what identifies the story, and the end of the
reply, without which it could not be edited; both go when the chat is forgotten. Links that people post are always answered.
"""

import asyncio
import json
from contextlib import suppress
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import select

from bot import texts
from bot.desk import Desk
from bot.filters import Filter
from bot.ledger import Body, Gone
from bot.records import Delivery
from bot.render.telegram import ROOM, cut, units
from bot.schema import kept
from models import story
from models.brief import Brief

SPACE: Final = "told"
MOST: Final = 300
"""Stories of a chat that are compared: three busy days of one; 300 take about 10 ms."""


async def told_before(desk: Desk, delivery: Delivery, brief: Brief) -> bool:
    """Whether the chat's topic has this story already; its reply names the new article, if the chat wants that."""
    wanted = Filter.of(await desk.store.chat(delivery.chat_id)).stories
    if wanted == "each" or "feed" not in delivery.payload or delivery.messages:
        return False
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    rows = await _rows(desk, delivery)
    first = await asyncio.to_thread(_first, rows, mine)
    if first is None:
        return False
    if wanted == "also":
        await _add(desk, delivery, brief, first)
    return True


async def remember(desk: Desk, delivery: Delivery, brief: Brief, bodies: list[Body]) -> None:
    """The story of a reply that is about to be said, in a chat that wants each once."""
    if not bodies or Filter.of(await desk.store.chat(delivery.chat_id)).stories == "each":
        return
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    row = {
        "key": delivery.key,
        "thread": delivery.thread_id,
        "at": desk.store.now(),
        "story": story.to_json(mine),
        "body": dict(bodies[-1]),
        "also": [],
    }
    await _keep(desk, delivery.chat_id, row)


async def _keep(desk: Desk, chat_id: int, row: dict[str, Any]) -> None:
    left = float(row["at"]) + story.WINDOW_S - desk.store.now()
    await desk.store.keep(SPACE, str(row["key"]), json.dumps(row, ensure_ascii=False), left, chat_id)


async def _rows(desk: Desk, delivery: Delivery) -> list[dict[str, Any]]:
    """What the topic was told within the window, oldest first."""
    query = select(kept.c.body).where(
        kept.c.space == SPACE, kept.c.chat_id == delivery.chat_id, kept.c.expires_at > desk.store.now()
    )
    bodies = await desk.store.database.run(lambda c: list(c.execute(query).scalars()))
    rows = [json.loads(body) for body in bodies]
    here = [row for row in rows if row["thread"] == delivery.thread_id and row["key"] != delivery.key]
    return sorted(here, key=lambda row: float(row["at"]))[-MOST:]


def _first(rows: list[dict[str, Any]], mine: story.Story) -> dict[str, Any] | None:
    return next((row for row in rows if story.same(story.from_json(row["story"]), mine)), None)


async def _add(desk: Desk, delivery: Delivery, brief: Brief, first: dict[str, Any]) -> None:
    """Written down before it is shown: after a crash the same edit is made again, and changes nothing."""
    url = brief.article.url or str(delivery.payload.get("url", ""))
    site = brief.article.site or (urlsplit(url).hostname or "").removeprefix("www.")
    known = [list(pair) for pair in first["also"]]
    if [url, site] not in known:
        known.append([url, site])
        await _keep(desk, delivery.chat_id, {**first, "also": known})
    earlier = await desk.store.delivery(str(first["key"]))
    if earlier is None or not earlier.messages:
        return  # On its way still; the line comes with the next article of the story.
    links = ", ".join(
        f'<a href="{escape(url, quote=True)}">{escape(cut(site, 40), quote=False)}</a>' for url, site in known
    )
    line = escape(texts.say("also", str(earlier.payload["to"])), quote=False)
    body = {**first["body"], "html": f"{first['body']['html']}\n\n{line} {links}"}
    if units(body["html"]) <= ROOM:
        with suppress(Gone):
            await desk.outbox.edit(delivery.chat_id, earlier.messages[-1], body)
