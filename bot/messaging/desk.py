"""What those who handle messages, buttons and commands share: the parts of one running bot, and questions to them.

In: the parts, built by `bot/telegram.py`. Out: answers that need more than one part (which language a chat reads, who
is an admin). Never decides about a message, never says anything.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot import texts
from bot.addresses import Rule
from bot.chat import Chat, Me
from bot.config import Config
from bot.fetch import FeedResponse
from bot.messaging.api import Api
from bot.messaging.buttons import Seal
from bot.messaging.outbox import TelegramOutbox
from bot.metrics import Metrics
from bot.recent import Recent
from bot.storage.records import ChatSettings
from bot.store import Store
from bot.work import Work

GROUP_ANONYMOUS_BOT: Final = 1087968824
"""The account in whose name Telegram shows anonymous admins' presses."""
GROUPS: Final = ("group", "supergroup")


@dataclass(frozen=True, slots=True)
class Desk:
    config: Config
    store: Store
    work: Work
    api: Api
    outbox: TelegramOutbox
    recent: Recent
    seal: Seal
    me: Me
    rule: Rule
    models_ready: asyncio.Event
    """Set once the models that the preset needs are here, or cannot be had."""
    metrics: Metrics = field(default_factory=Metrics)
    log_key: bytes = b""
    """Chats stand in the log under a digest with this key (`bot/linkline.py`)."""

    get_feed: Callable[[str, str, str], Awaitable[FeedResponse]] | None = None
    """`Fetcher.get_feed`: URL, ETag, Last-Modified. None: this program reads no feeds."""
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while it is decided whether a story was told (`bot/subscriptions/once.py`)."""

    async def chat(self, chat_id: int) -> Chat:
        """The chat as `bot.chat.decide` wants it."""
        return Chat(
            settings=await self.store.chat(chat_id),
            me=self.me,
            rule=self.rule,
            served=self.served(chat_id),
            max_bytes=self.config.fetch.max_bytes,
        )

    def served(self, chat_id: int) -> bool:
        allowed = self.config.telegram.allowed_chats
        return not allowed or chat_id in allowed

    def language(self, settings: ChatSettings, user_language: str) -> str:
        """What the chat reads: its choice, the operator's, else guessed from the user's own."""
        if settings.language:
            return settings.language
        configured = self.config.reply.to
        return texts.guess(user_language) if configured == "auto" else configured

    def original(self, settings: ChatSettings) -> bool:
        return self.config.reply.original if settings.originals is None else settings.originals

    def claims(self, settings: ChatSettings) -> int | None:
        """None: by the article's length."""
        chosen = self.config.reply.claims if settings.claims == "auto" else settings.claims
        return None if chosen == "auto" else int(chosen)

    async def may_change(self, chat_id: int, kind: str, user_id: int) -> bool:
        """Whether a user may change what all in the chat see: in private always, else an admin or the operator."""
        if kind == "private" or user_id == chat_id or user_id in self.config.telegram.admins:
            return True
        if user_id == GROUP_ANONYMOUS_BOT:
            return True
        member = await self.api.quietly("getChatMember", chat_id=chat_id, user_id=user_id)
        if isinstance(member, dict):
            return member.get("status") in ("creator", "administrator")
        admins = await self.api.quietly("getChatAdministrators", chat_id=chat_id)
        known = admins if isinstance(admins, list) else []
        return any((a.get("user") or {}).get("id") == user_id for a in known if isinstance(a, dict))
