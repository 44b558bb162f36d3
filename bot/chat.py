"""What is to be done about one message: pure, and every refusal carries its reason.

In: a `Message` (read from an update by `bot/messaging/incoming.py`), the `Chat` it came from, the time. Out: `Answer` (links or a
file to be read), `Command`, `Say` (a short sentence instead), or `Ignore(reason)`. Never sends, never asks anybody,
never looks into the store: whether a link was answered before is the ledger's business.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from bot import link
from bot.addresses import CLOSED, Rule
from bot.link import Link
from bot.storage.records import ChatSettings

LINKS_IN_PRIVATE: Final = 10
"""Links of one message that are answered in a private chat (Telegram takes about one message a second there)."""
LINKS_IN_GROUP: Final = 5
"""In groups each link costs two of the twenty messages a minute that a group has for all."""
EDIT_WINDOW_S: Final = 2 * 86400.0
"""Edits of older messages are corrections of things long read; Telegram itself ends editing after 48 hours."""
COMMANDS: Final = (
    "start", "help", "read", "follow", "following", "unfollow", "digest", "quiet", "filter", "channel", "opml",
    "settings", "language", "mode", "status", "privacy", "delete",
)  # fmt: skip
"""Commands in the order in which they are registered."""
OUTLET_COMMANDS: Final = ("mute", "unmute", "only")


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account."""

    id: int
    username: str = ""
    reads_all: bool = False
    """False: privacy mode is on, so in groups only commands, mentions and replies arrive."""


@dataclass(frozen=True, slots=True)
class Document:
    file_id: str
    name: str = ""
    media_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    chat_id: int
    kind: str
    """"private", "group", "supergroup" or "channel"."""
    message_id: int
    thread_id: int = 0
    """The topic; 0 where there is none."""
    sender_id: int = 0
    """The user, or the channel or group in whose name it was sent; 0 for a channel's own post."""
    sender_language: str = ""
    """Telegram's `language_code` of the user."""
    from_bot: bool = False
    text: str = ""
    """Text or caption."""
    entities: Sequence[Mapping[str, Any]] = ()
    replied: "Message | None" = None
    document: Document | None = None
    edited: bool = False
    automatic_forward: bool = False
    """A channel's post as it appears in the channel's discussion group."""
    origin_id: int = 0
    """Of a forward of a channel's post: its message id in the channel."""
    comment: bool = False
    """The copy of a channel's post, to be answered here because the channel wants it so (`bot/messaging/channels.py`)."""
    service: bool = False
    """No content: somebody joined, a message was pinned."""
    date: float = 0.0


@dataclass(frozen=True, slots=True)
class Chat:
    settings: ChatSettings
    me: Me
    rule: Rule = CLOSED
    """Which addresses count as links."""
    served: bool = True
    """False: `telegram.allowed_chats` does not name it."""
    max_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    links: tuple[Link, ...] = ()
    file: Document | None = None
    asked: bool = True
    """Somebody wants this, so trouble is told. False in a group that has all its links read."""
    left_out: int = 0
    """Links beyond the limit of one message."""


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    key: str
    """A sentence of `bot/texts.py`."""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignore:
    reason: str


Decision = Answer | Command | Say | Ignore


def mode(settings: ChatSettings, kind: str) -> str:
    """The chat's mode: "asked" in groups and "all" elsewhere, until it is chosen."""
    if kind == "private" and settings.mode != "off":
        return "all"  # what is said to the bot alone is asked
    return settings.mode or ("asked" if kind in ("group", "supergroup") else "all")


def decide(message: Message, chat: Chat, now: float) -> Decision:
    """What to do about `message`. `now` in Unix seconds."""
    if message.from_bot:
        return Ignore("a bot's message")
    if message.service:
        return Ignore("a service message")
    if message.edited and now - message.date > EDIT_WINDOW_S:
        return Ignore("an old message edited")
    command = _command(message, chat.me)
    if not chat.served:
        return Say("not_served", {"chat": message.chat_id}) if _direct(message, command) else Ignore("not served here")
    if isinstance(command, Ignore):
        return command
    if command and command.name != "read":
        return Ignore("an edited command") if message.edited else command
    return _decide_links(message, chat, asked=command is not None or _asked(message, chat))


