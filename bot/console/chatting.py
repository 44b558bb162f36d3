"""`keyclaims chat`: the bot in the terminal, without Telegram. Lines in, replies out, as a private chat shows them.

The same decision (`bot.chat.decide`), the same pipeline and the same renderer as the bot's; only sending is missing.
Never touches the store: a line is forgotten with its answer.
"""

import argparse
import asyncio
import os
import re
import sys
import time
from typing import Any, Final

from bot import addresses, app, texts
from bot.chat import Answer, Chat, Command, Me, Message, Say, decide
from bot.cli import OK, locale_language
from bot.config import Config
from bot.console import reading
from bot.console.progress import Progress
from bot.errors import BotError
from bot.messaging import replies
from bot.pipeline import Pipeline
from bot.render import telegram
from bot.storage.records import ChatSettings
from models.errors import ModelError

NAME: Final = "keyclaims"
"""What the bot is called where Telegram gave it no name."""
_STYLES: Final = {"b": "1", "i": "3", "blockquote": "2", "a": "4"}
"""Tag of a reply -> SGR parameter, where the terminal shows colours."""


def run(arguments: argparse.Namespace, config: Config) -> int:
    """Until the end of standard input."""
    return asyncio.run(_run(arguments, config))


async def _run(arguments: argparse.Namespace, config: Config) -> int:
    language = reading.target(arguments.to, config) or locale_language(os.environ)
    chat = Chat(ChatSettings(language=language), Me(0, NAME), addresses.rule(config.fetch))
    talking = sys.stdin.isatty()
    if talking:
        _show(_said("start", language, language=texts.language_name(language, language)))
    async with app.reader(config, arguments.models, Progress(0, quiet=True)) as pipeline:
        number = 0
        while line := await asyncio.to_thread(_next, talking):
            number += 1
            message = Message(
                1, "private", number, sender_id=1, sender_language=language, text=line, entities=_marked(line)
            )
            await _answer(pipeline, message, chat, language, config.store.keep_days)
    return OK


def _next(talking: bool) -> str:
    """The next line that says something; "" at the end."""
    while True:
        if talking:
            print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line or line.strip():
            return line.strip()


def _marked(line: str) -> list[dict[str, object]]:
    """The entities with which Telegram would mark links and commands; offsets in UTF-16 units."""
    marks: list[dict[str, object]] = []
    for match in re.finditer(r"(?:https?://|www\.)\S+|(?<!\S)[\w-]+(?:\.[\w-]+)+(?:/\S*)?|^/\w+", line):
        offset = len(line[: match.start()].encode("utf-16-le")) // 2
        kind = "bot_command" if match[0].startswith("/") else "url"
        marks.append({"type": kind, "offset": offset, "length": len(match[0].encode("utf-16-le")) // 2})
    return marks


async def _answer(pipeline: Pipeline, message: Message, chat: Chat, language: str, days: float) -> None:
    match decide(message, chat, time.time()):
        case Answer(links=links):
            for link in links:
                try:
                    brief = await pipeline.of_link(link, language)
                    for part in telegram.render(brief, telegram.Look(language=language)):
                        _show(part)
                except (BotError, ModelError) as error:
                    _show(_said(error.code, language, detail=error.detail))
        case Say(key=key, values=values):
            _show(_said(key, language, **values))
        case Command(name=asked):
            known = asked if asked in ("start", "help", "privacy") else "help"
            name = texts.language_name(language, language)
            _show(_said(known, language, language=name, bot=f"@{NAME}", days=f"{days:g}"))


def _said(key: str, language: str, /, **values: Any) -> str:
    return str(replies.said(key, language, **values)["html"])


def _show(part: str) -> None:
    """One message: the renderer's HTML as a terminal shows it."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if colour:
        part = re.sub(r"<(b|i|a|blockquote)\b[^>]*>", lambda m: f"\x1b[{_STYLES[m[1]]}m", part)
        part = re.sub(r"</(?:b|i|a|blockquote)>", "\x1b[0m", part)
    print(telegram.plain(part) + "\n", flush=True)
