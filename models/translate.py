"""Sentences of one language -> the same number of sentences of another, over the models that are there.

In: sentences and two codes of `models.language.CODES`. Out: a `Translation` each, in order, whatever it holds.
Routes: the same language (identity); the other Chinese script (OpenCC, never through English); one model; two models
through English. Traditional Chinese is read through OpenCC (`t2s`) and written with the model's own target token or
through OpenCC. Never splits an article, never checks figures against the source beyond counting them, never formats.
"""

import atexit
import os
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from models import scripts
from models.catalog import PAIRS, Catalog
from models.engines import ladder, segments
from models.engines.memory import Entry, Memory
from models.engines.queue import IDLE_S, Engine, Queue
from models.errors import ModelError, PairUnavailable, TranslationFailed, WeightsMissing
from models.hub import Hub, Progress
from models.installation.installed import Installed
from models.language import base, canonical

_RULES: Final = 2
"""Version of what stands between a model's output and the translation: part of the memory's key."""


@dataclass(frozen=True, slots=True)
class Translation:
    source: str
    text: str
    faults: tuple[str, ...] = ()
    """What the guard ladder could not mend: "empty", "loop", "length", "script", "truncated", "untranslated"."""


class Translator(Protocol):
    """What `models.brief` asks for. Thread-safe; blocks the calling thread."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Translation]:
        """1:1 with `sentences`, in order. Language codes of `models.language.CODES`.

        Raises PairUnavailable or WeightsMissing when no route is there, TranslationFailed when the engine broke.
        """
        ...

    def describe(self, source: str, target: str) -> dict[str, object]:
        """For `Brief.engine`: {"preset", "route": ["ko-en", "en-zh"], "models": [...], "engine", "demo": bool}."""
        ...


@runtime_checkable
class Chooser(Translator, Protocol):
    """A translator that knows more than one translation of a sentence."""

    def others(self, sentences: Sequence[str], source: str, target: str) -> list[list[Translation]]:
        """Further translations of each sentence, the likeliest first; [] where there are none. Raises as `translate`."""
        ...


@dataclass(frozen=True, slots=True)
class _Leg:
    """One model on the way."""

    pair: str
    model: Installed
    token: str
    writes: str
    """The code of what it writes: "zh-Hans" even where the reader wants zh-Hant and the model cannot."""

    @property
    def source(self) -> str:
        return self.pair.split("-")[0]

    @property
    def target(self) -> str:
        return self.pair.split("-")[1]


class MarianTranslator:
    """Translates with the models of a preset; installs one on first use where it is missing.

    `workers` is how many cores may be used, 0: all. `memory`: the file of the translation memory, None for none.
    `ladder` False: outputs are not judged, nothing is tried again (for benchmarks with random weights).
    """

    def __init__(
        self,
        catalog: Catalog,
        models_dir: Path,
        *,
        preset: str = "opus",
        engine: str = "ct2",
        beam: int = 2,
        workers: int = 0,
        memory: Path | None = None,
        offline: bool = False,
        progress: Progress | None = None,
        environ: Mapping[str, str] = os.environ,
        idle_s: float = IDLE_S,
        ladder: bool = True,
    ) -> None:
        self._hub = Hub(models_dir, catalog, offline=offline, progress=progress, environ=environ)
        self._preset, self._engine, self._beam = preset, engine, beam
        self._workers = workers or cores()
        self._memory = Memory(memory) if memory else None
        self._idle_s, self._ladder = idle_s, ladder
        self._lock = threading.Lock()
        self._found: dict[str, Installed] = {}
        self._queues: dict[Path, Queue] = {}
        # The threads of the queues are daemons; they must have left the engine before the interpreter goes away.
        atexit.register(_close, weakref.ref(self))

    def translate(
        self, sentences: Sequence[str], source: str, target: str, cancel: threading.Event | None = None
    ) -> list[Translation]:
        """As `Translator.translate`. Once `cancel` is set, raises Cancelled within a batch's time."""
        source, target = canonical(source), canonical(target)
        if source == target:
            return [Translation(s, s) for s in sentences]
        if base(source) == base(target):
            change = scripts.to_hant if target == "zh-Hant" else scripts.to_hans
            return [Translation(s, change(s)) for s in sentences]
        legs = self._legs(source, target)
        entries: list[Entry] = [(scripts.to_hans(s) if source == "zh-Hant" else s, ()) for s in sentences]
        for leg in legs:
            entries = self._onward(leg, entries, cancel)
        script = _script(target, legs[-1])
        return [Translation(s, script(text), faults) for s, (text, faults) in zip(sentences, entries, strict=True)]

    def others(
        self, sentences: Sequence[str], source: str, target: str, cancel: threading.Event | None = None
    ) -> list[list[Translation]]:
        """As `Chooser.others`, by a wider search with the first model; the second has one translation of each."""
        source, target = canonical(source), canonical(target)
        if base(source) == base(target) or not self._ladder:
            return [[] for _ in sentences]
        first, *rest = self._legs(source, target)
        texts = [scripts.to_hans(s) if source == "zh-Hant" else s for s in sentences]
        wide = self._wide(first, texts, cancel)
        entries = [entry for row in wide for entry in row]
        for leg in rest:
            entries = self._onward(leg, entries, cancel)
        script = _script(target, rest[-1] if rest else first)
        ends = iter(entries)
        return [
            [Translation(s, script(text), faults) for text, faults in islice(ends, len(row))]
            for s, row in zip(sentences, wide, strict=True)
        ]

    def describe(self, source: str, target: str) -> dict[str, object]:
        """The route and the models on it, installed or not; raises PairUnavailable where there is none."""
        source, target = canonical(source), canonical(target)
        pairs = route(source, target)
        known = [self._describe_model(pair) for pair in pairs]
        return {
            "preset": self._preset,
            "route": list(pairs),
            "models": [name for name, _ in known],
            "engine": self._engine if pairs else ("opencc" if source != target else "none"),
            "beam": self._beam,
            "demo": any(demo for _, demo in known),
        }

    def close(self) -> None:
        """Give back threads, models and the memory's file. Callers still waiting get TranslationFailed."""
        with self._lock:
            queues, self._queues = list(self._queues.values()), {}
        for queue in queues:
            queue.close()
        if self._memory is not None:
            self._memory.close()

    def _describe_model(self, pair: str) -> tuple[str, bool]:
        model = self._found.get(pair)
        if model is not None:
            return model.name, model.demo
        entry = self._hub.catalog.find(pair, self._preset)
        return (entry.name if entry else "", self._preset == "demo")

    def _legs(self, source: str, target: str) -> list[_Leg]:
        return [self._leg(pair, target) for pair in route(source, target)]

    def _leg(self, pair: str, target: str) -> _Leg:
        model = self._model(pair)
        writes = target if pair.endswith(f"-{base(target)}") else pair.split("-")[1]
        if writes == "zh-Hant" and "zh-Hant" not in model.tokens:
            writes = "zh-Hans"
        return _Leg(pair, model, model.tokens.get(canonical(writes), ""), canonical(writes))

    def _model(self, pair: str) -> Installed:
        """The installed model of a direction; installed now, once, where it is missing."""
        with self._lock:
            found = self._found.get(pair)
            if found is not None and (found.folder / "manifest.json").is_file():
                return found
        try:
            model = self._hub.need(
                pair, self._preset, pull=self._preset != "installed", checkpoint=self._engine == "transformers"
            )
        except ModelError as error:
            if isinstance(error, (WeightsMissing, PairUnavailable)):
                raise
            raise WeightsMissing(f"{pair} cannot be had: {error}", detail=pair) from error
        with self._lock:
            self._found[pair] = model
        return model

    def _queue(self, model: Installed) -> Queue:
        with self._lock:
            queue = self._queues.get(model.folder)
            if queue is None:
                torch = self._engine == "transformers" and model.kind == "marian"
                # torch spreads one batch over the cores itself
                queue = Queue(lambda: self._load(model), workers=1 if torch else self._workers, idle_s=self._idle_s)
                self._queues[model.folder] = queue
            return queue

    def _load(self, model: Installed) -> Engine:
        if self._engine == "transformers" and model.kind == "marian":
            from models.engines.marian import MarianEngine

            if model.checkpoint is None:
                raise WeightsMissing(f"{model.name}: the checkpoint was not kept", detail=model.pairs[0])
            return MarianEngine(model.checkpoint)
        from models.engines.ct2 import Ct2Engine

        return Ct2Engine(
            model.folder,
            workers=self._workers,
            source=model.source_spm,
            target=model.target_spm,
            eos=model.eos,
        )

    def _onward(self, leg: _Leg, entries: Sequence[Entry], cancel: threading.Event | None) -> list[Entry]:
        """What came out of the models so far through one more; faults add up."""
        moved = self._through(leg, [text for text, _ in entries], cancel)
        return [
            (text, tuple(dict.fromkeys((*old, *new)))) for (_, old), (text, new) in zip(entries, moved, strict=True)
        ]

    def _wide(self, leg: _Leg, texts: Sequence[str], cancel: threading.Event | None) -> list[list[Entry]]:
        """Every text that a wider search ends with, a list for each sentence; [] where the engine refuses it."""
        keys = [f"{self._key(leg)}|{place}" for place in range(ladder.ENDS)]
        stored = [self._memory.find(key, texts) for key in keys] if self._memory else []
        known = {text: [place[text] for place in stored if text in place] for text in texts}
        fresh = [text for text, row in known.items() if not row and segments.has_letters(text)]
        for text, row in zip(fresh, self._run(leg, cancel).wide(fresh) if fresh else [], strict=True):
            known[text] = row
            for key, entry in zip(keys, row, strict=False):
                if self._memory:
                    self._memory.store(key, {text: entry})
        return [known[text] for text in texts]

    def _run(self, leg: _Leg, cancel: threading.Event | None) -> ladder.Run:
        return ladder.Run(self._queue(leg.model), leg.token, leg.source, leg.target, cancel)

    def _key(self, leg: _Leg) -> str:
        """Of the memory: what makes a translation another one."""
        return f"{leg.model.fingerprint}|{self._engine}|{self._beam}|{leg.token}|{self._ladder}|{_RULES}"

    def _through(self, leg: _Leg, texts: Sequence[str], cancel: threading.Event | None) -> list[Entry]:
        """Each text through one model: known ones from the memory, the others translated, judged and stored."""
        key = self._key(leg)
        unique = list(dict.fromkeys(texts))
        known = self._memory.find(key, unique) if self._memory else {}
        fresh = [text for text in unique if text not in known]
        drafts = self._run(leg, cancel).translate(fresh, self._beam, self._ladder) if fresh else []
        done = {d.text: (d.output, d.faults) for d in drafts}
        if self._memory:
            self._memory.store(key, {d.text: (d.output, d.faults) for d in drafts if d.failed is None})
        return [known.get(text) or done[text] for text in texts]


def route(source: str, target: str) -> tuple[str, ...]:
    """The pairs on the way: () within one language, one model, or two through English."""
    a, b = base(source), base(target)
    if a == b:
        return ()
    if f"{a}-{b}" in PAIRS:
        return (f"{a}-{b}",)
    legs = (f"{a}-en", f"en-{b}")
    if not all(pair in PAIRS for pair in legs):
        raise PairUnavailable(f"no way from {source} to {target}", detail=f"{a}-{b}")
    return legs


def cores() -> int:
    """Processor cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _script(target: str, last: _Leg) -> Callable[[str], str]:
    """What turns the last model's output into the script that was asked for."""
    if target != "zh-Hant":
        return str
    return scripts.mend_hant if last.writes == "zh-Hant" else scripts.to_hant


def _close(translator: "weakref.ref[MarianTranslator]") -> None:
    living: Any = translator()
    if living is not None:
        living.close()


__all__ = ["Chooser", "MarianTranslator", "Translation", "TranslationFailed", "Translator", "cores", "route"]
