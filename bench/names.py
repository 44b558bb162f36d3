"""Scores `models.names` on the development data: python -m bench.names [--show] [PART...]

Parts: glossary (entries by kind), parallel (false alarms per 100 sentences of human translations), opus (labelled names
of real OPUS-MT output: mangled ones found and mended, right ones left alone), fresh (the same for names labelled
before the work, by halves), tokens (Latin tokens broken by a seeded rule in human translations), originals (names shown with
their original), speed.
"""

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models import latin

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent.parent / "shared" / "data"
LABELS = ROOT / "data" / "names_labels.jsonl"
FRESH = ROOT / "data" / "names_fresh.jsonl"
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
    from models.naming import known

    started = time.perf_counter()
    entries = known.entries()
    for column in ("en", "ko", "zh"):
        known._index(column)
    spent = time.perf_counter() - started
    kinds = Counter(entry.kind for entry in entries)
    whole = sum(all(entry.plain(column) for column in ("en", "ko", "zh")) for entry in entries)
    return {"entries": len(entries), "in three languages": whole, "load ms": round(1000 * spent, 1), **kinds}


def parallel(show: bool) -> dict[str, Any]:
    """Doubts, and mends, on human translations, with the people whom each article introduces: false alarms or freedom."""
    from models import names
    from models.naming import personal

    result: dict[str, Any] = {}
    for source, target in PAIRS:
        total = alarms = mends = 0
        for document in lines(SHARED / "news" / "ntrex.jsonl"):
            people = personal.introduced(tuple(document[source]), CODES[source])
            for left, right in zip(document[source], document[target], strict=True):
                total += 1
                edits, _, doubts = names.check(left, right, CODES[source], CODES[target], people)
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
            people = personal.introduced(tuple(document["zh"]), "zh-Hans")
            for left, right in zip(document["zh"], document["en_ref"], strict=True):
                total += 1
                edits, _, doubts = names.check(left, right, "zh-Hans", "en", people)
                alarms += any(not d.repaired for d in doubts)
                mends += bool(edits)
                if show and doubts:
                    print(name, [(d.note, d.repaired) for d in doubts], "|", left[:220], "|", right[:300])
        result[name] = f"{alarms} alarms, {mends} mends of {total}"
    return result


def corpus(show: bool) -> dict[str, Any]:
    """The same on the invented news."""
    from models import names
    from models.naming import personal

    result: dict[str, Any] = {}
    for source, target in PAIRS[:6]:
        total = alarms = mends = 0
        for path in sorted((SHARED / "corpus").glob("*.jsonl")):
            for article in lines(path):
                people = personal.introduced(tuple(s[source] for s in article["sentences"]), CODES[source])
                for sentence in article["sentences"]:
                    total += 1
                    edits, _, doubts = names.check(
                        sentence[source], sentence[target], CODES[source], CODES[target], people
                    )
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
    return dict(_scored(list(lines(LABELS)), show))


def fresh(show: bool) -> dict[str, Any]:
    """Names labelled before the rules were worked on; half of them ("held") were looked at only at the end."""
    items = list(lines(FRESH))
    return {half: dict(_scored([i for i in items if i["set"] == half], show)) for half in ("worked", "held")}


def _scored(items: list[dict[str, Any]], show: bool) -> Counter[str]:
    """A sentence is checked as `models.brief` does it: with the people whom its whole article introduces."""
    from models import names
    from models.naming import personal

    documents = _documents()
    counts: Counter[str] = Counter()
    for item in items:
        language, sources, texts = documents[item["doc"]]
        source, text = sources[item["line"]], texts[item["line"]]
        people = personal.introduced(tuple(sources), language)
        _, after, doubts = names.check(source, text, language, "en", people)
        _, latin_after, tokens = latin.check(source, text, language, "en")
        mended = any(form in said and form not in text for form in item["right"] for said in (after, latin_after))
        told = mended or any(item["name"] in d.note for d in (*doubts, *tokens))
        counts[item["label"]] += 1
        if told:
            counts[f"{item['label']} mended" if mended else f"{item['label']} told"] += 1
        if show and told != (item["label"] == "mangled"):
            print(item, [d.note for d in doubts], "|", source, "|", text)
    return counts


