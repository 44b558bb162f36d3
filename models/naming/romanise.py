"""Personal names of Korean and Chinese news in Latin letters: "한지훈" -> "Han Ji-hun", "刘威" -> "Liu Wei".

In: a bare name (no title, no particle). Out: its Latin form, or "" where the name is not a native one: a foreign name
that was written in Hangul or Han ("바이든", "马克龙") must not be romanised, it would name somebody else.
Korean: Revised Romanization of Korean (2000), given names with a hyphen and no assimilation (rule 3.4), surnames as
their bearers customarily write them. Chinese: Hanyu Pinyin by `readings`, surnames by their own readings.
Never looks a person up: known persons are in `models.names`.
"""

import re
from functools import cache
from typing import Final

from models.naming import readings

KOREAN_SURNAMES: Final = {
    "김": "Kim", "이": "Lee", "박": "Park", "최": "Choi", "정": "Jung", "강": "Kang", "조": "Cho", "윤": "Yoon",
    "장": "Jang", "임": "Lim", "한": "Han", "오": "Oh", "서": "Seo", "신": "Shin", "권": "Kwon", "황": "Hwang",
    "안": "Ahn", "송": "Song", "전": "Jeon", "홍": "Hong", "유": "Yoo", "류": "Ryu", "고": "Ko", "문": "Moon",
    "양": "Yang", "손": "Son", "배": "Bae", "백": "Baek", "허": "Heo", "남": "Nam", "심": "Shim", "노": "Noh",
    "하": "Ha", "곽": "Kwak", "성": "Sung", "차": "Cha", "주": "Joo", "우": "Woo", "구": "Koo", "민": "Min",
    "진": "Jin", "지": "Ji", "엄": "Eom", "채": "Chae", "원": "Won", "천": "Cheon", "방": "Bang", "공": "Kong",
    "현": "Hyun", "함": "Ham", "변": "Byun", "염": "Yeom", "여": "Yeo", "추": "Choo", "도": "Do", "소": "So",
    "석": "Seok", "선": "Sun", "설": "Seol", "마": "Ma", "길": "Gil", "연": "Yeon", "위": "Wi", "표": "Pyo",
    "명": "Myung", "기": "Ki", "반": "Ban", "왕": "Wang", "금": "Keum", "옥": "Ok", "육": "Yook", "인": "In",
    "맹": "Maeng", "제": "Je", "모": "Mo", "탁": "Tak", "국": "Kook", "어": "Eo", "은": "Eun", "편": "Pyeon",
    "용": "Yong", "예": "Ye", "봉": "Bong", "사": "Sa", "부": "Boo", "가": "Ka", "복": "Bok", "태": "Tae",
    "목": "Mok", "형": "Hyung", "피": "Pi", "두": "Doo", "감": "Kam", "음": "Eum", "빈": "Bin", "동": "Dong",
    "온": "On", "호": "Ho", "범": "Bum", "좌": "Jwa", "팽": "Paeng", "승": "Seung", "간": "Kan", "상": "Sang",
    "시": "Si", "갈": "Kal", "단": "Dan", "당": "Dang", "남궁": "Namgung", "황보": "Hwangbo", "제갈": "Jegal",
    "사공": "Sagong", "선우": "Sunwoo", "서문": "Seomun", "독고": "Dokgo", "동방": "Dongbang",
}  # fmt: skip
"""Surname -> customary spelling, as the bearers in the news mostly write it."""

_UNMISTAKABLE: Final = ("남궁", "제갈", "독고", "사공", "선우")

_INITIALS: Final = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_VOWELS: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS: Final = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")
_FOREIGN_HANGUL: Final = re.compile(r"[크트스르드프즈츠그브흐므느쿠투푸케테페코토포카타파키티피쉬랑롱닝링랜런럼넷릭]")
"""Syllables of transcribed foreign names, which Korean given names hardly have."""

