"""Whether an English text has words that a Chinese name may be read as: 寿光 is Shouguang, 克劳迪娅 is Claudia.

In: names in simplified characters, an English text. Out: yes or no. Native names are held to their pinyin (any reading of
a character), transcriptions to their consonants, with what transcriptions add and lose. Never decides what is a name.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise, product
from typing import Final

from models.naming import likeness, ordinary, readings, sounds

_READINGS: Final = 8
"""Readings of one name that are tried: characters with several are rare, two of them rarer."""
_FAR: Final = 0.36
"""Of the consonants of a transcription that may be different: 97% of 600 names of human translations are nearer, and half of
the names that stand in another sentence."""


_TITLES: Final = frozenset(
    "Mr Mrs Ms Miss Dr Prof Sir Lady Comrade President Premier Minister Secretary Professor".split()
)


class Heard:
    """An English text, prepared once for the names of its source."""

    def __init__(self, text: str) -> None:
        words = [word[:-2] if word.endswith(("'s", "’s")) else word for word in likeness.WORD.findall(text)]
        self._words = words
        self.text = text
        self._low = re.sub("[^a-z ]", "", " ".join(words).lower().replace("ü", "u"))
        self._joined = self._low.replace(" ", "")
        self._starts = {at: i for i, at in enumerate(accumulate((len(w) for w in self._low.split(" ")), initial=0))}
        single = [word for word in words if len(word) > 1 and (word[0].isupper() or not ordinary.word(word))]
        pairs = [a + b for a, b in pairwise(words) if a[0].isupper() and b[0].isupper()]
        self._keys = {key for word in (*single, *pairs) for key in latin_keys(word)}

    def native(self, name: str) -> bool:
        """Whether the name's pinyin stands in the text, beginning where a word begins."""
        return any(at in self._starts for said in pinyin(name) for at in self._places(said))

    def alone(self, name: str) -> bool:
        """Whether the name's pinyin stands in the text and no further name behind it: Wu Feng Fong is not 吴凤."""
        said = "|".join(" ?".join(map(str.capitalize, way)) for way in product(*map(_readings, name)))
        return re.search(rf"\b(?:{said})\b(?! [A-Z]|-)", self.text) is not None

    def whole(self, said: str, alone: bool = False) -> bool:
        """Whether it stands there as whole words; alone: behind no other name (Qui Xiao Guang is not 齐晓光)."""
        return any(
            at in self._starts
            and (at + len(said) in self._starts or at + len(said) == len(self._joined))
            and not (alone and self._behind_a_name(self._starts[at]))
            for at in self._places(said)
        )

    def _places(self, said: str) -> Iterator[int]:
        at = self._joined.find(said)
        while at >= 0:
            yield at
            at = self._joined.find(said, at + 1)

    def _second(self, match: re.Match[str]) -> bool:
        """Whether a surname stands behind another name: Tyu Wi Ji is not 季维智, but Tencent's Ma is a 马."""
        before = re.search(r"([A-Z][\w'’-]*)(?<!['’]s)(?<!s['’]) $", self.text[: match.start()])
        return before is not None and before.group(1) not in _TITLES and not ordinary.word(before.group(1))

    def _behind_a_name(self, index: int) -> bool:
        before = self._words[index - 1] if index else ""
        if not before[:1].isupper() or before in _TITLES or f"{before} {self._words[index]}" not in self.text:
            return False
        return not ordinary.word(before)

    def person(self, surname: str, given: str) -> bool:
        """Whether a Chinese person is named: in pinyin or Wade-Giles, either part first, or by the surname alone.

        The given name alone is enough too. Another given name behind the surname is another person.
        """
        alone = "|".join(said.capitalize() for said in pinyin(surname))
        if any(not self._second(match) for match in re.finditer(rf"\b(?:{alone})\b(?! [A-Z]|-)", self.text)):
            return True
        for one in pinyin(surname):
            for other in pinyin(given):
                if self.whole(one + other) or self.whole(other + one):
                    return True
                if len(given) > 1 and len(other) > 3 and self.whole(other, alone=True):
                    return True
        heads = {wade(said) for said in pinyin(surname)}
        tails = {"".join(map(wade, way)) for way in product(*(_readings(char) for char in given))}
        return any(self.whole(head + tail) or self.whole(tail + head) for head in heads for tail in tails)

    def with_another(self, surname: str) -> bool:
        """Whether a word that is no English one stands behind the Chinese surname: Huang Elin."""
        alone = "|".join(said.capitalize() for said in pinyin(surname))
        behind = re.findall(rf"\b(?:{alone}) ([A-Z][a-z]+)", self.text)
        return any(not ordinary.word(word) for word in behind)

    def foreign(self, name: str) -> bool:
        """Whether some word has about the consonants of every long part of the transcription, or of its last part."""
        parts = [part for part in re.split("[·・•‧]", name) if part]
        return any(self._like(part) for part in parts if len(part) > 1 or len(parts) == 1)

    def _like(self, part: str) -> bool:
        cuts = (part, part[1:], part[:-1]) if len(part) > 3 else (part,)  # a neighbour may look like a part of it
        keys = {key for cut in cuts for key in han_keys(cut)}
        return any(far(key, other) <= _FAR for key in keys for other in self._keys)


