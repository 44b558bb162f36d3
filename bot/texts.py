"""Every sentence that the bot and the command line say, in ko, zh-Hans, zh-Hant and en.

In: a key (error codes and notes are keys), a language code, values. Out: the sentence. The sentences are data
(`texts.toml`); this module only looks them up. Never fails on a key or a value that is missing: a reader gets a plain
sentence rather than a stack trace. Values go in as they are; whoever sends HTML escapes them (`bot.render.telegram`).
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from models.language import CODES, canonical

OWN_NAMES: Final[Mapping[str, str]] = {"en": "English", "ko": "한국어", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
"""Each language's own name: on buttons a reader must find it whatever the chat's language is."""

SHORT_NAMES: Final[Mapping[str, str]] = {"en": "English", "ko": "한국어", "zh-Hans": "简体", "zh-Hant": "繁體"}
"""The same, short enough for three buttons in one row of a phone."""

_OPTIONAL: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_FIELD: Final = re.compile(r"\{(\w+)\}")


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Key -> language -> sentence, as in `texts.toml`."""
    text = resources.files("bot").joinpath("texts.toml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return loaded


def say(key: str, language: str, /, **values: Any) -> str:
    """The sentence `key` in `language`, with {name} filled from `values` (missing ones are empty).

    "weights_missing:zh-en" is a note: the part behind the colon is its `detail`. An unknown key is said as "error"
    with the key as detail; an unknown language is English.
    """
    code, _, detail = key.partition(":")
    if detail:
        values.setdefault("detail", detail)
    sentences = table().get(code)
    if sentences is None:
        sentences, values = table()["error"], {"detail": key}
    if code == "language_unknown" and values.get("detail"):
        values["detail"] = _localised(str(values["detail"]), language)
    return _filled(sentences.get(_known(language), sentences["en"]), values)


def known(key: str) -> bool:
    """True where `key` (or the code before its colon) is a sentence of ours."""
    return key.partition(":")[0] in table()


def language_name(code: str, reader: str) -> str:
    """ "zh-Hant" for a Korean reader: "중국어(번체)"."""
    return say(f"language_{code}", reader)


def guess(code: str | None) -> str:
    """The language to greet a user in, from Telegram's `language_code` ("zh-hant-TW", "ko"); English where unsure."""
    try:
        return canonical(code or "en")
    except ValueError:
        return "en"


def _known(language: str) -> str:
    return language if language in CODES else guess(language)


def _filled(sentence: str, values: Mapping[str, Any]) -> str:
    def optional(match: re.Match[str]) -> str:
        needed = _FIELD.findall(match[1])
        return match[1] if all(str(values.get(name, "")) for name in needed) else ""

    def value(match: re.Match[str]) -> str:
        return str(values.get(match[1], ""))

    return _FIELD.sub(value, _OPTIONAL.sub(optional, sentence))


@cache
def _localised(name: str, language: str) -> str:
    """An English language name ("Japanese") in the reader's language, as CLDR has it; unchanged where unknown."""
    from babel import Locale

    reader = Locale.parse(_known(language).replace("-", "_"))
    english = Locale.parse("en").languages
    for code, spelled in english.items():
        if spelled == name:
            return str(reader.languages.get(code, name))
    return name
