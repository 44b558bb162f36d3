"""Negation, direction of change, loops, truncation, omission, script: what a translation can turn around or lose.

In: source and translation with their languages. Out: doubts, few and sure ones. Never looks at figures or names.
"""

import re
from typing import Final

from models.doubt import Doubt, note
from models.language import base

# Sentence negation that a reader must not lose. Words that merely hold a negative syllable are taken out first.
_HARMLESS: Final = {
    "zh": re.compile(
        r"不[仅僅但过過断斷少同久止只管论論料锈鏽足到满滿及得不可避]|差不多|[没沒]想到|[并並]不少|非常|未[来來]|[无無][论論人疑数數线線锡錫缘緣锋息花]|不得不|[好是能会會可][不]|[无無]不|莫[过過斯]|南非|非洲|非[遗遺]|"
        r"不[日时時幸适適明惜良利安满慎妨妙断停懈忘变動动平]|不[错錯]|[不无]非|除非|[没沒][收落]|[无無]人机|[无無]线|不[锈鏽]|[不没沒].{0,3}不|不[可]?[或]缺|未必不|要不|不如|[无無]偿|不限|不法|不[宣]"
    ),
    "ko": re.compile(r"지 않을 수 없|없지 않|뿐(?:만)? 아니라|아니라|끊임없|다름없|틀림없|어김없|수없이|아랑곳|못지않|마지않|만만치 않|적지 않|얼마 안|아낌없|변함없|상관없|없이"),
    "en": re.compile(r"(?i)\bnot only\b|\bno doubt\b|\bno longer\b|\bno\.\s?\d|\bnot just\b|\bwhether or not\b|\bnotwithstanding\b|\bnothing but\b|\bno one but\b|\bno less than\b|\bno fewer than\b|\bnot least\b"),
}  # fmt: skip
_STRONG: Final = {
    "zh": re.compile(r"(?:[并並尚还還从從]未|未[能曾获獲经經达達有被]|[没沒]有|(?<![沉出淹埋吞隐隱泯辱覆神])[没沒](?=[^收落])|不[会會能得是再要应應该該愿願肯想存予准許许承]|[并並][非不无無]|禁止|否[认認])"),
    "ko": re.compile(r"지 (?:않[았는을은고아으]|못[했한하할해])|아니[다었며고]|아닌|[은는이가] 없[다었는을으고]|수 없[다었는을으고]|안 (?:했|한다|된|됐|될)"),
    "en": re.compile(r"(?i)\b(?:not|never|cannot|nobody|none|nor|neither)\b|n['’]t\b|\bno\b"),
}  # fmt: skip
_ANY: Final = {
    "zh": re.compile(r"[不没沒未无無非否莫勿别別缺拒免禁失止反难難少仅僅只除才怎哪何岂豈直]|避|[之以]前"),
    "ko": re.compile(r"않|못|아니|아닌|없|안 |안돼|비[가-힣]|불[가-힣]|무[가-힣]|미[가-힣]|부인|거부|거절|반대|금지|중단|실패|어렵|힘들|뿐|말라|말아|만|반박|에야|까지|전에|어찌|겠|아닙|안된|안되|모르|모른|싫|말 것|마라|부결|처음|꺼리|지 마"),
    "en": re.compile(
        r"(?i)\b(?:no|not|never|none|nor|neither|nobody|nothing|nowhere|cannot|without|lack\w*|fail\w*|den(?:y|ies|ied|ial)\w*|refus\w+|reject\w+|absen\w+|avoid\w*|prevent\w*|ban\w*|stop\w*|prohibit\w*|forbid\w*|"
        r"hardly|barely|rarely|seldom|unless|few\w*|little|less|only|rather|instead|far|miss\w*|exclud\w*|oppos\w*|against|but|except|un\w{3,}|in(?:ab|ac|ad|ap|ca|co|de|ef|ex|su|vi)\w+|im(?:po|pr|pa|me)\w+|dis\w+|non\w*|"
        r"illegal\w*|ir\w{4,}|beyond|too|yet|still|than|free|short|zero|unable|impossible|difficult|hard|loss|lost|neg\w+|end\w*|ceas\w*|halt\w*|silen\w+|challeng\w+|left off|ruled out|last thing|confin\w+|restrict\w+|limit\w*|bar|clean|intoler\w+|uncommon|rule[ds]? out|abandon\w*|skip\w*|declin\w+|dropp?\w*|despite|contrary|bar(?:red|s)|remain\w*|withhold|with[hd]\w+|any\w*|even|if|or)\b|n['’]t\b|-free\b|less\b"
    ),
}  # fmt: skip
_UP: Final = {
    "zh": re.compile(r"增[长長加至幅]|上[涨漲升]|[攀回]升|[涨漲][至到了逾超近约幅]|提[高升]|扩大|擴大|[飙飆]升|[走上]高"),
    "ko": re.compile(r"증가|상승|늘[었어고]|올랐|오른|오르|급등|반등|확대|높아"),
    "en": re.compile(r"(?i)\b(?:increas\w+|r[io]s(?:e|es|en|ing)|rose|grew|grow(?:s|n|ing)?|gain\w*|climb\w*|up|higher|expand\w*|jump\w*|surg\w+|rais\w+|soar\w*|widen\w*|add\w*|more|faster|improv\w*|strengthen\w*)\b"),
}  # fmt: skip
_DOWN: Final = {
    "zh": re.compile(r"减少|減少|下[降跌滑调調]|回落|降[至到低幅]|[跌][至到了逾超幅]|缩[小减]|縮[小減]|放[缓緩]|[收萎]缩|暴跌"),
    "ko": re.compile(r"감소|하락|줄[었어고]|내렸|내린|떨어[졌져진]|급락|축소|낮아|둔화"),
    "en": re.compile(r"(?i)\b(?:decreas\w+|fall\w*|fell|declin\w+|drop\w*|down|lower\w*|reduc\w+|shr[iau]nk\w*|slump\w*|slid\w*|plung\w+|cut\w*|less|fewer|slow\w*|narrow\w*|lost|los[es]\w*|weak\w*|contract\w*|dip\w*|back|diminish\w*|recede\w*|eas\w+)\b"),
}  # fmt: skip
_BY: Final = {
    "zh": re.compile(r"(?P<up>增[长長加至幅]|上[涨漲升])了?[近逾超约約]?[\d.]+[%％]|(?P<down>[减減]少|下[降跌滑])了?[近逾超约約]?[\d.]+[%％]"),
    "ko": re.compile(r"[\d.]+[%％](?:포인트)?(?:가|나|를|까지)?\s?(?:(?P<up>증가|상승|늘[었어고]|올랐|오른|급등)|(?P<down>감소|하락|줄[었어고]|내렸|떨어[졌져진]|급락))"),
    "en": re.compile(r"(?i)\b(?:(?P<up>rose|increased|grew|climbed|jumped|up)|(?P<down>fell|decreased|declined|dropped|down|plunged|slumped))(?: by)?(?: about| nearly| almost| more than)? [\d.]+(?:%| per ?cent)"),
}  # fmt: skip
"""A share with the way it went, as a reader sees it: "fell 9.5%"."""
_SHARE: Final = r"(?P<n>\d[\d.]*)"
_TURNED: Final = {
    "zh": re.compile(
        rf"(?:(?P<up>增[长長加]|上[涨漲升]|提高|[涨漲])|(?P<down>[减減]少|下[降跌滑]|降低|跌))了?(?:幅度?[达達为為]?)?[近逾超约約]?{_SHARE}[%％]"
    ),
    "ko": re.compile(
        rf"{_SHARE}[%％](?:가|나|를|까지|가량|정도|의)?\s?(?:(?P<up>증가|상승|늘[었어고]|오[르른]|올랐|급등|급증|성장)|(?P<down>감소|하락|줄[었어고]|내[렸린]|떨어[졌져진]|급락|급감))(?!폭|세)"
    ),
    "en": re.compile(
        r"(?i)\b(?:(?P<up>ris(?:es?|ing|en)|rose|increas(?:es?|ed|ing)|grew|grow(?:s|n|ing)?|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|up)"
        r"|(?P<down>falls?|fell|falling|fallen|decreas(?:es?|ed|ing)|declin(?:es?|ed|ing)|drop(?:s|ped|ping)?|down|plung(?:es?|ed|ing)|slump(?:s|ed|ing)?))"
        rf"(?: by| of)?(?: about| nearly| almost| more than| over| around)? {_SHARE}(?:%| per ?cent)(?! of\b)"
        rf"|{_SHARE.replace('n>', 'm>')}(?:%| per ?cent) (?:(?P<rise>rise|increase|growth|gain|jump)|(?P<fall>fall|drop|decline|decrease|slump))\b"
    ),
}  # fmt: skip
"""A share bound to its way without a word between: 23% 감소, 下降23%, "up 23%", "a 23% drop"."""
_LOSSES: Final = re.compile(
    r"(?i)적자|손실|亏损|虧損|赤字|逆差|\bloss\w*\b|\blos[et]\b|deficit|shortfall|감소폭|하락폭|감소세|하락세|降幅|跌幅|[줄감]\S* 폭"
)
"""What grows when profit falls, falls that slow down: there up and down may change places."""
_WAYS: Final = {
    ("zh", "up"): re.compile(r"[增升涨漲高多长長扩擴加强強快大飙飆翻超拉]"),
    ("zh", "down"): re.compile(r"[减減降跌落低少缩縮滑损損亏虧弱缓緩下负負衰挫退小失丢丟]|不及"),
    ("ko", "up"): re.compile(r"증가|증대|상승|늘|느는|올[라랐린리렸려]|오[른르름]|급등|급증|반등|확대|높|성장|뛰|신장|상향|인상|치솟|불어|많|개선|플러스|폭등|강세|\+"),
    ("ko", "down"): re.compile(r"감소|하락|줄|내[렸린려림]|떨어|급락|급감|축소|낮|둔화|하향|인하|폭락|밑|빠[졌진지]|적[었은]|역성장|역신장|마이너스|후퇴|쪼그라|약세|손실|감[산원축]|위축|뒷걸음|미끄러|막[았아]|-"),
    ("en", "up"): re.compile(r"(?i)\b(?:high\w*|growth|boost\w*|leap\w*|leapt|spik\w+|ris\w+|upturn|double\w*|accelerat\w+|advanc\w+|rall\w+|great\w*|larg\w+|big\w*|plus|positive|extra|skyrocket\w*|swell\w*|swelled|hike\w*|rebound\w*|bounc\w+|over|above|up\w+|inch\w*|edg\w+|mov\w+|appreciat\w+|outpac\w+|excee\w+|better|reach\w*)\b|\+"),
    ("en", "down"): re.compile(r"(?i)\b(?:tumbl\w+|shed\w*|s[iau]nk\w*|retreat\w*|slip\w*|slash\w*|trim\w*|off|worse\w*|deteriorat\w+|minus|negative|small\w*|short\w*|below|under|down\w+|crash\w*|div\w+|dove|plummet\w*|discount\w*|depreciat\w+|sank|los\w+|low\w*|shav\w+|halv\w+|behind|sag\w*|tank\w*|edg\w+|retract\w*|shortfall|recession|decelerat\w+|worst|eas\w+|contract\w*|wip\w+)\b|[-−–]\d"),
}  # fmt: skip
"""All that can say the way: wide, since only its absence counts."""
_LENGTH: Final = {
    ("zh", "en"): 3.3,
    ("ko", "en"): 2.1,
    ("en", "zh"): 0.31,
    ("en", "ko"): 0.5,
    ("zh", "ko"): 1.6,
    ("ko", "zh"): 0.65,
}
"""Characters of the translation for each of the source, medians of human translations (NTREX-128, 123 articles)."""
_END: Final = re.compile(r"[.!?。！？…][\"'”’」』)）]*\s*$")
_SENTENCE: Final = re.compile(r"[。！？!?]|(?<=[다요])\.(?=\s|$|[\"”])|(?<=[a-z0-9\"”)])\.(?=\s+[A-Z\"“]|\s*$)")