def _documents() -> dict[str, tuple[str, list[str], list[str]]]:
    """Name of a document -> its language, its sentences, a machine's translation of each."""
    found = {d["doc"]: ("zh-Hans", d["zh"], d["en_opusmt"]) for d in lines(SHARED / "news" / "zh_native.jsonl")}
    for article in lines(SHARED / "claims" / "claims.jsonl"):
        if "en_opus" in article["sentences"]:
            found[article["doc"]] = ("zh-Hans", article["sentences"]["zh"], article["sentences"]["en_opus"])
    for row in lines(SHARED / "numbers" / "sentences.jsonl"):
        korean = any("가" <= char <= "힣" for char in row["source"])
        found[f"numbers/{row['id']}"] = ("ko" if korean else "zh-Hans", [row["source"]], [row["hypothesis"]])
    return found


def tokens(show: bool) -> dict[str, Any]:
    """Latin tokens of human translations broken in four ways, a seeded one each: found where it is told or mended."""
    chance = random.Random(7)
    counts: Counter[str] = Counter()
    for document in lines(SHARED / "news" / "ntrex.jsonl"):
        for i, text in enumerate(document["en"]):
            for key in ("ko", "zh", "zht"):
                source = document[key][i]
                wanted = [t for t in dict.fromkeys(latin._tokens(source, "en")) if len(t) > 1]
                if not wanted:
                    continue
                counts["untouched"] += 1
                counts["untouched marked"] += bool(latin.check(source, text, CODES[key], "en")[2])
                for token in wanted:
                    whole = re.compile(rf"(?<![A-Za-z0-9]){re.escape(token)}(?![A-Za-z0-9])")
                    other = chance.choice([t for t in ("Evil", "Randal", "EC", "CIA", "Kent", "Sun") if t != token])
                    lost = token[1:] if len(token) > 2 else ""
                    turned = token[0] + ("I" if token.isupper() else "u") + token[2:]
                    new = chance.choice([lost, other, "", turned])
                    if not whole.search(text) or new.lower() == token.lower():
                        continue
                    _, after, doubts = latin.check(source, whole.sub(new, text), CODES[key], "en")
                    found = any(token in d.note for d in doubts) or re.search(rf"\b{re.escape(token)}", after)
                    counts["broken"] += 1
                    counts["broken found"] += bool(found)
                    if show and not found:
                        print(token, "->", new, "|", source, "|", text)
    return {**counts, "recall": round(counts["broken found"] / counts["broken"], 3)}


def originals(show: bool) -> dict[str, Any]:
    """Names with their original beside them in human translations, each text for itself; what it costs behind the check."""
    from models import names, originals

    result: dict[str, Any] = {}
    for source, target in PAIRS[:4]:
        brackets, spent, total = 0, 0.0, 0
        for document in lines(SHARED / "news" / "ntrex.jsonl"):
            for left, right in zip(document[source], document[target], strict=True):
                names.check(left, right, CODES[source], CODES[target])
                started = time.perf_counter()
                _, shown = originals.beside(left, right, CODES[source], CODES[target])
                spent += time.perf_counter() - started
                total += 1
                brackets += len(shown)
                if show and shown:
                    print(source, target, shown, "|", left[:200], "|", right[:200])
        result[f"{source}-{target}"] = (
            f"{100 * brackets / total:.1f} brackets per 100 of {total}, {1000 * spent / total:.2f} ms"
        )
    return result


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


PARTS = {
    "glossary": glossary,
    "parallel": parallel,
    "corpus": corpus,
    "opus": opus,
    "fresh": fresh,
    "tokens": tokens,
    "originals": originals,
    "speed": speed,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for part in arguments.parts or PARTS:
        print(part, json.dumps(PARTS[part](arguments.show), ensure_ascii=False))


if __name__ == "__main__":
    main()
