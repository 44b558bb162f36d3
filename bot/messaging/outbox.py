"""The ledger's Outbox on Telegram: bodies become messages, refusals become the next best thing.

In: a body, {"html", "buttons": [[{"text", "data"}, ...], ...], "reply_to", "file": {"name", "text"}}; every key but
"html" may be missing. Out: a message id, or what an edit showed. A deleted reply target, a closed topic, entities or
buttons that Telegram refuses are dealt with here, once each; what else Telegram says reaches the ledger as Held,
Unsure, Moved or Gone. Never decides what is said, never retries what may have been done.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

from bot.messaging.api import Refused
from bot.messaging.ledger import Body, Edit, Gone, Held
from bot.render.telegram import LIMIT, cut, plain
from bot.storage.records import Delivery

log = logging.getLogger(__name__)

_NO_TARGET: Final = ("replied not found", "reply message not found", "message to reply not found", "reply_to_message")
_NO_TOPIC: Final = ("thread not found", "topic_deleted", "topic_id_invalid")
_LONG: Final = ("too long",)
_BUTTONS: Final = ("button", "reply_markup", "reply markup", "keyboard")
_GONE: Final = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "chat_send_",
    "topic_closed",
    "peer_id_invalid",
    "user_is_blocked",
    "user is deactivated",
    "user_deactivated",
    "deactivated",
    "not a member",
    "kicked",
    "group chat was upgraded",
)
"""Words of Telegram's refusals after which nothing more can be said in a chat (errors seen in tdlib's and the Bot API
server's sources and in bots' issue trackers)."""
_OUT: Final = ("chat not found", "blocked", "deactivated", "kicked", "not a member", "peer_id_invalid")
"""Those of them that say that the chat itself is closed to us."""
_MISSING: Final = ("message to edit not found", "message_id_invalid", "message not found", "message identifier")
_FOREIGN: Final = (
    "can't be edited",
    "message_author_required",
    "message can't be",
    "no text in the message",
    "no caption",
)
_SAME: Final = ("not modified",)
_TRIES: Final = 5
"""Each refusal takes away one thing: target, topic, entities, length, buttons."""


class Sender(Protocol):
    """What is needed of `bot.messaging.api.Api`."""

    async def call(self, method: str, **parameters: Any) -> Any: ...


class TelegramOutbox:
    """Sends and edits through an `Api`."""

    def __init__(self, api: Sender, hold: Callable[[int, float], Awaitable[None]] | None = None) -> None:
        """`hold(chat_id, seconds)`: Telegram said RetryAfter; kept, so that a restart does not forget it."""
        self._api = api
        self._hold = hold

    async def _call(self, method: str, chat_id: int, **parameters: Any) -> Any:
        try:
            return await self._api.call(method, chat_id=chat_id, **parameters)
        except Held as held:
            if self._hold is not None and held.reason == "retry_after":
                await self._hold(chat_id, held.delay_s)
            raise

    async def send(self, delivery: Delivery, body: Body) -> int:
        """Sends to the delivery's chat and topic, as a reply to `body["reply_to"]`, else to the delivery's message."""
        target = int(body.get("reply_to", delivery.message_id) or 0)
        extra: dict[str, Any] = {"message_thread_id": delivery.thread_id or None}
        if target:
            extra["reply_parameters"] = {"message_id": target, "allow_sending_without_reply": True}
        for _ in range(_TRIES):
            try:
                sent = await self._send_once(delivery.chat_id, body, extra)
                return int(sent["message_id"])
            except Refused as refused:
                if _has(refused, _NO_TARGET) and extra.pop("reply_parameters", None):
                    continue
                if _has(refused, _NO_TOPIC) and extra.pop("message_thread_id", None):
                    continue
                body = _simpler(body, refused)
        raise Gone("refused")

    async def edit(self, chat_id: int, message_id: int, body: Body) -> Edit:
        """Edits a message of ours to `body`."""
        for _ in range(_TRIES):
            try:
                await self._edit_once(chat_id, message_id, body)
                return Edit.DONE
            except Refused as refused:
                if _has(refused, _SAME):
                    return Edit.SAME
                if _has(refused, _MISSING):
                    return Edit.MISSING
                if _has(refused, _FOREIGN) or (_has(refused, _GONE) and not _has(refused, _OUT)):
                    # Not allowed to change this one: whether a new one can be sent shows when it is sent.
                    return Edit.FOREIGN
                body = _simpler(body, refused)
        raise Gone("refused")

    async def _send_once(self, chat_id: int, body: Body, extra: Mapping[str, Any]) -> Any:
        if file := body.get("file"):
            document = (str(file["name"]), str(file["text"]).encode())
            said = {"caption": body.get("html") or None, "parse_mode": _parse_mode(body)}
            return await self._call("sendDocument", chat_id, document=document, **said, **extra)
        return await self._call("sendMessage", chat_id, **_said(body), **extra)

    async def _edit_once(self, chat_id: int, message_id: int, body: Body) -> None:
        if body.get("file"):
            # Only ever to see whether a file arrived: its caption tells.
            said = {"caption": body.get("html") or None, "parse_mode": _parse_mode(body)}
            await self._call("editMessageCaption", chat_id, message_id=message_id, **said)
        else:
            await self._call("editMessageText", chat_id, message_id=message_id, **_said(body))


def _said(body: Body) -> dict[str, Any]:
    rows = body.get("buttons") or []
    keyboard = [[{"text": b["text"], "callback_data": b["data"]} for b in row] for row in rows]
    return {
        "text": body["html"],
        "parse_mode": _parse_mode(body),
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": keyboard} if keyboard else None,
    }


def _parse_mode(body: Body) -> str | None:
    return None if body.get("plain") else "HTML"


def _simpler(body: Body, refused: Refused) -> Body:
    """The body without what Telegram refused. Raises Gone where there is nothing to leave out."""
    if _has(refused, _GONE):
        raise Gone("forbidden")
    log.warning("Telegram refuses a message: %s", refused.description[:200])
    if _has(refused, _LONG) and not body.get("short"):
        return {**body, "html": cut(plain(str(body["html"])), LIMIT - 100), "plain": True, "short": True}
    if _has(refused, _BUTTONS) and body.get("buttons"):
        return {key: value for key, value in body.items() if key != "buttons"}
    if not body.get("plain"):
        # Refused entities, or words that we do not know: the text alone, once.
        return {**body, "html": plain(str(body["html"])), "plain": True}
    if body.get("buttons"):
        return {key: value for key, value in body.items() if key != "buttons"}
    raise Gone("refused")


def _has(refused: Refused, words: tuple[str, ...]) -> bool:
    return any(word in refused.description for word in words)
