"""Further pages of an article, and joining them."""

from pathlib import Path

import pytest

from bot.extract import extract
from bot.extraction.paging import MAX_PAGES, join, pages
from bot.page import Page
from models.article import Article


def page(url: str, links: str) -> Page:
    return Page(f"<html><body><p>x</p>{links}</body></html>".encode(), url=url)


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        ("https://x.example/c/doc-1.shtml", '<a href="doc-1_2.shtml">2</a><a href="doc-1_3.shtml">[3]</a>',
         ["https://x.example/c/doc-1_2.shtml", "https://x.example/c/doc-1_3.shtml"]),
        ("https://x.example/news?id=5", '<a href="?id=5&page=2">下一页</a>', ["https://x.example/news?id=5&page=2"]),
        ("https://x.example/news/5/", '<a href="/news/5/2/">2</a>', ["https://x.example/news/5/2/"]),
        ("https://x.example/news/5", '<a href="/news/2">2</a>', []),
        ("https://x.example/a/1.html", '<a href="2.html">2</a>', []),
        ("https://x.example/a/1.html", '<a href="https://other.example/a/1_2.html">2</a>', []),
        ("https://x.example/a/1.html", '<a href="1_3.html">3</a>', []),
        ("https://x.example/a/1.html", '<a href="#2">2</a><a href="javascript:void(0)">2</a><a href="http://[">2</a>', []),
        ("", '<a href="1_2.html">2</a>', []),
    ],
)  # fmt: skip
def test_only_the_articles_own_pages(url: str, links: str, expected: list[str]) -> None:
    assert pages(page(url, links)) == expected


def test_never_more_than_the_bound() -> None:
    links = "".join(f'<a href="1_{n}.html">{n}</a>' for n in range(2, 10))
    assert len(pages(page("https://x.example/a/1.html", links))) == MAX_PAGES - 1


def test_a_file_knows_its_address_by_its_canonical_link() -> None:
    body = (Path(__file__).parent / "pages" / "paged_zh.html").read_bytes()
    assert pages(Page(body)) == [f"https://www.namchuan.example/history/port_{n}.html" for n in (2, 3)]
    assert extract(Page(body)).url == "https://www.namchuan.example/history/port.html"


def test_joined_pages_tell_each_paragraph_once() -> None:
    first = Article("제목", ("요약.", "하나."), "ko", url="https://x.example/1")
    second = Article("제목 2", ("요약.", "둘."), "ko")
    joined = join([first, second])
    assert joined.paragraphs == ("요약.", "하나.", "둘.")
    assert (joined.title, joined.url) == ("제목", "https://x.example/1")
