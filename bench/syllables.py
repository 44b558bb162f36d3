"""Writes models/naming/syllables.tsv: how much oftener transcribed foreign names have a syllable of Hangul than Korean words.

`python -m bench.syllables > models/naming/syllables.tsv`. Names: the glossary's that sound like their English, and the words of
parallel news (NTREX, the invented news) that an English word of the same sentence sounds like. Words: all the others.
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from bench.names import SHARED
from models.naming import aloud, known, romanise, transcribed

ALIKE = 0.1
"""`aloud.distance` of a name from its English."""
MOST = 4
"""Tiers either way."""
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")


def sentences() -> Iterator[tuple[str, str]]:
    """Korean and English, aligned."""
    for path in sorted((SHARED / "corpus").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield from ((s["ko"], s["en"]) for s in json.loads(line)["sentences"])
    for line in (SHARED / "news" / "ntrex.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        yield from zip(document["ko"], document["en"], strict=True)


def glossary() -> set[str]:
    """Transcribed names of the glossary, Koreans' left out."""
    found = set()
    for entry in known.entries():
        if entry.kind in ("person", "city", "state", "body", "event"):
            english = [*_WORD.findall(" ".join(entry.plain("en"))), *(re.sub(r"\W", "", f) for f in entry.plain("en"))]
            words = [w for form in entry.plain("ko") for w in form.split() if re.fullmatch("[가-힣]{2,8}", w)]
            words = [w for w in words if len(aloud.sounds(w)) > 1 and not (len(w) == 3 and romanise.korean(w))]
            found |= {w for w in words if any(aloud.distance(w, other) < 2 * ALIKE for other in english)}
    return found


def counted() -> tuple[Counter[str], Counter[str]]:
    """Syllables of names, and of other words: each name once, each word up to three times."""
    names, words = glossary(), Counter[str]()
    for korean, english in sentences():
        others = set(_WORD.findall(english))
        for word in re.findall("(?<![가-힣A-Za-z0-9])[가-힣]{2,}", korean):
            stem = transcribed._stem(word)
            if len(aloud.sounds(stem)) > 2 and any(aloud.distance(stem, other) < ALIKE for other in others):
                names.add(stem)
            else:
                words[stem] += 1
    return Counter("".join(names)), Counter("".join(w * min(n, 3) for w, n in words.items()))


def main() -> None:
    names, words = counted()
    tiers: dict[int, list[str]] = defaultdict(list)
    for char in {*names, *words}:
        ratio = (names[char] + 0.3) / names.total() / ((words[char] + 0.8) / words.total())
        tiers[max(-MOST, min(MOST, round(math.log(ratio))))].append(char)
    print("# Log of how much oftener transcribed foreign names have a syllable than Korean words, a tier a line.")
    print("# Written by `python -m bench.syllables` from the glossary and parallel news; not edited by hand.")
    for tier in sorted(tiers, reverse=True):
        print(f"{tier}\t{''.join(sorted(tiers[tier]))}")


if __name__ == "__main__":
    main()
