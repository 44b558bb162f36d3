"""What a page is when it is no article: a paywall, a video, a list, a login, a robot check, ...

In: what extraction has found out about a page. Out: nothing, a note for the reader, or one of the `NoArticle` errors.
A phrase alone never accuses a page that gave its text: phrases are read only where the text is missing or clearly cut.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import (
    EmptyPage,
    ListPage,
    LiveBlog,
    LoginWall,
    NoArticle,
    Paywalled,
    PhotoPage,
    Removed,
    RobotCheck,
    VideoPage,
)
from bot.scripts import ARTICLE_TYPES

SHORT: Final = 260
"""Weight of running text (`bot.body.prose`) under which a page is asked what else it may be: about two sentences."""
FLASH: Final = 70
"""Weight of the shortest flash: one whole sentence."""
TINY: Final = 80
"""Under this there is no text at all."""


@dataclass(frozen=True, slots=True)
class Signs:
    status: int
    title: str
    text: str
    """All visible text of the page, at most some thousand characters."""
    weight: int
    """Running text in the article's lines (`bot.body.prose`)."""
    told: int
    """The part of `weight` in lines that end like sentences."""
    line: float
    """Mean weight of a line."""
    last: str
    """The article's last line."""
    links: float
    """Share of the visible text that is inside links."""
    teasers: float
    """Share of the article's lines that are links themselves, or end with "…"."""
    after: str
    """The lines right behind the article's last one."""
    headlines: int
    """Links that read like headlines (12 characters and more)."""
    kind: str
    """og:type."""
    url: str
    structured: Sequence[str]
    """JSON-LD types on the page."""
    free: bool | None
    """JSON-LD isAccessibleForFree; None where it is not said."""
    promised: int
    """Words or characters that the page itself states for the whole article (JSON-LD wordCount); 0 where unsaid."""
    password: bool
    """There is a password field."""
    video: bool
    """There is a player, or a video is what the page is about."""
    pictures: int