def check(source: str, translation: str, source_language: str, target_language: str) -> list[Doubt]:
    """Doubts about the meaning and wholeness of the translation."""
    if not translation.strip():
        return [Doubt("empty", None, note("empty", target_language))] if source.strip() else []
    left, right = base(source_language), base(target_language)
    if left == right:
        return []
    found: list[Doubt] = []
    loop = _loop(source, translation)
    if loop is not None:
        found.append(Doubt("loop", loop, note("loop", target_language)))
    whole = _wholeness(source, translation, left, right)
    if whole is not None:
        found.append(Doubt(whole, None, note(whole, target_language)))
    found.extend(_script(source, translation, right, target_language))
    if not loop and whole is None:
        found.extend(_negation(source, translation, left, right, target_language))
        found.extend(_direction(source, translation, left, right, target_language))
    return found


def turned(source: str, text: str, language: str) -> bool:
    """Whether `text`, in the source's own language, denies what the source says, turns up into down, or goes round."""
    code = base(language)
    changed = _negation(source, text, code, code, language) or _direction(source, text, code, code, language)
    return bool(changed or _loop(source, text))


def faults(names: tuple[str, ...], target_language: str) -> list[Doubt]:
    """What the translator itself could not mend, as doubts."""
    kinds = {"length": "truncated"}
    known = ("empty", "loop", "script", "truncated", "untranslated")
    return [
        Doubt(kind, None, note(kind, target_language)) for name in names if (kind := kinds.get(name, name)) in known
    ]


