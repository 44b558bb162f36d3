"""Titles of works keep their original beside them: "The Kingdom of Big Birds" (《巨嘴鸟之国》).

In: a sentence and its checked translation. Out: edits that only put in what is missing. A title whose words in the
translation are certain (the one quoted run there for the one title here) has it right behind it, another at the end of
the sentence. Never twice, never where the glossary knows the title and the translation has it.
"""

import re
from typing import Final

from models.doubt import Edit
from models.language import base
from models.naming import known

_TITLES: Final = {
    "zh": re.compile(r"《[^《》]{1,40}》|〈[^〈〉]{1,40}〉"),
    "ko": re.compile(r"《[^《》]{1,40}》|〈[^〈〉]{1,40}〉|『[^『』]{1,40}』|「[^「」]{1,40}」"),
}
"""「」 and 『』 are quotation marks in Chinese."""
_RUN: Final = re.compile(
    r"“[^“”]{1,90}”|\"[^\"]{1,90}\"|‘[^‘’]{1,90}’|《[^《》]{1,60}》|〈[^〈〉]{1,60}〉|『[^『』]{1,60}』|「[^「」]{1,60}」"
)
_QUOTED: Final = re.compile(r"[“\"「『‘][^”\"」』’]*[”\"」』’]")
_END: Final = re.compile(r"[.!?。！？…]*[\"'”’」』）)]*\s*$")
_MOST: Final = 3
"""Titles of one sentence: a list of works is not to be told twice."""


def beside(source: str, text: str, source_language: str, target_language: str) -> list[Edit]:
    """Edits in their order, each for the text as the ones before it left it."""
    column = base(source_language)
    if column not in _TITLES or column == base(target_language) or not text:
        return []
    titles = [
        title
        for title in dict.fromkeys(match.group() for match in _TITLES[column].finditer(source))
        if title[1:-1] not in text
        and not _glossed(title, source)
        and not _known(title, text, source_language, target_language)
    ]
    if not titles or len(titles) > _MOST:
        return []
    opening, closing = {"zh": ("（", "）"), "ko": ("(", ")")}.get(base(target_language), (" (", ")"))
    runs = list(_RUN.finditer(text))
    others = _QUOTED.search(_TITLES[column].sub("", source))
    if len(titles) == len(runs) == 1 and not others:
        return [Edit(runs[0].end(), runs[0].end(), f"{opening}{titles[0]}{closing}")]
    ended = _END.search(text)
    at = ended.start() if ended else len(text)
    return [Edit(at, at, opening + ", ".join(titles) + closing)]


def _glossed(title: str, source: str) -> bool:
    """Whether the source gives the title in Latin letters itself: 《倡导者》（Advocate）, 《真實的西部 (True West)》."""
    return bool(re.search("[A-Za-z]{3}", title)) or bool(re.search(re.escape(title) + r"\s?[(（][A-Za-z]", source))


def _known(title: str, text: str, source_language: str, target_language: str) -> bool:
    """Whether the glossary has the whole title, and the translation the reader's form of it: People's Daily."""
    hits = known.find(title[1:-1], source_language)
    return any(
        hit.end - hit.start == len(title) - 2 and any(form in text for form in hit.entry.accepted(target_language))
        for hit in hits
    )
