"""Sentences through one model: cut into what it takes, translated, judged, and where that looks bad tried otherwise.

In: sentences and a queue. Out: a `Draft` each, in order; or all texts that a wider search ends with. The guard ladder: judge; try
suspicious sentences again, first searching otherwise, then cut at clauses; keep the best. Never knows what a figure or a name is
worth beyond counting figures, never remembers.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from models.engines import Options, Request, guards, segments
from models.engines.queue import Queue
from models.errors import ModelError

_RETRY_BEAM: Final = 4
_RETRY_NO_REPEAT, _RETRY_PENALTY = 4, 1.1
_WIDE: Final = Options(_RETRY_BEAM, _RETRY_NO_REPEAT, _RETRY_PENALTY, hypotheses=_RETRY_BEAM)
"""The search for other translations: all that the wider beam ends with."""
ENDS: Final = _WIDE.hypotheses
"""Texts of a wider search at most."""


@dataclass(slots=True)
class Draft:
    """A sentence on its way through one model."""

    text: str
    cut: segments.Cut
    output: str = ""
    faults: tuple[str, ...] = ()
    weight: int = 0
    failed: ModelError | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One caller's sentences through one model. `source` and `target` are base languages, `token` is the target's."""

    queue: Queue
    token: str
    source: str
    target: str
    cancel: threading.Event | None = None

    def translate(self, texts: Sequence[str], beam: int, ladder: bool) -> list[Draft]:
        """Raises the engine's error where all sentences fail; one alone keeps its source text and says so."""
        drafts = [Draft(text, segments.Cut(text, (), "")) for text in texts]
        asked = [d for d in drafts if segments.has_letters(d.text)]
        if not asked:
            return [_passed(d) for d in drafts]
        count = self.queue.engine().count
        for draft in asked:
            draft.cut = segments.cut(draft.text, count)
        self._ask(asked, Options(beam=beam))
        failed = [d.failed for d in asked if d.failed is not None]
        if failed and len(failed) == len(asked):
            raise failed[0]
        if ladder:
            self._climb([d for d in asked if d.failed is None], beam)
        return [_passed(d) if not d.cut.segments else d for d in drafts]

    def wide(self, texts: Sequence[str]) -> list[list[tuple[str, tuple[str, ...]]]]:
        """(text, its faults) for each end of a wider search, the likeliest first; [] where the engine refuses a sentence."""
        cuts = [segments.cut(text, self.queue.engine().count) for text in texts]
        requests = [Request(segment, self.token) for cut in cuts for segment in cut.segments]
        results = iter(self.queue.ask(requests, _WIDE, self.cancel))
        found: list[list[tuple[str, tuple[str, ...]]]] = []
        for text, cut in zip(texts, cuts, strict=True):
            parts = [part for part in islice(results, len(cut.segments)) if isinstance(part, tuple)]
            whole = len(parts) == len(cut.segments)
            outputs = [cut.join(list(said), self.target) for said in zip(*parts, strict=True)] if whole else []
            found.append([(said, self._judge(text, said)[0]) for said in dict.fromkeys(outputs)])
        return found

    def _ask(self, drafts: Sequence[Draft], options: Options) -> None:
        requests = [Request(segment, self.token) for draft in drafts for segment in draft.cut.segments]
        results = iter(self.queue.ask(requests, options, self.cancel))
        for draft in drafts:
            parts = [next(results) for _ in draft.cut.segments]
            errors = [part for part in parts if isinstance(part, ModelError)]
            if errors:
                draft.failed, draft.output, draft.faults = errors[0], draft.text, (guards.UNTRANSLATED,)
            else:
                draft.output = draft.cut.join([p[0] for p in parts if isinstance(p, tuple)], self.target)

    def _climb(self, drafts: Sequence[Draft], beam: int) -> None:
        for draft in drafts:
            draft.faults, draft.weight = self._judge(draft.text, draft.output)
        retry = Options(_RETRY_BEAM if beam != _RETRY_BEAM else 1, _RETRY_NO_REPEAT, _RETRY_PENALTY)
        count = self.queue.engine().count
        rungs: tuple[Callable[[Draft], segments.Cut], ...] = (
            lambda draft: draft.cut,
            lambda draft: segments.cut(draft.text, count, limit=_clause_limit(count, draft.cut)),
        )
        for rung in rungs:
            bad = [d for d in drafts if d.weight]
            if not bad:
                return
            others = [Draft(d.text, rung(d)) for d in bad]
            self._ask(others, retry)
            for draft, other in zip(bad, others, strict=True):
                if other.failed is not None:
                    continue
                other.faults, other.weight = self._judge(other.text, other.output)
                if other.weight < draft.weight:
                    draft.output, draft.faults, draft.weight = other.output, other.faults, other.weight

    def _judge(self, text: str, output: str) -> tuple[tuple[str, ...], int]:
        """The faults that can be seen, and how bad they are together with the figures that are gone."""
        found = guards.faults(text, output, self.source, self.target)
        lost = guards.figures_lost(text, output, self.source, self.target)
        return found, guards.weight(found, lost)


def _clause_limit(count: Callable[[str], int], cut: segments.Cut) -> int:
    """Two thirds of the sentence's pieces: it is cut between clauses, and no clause is torn that need not be."""
    return max(8, sum(map(count, cut.segments)) * 2 // 3)


def _passed(draft: Draft) -> Draft:
    """Nothing to translate: the text as it is."""
    draft.output = draft.text.strip()
    return draft
