"""Korean particles that follow a word's last sound: 15로 and 16으로, 회사가 and 회사들이.

In: an edit of a Korean text. Out: the edit with the particle behind it as the new word asks for. Knows how digits and
unit signs are read aloud; changes nothing that is not surely a particle.
"""

import re
from typing import Final

from models.doubt import Edit

_PAIRS: Final = (
    ("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이라", "라"), ("이라는", "라는"), ("이라고", "라고"),
    ("이며", "며"), ("이나", "나"), ("이었다", "였다"), ("이다", "다"),
)  # fmt: skip
"""After a closed syllable, after an open one."""
_FOLLOWS: Final = re.compile(
    rf"(?:{'|'.join(sorted((p for pair in _PAIRS for p in pair if p != '다'), key=len, reverse=True))})(?![가-힣])"
)
_DIGITS: Final = {"0": "ㅇ", "1": "ㄹ", "2": "", "3": "ㅁ", "4": "", "5": "", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "9": ""}
"""The last sound of 영 (and of 십, 백, 천, which end closed too), 일, 이, 삼, ..."""
_SIGNS: Final = (
    ("kg", "ㅁ"), ("mg", "ㅁ"), ("km", ""), ("㎞", ""), ("mm", ""), ("cm", ""), ("%p", ""), ("%", ""), ("g", "ㅁ"),
    ("t", "ㄴ"), ("m", ""), ("℃", ""),
)  # fmt: skip
"""킬로그램, 킬로미터, 퍼센트, 톤, 도."""


def last_sound(word: str) -> str | None:
    """The consonant that ends the word as it is read: "" for none, "ㄹ", or another one for any other; None: unknown."""
    word = word.rstrip(")]”’\"'」』 ")
    if not word:
        return None
    code = ord(word[-1]) - 0xAC00
    if 0 <= code < 11172:
        return "" if code % 28 == 0 else "ㄹ" if code % 28 == 8 else "ㅇ"
    if word[-1] in _DIGITS:
        return _DIGITS[word[-1]]
    return next((sound for sign, sound in _SIGNS if word.endswith(sign)), None)


def fit(edit: Edit, text: str) -> Edit:
    """The edit of a Korean text, with the particle that follows it."""
    sound = last_sound(edit.new)
    said = _FOLLOWS.match(text, edit.end)
    if sound is None or said is None:
        return edit
    closed, opened = next(pair for pair in _PAIRS if said.group() in pair)
    right = closed if sound and not (sound == "ㄹ" and opened == "로") else opened
    return edit if right == said.group() else Edit(edit.start, said.end(), edit.new + right)
