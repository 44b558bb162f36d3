"""Score the demo models: how close they come to the corpus's own translations, and whether the figures survive.

    python -m bench.demo_scores                   a table of the four directions, trained and held-out articles
    python -m bench.demo_scores --show 5          with some held-out sentences and what became of them
    python -m bench.demo_scores --again           held-out sentences translated once, and again where a doubt is left

Comes in: ``models/demo``, ``samples/corpus``. Goes out: lines on standard output. The models are converted and run as
the product runs them (CTranslate2 int8, SentencePiece pieces, beam 2). ``chrF`` is sacrebleu's, of whole sentences.
``figures`` is the share of source sentences with figures whose every figure is in the output with the same value;
``reference`` is what the corpus's own translations reach by the same count: some figures are rightly written in words.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from sacrebleu.metrics import CHRF

from bench.demo import corpus, figures
from models import brief, catalog
from models.article import Article
from models.doubt import FIGURE_KINDS
from models.engines import Options, Request
from models.engines.ct2 import Ct2Engine
from models.installation import install
from models.language import canonical
from models.translate import MarianTranslator

DIRECTIONS = (  # folder, source, target, first token
    ("to-en", "ko", "en", ""),
    ("to-en", "zh", "en", ""),
    ("from-en", "en", "ko", ">>kor<<"),
    ("from-en", "en", "zh", ">>cmn_Hans<<"),
)
TRAINED_SAMPLE = 400  # of the trained sentences, drawn with a fixed seed


def values(text: str, language: str) -> Counter:
    return Counter(figure.value for figure in figures.find(text, language))


def kept(sources: list[str], outputs: list[str], source: str, target: str) -> float:
    """Return the share of sentences with figures that keep all of them, in percent."""
    held = [(values(a, source), values(b, target)) for a, b in zip(sources, outputs, strict=True)]
    held = [(a, b) for a, b in held if a]
    return 100 * sum(not set(a) - set(b) for a, b in held) / max(1, len(held))


def score(engine: Ct2Engine, triples: list[corpus.Triple], source: str, target: str, token: str) -> dict:
    """Translate one side of the triples and compare with the other."""
    sources, references = ([getattr(triple, language) for triple in triples] for language in (source, target))
    started = time.perf_counter()
    outputs = []
    for start in range(0, len(sources), 16):
        requests = [Request(text, token) for text in sources[start : start + 16]]
        outputs += engine.translate(requests, Options(beam=2))
    return {
        "sentences": len(sources),
        "chrf": CHRF().corpus_score(outputs, [references]).score,
        "figures": kept(sources, outputs, source, target),
        "reference": kept(sources, references, source, target),
        "seconds": time.perf_counter() - started,
        "outputs": outputs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--models", type=Path, default=Path("models/demo"))
    parser.add_argument("--corpus", type=Path, default=Path("samples/corpus"))
    parser.add_argument("--show", type=int, default=0, help="so many held-out sentences a direction")
    parser.add_argument(
        "--again", action="store_true", help="what the second, wider search of doubtful sentences brings"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line in place of the table")
    options = parser.parse_args()
    trained, heldout = corpus.split(options.corpus)
    if options.again:
        again(heldout)
        return
    parts = {"trained": random.Random(0).sample(trained, TRAINED_SAMPLE), "held out": heldout}
    with tempfile.TemporaryDirectory() as scratch:
        engines: dict[str, Ct2Engine] = {}
        for folder, source, target, token in DIRECTIONS:
            if folder not in engines:
                converted = Path(scratch) / folder
                install.convert(options.models / folder, converted)
                engines[folder] = Ct2Engine(converted)
            for part, triples in parts.items():
                result = score(engines[folder], triples, source, target, token)
                outputs = result.pop("outputs")
                report(f"{source}-{target}", part, result, options.json)
                if part == "held out" and options.show:
                    show(triples, outputs, source, target, options.show)


class Once:
    """A translator that knows one translation of a sentence."""

    def __init__(self, translator: MarianTranslator) -> None:
        self.translate, self.describe = translator.translate, translator.describe


def again(heldout: list[corpus.Triple]) -> None:
    """Held-out articles as a whole, with and without the second search: doubts, chrF, figures and time a sentence."""
    articles: dict[str, list[corpus.Triple]] = {}
    for triple in heldout:
        articles.setdefault(triple.article, []).append(triple)
    with tempfile.TemporaryDirectory() as folder:
        translator = MarianTranslator(catalog.load(), Path(folder), preset="demo", offline=True)
        for _, source, target, _ in DIRECTIONS:
            translator.translate(["1"], source, target)  # loaded
            for name, used in (("once", Once(translator)), ("again", translator)):
                report_again(f"{source}-{target} {name:5}", articles, source, target, used)
        translator.close()


def report_again(
    name: str, articles: dict[str, list[corpus.Triple]], source: str, target: str, used: Once | MarianTranslator
) -> None:
    lines, references, seconds = [], [], 0.0
    for id, triples in articles.items():
        article = Article(id, ("\n".join(getattr(t, source) for t in triples),), canonical(source))
        made = brief.make(article, target, used, full=True, clock=time.perf_counter)
        known = {getattr(t, source): getattr(t, target) for t in triples}
        told = [line for line in made.full or () if line.source in known]
        lines += told
        references += [known[line.source] for line in told]
        seconds += made.seconds["translate"]
    texts = [line.text for line in lines]
    doubts = [{d.kind for d in line.doubts if not d.repaired} for line in lines]
    print(
        f"{name}  {len(lines)} sentences  with a doubt {sum(map(bool, doubts))}, of a figure {sum(bool(d & FIGURE_KINDS) for d in doubts)}"
        f"  chrF {CHRF().corpus_score(texts, [references]).score:.1f}"
        f"  figures {kept([line.source for line in lines], texts, source, target):.1f}%"
        f"  {1000 * seconds / len(lines):.1f} ms a sentence",
        flush=True,
    )


def report(pair: str, part: str, result: dict, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"pair": pair, "part": part} | result))
        return
    print(
        f"{pair}  {part:<8}  {result['sentences']:4} sentences  chrF {result['chrf']:5.1f}"
        f"  figures {result['figures']:5.1f}% (reference {result['reference']:5.1f}%)"
        f"  {1000 * result['seconds'] / result['sentences']:.1f} ms a sentence",
        flush=True,
    )


def show(triples: list[corpus.Triple], outputs: list[str], source: str, target: str, count: int) -> None:
    for number in random.Random(1).sample(range(len(triples)), count):
        triple = triples[number]
        print(f"    {getattr(triple, source)}\n  = {getattr(triple, target)}\n  > {outputs[number]}\n")


if __name__ == "__main__":
    main()
