"""Chinese sentence -> the words that name who says it.

In: one sentence, folded to simplified characters one for one. Out: `Said` and where its phrase stands, or None. Looks
at one sentence only.
"""

import re
from functools import cache
from typing import Final

from models.language import table
from models.naming import named_zh
from models.speech import quotes
from models.speech.said import Said

_TRAIL: Final = re.compile(
    r"(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|\d{4}年|\d{1,2}月|(?:本|上|下)?(?:周|星期|礼拜)[一二三四五六日天末]|"
    r"今天|昨天|昨日|今日|当天|当日|日前|近日|此前|随后|仍然|依然|仍|同样|如是|仅|共|经常|常常|一直|总是|频频|公告|回应|致歉|次日|继续|接着|特别|一心|明显|极其|一早|清早|清晨|傍晚|早间|早些时候|稍后|稍早|早前|"
    r"当晚|上午|下午|晚间|晚上|凌晨|早上|中午|事后|赛后|会后|庭后|目前|最近|去年|今年|"
    r"还|也|则|又|均|都|曾|再次|再|已经|已|进一步|同时|并且|并|就此|对此|却|仍|一再|多次|公开|明确|坚决|笑着|率先|最早|"
    r"自行|单方面|首先|坚持|立即|立刻|随即|首次|最终|共同|一致|毫不[^，]{2,4}地?|[^，的]{1,4}地|(?<![船舰])只|便|就|更|亦|"
    r"甚至|反复|当场|正式|初步|长期(?:以来)?|多年来|当天即|(?:代表[^，]{2,24})?(?:致辞|发言)|(?:立场|态度)[^，]{2}|一边[^，]{1,16}一边|[指拿捧看望]着[^，]{1,16}|[站坐躺蹲]在[^，]{1,16}|"
    # one character behind 在, 为 is the end of a name: 卓在仁, 孔为民; 在野党 and 在校生 are nouns
    r"(?:在|于)(?![野校职任押逃建岗读])[^，]{2,30}?(?:上|中|时|后|会|里|内|期间|前|外|处|旧金山|现场)?|"
    r"针对[^，]{2,30}|(?:尤其|特别)?(?:(?<![反针面应核相绝])对(?!手|岸)|向|跟|告诉)(?:[^，]{2,30}|外|内)|联合|这才|尤其|特别|(?<![上中少大主])将|做出|作出|发出|给出|"
    r"[根依]据[^，]{1,20}|撰文|致信|写信|(?:发表|发布|发)[^，]{0,6}(?:文章|声明|推文|微博|推特|讲话|演讲)|"
    r"通过[^，]{1,12}|(?:在)?接受[^，]{0,14}(?:采访|专访)时?|被问[及到][^，]*?时?|(?:举行|召开|出席|参加)[^，]{0,8}(?:会|仪式|活动|典礼)|就[^，]{2,20}|以[^，]{2,10}|"
    r"(?<![上中少大主])将[^，]{1,16}的[^，的]{1,8}|模仿[^，]{1,16}|"
    r"援引[^，]{1,20}|用[^，]{2,8}|因[^，]{2,10}|为[^，]{2,10}|[（(][^）)]*[）)])$"
)
_HEAD: Final = re.compile(
    r"^(?:但是|但|不过|然而|可是|而且|而|并且|此外|另外|同时|与此同时|因此|所以|于是|其中|随后|对此|据此|另据|正如|"
    r"当被问及[^，]*|在[^，的]{1,12}?(?:时|期间)(?=[^，间]{2})|"
    r"[^，。]{2,10}?\d{1,2}月\d{1,2}日(?:报道|电|讯)|(?:本|上)月初?|近日|日前|"
    r"(?:\d{4}年|去年|今年|前年)?(?:\d{1,2}月)?\d{1,2}[日号]|(?:去年|今年|前年)(?:\d{1,2}月)?|\d{1,2}月|今天|昨天|当天|"
    r"当地时间|[一两二三四五六七八九十几数\d]+(?:天|周|星期|个?月|年|小时|分钟)(?:之|以)?[前后]|当时|目前|"
    r"周[一二三四五六日天](?:早上|上午|下午|晚上|晚间|一早)?|只有|就连|连|曾|随着[^，]*)+"
)
_CLAUSE: Final = re.compile(r"[，。；：！？,;:!?—]| -+ ")
_PRONOUN: Final = re.compile(
    r"^(?:它|他|她|其|他本人|她本人|对方|前者|后者|这[位名](?!.*(?:男子|女子|男孩|女孩|少年|学生|司机|嫌疑人|嫌犯|受害者?|消息))[^，]{1,24}|他们|她们)$"
)
_THING: Final = re.compile(
    r"(?:机制|检测|问卷|成功|失败|问题|做法|情况|事件|事故|现象|变化|增长|股价|销量|需求|意义|原因|数据|结果|计划|方案|价格|政策|调查|研究|报告|统计|这|那|此|一切|文件|信件|指数|人们|如果|虽然|"
    r"尽管|因为|由于|可以|应该|没有|不|是|判决|位|(?<![上中少大主])将|或|未|后|定|能|尚未|未能|被|打算|得|最|的|"
    r"名|次|起|时|一项|一份|一|远低|工程|项目|模型|机器|公告|发布|公布|发表|消息|(?<![究务诊交派出易证看究院])所|评论|规定|法规|经验|计划书|仍然|同样|去年|今年|意思|比如)$"
)
_VERBAL: Final = re.compile(
    r"^(?:将(?!军|领)|把|被|让(?![·・-])|使(?!馆|团|领)|尽管|虽然|即使|非(?!洲|政府|盟|裔|营利)|另有|另外|远(?:在|超|高|低|比|不|没|远)|由|遭|受(?:到|托|邀|影响|.{1,8}影响)|经(?!济|纪|理|销)|也(?!门)|"
    r"仍|是|正如|至于|对(?!外|华|台)|关于|就(?!业)|向(?!.{1,2}$)|在(?!野)|从(?!业|政)|与|和(?!平|解|记|黄)|"
    r"以(?!色列|军|方|总理|岭)|为(?!民)|当(?!局|地|事|代)|若(?!泽|昂|阿|望|热)|[一二两三四五六七八九十\d]+[份项成台条件]|约?[\d.]+[%％万亿秒]|约)|"
    # a verb inside: a clause, not a noun phrase
    r"(?:接受|拒绝|批准|发表|提供|站在|叫|称为|称作|作为|拥有|前往|导致|带来|受到|获得|成为|属于)(?!者|人|方|国|商)|"
    r"(?<=[一-鿿])(?<![上中少大主])将(?![军领])[^，]*[一-鿿A-Za-z]|[^，]把(?!手)|(?<![上中少大主])将[ A-Za-z]|"
    r"我|^ *\d+ ?[所座条台项]|[这那]一|^(?:两人|二人|[一二三四五六七八九十两]人|双方|本报|本刊|本台|代表们|成员|多数意见|"
    r"两家公司|世界.{1,4}日|.{1,4}节)$|的(?:买家|卖家)$|不是|就是|还是|都是|[了着]$"
)
"""Openings and insides of what is no noun phrase."""


