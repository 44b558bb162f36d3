"""Scores `models.names` on the development data: python -m bench.names [--show] [PART...]

Parts: glossary (entries by kind), parallel (false alarms per 100 sentences of human translations), opus (labelled names
of real OPUS-MT output: mangled ones found and mended, right ones left alone), speed.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent.parent / "shared" / "data"
LABELS = ROOT / "data" / "names_labels.jsonl"
PAIRS = (
    ("en", "ko"),
    ("ko", "en"),
    ("en", "zh"),
    ("zh", "en"),
    ("zh", "ko"),
    ("ko", "zh"),
    ("zht", "en"),
    ("en", "zht"),
)
CODES = {"en": "en", "ko": "ko", "zh": "zh-Hans", "zht": "zh-Hant"}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def glossary(show: bool) -> dict[str, Any]:
    from models import known

    started = time.perf_counter()
    entries = known.entries()
    for column in ("en", "ko", "zh"):
        known._index(column)
    spent = time.perf_counter() - started
    kinds = Counter(entry.kind for entry in entries)
    whole = sum(all(entry.plain(column) for column in ("en", "ko", "zh")) for entry in entries)
    return {"entries": len(entries), "in three languages": whole, "load ms": round(1000 * spent, 1), **kinds}


def parallel(show: bool) -> dict[str, Any]:
    """Doubts, and mends, on human translations: each is a false alarm or a free translation."""
    from models import names

    result: dict[str, Any] = {}
    for source, target in PAIRS:
        total = alarms = mends = 0
        for document in lines(SHARED / "news" / "ntrex.jsonl"):
            for left, right in zip(document[source], document[target], strict=True):
                total += 1
                edits, _, doubts = names.check(left, right, CODES[source], CODES[target])
                alarms += any(not d.repaired for d in doubts)
                mends += bool(edits)
                if show and doubts:
                    print(source, target, [(d.note, d.repaired) for d in doubts], "|", left[:220], "|", right[:300])
        result[f"{source}-{target}"] = (
            f"{100 * alarms / total:.2f} alarms, {100 * mends / total:.2f} mends per 100 of {total}"
        )
    for name in ("reference",):
        total = alarms = mends = 0
        for document in lines(SHARED / "news" / "zh_native.jsonl"):
            for left, right in zip(document["zh"], document["en_ref"], strict=True):
                total += 1
                edits, _, doubts = names.check(left, right, "zh-Hans", "en")
                alarms += any(not d.repaired for d in doubts)
                mends += bool(edits)
                if show and doubts:
                    print(name, [(d.note, d.repaired) for d in doubts], "|", left[:220], "|", right[:300])
        result[name] = f"{alarms} alarms, {mends} mends of {total}"
    return result


def corpus(show: bool) -> dict[str, Any]:
    """The same on the invented news."""
    from models import names

    result: dict[str, Any] = {}
    for source, target in PAIRS[:6]:
        total = alarms = mends = 0
        for path in sorted((SHARED / "corpus").glob("*.jsonl")):
            for article in lines(path):
                for sentence in article["sentences"]:
                    total += 1
                    edits, _, doubts = names.check(sentence[source], sentence[target], CODES[source], CODES[target])
                    alarms += any(not d.repaired for d in doubts)
                    mends += bool(edits)
                    if show and doubts:
                        print(
                            source,
                            target,
                            [(d.note, d.repaired) for d in doubts],
                            "|",
                            sentence[source],
                            "|",
                            sentence[target],
                        )
        result[f"{source}-{target}"] = (
            f"{100 * alarms / total:.2f} alarms, {100 * mends / total:.2f} mends per 100 of {total}"
        )
    return result


def opus(show: bool) -> dict[str, Any]:
    """Labels: {"doc", "line", "name", "right", "label": "ok" | "mangled"}; found where a doubt names it."""
    from models import names

    documents = {d["doc"]: d for d in lines(SHARED / "news" / "zh_native.jsonl")}
    for article in lines(SHARED / "claims" / "claims.jsonl"):
        if "en_opus" in article["sentences"]:
            sentences = article["sentences"]
            documents[article["doc"]] = {"zh": sentences["zh"], "en_opusmt": sentences["en_opus"]}
    counts: Counter[str] = Counter()
    for item in lines(LABELS):
        document = documents[item["doc"]]
        source, text = document["zh"][item["line"]], document["en_opusmt"][item["line"]]
        _, after, doubts = names.check(source, text, "zh-Hans", "en")
        told = [
            d
            for d in doubts
            if item["name"] in d.note or any(form in after and form not in text for form in item["right"])
        ]
        counts[item["label"]] += 1
        if told:
            mended = any(form in after and form not in text for form in item["right"])
            counts[f"{item['label']} mended" if mended else f"{item['label']} told"] += 1
        if show and bool(told) != (item["label"] == "mangled"):
            print(item, [d.note for d in doubts], "|", source, "|", text)
    return dict(counts)


def speed(show: bool) -> dict[str, Any]:
    from models import names

    result = {}
    for key in ("en", "ko", "zh", "zht"):
        texts = [s for d in lines(SHARED / "news" / "ntrex.jsonl") for s in d[key]]
        names.find(texts[0], CODES[key])
        started = time.perf_counter()
        for text in texts:
            names.find(text, CODES[key])
        result[f"find {key} ms"] = round(1000 * (time.perf_counter() - started) / len(texts), 3)
    pairs = [p for d in lines(SHARED / "news" / "ntrex.jsonl") for p in zip(d["zh"], d["en"], strict=True)]
    started = time.perf_counter()
    for left, right in pairs:
        names.check(left, right, "zh-Hans", "en")
    result["check zh-en ms"] = round(1000 * (time.perf_counter() - started) / len(pairs), 3)
    return result


PARTS = {"glossary": glossary, "parallel": parallel, "corpus": corpus, "opus": opus, "speed": speed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for part in arguments.parts or PARTS:
        print(part, json.dumps(PARTS[part](arguments.show), ensure_ascii=False))


if __name__ == "__main__":
    main()