CHINESE_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭"
    "洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘"
    "钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂"
    "濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩"
    "厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴"
    "伯赏墨哈谯笪年爱阳佟言福肖代付展仝覃区尧朴兰闫苟冼卿丛衡邸芦檀迟苑谌隋邝辜郗郄禚鹿栗綦庹赫亓漆泮雒矫眭蹇"
)  # fmt: skip
"""百家姓 and the frequent ones beside it, simplified."""
COMPOUND: Final = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
    "南宫",
    "长孙",
    "宇文",
)
_READINGS: Final = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "朴": "piao", "查": "zha", "盖": "ge",
    "翟": "zhai", "任": "ren", "华": "hua", "那": "na", "乐": "yue", "缪": "miao", "宁": "ning", "覃": "qin",
    "葛": "ge", "费": "fei", "尉迟": "yuchi", "长孙": "zhangsun", "宿": "su", "薄": "bo", "冼": "xian", "车": "che",
    "都": "du", "令狐": "linghu", "吕": "lü", "阚": "kan", "种": "chong", "洗": "xian", "纪": "ji", "重": "chong",
}  # fmt: skip
"""Surnames whose reading differs from the character's usual one."""
_FOREIGN_HAN: Final = frozenset(
    "马克尔斯德特普姆夫托拉巴卡尼加洛耶维奇诺伊弗鲁布罗莱蒂塔瓦贾哈萨茨兹皮丹图迪娜莎罕穆赫阿"
)
"""Characters that transcribe foreign names; two of them in one name are no Chinese given name."""


@cache
def chinese_surnames() -> frozenset[str]:
    """The surnames in pinyin: Wang, Ouyang."""
    return frozenset(chinese(surname + "文").partition(" ")[0] for surname in (*CHINESE_SURNAMES, *COMPOUND))


def korean(name: str) -> str:
    """ "한지훈" -> "Han Ji-hun"; "" for anything but a surname with one or two (rarely three) syllables."""
    if not re.fullmatch(r"[가-힣]{2,5}", name):
        return ""
    # 황보라 is Hwang Bo-ra more often than Hwangbo Ra: of three syllables only the unmistakable surnames take two.
    double = name[:2] in KOREAN_SURNAMES and (len(name) == 4 or (len(name) == 3 and name[:2] in _UNMISTAKABLE))
    surname = name[:2] if double else name[:1]
    given = name[len(surname) :]
    if surname not in KOREAN_SURNAMES or not 1 <= len(given) <= 2 or _FOREIGN_HANGUL.search(given):
        return ""
    return f"{KOREAN_SURNAMES[surname]} {'-'.join(map(_syllable, given)).capitalize()}"


def letters(hangul: str) -> str:
    """Hangul letter by letter, without hyphens or capitals: 부산 is "busan"."""
    return "".join(map(_syllable, hangul))


def _syllable(char: str) -> str:
    index = ord(char) - 0xAC00
    return _INITIALS[index // 588] + _VOWELS[index % 588 // 28] + _FINALS[index % 28]


def chinese(name: str) -> str:
    """ "刘威" -> "Liu Wei", "欧阳修" -> "Ouyang Xiu"; simplified characters. "" where it is no Chinese name."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name):
        return ""
    surname = name[:2] if name[:2] in COMPOUND else name[:1]
    given = name[len(surname) :]
    if len(surname) == 1 and surname not in CHINESE_SURNAMES:
        return ""
    if not 1 <= len(given) <= 2 or sum(char in _FOREIGN_HAN for char in name) >= 2:
        return ""
    first = _READINGS.get(surname) or "".join(readings.spoken(surname))
    return f"{first.capitalize()} {_joined(readings.spoken(given))}"


def parts(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name."""
    size = 2 if name[:2] in COMPOUND else 1
    return name[:size], name[size:]


def syllables(name: str) -> list[str]:
    """The pinyin of each character of a Chinese name, its surname by the reading that surnames have."""
    surname = name[:2] if name[:2] in COMPOUND else name[:1]
    own = _READINGS.get(surname) if len(surname) == 1 and 1 < len(name) < 4 else None
    return [own, *readings.spoken(name[1:])] if own else readings.spoken(name)


def _joined(syllables: list[str]) -> str:
    """ "ya", "an" -> "Ya'an": an apostrophe before a vowel (GB/T 16159)."""
    text = syllables[0]
    for syllable in syllables[1:]:
        text += ("'" if syllable[0] in "aoe" else "") + syllable
    return text.capitalize()
