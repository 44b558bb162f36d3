"""What looks like a name in a Chinese sentence and is in no glossary: people, transcribed foreigners, places.

In: a sentence in simplified characters, the spans that the glossary accounts for. Out: `Mention`s. Found by how Chinese
writes names (a surname and a given name between a title and a verb, the characters of transcriptions, 区 and 河 behind a
name), never by the translation. Candidates only: `models.naming.unheard` holds them against the English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from models.naming import hanzi, ordinary, places, romanise

__all__ = ["Mention", "find", "surnames_ja"]


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    kind: str
    """person (Chinese), japanese (a surname), foreign (a transcription) or place."""
    grade: str
    """sure: written as only names are; likely: it may be words; possible: a surname alone speaks for it."""
    suffix: int = 0
    """Characters at the end that say what kind of place it is (1 of 湘江), or are a Japanese given name."""


def find(text: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """Mentions in their order, none over another or over a span of `taken`."""
    return list(_find(text, tuple(taken)))


@lru_cache(maxsize=256)  # an article's people are looked for in all its sentences, and then each sentence is checked
def _find(text: str, taken: tuple[tuple[int, int], ...]) -> tuple[Mention, ...]:
    found: list[Mention] = []
    covered = {at for start, end in taken for at in range(start, end)}
    for mention in (*_foreign(text), *_places(text, taken), *_japanese(text), *_people(text)):
        span = range(mention.start, mention.end)
        if covered.isdisjoint(span):
            covered.update(span)
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


# People

_TITLE: Final = re.compile(
    r"(?:[长员席者师授手士]|[法军警教交察]官|总理|经理|助理|书记|主任|主播|得主|代表|总裁|董事|女士|导演|编辑|教练|后卫|前锋|门将|队友|妻子|丈夫|儿子|女儿|父亲|母亲"
    r"|哥哥|弟弟|姐姐|妹妹|[村市居农]民|司机|老人|男子|女子|小伙|名将|[冠亚季]军|演员|被告人?|[责始言持选]人|工程师|顾问|大使|公参|[外首]相|公使|参赞|司令|政委"
    r"|[上中少]将|[大上]校|学生|[育究业男女医]生|同学|老板|店主|户主|作家|画家|专家|烈士|影[星帝后]|歌[星手]|球星|主演)$"
)
_START: Final = re.compile(r"(?:^|[，。：、“”‘’《》（(）);；！？!?,:…|/【】\s—])$")
_LATIN_BEFORE: Final = re.compile(r"[A-Za-z0-9]\s?$")
"""Vann 牧师, 22 项: what follows is a title or counted."""
_JOIN: Final = re.compile(r"[和与及由向让对被为叫名同跟给在据是]$")
_SAYS: Final = re.compile(
    r"(?:则|也|还|又|都|就|曾|已|仍|却|均|便|再[次度]|[赛会]后|随后|近日|日前|此前|同时|[昨今当][日天])*将?(?:说|表示|表达|点评|谈到|谈及|坦承|致辞|致电|出任|执教|执导|饰演|主演|夺得|摘得|获得|赢得|战胜|击败|叮嘱|勉励|调研|检查|称|指出|认为|介绍|透露|强调|告诉|坦言|回应|解释|宣布|写道|补充|建议|提到|直言|接受|感言|主持|出席|参加|获得|担任|率领|率队|带领|发表"
    r"|会见|前往|抵达|领衔|讲解|阐述|分享|负责|当选|回忆|发现|觉得|相信|希望|呼吁|批评|警告|承认|否认|笑着|向记者|对记者|在接受|在采访|等人?[出参都均，、。]|同志|先生"
    r"|女士|教授|院士|博士|导演(?!人)|夫妇|一家|任[^何]|生于|出生)"
)
_STRONG: Final = re.compile(r"(?:则|也|还|又|曾|仍)?(?:说(?![明法服不])|表示|指出|认为|透露|强调|告诉|坦言)")
"""Said by people and bodies alone, so that any surname with a given name before it is a person: 总统筹胡炎松表示."""
_AGENT: Final = re.compile(r"[由让被像]$")
"""Before whom something is done by, let or compared to: 由黎友才个人提供."""
_END: Final = re.compile(r"$|[，。：、“”’《》（）();；！？!?,:…|/【】\s—]")
_LINK: Final = re.compile(r"[和与及则仍等在为从自是有以因带的给将把被也还都曾已就说称向对获凭到]")


@cache
def _surname() -> re.Pattern[str]:
    one = "".join(sorted(romanise.CHINESE_SURNAMES))
    return re.compile(rf"(?:{'|'.join(romanise.COMPOUND)}|[{one}])(?=[\u4e00-\u9fff])")


def _people(text: str) -> Iterator[Mention]:
    at = 0
    for match in _surname().finditer(text):
        start, given = match.span()
        before = text[max(0, start - 3) : start]
        across = text[start - 1 : start + 1] if start and not (_APART.search(before) or _OFFICE.search(before)) else ""
        signed = _BYLINE.search(text[max(0, start - 4) : start])
        if start < at or (not signed and (ordinary.pair(across) or ordinary.pair(text[start : start + 2]))):
            continue
        if _LATIN_BEFORE.search(text[max(0, start - 2) : start]):
            continue
        score, name = max(_person(text, start, given + size) for size in (1, 2))
        if score and romanise.chinese(name):
            at = start + len(name)
            yield Mention(start, at, "person", "sure" if score > 3 else "likely" if score > 1 else "possible")


_APART: Final = re.compile(r"[的和与及由被让、]$")
"""Words of one character, whatever stands behind them: 的欧欢明."""
_BYLINE: Final = re.compile(
    r"(?:记者|通讯员|责编|编辑|作者|摄影|导演|编剧|演员|歌手|董事长|总经理|总裁|会长|校长|院长)[：:\s]?$"
)
_SIGNED: Final = re.compile(r"报道|摄(?!影)|(?:电|文)?(?:$|[，。：、）)/|】])")
"""A name between these two needs no more to be one, even where its characters are a word: 记者商瑞报道, 董事长于冬、."""
_OFFICE: Final = re.compile(
    r"(?:[局处部司厅市县区镇乡村院校所会队站行科组班省州团社馆]长|[委专议研科教队演职成]员|书记|主任|主席|经理|总裁|董事|教授|记者|教练|助理|代表|大使)$"
)
"""Titles that no surname makes another word of: 局长文绮华."""


def _person(text: str, start: int, end: int) -> tuple[float, str]:
    """(how surely the characters are a person, 0 for not at all; the name)."""
    name = text[start:end]
    long = len(name) > 2
    given = name[-2:] if long else name[-1]
    if not re.fullmatch("[\u4e00-\u9fff]{2,4}", name) or _WORDS.match(name):
        return 0, ""
    if _BYLINE.search(text[max(0, start - 4) : start]) and _SIGNED.match(text, end):
        word = ordinary.pair(given if long else name) or (long and name[0] in "于从")
        return (4, name) if hanzi.is_given(given) and not word and not hanzi.is_foreign(name) else (0, "")
    if not hanzi.is_name(name):
        return 0, ""
    title = _TITLE.search(text[max(0, start - 3) : start]) is not None
    before = text[max(0, start - 1) : start]
    opens = title or _START.search(before) is not None
    joined = opens or _JOIN.search(before) is not None or (long and before == "的")
    if text[end : end + 1] in "·・•‧" and end < len(text):
        return 0, ""
    if before in ("“", "‘", "《", "「") and text[end : end + 1] in ("”", "’", "》", "」"):
        return 0, ""  # a saying, a title
    called = re.match("教授|院士|博士|先生|女士|导演(?!人)", text[end : end + 3]) is not None
    joined = joined or (called and before == "的")  # 的王瑞教授
    says, ends = _SAYS.match(text, end) is not None, _END.match(text, end) is not None
    closed = says or ends or (long and _LINK.match(text, end) is not None)
    if long and not title and not says and (ordinary.pair(given) or ordinary.pair(text[end - 1 : end + 1])):
        return 0, ""
    if joined and closed:
        return 1 + 1.5 * title + opens + 1.2 * says + 0.8 * ends + 0.4 * long, name
    if long and _STRONG.match(text, end) and all(char in hanzi.GIVEN for char in given):
        return 3.1, name
    if long and _AGENT.search(before) and all(char in hanzi.GIVEN for char in given):
        return 1.2, name
    usual = long and all(char in hanzi.GIVEN for char in given) and not hanzi.is_foreign(name[:2])
    if usual and (opens or before == "的") and not re.match("中校|上校|少校", text[end - 1 : end + 1]):
        return 1.1, name
    if (long and closed) or opens:
        return 0.5 + 0.2 * (closed or long != ordinary.pair(text[start + 2 : start + 4])), name
    return 0, ""


_WORDS: Final = re.compile(
    "牧[师民区场羊]|后[门方天续期台备勤]|海[事员洋底面上]|东[北南西道部方亚盟]|易[主于拉]|孙[女子]|融[水化资合]|经[审济理过常历验营纪]|如[获果何此今]|金[耳牌]|普[查通遍及]|乐[手队团曲器]|文[件中章]|相[连互继遇识处]|游[行客戏泳玩]|"
    "纪[念律实元检录委要]|蓝[光图筹领牌军]|符[合号]|王[子国朝室位牌妃后冠储]|胡[闹同乱须萝]|宿[敌舍营]|全[新力体球部面国民程局天套都家军日年场]|海[啸外洋军滩关岸域峡鲜洛]|龙[穴头舟卷虾]"
    "|白[天色宫领银酒菜糖人]|黄[金色河昏油瓜豆]|红[色酒利军包海灯星]|金[融额属牌色钱字价秋]|高[速度级层校考中科峰端铁温管品]|马[上路力拉术桶车来]|万[元圣人物一里维]|[有越家国]|安[全排装静心保检]|方[面法案式向便言针报的]"
    "|成[为立功绩本果员长都熟]|向[来往]|时[间候代任期刻常装失]|付平|盛[夏大会产行典]|平[安民]|法俗|常[常见务委年规态]|年[轻龄代度初底末]|家[庭长具乡属电园]|江[山湖]|林[业区地木]|石[油头化材]|水[平果利库泥]|山[区脉谷东西]|田[径园地野]"
    "|周[末围边期年日一二三四五六]|明[年天显确白星]|古[代老典城]|文[化件章明学物艺]|武[器装术力警]|花[园费样钱卉]|云[端计南]|雷[达电]|温[度暖室和]|严[重格厉肃]|广[告场泛大播]|应[该当对用急]"
    "|祝[贺福愿]|贺[电信岁]|包[括含装围]|左[右派翼侧]|鲁[莽]|牛[市肉奶]|鱼[类肉]|车[辆站祸主间厢型]|程[序度]|项[目链]|支[持付出撑]|单[位独纯日亲]|解[决释放散除封]|关[于系注闭键]|干[部预旱净扰]"
    "|祖[国父母先籍]|强[调烈大劲制势]|利[用润率益好]|平[台均时等衡静安]|和[平谐解睦]|查[询看处找]|步[伐行骤]|农[业民村历场]|国[家际内外民庆]|师[生傅徒]|商[业品家场务]|荣[誉获幸]|相[关信比当]"
    "|温[州泉]|别[人墅的]|居[民住家]|空[间气调军白]|管[理道辖]|从[而此事前来]|能[力够源量]|都[市会]|满[意足]|权[利力益威]|充[分满电足]|简[单称直历]|容[易量纳]|边[境界防缘]|终[于身止端]|后[来者果续]"
)
"""Words that begin with a surname's character, beside the pairs that the table of ordinary ones has."""