def find(text: str) -> Said | None:
    """Who says `text`, as the sentence itself puts it."""
    told = _named(text)
    source = None
    if paper := _PAPER.match(told):
        return Said("", "paper", paper["cue"])
    for pattern in _sources():
        if (found := pattern.search(told)) and (source := _said(_trim(found["who"]), "据")):
            if not _REPORT.search(found.group()):
                return source
            break  # an outlet reports: who says it may come after
    for verb in _verbs().finditer(told):
        left = told[: verb.start()]
        clause = _CLAUSE.split(left)[-1]
        if not clause.strip() and verb.group() in _FORECAST:
            continue  # "…瘫痪，预计": nobody's
        if _UNSAID.search(clause) or _ASKED.match(clause) or _SHARE.search(clause):
            continue
        if not clause.strip() and left:
            earlier = [] if left.lstrip().startswith(("“", "「")) else _CLAUSE.split(left)
            phrase = _first_of(earlier)
        else:
            phrase = "" if _ALSO.match(clause) else _trim(clause)
        if not phrase and clause.strip():
            phrase = _first_of(_CLAUSE.split(left)[:-1])
        said = _said(phrase, verb.group())
        if said and said.kind == "named" and verb.group() in _FORECAST and _THINGS.search(said.phrase):
            continue
        if said:
            if source and said.phrase and said.phrase in source.phrase:
                continue
            if source and source.phrase == "报道" and said.kind != "named":
                continue  # "报道称，…引发质疑，他们担心"
            return said
    return source


