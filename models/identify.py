"""Text -> the language it is written in: "ko", "zh-Hans", "zh-Hant" or "en".

In: plain text of any length (a headline is enough for Korean and Chinese). Out: a code of `language.CODES`. Any other
language raises `LanguageUnknown` whose `detail` is its English name where that can be told. Decided by script, by
characters that only one of the Chinese scripts has, and by the commonest words of languages in Latin letters.
Never asks what a page declares: pages are wrong about it.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from models.errors import LanguageUnknown

# Characters that one script has and the other does not, by their frequency in news (OpenCC's tables tell which; those
# that both use, 后 里 台 着 发, are left out).
_HANS: Final = frozenset(
    "说为个这会国将万时们于尔来韩对员后发过该亿电长场两计学机数开并岁价队还议约赛现车内业没报从称间亚动达选据欧认经调与费当总"
    "关进资门产问罗点户联预实应决诺马运结体给区维钟统务无记证医处额线项单党领种涨举获减条头气则师样参设兰东组责续观显仅营题视诉"
    "带么划团装军话网补厂让负战却测奥纳温儿论占节销绍录馆请书伦云连声复伤试创乐风护检规标离导买号击张争游莱谈准众强签顿奖评协临"
    "担农须备损听边购变响见终确卖韦验构图监误写几转权换难执税辆胜纪错传热竞别剧历满劳审办蓝双盖练货钱闭语类轮愿吨许鱼卫频亲凯职"
    "鲁飞级岛岚库广断访远楼济势苏灯随养桥镇摄账术澜况订厅谁尽华罚专险织绝义环严优闻铁财红码败画银释觉启拥丽园积属药萨紧层迟笔软"
    "赢欢灾玛余继质输络绩较压纸块训贴"
) - frozenset("后发占准并余游强温却")
_HANT: Final = frozenset(
    "們為會這國個後時來說員發場將於並隊現選與學動進讓賽開議參報黨歐諾當計區認總數間長經羅沒統無還聯舉該領機調亞導戰爾關帶兩電"
    "頓歲從訴體視麼資應門決據納業頭續蘇傷蘭務達運證萊點華確記稱觀題給勢論準備結難級強談傳眾顯軍聲種卻樂話獲組萬試倫處車專辦爭"
    "語約權實馬兒協氣勝網護樣節邊訊團畫繼風擔醫維鐘聽裡極設聞東錄則須劇盧腦覺別優幾師壓費親廣項見訪義殺圖熱條嘯責離終許線單標"
    "隨嚴擁裝災轉歷毀職織輕書媽幫寶瑪愛評負僅獨龍遊際島練適擇營請險槍講儘號檢較聖創連盃響績術規課廳產築擠紀週賓態積遠堅魯彈滿"
    "飛飾頻帳濟湯園紐編緊輸斷監詞戲釋復臨觸億銷願識驚測衛傑狀亂補習歡陣畢錯構討財盡絡圍獎鏡驗獄蓋莊換臺灣裏羣"
)

_SCRIPTS: Final = {
    "CYRILLIC": "Russian",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "THAI": "Thai",
    "DEVANAGARI": "Hindi",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
    "TELUGU": "Telugu",
    "KHMER": "Khmer",
    "LAO": "Lao",
    "MYANMAR": "Burmese",
    "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian",
    "ETHIOPIC": "Amharic",
    "TIBETAN": "Tibetan",
    "MONGOLIAN": "Mongolian",
}
"""First word of a letter's Unicode name -> the language that news in it is most likely written in."""

_TELLING: Final = (
    ("ARABIC", "پچژگ", "Persian"),
    ("ARABIC", "ٹڈڑےں", "Urdu"),
    ("CYRILLIC", "іїєґ", "Ukrainian"),
    ("CYRILLIC", "өүңҗ", "Mongolian or Kazakh"),
)
"""Letters that make the script's first language unlikely when at least one letter in a hundred is of them."""