def _loop(source: str, translation: str) -> tuple[int, int] | None:
    """A piece of 1 to 40 characters four times in a row (three times for longer ones), not so in the source."""
    near, far = _again(translation)
    for pattern, possible in ((_SHORT_LOOP, near > 0), (_LONG_LOOP, far > 6)):
        match = pattern.search(translation) if possible else None
        if match and any(c.isalpha() for c in match.group(1)) and not pattern.search(source):
            return match.span()
    return None


def _again(text: str) -> tuple[int, int]:
    """How many of its pieces of six characters stood in it up to 13 characters before; how many in a row up to 60 before.

    A quick look: a short loop makes at least one near piece, a long loop seven in a row.
    """
    last: dict[str, int] = {}
    near = far = row = 0
    for at in range(len(text) - 5):
        piece = text[at : at + 6]
        distance = at - last.get(piece, -100)
        last[piece] = at
        near += distance <= 13
        row = row + 1 if distance <= 60 else 0
        far = max(far, row)
    return near, far


_SHORT_LOOP: Final = re.compile(r"([^\s\d.。…—\-!！?？~～][^\d]{1,12}?)\1{3,}")
_LONG_LOOP: Final = re.compile(r"(.{6,60}?)(?:\1){2,}")


def _wholeness(source: str, translation: str, left: str, right: str) -> str | None:
    usual = _LENGTH.get((left, right))
    if usual is None or len(source) < 24:
        return None
    # Glosses in brackets are often left out, rightly.
    ratio = len(translation) / (max(12, len(_BRACKETS.sub("", source))) * usual)
    if ratio < 0.33:
        return "truncated"
    if ratio < 0.5 and len(_SENTENCE.findall(source)) >= 2 > len(_SENTENCE.findall(translation)):
        return "omitted"
    if ratio < 0.7 and _END.search(source) and re.search(r"[,，、;；:：]\s*$", translation):
        return "truncated"
    return None


