"""What is ordinary in the news, and so no name: English words in small letters, pairs of Chinese characters.

In: a word; a text of simplified characters. Out: yes or no. The table `ordinary.tsv` is made of the invented news by
`python -m bench.ordinary`: what is not in it may be a rare word as well as a name.
"""

import re
from functools import cache
from importlib.resources import files

__all__ = ["pair", "word"]


def word(said: str) -> bool:
    """Whether an English word, whatever its letters' case, is an ordinary one: "Ministries" is."""
    low = said.lower()
    words = _words()
    if low in words:
        return True
    return any(low.endswith(ending) and (low.removesuffix(ending) + instead) in words for ending, instead in _ENDINGS)


_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""),
    ("er", "e"), ("al", ""), ("ion", ""), ("ion", "e"), ("ness", ""), ("ist", ""), ("ish", ""), ("ers", ""), ("y", ""),
)  # fmt: skip
"""Of inflected and derived words, with what stands there in the plain one."""


def pair(two: str) -> bool:
    """Whether two characters are a word, or often stand together: 安全, 的人."""
    return len(two) == 2 and two[1] in _followers().get(two[:1], "")


@cache
def _words() -> frozenset[str]:
    return frozenset(w for line in _lines() if line[0] == "en" for w in line[1].split())


@cache
def _followers() -> dict[str, str]:
    return {line[1]: line[2] for line in _lines() if line[0] == "zh"}


@cache
def _lines() -> tuple[list[str], ...]:
    text = (files("models.naming") / "ordinary.tsv").read_text("utf-8")
    return tuple(re.split("\t", line) for line in text.splitlines() if line[:1] != "#")
