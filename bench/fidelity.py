"""Scores `models.numerals` and `models.fidelity` on the development data: python -m bench.fidelity [--show] [PART...]

Parts: units (conversions), labelled (numbers/sentences.jsonl), natural (zh_native with our labels), outputs (two systems
on the Chinese articles of claims.jsonl with our labels), parallel (false alarms on human translations: corpus and
NTREX), corrupt (figures of right translations changed on purpose), speed.
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

from models import fidelity, numerals
from models.doubt import FIGURE_KINDS

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent.parent / "shared" / "data"
LABELS = ROOT / "data" / "fidelity_labels.jsonl"
OUTPUTS = ROOT / "data" / "fidelity_outputs.jsonl"


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def units(show: bool) -> dict[str, Any]:
    right = total = 0
    for item in lines(SHARED / "numbers" / "units.jsonl"):
        total += 1
        found = numerals.find(item["text"], item["lang"])
        if item["kind"] == "none":
            good = not found
        else:
            value = tuple(item["value"]) if isinstance(item["value"], list) else item["value"]
            want = (value, item["kind"], item.get("unit"), item.get("currency"), item.get("qualifier"))
            good = [(q.value, q.kind, q.unit, q.currency, q.qualifier) for q in found] == [want]
        right += good
        if show and not good:
            print("units", item, found)
    return {"right": right, "of": total}


def labelled() -> Iterator[dict[str, Any]]:
    for item in lines(SHARED / "numbers" / "sentences.jsonl"):
        source, target = item["lang_pair"].split("-")
        yield {**item, "from": source, "to": target, "target": item["hypothesis"]}


def natural() -> Iterator[dict[str, Any]]:
    documents = {d["doc"]: d for d in lines(SHARED / "news" / "zh_native.jsonl")}
    for item in lines(LABELS):
        document = documents[item["doc"]]
        yield {
            **item,
            "id": f"{item['doc']}:{item['line']}",
            "from": "zh",
            "to": "en",
            "source": document["zh"][item["line"]],
            "target": document["en_opusmt"][item["line"]],
            "right": [],
        }


def outputs() -> Iterator[dict[str, Any]]:
    documents = {d["doc"]: d["sentences"] for d in lines(SHARED / "claims" / "claims.jsonl")}
    for item in lines(OUTPUTS):
        said = documents[item["doc"]]
        yield {
            **item,
            "id": f"{item['doc']}:{item['line']}:{item['system']}",
            "from": "zh",
            "to": "en",
            "source": said["zh"][item["line"]],
            "target": said[item["system"]][item["line"]],
            "right": [],
        }


def score(items: Iterator[dict[str, Any]], show: bool) -> dict[str, Any]:
    """Verdicts against labels; repairs against the accepted forms; harm to right items."""
    counts: Counter[str] = Counter()
    for item in items:
        record = {"id": item["id"], "source": item["source"], "target": item["target"]}
        result = fidelity.verdict(record, item["from"], item["to"])
        outcome = ("t" if result["verdict"] == item["label"] else "f") + ("p" if result["verdict"] == "wrong" else "n")
        counts[outcome] += 1
        if item["label"] == "ok":
            mended = {d["kind"] for d in result["doubts"] if d["repaired"]}
            counts["harmed"] += bool(mended & FIGURE_KINDS)
            counts["names_mended"] += "name" in mended
        elif item["bad_span"] and item["right"]:
            counts["shown"] += 1
            low = result["repaired"].lower()
            counts["repaired"] += any(r.lower() in low for r in item["right"]) and item["bad_span"].lower() not in low
        if show and outcome in ("fp", "fn"):
            print(outcome.upper(), item["id"], item["classes"], item.get("what", ""), "| bad:", item["bad_span"])
            print("  ", item["source"], "\n  ", item["target"], "\n  ", result["doubts"])
    found, wrong = counts["tp"] + counts["fp"], counts["tp"] + counts["fn"]
    return {
        **counts,
        "precision": round(counts["tp"] / max(1, found), 3),
        "recall": round(counts["tp"] / max(1, wrong), 3),
    }


def pairs(source: str, target: str) -> list[tuple[str, str]]:
    """Human translations: our corpus, and NTREX."""
    found: list[tuple[str, str]] = []
    for path in sorted((SHARED / "corpus").glob("*.jsonl")):
        for article in lines(path):
            if "zht" not in (source, target):
                found += [(s[source], s[target]) for s in article["sentences"]]
    for document in lines(SHARED / "news" / "ntrex.jsonl"):
        found += list(zip(document[source], document[target], strict=True))
    return [(a, b) for a, b in found if a and b]


DIRECTIONS = [("zh", "en"), ("ko", "en"), ("en", "zh"), ("en", "ko"), ("ko", "zh"), ("zh", "ko"), ("zht", "en")]
CODE = {"zht": "zh-Hant"}


def parallel(show: bool) -> dict[str, Any]:
    """Human translations called wrong, a direction: an upper bound of the false alarms, as some are wrong."""
    result: dict[str, Any] = {}
    for source, target in DIRECTIONS:
        counts: Counter[str] = Counter()
        chosen = pairs(source, target)
        random.Random(1).shuffle(chosen)
        for left, right in chosen[:3000]:
            checked = fidelity.check(left, right, CODE.get(source, source), CODE.get(target, target))
            figures = any(d.kind in FIGURE_KINDS for d in checked.doubts)
            held = figures or bool(numerals.find(left, CODE.get(source, source)))
            counts["with_figures"] += held
            counts["called_wrong"] += figures
            counts["edited"] += checked.text != right
            for doubt in checked.doubts:
                counts[doubt.kind] += 1
            if show and figures:
                print(source, target, left, "|", right, "|", [(d.kind, d.note) for d in checked.doubts])
        counts["of"] = min(3000, len(chosen))
        result[f"{source}-{target}"] = dict(counts)
    return result


def _slip(target: str, language: str, rng: random.Random) -> str | None:
    """A right translation with one figure changed as translation systems do."""
    figures = [
        q
        for q in numerals.find(target, language)
        if isinstance(q.value, int) and q.value > 12 and re.match(r"\d", q.text)
    ]
    if not figures:
        return None
    quantity = rng.choice(figures)
    match = re.match(r"[\d,.]*\d", quantity.text)
    assert match is not None
    digits = match.group()
    way = rng.choice(("ten", "tenth", "cut", "swap", "lose"))
    if way == "ten":
        new = digits + "0" if "." not in digits else digits.replace(".", "")
    elif way == "tenth" and digits.endswith("0"):
        new = digits[:-1]
    elif way == "swap" and len(digits) > 1 and digits[0] != digits[1] and digits[1].isdigit() and digits[1] != "0":
        new = digits[1] + digits[0] + digits[2:]
    elif way == "lose":
        return target[: quantity.start] + target[quantity.end :]
    else:
        new = str((int(digits[0]) % 9) + 1) + digits[1:]
    return target[: quantity.start] + new + target[quantity.start + len(digits) :]


def corrupt(show: bool) -> dict[str, Any]:
    """Recall on human translations with one figure changed on purpose."""
    result: dict[str, Any] = {}
    for source, target in DIRECTIONS:
        rng = random.Random(2)
        chosen = pairs(source, target)
        rng.shuffle(chosen)
        seen = found = 0
        for left, right in chosen:
            code_s, code_t = CODE.get(source, source), CODE.get(target, target)
            changed = _slip(right, code_t, rng)
            if changed is None or seen >= 400:
                continue
            if any(d.kind in FIGURE_KINDS for d in fidelity.check(left, right, code_s, code_t).doubts):
                continue
            seen += 1
            hit = any(d.kind in FIGURE_KINDS for d in fidelity.check(left, changed, code_s, code_t).doubts)
            found += hit
            if show and not hit:
                print("missed", source, target, left, "|", changed)
        result[f"{source}-{target}"] = {"found": found, "of": seen}
    return result


def speed(show: bool) -> dict[str, Any]:
    """CPU of a sentence in the first pass of a process, in which tables are loaded and patterns compiled, and in the next."""
    items = [*labelled(), *natural()]
    return {name: _pass(items) for name in ("first", "next")}


def _pass(items: list[dict[str, Any]]) -> dict[str, float]:
    taken = []
    for item in items:
        start = time.process_time()
        fidelity.check(item["source"], item["target"], item["from"], item["to"])
        taken.append(1000 * (time.process_time() - start))
    taken.sort()
    at = {
        "mean_ms": sum(taken) / len(taken),
        "median_ms": taken[len(taken) // 2],
        "p95_ms": taken[int(len(taken) * 0.95)],
    }
    return {name: round(value, 2) for name, value in at.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["units", "labelled", "natural", "outputs", "speed"])
    parser.add_argument("--show", action="store_true", help="print what is scored as wrong")
    arguments = parser.parse_args()
    parts = {
        "units": units,
        "labelled": lambda show: score(labelled(), show),
        "natural": lambda show: score(natural(), show),
        "outputs": lambda show: score(outputs(), show),
        "parallel": parallel,
        "corrupt": corrupt,
        "speed": speed,
    }
    for name in arguments.parts:
        print(json.dumps({name: parts[name](arguments.show)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
