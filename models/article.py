"""`Article`: what was extracted from a page, and its JSON form.

Text is NFC, has no HTML and no control characters; a paragraph is one line. Never fetches, parses HTML or translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.language import CODES, canonical
from models.text import clean

SCHEMA: Final = "keyclaims/article/1"


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    paragraphs: tuple[str, ...]
    language: str
    """One of `models.language.CODES`."""
    url: str = ""
    site: str = ""
    """The outlet's name as it calls itself."""
    author: str = ""
    published: str = ""
    """ISO 8601 date or date and time with offset, as far as it is known; "" where it is not."""
    image: str = ""
    input: str = ""
    """The source as it was given on the command line or in the chat."""
    id: str = ""
    """Goes through to the brief; "" where none was given."""
    notes: tuple[str, ...] = ()
    """Codes of `bot/texts.py` that the reader should see ("teaser_only")."""


def to_json(article: Article) -> dict[str, Any]:
    """The `keyclaims/article/1` object."""
    return {
        "schema": SCHEMA,
        "input": article.input,
        "id": article.id or None,
        "url": article.url,
        "site": article.site,
        "author": article.author,
        "published": article.published,
        "language": article.language,
        "title": article.title,
        "image": article.image,
        "paragraphs": list(article.paragraphs),
        "notes": list(article.notes),
    }


def from_json(data: Mapping[str, Any], identify: Any = None) -> Article:
    """The opposite of `to_json`, for JSON from anywhere. Raises ValueError saying which key is wrong.

    `identify(text) -> code` is asked where "language" is missing.
    """
    paragraphs = data.get("paragraphs")
    if isinstance(paragraphs, str):
        paragraphs = paragraphs.splitlines()
    if not isinstance(paragraphs, list) or not all(isinstance(p, str) for p in paragraphs):
        raise ValueError('"paragraphs" must be a list of strings')
    texts: dict[str, str] = {}
    for key in ("title", "url", "site", "author", "published", "image", "input"):
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            raise ValueError(f'"{key}" must be a string')
        texts[key] = clean(value or "")
    kept = tuple(line for p in paragraphs if (line := clean(p)))
    if not kept:
        raise ValueError('"paragraphs" holds no text')
    language = data.get("language")
    if language:
        code = canonical(str(language))
    elif identify is not None:
        code = identify("\n".join((texts["title"], *kept)))
    else:
        raise ValueError(f'"language" must be one of {", ".join(CODES)}')
    given = data.get("id")
    notes = data.get("notes") or []
    if not isinstance(notes, list):
        raise ValueError('"notes" must be a list')
    return Article(
        paragraphs=kept,
        language=code,
        id="" if given is None else str(given),
        notes=tuple(map(str, notes)),
        **texts,
    )
