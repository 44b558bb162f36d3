"""Scores `models.story` on pairs: python -m bench.stories [--table] [--fit] [--show]

Stories: the documents of NTREX (en, ko, zh-Hans, zh-Hant; no dates) and of the corpus (en, ko, zh; without and with its
dates). One document in two languages is a pair of one story; every pair of different documents, in any two languages,
is one of two. Copies: an article against itself with a third of its sentences gone, the rest shuffled, another
headline.
Each set is cut in halves by a hash of the document's name: "tune" made shares.tsv (the corpus half alone) and the
weights, "held" only reports. --table writes models/shares.tsv, --fit prints the weights of `similarity`.
"""

import argparse
import json
import random
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from models import story
from models.article import Article
from models.language import base
from models.story import Story

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
CODES = {"en": "en", "ko": "ko", "zh": "zh-Hans", "zht": "zh-Hant"}
KINDS = ("figures", "names", "sounds", "subjects")
LEAST = 6
"""Articles that have an item before its share is believed."""
Row = tuple[str, Story]


def held(document: str) -> bool:
    return zlib.crc32(document.encode()) % 2 == 1


def ntrex() -> Iterator[tuple[str, Article]]:
    for line in (SHARED / "news" / "ntrex.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for column, code in CODES.items():
            yield row["doc"], Article(row[column][0], tuple(row[column][1:]), code)


def corpus() -> Iterator[tuple[str, Article]]:
    for path in sorted((SHARED / "corpus").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            for column in ("en", "ko", "zh"):
                if row["title"].get(column):
                    text = tuple(sentence[column] for sentence in row["sentences"])
                    yield row["id"], Article(row["title"][column], text, CODES[column], published=row["date"])


def table() -> None:
    """models/shares.tsv from the tuning half of the corpus."""
    seen: Counter[tuple[str, str]] = Counter()
    count = 0
    for document, article in corpus():
        if not held(document):
            count += 1
            seen.update((kind, item) for kind, found in story.items(article).items() for item in found)
    rows = sorted((kind, item, times / count) for (kind, item), times in seen.items() if times >= LEAST)
    head = f"# kind\titem\tshare of {count} articles of the corpus (python -m bench.stories --table); do not edit"
    lines = [head, *(f"{kind}\t{item}\t{share:.4f}" for kind, item, share in rows)]
    (ROOT / "models" / "shares.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    print(len(rows), "items")


def pairs(rows: Sequence[Row], across: bool) -> Iterator[tuple[bool, Row, Row]]:
    for i, one in enumerate(rows):
        for other in rows[:i]:
            if across and one[1].language != other[1].language:
                yield one[0] == other[0], one, other
            elif not across and base(one[1].language) == base(other[1].language) and one[0] != other[0]:
                yield False, one, other


def score(rows: Sequence[Row], show: bool, across: bool = True) -> str:
    right = wrong = positives = total = 0
    for is_same, one, other in pairs(rows, across):
        total += 1
        positives += is_same
        said = story.same(one[1], other[1])
        right += said and is_same
        wrong += said and not is_same
        if show and said != is_same:
            print("   ", "missed" if is_same else "false", one[0], one[1].language, other[0], other[1].language)
    if not positives:
        return f"{wrong} false of {total}"
    return (
        f"precision {right / max(right + wrong, 1):.4f} recall {right / positives:.4f} "
        f"({positives} pairs of one story, {wrong} false of {total - positives})"
    )


def copies(articles: Sequence[tuple[str, Article]], stories: Sequence[Row]) -> str:
    """Updates and wire copies: recall, and how they stand against every other article of the language."""
    chance = random.Random(1)
    caught = wrong = total = 0
    for number, (document, article) in enumerate(articles):
        left = [text for text in article.paragraphs if chance.random() > 1 / 3] or list(article.paragraphs)
        chance.shuffle(left)
        headline = chance.choice(article.paragraphs)
        copy = story.fingerprint(replace(article, title=headline, paragraphs=tuple(left)))
        caught += story.same(copy, stories[number][1])
        for other, theirs in stories:
            if other != document and theirs.language == article.language:
                total += 1
                wrong += story.same(copy, theirs)
    precision, recall = caught / max(caught + wrong, 1), caught / len(articles)
    return f"precision {precision:.4f} recall {recall:.4f} ({len(articles)} copies, {wrong} false of {total})"


def fit(rows: Sequence[Sequence[Row]]) -> None:
    """Logistic regression by Newton's method, weakly regularised, on pairs across languages."""
    import numpy as np

    features, labels = [], []
    for some in rows:
        for is_same, (_, one), (_, other) in pairs(some, True):
            alike = [story._cosine(getattr(one, kind), getattr(other, kind)) for kind in KINDS]
            features.append([*alike, story._plain(one, other), 1.0])
            labels.append(float(is_same))
    x, y = np.array(features), np.array(labels)
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ weights))
        step = (x * (p * (1 - p))[:, None]).T @ x + 0.1 * np.eye(len(weights))
        weights -= np.linalg.solve(step, x.T @ (p - y) + 0.1 * weights)
    print(dict(zip((*KINDS, "plain", "bias"), weights.round(2).tolist(), strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--table", "--fit", "--show"):
        parser.add_argument(option, action="store_true")
    asked = parser.parse_args()
    if asked.table:
        return table()
    sets = {"ntrex": list(ntrex()), "corpus": list(corpus())}
    for articles in sets.values():
        story.fingerprint(articles[0][1])
    prints: dict[str, list[Row]] = {}
    for name, articles in sets.items():
        started = time.process_time()
        prints[name] = [(document, story.fingerprint(article)) for document, article in articles]
        print(f"{name}: fingerprint {1000 * (time.process_time() - started) / len(articles):.2f} ms")
    if asked.fit:
        return fit([[row for row in rows if not held(row[0])] for rows in prints.values()])
    prints["corpus, no dates"] = [(d, story.fingerprint(replace(a, published=""))) for d, a in sets["corpus"]]
    for name, rows in prints.items():
        for half in (False, True):
            some = [row for row in rows if held(row[0]) == half]
            print(name, "held" if half else "tune", "| across languages:", score(some, asked.show))
            print(name, "held" if half else "tune", "| different, one language:", score(some, asked.show, across=False))
    for name, articles in sets.items():
        at = [i for i, (document, _) in enumerate(articles) if held(document)]
        print(name, "held | copies:", copies([articles[i] for i in at], [prints[name][i] for i in at]))
    one, other = prints["corpus"][0][1], prints["corpus"][1][1]
    started = time.process_time()
    for _ in range(2000):
        story.similarity(one, other)
    print(f"similarity {1000 * (time.process_time() - started) / 2000:.3f} ms")


if __name__ == "__main__":
    main()