_WORDS: Final = {
    "English": "the of and to in a is that for it was on with as he be at by his from are this have had not but they "
    "has said will its an which been were who their she or we you more after when would there over about says i my me "
    "no so do did don't didn't it's just what all out up than them if could into other new than only also because",
    "French": "le la les de des du et en un une est que qui dans pour sur pas au aux par avec ce cette il elle son sa "
    "ses ne plus ont été sont mais ou nous vous leur d l qu c s n après selon",
    "German": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus "
    "er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur",
    "Spanish": "el la los las de del y en que un una es se por con para su al lo como más o pero sus le ha me sin "
    "este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está según",
    "Italian": "il lo la i gli le di del della dei delle e in che un una è per con non si da al alla nel sono come "
    "più anche ma ha hanno questo questa dal dalla ai sul sulla se o ed stato essere suo sua ci dopo anni",
    "Portuguese": "o a os as de do da dos das e em que um uma é para com não se por no na nos ao à mais como mas foi "
    "ele ela seu sua ou ser quando muito há já está também só pelo pela até isso são disse após segundo",
    "Dutch": "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog uit door "
    "naar heeft hij ze wordt was worden tot hebben werd wel meer kan geen deze volgens",
    "Indonesian or Malay": "yang dan di untuk dengan dari pada ini itu dalam tidak akan ke adalah juga oleh ada "
    "telah saat bisa mereka atau kami kita tersebut karena lebih bahwa seorang katanya",
    "Vietnamese": "và của là có không được trong cho các một những người với đã để này khi từ về đến năm ra cũng tại "
    "theo nhiều sẽ vào ông trên đó lại",
    "Turkish": "ve bir bu da de için ile olarak çok daha olan gibi en ne kadar sonra ise var ancak değil ya o her göre "
    "tarafından yıl oldu dedi",
    "Polish": "w i na z się nie to do że jest o jak po za od przez są co ale dla czy tym było być tego już jego oraz "
    "które który ma pod także tylko",
    "Swedish": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så när "
    "efter hon under eller också nu sin där vid mot ska",
    "Czech": "a v se na je že s z do o i to jako k za by pro ale jsou byl nebo jeho po podle také už však aby který",
    "Romanian": "și de în a la cu pe o un care din nu pentru mai este sunt că au fost prin sau ca să după dar lui",
}
_WORD_SETS: Final = {name: frozenset(words.split()) for name, words in _WORDS.items()}

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]{1,2})?")
_SAMPLE: Final = 6_000
"""Characters that are looked at: the language of an article does not change after its first thousand words."""


def identify(text: str) -> str:
    """The code of the language of `text`. Raises LanguageUnknown (detail: English name, or "")."""
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    scripts = Counter(_script(c) for c in sample if c.isalpha())
    hangul, kana, han = scripts["HANGUL"], scripts["KANA"], scripts["CJK"]
    latin = scripts["LATIN"]
    other = {name: count for name, count in scripts.items() if name in _SCRIPTS}
    # A syllable or an ideograph says about as much as two and a half Latin letters.
    east = 2.5 * (hangul + kana + han)
    if other and max(other.values()) > max(east, latin):
        raise _unknown(_by_script(max(other, key=other.__getitem__), sample))
    if east > 0.4 * latin or (east > 0.05 * latin and not _reads_as_latin(sample)):
        return _eastern(sample, hangul, kana, han)
    if latin >= 2:
        return _latin(sample)
    raise _unknown("")


def _unknown(name: str) -> LanguageUnknown:
    return LanguageUnknown(f"the text is in {name}" if name else "the language of the text cannot be told", detail=name)


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    if letter <= "\u024f":
        return "LATIN"
    if "가" <= letter <= "힣" or "\u3130" <= letter <= "\u318f" or "\u1100" <= letter <= "\u11ff":
        return "HANGUL"
    if "\u3041" <= letter <= "\u30ff" and letter not in "・ー":
        return "KANA"
    if "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\U00020000" <= letter <= "\U0003ffff":
        return "CJK"
    return unicodedata.name(letter, "").split(" ")[0]


def _by_script(script: str, sample: str) -> str:
    for name, letters, language in _TELLING:
        if name == script and sum(sample.count(c) for c in letters) * 100 >= len(sample):
            return language
    return _SCRIPTS[script]


def _eastern(sample: str, hangul: int, kana: int, han: int) -> str:
    # The Japanese "no" stands in Chinese shop names, so a single kana in twenty ideographs decides nothing.
    if kana > 0.05 * (han + kana) and kana > hangul:
        raise _unknown("Japanese")
    # Korean headlines carry 美 and 李; Chinese text carries no Hangul to speak of.
    if hangul > 0.3 * han:
        return "ko"
    simplified = sum(1 for c in sample if c in _HANS)
    traditional = sum(1 for c in sample if c in _HANT)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _reads_as_latin(sample: str) -> bool:
    """False for "AI 반도체 Samsung Galaxy S26 Ultra": names in Latin letters, but no sentence."""
    words, hits = _hits(sample)
    return max(hits.values()) >= max(2, 0.15 * len(words))


def _hits(sample: str) -> tuple[list[str], dict[str, int]]:
    """The words, and how many of them are among each language's commonest."""
    words = [word.lower() for word in _WORD.findall(sample)]
    return words, {name: sum(1 for word in words if word in known) for name, known in _WORD_SETS.items()}


def _latin(sample: str) -> str:
    words, hits = _hits(sample)
    english = hits.pop("English")
    rival = max(hits, key=hits.__getitem__)
    if english >= hits[rival] and (english >= 0.1 * len(words) or (english and len(words) < 30)):
        return "en"
    if hits[rival] > english and hits[rival] >= 2 and hits[rival] >= 0.1 * len(words):
        raise _unknown(rival)
    # Headlines drop the small words: English is the only one of these languages that is written in plain ASCII.
    if words and all(word.isascii() for word in words) and len(words) < 30:
        return "en"
    raise _unknown("")
