"""One story once: what a feed brings of a story that the chat has been told already is added to that reply, or dropped.

In: a delivery of a feed's entry and its brief, before it is said (`carriers`, `told_before`); the reply once it is
made (`remember`). Out: who else has the story, for chats that want only what several outlets carry; True where nothing
is to be said: the chat's first reply on the story has got an "also: ..." line, or the chat wants later ones dropped.
Of two that come at once the first to ask has the story: within one process one is asked about at a time.
Kept for `models.story.WINDOW_S`: what identifies the story, and the end of the reply, without which it could not be
edited; both go when the chat is forgotten. Links that people post are always answered.
"""

import asyncio
import json
from contextlib import suppress
from html import escape
from typing import Any, Final

from sqlalchemy import select

from bot import texts
from bot.extraction.headline import host_of
from bot.messaging.desk import Desk
from bot.messaging.ledger import Body, Gone
from bot.render.telegram import ROOM, cut, units
from bot.storage.records import Delivery
from bot.storage.schema import kept
from bot.subscriptions.filters import Filter
from bot.work import Again
from models import story
from models.brief import Brief

SPACE: Final = "told"
CARRIED: Final = "carried"
Outlet = tuple[str, str]
"""An article's address, and its outlet's name."""
MOST: Final = 1000
"""Articles of a chat that are compared, the latest: three days of ten busy feeds; 1,000 take about 60 ms, beside the loop."""
ON_ITS_WAY_S: Final = 3.0
"""Until the first reply on a story is looked for again, which is not in the chat yet."""


async def told_before(desk: Desk, delivery: Delivery, brief: Brief) -> bool:
    """Whether the chat's topic has this story already; its reply names the new article, if the chat wants that. From
    False on the story is this delivery's. Raises Again while the first reply is on its way."""
    wanted = Filter.of(await desk.store.chat(delivery.chat_id)).stories
    if wanted == "each" or "feed" not in delivery.payload or delivery.messages:
        return False
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    async with desk.telling:
        found = await _same(desk, delivery, SPACE, mine)
        if not found:
            await _keep(desk, delivery, SPACE, _told(desk, mine))
        elif wanted == "also":
            await _name(desk, delivery, found[0], _outlet(delivery, brief))
    if found and wanted == "also":
        await _show(desk, delivery, str(found[0]["key"]))
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
    others: list[Outlet] = []
    for found in await _same(desk, delivery, CARRIED, mine):
        if not any(_one_outlet(one, (found["url"], found["outlet"])) for one in [(url, name), *others]):
            others.append((found["url"], found["outlet"]))
    return others if len(others) + 1 >= wanted else None


def named(bodies: list[Body], others: list[Outlet], to: str) -> list[Body]:
    """The reply with the other outlets below it."""
    return [*bodies[:-1], _with(bodies[-1], others, to)] if bodies and others else bodies


async def remember(
    desk: Desk, delivery: Delivery, brief: Brief, bodies: list[Body], others: list[Outlet]
) -> list[Outlet]:
    """The story of a reply that is about to be said, in a chat that wants each once. `others`, and those that came
    since the story was this delivery's, are to be named below it."""
    if not bodies or Filter.of(await desk.store.chat(delivery.chat_id)).stories == "each":
        return others
    mine = await asyncio.to_thread(story.fingerprint, brief.article)
    async with desk.telling:
        row = await _row(desk, delivery.key) or _told(desk, mine)
        others = [*others, *(one for one in _also(row) if one not in others)]
        also = [list(one) for one in others]
        await _keep(desk, delivery, SPACE, {**row, "body": dict(bodies[-1]), "also": also})
    return others


def _told(desk: Desk, mine: story.Story) -> dict[str, Any]:
    """The row of a story whose reply is not made yet."""
    return {"at": desk.store.now(), "story": story.to_json(mine), "body": None, "also": []}


def _also(row: dict[str, Any]) -> list[Outlet]:
    return [(url, name) for url, name in row["also"]]


async def _row(desk: Desk, key: str) -> dict[str, Any] | None:
    body = await desk.store.kept(SPACE, key)
    return json.loads(body) if body else None


async def _keep(desk: Desk, delivery: Delivery, space: str, row: dict[str, Any]) -> None:
    """Under the delivery's key, unless the row has one already."""
    row = {"key": delivery.key, "thread": delivery.thread_id, **row}
    left = float(row["at"]) + story.WINDOW_S - desk.store.now()
    await desk.store.keep(space, str(row["key"]), json.dumps(row, ensure_ascii=False), left, delivery.chat_id)


async def _same(desk: Desk, delivery: Delivery, space: str, mine: story.Story) -> list[dict[str, Any]]:
    """What the topic was told, or brought, of this story within the window, oldest first."""
    query = select(kept.c.body).where(
        kept.c.space == space,
        kept.c.chat_id == delivery.chat_id,
        kept.c.key != delivery.key,
        kept.c.expires_at > desk.store.now(),
    )
    # A row ends a window after its time: the latest ones are those that end last.
    query = query.order_by(kept.c.expires_at.desc()).limit(MOST)
    bodies = await desk.store.database.run(lambda c: list(c.execute(query).scalars()))

    def compare() -> list[dict[str, Any]]:
        rows = [row for row in map(json.loads, reversed(bodies)) if row["thread"] == delivery.thread_id]
        return [row for row in rows if story.same(story.from_json(row["story"]), mine)]

    return await asyncio.to_thread(compare)


def _outlet(delivery: Delivery, brief: Brief) -> Outlet:
    url = brief.article.url or str(delivery.payload.get("url", ""))
    return url, brief.article.site or host_of(url)


def _one_outlet(one: Outlet, other: Outlet) -> bool:
    """By its name; by its host where a page does not say the name. Portals have many outlets on one host."""
    host = host_of(one[0])
    return one[1].casefold() == other[1].casefold() or (host == host_of(other[0]) and host in (one[1], other[1]))


def _with(body: Body, others: list[Outlet], to: str) -> Body:
    """The same body with the outlets as links below it, where there is room."""
    links = ", ".join(
        f'<a href="{escape(url, quote=True)}">{escape(cut(site, 40), quote=False)}</a>' for url, site in others
    )
    line = escape(texts.say("also", to), quote=False)
    longer = {**body, "html": f"{body['html']}\n\n{line} {links}"}
    return longer if units(longer["html"]) <= ROOM else body


async def _name(desk: Desk, delivery: Delivery, first: dict[str, Any], mine: Outlet) -> None:
    """Written down before it is shown: after a crash the same edit is made again, and changes nothing."""
    if mine not in _also(first):
        await _keep(desk, delivery, SPACE, {**first, "also": [*first["also"], list(mine)]})


async def _show(desk: Desk, delivery: Delivery, key: str) -> None:
    """The first reply on a story gets the names of all that came later."""
    earlier, first = await desk.store.delivery(key), await _row(desk, key)
    if earlier is None or first is None:
        return  # Forgotten meanwhile.
    if earlier.open:
        raise Again(ON_ITS_WAY_S, "the first is on its way", free=True)
    if not earlier.messages or first["body"] is None:
        return  # It could not be said.
    body = _with(first["body"], _also(first), str(earlier.payload["to"]))
    if body is not first["body"]:
        with suppress(Gone):
            await desk.outbox.edit(delivery.chat_id, earlier.messages[-1], body)