@lru_cache(maxsize=4096)
def _readings(char: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.sub("[^a-z]", "", said.replace("ü", "u")) for said in readings.of(char)))


@lru_cache(maxsize=4096)
def pinyin(name: str) -> tuple[str, ...]:
    """Every reading of the name, letters alone."""
    ways = product(*(_readings(char) for char in name))
    return tuple("".join(way) for _, way in zip(range(_READINGS), ways, strict=False))


def wade(said: str) -> str:
    """A syllable as Wade-Giles writes it, without apostrophes: zhong is chung, guo is kuo, xu is hsu."""
    for sound, letters in _WADE:
        if said.startswith(sound):
            said = letters + said[len(sound) :]
            break
    for ending, letters in _WADE_ENDINGS:
        if said.endswith(ending):
            return said.removesuffix(ending) + letters
    return said


_WADE: Final = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"), ("c", "ts"),
    ("r", "j"), ("b", "p"), ("d", "t"), ("g", "k"),
)  # fmt: skip
_WADE_ENDINGS: Final = (
    ("yan", "yen"), ("ian", "ien"), ("ie", "ieh"), ("ye", "yeh"), ("ue", "ueh"), ("yi", "i"), ("ong", "ung"), ("you", "yu"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def han_keys(name: str) -> tuple[str, ...]:
    """The consonants of a transcription; w may stand for v (维), j for a hard g (吉)."""
    said = [(sounds.syllable(char), _readings(char)[0][:1]) for char in name]
    ways = (
        "".join(
            sound if first not in "wj" else v if first == "w" else sound.replace("S", j, 1) for sound, first in said
        )
        for v in ("", "P")
        for j in ("S", "K")
    )
    return tuple(dict.fromkeys(map(_once, ways)))


@lru_cache(maxsize=20_000)
def latin_keys(word: str) -> tuple[str, ...]:
    """The consonants of an English word; twice where g and c are read in two ways (Garcia is 加西亚)."""
    return tuple(dict.fromkeys(_once(sounds.consonants(word, soft)) for soft in (True, False)))


def _once(key: str) -> str:
    return re.sub(r"(.)\1+", r"\1", key)


_NEAR: Final = frozenset({"PF", "FP", "KS", "SK", "MN", "NM", "TS", "ST"})


@lru_cache(maxsize=20_000)
def far(han: str, latin: str) -> float:
    """How much of the consonants is different, 0 to 1: edit distance, cheaper for what transcriptions add (尔, 斯)."""
    if abs(len(han) - len(latin)) > 4 or 2 * len(latin) < len(han):
        return 1.0
    row = [0.0]
    for y in latin:
        row.append(row[-1] + _skip(y))
    for x in han:
        new = [row[0] + _skip(x)]
        for j, y in enumerate(latin, 1):
            change = 0.0 if x == y else 0.5 if x + y in _NEAR else 1.0
            new.append(min(row[j] + _skip(x), new[-1] + _skip(y), row[j - 1] + change))
        row = new
    return row[-1] / max(len(han), len(latin), 1)


def _skip(sound: str) -> float:
    return 0.4 if sound == "L" else 0.6 if sound == "S" else 0.8
