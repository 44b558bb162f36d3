"""How a name sounds, roughly, however it is written: "Sturridge", "스터리지" and "斯图里奇" all give "STLS".

In: a word in Latin letters, Hangul or (simplified) Han. Out: its consonants in classes that the transcriptions of the
three languages keep apart. Two names may give the same key: it is evidence beside other evidence, never proof.
"""

import re
from functools import lru_cache
from typing import Final

from models.naming import readings

_LETTERS: Final = re.compile(r"tion|sch|tch|dge?|[cs]h|ph|ck|th|gh|wh|kn|x|qu|[cg](?=[eiy])")
_AS: Final = {
    "tion": "sn", "sch": "s", "tch": "s", "dge": "s", "dg": "s", "ch": "s", "sh": "s", "ph": "f", "ck": "k",
    "th": "s", "gh": "k", "wh": "", "kn": "n", "x": "ks", "qu": "k", "c": "s", "g": "s",
}  # fmt: skip
"""Letters that stand for one sound, before the single letters are read."""
_CLASS: Final = str.maketrans(
    dict(zip("bpfvkgcqtdszjxlrmn", "PPPPKKKKTTSSSSLLMN", strict=True)) | dict.fromkeys("aeiouywhü'-. ", "")
)
_ONSETS: Final = "K K N T T L M P P S S - S S S K T P -".split(" ")
_CODAS: Final = ("", *"K K K N N N T L K M L L L P L M P P T T N S T K T P -".split(" "))
"""Of a syllable without a following vowel: ㅅ and ㅆ write t or s in transcriptions (로버트, 콜린스)."""
SHORTEST: Final = 3
"""Consonants of a key: shorter ones are everywhere."""


@lru_cache(maxsize=20_000)
def latin(word: str) -> str:
    """Key of a word in Latin letters; "" where too little is left."""
    return _squeezed(consonants(word))


def consonants(word: str, soft: bool = True) -> str:
    """The classes of a Latin word's consonants, doubled ones twice; soft: c and g before e, i and y are (Garcia is 加西亚)."""
    low = word.lower()
    read = _LETTERS.sub(lambda found: _AS[found.group()], low) if soft else low.replace("gh", "")
    return re.sub(r"[^A-Z]", "", read.translate(_CLASS))


def hangul(word: str) -> str:
    """Key of a word in Hangul."""
    return _squeezed(hangul_consonants(word))


def hangul_consonants(word: str) -> str:
    """The classes of the consonants of a word in Hangul, doubled ones twice."""
    parts = []
    for char in word:
        index = ord(char) - 0xAC00
        if 0 <= index < 11172:
            parts += [_ONSETS[index // 588], _CODAS[index % 28]]
    return "".join(parts).replace("-", "")


def han(word: str) -> str:
    """Key of a name transcribed in (simplified) Han."""
    return _squeezed("".join(syllable(char) for char in word))


@lru_cache(maxsize=20_000)
def syllable(char: str) -> str:
    said = readings.of(char)[0].replace("ü", "v")
    if said == "er" or char in "尔":
        return "L"
    said = said.replace("zh", "s").replace("ch", "s").replace("sh", "s").replace("ng", "n")
    said = re.sub(r"^[qc]", "s", said)
    return re.sub(r"[^A-Z]", "", said.translate(_CLASS))


def _squeezed(key: str) -> str:
    """Doubled sounds once: no transcription keeps them."""
    key = re.sub(r"(.)\1+", r"\1", key)
    return key if len(key) >= SHORTEST else ""
