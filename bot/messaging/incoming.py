"""An update of the Bot API (JSON) -> what happened, as a value. Pure.

In: the update's object as Telegram sent it. Out: `Message`, `Press` (a button), `Membership` (the bot was let in or
thrown out), `Moved` (a group became a supergroup), or None for anything else. Reads the JSON itself rather than
python-telegram-bot's classes: one field that is missing or of a new kind must not make a whole update unreadable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.chat import Document, Message

KINDS: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
)
"""`allowed_updates`: what we read."""

_CONTENT: Final = ("text", "caption", "photo", "document", "video", "animation", "audio", "voice", "sticker", "poll")


@dataclass(frozen=True, slots=True)
class Press:
    """A button of ours was pressed."""

    id: str
    data: str
    user_id: int
    user_language: str
    chat_id: int
    kind: str
    message_id: int
    """The message that carries the button; 0 where it is too old for Telegram to say."""
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Membership:
    chat_id: int
    kind: str
    inside: bool
    """Whether the bot can be talked to there now."""
    was_inside: bool
    user_id: int
    user_language: str


@dataclass(frozen=True, slots=True)
class Moved:
    old: int
    new: int


Happening = Message | Press | Membership | Moved


def read(update: Mapping[str, Any]) -> Happening | None:
    """What happened; None for kinds that we do not read and for objects that lack what every one of them has."""
    try:
        for key in KINDS[:4]:
            if isinstance(body := update.get(key), Mapping):
                return _moved(body) or message(body, edited=key.startswith("edited_"))
        if isinstance(body := update.get("callback_query"), Mapping):
            return _press(body)
        if isinstance(body := update.get("my_chat_member"), Mapping):
            return _membership(body)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return None


def message(body: Mapping[str, Any], *, edited: bool = False, depth: int = 1) -> Message:
    """A Message of the Bot API; the message replied to is read too (Telegram nests no deeper)."""
    chat = body["chat"]
    user = body.get("from") or {}
    in_name_of = body.get("sender_chat") or {}
    replied = body.get("reply_to_message")
    return Message(
        chat_id=int(chat["id"]),
        kind=_kind(chat),
        message_id=int(body["message_id"]),
        thread_id=_thread(body),
        sender_id=int(in_name_of.get("id") or user.get("id") or 0),
        sender_language=str(user.get("language_code") or ""),
        # Anonymous admins and channels write through accounts that are bots, in the name of a chat: people.
        from_bot=bool(user.get("is_bot")) and not in_name_of,
        text=str(body.get("text") or body.get("caption") or ""),
        entities=tuple(e for e in body.get("entities") or body.get("caption_entities") or () if isinstance(e, Mapping)),
        replied=message(replied, depth=depth - 1) if isinstance(replied, Mapping) and depth else None,
        document=_document(body.get("document")),
        edited=edited,
        automatic_forward=bool(body.get("is_automatic_forward")),
        origin_id=int((body.get("forward_origin") or {}).get("message_id") or body.get("forward_from_message_id") or 0),
        service=not any(body.get(key) for key in _CONTENT),
        date=float(body.get("date") or 0),
    )


def _kind(chat: Mapping[str, Any]) -> str:
    return str(chat.get("type") or ("private" if int(chat["id"]) > 0 else "supergroup"))


def _thread(body: Mapping[str, Any]) -> int:
    """The topic's id. In groups without topics Telegram gives plain reply chains a thread id too: that is no topic."""
    topic = body.get("is_topic_message") or (body.get("chat") or {}).get("is_forum") or not body.get("reply_to_message")
    return int(body.get("message_thread_id") or 0) if topic else 0


def _document(body: Any) -> Document | None:
    if not isinstance(body, Mapping) or not body.get("file_id"):
        return None
    return Document(
        str(body["file_id"]),
        str(body.get("file_name") or ""),
        str(body.get("mime_type") or ""),
        int(body.get("file_size") or 0),
    )


def _moved(body: Mapping[str, Any]) -> Moved | None:
    here = int((body.get("chat") or {}).get("id") or 0)
    if new := body.get("migrate_to_chat_id"):
        return Moved(here, int(new))
    if old := body.get("migrate_from_chat_id"):
        return Moved(int(old), here)
    return None


def _press(body: Mapping[str, Any]) -> Press | None:
    under = body.get("message") or {}
    chat = under.get("chat") or {}
    user = body.get("from") or {}
    if not chat.get("id"):
        return None
    return Press(
        id=str(body["id"]),
        data=str(body.get("data") or ""),
        user_id=int(user.get("id") or 0),
        user_language=str(user.get("language_code") or ""),
        chat_id=int(chat["id"]),
        kind=_kind(chat),
        message_id=int(under.get("message_id") or 0),
        thread_id=_thread(under),
    )


_INSIDE: Final = ("creator", "administrator", "member", "restricted")


def _membership(body: Mapping[str, Any]) -> Membership:
    chat = body["chat"]
    user = body.get("from") or {}

    def inside(member: Any) -> bool:
        known = member or {}
        return known.get("status") in _INSIDE and known.get("is_member", True) is not False

    return Membership(
        chat_id=int(chat["id"]),
        kind=_kind(chat),
        inside=inside(body.get("new_chat_member")),
        was_inside=inside(body.get("old_chat_member")),
        user_id=int(user.get("id") or 0),
        user_language=str(user.get("language_code") or ""),
    )
