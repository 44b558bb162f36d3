"""`Language`: the record of facts about one language, and the codes that the whole program uses.

In: a code ("ko", "zh", "zh-Hans", "zh-Hant", "en"). Out: the canonical code, its base ("zh"), or the table of facts.
Never detects anything: that is `models.identify`.
"""

from dataclasses import dataclass
from typing import Final

CODES: Final = ("en", "ko", "zh-Hans", "zh-Hant")
"""Every language that is read and written, in the order in which they are offered."""

_ALIASES: Final = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
}


def canonical(code: str) -> str:
    """"zh" -> "zh-Hans", "ko_KR" -> "ko", "zh-TW" -> "zh-Hant". Raises ValueError for any other language."""
    low = code.strip().replace("_", "-").lower()
    if low.startswith("zh"):
        parts = low.split("-")
        script = "-".join(parts[:2])
        if script in _ALIASES:
            return _ALIASES[script]
    for known in CODES:
        if low == known.lower() or low.split("-")[0] == known:
            return known
    raise ValueError(f"unknown language {code!r}: use one of {', '.join(CODES)} (zh means zh-Hans)")


def base(code: str) -> str:
    """"zh-Hant" -> "zh": the key of a translation pair and of a language table."""
    return code.split("-")[0]


@dataclass(frozen=True, slots=True)
class Language:
    """Facts about one base language (ko, zh, en) as tables; see `models/languages/*.py` for the values.

    A table is added here with its first user; each entry in a language file carries a gloss.
    """

    code: str
    sentence_end: str
    """Characters that end a sentence."""
    quote_pairs: tuple[tuple[str, str], ...]
    reporting: tuple[str, ...]
    """Reporting verbs, as they end a clause (ko) or follow the subject (zh, en)."""
    sources: tuple[str, ...]
    """Source phrases: "…에 따르면", "据…报道", "according to …"."""
    connectives: tuple[str, ...]
    """Sentence openers that lean on the sentence before."""
    pronouns: tuple[str, ...]
    """Subjects that need an antecedent."""
    first_person: tuple[str, ...]
    titles: tuple[str, ...]
    """Titles and offices that stand beside a personal name."""
    stopwords: frozenset[str]
