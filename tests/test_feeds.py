"""Feeds' bytes to entries, hours, filters, OPML, and the command line over a growing feed on loopback."""

import contextlib
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import feeds, link
from bot.errors import NotFeed
from bot.subscriptions import filters, hours, opml
from bot.subscriptions.filters import Filter
from newssite import NewsSite
from test_cli import OPEN, keyclaims  # noqa: F401

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>해밀일보 &amp; 친구</title>
<item><title>둘 &lt;b&gt;A&lt;/b&gt;</title><link>https://haemil.example.kr/2?utm_source=rss</link><guid>g2</guid>
<pubDate>Mon, 13 Apr 2026 09:00:00 +0900</pubDate></item>
<item><title>하나</title><link>https://haemil.example.kr/1</link><guid>g1</guid>
<pubDate>Sun, 12 Apr 2026 09:00:00 +0900</pubDate></item>
<item><title>다시 하나</title><link>https://haemil.example.kr/1#top</link><guid>g3</guid></item>
<item><title>나쁜 링크</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>蓝河日报</title>
<entry><title>二</title><id>urn:2</id><link href="/b"/><updated>2026-04-13T00:00:00Z</updated></entry>
<entry><title>一</title><id>urn:1</id><link href="/a"/><updated>2026-04-12T00:00:00Z</updated></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Post",
        "items": [
            {"id": "2", "url": "https://harbour.example.com/2", "title": "Two"},
            {"id": "1", "url": "https://harbour.example.com/1", "title": "One"},
        ],
    }
)


def parsed(text, url="https://haemil.example.kr/rss"):
    return feeds.parse(text.encode(), url, link.parse)


@pytest.mark.parametrize(
    ("text", "title", "urls"),
    [
        (RSS, "해밀일보 & 친구", ["https://haemil.example.kr/1", "https://haemil.example.kr/2"]),
        (ATOM, "蓝河日报", ["https://haemil.example.kr/a", "https://haemil.example.kr/b"]),
        (JSON, "Harbour Post", ["https://harbour.example.com/1", "https://harbour.example.com/2"]),
    ],
)
def test_entries_oldest_first_each_once(text, title, urls):
    feed = parsed(text)
    assert feed.title == title
    assert sorted(e.link.url for e in feed.entries) == urls
    if text != RSS:
        assert [e.link.url for e in feed.entries] == urls


def test_titles_are_text():
    assert "둘 A" in {e.title for e in parsed(RSS).entries}


def test_what_is_new():
    entries = parsed(ATOM).entries
    assert feeds.new(entries, ()) == list(entries)
    assert not feeds.new(entries, [e.id for e in entries])
    assert not feeds.new(entries, [e.link.key for e in entries])


@pytest.mark.parametrize("text", ["<html><body>no</body></html>", "", "plain words", "{}", '{"items": 3}', "[" * 5000])
def test_what_is_no_feed(text):
    with pytest.raises(NotFeed):
        parsed(text)


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(body):
    with contextlib.suppress(NotFeed):
        feeds.parse(b"<rss><channel>" + body, "https://a.example.com/", link.parse)


def test_entities_are_not_blown_up():
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "'
        + "x" * 1000
        + '">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    )
    text = f"{bomb}]><rss><channel><title>&i;</title><item><link>https://a.kr/1</link></item></channel></rss>"
    with contextlib.suppress(NotFeed):
        assert len(parsed(text).title) <= feeds.TITLE


def test_a_home_page_names_its_feeds():
    page = (
        b'<link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments">'
        b'<link rel="alternate" type="application/atom+xml" href="feed.xml">'
        b'<link rel="alternate" hreflang="ko" href="/ko">'
    )
    assert feeds.discover(page, "https://a.kr/news/") == ["https://a.kr/news/feed.xml", "https://a.kr/comments/feed"]
    assert feeds.discover(b"", "https://a.kr/") == []


@pytest.mark.parametrize(
    "name", ["yonhap", "Yonhap News", "연합뉴스", "韩联社", "한겨레", "the guardian", "中央社", "BBC"]
)
def test_outlets_by_name(name):
    outlet = feeds.known(name)
    assert outlet
    assert link.parse(outlet.feed)


def test_each_name_means_one_outlet():
    import tomllib
    from pathlib import Path

    rows = tomllib.loads((Path(feeds.__file__).parent / "outlet_feeds.toml").read_text(encoding="utf-8"))["outlet"]
    assert len(rows) >= 60
    for row in rows:
        for name in (row["name"], *row["aliases"]):
            assert feeds.known(name).feed == row["feed"], name
    assert feeds.known("nobody") is None


def at(zone, *when):
    return datetime(*when, tzinfo=ZoneInfo(zone)).timestamp()


def test_quiet_hours_span_midnight_by_the_chats_clock():
    night = hours.quiet("23:00-07:00 Asia/Seoul", "en")
    assert night == {"from": "23:00", "to": "07:00", "zone": "Asia/Seoul"}
    for hour, minute, quiet in [(22, 59, False), (23, 0, True), (3, 0, True), (6, 59, True), (7, 0, False)]:
        assert hours.is_quiet(night, at("Asia/Seoul", 2026, 4, 12, hour, minute)) is quiet
    assert hours.quiet("23:00~07:00 서울", "ko") == night
    assert hours.quiet("23:00-07:00", "zh-Hant")["zone"] == "Asia/Taipei"
    for wrong in ("", "23-7", "25:00-07:00", "08:00-08:00", "23:00", "1:00 2:00 3:00"):
        assert hours.quiet(wrong, "en") is None
    for place in ("Nowhere/City", "../../etc/passwd", "화성", "서울 부산"):
        assert hours.quiet(f"23:00-07:00 {place}", "en") == {"place": place}