# Foreigners

_LOOSE: Final = frozenset("的了在和与对将被是")
"""Characters that stand before any word."""
_SOUNDS: Final = "".join(sorted(hanzi.SOUNDS))
_WIDE: Final = _SOUNDS + "安海西门本舍明平强"
"""In a name with a dot these are sounds too: 安德烈·."""
_RUN: Final = re.compile(rf"[{_WIDE}]{{1,8}}(?:[·・•‧][{_WIDE}]{{1,12}})+|[{_SOUNDS}]{{2,12}}")


def _foreign(text: str) -> Iterator[Mention]:
    for match in _RUN.finditer(text):
        start, end = match.span()
        dotted = re.search("[·・•‧]", match.group()) is not None
        if not dotted and text[start - 1 : start] not in _LOOSE:
            start += ordinary.pair(text[max(0, start - 1) : start + 1])  # 获得维多利亚
        if not dotted and (ordinary.pair(text[end - 1 : end + 1]) or text[end - 1 : end + 1] == "博士"):
            end -= 1  # 福特博士
        name = text[start:end]
        pairs = sum(ordinary.pair(name[i : i + 2]) for i in range(len(name) - 1))
        if dotted or (len(name) > 2 and 2 * pairs < len(name) - 1):
            sure = dotted or len(name) > 3 or _SAYS.match(text, end) or _TITLE.search(text[max(0, start - 3) : start])
            yield Mention(start, end, "foreign", "sure" if sure else "likely")
        elif not pairs and hanzi.is_foreign(name):
            opens = _TITLE.search(text[max(0, start - 3) : start]) or _START.search(text[max(0, start - 1) : start])
            if opens and _SAYS.match(text, end):
                yield Mention(start, end, "foreign", "sure")


