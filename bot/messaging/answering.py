"""A link becomes a reply: what a job does, from the accepted delivery to the answer in the chat.

In: a `Job` with a delivery's key. Out: one placeholder and one edit (or a pointer to the earlier reply), through the
ledger, which knows what was said already. Raises what `bot/work.py` understands: Again, or an error that is worth
another try. Never says anything past the ledger.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, Final

from bot import linkline
from bot.chat import Answer, Message, outlet
from bot.errors import BotError, LinkRefused, NoArticle, NotHtml, TooLarge
from bot.link import Link
from bot.messaging import ledger
from bot.messaging.api import Refused
from bot.messaging.desk import GROUPS, Desk
from bot.messaging.ledger import Gone
from bot.messaging.replies import of_brief, of_error, placeholder, pointer
from bot.page import Page
from bot.storage.feedstore import FeedStore
from bot.storage.records import Delivery, State, delivery_key
from bot.subscriptions import digests, once
from bot.subscriptions.filters import Filter
from bot.work import Again, Job
from models.brief import Brief
from models.errors import LanguageUnknown, ModelError

log = logging.getLogger(__name__)

LANE_S: Final = 1.0
"""A link that takes longer leaves its chat's lane, so that the chat's next placeholder need not wait for it."""
MODELS_S: Final = 5.0
"""How long a job waits for models before it gives its place to others for a moment."""
TYPING_S: Final = 4.5
"""Telegram shows "typing" for five seconds."""
PAUSES_S: Final = (3.0,)
"""Before a page that could not be had is tried again; then the reader is told."""
FEED_PAUSES_S: Final = (3.0, 20.0, 120.0, 600.0)
"""The same for a feed's entry, for which nobody is waiting."""
SEEN: Final = "👀"
HOSTS_KEPT: Final = 20
"""Outlets remembered for the chat's menu."""
_NO_NEWS: Final = (NoArticle, NotHtml, LanguageUnknown, TooLarge, LinkRefused)
"""What makes a link nobody asked about no matter of ours."""


def deliveries(message: Message, answer: Answer, *, to: str, claims: int | None, original: bool) -> list[Delivery]:
    """What is accepted for one message: its file, then its links, in order."""
    common: dict[str, Any] = {
        "kind": "link",
        "to": to,
        "claims": claims,
        "original": original,
        "asked": answer.asked,
        "user": message.sender_id,
        "chat_kind": message.kind,
    }
    found = []
    if file := answer.file:
        payload = {**common, "file": file.file_id, "name": file.name}
        found.append((f"file:{file.file_id}", payload))
    for link in answer.links:
        found.append((link.key, {**common, "url": link.url, "link": link.key, "fallback": link.fallback}))
    return [
        Delivery(
            key=delivery_key(message.chat_id, message.message_id, key),
            chat_id=message.chat_id,
            link_key=key,
            message_id=message.message_id,
            thread_id=message.thread_id,
            payload=payload,
        )
        for key, payload in found
    ]


async def work_off(desk: Desk, job: Job) -> None:
    """One link, to the end or to the next try."""
    delivery = await desk.store.delivery(job.key)
    if delivery is None or not delivery.open:
        return
    if delivery.state is State.ANSWER_SENDING:
        answered = await ledger.answer(desk.store, desk.outbox, delivery)
        linkline.ended(desk, delivery, job, _how(answered))
        return
    if await _pointed(desk, delivery, job):
        return
    asked = bool(delivery.payload.get("asked", True))
    preparing = not desk.models_ready.is_set() and "feed" not in delivery.payload
    if delivery.payload.get("announce") or ((asked or preparing) and _room_to_announce(desk, delivery)):
        delivery = await _announce(desk, delivery, preparing)
        if not delivery.open:
            return
    with _Typing(desk, delivery, 0.0 if job.attempts == 0 else TYPING_S):
        await _wait_for_models(desk)
        try:
            await _answer(desk, delivery, job, asked)
        except (Again, BotError):
            raise
        except Exception as error:
            if not job.last:
                raise
            # A fault of ours, three times over: the reader is told, and the operator finds the trace.
            log.error("a link could not be answered: %s", type(error).__name__, exc_info=True)
            body = of_error(BotError(), str(delivery.payload.get("url", "")), str(delivery.payload["to"]))
            await ledger.answer(desk.store, desk.outbox, delivery, [body], outcome="error")
            linkline.ended(desk, delivery, job, "error")


