"""A source sentence and what an engine made of it -> which faults can be seen without understanding either.

In: both texts and the base languages. Out: codes of `Translation.faults`, the worst first. Cheap: regular expressions
and character counts, about 30 microseconds a sentence. Never changes a text, never asks an engine.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

EMPTY, LOOP, LENGTH, SCRIPT, TRUNCATED, UNTRANSLATED = (
    "empty",
    "loop",
    "length",
    "script",
    "truncated",
    "untranslated",
)

WEIGHT: Final = {EMPTY: 16, UNTRANSLATED: 8, LOOP: 8, SCRIPT: 4, LENGTH: 3, TRUNCATED: 2}
"""How bad a fault is when two outputs are compared; a lost figure counts 1."""

MEDIAN_RATIO: Final[Mapping[tuple[str, str], float]] = {
    ("zh", "en"): 3.0,
    ("ko", "en"): 1.95,
    ("en", "zh"): 0.33,
    ("en", "ko"): 0.51,
}
"""Characters of the translation a character of the source, the median over 6,500 aligned sentences (NTREX-128 and
samples/corpus). 99.8% of those lie between 0.4 and 2.2 times the median of their pair."""
_SHORTEST, _LONGEST = 0.4, 2.2
_SHORT: Final = {"zh": 10, "ko": 12, "en": 30}
"""Characters below which a sentence's length says nothing (headlines leave words out)."""
_SLACK: Final = 40
"""Characters that a short source's translation may be longer than the ratio allows (a spelled-out abbreviation)."""

_LOOP: Final = re.compile(r"(\S(?:.{0,39}?\S)??\s*)\1{7,}", re.DOTALL)
"""A unit of up to 41 characters, eight times or more in a row."""
_SOURCE_REPEATS: Final = re.compile(r"(\S)(?:\s*\1){5,}")
_DIGITS: Final = re.compile(r"\d[\d.,]*")
_COMMA: Final = tuple(",，、;；:：-–—")
_CLOSERS: Final = "\"'”’」』》】)）]> "
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL: Final = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER: Final = re.compile(r"[\u0370-\u06ff\u0900-\u0e7f]")
_URL: Final = re.compile(r"https?://\S+")
_PLAIN_WORD: Final = re.compile(r"\b[a-z]{2,}\b")
_OWN: Final = {"zh": _HAN, "ko": _HANGUL, "en": _LATIN}


def faults(source: str, text: str, source_language: str, target_language: str) -> tuple[str, ...]:
    """Base languages ("zh"). () for a translation that nothing speaks against."""
    if not any(c.isalpha() for c in source):
        return ()
    if not any(c.isalnum() for c in text):
        return (EMPTY,)
    found = (
        (UNTRANSLATED, _untranslated(source, text, source_language, target_language)),
        (LOOP, _loops(source, text)),
        (SCRIPT, _wrong_script(source, text, target_language)),
        (LENGTH, _far_off(source, text, source_language, target_language)),
        (TRUNCATED, _cut_off(source, text)),
    )
    return tuple(code for code, wrong in found if wrong)


def figures_lost(source: str, text: str, source_language: str, target_language: str) -> int:
    """How many figures of the source the translation does not give. Numerals are read only where digits are missing."""
    if len(_DIGITS.findall(text)) >= len(_DIGITS.findall(source)):
        return 0
    from models import numerals

    def values(of: str, language: str) -> Counter[str]:
        return Counter(f"{q.value:.6g}" for q in numerals.find(of, language) if isinstance(q.value, int | float))

    return (values(source, source_language) - values(text, target_language)).total()


def weight(codes: tuple[str, ...], figures_lost: int = 0) -> int:
    """0 for a good translation; the smaller the better."""
    return sum(WEIGHT[code] for code in codes) + figures_lost


def _untranslated(source: str, text: str, source_language: str, target_language: str) -> bool:
    """The source came back: letters of its own script in most of the output, in the order of the source."""
    own, wanted = _OWN[source_language], _OWN[target_language]
    if source_language == target_language or not own.search(source):
        return False
    same = "".join(source.split()).casefold() == "".join(text.split()).casefold()
    if source_language == "en":
        # Latin names, titles and addresses stay Latin in Korean and Chinese: only a sentence of it is untranslated.
        plain = _PLAIN_WORD.findall(_URL.sub("", text))
        return len(plain) > 2 and (same or not wanted.search(text))
    return same or len(own.findall(text)) > 2 * len(wanted.findall(text))


def _loops(source: str, text: str) -> bool:
    match = _LOOP.search(text)
    if not match:
        return False
    unit = "".join(match[1].split())
    laughs = len(unit) <= 4 and _SOURCE_REPEATS.search(source)
    return not laughs and unit * 4 not in "".join(source.split())


def _wrong_script(source: str, text: str, target_language: str) -> bool:
    """Letters that the target does not use, more than the source has of them and more than a gloss in brackets."""
    foreign = {"zh": (_HANGUL, _KANA, _OTHER), "ko": (_HAN, _KANA, _OTHER), "en": (_HAN, _HANGUL, _KANA, _OTHER)}
    wanted = len(_OWN[target_language].findall(text))
    strange = sum(len(script.findall(text)) for script in foreign[target_language])
    if strange > max(2, 0.1 * (wanted + strange)):
        return True
    latin = len(_LATIN.findall(text))
    return target_language != "en" and latin > 20 + 2 * len(_LATIN.findall(source)) and latin > 2 * wanted


def _far_off(source: str, text: str, source_language: str, target_language: str) -> bool:
    median = MEDIAN_RATIO.get((source_language, target_language))
    if median is None:
        return False
    expected = len(source) * median
    if len(text) > _LONGEST * expected + _SLACK:
        return True
    return len(source) >= _SHORT[source_language] and len(text) < _SHORTEST * expected


def _cut_off(source: str, text: str) -> bool:
    """It ends on a comma and the source does not (9.6% of opus-mt-en-zh outputs)."""
    return text.rstrip(_CLOSERS).endswith(_COMMA) and not source.rstrip(_CLOSERS).endswith(_COMMA)
