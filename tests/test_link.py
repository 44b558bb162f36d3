"""Links in text, the URL rule and canonical keys: tables of `tests/cases/link`, and laws for hypothesis to break."""

import json
import string
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import addresses, link
from bot.config import Fetch
from bot.errors import AddressRefused, LinkRefused
from bot.links import canonical
from bot.links.urls import MAX_LENGTH, judge, wire

CASES = Path(__file__).parent / "cases" / "link"
LOOPBACK = addresses.rule(Fetch(allow_addresses=("127.0.0.0/8",)))


def _read(name: str) -> Any:
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def _urls(text: str, entities: Any = None) -> list[str]:
    return [found.url for found in link.find(text, entities)]


@pytest.mark.parametrize("case", _read("found.json"), ids=lambda c: ascii(c["text"])[:60])
def test_links_are_found(case: dict[str, Any]) -> None:
    assert _urls(case["text"], case.get("entities")) == case["expect"]


@pytest.mark.parametrize("case", _read("negative.json"), ids=lambda c: ascii(c["text"])[:60])
def test_what_is_no_link(case: dict[str, Any]) -> None:
    assert _urls(case["text"], case.get("entities")) == []


@pytest.mark.parametrize("case", [c for c in _read("found.json") if " " not in c["text"] and "entities" not in c])
def test_one_entity_over_all_gives_the_same(case: dict[str, Any]) -> None:
    text = case["text"]
    start = max(0, text.find("http"))
    offset, length = (len(part.encode("utf-16-le")) // 2 for part in (text[:start], text[start:]))
    assert _urls(text, [{"type": "url", "offset": offset, "length": length}]) == case["expect"]


@pytest.mark.shared
def test_messages_of_the_development_data(shared: Path) -> None:
    for line in (shared / "messages.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        assert _urls(case["text"], case["entities"]) in [case["expect"], *case.get("alt", [])], case["why"]


@pytest.mark.parametrize("case", _read("urls.json"), ids=lambda c: c["url"][:60])
def test_urls_that_are_fetched(case: dict[str, str]) -> None:
    parsed = link.parse(case["url"])
    assert link.parse(parsed.url) == parsed, "judged again, it is the same"
    assert wire(parsed.url).isascii()


@pytest.mark.parametrize("case", _read("refused_urls.json"), ids=lambda c: ascii(c["url"])[:60])
def test_urls_that_are_refused(case: dict[str, str]) -> None:
    with pytest.raises((LinkRefused, AddressRefused)):
        link.parse(case["url"])
    assert not any("127.0.0.1" in url or "10.0.0.1" in url for url in _urls(case["url"]))


@pytest.mark.parametrize("group", _read("same_key.json"), ids=lambda g: g[0][:60])
def test_one_story_has_one_key(group: list[str]) -> None:
    assert len({link.parse(url).key for url in group}) == 1
    assert len(link.find(" ".join(group))) == 1


def test_two_stories_never_share_a_key() -> None:
    urls = _read("other_keys.json")
    assert len({link.parse(url).key for url in urls}) == len(urls)


def test_what_the_url_said_is_requested() -> None:
    for url in (
        "https://a.kr/x%2Fy",
        "https://a.kr/x/../y//z?b=2&a=%2f&&c",
        "https://a.kr/%ED%95%B4?q=a+b%20c",
        "https://a.kr?x",
    ):
        assert link.parse(url).url == url
        assert wire(url) == url
    assert wire("https://a.kr/해?q=|") == "https://a.kr/%ED%95%B4?q=%7C"


def test_tracking_is_stripped_and_nothing_else() -> None:
    parsed = link.parse("https://a.kr/x?b=2&utm_source=x&a=%2F&fbclid=3&&cid=4&ref=z")
    assert parsed.url == "https://a.kr/x?b=2&a=%2F&&cid=4"
    assert link.parse("https://a.kr/x?utm_source=x").url == "https://a.kr/x"


def test_the_untrimmed_form_is_the_second_try() -> None:
    (found,) = link.find("https://haemil-news.kr/a/1까지 읽어")
    assert (found.url, found.fallback) == ("https://haemil-news.kr/a/1", "https://haemil-news.kr/a/1까지")
    (found,) = link.find("看https://lanhe.cn/c1.html。很好")
    assert found.fallback == "https://lanhe.cn/c1.html。很好"
    (found,) = link.find("(https://haemil-news.kr/a/1),")
    assert found.fallback == "", "brackets and commas were never part of it"
    (found,) = link.find("haemil-news.kr/a/1")
    assert (found.url, found.fallback) == ("https://haemil-news.kr/a/1", "http://haemil-news.kr/a/1")


def test_a_configuration_opens_loopback() -> None:
    url = "http://127.0.0.1:8000/a.html"
    assert link.find(url) == []
    assert [found.url for found in link.find(f"{url}을 봐", rule=LOOPBACK)] == [url]
    assert link.parse("http://localhost:8000/", rule=LOOPBACK).url == "http://localhost:8000/"
    for other in ("http://10.0.0.1/", "http://a.local/", "http://127.1/", "http://0x7f000001/", "http://[fe80::1]/"):
        with pytest.raises((LinkRefused, AddressRefused)):
            link.parse(other, rule=LOOPBACK)


def test_a_configuration_opens_an_intranet() -> None:
    rule = addresses.rule(Fetch(allow_addresses=("10.0.0.0/8",)))
    assert link.parse("http://wiki.corp.internal:8080/a", rule=rule).url == "http://wiki.corp.internal:8080/a"
    assert link.parse("http://10.0.0.7:8080/a", rule=rule).url == "http://10.0.0.7:8080/a"
    for other in ("http://a.onion/", "http://127.0.0.1/", "http://192.168.0.1/"):
        with pytest.raises((LinkRefused, AddressRefused)):
            link.parse(other, rule=rule)


def test_ports_of_a_configuration() -> None:
    rule = addresses.rule(Fetch(allow_ports=(80, 443, 8443)))
    assert link.parse("https://a.kr:8443/", rule=rule).url == "https://a.kr:8443/"
    with pytest.raises(LinkRefused):
        link.parse("https://a.kr:8444/", rule=rule)


_WORDS = """
http:// https:// HTTPS:// a.kr lanhe.cn haemil-news.kr/a/1 /wiki/해밀 은 까지 看看
。 、 「 」 ( ) [ ] < > \\ @ : ? # % & = |
` * _ ~ 😀 127.0.0.1 0x7f.1 [::1] localhost .local xn-- １２７ t.me/x .jpg utm_source=1 :80
"""
_PIECES = st.sampled_from([*_WORDS.split(), " ", "\n", "\u200b", "\u202e", "\x00", "\ud800"])
_TEXT = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map("".join))


@given(_TEXT)
@example("https://" * 200)
@example("a." * 2000 + "kr")
@example("(" * 3000 + "https://a.kr/" + ")" * 3000)
@example("https://a.kr/" + "가1" * 2000)
def test_find_takes_any_text(text: str) -> None:
    found = link.find(text)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        _law(one)


_MARK = st.tuples(
    st.sampled_from(["url", "text_link", "bold", "email"]), st.integers(-2, 90), st.integers(-2, 90), _TEXT
)


@given(_TEXT, st.lists(_MARK, max_size=4))
def test_find_takes_any_entities(text: str, marks: list[tuple[str, int, int, str]]) -> None:
    entities = [{"type": kind, "offset": offset, "length": length, "url": url} for kind, offset, length, url in marks]
    for one in link.find(text, entities):
        _law(one)


def _law(one: link.Link) -> None:
    """What holds for every link that is let through."""
    for url in filter(None, (one.url, one.fallback)):
        assert judge(url) == url, "a judged URL is judged the same again"
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.username is None
        assert parts.port in (None, 80, 443)
        assert parts.hostname
        assert parts.hostname.isascii()
        assert "." in parts.hostname or ":" in parts.hostname
        assert not any(c in url for c in "\\ \n\r\t\x00#")
        assert wire(url).isascii()
    assert one.key.isascii()


@given(st.text(max_size=300))
@example("https://" + "a" * 3000)
@example("http://[::1]:80:80/")
@example("http://[")
def test_parse_refuses_or_returns(url: str) -> None:
    with suppress(LinkRefused, AddressRefused):
        _law(link.parse(url))


_SLUG = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=20)