_UNSAID: Final = re.compile(
    r"(?:不愿|不肯|未能?|没有?|尚未|拒绝|无法|难以|(?<=[^未])来|同意|计划|准备|打算|即将)(?:[^，]{0,6}(?:对|向)[^，]+|公开|正面|进一步|明确)?$"
)
"""Before a reporting verb: nothing was said, or not yet."""
_FORECAST: Final = ("预计", "预测", "估计", "预料")
_THINGS: Final = re.compile(
    r"(?:道路|桥梁|工厂|产能|费用|总额|人数|气温|雨|雪|航班|列车|车次|价|额|量|率|期|线|项|路|桥)$"
)
"""道路预计10天后恢复: a thing is expected to, it expects nothing."""
_ALSO: Final = re.compile(r"并(?!非)(?!购)(?=[^，]{3})")
"""The subject stands in an earlier clause: "主办方…，并邀请协会…"."""
_ASKED: Final = re.compile(r"(?:但|而|不过)?(?:如果|只要|一旦|假如|除非|倘若|要是|若(?![泽昂阿望热]))")
"""A condition is no statement."""
_SHARE: Final = re.compile(
    r"(?:[百十]分之[^的，]{1,9}|[一二三四五六七八九]分之[^的，]|(?<![至到达升降约近\d.])[\d.]+[%％](?:[“\ue000][^，]{0,12})?|[一二三四五六七八九]成)的(?!市场|份|股|投票|选票|营)|[%％]$"
)
"""A share of people who say something: the figure is a poll's."""
_PAPER: Final = re.compile(
    r"(?:但|而|不过|不过，|同时发布的|(?:这份)?\d+页的|这份|该份?)*"
    r"(?:(?<=[该份])(?:数据|调查|民调|研究)|更正后的数据|最终结果|(?:调查|统计)?报告|公告|起诉书|裁定书|判决书|裁决书|声明)(?:还|也|则|同时)?(?P<cue>显示|指出|称|写道|认为|表明|发现|说)"
)
"""A paper without its owner: the report says."""
_REPORT: Final = re.compile(r"报道|报导|消息(?!人士)|媒|社|报称|网称")
_NAME_MARKS: Final = {"“": "\ue000", "”": "\ue001", "「": "\ue002", "」": "\ue003"}
_MARKS_OF_NAMES: Final = str.maketrans({private: mark for mark, private in _NAME_MARKS.items()})
_SPOKEN: Final = re.compile(r"(?:[说称道：:，,]|表示|认为|指出|强调|形容为|描述为|视为|(?<!但)是|为|为了?)\s*$")


def _named(text: str) -> str:
    """`text` with what is quoted blanked out, but for a name in quotation marks: “国家气象局”表示."""
    told = list(quotes.mask(text))
    for span in quotes.find(text):
        inside = text[span.start + 1 : span.end - 1]
        after = text[span.end : span.end + 1]
        if (
            span.closed
            and 1 < len(inside) <= 16
            and not re.search(r"[，。！？、；：,.!?]", inside)
            and after not in ("，", "。", ",", "")
            and not _SPOKEN.search(text[: span.start])
            and text[span.start] in _NAME_MARKS
            and text[span.end - 1] in _NAME_MARKS
        ):
            told[span.start : span.end] = _NAME_MARKS[text[span.start]] + inside + _NAME_MARKS[text[span.end - 1]]
    return "".join(told)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(table("zh").reporting))


@cache
def _sources() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table("zh").sources))


_SCENE: Final = re.compile(r"在[^，]{1,16}?(?:时|期间|之?[后前]|[上中里])(?P<who>[^，]{2,})$")
"""在记者会上院长陆明远: a scene, and who speaks behind it."""
_PLACE: Final = re.compile(r"(?:在|于|站在|坐在)[^，]+的")


def _speaks(phrase: str) -> bool:
    return named_zh.may_speak(phrase) or named_zh.ends_in_name(phrase)


def _trim(phrase: str) -> str:
    """Dates, adverbs and "in …", "to …" taken off both ends."""
    phrase = whole = re.sub(r"^.*[”」』\"]", "", phrase).strip()
    while True:
        trail = _TRAIL.search(phrase)
        if trail and _PLACE.match(trail.group()) and _speaks(trail.group().rpartition("的")[2]):
            break  # "住在边界附近的农妇莉达·霍尔瓦特": a clause that describes who speaks
        shorter = _TRAIL.sub("", phrase).strip()
        if shorter == phrase or (not shorter and "的" in phrase and not re.search(r"[上中时后会里内前外处]$", phrase)):
            break
        phrase = shorter
    bare = _HEAD.sub("", phrase).strip().removesuffix("的")
    last = whole.rpartition("的")[2]
    if not bare and (behind := _SCENE.match(whole)) and _speaks(behind["who"]):
        return behind["who"]
    if bare or last == whole or not _speaks(last) or re.search(r"^[对就为因]|[和与及]", last + whole):
        return bare
    return last  # "向该国出口汽车的星河汽车": all of it looked like an adverbial


_FIRST: Final = re.compile(
    r"^(?P<who>.{2,40}?)(?=(?:\d{4}年|\d{1,2}月|\d{1,2}日|周[一二三四五六日]|昨|今天|当天|日前|近日|在|"
    r"(?<![反针面应核相])对|将|已|站|接受|同样|"
    r"于|向|把|被|与|和|发布|宣布|公布|计划|拒绝|反对(?!派|党|者)|否认|决定|达成|"
    r"致歉|道歉|打算|推出|承认|要求|指责|批评|不|也|还|则|曾|并|提出|认可|支持|坚称|坚持|拥有|因|为|就|给|从|以|随|没有|是|有|正在|继续|用(?!户|人)|释出|公开|发表|会面|会见|会谈|抵达|访问(?!团|者)|表达|透过|通过|回应|出席|出示|数次|同意|肯定|感谢|由|"
    r"今年|去年|依据|根据|按照|披露|斥资|收购|任命|提交|签署))"
)


