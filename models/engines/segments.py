"""A sentence -> the segments that go to the model, and back: what a model cannot take does not reach it.

In: any text. Out: `Cut`, the segments with what stands around them as it was. Emoji runs and pieces without letters
stay outside; a sentence of more than `MAX_TOKENS` pieces is cut at its clause marks. Never drops a letter.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

MAX_TOKENS: Final = 200
"""Pieces a segment: the models were trained on sentences, and lose text in longer ones."""
MAX_CHARACTERS: Final = 1000
"""A segment's characters at most: a run that the model does not know is one piece, however long."""

_EMOJI: Final = re.compile(
    "(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f\ufe0e\ufe0f\u200d\u20e3]\\s*)+"
)
"""Pictographs, flags, tags and what joins them. Not the currency, number and punctuation blocks."""
_CLAUSE_ENDS: Final = (
    re.compile(r"(?<=[。！？!?…])(?=.)|(?<=[.;；])\s+"),
    re.compile(r"(?<=[，,、:：])\s*|\s+(?=[-–—])|(?<=[며고만서])\s+"),
    re.compile(r"\s+"),
)
"""Where to cut, the best first: ends of sentences, clause marks (and the Korean clause endings -며, -고, -만, -서),
spaces."""


@dataclass(frozen=True, slots=True)
class Cut:
    before: str
    """What stays as it is in front: emoji."""
    segments: tuple[str, ...]
    """What the model gets; () where nothing is to be translated."""
    after: str

    def join(self, translated: Sequence[str], target_language: str) -> str:
        """The segments' translations as one text, in the place of the sentence."""
        space = "" if target_language == "zh" else " "
        inner = space.join(text for text in translated if text)
        return f"{self.before}{inner}{self.after}"


def has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def cut(text: str, count: Callable[[str], int], limit: int = MAX_TOKENS) -> Cut:
    """`count` gives the pieces of a text. A text without letters is all `before`: it passes through."""
    clean = _clean(text)
    if not has_letters(clean):
        return Cut(text.strip(), (), "")
    before, clean, after = _ends(clean)
    inner = " ".join(_EMOJI.sub(" ", clean).split())
    return Cut(before, tuple(_pack(inner, count, limit, 0)), after)


def _clean(text: str) -> str:
    """Without control characters and lone surrogates, which SentencePiece refuses."""
    if text.isprintable():
        return text.strip()
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _ends(text: str) -> tuple[str, str, str]:
    """Emoji at either end, and the text between them."""
    before = match.group() if (match := _EMOJI.match(text)) else ""
    text = text[len(before) :]
    after = ""
    for match in _EMOJI.finditer(text):
        if match.end() == len(text):
            start = len(text[: match.start()].rstrip())
            after, text = text[start:], text[:start]
    return before, text, after


def _pack(text: str, count: Callable[[str], int], limit: int, level: int) -> list[str]:
    """Pieces of at most `limit` tokens, cut at the best marks that do."""
    if len(text) <= MAX_CHARACTERS and count(text) <= limit:
        return [text]
    if level == len(_CLAUSE_ENDS):
        half = len(text) // 2
        return [*_pack(text[:half], count, limit, level), *_pack(text[half:], count, limit, level)]
    packed: list[str] = []
    size = 0
    for part in _split(text, _CLAUSE_ENDS[level]):
        tokens = count(part) if len(part) <= MAX_CHARACTERS else limit + 1
        if tokens > limit:
            packed += _pack(part, count, limit, level + 1)
            size = limit
        elif packed and size + tokens <= limit and len(packed[-1]) + len(part) < MAX_CHARACTERS:
            packed[-1] += part
            size += tokens
        else:
            packed.append(part)
            size = tokens
    return [piece for part in packed if (piece := part.strip())]


def _split(text: str, ends: re.Pattern[str]) -> list[str]:
    """The parts with the white space after them, so that they can be put together again."""
    places = [0, *(m.end() for m in ends.finditer(text) if 0 < m.end() < len(text)), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(places) if a < b]
