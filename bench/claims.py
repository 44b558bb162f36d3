"""Scores the choice of claims and their speakers on the development data, beside five baselines in the same run.

    .venv/bin/python bench/claims.py [--data ../shared/data] [--worst 10] [--language ko] [--set claims|corpus]

Yardstick (issue 6): must = 1, ok = .5, no = 0; P = sum / bullets, a repeat within a `same_claim` group earns 0;
R = must groups hit / all; F their harmonic mean; the headline is never a bullet. In the corpus key 2 is must, 1 is ok,
0 is no. Jaccard: the lines chosen in ko, zh-Hans and zh-Hant against those chosen in English.
"""

import argparse
import json
import math
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from models import attribution, claims, sentences  # noqa: E402
from models.article import Article  # noqa: E402
from models.ranking.terms import terms  # noqa: E402
from models.sentences import Sentence  # noqa: E402
from models.speech import quotes  # noqa: E402

LANGUAGES = {"en": "en", "ko": "ko", "zh": "zh-Hans", "zht": "zh-Hant"}


@dataclass
class Case:
    """One labelled article. A line is what the labels count; `where[paragraph]` are the starts of its lines."""

    name: str
    set: str
    article: Article
    where: list[list[tuple[int, int]]]
    """Per paragraph: (first character, line number)."""
    must: set[int] = field(default_factory=set)
    ok: set[int] = field(default_factory=set)
    groups: list[set[int]] = field(default_factory=list)
    speakers: dict[int, list[str] | None] = field(default_factory=dict)
    """Line -> accepted names; None: the line is labelled as nobody's."""
    boilerplate: set[int] = field(default_factory=set)

    def line(self, sentence: Sentence) -> int:
        return [n for start, n in self.where[sentence.paragraph] if start <= sentence.start][-1]


def load(data: Path) -> list[Case]:
    return [*_claims(data), *_corpus(data)]


def _lines(name: str, kind: str, title: str, lines: Sequence[str], language: str, first: int) -> Case:
    kept = [(n + first, line.strip()) for n, line in enumerate(lines) if line.strip()]
    article = Article(title=title, paragraphs=tuple(text for _, text in kept), language=language, id=name)
    return Case(name, kind, article, [[(0, n)] for n, _ in kept])


def _claims(data: Path) -> Iterator[Case]:
    for row in _read(data / "claims" / "claims.jsonl"):
        for key, language in LANGUAGES.items():
            if key not in row["sentences"]:
                continue
            texts = row["sentences"][key]
            native = "native" if row["doc"].startswith("wmt19") else "claims"
            case = _lines(row["doc"], native, texts[0], texts[1:], language, 1)
            case.must, case.ok = set(row["must"]), set(row["ok"])
            case.groups = [set(group) for group in row["same_claim"]]
            case.boilerplate = set(row.get("boilerplate") or [])
            names = row["speaker_names"]
            case.speakers = dict.fromkeys(range(1, row["n"]))
            for n, speaker in row["speakers"].items():
                case.speakers[int(n)] = names[speaker["ent"]].get(key)
            yield case


def _corpus(data: Path) -> Iterator[Case]:
    for path in sorted((data / "corpus").glob("*.jsonl")):
        for row in _read(path):
            for key in ("en", "ko", "zh"):
                yield _corpus_case(row, key)


def _corpus_case(row: dict[str, Any], key: str) -> Case:
    paragraphs: dict[int, str] = {}
    where: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, sentence in enumerate(row["sentences"], 1):
        before = paragraphs.get(sentence["par"], "")
        before += " " if before and key != "zh" else ""
        where[sentence["par"]].append((len(before), n))
        paragraphs[sentence["par"]] = before + sentence[key]
    article = Article(
        title=row["title"][key], paragraphs=tuple(paragraphs.values()), language=LANGUAGES[key],
        published=row["date"], site=row["outlet"][key], id=row["id"],
    )  # fmt: skip
    keys = {n: s["key"] for n, s in enumerate(row["sentences"], 1)}
    return Case(
        row["id"], "corpus", article, list(where.values()),
        must={n for n, k in keys.items() if k == 2}, ok={n for n, k in keys.items() if k == 1},
        speakers={n: [s["speaker"][key]] if s["speaker"] else None for n, s in enumerate(row["sentences"], 1)},
    )  # fmt: skip


