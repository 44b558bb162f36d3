"""Train the demo translation models on the project's own corpus.

    python -m bench.train_demo --corpus samples/corpus --out models/demo --minutes 60

Comes in: the aligned corpus. Goes out: two MarianMT checkpoints, ``to-en`` (ko and zh to en) and ``from-en`` (en to
ko and zh, told apart by a first token), each a folder with the files of an OPUS-MT repository. The two train side by
side, one process and one thread each (on the GPU where there is one). What ``--resume`` goes on from lies apart, in
``build/``: it is four times the size of the model and no part of it.
Training lasts as long as it is told to; a checkpoint of the averaged weights is written every few minutes, so that it
can be stopped at any moment. Articles in ``heldout.txt`` are never trained on, nor seen by the vocabulary.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from bench.demo import alignment, augment, corpus, network, pieces

TABLES = Path(__file__).parent / "demo"  # phrases.tsv, words.tsv
ENGLISH_PIECES, OTHER_PIECES = 1800, 4000
NORMAL = {"source": "nmt_nfkc", "target": "identity"}  # what is written keeps its full-width signs
OTHER_COVERAGE = 0.9985  # leaves out characters seen once or twice: nothing is learned from them
NOISY = 0.25  # share of source texts cut into pieces at random (subword regularisation)
BATCH = 640  # target ids a step
PEAK, WARMUP = 1.5e-3, 200
GUIDE, GUIDE_UNTIL = 1.0, 0.5  # weight of the alignment loss at first, and the share of the time it takes to fade
DECAY = 0.998  # of the running average of the weights
SAVE_EVERY = 420.0  # seconds
LOG_EVERY = 100  # steps

Example = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Course:
    """What one model learns: the folder it is written to, and its pairs as (source, target, first token)."""

    folder: str
    pairs: tuple[tuple[str, str, str | None], ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(token for _, _, token in self.pairs if token)

    @property
    def languages(self) -> tuple[str, str]:
        """Return the source and the target languages, joined by +."""
        source, target = ("+".join(dict.fromkeys(pair[side] for pair in self.pairs)) for side in (0, 1))
        return source, target


COURSES = (
    Course("to-en", (("ko", "en", None), ("zh", "en", None))),
    Course("from-en", (("en", "ko", ">>kor<<"), ("en", "zh", ">>cmn_Hans<<"))),
)


def prepare(course: Course, source: augment.Source, folder: Path, rng: random.Random) -> None:
    """Make the SentencePiece models and the vocabulary of a course."""
    lines = {
        language: [getattr(triple, language) for triple in source.triples] + source.phrases.texts(language, 600, rng)
        for language in corpus.LANGUAGES
    }
    mine, theirs = ("target", "source") if course.folder == "to-en" else ("source", "target")
    pieces.fit(folder / f"{mine}.spm", lines["en"], ENGLISH_PIECES, 1.0, NORMAL[mine])
    pieces.fit(folder / f"{theirs}.spm", lines["ko"] + lines["zh"], OTHER_PIECES, OTHER_COVERAGE, NORMAL[theirs])
    pieces.write_vocabulary(folder, course.tokens)


def batches(examples: list[Example], pad: int, rng: random.Random) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield (source, target) tensors of about BATCH target ids, sentences of like length together."""
    rng.shuffle(examples)
    examples.sort(key=lambda pair: (len(pair[1]) // 3, len(pair[0])))
    groups: list[list[Example]] = [[]]
    for pair in examples:
        if groups[-1] and (len(groups[-1]) + 1) * max(len(pair[1]), len(pair[0]) * 0.7) > BATCH:
            groups.append([])
        groups[-1].append(pair)
    rng.shuffle(groups)
    for group in groups:
        yield padded([source for source, _ in group], pad), padded([target for _, target in group], pad)


def padded(rows: list[list[int]], pad: int) -> torch.Tensor:
    length = max(map(len, rows))
    return torch.tensor([row + [pad] * (length - len(row)) for row in rows])


def rate(step: int, done: float) -> float:
    """Return the learning rate: a linear warm-up, then half a cosine over the time given (``done``: 0 to 1)."""
    return PEAK * min(1.0, step / WARMUP) * (0.05 + 0.95 * (1 + math.cos(math.pi * min(done, 1.0))) / 2)


class Training:
    """One course under way: the data, the weights, and the folder they are saved to."""

    def __init__(self, course: Course, folder: Path, out: Path, state: Path, seed: int, resume: bool) -> None:
        torch.manual_seed(seed)
        self.course, self.out, self.rng = course, out / course.folder, random.Random(seed)
        self.state = state / f"{course.folder}.pt"
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        trained, self.away = corpus.split(folder)
        self.source = augment.Source(trained, TABLES)
        self.out.mkdir(parents=True, exist_ok=True)
        self.state.parent.mkdir(parents=True, exist_ok=True)
        if not resume:
            prepare(course, self.source, self.out, self.rng)
        self.vocabulary = pieces.load(self.out)
        self.size, self.pad = len(self.vocabulary.ids), len(self.vocabulary.ids) - 1
        self.guide = alignment.Guide(self.examples(), self.size, self.vocabulary.targets)
        model = network.new_model(self.size)
        network.seed(model, self.guide.table)
        self.flat = network.Flat(model.to(self.device))
        if resume:
            self.flat.restore(torch.load(self.state, map_location=self.device))
        if network.DROPOUT:
            pool = network.MaskPool(network.DROPOUT, torch.Generator().manual_seed(seed), self.device)
            network.add_dropout(model, pool)
        self.optimizer = torch.optim.Adam([self.flat.master], lr=PEAK, betas=(0.9, 0.98), eps=1e-9, fused=True)
        self.steps = 0

    def examples(self) -> list[Example]:
        """Return one epoch of examples, made anew."""
        vocabulary = self.vocabulary
        return [
            (vocabulary.source_ids(a, token, sample=self.rng.random() < NOISY), vocabulary.target_ids(b))
            for source, target, token in self.course.pairs
            for a, b in self.source.epoch(source, target, self.rng)
        ]

    def learn(self, sources: torch.Tensor, targets: torch.Tensor, done: float) -> tuple[float, float, int]:
        """Take one step. Returns the losses of words and of alignment, summed over so many target ids."""
        self.steps += 1
        weight = GUIDE * max(0.0, 1 - done / GUIDE_UNTIL)
        hint = self.guide.batch(sources, targets, self.pad).to(self.device) if weight else None
        sources, targets = sources.to(self.device), targets.to(self.device)
        words, astray = network.loss(
            self.flat.model, sources, targets, self.pad, self.vocabulary.targets, hint, network.HIDDEN
        )
        count = int((targets != self.pad).sum())
        ((words + weight * astray) / count).backward()
        self.optimizer.param_groups[0]["lr"] = rate(self.steps, done)
        self.flat.step(self.optimizer, min(DECAY, (1 + self.steps) / (10 + self.steps)))
        return float(words.detach()), float(astray.detach()), count

    def heldout_loss(self, model: network.MarianMTModel) -> float:
        """Return the loss a target id on a third of the held-out sentences. Nothing is chosen by it."""
        examples = [
            (self.vocabulary.source_ids(getattr(triple, a), token), self.vocabulary.target_ids(getattr(triple, b)))
            for a, b, token in self.course.pairs
            for triple in self.away[::3]
        ]
        total, count = 0.0, 0
        with torch.no_grad():
            for sources, targets in batches(examples, self.pad, random.Random(0)):
                total += float(network.loss(model, sources, targets, self.pad, self.vocabulary.targets)[0])
                count += int((targets != self.pad).sum())
        return total / count

    def save(self) -> None:
        """Write the averaged weights as a checkpoint, and the state to go on from."""
        averaged = self.flat.averaged(self.size)
        print(f"{self.course.folder} step {self.steps}: held-out loss {self.heldout_loss(averaged):.3f}", flush=True)
        network.save(averaged, self.out, self.vocabulary.targets, self.course.languages)
        torch.save(self.flat.state(), self.state)

    def run(self, seconds: float) -> None:
        """Train for so many seconds."""
        started = saved = time.monotonic()
        words, astray, count = 0.0, 0.0, 0
        while (spent := time.monotonic() - started) < seconds:
            for sources, targets in batches(self.examples(), self.pad, self.rng):
                more = self.learn(sources, targets, spent / seconds)
                words, astray, count = words + more[0], astray + more[1], count + more[2]
                spent = time.monotonic() - started
                if self.steps % LOG_EVERY == 0:
                    print(
                        f"{self.course.folder} {spent / 60:6.1f} min, step {self.steps}: loss {words / count:.3f},"
                        f" alignment {astray / count:.3f}, {count} ids",
                        flush=True,
                    )
                    words, astray, count = 0.0, 0.0, 0
                if time.monotonic() - saved > SAVE_EVERY:
                    saved = time.monotonic()
                    self.save()
                if spent > seconds:
                    break
        self.save()


def train(course: Course, options: argparse.Namespace) -> None:
    """Train one course in a process of its own."""
    torch.set_num_threads(1)
    training = Training(course, options.corpus, options.out, options.state, options.seed, options.resume)
    training.run(options.minutes * 60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("samples/corpus"))
    parser.add_argument("--out", type=Path, default=Path("models/demo"))
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--state", type=Path, default=Path("build/demo-models"), help="where to keep what --resume needs"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the vocabulary in --out and from --state")
    parser.add_argument("--only", choices=[course.folder for course in COURSES])
    options = parser.parse_args()
    context = torch.multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=train, args=(course, options))
        for course in COURSES
        if options.only in (None, course.folder)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
