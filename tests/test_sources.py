"""SOURCE... -> items: what each source is, and the error that it is where it is none."""

import gzip
import json

import pytest

from bot import link
from bot.console import sources
from bot.errors import BotError, LinkRefused, NotHtml, SourceInvalid, SourceMissing, TooLarge
from bot.link import Link
from bot.page import Page
from models.article import Article

CAP = 1_000_000
ARTICLE = {"title": "T", "paragraphs": ["One.", "Two."], "language": "en", "id": 7}


def expand(source: str, stdin: bytes = b"") -> list[sources.Item]:
    return list(sources.expand(source, link.parse, lambda: stdin, CAP))


def kinds(items: list[sources.Item]) -> list[str]:
    return [type(item.what).__name__ for item in items]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.html", b"<html><p>x", Page),
        ("a.html.gz", gzip.compress(b"<html><p>x"), Page),
        ("noending", b"<!doctype html>", Page),
        ("utf16.html", "<html>가".encode("utf-16"), Page),
        ("a.json", json.dumps(ARTICLE).encode(), Article),
        ("bom.json", b"\xef\xbb\xbf" + json.dumps(ARTICLE).encode(), Article),
        ("a.pdf", b"%PDF-1.7\n", NotHtml),
        ("renamed.html", b"\x89PNG\r\n\x1a\n", NotHtml),
        ("zeros.html", b"\0" * 5000, NotHtml),
        ("large.html", b"<p>" + b"x" * CAP, TooLarge),
        ("bomb.html.gz", gzip.compress(b"<p>" + b"x" * 50_000_000), TooLarge),
        ("broken.html.gz", b"\x1f\x8b\x08\x00broken", SourceInvalid),
        ("list.json", b'{"paragraphs": 3}', SourceInvalid),
        ("cut.json", b'{"paragraphs": ["x"', SourceInvalid),
    ],
)
def test_files_are_told_apart_by_their_bytes(tmp_path, name, data, expected):
    (tmp_path / name).write_bytes(data)
    [item] = expand(str(tmp_path / name))
    assert type(item.what) is expected
    if isinstance(item.what, Page):
        assert b"x" in item.what.body or b"doctype" in item.what.body or item.what.body[:2] == b"\xff\xfe"


def test_missing_files_folders_and_bad_links(tmp_path):
    assert type(expand(str(tmp_path / "none.html"))[0].what) is SourceMissing
    assert type(expand("none.json")[0].what) is SourceMissing
    assert type(expand(str(tmp_path))[0].what) is SourceInvalid
    assert type(expand("ftp://news.example/a")[0].what) is LinkRefused
    assert isinstance(expand("http://127.0.0.1/")[0].what, BotError)


def test_links_with_and_without_scheme():
    for source in ("https://haemil-news.kr/a/1", "haemil-news.kr/a/1"):
        [item] = expand(source)
        assert isinstance(item.what, Link)
        assert item.given == source


def test_jsonl_keeps_order_ids_and_the_good_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [
        json.dumps(ARTICLE),
        "{broken",
        "",
        json.dumps({"id": "x", "paragraphs": []}),
        json.dumps(ARTICLE | {"id": "b"}),
    ]
    path.write_text("\n".join(lines))
    items = expand(str(path))
    assert kinds(items) == ["Article", "SourceInvalid", "SourceInvalid", "Article"]
    assert [item.id for item in items] == ["7", "", "x", "b"]
    assert items[1].given.endswith("a.jsonl:2")


def test_a_line_that_failed_in_extract_stays_failed():
    line = json.dumps({"input": "x", "id": None, "error": {"code": "not_found", "text": "gone"}}).encode()
    [item] = expand("-", line)
    assert "gone" in str(item.what)


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        (b"<html><body>x", ["Page"]),
        (b"  \n<html>", ["Page"]),
        (
            b"https://haemil-news.kr/a/1\n\n# note\nhaemil-news.kr/a/2\nhttp://10.0.0.1/\n",
            ["Link", "Link", "AddressRefused"],
        ),
        (json.dumps(ARTICLE).encode(), ["Article"]),
        (json.dumps([ARTICLE, ARTICLE]).encode(), ["Article", "Article"]),
        (json.dumps(ARTICLE, indent=2).encode(), ["Article"]),
        ((json.dumps(ARTICLE) + "\n" + json.dumps(ARTICLE)).encode(), ["Article", "Article"]),
    ],
)
def test_standard_input_is_told_apart_by_its_first_bytes(stdin, expected):
    assert kinds(expand("-", stdin)) == expected
