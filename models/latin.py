"""Latin tokens of a Korean or Chinese sentence must come through: SEC stays SEC, "Ehud Ur" does not become "Evil Ur".

In: source and translation. Out: edits for near misses, doubts for what is gone. Accepted where they stand for the
token: its expansion (EU -> European Union), words with its initials, inflected forms. English sources are not judged.
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

from models.doubt import Doubt, Edit, mended, note
from models.language import base
from models.numerals.quantity import narrow

_LETTER: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_TOKEN: Final = re.compile(rf"[{_LETTER}][{_LETTER}0-9]*(?:[&'’.-][{_LETTER}0-9]+)*")
_WORD: Final = re.compile(rf"[{_LETTER}][{_LETTER}0-9]*(?:[&'’-][{_LETTER}0-9]+)*")
_LONGEST: Final = 40
"""Characters of a token that is looked for; a longer one is a key or an attack, and edit distance is quadratic."""
_SHORT: Final = 5
"""Letters: shorter tokens stand by chance at the beginning of a word (SEC in "second")."""
_UNITS: Final = frozenset("km kg mg ml mm cm nm m g t l kw mw gw kwh mwh gwh hz mhz ghz mb gb tb mbps p pp bp w v a b x c f db kph mph ha hpa ppm rpm am pm vs no th st nd rd s usd rmb cny krw hk us nt".split())  # fmt: skip
_EXPANSIONS: Final = {
    "eu": "european union", "un": "united nations", "us": "united states|u.s.|american|america", "usa": "united states|u.s.|american|america", "uk": "united kingdom|u.k.|britain|british",
    "ai": "artificial intelligence", "ceo": "chief executive|president|head", "cfo": "chief financial", "coo": "chief operating", "cto": "chief technology", "tv": "television|televised|tv", "who": "world health organi", "imf": "monetary fund", "wto": "world trade", "nato": "atlantic treaty",
    "it": "information technology", "pc": "computer", "it기술": "information", "gdp": "gross domestic", "cpi": "consumer price", "ppi": "producer price", "pmi": "purchasing managers", "r&d": "research and development", "qr": "qr", "pcr": "polymerase|nucleic", "sns": "social media|social network", "fta": "free trade",
    "mou": "memorandum|understanding|mou", "m&a": "merger|acquisition", "ipo": "public offering|going public|listing", "app": "application|apps", "wifi": "wi-fi", "wi-fi": "wifi|wireless", "dc": "washington", "pm": "prime minister", "ng": "no good", "mc": "host|presenter|emcee", "cctv": "closed-circuit|surveillance|cctv|security camera",
    "kg": "kilo", "km": "kilomet", "vip": "vip", "a": "a", "iot": "internet of things", "ev": "electric vehicle|electric car", "suv": "sport utility|suvs", "ott": "streaming|over-the-top", "esg": "environmental", "dmz": "demilitari", "dna": "dna", "ktx": "high-speed", "g20": "group of 20|group of twenty", "g7": "group of seven|group of 7",
    "apt": "apartment", "dj": "disc jockey", "pd": "producer", "mt": "mt", "opec": "petroleum export", "asean": "southeast asian nations", "fed": "federal reserve", "ecb": "european central bank", "fomc": "open market committee", "doj": "justice department|department of justice", "dhl": "dhl", "bbc": "british broadcasting", "fbi": "federal bureau", "cia": "central intelligence", "nasa": "aeronautics", "ap": "associated press", "afp": "france-presse|france presse", "upi": "united press",
}  # fmt: skip

_TITLES: Final = frozenset("ceo cfo coo cto pd mc vip mvp qr app".split())
"""Titles and words that a sentence may do without."""
_COUNTED: Final = frozenset("日月号號年个個%亿億万萬岁일월년개명억만")
_GLOSS: Final = re.compile(r"[(（][^)）]*[)）]")
"""In Chinese and Korean a name's Latin gloss is not carried along."""
_CJK: Final = {
    "ceo": "首席执行官|首席執行官|总裁|總裁|최고경영자|대표", "cfo": "首席财务|首席財務|최고재무", "eu": "欧盟|歐盟|유럽연합", "un": "联合国|聯合國|유엔", "us": "美|미국", "usa": "美|미국", "uk": "英|영국",
    "nato": "北约|北約|나토|북대서양", "who": "世卫|世衛|世界卫生|世界衛生|세계보건기구", "wto": "世贸|世貿|世界贸易|세계무역기구", "imf": "国际货币基金|國際貨幣基金|국제통화기금", "gdp": "国内生产总值|國內生產|경제성장|국내총생산|总值",
    "cpi": "消费者物价|消费价格|居民消费|소비자물가", "ai": "人工智能|人工智慧|인공지능", "mvp": "最有价值|最有價值|최우수선수", "tv": "电视|電視|텔레비전|티브이", "pc": "电脑|電腦|컴퓨터|개인용", "ev": "电动|電動|전기차", "app": "应用|應用|앱", "ecb": "欧洲央行|歐洲央行|유럽중앙은행",
    "fed": "美联储|聯準會|연준", "fbi": "联邦调查|聯邦調查|연방수사국", "cia": "中情局|중앙정보국", "nasa": "航天局|太空总署|太空總署|항공우주국", "fta": "自由贸易|自贸|자유무역", "opec": "欧佩克|石油输出|석유수출국", "kbs": "韩国广播|한국방송", "bbc": "英国广播|英國廣播", "cnn": "有线电视新闻", "ipo": "首次公开|上市|기업공개",
    "sns": "社交|소셜", "dna": "脱氧核糖|유전자", "vr": "虚拟现实|가상현실", "it": "信息技术|资讯|정보기술", "r&d": "研发|研發|연구개발", "m&a": "并购|併購|인수", "mou": "谅解备忘|諒解備忘|양해각서", "g20": "二十国|二十國|주요 20", "g7": "七国|七國|주요 7", "asean": "东盟|東協|아세안", "apec": "亚太经合|亞太經合",
}  # fmt: skip
"""What stands for an acronym in Chinese or Korean."""


