"""Native personal names of a Korean or Chinese sentence, known to no glossary, held against an English translation.

In: a sentence and its translation. Out: edits where the surname came through and the given name did not (许达哲 ->
"Xu Da Chul"), else a doubt where neither did (庞之浩 -> "Pan Kihoho"). Only names that stand as such: before a verb of
saying or beside a title. Never touches a foreign name written in Hangul or Han.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from models.doubt import Doubt, Edit, moved, note
from models.language import base, table
from models.naming import known, likeness, romanise
from models.naming.heard import SOUNDS, Heard, han_keys, pinyin

_WORD: Final = re.compile(r"[A-Z][A-Za-zü'’-]*")


def check(
    source: str, text: str, source_language: str, target_language: str, people: Sequence[str] = ()
) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts); nothing for other targets than English.

    `people` are names known from elsewhere.
    """
    if base(target_language) != "en" or base(source_language) == "en":
        return [], text, []
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    names = dict.fromkeys((*find(source, source_language), *(p for p in people if p in source)))
    heard = Heard(text) if names and base(source_language) == "zh" else None
    for name in names:
        written = _romanised(name, source_language)
        plain = known.simplified(name, source_language)
        if not written or (told(written, text, plain) if heard is None else chinese_told(plain, heard)):
            continue
        mended = mend(written, text)
        if mended is not None:
            text, doubts = mended_by(mended, text, doubts)
            edits.append(mended)
            heard = heard and Heard(text)
            continue
        other = _hangul(plain) and _KOREAN_NAME.search(text)  # somebody else's name, then: told() did not know it
        if other or likeness.strangers(text) or (says(name, source, source_language) and not stand_in(text)):
            doubts.append(Doubt("name", None, note("known_name", target_language, f"{written} ({name})")))
    return edits, text, doubts


def mended_by(edit: Edit, text: str, doubts: Sequence[Doubt]) -> tuple[str, list[Doubt]]:
    """The text after an edit of an English name, and the doubts with the one that records it."""
    span = (edit.start, edit.start + len(edit.new))
    said = Doubt("name", span, note("repaired", "en", text[edit.start : edit.end]), True)
    return edit.apply(text), [*moved(doubts, edit), said]


_KOREAN_NAME: Final = re.compile(r"\b(?P<surname>[A-Z][a-z]+) (?P<given>[A-Z][a-z]+-[a-z]+)")
"""As English writes one: Lim Tae-uk."""
_PRONOUN: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|him|I|[Mm]y|me|[Pp]resident|[Mm]inister|[Ss]enator|[Cc]hairman)\b"
)
_SAYS_ZH: Final = r"(?:说|表示|称|指出|认为|介绍|透露|强调|坦言|回应|解释|宣布|写道|补充|告诉)"


def stand_in(text: str) -> bool:
    """Whether an English text has a pronoun or a title that a person may be told by."""
    return _PRONOUN.search(text) is not None


def says(name: str, source: str, language: str) -> bool:
    """Whether the name stands right before a verb of saying: who says it must not be lost."""
    if base(language) != "zh":
        return False
    return (
        re.search(re.escape(known.simplified(name, language)) + _SAYS_ZH, known.simplified(source, language))
        is not None
    )


def _romanised(name: str, language: str) -> str:
    if base(language) == "ko":
        return romanise.korean(name)
    return romanise.chinese(known.simplified(name, language))


def of(phrase: str, language: str) -> str:
    """The native personal name in a speaker's phrase: 首席财务官刘威 -> 刘威; "" where there is none."""
    rest, at = [], 0
    for hit in known.find(phrase, language):
        rest.append(phrase[at : hit.start])
        at = hit.end
    pieces = [piece.strip(" ,，、") for whole in (*rest, phrase[at:]) for piece in whole.split(" ")]
    return next(
        (p for p in pieces if _romanised(p, language) and _is_name(known.simplified(p, language), base(language))), ""
    )


