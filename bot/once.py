"""One story once: what a feed brings of a story that the chat has been told already is added to that reply, or dropped.

In: a delivery of a feed's entry and its brief, before it is said (`carriers`, `told_before`); the reply once it is
made (`remember`). Out: who else has the story, for chats that want only what several outlets carry; True where nothing
is to be said: the chat's first reply on the story has got an "also: ..." line, or the chat wants later ones dropped.
Kept for `models.story.WINDOW_S`: what identifies the story, and the end of the reply, without which it could not be
edited; both go when the chat is forgotten. Links that people post are always answered.
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
CARRIED: Final = "carried"
Outlet = tuple[str, str]
"""An article's address, and its outlet's name."""
MOST: Final = 300
"""Stories of a chat that are compared: three busy days of one; 300 take about 10 ms."""


async def told_before(desk: Desk, delivery: Delivery, brief: Brief) -> bool:
    """Whether the chat's topic has this story already; its reply names the new article, if the chat wants that."""
    wanted = Filter.of(await desk.store.chat(delivery.chat_id)).stories
    if wanted == "each" or "feed" not in delivery.payload or delivery.messages:
        return False
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    rows = await _rows(desk, delivery, SPACE)
    found = await asyncio.to_thread(_same, rows, mine)
    if found and wanted == "also":
        await _add(desk, delivery, brief, found[0])
    return bool(found)


async def carriers(desk: Desk, delivery: Delivery, brief: Brief) -> list[Outlet] | None:
    """The other outlets that have the story; None while they are fewer than the chat wants."""
    wanted = Filter.of(await desk.store.chat(delivery.chat_id)).outlets
    if wanted == 1 or "feed" not in delivery.payload:
        return []
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    url, name = _outlet(delivery, brief)
    row = {"at": desk.store.now(), "story": story.to_json(mine), "url": url, "outlet": name}
    # Kept before it is compared: of two that come at once, one sees the other.
    await _keep(desk, delivery, CARRIED, row)
    rows = await _rows(desk, delivery, CARRIED)
    found = await asyncio.to_thread(_same, rows, mine)
    others = {r["outlet"]: r["url"] for r in found if r["outlet"] != name}
    return [(url, name) for name, url in others.items()] if len(others) + 1 >= wanted else None


def named(bodies: list[Body], others: list[Outlet], to: str) -> list[Body]:
    """The reply with the other outlets below it."""
    return [*bodies[:-1], _with(bodies[-1], others, to)] if bodies and others else bodies


async def remember(
    desk: Desk, delivery: Delivery, brief: Brief, bodies: list[Body], others: list[Outlet] | None = None
) -> None:
    """The story of a reply that is about to be said, in a chat that wants each once; `others` are named below it."""
    if not bodies or Filter.of(await desk.store.chat(delivery.chat_id)).stories == "each":
        return
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    row = {
        "at": desk.store.now(),
        "story": story.to_json(mine),
        "body": dict(bodies[-1]),
        "also": [list(other) for other in others or []],
    }
    await _keep(desk, delivery, SPACE, row)


async def _keep(desk: Desk, delivery: Delivery, space: str, row: dict[str, Any]) -> None:
    """Under the delivery's key, unless the row has one already."""
    row = {"key": delivery.key, "thread": delivery.thread_id, **row}
    left = float(row["at"]) + story.WINDOW_S - desk.store.now()
    await desk.store.keep(space, str(row["key"]), json.dumps(row, ensure_ascii=False), left, delivery.chat_id)


async def _rows(desk: Desk, delivery: Delivery, space: str) -> list[dict[str, Any]]:
    """What the topic was told, or brought, within the window, oldest first."""
    query = select(kept.c.body).where(
        kept.c.space == space, kept.c.chat_id == delivery.chat_id, kept.c.expires_at > desk.store.now()
    )
    bodies = await desk.store.database.run(lambda c: list(c.execute(query).scalars()))
    rows = [json.loads(body) for body in bodies]
    here = [row for row in rows if row["thread"] == delivery.thread_id and row["key"] != delivery.key]
    return sorted(here, key=lambda row: float(row["at"]))[-MOST:]


def _same(rows: list[dict[str, Any]], mine: story.Story) -> list[dict[str, Any]]:
    return [row for row in rows if story.same(story.from_json(row["story"]), mine)]


def _outlet(delivery: Delivery, brief: Brief) -> Outlet:
    url = brief.article.url or str(delivery.payload.get("url", ""))
    return url, brief.article.site or (urlsplit(url).hostname or "").removeprefix("www.")


def _with(body: Body, others: list[Outlet], to: str) -> Body:
    """The same body with the outlets as links below it, where there is room."""
    links = ", ".join(
        f'<a href="{escape(url, quote=True)}">{escape(cut(site, 40), quote=False)}</a>' for url, site in others
    )
    line = escape(texts.say("also", to), quote=False)
    longer = {**body, "html": f"{body['html']}\n\n{line} {links}"}
    return longer if units(longer["html"]) <= ROOM else body


async def _add(desk: Desk, delivery: Delivery, brief: Brief, first: dict[str, Any]) -> None:
    """Written down before it is shown: after a crash the same edit is made again, and changes nothing."""
    known: list[Outlet] = [(url, site) for url, site in first["also"]]
    mine = _outlet(delivery, brief)
    earlier = await desk.store.delivery(str(first["key"]))
    if mine not in known:
        known.append(mine)
        await _keep(desk, delivery, SPACE, {**first, "also": [list(other) for other in known]})
    if earlier is None or not earlier.messages:
        return  # On its way still; the line comes with the next article of the story.
    body = _with(first["body"], known, str(earlier.payload["to"]))
    if body is not first["body"]:
        with suppress(Gone):
            await desk.outbox.edit(delivery.chat_id, earlier.messages[-1], body)