_ROBOT: Final = re.compile(
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|i'?m not a robot|checking your browser|just a moment\.\.\.|"
    r"enable javascript and cookies to continue|unusual traffic|access denied|attention required|captcha|"
    r"pardon our interruption|performance & security by cloudflare|bot detection|"
    r"로봇이 아닙니다|자동입력\s?방지|자동 등록 방지|비정상적인 (?:접근|접속|요청|트래픽)|보안문자|사람인지 확인|"
    r"人机验证|安全验证|访问验证|请完成验证|请输入验证码|验证码|滑动验证|访问过于频繁|您的访问.{0,10}异常|环境异常|"
    r"人機驗證|安全驗證|請完成驗證|驗證您是人類|您是否為機器人|我不是機器人|流量異常|请开启JavaScript|确认您是真人|您不是机器人",
    re.I,
)
_LOGIN: Final = re.compile(
    r"(?:log|sign) ?in to (?:continue|read|view|your account)|please (?:log|sign) ?in|you must be logged in|login required|"
    r"로그인\s?(?:이 필요|후 이용|하셔야|해 주세요|해주세요|하세요)|로그인이 필요|회원만|회원 전용|"
    r"请(?:先)?登[录陆]|登[录陆]后(?:查看|阅读|可见|继续)|请登[录陆]|登录(?:以|后)继续|"
    r"請(?:先)?登入|登入後(?:查看|閱讀|繼續)|會員登入|請登錄",
    re.I,
)
_PAY: Final = re.compile(
    r"subscribe (?:now )?to (?:continue|read|unlock)|subscribers?[- ]only|already a subscriber|to continue reading|"
    r"continue reading (?:with|this)|unlock (?:this|the) (?:article|story)|rest of (?:this|the) (?:article|story)|"
    r"you(?:'ve|’ve| have) reached your (?:limit|free|monthly)|free articles? (?:left|remaining)|"
    r"(?:this|the) (?:article|story|content) is (?:only |exclusively )?(?:for|available to|reserved for) .{0,20}(?:subscribers|members)|"
    r"(?:이|본|해당)\s?(?:기사|콘텐츠|글)(?:는|은).{0,20}(?:유료|구독|회원|프리미엄|멤버십)|(?:구독자|유료\s?회원|멤버십|프리미엄\s?회원)\s?전용|"
    r"(?:기사|콘텐츠)(?:의)?\s?(?:전문|전체|나머지).{0,30}(?:구독|로그인|결제|회원)|구독하(?:시면|고|면).{0,24}(?:전문|전체|이어|계속)|"
    r"(?:이어서|계속)\s?읽(?:으려|기|어|을)|남은\s?(?:기사|내용|글자)|유료\s?(?:기사|콘텐츠)입니다|"
    r"(?:付费|付費|订阅|訂閱|会员|會員|VIP)(?:后|後|以|即可|可)?.{0,6}(?:阅读全文|閱讀全文|解锁|解鎖|查看全文|繼續閱讀|继续阅读)|"
    r"(?:剩余|剩餘|还有|還有|尚有|餘下|余下).{0,10}(?:付费|付費|内容|內容|未读|未讀|全文|篇幅)|"
    r"(?:本文|此文|本内容|本內容|以下内容|以下內容)(?:为|為|是|仅限|僅限|需)?.{0,8}(?:付费|付費|会员|會員|订阅|訂閱|收费|收費)|"
    r"(?:订阅|訂閱|购买|購買|开通|開通|登入|登录).{0,10}(?:阅读全文|閱讀全文|解锁全文|解鎖全文)|尚未訂閱|閱讀全文請|阅读全文请",
    re.I,
)
"""Words about this very article: it goes on for those who pay. Offers such as "subscribe" alone are on free pages too."""
_GONE: Final = re.compile(
    r"page (?:not found|can(?:no|')t be found|no longer (?:exists|available))|404 (?:not found|error)|error 404|"
    r"(?:article|story|page|content) (?:has been|was|is) (?:removed|deleted|no longer available)|"
    r"no longer available|does(?:n't| not) exist|"
    r"삭제(?:된|되었|됐)|존재하지 않는|찾을 수 없|없는 (?:기사|페이지)|기사가 (?:없습니다|존재하지)|종료된 페이지|"
    r"페이지를 찾을 수|(?:页面|頁面|内容|內容|文章|新闻|新聞|網頁|网页).{0,8}(?:不存在|已删除|已刪除|已被删除|已被刪除|找不到|無法找到|无法找到|已下线|走丢|已失效|過期|过期)|"
    r"(?:已被|已经|已經|已)(?:发布者|作者)?(?:删除|刪除)|找不到(?:您|該|该|這|这|页|頁|网|網)|抱歉.{0,12}(?:不存在|找不到|删除|刪除)",
    re.I,
)
_LIVE: Final = re.compile(
    r"^(?:live|live updates?|live blog)\b\s?[:：|]|live updates|as it happened|^\[?(?:실시간|생중계|라이브)\b|文字直播|圖文直播|图文直播|直播[:：]|即時更新",
    re.I,
)
_VIDEO_TITLE: Final = re.compile(
    r"^\s*[\[【(]?\s?(?:video|watch|영상|동영상|비디오|视频|影片|影音|視頻)\s?[\]】):：|]|(?:[(（\[【](?:video|영상|동영상|视频|影片|影音|視頻)[)）\]】])\s*$",
    re.I,
)
_PHOTO_TITLE: Final = re.compile(
    r"^\s*[\[【(]?\s?(?:photos?|gallery|in pictures|pictures|포토|화보|사진|포토뉴스|图集|圖集|组图|組圖|高清|图片|多圖|圖輯)\s?[\]】):：|]|(?:[(（\[【](?:组图|組圖|高清组图|图|photos?|화보|포토)[)）\]】])\s*$|in pictures",
    re.I,
)
_CUT: Final = re.compile(r"(?:\.{3}|…|\[…\]|\[\.\.\.\]|\(more\)|더\s?보기|展开|展開)\s*$")
_VIDEO_URL: Final = re.compile(
    r"/(?:videos?|tv|vod|watch|clips?|shipin|spxw)(?:/|\.|$)|[?&]v=|//(?:v|tv|video|vod)\.", re.I
)
_PHOTO_URL: Final = re.compile(
    r"/(?:photos?|galler(?:y|ies)|slide(?:show|s)?|pictures?|tuji|tupian|photoview|photonews)(?:/|\.|$)|//(?:photo|slide|pic)\.",
    re.I,
)
_LIVE_URL: Final = re.compile(r"/live(?:blog)?s?(?:/|-|$)|/live-updates", re.I)


def judge(signs: Signs) -> tuple[str, ...]:
    """Notes for the reader (`teaser_only`), or raises the NoArticle that the page is."""
    refused(signs)
    if signs.kind.startswith("video") and signs.weight < 2 * SHORT:
        raise VideoPage("a video and its description")
    if signs.weight >= SHORT:
        return _of_text(signs)
    if signs.weight >= FLASH and signs.title and _is_cut(signs):
        return ("teaser_only",)
    other = _of_short(signs)
    # A flash of two lines is an article too, when nothing but its shortness speaks against it.
    if signs.told >= FLASH and signs.title and type(other) in _WEAK and signs.teasers < 0.5:
        return ()
    raise other