# Japanese people


@cache
def surnames_ja() -> dict[str, tuple[str, ...]]:
    """Japanese surnames -> how English writes them."""
    lines = (files("models.naming") / "surnames_ja.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line[:1] != "#")
    return {name: tuple(read.split("|")) for name, _, read in rows}


@cache
def _surname_ja() -> re.Pattern[str]:
    return re.compile("|".join(sorted(surnames_ja(), key=len, reverse=True)))


def _japanese(text: str) -> Iterator[Mention]:
    for match in _surname_ja().finditer(text):
        start, end = match.span()
        title = _TITLE.search(text[max(0, start - 3) : start])
        before = text[max(0, start - 1) : start]
        opens = title or _START.search(before) or _JOIN.search(before)
        if not opens or ordinary.pair(text[end - 1 : end + 1]):
            continue
        behind = range(end, min(end + 3, len(text) + 1))
        says = next((at for at in behind if _SAYS.match(text, at)), 0)
        ends = says or next((at for at in behind if _END.match(text, at) or _LINK.match(text, at)), 0)
        if title or ends:
            yield Mention(start, ends or end, "japanese", "sure" if title or says else "likely", max(ends - end, 0))


def _places(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    for place in places.find(text, taken):
        yield Mention(place.start, place.end, "place", "likely" if place.word else "sure", place.suffix)