_FOREIGN: Final = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3041-\u30fa]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_HANGUL: Final = re.compile(r"[가-힣]+")
_NO_LATIN: Final = re.compile("[^A-Za-z]+")
_BRACKETS: Final = re.compile(r"[(（《「『【][^)）》」』】]*[)）》」』】]")


def _script(source: str, translation: str, right: str, target_language: str) -> list[Doubt]:
    foreign = _FOREIGN.search(translation)
    if foreign and foreign.group() not in source:
        return [Doubt("script", foreign.span(), note("script", target_language))]
    bare = _BRACKETS.sub(lambda m: " " * len(m.group()), translation)
    patterns = {"en": (_HAN, _HANGUL), "ko": (_HAN,), "zh": (_HANGUL,)}[right]
    for pattern in patterns:
        for match in pattern.finditer(bare):
            if len(match.group()) >= 2 or right == "en":
                return [Doubt("untranslated", match.span(), note("untranslated", target_language))]
    if right != "en":
        letters = len(_NO_LATIN.sub("", bare))
        if letters > 20 and letters > 0.6 * sum(c.isalpha() for c in bare):
            return [Doubt("untranslated", None, note("untranslated", target_language))]
    return []


def _negation(source: str, translation: str, left: str, right: str, target_language: str) -> list[Doubt]:
    mine = _HARMLESS[left].sub("", source)
    theirs = _HARMLESS[right].sub("", translation)
    strong = _STRONG[left].search(mine)
    if strong and not _ANY[right].search(translation):
        return [Doubt("negation", None, note("negation_lost", target_language, strong.group().strip()))]
    turned = _STRONG[right].search(theirs)
    if turned and not _ANY[left].search(source):
        at = translation.find(turned.group())
        return [Doubt("negation", (at, at + len(turned.group())), note("negation_added", target_language))]
    return []