def check(source: str, text: str, source_language: str, target_language: str) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts)."""
    if base(source_language) == "en" or base(target_language) == base(source_language):
        return [], text, []
    tokens = list(dict.fromkeys(_tokens(source, base(target_language))))
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    target = base(target_language)
    missing: list[str] = []
    for token in tokens:
        if _present(token, text, target):
            continue
        near = _near(token, source, text, tokens)
        if near is None:
            missing.append(token)
            continue
        said = text[near[0] : near[1]]
        edit = Edit(
            near[0], near[1], token + ("s" if said.endswith("s") and not token.endswith("s") and len(token) > 3 else "")
        )
        text, doubts = mended(edit, text, doubts, target_language)
        edits.append(edit)
    doubts.extend(Doubt("name", None, note("name", target_language, name)) for name in _names(missing, source))
    return edits, text, doubts


def _names(missing: list[str], source: str) -> list[str]:
    """Tokens that stand side by side in the source as one name."""
    names: list[str] = []
    flat = narrow(source)
    for token in missing:
        if names and re.search(re.escape(names[-1]) + r"\s" + re.escape(token), flat):
            names[-1] += " " + token
        elif token.lower() not in _TITLES:
            names.append(token)
    return names


def _tokens(source: str, target: str) -> list[str]:
    flat = narrow(source)
    if target != "en":
        flat = _GLOSS.sub(lambda m: " " * len(m.group()), flat)
    found = []
    for match in _TOKEN.finditer(flat):
        token = match.group().rstrip(".")
        if flat[match.end() : match.end() + 1] in _COUNTED:
            token = re.sub(r"\d+$", "", token)  # AI7日: the digits are the date's
        low = token.lower()
        before = flat[match.start() - 1 : match.start()]
        if len(token) > _LONGEST:
            continue
        if (low in _UNITS and (before.isdigit() or before == " " or before in "$/")) or len(token) == 1:
            continue
        if before.isdigit() or before == "/" or "://" in flat[max(0, match.start() - 3) : match.start()]:
            continue
        found.append(token)
    return found


def _present(token: str, text: str, target: str) -> bool:
    low, there = unaccented(token.lower()), unaccented(narrow(text).lower())
    if _written(low, there) or (
        not token.isascii() and _written(unaccented(token.lower().translate(_SPELT_OUT)), there)
    ):
        return True
    expansion = _EXPANSIONS.get(low)
    if expansion and any(e in there for e in expansion.split("|")):
        return True
    if target != "en":
        own = _CJK.get(low)
        return bool(own and re.search(own, text))
    return _initials(token, text)


_SEPARATORS: Final = re.compile(r"[\s.\-'’&]+")


def _written(low: str, there: str) -> bool:
    """The token as a word or the beginning of one, spaced and pointed as it likes: iPhone7, iPhone 7, SECs; not in "second"."""
    if _SEPARATORS.sub("", low) not in _SEPARATORS.sub("", there):
        return False  # a pattern for each token costs more than to look first
    at = there.find(low)
    around = there[max(0, at - 1) : at] + there[at + len(low) : at + len(low) + 1]
    if at >= 0 and not re.search("[a-z]", around):
        return True
    letters = [re.escape(char) for char in low if char not in " .-'’&"]
    ends = r"(?:['’]?s|es)?(?![a-z])" if len(letters) < _SHORT else ""
    return re.search(r"(?<![a-z])" + r"[\s.\-'’&]*".join(letters) + ends, there) is not None


def _initials(token: str, text: str) -> bool:
    """Consecutive words whose initials spell the token: NDRC, National Development and Reform Commission."""
    if not token.isupper() or len(token) < 3:
        return False
    words = [w for w in _WORD.findall(text) if w.lower() not in ("of", "and", "the", "for", "on", "in", "to")]
    heads = "".join(w[0].upper() for w in words)
    at = heads.find(token)
    while at >= 0:
        if sum(w[0].isupper() for w in words[at : at + len(token)]) >= len(token) - 1:
            return True
        at = heads.find(token, at + 1)
    return False


def _near(token: str, source: str, text: str, tokens: list[str]) -> tuple[int, int] | None:
    """Where the translation has a broken form of the token: a word of its own within a small edit distance."""
    wanted = {t.lower() for t in tokens}
    best: tuple[float, int, int] | None = None
    for match in _WORD.finditer(text):
        word = match.group()
        if word.lower() in wanted or not (word[0].isupper() or not token[0].isupper()):
            continue
        if token.isupper() and len(token) <= 5 and not word.isupper():
            continue
        allowed = 1 if len(token) <= 4 else 2 if len(token) <= 7 else 3
        if abs(len(token) - len(word)) > allowed:
            continue
        far = distance(unaccented(token.lower()), unaccented(word.lower()))
        if far <= allowed and (len(token) > 3 or word.isupper()) and (best is None or far < best[0]):
            best = (far, match.start(), match.end())
    if best is not None:
        return best[1], best[2]
    return _beside(token, source, text)


def _beside(token: str, source: str, text: str) -> tuple[int, int] | None:
    """A two-word name of which one word came through: the capitalised word beside it is the other ("Evil Ur")."""
    for match in re.finditer(
        rf"(?<![A-Za-z])(?:([A-Z][A-Za-z]+)\s)?{re.escape(token)}(?:\s([A-Z][A-Za-z]+))?(?![A-Za-z])", narrow(source)
    ):
        before, after = match.group(1), match.group(2)
        if after:
            there = re.search(rf"\b([A-Z][a-z]+)\s{re.escape(after)}\b", text)
            if there and token[0].isupper() and there.group(1)[0] == token[0]:
                return there.span(1)
        if before:
            there = re.search(rf"\b{re.escape(before)}\s([A-Z][a-z]+)\b", text)
            if there and there.group(1)[0] == token[0]:
                return there.span(1)
    return None


def distance(a: str, b: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def within(a: str, b: str, most: int) -> bool:
    """Whether their distance is at most so much: every letter that the other has not at all is one."""
    return abs(len(a) - len(b)) <= most and sum(char not in b for char in a) <= most and distance(a, b) <= most


@lru_cache(maxsize=4096)
def unaccented(text: str) -> str:
    """Without accents, as long as before: Vučić, Vucic; Łukasz, Lukasz."""
    if text.isascii():
        return text
    return "".join(c for c in normalize("NFD", text.translate(_STROKES)) if not combining(c))


_STROKES: Final = str.maketrans("łŁøØđĐðÐıħ", "lLoOdDdDih")
"""Letters that are no letter with an accent to Unicode."""
_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Mueller for Müller."""
