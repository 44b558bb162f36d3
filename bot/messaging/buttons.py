"""Buttons: what stands under a reply, and what a press of one means.

In: a brief's facts and the chat's language, or the data that came back with a press. Out: rows of buttons, or
`Pressed`. The data says what is to be done and is sealed for its chat (HMAC with a secret of the store): nobody makes
up a button or carries one to another chat, and no table can be lost. Telegram allows 64 bytes of it. Pure.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Final

from bot import texts
from models.language import CODES

Rows = list[list[dict[str, Any]]]
SEAL: Final = 10
"""Characters of base64: 60 bits. Telegram lets nobody try more than a few presses a second."""
MORE: Final = 3
"""Claims that "more" adds."""
MOST_CLAIMS: Final = 10

_ACTIONS: Final = {"l": "language", "f": "full", "m": "more", "o": "original", "s": "setting"}
_SHORT: Final = {action: letter for letter, action in _ACTIONS.items()}


@dataclass(frozen=True, slots=True)
class Pressed:
    action: str
    """"language", "full", "more", "original" (of a reply), or "setting"."""
    value: str
    """The language; the number of claims; "FIELD=VALUE" of a setting."""
    reply: str = ""
    """Key of the reply without its chat: "message:digest"; "" for settings."""


class Seal:
    """Signs and checks the data of buttons."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def data(self, chat_id: int, pressed: Pressed) -> str:
        """At most 64 bytes: "l|zh-Hant|123456:0123456789abcdef|SEAL"."""
        said = f"{_SHORT[pressed.action]}|{pressed.value}|{pressed.reply}"
        return f"{said}|{self._sign(chat_id, said)}"

    def open(self, chat_id: int, data: str) -> Pressed | None:
        """What a button of this chat says; None for anything that was not sealed for it."""
        said, _, seal = data.rpartition("|")
        parts = said.split("|")
        if len(parts) != 3 or parts[0] not in _ACTIONS or not hmac.compare_digest(seal, self._sign(chat_id, said)):
            return None
        return Pressed(_ACTIONS[parts[0]], parts[1], parts[2])

    def _sign(self, chat_id: int, said: str) -> str:
        digest = hmac.new(self._secret, f"{chat_id}|{said}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode()[:SEAL]


def under_reply(seal: Seal, chat_id: int, key: str, *, language: str, reader: str, claims: int, source: str) -> Rows:
    """The buttons of one reply. `language`: the brief's; `reader`: of the labels; `claims`: how many are shown;
    `source`: the article's language (a full translation into it would be none)."""
    reply = key.partition(":")[2]

    def button(text: str, action: str, value: str) -> dict[str, Any]:
        return {"text": text, "data": seal.data(chat_id, Pressed(action, value, reply))}

    others = [button(texts.SHORT_NAMES[code], "language", code) for code in CODES if code != language]
    second = []
    if language != source:
        second.append(button(texts.say("button_full", reader), "full", language))
    if claims < MOST_CLAIMS:
        second.append(button(texts.say("button_more", reader), "more", f"{min(claims + MORE, MOST_CLAIMS)}.{language}"))
    third = [button(texts.say("button_original", reader), "original", "")]
    return [others, second, third] if second else [others, third]
