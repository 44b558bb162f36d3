"""Chinese sentence -> the words that name who says it.

In: one sentence, folded to simplified characters one for one. Out: `Said` and where its phrase stands, or None. Looks
at one sentence only.
"""

import re
from functools import cache
from typing import Final

from models import quotes
from models.language import table
from models.said import Said

_TRAIL: Final = re.compile(
    r"(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|\d{4}年|\d{1,2}月|(?:本|上|下)?(?:周|星期)[一二三四五六日天末]|"
    r"今天|昨天|昨日|今日|当天|当日|日前|近日|此前|随后|"
    r"当晚|上午|下午|晚间|晚上|凌晨|早上|中午|事后|赛后|会后|庭后|目前|最近|去年|今年|"
    r"还|也|则|又|均|都|曾|再次|再|已经|已|进一步|同时|并且|并|就此|对此|却|仍|一再|多次|公开|明确|坚决|笑着|率先|最早|"
    r"自行|单方面|首先|坚持|立即|立刻|随即|首次|最终|共同|一致|毫不[^，]{2,4}地?|[^，的]{1,4}地|只|便|就|更|亦|"
    r"甚至|反复|当场|正式|初步|"
    r"(?:在|于)[^，]{1,30}?(?:上|中|时|后|会|里|内|期间|前|外|处|旧金山|现场)?|"
    r"(?:尤其|特别)?(?:对|向|跟|告诉)[^，]{1,30}|联合|这才|尤其|特别|(?<![上中少大主])将|做出|作出|发出|给出|"
    r"根据[^，]{1,10}|撰文|致信|写信|(?:发表|发布|发)[^，]{0,6}(?:文章|声明|推文|微博|推特|讲话|演讲)|"
    r"通过[^，]{1,12}|(?:在)?接受[^，]{0,14}(?:采访|专访)时?|就[^，]{1,20}|以[^，]{1,10}|"
    r"援引[^，]{1,20}|用[^，]{1,8}|因[^，]{1,10}|为[^，]{1,10}|[（(][^）)]*[）)])$"
)
_HEAD: Final = re.compile(
    r"^(?:但是|但|不过|然而|可是|而且|而|并且|此外|另外|同时|与此同时|因此|所以|于是|其中|随后|对此|据此|另据|"
    r"当被问及[^，]*|"
    r"[^，。]{2,10}?\d{1,2}月\d{1,2}日(?:报道|电|讯)|(?:本|上)月初?|近日|日前|"
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|今天|昨天|当天|当地时间|周[一二三四五六日]|只有|就连|连|曾|随着[^，]*)+"
)
_CLAUSE: Final = re.compile(r"[，。；：！？,;:!?—]")
_PRONOUN: Final = re.compile(r"^(?:它|他|她|其|他本人|她本人|对方|前者|后者|这位[^，]{1,6}|他们|她们)$")
_THING: Final = re.compile(
    r"(?:数据|结果|计划|方案|价格|政策|调查|研究|报告|统计|这|那|此|一切|文件|信件|视频|指数|人们|如果|虽然|"
    r"尽管|因为|由于|可以|应该|没有|不|是|判决|位|(?<![上中少大主])将|或|未|后|定|能|尚未|未能|被|打算|得|最|的|"
    r"名|次|起)$"
)


def find(text: str) -> Said | None:
    """Who says `text`, as the sentence itself puts it."""
    told = quotes.mask(text)
    source = None
    for pattern in _sources():
        if (found := pattern.search(told)) and (source := _said(_trim(found["who"]), "据")):
            if source.phrase == "报道" or not _REPORT.search(found.group()):
                return source
            break  # an outlet reports: who says it may come after
    for verb in _verbs().finditer(told):
        left = told[: verb.start()]
        clause = _CLAUSE.split(left)[-1]
        if not clause.strip() and left:
            earlier = [c for c in _CLAUSE.split(left) if c.strip()]
            phrase = _first_subject(earlier[0]) if earlier and "“" not in left and "「" not in left else ""
        else:
            phrase = _trim(clause)
        if not phrase and clause.strip():
            earlier = [c for c in _CLAUSE.split(left)[:-1] if c.strip()]
            phrase = _first_subject(earlier[0]) if earlier else ""
        if said := _said(phrase, verb.group()):
            if source and said.phrase and said.phrase in source.phrase:
                continue
            return said
    return source


_REPORT: Final = re.compile(r"报道|报导|消息|媒|社|报称|网称")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(table("zh").reporting))


@cache
def _sources() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table("zh").sources))


def _trim(phrase: str) -> str:
    """Dates, adverbs and "in …", "to …" taken off both ends."""
    phrase = re.sub(r"^.*[”」』\"]", "", phrase).strip()
    while True:
        shorter = _TRAIL.sub("", phrase).strip()
        if shorter == phrase:
            break
        phrase = shorter
    return _HEAD.sub("", phrase).strip().removesuffix("的")


_FIRST: Final = re.compile(
    r"^(?P<who>.{2,30}?)(?=(?:\d{4}年|\d{1,2}月|\d{1,2}日|周[一二三四五六日]|昨|今天|当天|日前|近日|在|对|将|已|"
    r"于|向|把|被|与|和|发布|宣布|公布|计划|拒绝|反对|否认|"
    r"承认|要求|指责|批评|不|也|还|则|曾|并|提出|认可|支持|坚称|坚持|拥有|因|为|就|给|从|以|随|没有|是|有|回应|出|数))"
)


def _first_subject(clause: str) -> str:
    """The subject that opens a sentence whose reporting verb comes in a later clause: "X4月14日发布…，称…"."""
    clause = _HEAD.sub("", clause.strip())
    found = _FIRST.match(clause)
    return found["who"] if found else ""


def _said(phrase: str, cue: str) -> Said | None:
    phrase = phrase.strip(" ，,、“”")
    phrase = re.sub(r"^(?:\d{1,3}岁的|(?:也|还|就)?有)", "", phrase)
    if not phrase or len(phrase) > 40:
        return None
    if _PRONOUN.match(phrase):
        return Said(
            "", "it" if phrase == "它" else "she" if "她" in phrase else "he" if phrase[0] == "他" else "person", cue
        )
    for pattern in table("zh").stand_ins:
        if re.fullmatch(pattern, phrase):
            return Said(phrase, "stand-in", cue)
    if _THING.search(phrase) or re.match(
        r"^(?:一项|一份|内部|比|已有|涉案|首条|首批|取消|公布|公开|它|起|三分之|此|我|我们|你|这|那|其|如果|"
        r"虽然|因为|由于|一旦|随着|据|当|每|比如|例如|的|根据|按照)",
        phrase,
    ):
        return None
    if found := re.search(r"[他她](?:[^的]{0,2})$", phrase):
        return Said("", "she" if "她" in found.group() else "he", cue)
    if len(phrase) > 16 and "的" in phrase:
        phrase = phrase.rsplit("的", 1)[1] or phrase
    return Said(phrase, "named", cue) if len(phrase) > 1 and not re.search("[他她]", phrase) else None