_GLUED = ["은", "는", "까지", "에서", "입니다", "。", "，很好", "」", "）", "…", "ㅋㅋ", "을 봐", "\u3000"]


@given(st.lists(_SLUG, min_size=1, max_size=4), st.sampled_from(_GLUED))
def test_what_is_glued_on_comes_off(slugs: list[str], glued: str) -> None:
    url = f"https://haemil-news.kr/{'/'.join(slugs)}7"
    assert _urls(url + glued) == [url]


@given(st.text("가나다라마바사아자차카타파하국민경제", min_size=2, max_size=8))
def test_hangul_titles_stay(title: str) -> None:
    url = f"https://haemil-news.kr/기사/{title}-개통"
    assert _urls(url) == [url]
    encoded = f"https://haemil-news.kr/{quote(title)}"
    assert _urls(encoded + "은") == [encoded]


def test_long_urls_are_no_links() -> None:
    assert _urls("https://a.kr/" + "a" * MAX_LENGTH) == []


_LONG = [
    "https://a.kr/" + "1가." * 9_000,
    "a.kr," * 9_000,
    "a.kr/," * 9_000,
    "a.kr/1," * 9_000,
    "(" * 9_000 + "a.kr" + ")" * 9_000,
    "https://a.kr/" + ")" * 9_000,
    "https://a.kr/(" * 2_000,
    "a." * 9_000,
    "가." * 9_000,
    "a-" * 9_000,
    "https://a.kr/" + "가-" * 2_000,
    "https://a.kr/1가 " * 1_000,
    "https://mp.weixin.qq.com/s?" + "__biz=1&idx=1&mid=1&sn=&" * 80,
    "https://news.naver.com/read.naver?" + "aid=1&oid=&" * 180,
    "https://163.com/" + "a/" * 1_000,
]


@pytest.mark.parametrize("text", _LONG, ids=lambda t: ascii(t)[:20])
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    link.find(text)
    link.find(text, [{"type": "url", "offset": 0, "length": len(text)}])
    assert time.process_time() - started < 1.0


_BEFORE_ENDINGS = [
    "/a/1",
    "/a/1.html",
    "/news/haemil-bridge",
    "/a?id=7",
    "/a/1/",
    "",
    "/%ED%95%B4",
    "/A-b_C9",
    "/해밀/1",
]


@pytest.mark.parametrize("path", _BEFORE_ENDINGS)
def test_every_ending_and_request_comes_off(path: str) -> None:
    url = f"https://haemil-news.kr{path}"
    tables = canonical.tables()
    for word in tables.endings | tables.requests:
        for after in ("", ".", "?", " 봐", "，好"):
            assert _urls(url + word + after) == [url], word + after