async def _pointed(desk: Desk, delivery: Delivery, job: Job) -> bool:
    """Where the chat has a reply to this link already: a pointer to it, and done."""
    if delivery.state is not State.ACCEPTED or "url" not in delivery.payload:
        return False
    earlier = await desk.store.answered_before(
        delivery.chat_id, delivery.link_key, thread_id=delivery.thread_id, except_key=delivery.key, shown=True
    )
    if earlier is None or not earlier.messages or earlier.payload.get("to") != delivery.payload.get("to"):
        return False
    if earlier.message_id == delivery.message_id:
        return False
    if "feed" in delivery.payload:
        await _leave(desk, delivery, job, "already")
        return True
    body = pointer(delivery.chat_id, earlier.messages[0], str(delivery.payload["to"]))
    await ledger.answer(desk.store, desk.outbox, delivery, [body], outcome="pointer")
    linkline.ended(desk, delivery, job, "pointer")
    return True


def _room_to_announce(desk: Desk, delivery: Delivery) -> bool:
    """Answers come first: where Telegram's limit is near, a link costs one message instead of two. What was begun is
    always gone on with."""
    return delivery.state is not State.ACCEPTED or not desk.api.pace.short(delivery.chat_id)


async def _announce(desk: Desk, delivery: Delivery, preparing: bool) -> Delivery:
    payload = delivery.payload
    body = placeholder(
        str(payload.get("url", "")), str(payload.get("name", "")), str(payload["to"]), preparing=preparing
    )
    return await ledger.announce(desk.store, desk.outbox, delivery, body)


async def _wait_for_models(desk: Desk) -> None:
    if desk.models_ready.is_set():
        return
    try:
        await asyncio.wait_for(desk.models_ready.wait(), MODELS_S)
    except TimeoutError:
        raise Again(0.5, "preparing models", free=True) from None


async def _answer(desk: Desk, delivery: Delivery, job: Job, asked: bool) -> None:
    payload = delivery.payload
    to = str(payload["to"])
    try:
        brief = await _in_lane(brief_of(desk, payload, to, claims=payload.get("claims")), job)
    except (BotError, ModelError) as error:
        pauses = FEED_PAUSES_S if "feed" in payload else PAUSES_S
        if error.retry and job.attempts < len(pauses) and not job.last:
            raise Again(pauses[job.attempts], error.code, free=True) from error
        quiet = isinstance(error, _NO_NEWS) or "feed" in payload
        if not asked and quiet and not delivery.messages:
            # Nobody asked about this link: it is left alone.
            await _leave(desk, delivery, job, error.code)
            if delivery.message_id:
                await react(desk, delivery.chat_id, delivery.message_id, "")
            return
        body = of_error(error, str(payload.get("url", "")), to)
        answered = await ledger.answer(desk.store, desk.outbox, delivery, [body], outcome=error.code)
        linkline.ended(desk, delivery, job, _how(answered))
        return
    if not asked and not await _wanted(desk, delivery, brief):
        await _leave(desk, delivery, job, "filtered")
        return
    # By /delete, meanwhile: the link is still answered, and nothing is kept of it.
    forgotten = await desk.store.delivery(delivery.key) is None
    others = [] if asked or forgotten else await once.carriers(desk, delivery, brief)
    if others is None:
        await _leave(desk, delivery, job, "few_outlets")
        return
    # Before it is said: what a crash lets be said again is kept once.
    if not forgotten:
        await digests.remember(desk, delivery, brief, [url for url, _ in others])
        if not asked and await once.told_before(desk, delivery, brief):
            await _leave(desk, delivery, job, "same_story")
            return
    original = bool(payload.get("original", True))
    bodies = of_brief(brief, desk.seal, delivery.chat_id, delivery.key, reader=to, original=original)
    if not forgotten:
        others = await once.remember(desk, delivery, brief, bodies, others)
    bodies = once.named(bodies, others, to)
    # Sent again once a model is there, it is translated: no reason to point to this one.
    outcome = "ok" if to in (brief.to, brief.article.language) else "untranslated"
    answered = await ledger.answer(desk.store, desk.outbox, delivery, bodies, outcome=outcome)
    linkline.ended(desk, delivery, job, _how(answered), brief)
    if not forgotten:
        await _remember_outlet(desk, delivery)


