"""The reader page in a real browser: headless Chromium, no network, every pair of languages, hostile texts."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import briefs
from aligned import ByHeart, article
from bot.render import html
from models import brief
from models.brief import Brief, Line

PAIRS = [(a, b) for a in ("ko", "zh-Hans", "zh-Hant", "en") for b in ("ko", "zh-Hans", "zh-Hant", "en")]
WIDTHS = (320, 768, 1440)


def made(source: str = "ko", to: str = "en", id: str = "econ-001") -> Brief:
    return brief.make(article(id, source), None if source == to else to, ByHeart(), 4, full=True)


def hostile() -> Brief:
    text = (
        '</title><script>fetch("http://127.0.0.1/x")</script><img src=x onerror=alert(1)>"\'&amp; '
        + "가" * 400
        + "W" * 300
    )
    whole = made()
    points = tuple(replace(p, text=text) for p in whole.points)
    url = 'javascript:alert("x")'
    nasty = replace(whole.article, site=text, author=text, url=url, published='2026"><b>')
    return replace(whole, article=nasty, title=Line(text, text), points=points)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium, args=flags)
        yield chrome
        chrome.close()


class Shown:
    """A page opened from a file, with everything that it complained about or asked for."""

    def __init__(self, browser, path: Path, content: str, **options: object) -> None:
        path.write_text(content, encoding="utf-8")
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = browser.new_context(**options).new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append("dialog"), d.dismiss()))
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.goto(path.as_uri())


@pytest.fixture
def show(browser, tmp_path):
    opened = []

    def open_(content: str, **options: object) -> Shown:
        opened.append(Shown(browser, tmp_path / f"{len(opened)}.html", content, **options))
        return opened[-1]

    yield open_
    for shown in opened:
        shown.page.context.close()


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("source", "to"), PAIRS)
def test_every_pair_is_quiet_and_fits_every_width(show, source, to):
    shown = show(html.render(made(source, to)))
    for width in WIDTHS:
        shown.page.set_viewport_size({"width": width, "height": 800})
        assert overflow(shown.page) <= 0, width
    assert shown.complaints == []
    assert all(url.startswith("file:") for url in shown.requests)
    assert shown.page.locator("ol > li").count() == 4
    assert shown.page.locator("html").get_attribute("lang") == to
    assert shown.page.locator(".row .o").first.get_attribute("lang") == source


def test_a_hostile_page_does_nothing(show):
    shown = show(html.render(hostile()))
    for width in WIDTHS:
        shown.page.set_viewport_size({"width": width, "height": 800})
        assert overflow(shown.page) <= 0
    assert shown.complaints == []
    assert all(url.startswith("file:") for url in shown.requests)
    assert shown.page.locator("img").count() == 0
    assert shown.page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_tapped_claim_lights_up_both_sides(show, script):
    shown = show(html.render(made()), java_script_enabled=script, viewport={"width": 1440, "height": 700})
    claim = shown.page.locator("a.claim").nth(2)
    number = claim.get_attribute("href").removeprefix("#t")
    claim.click()
    plain = shown.page.locator("#t0, #o0") if number != "0" else shown.page.locator("#t1, #o1")
    dull = plain.first.evaluate("e => getComputedStyle(e).backgroundColor")
    for side in ("t", "o"):
        lit = shown.page.locator(f"#{side}{number}")
        assert lit.evaluate("e => getComputedStyle(e).backgroundColor") != dull, side
    assert shown.page.locator(f"#t{number}").evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight + 400 }"
    )


def test_figures_are_linked_across_the_sides(show):
    shown = show(html.render(made()))
    figures = shown.page.locator(".t .fig")
    assert figures.count() >= 5
    key = figures.first.get_attribute("data-f")
    assert shown.page.locator(f".o .fig[data-f='{key}']").count() == 1
    figures.first.hover()
    assert "lit" in shown.page.locator(f".o .fig[data-f='{key}']").get_attribute("class")


def test_one_side_at_a_time_on_a_phone(show):
    shown = show(html.render(made()), viewport={"width": 360, "height": 700})
    shown.page.locator("label", has=shown.page.locator("#only-t")).click()
    assert not shown.page.locator(".row .o").first.is_visible()
    assert shown.page.locator(".row .t").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("source", "to"), [("ko", "en"), ("en", "zh-Hant"), ("zh-Hans", "ko")])
def test_axe_finds_nothing_serious(show, scheme, source, to):
    from axe_playwright_python.sync_playwright import Axe

    shown = show(html.render(made(source, to)), bypass_csp=True, color_scheme=scheme)
    found = Axe().run(shown.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_a_long_article_is_made_quickly_and_stays_small(show):
    whole = article("econ-001", "ko")
    long = replace(whole, paragraphs=whole.paragraphs * 8)
    big = brief.make(long, "en", ByHeart(), 5, full=True)
    assert len(big.full) >= 40
    html.render(big)  # tables are read once
    started = time.perf_counter()
    content = html.render(big)
    took = time.perf_counter() - started
    assert took < 0.3, took  # 30 ms on an idle machine; CI shares its cores
    assert len(content.encode()) < 150_000
    shown = show(content)
    paint = shown.page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
    assert paint < 1000


def test_policy_allows_only_its_own_style_and_script():
    content = html.render(made())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', content)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_an_index_of_many_articles_filters_by_language(show):
    from bot.render import index

    entries = [(f"{n}.html", made(source, "en", id)) for n, (source, id) in enumerate(
        [("ko", "econ-001"), ("zh-Hans", "econ-002"), ("en", "econ-003"), ("zh-Hant", "tech-001")]
    )]  # fmt: skip
    entries.append(("x.html", hostile()))
    shown = show(index.render(entries, "en"))
    for width in WIDTHS:
        shown.page.set_viewport_size({"width": width, "height": 800})
        assert overflow(shown.page) <= 0
    assert shown.complaints == []
    assert shown.page.locator("article").count() == 5
    shown.page.locator("label", has=shown.page.locator("#only-zh-Hant")).click()
    assert [a.get_attribute("data-language") for a in shown.page.locator("article:visible").all()] == ["zh-Hant"]
    days = [t.get_attribute("datetime") for t in shown.page.locator("h2 time").all()]
    assert days == sorted(days, reverse=True)


def test_an_index_says_what_is_uncertain_and_which_model_it_was():
    from bot.render import index

    whole = briefs.brief()
    shown = index.render([("a.html", whole), ("b.html", replace(whole, notes=()))], "en")
    assert shown.count("figure in the original: 3.5 trillion won") == 2
    assert "the 28th</p>" not in shown  # that one was mended
    assert shown.count("Demo model") == 1
