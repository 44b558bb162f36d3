"""Companies and clubs whose short name is a Chinese word too: 苹果 in a sentence about firms is Apple.

In: the sentence and its English translation. Out: names that it does not have, "Apple (苹果)".
"""

import re
from functools import cache
from typing import Final

from models.naming import known, likeness
from models.naming.known import Entry, write


def lost(source: str, text: str, source_language: str) -> list[str]:
    """Companies and clubs whose short name is a word too (苹果, 国安), where the sentence is about their like."""
    plain = known.simplified(source, source_language)
    among = [words for about, words in _WORDS_TOO if about.search(plain)]
    gone = []
    for form in dict.fromkeys(match.group() for words in among for match in words.finditer(plain)):
        entry, at = _short_names()[form], plain.find(form)
        if any(full in plain for full in entry.plain("zh")) or likeness.named(entry, source, "en"):
            continue
        named = r"\b(?:" + "|".join(map(re.escape, entry.accepted("en"))) + ")"
        if re.search(named, text):
            continue
        told = likeness.present(entry, text, "en") or likeness.stands_in(entry, text)
        if re.search(named, text, re.IGNORECASE) or not told:  # "apples" are no name, whatever else is there
            gone.append(f"{write(entry, 'en')} ({source[at : at + len(form)]})")
    return gone


@cache
def _short_names() -> dict[str, Entry]:
    """Forms of companies that the glossary looks for in translations alone, as they are words too."""
    bodies = [entry for entry in known.entries() if entry.kind == "body"]
    return {form[1:]: entry for entry in bodies for form in entry.forms("zh") if form[0] == "?"}


_BUSINESS: Final = re.compile(
    r"公司|集团|股价|股票|市值|首席执行官|总裁|董事长|手机|iPhone|iPad|芯片|财报|营收|品牌|机票|耳机|新品|供应商|CEO|乳[业企品]|企业|产业园"
)
"""Words of sentences that are about firms and their goods."""
_MATCH: Final = re.compile(
    r"中超|足协杯|亚冠|比赛|进球|破门|禁区|点球|[主客]场|联赛|射门|角球|门将|积分|主帅|球[队员迷]|外援|换人|下场|\d[:：-]\d"
)
"""Words of sentences that are about matches."""
_WORDS_TOO: Final = (
    (
        _BUSINESS,
        re.compile(
            r"苹果|小米|联想(?![到起力])|亚马逊(?![河雨流])|阿里(?![山地里])|滴滴|荣耀(?!的)|格力|国泰(?![君民])|松下(?!的)|起亚|罗氏"
            r"|寒武纪|伊利(?![里诺亚])"
        ),
    ),  # apple, millet, to associate, the river, Ali, drip, glory, ..., peace, under a pine, ..., Luo, the Cambrian, ...
    (
        _MATCH,
        re.compile(r"国安(?![法全部局])|申花|力帆|鲁能|上港|泰达|亚泰|(?<!筹)建业(?![者务])|富力|权健|卓尔(?!不)|宏远"),
    ),  # national security, ..., power sail, ..., harbour, ..., to found a business, rich, ..., outstanding, great
)
"""What a sentence is about, and names that are words elsewhere."""