def find(source: str, language: str) -> list[str]:
    """Unknown native personal names, as they are written."""
    taken = [(hit.start, hit.end) for hit in known.find(source, language) if hit.entry.kind != "title"]
    plain = known.simplified(source, language)
    found = []
    for match in _pattern(base(language)).finditer(plain):
        start, end = match.span("name")
        if not any(a < end and start < b for a, b in taken) and _is_name(plain[start:end], base(language)):
            found.append(source[start:end])
    return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def introduced(sentences: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The unknown native names of one article: who speaks or bears a title, and in Chinese who comes again and again."""
    if base(language) == "en":
        return ()
    names = dict.fromkeys(name for sentence in sentences for name in find(sentence, language))
    if base(language) == "zh":
        names |= dict.fromkeys(_repeated("\n".join(sentences), language))
    return tuple(name for name in names if not _transcribed(known.simplified(name, language)))


def _transcribed(name: str) -> bool:
    """A foreign name in Han, or no name: 沙利文, 法官. Beside one verb of saying it passes, not in a whole article."""
    return bool(_NO_NAME.search(name)) or all(char in _FOREIGN or char in _SOUNDS for char in name)


_SOUNDS: Final = frozenset("桑坦金福艾文森安汉利姆华伦裴李琳柏")
"""Characters beside `_FOREIGN` that foreign names and Chinese ones are written with."""


def _repeated(text: str, language: str) -> list[str]:
    """Three characters that are a surname and a given name, come twice, and stand beside different characters.

    A piece of a longer word has the same neighbour every time; a name has others.
    """
    plain = known.simplified(text, language)
    places: dict[str, list[int]] = {}
    for match in re.finditer(rf"(?=([{_surnames()}][{_GIVEN}]{{2}}))", plain):
        places.setdefault(match.group(1), []).append(match.start())
    found = []
    for name, starts in places.items():
        before, after = {plain[at - 1 : at] for at in starts}, {plain[at + 3 : at + 4] for at in starts}
        ends = len(before) > 1 or not "".join(before).isalnum()
        if len(starts) < 2 or not ends or len(after) < 2 or not _is_name(name, "zh"):
            continue
        at = starts[0]
        near = plain[max(0, at - 8) : at + 11]
        if not any(hit.entry.kind != "title" and name[:2] in hit.form for hit in known.find(near, "zh-Hans")):
            found.append(text[at : at + 3])
    return found


_NO_NAME: Final = re.compile(r"^(?:[万有家越国]|文件|成年|周以|法官)|[元军]$|的|[以往而]来|来越")
"""What begins like a name and is counted, or a word that comes again: 万美元, 越来越, 成年人, 国海军."""


@cache
def _surnames() -> str:
    return "".join(sorted(romanise.CHINESE_SURNAMES))


_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文辉力斌波宇浩凯健俊帆雪荣慧玲莉萍燕琳琴珍云凤洁婷雯欣怡倩颖佳晨晓春东海山峰岭峻岩林森松柏"
    "桐梓楠彬彪炳焕煜炜灿烨烁炎煌熙然鹏飞翔鸿鹤龙虎麟骏腾达远近志诚信义仁礼智勤俭忠孝贤良善德福禄寿喜庆祥瑞吉安宁康泰和顺利宏洪浩瀚江河湖泽润泉清源深"
    "淼涵沛沐沁波澜澄淳渊哲睿聪颖慧思学博文才艺彦彬雅儒毅坚刚强勇武威震雷霆宝珠玉琪琦琛瑜瑾璇璐珊瑶琼璞莹晶钰铭锋钢铁鑫锐钧锦锡银金少长小大世家传承继绍"
    "祖宗光耀辉亮朗晖昊昱晟晔晴暖旭旺昌盛兴隆茂荣繁嘉佳美妙娇婉婧嫣姗妍媛娅娥馨芬芸芝芷菲萌蕾薇蓉蓓莲菊萱薏艾茵荷莎韵诗语书画梦心念恩惠爱慈恒永久长元亨"
    "贞正直方圆中立成功业伟雄豪杰英俊逸轩昂子之以乐天地人越运稀池龄挺栋栩坤乾震巽年月星辰宸宵霄霖露雨霜冰寒冬夏秋启凯旋胜利捷迅航帆舟川培育树植耕根振奋"
    "鸣啸吟咏歌舞谦恭宽厚朴素纯真洁白丹青紫彤维新革民族群众友朋亚欧汉唐宋明景尚进先跃向前来望希冀盼望庭廷延召诏君臣卿士伯仲叔季友权衡石磊岳嵩华晋鲁粤湘鄂"
)
"""Characters that given names are made of."""


_KO_TITLES: Final = (
    "씨|교수|의원|대표|장관|차관|회장|사장|원장|위원장|위원|연구원|기자|감독|변호사|시장|지사|총장|대변인|박사|팀장|본부장|부장|과장|국장|이사|전무|상무|"
    "최고경영자|최고재무책임자|CEO|행장|총재|판사|검사|의장|청장|군수|구청장|소장|센터장|이코노미스트|애널리스트|작가|후보|선수|대사|총리|부총리|대통령"
)
_KO_SYLLABLES: Final = frozenset(
    "가강건경관광교구국권귀규근금기길나남내노다단달담대덕도동두라람래련로록루리린림마만명모목무묵문미민배백범별병보복봉부비빈산삼상새서석선설섭성세"
    "소솔송수숙순슬승시식신실심아안애양언여연열엽영예오옥온완용우욱운웅원월위유윤율은을음응의이익인일임자재전정제조종주준중지진찬창채천철청초춘충치"
    "칠태택판평표필하학한해향헌혁현형혜호홍화환회효훈휘흠희"
)
"""Syllables that given names are made of."""
_KO_WORDS: Final = re.compile(
    r"(?:[은는을를의에로와과게서며고]|지만|[당부청회한온]|으로|하는|한 |인 )$|^(?:차관이|지하철|대변인|위원장|부위원|정부|기자|신임|전임|현임|주요|당시|이날|"
    r"한국|미국|서울|부산|인천|광주|대구|지난|성폭|하지만|조사|전직|현직|공동|민주|노동|우리|최고|수석|선임|책임|일부|여성|남성|해당|다른|주한|방한|원내|상임|부대|국회|시의|도의)"
)
_ZH_WORDS: Final = re.compile(
    r"^(?:许多|司机|白宫|欧盟|华盛|双方|安全|何时|高管|常委|时任|金融|成员|程序|应该|石油|方面|万科|国家|国际|国务|国防|国内|公司|有关|有人|"
    r"方[的报面法向案式便针]|法[院官]|海[事洋]|文[物旅]|乐手|索方|那么|相关|都|从|向|和|于|能|单位|任何|全体|全国|海关|海外|广大|文章|文中|易于|时间|东方|经理|经济|居民|温度|水|家长|古|后来|后者|查|通报|边|连|终|满|"
    r"平台|平均|安排|项目|干部|应|成都|武汉|江苏|云南|湖|党中|车主|包括|左右|宣|祖|政|解|毕竟|强调|习惯|明确|贝|路透|令|管理|"
    r"别|游客|关|关于|支持|支|宗|解放|井|老师|苏宁|农民|农业|巴|沃|计|空|公|权|益|商|年|爱|言|福|肖像|代|代表|展|区|尧|报道|报告|"
    r"周[一二三四五六日末]|家属|有[媒分网消业学专报人的批观评]|专家|记者|人|我|他|她|它|您|你|这|该|一|两|多|各|某|本|新|老|大|小|中|上|下|前|不|没|也|还|又|再|就|才|只)"
)
"""Words that begin with a surname's character."""
_FOREIGN: Final = frozenset(
    "阿埃艾奥巴贝比彼波伯柏博卜布查达戴德登迪蒂丁顿恩尔法菲费弗夫盖戈格哈赫霍基吉加贾卡凯坎考柯科克肯库拉莱赖兰朗劳勒里利列卢鲁伦罗洛马玛迈麦曼梅蒙米莫默"
    "姆穆内纳娜奈尼涅诺欧帕潘佩皮珀普齐奇乔切琼瑞若萨塞森沙莎舍施什史斯苏索塔泰坦特滕廷图托瓦维沃乌希锡夏肖谢辛亚耶伊因尤约泽扎詹兹佐伦费赛德"
)


@cache
def _pattern(column: str) -> re.Pattern[str]:
    if column == "ko":
        surnames = "".join(s for s in romanise.KOREAN_SURNAMES if len(s) == 1)
        after = r"(?=[은는이가의도을를과와께에,. (]|$|측|도|로)"
        return re.compile(
            rf"(?<![가-힣])(?P<name>[{surnames}][가-힣]{{2}})(?:\([^)]*\))? (?:\S{{2,9}}(?<![은는을를의에로와과게서며고]) )??부?(?:{_KO_TITLES}){after}"
        )
    surnames = "".join(sorted(romanise.CHINESE_SURNAMES))
    titles = "|".join(sorted((re.escape(t) for t in table("zh").titles if len(t) > 1), key=len, reverse=True))
    says = "说|表示|称|指出|认为|介绍|透露|强调|告诉|坦言|回应|解释|宣布|写道|补充|建议|提到|直言|在接受"
    return re.compile(
        rf"(?:^|[，。：、“据员长家者师官]|{titles})(?P<name>[{surnames}][\u4e00-\u9fff]{{1,2}}?)(?=(?:[则也还又都就曾已并仍却均便在]|将(?<!上将)(?<!中将)(?<!少将))?(?:{says}))"
    )


def _is_name(name: str, column: str) -> bool:
    if column == "ko":
        return all(char in _KO_SYLLABLES for char in name[1:]) and not _KO_WORDS.search(name)
    return not _ZH_WORDS.match(name) and not all(char in _FOREIGN for char in name)


_KOREAN_BEARERS: Final = dict(
    zip(
        "金李朴崔郑姜赵尹张林韩吴徐申权黄安宋全洪柳高文梁孙裴白许南沈卢河郭成车朱禹具闵陈池严蔡元千方孔玄咸卞廉余秋都苏石宣薛马吉延魏表明奇潘王琴玉陆孟诸牟卓鞠鱼殷片龙芮奉史夫贾卜太睦邢皮杜甘阴宾田罗曹丁任姜边",
        "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육맹제모탁국어은편용예봉사부가복태목형피두감음빈전나조정임강변",
        strict=True,
    )
)
"""Surnames of Koreans in Chinese characters: their bearers are not read in pinyin."""


def may_be_korean(name: str) -> bool:
    """Whether a Chinese text may write a Korean's name: of that surname, two or three characters."""
    return name[:1] in _KOREAN_BEARERS and len(name) <= 3


def chinese_told(name: str, heard: Heard) -> bool:
    """Whether an English text has the Chinese name (simplified), or what a Korean of that surname is called."""
    if heard.person(*romanise.parts(name)):
        return True
    sounds = all(char in SOUNDS for char in name[len(name) > 2 :]) and len(han_keys(name)[0]) > 1
    given = len(name) > 2 and all(char in _GIVEN for char in name[1:])
    if sounds and not given and heard.foreign(name):
        return True  # 范斯坦 is Feinstein
    korean = romanise.KOREAN_SURNAMES.get(_KOREAN_BEARERS.get(name[:1], ""), "")
    if not korean:
        return False
    spelt = next((group.split() for group in _SPELT if korean.lower() in group.split()), [korean])
    chinese = [word for word in map(str.lower, spelt) if word in pinyin(name[:1])]
    either = "|".join(word.capitalize() for word in spelt if word.lower() not in chinese)
    hyphened = "|".join(word.capitalize() for word in (*chinese, *spelt))  # Han Ji-hun, and no Han Dynasty
    if re.search(rf"\b(?:{hyphened}) [A-Z][a-z]+-[a-z]+\b", heard.text):
        return True
    return bool(either) and bool(
        re.search(rf"\b(?:{either})(?: [A-Z][a-z]+ [A-Z]?[a-z]+\b|\b(?! [A-Z]|-))", heard.text)
    )


def other_of_the_name(name: str, text: str) -> bool:
    """Whether an English text has the surname with another given name behind it: "Wang Dynasty" for 王栋."""
    surname = romanise.parts(name)[0]
    said = {said.capitalize() for said in pinyin(surname)}
    said.add(romanise.KOREAN_SURNAMES.get(_KOREAN_BEARERS.get(surname, ""), ""))
    return re.search(rf"\b(?:{'|'.join(filter(None, said))})[ -][A-Z]", text) is not None


def told(written: str, text: str, name: str = "") -> bool:
    """Whether the English text has the name, in any usual spelling of its syllables.

    A surname that stands alone is enough, as the news write them; so is a Korean reading of the surname.
    """
    surname, _, given = written.partition(" ")
    words = [_bare(word) for word in _WORD.findall(text)]
    want = _bare(given)
    joined = "".join(words)
    if len(want) < 4 and (want in words or _bare(surname) + want in joined or want + _bare(surname) in joined):
        return True
    if len(want) > 3 and (want in joined or _close(want, joined)):
        return True
    korean = romanise.KOREAN_SURNAMES.get(_KOREAN_BEARERS.get(name[:1], ""), "")
    if re.search(rf"\b{re.escape(surname)}\b(?! [A-Z])", text):
        return True
    # Kim Min-hee for 金敏喜; 张稀哲 is no "Zhang Hae-chul".
    mixed = bool(name) and korean != surname
    for match in _KOREAN_NAME.finditer(text):
        if mixed and match["surname"] == surname:
            continue
        # Of a name in Hangul the surname or the given name is to be known again: Hu Tae-tae is no Lim Tae-uk.
        known_again = _same_surname(surname, match["surname"]) or _skeleton(_bare(match["given"])) == _skeleton(want)
        if known_again or not _hangul(name):
            return True
    if korean and korean != surname and re.search(rf"\b{korean}\b", text):
        return True
    heads = any(_surname_like(_bare(surname), word) for word in words)
    return heads and any(_skeleton(word)[:3] == _skeleton(want)[:3] for word in words if len(word) > 1)


def _hangul(name: str) -> bool:
    return "가" <= name[:1] <= "힣"


def _bare(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower().replace("ü", "u"))


def _close(want: str, joined: str) -> bool:
    """Within a letter or two at some place: Ji-hoon for Ji-hun."""
    from models.latin import distance

    size = len(want)
    allowed = 1 if size < 6 else 2
    return any(
        joined[i] == want[0] and distance(want, joined[i : i + size + extra]) <= allowed
        for i in range(max(len(joined) - size + 2, 0))
        for extra in (-1, 0, 1, 2)
        if 0 <= i < len(joined)
    )


def _skeleton(word: str) -> str:
    """Consonants alone, those that romanisations confuse as one: Min-kyung, Mingyeong."""
    return re.sub(r"[aeiouyw]", "", word.translate(str.maketrans("kpctqxz", "gbjdjss"))).replace("h", "")


def _surname_like(surname: str, word: str) -> bool:
    from models.latin import distance

    return word == surname or (len(surname) > 2 and word[:1] == surname[0] and distance(word, surname) <= 1)


_SPELT: Final = (
    "lim im rim yim",
    "lee yi rhee li ri i",
    "noh roh no ro",
    "yoo yu ryu ryoo you",
    "ahn an",
    "oh o",
    "woo u wu",
    "shim sim",
    "kwak gwak",
    "seok suk sok",
    "na ra",
    "ko goh go",
    "choi choe",
    "jung jeong chung",
    "park pak bak",
    "kang gang",
    "kwon gwon",
    "baek paik",
    "heo huh hur",
    "cho jo",
    "joo ju chu",
    "shin sin",
    "yoon yun",
    "moon mun",
    "kim gim",
    "sung seong",
    "jeon jun chun",
)
"""Usual spellings of one Korean surname."""


def _same_surname(surname: str, word: str) -> bool:
    one, other = _bare(surname), _bare(word)
    alike = _surname_like(one, other) or _skeleton(one) == _skeleton(other)
    return alike or any({one, other} <= set(group.split()) for group in _SPELT)


def mend(written: str, text: str) -> Edit | None:
    """ "Xu Da Chul" -> "Xu Dazhe": the surname, and one or two capitalised words of another given name."""
    surname, _, _ = written.partition(" ")
    found = list(re.finditer(rf"\b{re.escape(surname)}((?:[ -][A-Z][a-z]+){{1,2}}(?:-[a-z]+)?)\b(?!-)", text))
    if len(found) != 1:
        return None
    return Edit(found[0].start(), found[0].end(), written)
