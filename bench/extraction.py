"""How good and how dear extraction is on saved pages with known texts: `python -m bench.extraction [--pages DIR] [-v]`.

In: a folder with `gold.jsonl` (see ../shared/data/README.md, pages/). Out: a table, one line a language and script:
F1 of character bigrams (words for English), snippets that must and must not come out, titles, dates; re-encoded copies
against their originals; and the time against trafilatura alone on the same pages in the same run.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.extract import extract
from bot.page import Page, decode
from models.article import Article
from models.errors import ModelError

PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "pages"
BARS = {"ko": 0.98, "zh-Hans": 0.95, "zh-Hant": 0.965, "en": 0.965}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="what is missing and what is too much, page by page"
    )
    parser.add_argument("--only", default="", help="pages whose id holds this")
    parser.add_argument("--rounds", type=int, default=3, help="timed runs a page")
    options = parser.parse_args(argv)
    golds = [json.loads(line) for line in (options.pages / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    golds = [gold for gold in golds if options.only in gold["id"]]
    articles = {gold["id"]: read(options.pages, gold) for gold in golds}
    rows = [score(gold, articles[gold["id"]], options.verbose) for gold in golds if not gold.get("variant_of")]
    _report(rows)
    _variants(golds, articles)
    _cost(options.pages, golds, options.rounds)
    return 0


def _page(folder: Path, gold: dict[str, Any]) -> Page:
    body = gzip.decompress((folder / gold["file"]).read_bytes())
    return Page(body, url=gold["url"] or "", charset=gold.get("http_charset") or "")


def read(folder: Path, gold: dict[str, Any]) -> Article | str:
    try:
        return extract(_page(folder, gold))
    except (BotError, ModelError) as error:
        return f"{error.code}: {error}"


def units(text: str, language: str) -> Counter[str]:
    """Character bigrams without white space; words for English."""
    text = unicodedata.normalize("NFC", text)
    if language == "en":
        return Counter(re.findall(r"\w+", text.lower()))
    squeezed = "".join(text.split())
    return Counter(squeezed[i : i + 2] for i in range(len(squeezed) - 1))


def f1(text: str, gold: dict[str, Any]) -> float:
    """Optional passages are neither wanted nor wrong: what of them came out is taken away on both sides."""
    squeezed = _squeeze(text)
    wanted = gold["text"]
    for passage in sorted(gold.get("optional") or [], key=len, reverse=True):
        if _squeeze(passage) in squeezed and _squeeze(passage) not in _squeeze(wanted):
            text = _without(text, passage)
    got, want = units(text, gold["lang"]), units(wanted, gold["lang"])
    both = sum((got & want).values())
    return 2 * both / (sum(got.values()) + sum(want.values())) if both else 0.0


def _without(text: str, passage: str) -> str:
    pattern = r"\s*".join(map(re.escape, _squeeze(passage)))
    return re.sub(pattern, "", text, count=1)


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def score(gold: dict[str, Any], article: Article | str, verbose: bool = False) -> dict[str, Any]:
    group = gold["lang"] if gold["lang"] != "zh" else f"zh-{gold['script']}"
    row: dict[str, Any] = {"id": gold["id"], "group": group, "kind": gold["kind"]}
    if isinstance(article, str):
        article = Article(article, (), "")
    text = "\n".join(article.paragraphs)
    squeezed = _squeeze(text)
    row["f1"] = f1(text, gold)
    must = [_squeeze(s) for s in gold["must"]]
    row["must"] = sum(s in squeezed for s in must), len(must)
    absent = [n for n in gold["must_not"] if _squeeze(n["s"]) not in squeezed]
    row["must_not"] = len(absent), len(gold["must_not"])
    row["title"] = None if gold["title"] is None else " ".join(article.title.split()) == " ".join(gold["title"].split())
    row["date"] = None if gold["date"] is None else article.published[:10] == gold["date"]
    if verbose:
        _tell(gold, article, row, squeezed)
    return row


def _tell(gold: dict[str, Any], article: Article, row: dict[str, Any], squeezed: str) -> None:
    print(
        f"== {gold['id']}  F1 {row['f1']:.3f}  {article.language}  {article.author!r} {article.site!r} {article.notes}"
    )
    if row["title"] is False:
        print(f"   title: {article.title!r}, not {gold['title']!r}")
    if row["date"] is False:
        print(f"   date: {article.published!r}, not {gold['date']!r}")
    wanted = _squeeze(gold["text"] + "".join(gold.get("optional") or []))
    for line in article.paragraphs:
        if _squeeze(line) not in wanted:
            print(f"   + {line[:160]}")
    for line in gold["text"].split("\n"):
        if _squeeze(line) not in squeezed:
            print(f"   - {line[:160]}")
    for snippet in gold["must_not"]:
        if _squeeze(snippet["s"]) in squeezed:
            print(f"   ! {snippet['cat']}: {snippet['s']}")


def _report(rows: list[dict[str, Any]]) -> None:
    print(f"{'':10}{'pages':>6}{'F1':>8}{'bar':>7}{'must':>8}{'absent':>8}{'titles':>8}{'dates':>8}")
    for group in [*BARS, "all"]:
        chosen = [row for row in rows if group in ("all", row["group"])]
        if not chosen:
            continue
        titles = [row["title"] for row in chosen if row["title"] is not None]
        dates = [row["date"] for row in chosen if row["date"] is not None]
        print(
            f"{group:10}{len(chosen):6}{statistics.mean(row['f1'] for row in chosen):8.3f}{BARS.get(group, 0):7.3f}"
            f"{ratio(row['must'] for row in chosen):8.3f}{ratio(row['must_not'] for row in chosen):8.3f}"
            f"{sum(titles)}/{len(titles):<4}".rjust(8)
            + f"{sum(dates)}/{len(dates)}".rjust(8)
        )
    empty = [row["id"] for row in rows if row["f1"] == 0]
    print("empty:", ", ".join(empty) or "none")


def ratio(pairs: Any) -> float:
    have, of = map(sum, zip(*pairs, strict=True))
    return have / of if of else 1.0


def _variants(golds: list[dict[str, Any]], articles: dict[str, Article | str]) -> None:
    for gold in golds:
        original = articles.get(gold.get("variant_of") or "")
        if original is not None:
            article = articles[gold["id"]]
            same = (
                isinstance(article, Article)
                and isinstance(original, Article)
                and (article.paragraphs, article.title, article.published)
                == (original.paragraphs, original.title, original.published)
            )
            print(f"{gold['id']}: {'equal to its original' if same else f'DIFFERS {article!r:.200}'}")


def _cost(folder: Path, golds: list[dict[str, Any]], rounds: int) -> None:
    """Median over the pages of our time and of trafilatura's own (text and metadata, no comments)."""
    import trafilatura

    ours, theirs = [], []
    for gold in golds:
        if gold.get("variant_of"):
            continue
        page = _page(folder, gold)
        text = decode(page)
        times: list[tuple[float, float]] = []
        for _ in range(rounds):
            start = time.perf_counter()
            read(folder, gold)
            middle = time.perf_counter()
            trafilatura.extract(text, include_comments=False)
            times.append((middle - start, time.perf_counter() - middle))
        ours.append(min(t[0] for t in times))
        theirs.append(min(t[1] for t in times))
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    mine, its = statistics.median(ours), statistics.median(theirs)
    print(f"cost: median {1000 * mine:.1f} ms a page, trafilatura alone {1000 * its:.1f} ms")
    print(f"      ratio of medians {mine / its:.2f}, median of ratios {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    sys.exit(main())
