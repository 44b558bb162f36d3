"""What a chat wants to have of its feeds and unasked links: words, languages, outlets, how many an hour. Pure.

In: `ChatSettings`, and what is typed behind /filter. Out: yes or no, or the changed setting. Never stores.
Typed: `+word` only with that word, `-word` never with it, `lang:ko,en` only these, `-lang:zh` not these, `hourly:5`,
`stories:also` (or `drop`, `each`) what becomes of later articles on a story, `outlets:2` only stories that so many
outlets carry, `clear`. Which outlets is /only and /mute, as for all links.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import texts
from bot.chat import heard
from bot.link import Link
from bot.storage.records import ChatSettings
from models.language import CODES, canonical

HOURLY: Final = 20
"""Posts an hour, until a chat chooses: one every three minutes is as much as anybody reads."""
MOST_HOURLY: Final = 60
STORIES: Final = ("each", "also", "drop")
MOST_OUTLETS: Final = 9
WORDS: Final = 50
"""Words to include or mute."""


@dataclass(frozen=True, slots=True)
class Filter:
    include: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    muted_languages: tuple[str, ...] = ()
    hourly: int = HOURLY
    stories: str = "each"
    """What a feed brings of a story that was told: "each" is posted, "also" is named under the first, "drop"."""
    outlets: int = 1
    """A story of the feeds is posted when so many outlets have it."""

    @classmethod
    def of(cls, settings: ChatSettings) -> "Filter":
        kept = settings.more.get("filter") or {}
        names = ("include", "mute", "languages", "muted_languages")
        return cls(
            **{n: tuple(kept.get(n, ())) for n in names},
            hourly=int(kept.get("hourly", HOURLY)),
            stories=str(kept.get("stories", "each")),
            outlets=int(kept.get("outlets", 1)),
        )

    def kept(self) -> dict[str, Any]:
        """For `ChatSettings.more["filter"]`."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def takes_text(self, text: str) -> bool:
        """By a title or the claims; case does not matter."""
        low = text.lower()
        muted = any(word.lower() in low for word in self.mute)
        return not muted and (not self.include or any(word.lower() in low for word in self.include))

    def mutes_text(self, text: str) -> bool:
        low = text.lower()
        return any(word.lower() in low for word in self.mute)

    def takes_language(self, code: str) -> bool:
        return code not in self.muted_languages and (not self.languages or code in self.languages)

    def takes_outlet(self, link: Link, settings: ChatSettings) -> bool:
        return heard(link, settings)


def changed(now: Filter, argument: str) -> Filter | None:
    """The filter after what was typed; None where that makes no sense."""
    try:
        words = shlex.split(argument)
    except ValueError:
        words = argument.split()
    kept: dict[str, Any] = now.kept()
    for word in words:
        if word.lower() in ("clear", "off", "지우기", "清除"):
            # How often and how a story is told is no choice of stories.
            kept = {**Filter().kept(), "hourly": kept["hourly"], "stories": kept["stories"]}
        elif word.lower().startswith("hourly:") and word[7:].isdecimal():
            kept["hourly"] = min(max(int(word[7:]), 1), MOST_HOURLY)
        elif word.lower().startswith("outlets:") and word[8:].isdecimal():
            kept["outlets"] = min(max(int(word[8:]), 1), MOST_OUTLETS)
        elif word.lower().startswith("stories:") and word[8:].lower() in STORIES:
            kept["stories"] = word[8:].lower()
        elif word.lower().startswith(("lang:", "-lang:", "+lang:")):
            codes = _codes(word.partition(":")[2])
            if codes is None:
                return None
            kept["muted_languages" if word.startswith("-") else "languages"] = codes
        elif word[:1] in "+-" and len(word) > 1:
            _move(kept, word[1:][:60], "include" if word[0] == "+" else "mute")
        else:
            return None
    return Filter.of(ChatSettings(more={"filter": kept}))


def _codes(text: str) -> tuple[str, ...] | None:
    found: list[str] = []
    for word in filter(None, text.split(",")):
        if word == "zh":
            found += ["zh-Hans", "zh-Hant"]
            continue
        try:
            found.append(canonical(word))
        except ValueError:
            return None
    return tuple(code for code in CODES if code in found)


def _move(kept: dict[str, Any], word: str, to: str) -> None:
    """A word is included or muted, not both."""
    for name in ("include", "mute"):
        kept[name] = [w for w in kept[name] if w.lower() != word.lower()]
    kept[to] = [*kept[to], word][-WORDS:]


def described(chosen: Filter, reader: str) -> Mapping[str, str | int]:
    """For the answer to /filter, in the reader's language."""

    def named(codes: Sequence[str]) -> str:
        return ", ".join(texts.language_name(code, reader) for code in codes)

    return {
        "include": ", ".join(chosen.include),
        "mute": ", ".join(chosen.mute),
        "languages": named(chosen.languages),
        "muted": named(chosen.muted_languages),
        "n": chosen.hourly,
        "stories": "" if chosen.stories == "each" else texts.say(f"stories_{chosen.stories}", reader),
        "outlets": "" if chosen.outlets == 1 else str(chosen.outlets),
    }
