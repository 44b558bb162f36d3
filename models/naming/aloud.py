"""How far a word in Hangul and a word in Latin letters are from sounding alike: 오베츠킨 and "Ovechkin", 나달 and "Nathan".

In: a bare word in Hangul, a word in Latin letters. Out: 0.0 (the usual transcription) to 1.0 (no sound in common), by the
consonants that Hangul writes for foreign ones (외래어 표기법, tables 1 to 19, and the habits of the press). Vowels are not
compared: English spells them too freely. Never decides whether either is a name.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, zip_longest
from typing import Final

_ONSETS: Final = "g G n d D r m b B s S - j J c k t p h".split(" ")
"""Signs of a syllable's first consonant in the order of Unicode; capitals are the tense ones."""
_CODAS: Final = ("", *"k k k n n n t l k m l l l l l m p p t t N t t k t p t".split(" "))
_COSTS: Final[dict[str, dict[str, float]]] = {
    "b": {"b": 0, "p": 0.2, "B": 0.2},
    "p": {"p": 0, "B": 0, "b": 0.4},
    "f": {"p": 0, "h": 0.4, "b": 0.5},
    "v": {"b": 0, "p": 0.2},
    "g": {"g": 0, "k": 0.2, "j": 0.2, "h": 0.3, "G": 0.1},
    "k": {"k": 0, "G": 0, "g": 0.3},
    "q": {"k": 0, "c": 0.1, "g": 0.4},
    "d": {"d": 0, "t": 0.2, "j": 0.4, "D": 0.1},
    "t": {"t": 0, "D": 0, "d": 0.3, "c": 0.4, "s": 0.5},
    "s": {"s": 0, "S": 0, "j": 0.2, "t": 0.4, "c": 0.5},
    "z": {"j": 0, "c": 0.1, "s": 0.2, "J": 0.1, "S": 0.3},
    "j": {"j": 0, "h": 0.2, "c": 0.4, "J": 0.2},
    "c": {"k": 0, "c": 0.1, "s": 0.1, "G": 0.2, "g": 0.4, "S": 0.2},
    "l": {"l": 0, "r": 0.1},
    "r": {"r": 0, "l": 0.6},
    "m": {"m": 0, "n": 0.5},
    "n": {"n": 0, "N": 0.1, "m": 0.4},
    "h": {"h": 0, "k": 0.5},
    "w": {"b": 0.2, "p": 0.3},
    "y": {"j": 0.5},
    # sounds of two letters and more, under a sign of their own
    "C": {"c": 0, "k": 0.1, "s": 0.1, "h": 0.3, "j": 0.3, "J": 0.3},
    "Q": {"s": 0, "c": 0.3, "S": 0.1},
    "T": {"s": 0, "t": 0, "d": 0, "S": 0.1},
    "H": {"h": 0, "k": 0},
    "G": {"g": 0.2, "p": 0.3, "h": 0.2},
    "Z": {"j": 0, "s": 0.2, "J": 0.1},
    "Y": {"c": 0, "j": 0.1, "s": 0.3, "J": 0.1},
    "N": {"N": 0, "n": 0.1},
}
"""What Hangul writes for a letter, and how unusual that is; what is not here costs 1."""
_TOGETHER: Final = {
    "tzsch": "Y", "tsch": "Y", "dsch": "j", "sch": "Q", "tch": "C", "sh": "Q", "ch": "C", "ph": "f", "th": "T", "gh": "G",
    "kh": "H", "zh": "Z", "rh": "r", "wh": "w", "ck": "k", "ts": "Y", "tz": "Y", "cz": "Y", "dz": "Z", "dj": "j",
    "dg": "j", "qu": "k", "ng": "N", "gn": "n", "x": "ks", "ti": "Q",
}  # fmt: skip
_DIGRAPH: Final = re.compile(
    r"tzsch|tsch|sch|tch|dsch|sh|ch|ph|th|gh|kh|zh|rh|wh|ck|ts|tz|cz|dz|dj|dg(?=e)|qu|ng(?![aeiouy])|\bgn|x|(?<=[aeiou])ti(?=on|al|an)"
)
_FOLDED: Final = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_SILENT: Final = {"h": 0.1, "w": 0.1, "y": 0.0, "G": 0.1, "j": 0.5, "H": 0.4, "r": 0.15}
"""Signs that Hangul often has nothing for: Reich, Lloyd, Howard."""
_SILENT_BEFORE: Final = frozenset("lm lk ln gn ps pt mn dt tk cs sc ts tg dp".split())
"""Pairs of which the first is often silent: Palmer, Falkirk, Lincoln, Pagnucco, Thompson, Schmidt, Leicester, Grand Prix."""
_LONGER: Final = 4
"""Consonants that one may have more than the other: silent ones are hardly more."""
_UNWRITTEN: Final = {"h": 0.4, "N": 0.5}
"""Signs of Hangul that Latin letters may have nothing for."""


