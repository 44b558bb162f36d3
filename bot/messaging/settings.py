"""The settings of a chat: menus of buttons, what a press changes, and what typed commands change. Pure.

In: `ChatSettings`, a press or an argument, the chat's kind and language. Out: a body with buttons, or the changes for
`store.set_chat`. Never stores, never asks who pressed: that was checked before (`bot/messaging/pressing.py`, `bot/messaging/commands.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot import texts
from bot.chat import mode
from bot.messaging.buttons import Pressed, Rows, Seal
from bot.messaging.ledger import Body
from bot.messaging.replies import said, with_buttons
from bot.storage.records import ChatSettings
from models.language import CODES, canonical

FIELDS: Final = ("language", "claims", "original", "mode", "outlets")
MODES: Final = ("all", "asked", "off")
CLAIMS: Final = ("auto", "3", "4", "5", "7", "10")
HOSTS: Final = 8
"""Outlets offered in the menu: a phone's screen."""
HOST_BYTES: Final = 40
"""Of a host name in a button's data, which holds 64 in all; longer ones are set by command."""
LISTED: Final = 200
"""Outlets that a chat may allow or mute."""


class Menus:
    """Menus of one chat, in its language."""

    def __init__(self, seal: Seal, chat_id: int, kind: str, language: str, original: bool) -> None:
        """`original`: what holds where the chat has not chosen (`reply.original`)."""
        self._seal, self._chat_id, self._kind = seal, chat_id, kind
        self._language, self._original = language, original

    def main(self, settings: ChatSettings) -> Body:
        """All settings, with a button each."""
        reader = self._language
        body = said(
            "settings",
            reader,
            language=texts.OWN_NAMES[reader],
            claims=texts.say("claims_auto", reader) if settings.claims == "auto" else settings.claims,
            original=texts.say("on" if self._originals(settings) else "off", reader),
            mode=texts.say(f"mode_{mode(settings, self._kind)}", reader),
            outlets=outlets(settings, reader),
        )
        buttons = [self._field(field, settings) for field in FIELDS]
        rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
        return with_buttons(body, [*rows, [self._button(texts.say("settings_close", reader), "menu", "close")]])

    def language(self, settings: ChatSettings) -> Body:
        rows = [[self._choice(texts.OWN_NAMES[code], "language", code, code == self._language)] for code in CODES]
        return self._menu("choose_language", rows)

    def claims(self, settings: ChatSettings) -> Body:
        names = {"auto": texts.say("claims_auto", self._language)}
        chosen = [self._choice(names.get(n, n), "claims", n, n == settings.claims) for n in CLAIMS]
        return self._menu("choose_claims", [chosen[:1], chosen[1:]])

    def mode(self, settings: ChatSettings) -> Body:
        now = mode(settings, self._kind)
        offered = [m for m in MODES if m != "asked" or self._kind != "private"]
        rows = [[self._choice(texts.say(f"mode_{m}", self._language), "mode", m, m == now)] for m in offered]
        return self._menu("choose_mode", rows)

    def outlets(self, settings: ChatSettings, seen: Sequence[str] = ()) -> Body:
        """`seen`: hosts of the chat's last links. A tap goes round: answered, muted, only these. The data says what a
        tap makes of it, so that a press that is done twice after a crash does the same."""
        hosts = list(dict.fromkeys([*settings.allowed, *settings.muted, *seen]))
        hosts = [host for host in hosts if len(host.encode()) <= HOST_BYTES][:HOSTS]
        rows = []
        for host in hosts:
            mark, then = "✓", "mute"
            if host in settings.allowed:
                mark, then = "⭐", "unmute"
            elif host in settings.muted:
                mark, then = "🔇", "only"
            rows.append([self._button(f"{mark} {host}", then, host)])
        return self._menu("choose_outlets", rows)

    def closed(self) -> Body:
        return said("settings_closed", self._language)

    def _originals(self, settings: ChatSettings) -> bool:
        return self._original if settings.originals is None else settings.originals

    def _field(self, field: str, settings: ChatSettings) -> dict[str, Any]:
        """Opens the field's menu; originals have two values only, and the button says the one that it brings."""
        name = texts.say(f"setting_{field}", self._language)
        if field == "original":
            return self._button(name, "original", "off" if self._originals(settings) else "on")
        return self._button(name, "menu", field)

    def _menu(self, key: str, rows: Rows) -> Body:
        back = self._button(texts.say("settings_back", self._language), "menu", "main")
        return with_buttons(said(key, self._language), [*rows, [back]])

    def _button(self, text: str, field: str, value: str) -> dict[str, Any]:
        return {"text": text, "data": self._seal.data(self._chat_id, Pressed("setting", f"{field}={value}"))}

    def _choice(self, text: str, field: str, value: str, chosen: bool) -> dict[str, Any]:
        return self._button(f"• {text}" if chosen else text, field, value)


