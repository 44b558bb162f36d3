"""Who wrote an article: names only, from JSON-LD, meta tags and byline elements.

In: the tree before it is normalised, and what its head says. Out: "홍길동", "Jane Roe, John Doe", or "". An outlet, a
desk, a role or an address is no name. Never guesses from running text.
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.extraction.dom import Element, text_of, tidy

# A desk, a section or a button is no name: a Korean or Chinese name starts with one of the usual surnames.
_KOREAN_SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄원채천방공현함변염여추도소석선설마길연위표명"
    "기반라왕금옥육인맹제모탁국어은편용예경봉사부복태피감빈동온시"
)
_CHINESE_SURNAMES: Final = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭萧田董袁潘于蒋蔣蔡余杜叶葉程苏蘇"
    "魏吕呂丁任沈姚卢盧姜崔钟鐘鍾谭譚陆陸汪范範金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閻阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃"
    "武戴莫孔向汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢"
    "单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄婁"
    "窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲邝官"
)
_KOREAN_NAME: Final = re.compile(rf"^[{_KOREAN_SURNAMES}][가-힣]{{1,3}}$")
_CHINESE_NAME: Final = re.compile(rf"^[{_CHINESE_SURNAMES}][\u4e00-\u9fff]{{1,3}}$")
_LATIN_NAME: Final = re.compile(r"^[A-ZÀ-Þ][A-Za-zÀ-ɏ.'’\-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’\-]*){1,4}$")
_ROLE: Final = re.compile(
    r"\s*(?:(?:선임|수석|인턴|객원|전문|사진)?(?:기자|특파원|논설위원|칼럼니스트|에디터|앵커|PD|위원)|记者|記者|编辑|編輯|特派员|通讯员|"
    r"(?:Staff )?(?:Reporter|Writer|Correspondent|Editor))\s*$",
    re.I,
)
_NO_NAME: Final = re.compile(
    r"뉴스|일보|신문|편집|네이버|온라인|디지털|취재|관리자|新闻|新聞|报|報|网|網|社|台|编辑|評論|评论|账号|帳號|登[录錄入陆]|密码|密碼|关注|更多|授权|发表|發表|发布|立即|点击|财经|频道|综合|체육|경제|사회|정치|문화|staff|news|press|admin|editor|team|agency",
    re.I,
)


def author(root: Element, meta: Mapping[str, str], stated: str, site: str) -> str:
    """Names only: an outlet, a desk or an address as "author" is none."""
    for value in (
        stated,
        meta.get("article:author"),
        meta.get("author"),
        meta.get("dable:author"),
        meta.get("byl"),
        meta.get("parsely-author"),
    ):
        if found := names(str(value or ""), site):
            return found
    for element in root.iter("span", "p", "div", "a", "em", "strong", "address"):
        hint = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}".lower()
        if "author" in hint or "byline" in hint or "reporter" in hint or "writer" in hint or "journalist" in hint:
            text = text_of(element)
            if 2 <= len(text) <= 60 and (found := names(text, site)):
                return found
    return ""


def names(text: str, site: str = "") -> str:
    """ "홍길동 기자 a@b.kr" -> "홍길동"; "By Jane Roe and John Doe" -> "Jane Roe, John Doe"; "" where it is no name."""
    if len(text) > 200:
        return ""
    text = re.sub(r"\S+@\S+|https?://\S+", " ", tidy(text))
    text = re.sub(r"^(?:by|作者|文|记者|記者|撰文|글|취재)\s*[:：/／|]?\s*", "", text, flags=re.I)
    text = re.sub(r"[\[\]()（）〔〕【】<>]", " ", text)
    found = []
    for piece in re.split(r"\s*(?:,|;|、|/|\||(?<=[가-힣])·(?=[가-힣])|·(?=\s)|\band\b|&|，)\s*", text):
        piece = _ROLE.sub("", tidy(piece)).strip(" .=")
        if not piece or (site and piece.casefold() in site.casefold()) or _NO_NAME.search(piece):
            continue
        if _KOREAN_NAME.match(piece) or _CHINESE_NAME.match(piece) or _LATIN_NAME.match(piece):
            found.append(piece)
    return ", ".join(dict.fromkeys(found[:5]))
