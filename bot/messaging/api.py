"""The Bot API by python-telegram-bot: the only module that imports the library.

In: a method's name and its parameters as plain values. Out: the result as Telegram's JSON. Every exception of the
library becomes one of ours here: `Held`, `Unsure`, `Moved`, `Gone` (bot/messaging/ledger.py), `Refused` (a 400, with Telegram's
words), and `TokenRefused`, `TelegramConflict` of bot/errors.py. Messages pass the pace of `bot/messaging/limits.py`.
Never: a token in an exception or a log line, a retry (who calls knows whether a second time is harmless).
"""

import logging
import re
from collections.abc import Callable, Coroutine
from typing import Any, Final

import httpx
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest, RequestData

from bot.errors import TelegramConflict, TokenRefused
from bot.messaging.ledger import Gone, Held, Moved, Unsure
from bot.messaging.limits import Pace

COUNTED: Final = ("send", "edit", "copy", "forward")
"""Methods whose name opens so are messages to a chat; Telegram counts them (sendChatAction it does not)."""
TIMEOUT_S: Final = 20.0
"""For one request; a message takes 0.1 s, a file of a megabyte on a slow line some seconds."""
CONNECT_S: Final = 8.0
POLL_S: Final = 25
"""Seconds that Telegram may hold a getUpdates open."""
CONNECTIONS: Final = 64


class Refused(Exception):
    """A 400: certainly not done. `description` is Telegram's, for those who look for a word in it."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description.lower()


class Missing(Exception):
    """404 to one method while the token is good: this server does not know the method."""


class Api:
    """One bot account; `open` before use, `close` after."""

    def __init__(self, token: str, base: str = "https://api.telegram.org", pace: Pace | None = None) -> None:
        # httpx logs each URL at INFO, and the URL holds the token.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._token = token
        self._base = base.rstrip("/")
        self.pace = pace or Pace()
        self._proved = False
        self._bot = _Bot(token, self._base, self.pace)

    async def open(self) -> dict[str, Any]:
        """The bot's own account (getMe). Raises TokenRefused, or Unsure and Held where Telegram is out of reach."""
        await self._bot.open()
        me: dict[str, Any] = await self.call("getMe")
        self._proved = True
        return me

    async def close(self) -> None:
        await self._bot.shutdown()

    async def call(self, method: str, **parameters: Any) -> Any:
        """One request. Parameters that are None are left out. `document=(name, bytes)` is uploaded."""
        given = {key: value for key, value in parameters.items() if value is not None}
        if isinstance(upload := given.get("document"), tuple):
            given["document"] = InputFile(upload[1], filename=upload[0])
        try:
            return await self._bot.ask(method, given)
        except TelegramError as error:
            raise self._ours(error, method, given.get("chat_id")) from None

    async def quietly(self, method: str, **parameters: Any) -> Any:
        """`call` for what an answer does not depend on (a reaction, typing, a menu): None where it fails."""
        try:
            return await self.call(method, **parameters)
        except (Held, Unsure, Moved, Gone, Refused, Missing, TelegramConflict, TokenRefused) as error:
            logging.getLogger(__name__).debug("%s was not done: %s", method, type(error).__name__)
            return None

    async def updates(self, offset: int, kinds: list[str], timeout_s: int = POLL_S) -> list[dict[str, Any]]:
        """getUpdates: what is new from `offset` on; waits up to `timeout_s` for it."""
        asked = {"offset": offset, "timeout": timeout_s, "allowed_updates": kinds}
        try:
            found = await self._bot.ask("getUpdates", asked, read_timeout=timeout_s + TIMEOUT_S)
        except TelegramError as error:
            raise self._ours(error, "getUpdates", None) from None
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def download(self, file_id: str, limit: int) -> bytes:
        """The bytes of a file that somebody sent, at most `limit`. Raises Refused where it is larger or gone."""
        file = await self.call("getFile", file_id=file_id)
        path = str(file.get("file_path") or "")
        if int(file.get("file_size") or 0) > limit:
            raise Refused("file is too big")
        url = path if "://" in path else f"{self._base}/file/bot{self._token}/{path}"
        try:
            body = await self._bot.request.retrieve(url)
        except TelegramError as error:
            raise self._ours(error, "getFile", None) from None
        if len(body) > limit:
            raise Refused("file is too big")
        return bytes(body)

    def _ours(self, error: TelegramError, method: str, chat_id: Any) -> Exception:
        """Ours for the library's. No text of the library's goes on, except Telegram's own description of a 400."""
        match error:
            case RetryAfter():
                return self._held(error._retry_after.total_seconds(), method, chat_id)
            case ChatMigrated():
                return Moved(error.new_chat_id)
            case Forbidden():
                return Gone(_why(error.message))
            case InvalidToken() if "Unauthorized" not in error.message and self._proved and method != "getUpdates":
                return Missing(method)
            case InvalidToken():
                return TokenRefused("Telegram refuses the token", detail="401")
            case Conflict():
                return TelegramConflict("409: another program receives this bot's updates")
            case BadRequest():
                return Refused(error.message)
            case NetworkError() if isinstance(
                error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
            ):
                # Nothing was sent, so nothing can have been done.
                return Held(2.0, "unreachable")
            case _ if "too many requests" in error.message.lower():
                return self._held(_seconds(error.message), method, chat_id)
            case _:
                return Unsure(type(error).__name__)

    def _held(self, seconds: float, method: str, chat_id: Any) -> Held:
        if isinstance(chat_id, int) and _counted(method):
            seconds = self.pace.hold(chat_id, seconds)
        return Held(seconds, "retry_after")