def parallel(data: Path) -> list[dict[str, Case]]:
    """NTREX: the same article in four languages."""
    return [
        {key: _lines(row["doc"], "ntrex", row[key][0], row[key][1:], LANGUAGES[key], 1) for key in LANGUAGES}
        for row in _read(data / "news" / "ntrex.jsonl")
    ]


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


# The yardstick


def score(case: Case, chosen: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F of the chosen lines."""
    group_of = {n: i for i, group in enumerate(case.groups) for n in group}
    told: set[Any] = set()
    earned = 0.0
    for n in chosen:
        claim = group_of.get(n, ("line", n))
        if claim not in told:
            earned += 1.0 if n in case.must else 0.5 if n in case.ok else 0.0
        told.add(claim)
    needed = {group_of.get(n, ("line", n)) for n in case.must}
    precision = earned / len(chosen) if chosen else 0.0
    recall = len(needed & told) / len(needed) if needed else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# Baselines: each takes the article's sentences and a number, and gives positions


def _vectors(case: Case, split: Sequence[Sentence]) -> list[dict[str, float]]:
    bags = [terms(s.text, case.article.language) for s in split]
    spread = Counter(term for bag in bags for term in bag)
    return [{term: math.log(1 + len(bags) / spread[term]) for term in bag} for bag in bags]


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    norm = math.sqrt(sum(x * x for x in a.values()) * sum(x * x for x in b.values()))
    return sum(x * b[t] for t, x in a.items() if t in b) / norm if norm else 0.0


def _walk(links: list[list[float]]) -> list[float]:
    """PageRank of a graph of sentences (damping .85, 30 rounds)."""
    n = len(links)
    rank = [1 / n] * n
    out = [sum(row) or 1.0 for row in links]
    for _ in range(30):
        rank = [0.15 / n + 0.85 * sum(rank[j] * links[j][i] / out[j] for j in range(n)) for i in range(n)]
    return rank


def _lexrank(case: Case, split: Sequence[Sentence]) -> list[float]:
    """Erkan and Radev 2004: cosine above .1 links."""
    vectors = _vectors(case, split)
    return _walk(
        [[float(i != j and _cosine(a, b) > 0.1) for j, b in enumerate(vectors)] for i, a in enumerate(vectors)]
    )


def _textrank(case: Case, split: Sequence[Sentence]) -> list[float]:
    """Mihalcea and Tarau 2004: shared terms over the logarithms of the lengths."""
    bags = [terms(s.text, case.article.language) for s in split]
    sizes = [math.log(1 + len(bag)) for bag in bags]
    return _walk([
        [len(a & b) / (sizes[i] + sizes[j] or 1.0) if i != j else 0.0 for j, b in enumerate(bags)]
        for i, a in enumerate(bags)
    ])  # fmt: skip


def _centroid(case: Case, split: Sequence[Sentence]) -> list[float]:
    vectors = _vectors(case, split)
    middle: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            middle[term] += weight / len(vectors)
    return [_cosine(vector, middle) for vector in vectors]


def _top(ranks: Sequence[float], count: int) -> list[int]:
    return sorted(sorted(range(len(ranks)), key=lambda i: -ranks[i])[:count])


def _by(
    rank: Callable[[Case, Sequence[Sentence]], list[float]],
) -> Callable[[Case, Sequence[Sentence], int], list[int]]:
    return lambda case, split, count: _top(rank(case, split), count)


BASELINES: dict[str, Callable[[Case, Sequence[Sentence], int], list[int]]] = {
    "lead-3": lambda case, split, count: list(range(min(3, len(split)))),
    "lead-k": lambda case, split, count: list(range(min(count, len(split)))),
    "TextRank": _by(_textrank),
    "LexRank": _by(_lexrank),
    "centroid": _by(_centroid),
}


def choose(case: Case, system: str) -> list[int]:
    """The lines a system chooses; as many as `claims.select` would for the baselines."""
    split = sentences.split(case.article)
    if system == "keyclaims":
        return [case.line(claim.sentence) for claim in claims.select(case.article, None, split)]
    return [case.line(split[i]) for i in BASELINES[system](case, split, claims.auto(len(split)))]


# Speakers


def same_name(name: str, accepted: Sequence[str]) -> bool:
    """One contains the other, marks and spaces aside, or most words are the same ("Kestria's foreign ministry")."""
    ours = _bare(name)
    words = _stems(name)
    if any(len(words & _stems(a)) >= max(2, (len(words) + 1) // 2) for a in accepted):
        return True
    return any(_bare(a) and (_bare(a) in ours or (len(ours) > 1 and ours in _bare(a))) for a in accepted)


def _stems(name: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{3,}", name.lower()) if word not in ("the", "and", "for")}


def _bare(name: str) -> str:
    return re.sub(r"[\s·・.,'’“”\"()（）]", "", name).lower().removeprefix("the")


@dataclass
class Tally:
    right: int = 0
    named: int = 0
    agreed: int = 0
    owned: int = 0
    total: int = 0

    def add(self, name: str | None, accepted: list[str] | None) -> bool:
        right = name is not None and accepted is not None and same_name(name, accepted)
        self.total += 1
        self.named += name is not None
        self.owned += accepted is not None
        self.right += right
        agreed = right or (name is None and accepted is None)
        self.agreed += agreed
        return agreed

    def __str__(self) -> str:
        return (
            f"precision {self.right / max(1, self.named):.3f}  recall {self.right / max(1, self.owned):.3f}  "
            f"accuracy {self.agreed / max(1, self.total):.3f}  (n={self.total})"
        )


def speakers(cases: Sequence[Case], worst: int) -> None:
    everything: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    wrong: list[str] = []
    for case in cases:
        split = sentences.split(case.article)
        said = attribution.attribute(case.article, split)
        bullets = {(c.sentence.paragraph, c.sentence.start) for c in claims.select(case.article, None, split)}
        for sentence, speaker in zip(split, said, strict=True):
            accepted = case.speakers.get(case.line(sentence))
            name = speaker.name if speaker else None
            agreed = everything[case.set, case.article.language, "all"].add(name, accepted)
            if (sentence.paragraph, sentence.start) in bullets:
                everything[case.set, case.article.language, "bullets"].add(name, accepted)
            if not agreed:
                wrong.append(f"  {case.name} {case.article.language} got {name!r} for {accepted}: {sentence.text}")
    for key in sorted(everything):
        print(f"speakers {' '.join(key):28s} {everything[key]}")
    print("\n".join(wrong[:: max(1, len(wrong) // worst)] if worst else []))


# Report


def table(cases: Sequence[Case]) -> None:
    kinds = sorted({(case.set, case.article.language) for case in cases})
    print(f"{'F (P / R)':10s}" + "".join(f"{f'{s} {lang}':>22s}" for s, lang in kinds))
    for system in ("keyclaims", *BASELINES):
        cells = []
        for kind in kinds:
            scores = [score(c, choose(c, system)) for c in cases if (c.set, c.article.language) == kind]
            p, r, f = (statistics.mean(column) for column in zip(*scores, strict=True))
            cells.append(f"{f:.3f} ({p:.2f}/{r:.2f})")
        print(f"{system:10s}" + "".join(f"{cell:>22s}" for cell in cells))


def jaccard(documents: Sequence[dict[str, Case]]) -> None:
    for system in ("keyclaims", *BASELINES):
        means = []
        for key in ("ko", "zh", "zht"):
            pairs = [(set(choose(d["en"], system)), set(choose(d[key], system))) for d in documents]
            means.append(f"{key} {statistics.mean(len(a & b) / len(a | b) for a, b in pairs):.3f}")
        print(f"Jaccard against English  {system:10s} {'  '.join(means)}")


SHORT = {"en": 40, "ko": 20, "zh": 14}
"""Characters under which a bullet is counted as a fragment."""
_OPENS = {
    "en": re.compile(r"[\"“‘']*(?:He|She|They|It|His|Her|Their|Its|We|I)\b"),
    "ko": re.compile(r"[\"“‘']*(?:그(?:는|가|의|를|들은|들이|녀는|녀가)|이들은|이들이|저는|제가|우리는|우리가|나는)\s"),
    "zh": re.compile(r"[“「]?[他她它我]们?|[“「]?[他她它我]們"),
}
"""Pronouns by our own list here, so that the counter does not share the filter's mistakes."""


def faults(cases: Sequence[Case], shown: bool = False) -> None:
    """What share of the bullets has a fault that an editor would see; pronoun starts in the source and in the text."""
    kinds = sorted({(case.set, case.article.language) for case in cases})
    for kind in kinds:
        count: Counter[str] = Counter()
        total = 0
        for case in cases:
            if (case.set, case.article.language) != kind:
                continue
            code = kind[1][:2]
            for claim in claims.select(case.article):
                total += 1
                source = claim.sentence.text
                quoted = sum(q.end - q.start for q in quotes.find(source))
                seen = {
                    "boilerplate": case.line(claim.sentence) in case.boilerplate - case.must,
                    "bare quote": quoted > 0.8 * len(source),
                    "pronoun source": bool(_OPENS[code].match(source)),
                    "pronoun text": bool(_OPENS[code].match(claim.text)),
                    "fragment": len(source) < SHORT[code],
                    "question": bool(re.search(r"[?？][\"”’」』]*$", source)),
                }
                count.update(name for name, there in seen.items() if there)
                if shown and any(seen.values()):
                    print(" ", kind[1], [name for name, there in seen.items() if there], source)
        told = "  ".join(f"{name} {count[name]} ({count[name] / max(1, total):.1%})" for name in FAULTS)
        print(f"faults {' '.join(kind):16s} n={total:5d}  {told}")


FAULTS = ("boilerplate", "bare quote", "pronoun source", "pronoun text", "fragment", "question")


def speed(cases: Sequence[Case]) -> None:
    """The time to split, attribute and select, of an article of 40 sentences."""
    for language in ("en", "ko", "zh-Hans"):
        long = [p for c in cases if c.article.language == language for p in c.article.paragraphs][:400]
        if sum(map(len, long)) < 4000:
            continue  # not asked for, or too little of it
        article = Article("", (), language)
        split: list[Sentence] = []
        count = 1
        while len(split) < 40:
            article = Article(title=long[0][:40], paragraphs=tuple(long[:count]), language=language)
            split, count = sentences.split(article), count + 1
        claims.select(article)
        times = []
        for _ in range(15):
            quotes.find.cache_clear(), quotes.mask.cache_clear(), terms.cache_clear()
            begun = time.process_time()
            claims.select(article)
            times.append(time.process_time() - begun)
        print(f"speed {language}: {statistics.median(times) * 1000:.1f} ms for {len(split)} sentences")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--worst", type=int, default=0, help="wrong speakers to print")
    options.add_argument("--language", default="", help="only articles in this language")
    options.add_argument("--set", default="", help="only this set: claims, native, corpus")
    options.add_argument("--faults", action="store_true", help="print the bullets with a fault")
    given = options.parse_args()
    cases = [
        c for c in load(given.data)
        if c.article.language.startswith(given.language) and (not given.set or c.set == given.set)
    ]  # fmt: skip
    table(cases)
    if not given.language:
        jaccard(parallel(given.data))
        faults([c for document in parallel(given.data) for c in document.values()], given.faults)
    faults(cases, given.faults)
    speakers(cases, given.worst)
    speed(cases)


if __name__ == "__main__":
    main()
