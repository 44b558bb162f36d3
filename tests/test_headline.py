# ruff: noqa: E501
"""Title, date, site, author, image and address."""

import pytest

from bot.extraction import authors, dates, dom, headline, scripts
from bot.extraction.headline import Facts


def facts(head: str, body: str = "<p>x</p>", url: str = "") -> Facts:
    root = dom.parse(f"<html><head>{head}</head><body>{body}</body></html>")
    objects = scripts.json_ld(scripts.collect(root))
    return headline.facts(root, scripts.article_of(objects), objects, url)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>남천시, 상수관 교체 - 남천일보</title>", "<h1>남천일보</h1>", "남천시, 상수관 교체"),
        ("<title>남천시, 상수관 교체 | 남천일보</title>", "<h1>남천시, 상수관 교체</h1>", "남천시, 상수관 교체"),
        ("<title>남천일보 :: 상수관 교체, 내년까지 끝낸다</title><meta property=og:site_name content=남천일보>", "",
         "상수관 교체, 내년까지 끝낸다"),
        ("<title>南川市更换水管_网易财经</title>", "<h1>网易商业</h1>", "南川市更换水管"),
        ("<title>南川市更换水管：为何是现在？|水管_新浪新闻</title>", "<h1>新闻中心</h1><h1>南川市更换水管：为何是现在？</h1>",
         "南川市更换水管：为何是现在？"),
        ("<title>City replaces mains | Namcheon Daily</title><meta property=og:title content='City replaces mains'>", "",
         "City replaces mains"),
        ("<title>Minister - the man who broke the news</title>", "", "Minister - the man who broke the news"),
        ("<title>Live-in carers win pay case - Harbour Post</title><meta property=og:site_name content='Harbour Post'>", "",
         "Live-in carers win pay case"),
        ("<title>無綫新聞</title><meta property=og:title content=無綫新聞>"
         "<meta property=og:title content='旅業界冀當局爭取郵輪落戶 | 無綫新聞'><meta property=og:site_name content=無綫新聞>", "",
         "旅業界冀當局爭取郵輪落戶"),
        ("", "<h1>제목만 있는 페이지</h1>", "제목만 있는 페이지"),
        ("<title>남천시, 상수관 40㎞ 내년까지...</title>", "<h1>남천시, 상수관 40㎞ 내년까지 모두 바꾼다</h1>", "남천시, 상수관 40㎞ 내년까지 모두 바꾼다"),
        ("<title>街道工委一行到金融街开展调研 东区办事处</title>", "<h2>街道工委一行到金融街开展调研</h2>", "街道工委一行到金融街开展调研"),
    ],
)  # fmt: skip
def test_the_headline_without_its_site(head: str, body: str, title: str) -> None:
    assert facts(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "url", "published"),
    [
        ('<meta property="article:published_time" content="2026-02-03T09:30:00+09:00">', "", "", "2026-02-03T09:30:00+09:00"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-02-03T01:00:00Z"}</script>', "", "",
         "2026-02-03T01:00:00+00:00"),
        ("", '<span class="date">입력 2026.02.03 오후 3:05</span><span>수정 2026.02.04 10:00</span>', "", "2026-02-03T15:05:00"),
        ("", '<div class="info">2026年2月3日 08:15 来源：南川日报</div>', "", "2026-02-03T08:15:00"),
        ("", "<time datetime='2026-02-03'>Tuesday</time>", "", "2026-02-03"),
        ("", '<p class="published">Published: February 3, 2026</p>', "", "2026-02-03"),
        ("", "<p>x</p>", "https://x.example/2026/02/03/a.html", "2026-02-03"),
        ("", "<p>x</p>", "https://x.example/news/20260203000412", "2026-02-03"),
        ("", "<p>그는 1998년 3월 5일에 태어났다고 한다. 그의 아버지는 선원이었고 어머니는 교사였으며 형제는 셋이었다. 모두 남천에서 "
         "학교를 다녔고 그 뒤로 도시를 떠나지 않았다고 이웃들은 기억한다. 그날의 일은 아무도 말하지 않았다.</p>", "", ""),
        ('<meta name="date" content="0000-00-00">', "", "", ""),
    ],
)  # fmt: skip
def test_the_date_that_the_page_states(head: str, body: str, url: str, published: str) -> None:
    assert facts(head, body or "<p>x</p>", url).published == published


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-02-30", ""),
        ("1억 2026", ""),
        ("1770076800", "2026-02-03T00:00:00+00:00"),
        ("20260203", "2026-02-03"),
        ("3 Feb 2026", "2026-02-03"),
        ("2026년 2월 3일(화) 14:20", "2026-02-03T14:20:00"),
        ("2026/02/03 14:20:31 +0900", "2026-02-03T14:20:31+09:00"),
    ],
)
def test_dates_in_every_shape(text: str, iso: str) -> None:
    assert dates.to_iso(text) == iso


def test_a_moment_in_utc_is_told_as_the_paper_prints_it() -> None:
    assert dates.local("2026-02-02T23:30:00+00:00", 9) == "2026-02-03T08:30:00+09:00"
    assert dates.local("2026-02-02T23:30:00-05:00", 9) == "2026-02-02T23:30:00-05:00"
    assert dates.local("2026-02-02", 9) == "2026-02-02"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("김하늘 기자 sky@namchon.example", "김하늘"),
        ("김하늘·박서준 선임기자", "김하늘, 박서준"),
        ("By Jane Roe and John Doe", "Jane Roe, John Doe"),
        ("记者 王小明", "王小明"),
        ("責任編輯：陳美玲", ""),
        ("남천일보 편집국", ""),
        ("디지털뉴스팀", ""),
        ("admin", ""),
        ("https://facebook.example/post", ""),
        ("账号 密码 登录", ""),
    ],
)
def test_only_names_are_authors(text: str, names: str) -> None:
    assert authors.names(text, "남천일보") == names


def test_the_address_is_the_originals() -> None:
    canonical = '<link rel="canonical" href="https://www.x.example/news/1">'
    assert facts(canonical, url="https://m.x.example/amp/news/1").url == "https://www.x.example/news/1"
    assert facts(canonical).url == "https://www.x.example/news/1"
    assert facts('<link rel="canonical" href="/">', url="https://x.example/news/1").url == "https://x.example/news/1"
    assert facts('<meta property="og:url" content="javascript:alert(1)">', url="").url == ""
    assert facts('<link rel="canonical" href="http://[bad">', url="https://x.example/1").url == "https://x.example/1"


def test_the_picture_and_the_site() -> None:
    found = facts('<meta property="og:image" content="/p/1.jpg"><meta property="og:site_name" content="남천일보">',
                  url="https://x.example/news/1")  # fmt: skip
    assert (found.image, found.site) == ("https://x.example/p/1.jpg", "남천일보")
    assert facts("", url="https://www.x.example/news/1").site == "x.example"
