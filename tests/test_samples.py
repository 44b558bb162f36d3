"""The sample pages: extraction gives exactly the corpus text, and the facts that the pages state."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.extract import extract
from bot.page import Page

SAMPLES = Path(__file__).parent.parent / "samples"
INDEX = tomllib.loads((SAMPLES / "index.toml").read_text(encoding="utf-8"))["sample"]
HELD_OUT = {line for line in (SAMPLES / "corpus" / "heldout.txt").read_text().split() if "-" in line}
FACTS = {
    "ko-daeyul-profit.html": ("새론경제", "한도윤", "2026-10-22T16:41:00+09:00", "https://www.saeron.example/news/articleView.html?idxno=418220"),
    "ko-danbi-outage.html": ("새벽신문", "", "2025-11-18T17:20:41", "http://news.saebyeok.example/read.php?no=90331"),
    "zh-qingchuan-flood.html": ("晴川日报网", "", "2026-06-28T07:12:30+08:00", "https://news.qingchuan.example/c/2026-06-28/doc-4471920.shtml"),
    "zh-may-exports.html": ("东桥财经", "林晓", "2026-06-09T11:30:00+08:00", "https://www.eastbridge.example/a/20260609/trade.html"),
    "zh-hant-pacific-games.html": ("白鷺港報", "", "2026-06-21T00:35:00+08:00", "https://sports.bailu.example/news/breakingnews/3119452"),
    "en-norvale-wildfire.html": ("Atlas Wire", "Dana Whitlock, Owen Petrie", "2026-07-02T08:15:00-07:00", "https://atlaswire.example/2026/07/02/norvale-wildfire"),
    "en-tovarra-return.html": ("The Meridian Post", "Ruth Calloway", "2026-06-20T05:00:00+00:00", "https://www.meridianpost.example/world/tovarra-return"),
}  # fmt: skip


def corpus(sample: dict[str, Any]) -> tuple[str, list[str]]:
    """Title and paragraphs of the sample's article, in the sample's language."""
    topic = sample["corpus"].split("-")[0]
    rows = map(json.loads, (SAMPLES / "corpus" / f"{topic}.jsonl").read_text(encoding="utf-8").splitlines())
    article = next(row for row in rows if row["id"] == sample["corpus"])
    key = sample["language"].split("-")[0]
    paragraphs: dict[int, list[str]] = {}
    for sentence in article["sentences"]:
        paragraphs.setdefault(sentence["par"], []).append(sentence[key])
    lines = [("" if key == "zh" else " ").join(group) for group in paragraphs.values()]
    return _written(sample, article["title"][key]), [_written(sample, line) for line in lines]


def _written(sample: dict[str, Any], text: str) -> str:
    if sample["language"] == "zh-Hant":
        import opencc

        text = opencc.OpenCC("s2twp").convert(text)
        for old, new in sample["replace"]:
            text = text.replace(old, new)
    return text


@pytest.mark.parametrize("sample", INDEX, ids=lambda sample: sample["file"])
def test_the_whole_article_and_nothing_but_the_article(sample: dict[str, Any]) -> None:
    article = extract(Page((SAMPLES / sample["file"]).read_bytes()))
    title, paragraphs = corpus(sample)
    assert list(article.paragraphs) == paragraphs
    assert article.title == title
    assert article.language == sample["language"]
    assert article.notes == ()
    assert (article.site, article.author, article.published, article.url) == FACTS[sample["file"]]


def test_each_language_has_what_the_demo_needs() -> None:
    languages = [sample["language"] for sample in INDEX]
    assert {code: languages.count(code) >= least for code, least in (("ko", 2), ("zh-Hans", 2), ("en", 2), ("zh-Hant", 1))} == {
        "ko": True, "zh-Hans": True, "en": True, "zh-Hant": True,
    }  # fmt: skip
    for code in set(languages):
        assert any(sample["heldout"] for sample in INDEX if sample["language"] == code)
    assert all(sample["heldout"] == (sample["corpus"] in HELD_OUT) for sample in INDEX)
    assert {path.name for path in SAMPLES.glob("*.html")} == {sample["file"] for sample in INDEX}
