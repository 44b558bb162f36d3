"""What is said in a chat, as bodies for the outbox: placeholders, briefs, errors, pointers, files. Pure.

In: briefs, errors, links and the chat's language. Out: bodies (see `bot/messaging/outbox.py`). Never sends, never escapes twice:
sentences of `bot/texts.py` are escaped here unless they are HTML of our own.
"""

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

from bot import texts
from bot.errors import BotError
from bot.messaging.buttons import Rows, Seal, under_reply
from bot.messaging.ledger import Body
from bot.render import telegram
from models.brief import Brief
from models.errors import ModelError


def said(key: str, language: str, /, **values: Any) -> Body:
    """One of our sentences, with its values escaped; sentences may hold tags of our own."""
    html = texts.say(key, language, **{name: escape(str(value), quote=False) for name, value in values.items()})
    return {"html": html}


def placeholder(url: str, name: str, language: str, *, preparing: bool = False) -> Body:
    if preparing:
        return said("preparing_models", language)
    if name:
        return said("reading_file", language, name=name[:60])
    return said("reading", language, host=(urlsplit(url).hostname or url).removeprefix("www."))


def of_brief(brief: Brief, seal: Seal, chat_id: int, key: str, *, reader: str, original: bool) -> list[Body]:
    """The parts of a reply; the buttons hang under the first, which is the one that is edited."""
    parts = telegram.render(brief, telegram.Look(original=original, language=reader))
    rows = under_reply(
        seal,
        chat_id,
        key,
        language=brief.to,
        reader=reader,
        claims=len(brief.points),
        source=brief.article.language,
    )
    return [{"html": html, **({"buttons": rows} if number == 0 else {})} for number, html in enumerate(parts)]


def of_error(error: BotError | ModelError, url: str, language: str) -> Body:
    """What happened and what to do next, with the link that it is about."""
    sentence = escape(texts.say(error.code, language, detail=error.detail), quote=False)
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host:
        return {"html": sentence}
    return {"html": f'{sentence}\n<a href="{escape(url, quote=True)}">{escape(host, quote=False)}</a>'}


def pointer(chat_id: int, message_id: int, language: str) -> Body:
    """A reply to the earlier reply, so that one tap leads there; supergroups have links to messages, too."""
    html = escape(texts.say("already", language), quote=False)
    if str(chat_id).startswith("-100"):
        link = f"https://t.me/c/{str(chat_id)[4:]}/{message_id}"
        html += f' <a href="{link}">{escape(texts.say("already_link", language), quote=False)}</a>'
    return {"html": html, "reply_to": message_id}


def file_of(brief: Brief, page: str, reader: str, *, original: bool) -> Body:
    """The reader page as a file with a speaking name."""
    title = brief.title.source if original else brief.title.text
    caption = texts.say("original_file" if original else "full_file", reader, title=telegram.cut(title, 200))
    language = brief.article.language if original else brief.to
    name = f"{filename(title)}.{language}.html"
    return {"html": escape(caption, quote=False), "file": {"name": name, "text": page}}


def filename(title: str) -> str:
    """A headline as a file name that every system takes."""
    clean = re.sub(r"[^\w\-]+", "-", title, flags=re.UNICODE).strip("-_")
    return clean[:60].rstrip("-_") or "article"


def with_buttons(body: Body, rows: Rows) -> Body:
    return {**body, "buttons": rows}
