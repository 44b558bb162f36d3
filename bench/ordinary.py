"""Writes models/naming/ordinary.tsv from the invented news: python -m bench.ordinary [CORPUS]

What the articles write in small letters (English), and pairs of Chinese characters that stand together in three or more
articles: what is ordinary there is no name elsewhere. Pairs that begin a name of three
characters of the articles' own people are left out.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 3
"""A pair of fewer articles may be a piece of a name or a chance."""
NAME = 2
"""Of the occurrences of a pair one in so many may begin a person's name."""


def main(corpus: Path) -> None:
    from models.naming import personal

    words: set[str] = set()
    articles: dict[str, set[str]] = defaultdict(set)
    seen: Counter[str] = Counter()
    in_names: Counter[str] = Counter()
    for path in sorted(corpus.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            article = json.loads(line)
            chinese = tuple(s["zh"] for s in article["sentences"])
            people = personal.introduced(chinese, "zh-Hans")
            for sentence in article["sentences"]:
                words.update(re.findall(r"(?<![A-Za-z'’-])[a-z]{3,}(?![A-Za-z])", sentence["en"]))
                for person in (p for p in people if len(p) > 2):
                    in_names[person[:2]] += sentence["zh"].count(person)
                for run in re.findall("[\u4e00-\u9fff]+", sentence["zh"]):
                    for pair in map("".join, pairwise(run)):
                        articles[pair].add(article["id"])
                        seen[pair] += 1
    followers: dict[str, list[str]] = defaultdict(list)
    for pair in sorted(articles):
        if len(articles[pair]) >= ARTICLES and NAME * in_names[pair] < seen[pair]:
            followers[pair[0]].append(pair[1])
    initials: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        initials[word[0]].append(word)
    rows = ["# ordinary words of the invented news (python -m bench.ordinary); do not edit"]
    rows += [f"en\t{' '.join(group)}" for group in initials.values()]
    rows += [f"zh\t{first}\t{''.join(rest)}" for first, rest in followers.items()]
    (ROOT / "models" / "naming" / "ordinary.tsv").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "corpus")
