"""What a page is when it is no article; and that a page which gives its text is never accused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import BotError, ListPage, LoginWall, NoArticle, Paywalled, Removed, RobotCheck
from bot.extract import extract
from bot.extraction import outcome
from bot.page import Page
from models.errors import ModelError

HERE = Path(__file__).parent
PAGES = HERE / "pages"
EXPECTED = json.loads((HERE / "cases" / "extract" / "outcomes.json").read_text(encoding="utf-8"))


def told(page: Page) -> str:
    try:
        article = extract(page)
    except (BotError, ModelError) as error:
        return f"{error.code}: {error.detail}" if error.code == "language_unknown" else error.code
    return ": ".join(("article", *article.notes))


@pytest.mark.parametrize("name", EXPECTED)
def test_each_page_is_called_by_its_name(name: str) -> None:
    assert told(Page((PAGES / name).read_bytes())) == EXPECTED[name]


def test_every_page_has_an_expectation() -> None:
    assert {path.name for path in PAGES.glob("*.html")} == set(EXPECTED)


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, Paywalled), (402, Paywalled), (403, Paywalled), (451, Paywalled), (404, Removed), (410, Removed)],
)
def test_the_status_speaks_first(status: int, error: type[NoArticle]) -> None:
    page = Page((PAGES / "free_ko.html").read_bytes(), status=status)
    with pytest.raises(error):
        extract(page)


def test_a_robot_check_with_403_is_no_paywall() -> None:
    with pytest.raises(RobotCheck):
        extract(Page((PAGES / "robot_en.html").read_bytes(), status=403))


def test_what_could_be_read_of_a_teaser_is_given() -> None:
    article = extract(Page((PAGES / "paywall_ko.html").read_bytes()))
    assert article.notes == ("teaser_only",)
    assert len(article.paragraphs) == 2
    assert not any("구독" in paragraph for paragraph in article.paragraphs)


SIGNS = outcome.Signs(
    status=200, title="남천시 노후 상수관 40㎞ 교체", text="", weight=900, told=900, line=150.0, last="시작된다.",
    links=0.3, teasers=0.0, after="", headlines=20, kind="article", url="https://www.namchon.example/news/1",
    structured=("NewsArticle",), free=None, promised=0, password=False, video=False, pictures=3,
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "구독하기 로그인 회원가입 유료 회원 혜택",
        "Subscribe now. Sign in. Become a member. Newsletter.",
        "订阅 登录 会员中心 付费专区",
        "訂閱電子報 會員登入 立即加入",
        "로봇이 아닙니다 404 페이지를 찾을 수 없습니다",
    ],
)
def test_phrases_alone_accuse_nobody(text: str) -> None:
    assert outcome.judge(replace(SIGNS, text=text)) == ()


def test_furniture_does_not_turn_a_flash_into_a_list() -> None:
    flash = replace(SIGNS, weight=90, told=90, headlines=60, links=0.9, password=True)
    assert outcome.judge(flash) == ()
    with pytest.raises((ListPage, LoginWall)):
        outcome.judge(replace(flash, weight=0, told=0))


def test_a_body_that_stops_before_an_offer_is_a_teaser() -> None:
    cut = replace(SIGNS, after="이 기사는 유료 구독자 전용입니다")
    assert outcome.judge(cut) == ("teaser_only",)
    assert outcome.judge(replace(SIGNS, after="많이 본 기사")) == ()
    assert outcome.judge(replace(SIGNS, free=False, last="양측은 도로 예산에서는…")) == ("teaser_only",)


SENTENCES = "".join(
    f"<p>The council voted to replace {n} km of water mains in the eastern district. The work starts in May.</p>"
    for n in (3, 5, 8)
)


@pytest.mark.parametrize(
    ("title", "markup", "expected"),
    [
        ("Mains", f"<article>{SENTENCES}</article><div>Subscribe to continue reading</div>", "article: teaser_only"),
        ("Mains", f"<article>{SENTENCES}</article><div>Subscribe to our newsletter</div>", "article"),
        ("Sign in to read", f"<form><input type=password></form>{SENTENCES}", "login_wall"),
        ("Sign in to a new era, minister tells firms", f"<article>{SENTENCES}</article>", "article"),
        ("Pardon Our Interruption", f"{SENTENCES}", "robot_check"),
        ("Before you continue", SENTENCES, "no_article"),
        ("남천일보", "<script>alert('존재하지 않는 기사입니다.');history.back();</script>", "removed"),
        ("[실시간] 남천시의회 표결", f"<article>{SENTENCES}</article>", "live_blog"),
        (
            "News",
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
            "empty_page",
        ),
    ],
)
def test_pages_that_stand_before_others(title: str, markup: str, expected: str) -> None:
    page = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{markup}</body></html>"
    assert told(Page(page.encode())) == expected