def _direction(source: str, translation: str, left: str, right: str, target_language: str) -> list[Doubt]:
    """Where the source knows one direction and the translation only the other, or a share has lost or turned the way it went."""
    turned = _way_turned(source, translation, left, right, target_language)
    if turned:
        return turned
    up, down = _UP[left].search(source), _DOWN[left].search(source)
    if bool(up) == bool(down):
        return _way_lost(source, translation, left, right, target_language)
    to_up, to_down = _UP[right].search(translation), _DOWN[right].search(translation)
    if up and to_down and not to_up:
        said, wrong = up, to_down
    elif down and to_up and not to_down:
        said, wrong = down, to_up
    else:
        return _way_lost(source, translation, left, right, target_language)
    way = note("up" if said is up else "down", target_language)
    return [Doubt("direction", wrong.span(), note("direction", target_language, way))]


def _way_turned(source: str, translation: str, left: str, right: str, target_language: str) -> list[Doubt]:
    """ "rises 23%" for 23% 감소, whatever else rises or falls in the sentence."""
    here = {number: (way, span) for number, way, span in _ways(translation, right)}
    if not here or _LOSSES.search(source) or _LOSSES.search(translation):
        return []
    for number, way, _ in _ways(source, left):
        if number in here and here[number][0] != way:
            return [Doubt("direction", here[number][1], note("direction", target_language, note(way, target_language)))]
    return []


def _ways(text: str, language: str) -> list[tuple[str, str, tuple[int, int]]]:
    """(number, "up" or "down", span) of each share that a text has once and binds to its way."""
    found = []
    for match in _TURNED[language].finditer(text) if _has_share(text) else ():
        said = match.groupdict()
        number = (said["n"] or said["m"] if "m" in said else said["n"] or "").rstrip(".")
        if len(re.findall(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", text)) == 1:
            found.append((number, "up" if said["up"] or said.get("rise") else "down", match.span()))
    return found


def _has_share(text: str) -> bool:
    low = text.lower()
    return any(sign in low for sign in ("%", "％", "percent", "per cent"))


def _way_lost(source: str, translation: str, left: str, right: str, target_language: str) -> list[Doubt]:
    """A share that fell or rose in the source, in a translation without any word for it: "profit 23%"."""
    for match in _BY[left].finditer(source) if _has_share(source) else ():
        way = "up" if match.group("up") else "down"
        share = re.search(r"\d[\d.]*", match.group())
        at = share and re.search(rf"(?<![\d.]){re.escape(share.group().rstrip('.'))}(?![\d]|\.\d)", translation)
        said = (_UP if way == "up" else _DOWN)[right].search(translation) or _WAYS[right, way].search(translation)
        if at and not said:
            return [Doubt("direction", at.span(), note("direction", target_language, note(way, target_language)))]
    return []