_PAIR: Final = re.compile(
    r"^(?P<who>[^，的]{2,12}[与和及、](?!平|解|其)[^，的]{2,12}?)(?=\d{1,2}[月日]|[昨今]天|周[一二三四五六日]|日前|近日|在|联合|共同|双方|都|均)"
)


def _first_subject(clause: str) -> str:
    """The subject that opens a sentence whose reporting verb comes in a later clause: "X4月14日发布…，称…"."""
    clause = _HEAD.sub("", clause.strip())
    if short := re.match(r"(?:警方|检方|官方|院方|校方|当局|法院)(?=[^的])", clause):
        return short.group()
    if pair := _PAIR.match(clause):
        return pair["who"]
    found = _FIRST.match(clause)
    return found["who"] if found else ""


def opens(clause: str) -> str:
    """What a sentence begins with, where it can be a party: "丹飞电信" of "丹飞电信将在12月…"; "" else."""
    said = _said(_first_subject(clause), "")
    return said.phrase if said and said.kind == "named" else ""


def _first_of(clauses: list[str]) -> str:
    """The subject of the first clause that has one: not of "去年8月" or "在仓库里"."""
    return next((found for clause in clauses if clause.strip() and (found := _first_subject(clause))), "")


def _described(phrase: str) -> str:
    """What a clause before 的 describes: "在首都经营印刷厂的鲁德克" is 鲁德克."""
    clause, of, described = phrase.rpartition("的")
    described = re.sub(r"^(?:前|原)?\d{1,3}岁的?|^[^，]{0,6}[会式场礼节][上中后](?=..)", "", described)
    is_clause = len(clause) > 3 and (
        _VERBAL.search(clause) or re.search(r"\d|了|[他她]们|身兼|身为|担任|兼任|负责", clause) or len(clause) > 9
    )
    return described if of and is_clause and 1 < len(described) < 17 else phrase


def _said(phrase: str, cue: str) -> Said | None:
    phrase = phrase.strip(" ，,、“”").translate(_MARKS_OF_NAMES)
    phrase = re.sub(r"^[“「]([^”」]*)[”」]$", r"\1", phrase)
    phrase = re.sub(r"^(?:\d{1,3}岁的|(?:也|还|就)?有(?!关)|的)", "", phrase)
    if (whose := re.match(r"[他她其]的?|这[个家名位所]?", phrase)) and named_zh.ends_in_name(phrase[whose.end() :]):
        phrase = phrase[whose.end() :]  # 他的妻子史美京
    if len(phrase) > 40:
        phrase = phrase.rpartition("的")[2]
    if not phrase or len(phrase) > 40:
        return None
    if _PRONOUN.match(phrase):
        return Said(
            "", "it" if phrase == "它" else "she" if "她" in phrase else "he" if phrase[0] == "他" else "person", cue
        )
    for pattern in table("zh").stand_ins:
        if re.fullmatch(pattern, phrase):
            return Said(phrase, "stand-in", cue)
    clause, phrase = phrase, _described(phrase).strip()
    if re.match(r"将(?!军|领)|把(?!手)|被", clause) and not named_zh.may_speak(phrase):
        return None  # what is done to something, its doer unseen
    if re.search(r"^\d{3}|[（(][^）)]*$|^[^（(]*[）)]", phrase):
        return None
    if (
        _THING.search(phrase)
        or _VERBAL.search(phrase)
        or re.match(
            r"^(?:一项|一份|内部|比|已有|涉案|首条|首批|取消|公布|公开|它|起(?!草|诉|亚)|三分之|此|我|我们|你|这|那|其|如果|"
            r"虽然|因为|由于|一旦|随着|据|当(?!局|地|事|代)|每|比如|例如|的|根据|按照|只要|只有|除非|无论|不论|不管|即便|哪怕|假如|倘若|要是|"
            r"鉴于|之所以|针对|关于|表示|认为|说|称|(?:却|但)?也?有(?:的|些)?人$|自(?!治|由|然|来|民|行|家)|院内|另一[项份])",
            phrase,
        )
    ):
        return None
    if found := re.search(r"[他她](?:[^的]{0,2})$", phrase):
        return Said("", "she" if "她" in found.group() else "he", cue)
    if "的" in phrase and (len(phrase) > 16 or (phrase.rfind("的") > 5 and len(phrase) - phrase.rfind("的") > 4)):
        phrase = phrase.rsplit("的", 1)[1] or phrase
    return Said(phrase, "named", cue) if len(phrase) > 1 and not re.search("[他她]", phrase) else None
