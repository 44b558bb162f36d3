"""A foreign name as a Chinese sentence writes it, whole: which of the characters beside what was found belong to it.

In: a sentence in simplified characters, what `mentions` found in it. Out: `Transcription`s, and where one begins and ends when the name is
known in another script. Never decides which name it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from models.naming import ordinary
from models.naming.mentions import Mention
from models.naming.paired import AROUND, DOTS, Span, severed

__all__ = ["Transcription", "find", "whole"]

_PART: Final = re.compile(f"[^{DOTS}]+")
_REACH: Final = 20
"""Characters beside a found part that its other parts are looked for in."""
_BEHIND: Final = re.compile(f"[{''.join(sorted(AROUND))}]{{0,3}}(?:[{DOTS}][{''.join(sorted(AROUND))}]{{1,8}})+")
_BEFORE: Final = re.compile(f"(?:[{''.join(sorted(AROUND))}]{{1,8}}[{DOTS}])+[{''.join(sorted(AROUND))}]{{0,3}}$")
_PARTED: Final = re.compile("博士|得")
_VOWELS: Final = frozenset("阿爱艾奥安亚伊欧埃尤雅乌")
"""Characters without a consonant before their vowel, which no distance asks for: 爱莉安娜."""
_MORE: Final = 4
"""Of them that the ends of a found name may lack."""
_NO_NAMES: Final = frozenset(("穆斯林", "斯拉夫", "马拉松"))
"""Transcriptions that are no names."""


def find(plain: str, mentions: Sequence[Mention]) -> list["Transcription"]:
    """Each name once, those that a dot joins together."""
    found: list[Transcription] = []
    told: set[str] = {*_NO_NAMES}
    at = 0
    for mention in mentions:
        if mention.kind != "foreign":
            continue
        start, end = whole(plain, mention.start, mention.end)
        if plain[start:end] not in told and start >= at:
            found.append(Transcription(plain, start, end, mention.end))
        told.add(plain[start:end])
        at = max(at, end)
    return found


def whole(plain: str, start: int, end: int) -> Span:
    """With the parts of the name beyond a dot that the mention ends before: 伯纳德 of 伯纳德·范恩."""
    before, after = _BEFORE.search(plain[max(0, start - _REACH) : start]), _BEHIND.match(plain[end : end + _REACH])
    return start - len(before.group()) if before else start, end + after.end() if after else end


@dataclass(frozen=True, slots=True)
class Transcription:
    plain: str
    start: int
    end: int
    surely: int
    """Up to where it is the name by itself."""

    def parts(self) -> list[Span]:
        name = self.plain[self.start : self.end]
        return [(self.start + m.start(), self.start + m.end()) for m in _PART.finditer(name)]

    def ends(self) -> list[int]:
        """Where it may end, what was found first: some characters sooner or later."""
        tail = self.parts()[-1][0]
        at = min(self.end, max(self.surely, tail + 1))
        if (
            self.end - at < 1
            and tail + 2 < at
            and (_PARTED.match(self.plain, at - 1) or ordinary.pair(self.plain[at - 1 : at + 1]))
        ):
            at -= 1  # 弗里克希望, 福特博士
        last = self.end
        while last < self.end + _MORE and self.plain[last : last + 1] in AROUND:
            last += 1
        return [self.end, *(end for end in range(at, last + 1) if end != self.end)]

    def starts(self) -> list[int]:
        at, found = self.start, [self.start]
        while at and at > self.start - _MORE and self.plain[at - 1] in AROUND:
            at -= 1
            found.append(at)
        return found

    def bounds(self, tail: Callable[[str], float], head: Callable[[str], float], opens: bool) -> Span:
        """As far as it sounds most like the other text's name: 阿伯克 goes on to 阿伯克龙比, Abercrombie.

        `tail` and `head` tell how unlike the end and the beginning are; `opens`: whether it begins with a vowel.
        """
        parts = self.parts()
        last, first = parts[-1][0], parts[0][1]
        end = min(self.ends(), key=lambda at: tail(self.plain[last:at]) + (at != self.end and severed(self.plain, at)))
        first = end if len(parts) == 1 else first
        start = min(self.starts(), key=lambda at: head(self.plain[at:first]))
        before = self.plain[max(0, start - 1) : start]
        if opens and before in _VOWELS and not ordinary.pair(self.plain[max(0, start - 2) : start]):
            start -= 1
        return start, end
