"""Update -> decide -> accept: what comes from Telegram becomes deliveries and jobs, or a short answer, or nothing.

In: updates from the journal, one chat's in their order. Out: accepted deliveries with a job each (links), answered
commands and buttons. An update is `handled` once nothing of it can be lost any more. What a link's job does is in
`bot/messaging/answering.py`; how the parts come together in `bot/console/running.py`.
Never: a decision (`bot/chat.py`), a sentence (`bot/texts.py`), the network itself.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot import texts
from bot.chat import Answer, Command, Document, Ignore, Message, Say, decide
from bot.errors import StoreError
from bot.messaging import answering, channels, commands, feedcommands, incoming, ledger, pressing, replies
from bot.messaging.desk import GROUPS, Desk
from bot.messaging.incoming import Membership, Moved, Press
from bot.messaging.ledger import Body, Gone
from bot.storage.journal import JournalQueue
from bot.storage.records import ChatSettings, Delivery, delivery_key
from bot.work import Again

log = logging.getLogger(__name__)

AT_ONCE: Final = 64
"""Updates handled side by side, of different chats: a slow answer of Telegram's to one keeps no other waiting."""
QUIET_BELOW: Final = 50
"""Waiting links up to which nobody's share is looked at."""
CHAT_SHARE: Final = 0.5
"""Of `work.max_queue`, that one chat may take."""
SENDER_SHARE: Final = 0.375
"""Of `work.max_queue`, that one sender may take over all chats."""
STORE_PAUSE_S: Final = 1.0
"""Between tries while the store cannot be used: the update is journaled and waits."""