@pytest.mark.parametrize(
    ("typed", "found", "where"),
    [
        ("daily 08:00 Asia/Seoul", ("08:00",), "Asia/Seoul"),
        ("every day at 7:30 pm, London time", ("19:30",), "Europe/London"),
        ("8am", ("08:00",), "UTC"),
        ("11 pm to 7 am New York", ("23:00", "07:00"), "America/New_York"),
        ("매일 오전 8시 서울", ("08:00",), "Asia/Seoul"),
        ("저녁 7시 반에", ("19:30",), "Asia/Seoul"),
        ("매일 아침 8시에 한국 시간으로", ("08:00",), "Asia/Seoul"),
        ("밤 11시~아침 7시", ("23:00", "07:00"), "Asia/Seoul"),
        ("23시부터 7시까지 베이징", ("23:00", "07:00"), "Asia/Shanghai"),
        ("08:00 에든버러", ("08:00",), None),
        ("每天早上8点北京时间", ("08:00",), "Asia/Shanghai"),
        ("上午八点", ("08:00",), "Asia/Shanghai"),
        ("从晚上11点到早上7点", ("23:00", "07:00"), "Asia/Shanghai"),
        ("晚上11點到早上7點 台北", ("23:00", "07:00"), "Asia/Taipei"),
        ("下午三點半", ("15:30",), "Asia/Shanghai"),
        ("24:00", ("00:00",), "UTC"),
        ("8", (), None),
    ],
)
def test_times_as_people_type_them(typed, found, where):
    language = "ko" if re.search("[가-힣]", typed) else "zh-Hans" if re.search("[一-龥]", typed) else "en"
    for reader in ("en", "ko"):  # whatever the chat reads
        assert hours.times(typed, reader)[0] == found
    assert hours.zone(hours.times(typed, language)[1], language) == where


def test_the_next_digest_over_a_change_of_clocks():
    before = at("Europe/London", 2026, 3, 28, 9, 0)  # the clocks go forward on the 29th
    assert hours.next_at("08:00", "Europe/London", before) == at("Europe/London", 2026, 3, 29, 8, 0)
    assert hours.next_at("08:00", "Asia/Seoul", at("Asia/Seoul", 2026, 4, 12, 8, 0)) == at(
        "Asia/Seoul", 2026, 4, 13, 8, 0
    )


def test_filters():
    chosen = filters.changed(Filter(), '+선거 -스포츠 "-big bang" lang:ko,en hourly:5')
    assert chosen == Filter(("선거",), ("스포츠", "big bang"), ("en", "ko"), (), 5)
    assert chosen.takes_text("총선거 결과")
    assert not chosen.takes_text("날씨")
    assert not chosen.takes_text("선거와 스포츠")
    assert chosen.takes_language("ko")
    assert not chosen.takes_language("zh-Hans")
    assert filters.changed(chosen, "-선거").mute[-1] == "선거"
    assert not filters.changed(chosen, "-선거").include
    assert not filters.changed(Filter(), "-lang:zh").takes_language("zh-Hant")
    assert filters.changed(chosen, "clear") == Filter(hourly=5)
    assert filters.changed(Filter(), "lang:klingon") is None
    assert filters.changed(Filter(), "word") is None


def test_opml_there_and_back():
    rows = [('해밀 & "친구"', "https://a.kr/rss?a=1&b=2"), ("蓝河", "https://b.cn/feed")]
    assert opml.read(opml.write(rows).encode()) == [url for _, url in rows]
    hostile = b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline xmlUrl="&x;"/></opml>'
    assert opml.read(hostile) == []
    for wrong in (b"", b"<html/>", b"words"):
        with pytest.raises(NotFeed):
            opml.read(wrong)


async def test_the_command_line(keyclaims, tmp_path):  # noqa: F811
    async with NewsSite() as site:

        def feed(*numbers):
            items = "".join(f"<item><link>{site.put_article(f'/{n}.html', 'en', n)}</link></item>" for n in numbers)
            return site.put("/rss", f"<rss version='2.0'><channel>{items}</channel></rss>", media_type="text/xml")

        more = {**OPEN, "KEYCLAIMS_FETCH_ALLOW_PORTS": str(site.port), "KEYCLAIMS_DATA_DIR": str(tmp_path)}
        once = ("follow", feed(2, 1), "--once", "--to", "source", "--format", "jsonl")
        done = await keyclaims(*once, **more)
        assert (done.code, [line["title"]["source"][-3:] for line in done.lines]) == (0, ["(1)", "(2)"])
        assert (await keyclaims(*once, **more)).out == ""
        feed(3, 2, 1)
        done = await keyclaims(*once, **more)
        assert [line["title"]["source"][-3:] for line in done.lines] == ["(3)"]
        done = await keyclaims("digest", site.base + "/rss", "--to", "source", "--format", "json", **more)
        # One text three times is one story.
        [story] = json.loads(done.out)["stories"]
        assert len(story["also"]) == 2
        done = await keyclaims("digest", site.base + "/rss", site.base + "/404", "--to", "source", **more)
        assert done.code == 1
        assert done.out.count("• ") == 2
        assert "not_found" in done.err