def _seconds(description: str) -> float:
    """ "Too Many Requests: retry after 5", from a server that leaves the parameter out."""
    found = re.search(r"retry after (\d+)", description, re.IGNORECASE)
    return float(found[1]) if found else 1.0


def _why(description: str) -> str:
    low = description.lower()
    return "kicked" if "kicked" in low or "not a member" in low else "blocked" if "blocked" in low else "forbidden"


def _counted(method: str) -> bool:
    return method.startswith(COUNTED) and method != "sendChatAction"


class _Bot(ExtBot[None]):
    """The library's bot with raw requests: a field that a server leaves out must not make an answer unreadable."""

    def __init__(self, token: str, base: str, pace: Pace) -> None:
        super().__init__(
            token=token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=_Request(connection_pool_size=CONNECTIONS, **_timeouts(TIMEOUT_S)),
            get_updates_request=_Request(connection_pool_size=2, **_timeouts(POLL_S + TIMEOUT_S)),
            rate_limiter=_Limiter(pace),
        )

    async def open(self) -> None:
        for request in self._request:
            await request.initialize()
        self._requests_initialized = True

    async def ask(self, method: str, parameters: dict[str, Any], read_timeout: float = TIMEOUT_S) -> Any:
        return await self._post(method, parameters, read_timeout=read_timeout)


def _timeouts(read_s: float) -> dict[str, Any]:
    return {
        "read_timeout": read_s,
        "write_timeout": TIMEOUT_S,
        "connect_timeout": CONNECT_S,
        "pool_timeout": TIMEOUT_S,
        "media_write_timeout": TIMEOUT_S * 2,
    }


class _Request(HTTPXRequest):
    """Servers that answer {"ok": false, "error_code": 429} with status 200 are understood too."""

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, **more: Any) -> Any:  # type: ignore[override]
        status, payload = await super().do_request(url, method, request_data, **more)
        if status == 200 and payload[:200].lstrip()[:1] == b"{" and b'"ok":false' in payload[:200].replace(b" ", b""):
            status = int(self.parse_json_payload(payload).get("error_code") or 400)
        return status, payload


class _Limiter(BaseRateLimiter[None]):
    """The library's hook for `Pace`."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        chat_id = data.get("chat_id")
        if not isinstance(chat_id, int) or not _counted(endpoint):
            return await callback(*args, **kwargs)
        async with self._pace.turn(chat_id):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._pace.tell(error._retry_after.total_seconds(), "retry_after")
                # Before the chat's next message gets its turn: it must find the hold.
                self._pace.hold(chat_id, error._retry_after.total_seconds())
                raise