async def _leave(desk: Desk, delivery: Delivery, job: Job, outcome: str) -> None:
    """Nothing is said of a link that nobody asked about; one of a feed does not count among the hour's posts."""
    await ledger.fail(desk.store, delivery, outcome)
    if "feed" in delivery.payload:
        await FeedStore(desk.store.database).unsaid(delivery.chat_id, delivery.thread_id, delivery.link_key)
    linkline.ended(desk, delivery, job, outcome)


async def _wanted(desk: Desk, delivery: Delivery, brief: Brief) -> bool:
    """Whether the chat's filter lets a brief through that nobody asked for."""
    chosen = Filter.of(await desk.store.chat(delivery.chat_id))
    told = "\n".join([brief.title.source, brief.title.text, *(point.text for point in brief.points)])
    return chosen.takes_language(brief.article.language) and not chosen.mutes_text(told)


def _how(delivery: Delivery) -> str:
    """The outcome for log and metrics: "unsent" where nothing can be said in the chat any more."""
    return delivery.outcome if delivery.state is State.ANSWERED else "unsent"


async def _in_lane(making: Awaitable[Brief], job: Job) -> Brief:
    """Waits in the lane for a second; after that the job comes back beside it, and finds the brief in the making."""
    if job.free:
        return await making
    try:
        return await asyncio.wait_for(making, LANE_S)
    except TimeoutError:
        raise Again(0.0, "slow", free=True) from None


async def brief_of(desk: Desk, payload: Any, to: str | None, *, claims: int | None = None, full: bool = False) -> Brief:
    """The brief of what a delivery is about. Raises BotError or ModelError."""
    if url := payload.get("url"):
        link = Link(str(url), str(payload["link"]), str(payload.get("fallback", "")))
        return await desk.recent.of_link(link, to, claims=claims, full=full)
    limit = desk.config.fetch.max_bytes
    try:
        body = await desk.api.download(str(payload["file"]), limit)
    except (Refused, Gone):
        raise TooLarge("the file cannot be had", detail=f"{limit // 1_000_000} MB") from None
    return await desk.recent.of_page(Page(body), str(payload.get("name", "")), to, claims=claims, full=full)


async def _remember_outlet(desk: Desk, delivery: Delivery) -> None:
    """For the menu of outlets; only a new host is written."""
    if "url" not in delivery.payload:
        return
    host = outlet(Link(str(delivery.payload["url"]), str(delivery.payload["link"])))
    seen = list((await desk.store.chat(delivery.chat_id)).more.get("hosts", []))
    if host not in seen:
        await desk.store.set_chat(delivery.chat_id, more={"hosts": [host, *seen][:HOSTS_KEPT]})


class _Typing:
    """ "typing…" while a private chat waits. A group sees one placeholder, which says as much and costs no more."""

    def __init__(self, desk: Desk, delivery: Delivery, pause_s: float) -> None:
        """`pause_s`: until the first one; a job that comes back has shown it a moment ago."""
        self._desk, self._delivery, self._pause_s = desk, delivery, pause_s
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        if self._delivery.payload.get("chat_kind") not in GROUPS:
            self._task = asyncio.create_task(self._type())

    def __exit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _type(self) -> None:
        await asyncio.sleep(self._pause_s)
        while True:
            await typing(self._desk, self._delivery.chat_id, self._delivery.thread_id)
            await asyncio.sleep(TYPING_S)


async def typing(desk: Desk, chat_id: int, thread_id: int) -> None:
    thread = thread_id or None
    await desk.api.quietly("sendChatAction", chat_id=chat_id, action="typing", message_thread_id=thread)


async def react(desk: Desk, chat_id: int, message_id: int, emoji: str = SEEN) -> None:
    """A quiet "seen" on somebody's message, where reactions are allowed; "" takes it away. No message of ours."""
    reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
    await desk.api.quietly("setMessageReaction", chat_id=chat_id, message_id=message_id, reaction=reaction)