@lru_cache(maxsize=16384)
def distance(hangul: str, latin: str) -> float:
    """Weighted edit distance of the consonants of both, as a part of those of the longer one."""
    ours = sounds(hangul)
    if "x" in latin.lower():  # Mexico, and Deng Xiaohe
        return min(_cost(ours, letters(latin)), _cost(ours, letters(latin.lower().replace("x", "sh"))))
    return _cost(ours, letters(latin))


def _cost(ours: str, theirs: str) -> float:
    if abs(len(ours) - len(theirs)) > _LONGER:
        return 1.0
    alone = _alone(theirs)
    row = [0.0, *accumulate(alone)]
    for sign, before, after in zip(ours, " " + ours, ours[1:] + " ", strict=False):
        # 밧수 for Basu; 잉글랜드, whose ng is two sounds; 브릿지 for Bridge
        eased = before == sign or before + sign in ("Ng", "Nk") or sign + after in ("tj", "tc", "ts")
        lonely = 0.1 if eased else _UNWRITTEN.get(sign, 1.0)
        diagonal, row[0] = row[0], row[0] + lonely
        for j, letter in enumerate(theirs):
            best = diagonal + _COSTS[letter].get(sign, 1.0)
            diagonal = row[j + 1]
            if diagonal + lonely < best:
                best = diagonal + lonely
            if row[j] + alone[j] < best:
                best = row[j] + alone[j]
            row[j + 1] = best
    return row[-1] / max(len(ours), len(theirs), 1)


@lru_cache(maxsize=8192)
def _alone(theirs: str) -> tuple[float, ...]:
    """What it costs that Hangul has nothing for a letter: less at the end (Paris, Bordeaux, Prix)."""
    costs = []
    for letter, after in zip_longest(theirs, theirs[1:], fillvalue=""):
        if letter in _SILENT:
            costs.append(_SILENT[letter])
        elif letter + after in _SILENT_BEFORE or (not after and letter in "tsdzpnfb"):
            costs.append(0.3)
        else:
            costs.append(1.0)
    if theirs.endswith("ks"):
        costs[-2] = 0.3
    return tuple(costs)


@lru_cache(maxsize=8192)
def sounds(hangul: str) -> str:
    """The consonants of a word in Hangul; ㄹㄹ is one l."""
    signs = []
    for char in hangul:
        index = ord(char) - 0xAC00
        if 0 <= index < 11172:
            signs += [_ONSETS[index // 588], _CODAS[index % 28]]
    return "".join(signs).replace("-", "").replace("lr", "l")


@lru_cache(maxsize=8192)
def letters(latin: str) -> str:
    """The consonants of a word in Latin letters, doubled ones once."""
    plain = unicodedata.normalize("NFKD", latin.lower().translate(_FOLDED))
    signs = _DIGRAPH.sub(lambda found: _TOGETHER[found.group()], re.sub(r"[^a-z]", "", plain))
    return re.sub(r"([^aeiou])\1+", r"\1", re.sub(r"[aeiou]", "", signs))