def _decide_links(message: Message, chat: Chat, asked: bool) -> Decision:
    private = message.kind == "private"
    current = "all" if message.comment else mode(chat.settings, message.kind)
    if current == "off" or (current == "asked" and not asked):
        return Ignore("switched off" if current == "off" else "not asked")
    found = _links(message, chat.rule)
    file = _html(message.document)
    if not found and not file and asked and message.replied:
        # "@bot summarise this" in reply to the message with the link.
        found, file = _links(message.replied, chat.rule), _html(message.replied.document)
    if file and file.size > chat.max_bytes:
        return Say("only_html", {"mb": chat.max_bytes // 1_000_000})
    if not found and not file:
        return _nothing(message, chat, asked)
    kept = [one for one in found if heard(one, chat.settings)]
    if found and not kept and not file:
        host = outlet(found[0])
        return Say("outlet_muted", {"host": host}) if asked or private else Ignore("outlet muted")
    limit = LINKS_IN_PRIVATE if private else LINKS_IN_GROUP
    return Answer(tuple(kept[:limit]), file, asked or private, max(len(kept) - limit, 0))


def _nothing(message: Message, chat: Chat, asked: bool) -> Decision:
    """A message without anything to read."""
    if message.edited:
        return Ignore("an edit without a link")
    if message.kind == "private":
        return Say("only_html", {"mb": chat.max_bytes // 1_000_000}) if message.document else Say("send_a_link")
    wants = _ASK.search(message.text) or _command(message, chat.me)
    return Say("no_link_there") if asked and wants else Ignore("chatter")


def outlet(of: Link) -> str:
    """The outlet that a chat allows or mutes: the host without "www."; with its port where it has one."""
    parts = urlsplit(of.key if "://" in of.key else of.url)
    return parts.netloc.rpartition("@")[2].removeprefix("www.").removeprefix("m.").lower()


def heard(of: Link, settings: ChatSettings) -> bool:
    """Whether the chat wants this outlet."""
    host = outlet(of)

    def among(names: Sequence[str]) -> bool:
        return any(host == name or host.endswith("." + name) for name in names)

    return not among(settings.muted) and (not settings.allowed or among(settings.allowed))


def _links(message: Message, rule: Rule) -> list[Link]:
    return link.find(message.text, message.entities, rule=rule)


def _html(document: Document | None) -> Document | None:
    if document is None:
        return None
    named = document.name.lower().endswith((".html", ".htm", ".xhtml"))
    return document if named or document.media_type in ("text/html", "application/xhtml+xml") else None


_ASK: Final = re.compile(
    r"summar|\btl;?dr\b|key (?:claims|points)|main points|\bgist\b|\bbrief\b"
    r"|요약|정리해|핵심|간추려|줄여"
    r"|总结|總結|摘要|概括|要点|要點|重点|重點|归纳|歸納|概述|提炼|提煉",
    re.IGNORECASE,
)
"""Words with which people ask for a summary, as seen in the help texts and chats of summary bots."""
_SHORT: Final = 40
"""Characters of a reply that is nothing but the request; longer ones are talk in which the word happens to occur."""


def _asked(message: Message, chat: Chat) -> bool:
    """The bot was mentioned, or a message was replied to with "summarise this"."""
    if message.kind == "channel":
        return False
    if _mentions(message, chat.me):
        return True
    if message.replied is None:
        return False
    wants = bool(_ASK.search(message.text))
    if message.replied.sender_id == chat.me.id:
        return wants or bool(_links(message, chat.rule))
    return wants and len(message.text) <= _SHORT and not _links(message, chat.rule)


def _mentions(message: Message, me: Me) -> bool:
    if any(e.get("type") == "text_mention" and (e.get("user") or {}).get("id") == me.id for e in message.entities):
        return True
    # A name is Latin letters, digits and "_": Hangul or Han glued behind it does not belong to it.
    name = re.escape(me.username)
    return bool(me.username and re.search(rf"(?<![\w@/])@{name}(?![A-Za-z0-9_])", message.text, re.IGNORECASE))


_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)\s*(.*)", re.DOTALL)


def _command(message: Message, me: Me) -> Command | Ignore | None:
    """The command that a message opens with; Ignore for another bot's, or one that nobody here knows."""
    match = _COMMAND.match(message.text)
    if match is None:
        return None
    name, addressed, argument = match[1].lower(), match[2], match[3].strip()
    if addressed and addressed.lower() != me.username.lower():
        return Ignore("another bot's command")
    if name not in (*COMMANDS, *OUTLET_COMMANDS):
        return Command("help") if message.kind == "private" or addressed else Ignore("an unknown command")
    return Command(name, argument)


def _direct(message: Message, command: Command | Ignore | None) -> bool:
    """Whether a chat that is not served deserves a word: only where the bot was spoken to."""
    return not message.edited and (message.kind == "private" or isinstance(command, Command))