After = Callable[[], Awaitable[None]]
"""What is said once the chat's next update may go on."""


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Reception:
    """Takes updates off the journal."""

    def __init__(self, desk: Desk, journal: JournalQueue) -> None:
        self._desk, self._journal = desk, journal
        self._room = asyncio.Semaphore(AT_ONCE)
        self._turns: dict[int, _Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._pressed: set[tuple[int, int, str]] = set()
        self._coming = 0
        """Links that are being accepted at this moment and are not in the queue yet."""

    async def serve(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._soon(self._one(await self._journal.get()))
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _soon(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one(self, update: dict[str, Any]) -> None:
        """One update, to the end. What fails for a reason of ours is logged and not tried for ever."""
        after = await self._in_turn(update)
        if after is not None:
            await _until_done(after)
        await _until_done(lambda: self._journal.handled(update))

    async def _in_turn(self, update: dict[str, Any]) -> After | None:
        happening = incoming.read(update)
        if happening is None:
            return None
        chat_id = _whose_turn(happening)
        turn = self._turns.setdefault(chat_id, _Turn())
        turn.users += 1
        found: list[After | None] = []

        async def handle() -> None:
            found.append(await self._handle(happening, update))

        try:
            # First the chat's turn: those who wait for it must not take the room of other chats.
            async with turn.lock, self._room:
                await _until_done(handle)
        finally:
            turn.users -= 1
            if not turn.users:
                self._turns.pop(chat_id, None)
        return found[-1] if found else None

    async def _handle(self, happening: incoming.Happening, update: Mapping[str, Any]) -> After | None:
        match happening:
            case Message():
                return await self._message(happening)
            case Press():
                return lambda: self._press(happening)
            case Membership():
                return await self._membership(happening, int(update["update_id"]))
            case Moved():
                await self._desk.store.move_chat(happening.old, happening.new)
                return None

    async def _press(self, press: Press) -> None:
        """Impatient fingers press twice: while the first press is worked on, the second is told so."""
        what = (press.chat_id, press.message_id, press.data)
        if what in self._pressed:
            await self._desk.api.quietly("answerCallbackQuery", callback_query_id=press.id)
            return
        self._pressed.add(what)
        try:
            await pressing.work_off(self._desk, press)
        finally:
            self._pressed.discard(what)

    async def _message(self, message: Message) -> After | None:
        desk = self._desk
        chat = await desk.chat(message.chat_id)
        told = await self._of_channel(message, chat.settings)
        if isinstance(told, Ignore):
            log.debug("ignored: %s", told.reason)
            return None
        message = told
        if feedcommands.is_opml(message.document) and message.document and chat.served and not message.from_bot:
            return await self._opml(message, message.document, chat.settings)
        decision = decide(message, chat, time.time())
        match decision:
            case Ignore():
                log.debug("ignored: %s", decision.reason)
                return None
            case Say():
                reader = desk.language(chat.settings, message.sender_language)
                return self._say(message, decision.key, replies.said(decision.key, reader, **decision.values))
            case Command():
                body = await commands.work_off(desk, decision, message)
                return self._say(message, decision.name, body)
            case Answer():
                return await self._accept(message, decision, chat.settings)

    async def _of_channel(self, message: Message, settings: ChatSettings) -> Message | Ignore:
        """What of a channel's post, or of its copy in the discussion group, is to be looked at at all."""
        if message.kind == "channel":
            return channels.post(message, settings)
        if not message.automatic_forward:
            return message
        channel = message.sender_id
        known = message.origin_id and await self._desk.store.ours(channel, message.origin_id)
        return channels.copy(message, await self._desk.store.chat(channel), bool(known))

    async def _opml(self, message: Message, document: Document, settings: ChatSettings) -> After | None:
        desk = self._desk
        allowed = message.kind == "channel"
        if not allowed and not await desk.may_change(message.chat_id, message.kind, message.sender_id):
            return None  # somebody's file in a group
        reader = desk.language(settings, message.sender_language)
        return self._say(message, "opml", await feedcommands.take_in(desk, document, message, reader))

    async def _accept(self, message: Message, answer: Answer, settings: ChatSettings) -> After | None:
        desk = self._desk
        to = await self._language(message, settings)
        wanted = answering.deliveries(
            message, answer, to=to, claims=desk.claims(settings), original=desk.original(settings)
        )
        if message.kind == "channel" and channels.way(settings) == "edit":
            wanted = [replace(d, payload={**d.payload, "announce": True}) for d in wanted]
        if message.automatic_forward:
            wanted = [d for d in wanted if not await desk.store.answered_before(message.sender_id, d.link_key)]
        if not wanted:
            return None  # the channel's own post was answered: this is its copy in the discussion group
        if refusal := await self._refusal(message, wanted):
            key, values = refusal
            return self._say(message, key, replies.said(key, to, **values)) if answer.asked else None
        try:
            new = await self._take(wanted)
        finally:
            self._coming -= len(wanted)
        if new:
            self._soon(answering.react(desk, message.chat_id, message.message_id))
        if not answer.left_out:
            return None
        counts = {"n": len(answer.links) + answer.left_out, "limit": len(answer.links)}
        return self._say(message, "too_many_links", replies.said("too_many_links", to, **counts))

    async def _take(self, wanted: list[Delivery]) -> bool:
        """Accepted, with a job each, on disk. Whether one of them is new."""
        new = False
        for delivery in wanted:
            accepted = await self._desk.store.accept(delivery)
            new = new or accepted
            if accepted or await self._open(delivery.key):
                await self._desk.work.defer("link", delivery.key, lane=str(delivery.chat_id))
        return new

    async def _open(self, key: str) -> bool:
        known = await self._desk.store.delivery(key)
        return known is not None and known.open

    async def _language(self, message: Message, settings: ChatSettings) -> str:
        """A group's first language is that of the first who asks, and stays."""
        language = self._desk.language(settings, message.sender_language)
        guessed = bool(message.sender_language) and self._desk.config.reply.to == "auto"
        if message.kind in GROUPS and not settings.language and guessed:
            await self._desk.store.set_chat(message.chat_id, language=language)
        return language

    async def _refusal(self, message: Message, wanted: list[Delivery]) -> tuple[str, dict[str, Any]] | None:
        """The queue is full, or this chat or sender has its share of it; None where there is room, which is then taken
        (`_coming`): messages of many chats are looked at side by side, and must not all see the same free place."""
        self._coming += len(wanted)
        coming = self._coming
        try:
            refusal = await self._too_much(message, wanted, coming)
        except BaseException:
            self._coming -= len(wanted)
            raise
        if refusal:
            self._coming -= len(wanted)
        return refusal

    async def _too_much(
        self, message: Message, wanted: list[Delivery], coming: int
    ) -> tuple[str, dict[str, Any]] | None:
        desk = self._desk
        waiting_now = (await desk.work.depth()).waiting + coming - len(wanted)
        if waiting_now < min(QUIET_BELOW, desk.config.work.max_queue):
            return None
        if await desk.store.delivery(wanted[0].key):
            return None  # accepted before: an edit, or an update told twice
        if waiting_now >= desk.config.work.max_queue:
            return "busy", {"detail": await desk.work.busy_minutes() or 1}
        waiting = await desk.store.unfinished()
        of_chat = sum(d.chat_id == message.chat_id for d in waiting)
        of_sender = sum(d.payload.get("user") == message.sender_id for d in waiting)
        most = desk.config.work.max_queue
        return ("slow_down", {}) if of_chat >= most * CHAT_SHARE or of_sender >= most * SENDER_SHARE else None

    async def _membership(self, happening: Membership, update_id: int) -> After | None:
        """The bot was let into a group: one greeting, in the language of whoever let it in."""
        desk = self._desk
        if happening.kind not in GROUPS or not happening.inside or happening.was_inside:
            return None
        if not desk.served(happening.chat_id):
            return None
        settings = await desk.store.chat(happening.chat_id)
        reader = desk.language(settings, happening.user_language)
        if not settings.language and happening.user_language and desk.config.reply.to == "auto":
            await desk.store.set_chat(happening.chat_id, language=reader)
        name = texts.language_name(reader, reader)
        body = replies.said("start_group", reader, language=name, bot=f"@{desk.me.username}")
        greeted = Message(chat_id=happening.chat_id, kind=happening.kind, message_id=0)
        return self._say(greeted, f"greeting:{update_id}", body)

    def _say(self, message: Message, what: str, body: Body) -> After:
        """A short answer, once however often its update is handled."""

        async def say() -> None:
            desk = self._desk
            delivery = Delivery(
                key=delivery_key(message.chat_id, message.message_id, f"say:{what}"),
                chat_id=message.chat_id,
                link_key=f"say:{what}",
                message_id=message.message_id,
                thread_id=message.thread_id,
                payload={"kind": "say"},
            )
            await desk.store.accept(delivery)
            current = await desk.store.delivery(delivery.key)
            if current is not None and current.open:
                await ledger.answer(desk.store, desk.outbox, current, [body])
            if what == "delete":
                # "Forgotten" was said: this is not kept either.
                await desk.store.forget_delivery(delivery.key)

        return say


def _whose_turn(happening: incoming.Happening) -> int:
    """The chat whose order counts. A channel's post and its copy in the discussion group have one."""
    if isinstance(happening, Moved):
        return happening.new
    if isinstance(happening, Message) and happening.automatic_forward:
        return happening.sender_id
    return happening.chat_id


async def _until_done(work: Callable[[], Awaitable[None]]) -> None:
    """Again while Telegram or the store wants it later; anything else is logged, once."""
    while True:
        try:
            await work()
            return
        except Again as again:
            await asyncio.sleep(max(again.delay_s, 0.2))
        except StoreError as error:
            log.error("an update waits in the journal: %s", error)
            await asyncio.sleep(STORE_PAUSE_S)
        except Gone as gone:
            log.info("nothing can be said in a chat: %s", gone.reason)
            return
        except Exception as error:
            log.error("an update could not be handled: %s", type(error).__name__, exc_info=True)
            return