_WEAK: Final = (NoArticle, ListPage, LoginWall, PhotoPage, EmptyPage)
"""Outcomes that are guessed from a page's furniture, which a short article has as well."""


def refused(signs: Signs) -> None:
    """Raises where the HTTP status itself says it: 401, 402, 403, 451; 404 and 410."""
    if signs.status in (404, 410):
        raise Removed(f"status {signs.status}", detail=str(signs.status))
    if signs.status in (401, 402, 451) or (signs.status == 403 and not _ROBOT.search(signs.text)):
        raise Paywalled(f"status {signs.status}", detail=str(signs.status))
    if signs.status in (403, 429, 503):
        raise RobotCheck(f"status {signs.status}", detail=str(signs.status))


def _of_text(signs: Signs) -> tuple[str, ...]:
    """A page with running text: a live blog, an index of teasers, a clearly cut body, or simply an article."""
    if "LiveBlogPosting" in signs.structured or _LIVE_URL.search(signs.url) or _LIVE.search(signs.title):
        raise LiveBlog("a live blog: its parts have no common claims")
    if signs.links > 0.8 and signs.headlines >= 25:
        raise ListPage("nothing but links")
    if signs.teasers >= 0.65 and signs.headlines >= 8 and not _says_article(signs):
        raise ListPage("teasers of other pages")
    if signs.told < 0.2 * signs.weight and signs.headlines >= 12 and signs.line < 80:
        raise ListPage("headlines, no sentences")
    return ("teaser_only",) if _is_cut(signs) else ()


def asks_to_pay(text: str) -> bool:
    """Whether `text` says that this very article goes on for those who pay."""
    return bool(_PAY.search(text))


def _says_article(signs: Signs) -> bool:
    return signs.kind == "article" or bool(ARTICLE_TYPES & set(signs.structured))


def _is_cut(signs: Signs) -> bool:
    """The page says that it is not free, or states a longer text, or stops with "…" before an offer to pay."""
    # wordCount counts words; three units of weight are less than one word in any of the languages.
    if signs.promised and signs.weight < 3 * signs.promised * 0.4 and (signs.free is False or _PAY.search(signs.text)):
        return True
    short = signs.weight < 6 * SHORT
    if short and (signs.free is False or _CUT.search(signs.last)) and _PAY.search(signs.text):
        return True
    if signs.free is False and _CUT.search(signs.last):
        return True
    return bool(short and _PAY.search(signs.after))


def _of_short(signs: Signs) -> NoArticle:
    """The name of a page with next to no running text, the surest signs first."""
    text = f"{signs.title}\n{signs.text}"
    brief = len(signs.text) < 2500
    if _ROBOT.search(text) and brief:
        return RobotCheck("a robot check instead of the article")
    if _GONE.search(signs.title) or (_GONE.search(text) and brief):
        return Removed("the article is gone")
    if signs.free is False or _PAY.search(text):
        return Paywalled("only a teaser is free", detail="teaser")
    if signs.password or (_LOGIN.search(text) and brief):
        return LoginWall("a login instead of the article")
    if "LiveBlogPosting" in signs.structured or _LIVE_URL.search(signs.url) or _LIVE.search(signs.title):
        return LiveBlog("a live blog")
    if (
        "VideoObject" in signs.structured
        or _VIDEO_TITLE.search(signs.title)
        or _VIDEO_URL.search(signs.url)
        or "video" in signs.kind
    ):
        return VideoPage("a video with no text to speak of")
    if _PHOTO_TITLE.search(signs.title) or _PHOTO_URL.search(signs.url) or "ImageGallery" in signs.structured:
        return PhotoPage("pictures with no text to speak of")
    if signs.headlines >= 12 or (signs.headlines >= 6 and signs.links > 0.5):
        return ListPage("a list of articles")
    if signs.video:
        return VideoPage("a video with no text to speak of")
    if signs.pictures >= 4:
        return PhotoPage("pictures with no text to speak of")
    if len(signs.text) < TINY:
        return EmptyPage("no text")
    return NoArticle("no running text")


def types_of(objects: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The JSON-LD types on a page, without their namespace."""
    out = []
    for item in objects:
        kinds = item.get("@type")
        out += [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]
    return tuple(out)