def outlets(settings: ChatSettings, reader: str) -> str:
    """ "without a.kr, b.cn": a line for menus."""
    if settings.allowed:
        return texts.say("outlets_only", reader, hosts=", ".join(settings.allowed[:5]))
    if settings.muted:
        return texts.say("outlets_muted", reader, hosts=", ".join(settings.muted[:5]))
    return texts.say("outlets_all", reader)


def change(settings: ChatSettings, field: str, value: str) -> dict[str, Any]:
    """What `field` = `value` changes; {} for what makes no sense. Doing it twice is doing it once."""
    match field:
        case "language":
            try:
                return {"language": canonical(value)}
            except ValueError:
                return {}
        case "claims" if value == "auto" or (value.isdecimal() and 1 <= int(value) <= 10):
            return {"claims": value}
        case "original" if value in ("on", "off"):
            return {"originals": value == "on"}
        case "mode" if value in MODES:
            return {"mode": value}
        case "mute" | "unmute" | "only":
            return _outlet(settings, field, value)
    return {}


def _outlet(settings: ChatSettings, what: str, host: str) -> dict[str, Any]:
    host = host.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")[0]
    host = host.removeprefix("www.")
    if not host or " " in host or len(host) > 253:
        return {}
    allowed = tuple(h for h in settings.allowed if h != host)
    muted = tuple(h for h in settings.muted if h != host)
    if what == "mute":
        muted = (*muted, host)[-LISTED:]
    elif what == "only":
        allowed = (*allowed, host)[-LISTED:]
    return {"allowed": allowed, "muted": muted}


def merged(settings: ChatSettings, changes: dict[str, Any]) -> ChatSettings:
    """The settings as they will be."""
    return replace(settings, **changes)


WORDS: Final = {
    "all": "all", "every": "all", "on": "all", "전체": "all", "모두": "all", "全部": "all", "所有": "all",
    "asked": "asked", "ask": "asked", "요청": "asked", "被要求": "asked",
    "off": "off", "none": "off", "끄기": "off", "关闭": "off", "關閉": "off",
}  # fmt: skip
"""What people type behind /mode."""
LANGUAGE_WORDS: Final = {
    "한국어": "ko", "korean": "ko", "中文": "zh-Hans", "简体": "zh-Hans", "简体中文": "zh-Hans", "chinese": "zh-Hans",
    "繁體": "zh-Hant", "繁體中文": "zh-Hant", "繁体": "zh-Hant",
    "english": "en", "영어": "en", "英语": "en", "英文": "en",
}  # fmt: skip
"""What people type behind /language, beside the codes."""


def typed(command: str, argument: str) -> str:
    """The value that an argument of /mode or /language means; "" where there is none in it."""
    word = argument.strip().lower()
    if command == "mode":
        return WORDS.get(word, "")
    try:
        return LANGUAGE_WORDS.get(word) or (canonical(word) if word else "")
    except ValueError:
        return ""
