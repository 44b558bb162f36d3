"""`models.engines.queue`: callers share batches, take turns, and harm each other not."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.engines import Options, Request
from models.engines.queue import Queue
from models.errors import Cancelled, ModelError, ModelInvalid, TranslationFailed

GREEDY = Options(beam=1)


class Engine:
    """An engine whose translation is the upper case; it remembers its batches and can be held."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.batches: list[list[str]] = []
        self.options: list[Options] = []
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()
        self._seconds = seconds

    def count(self, text: str) -> int:
        return len(text)

    def translate(self, requests: Sequence[Request], options: Options) -> list[str]:
        self.batches.append([r.text for r in requests])
        self.options.append(options)
        self.gate.wait(5)
        time.sleep(self._seconds)
        if any("!" in r.text for r in requests):
            raise TranslationFailed("a sentence with !")
        if any("?" in r.text for r in requests):
            raise ZeroDivisionError
        return [r.text.upper() + r.token for r in requests]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def queue(engine: Engine) -> Iterator[Queue]:
    made = Queue(lambda: engine, workers=1)
    yield made
    made.close()


def ask(queue: Queue, *texts: str, options: Options = GREEDY) -> list[str | ModelError]:
    results = queue.ask([Request(text) for text in texts], options)
    return [result if isinstance(result, ModelError) else result[0] for result in results]


def test_answers_come_in_the_callers_order(queue: Queue) -> None:
    assert ask(queue, "b", "aaaa", "cc") == ["B", "AAAA", "CC"]
    assert ask(queue) == []


def test_callers_share_a_batch(queue: Queue, engine: Engine) -> None:
    ask(queue, "warm")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda t: ask(queue, t), "abcd")) == [["A"], ["B"], ["C"], ["D"]]
    assert len(engine.batches) - 1 < 4


def test_the_longest_go_together(queue: Queue, engine: Engine) -> None:
    texts = [chr(97 + i % 26) * (i + 1) for i in range(40)]
    ask(queue, *texts)
    assert [len(t) for batch in engine.batches for t in batch] == sorted(range(1, 41), reverse=True)
    assert [len(batch) for batch in engine.batches] == [16, 16, 8]


def test_a_headline_does_not_wait_for_a_long_article(queue: Queue, engine: Engine) -> None:
    engine.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        article = pool.submit(lambda: ask(queue, *["word " * 9] * 200))
        while not engine.batches:
            time.sleep(0.001)
        headline = pool.submit(lambda: ask(queue, "headline"))
        time.sleep(0.05)
        engine.gate.set()
        assert headline.result(5) == ["HEADLINE"]
        assert len(article.result(5)) == 200
    assert next(i for i, batch in enumerate(engine.batches) if "headline" in batch) == 1


def test_two_workers_take_half_each() -> None:
    engine = Engine(seconds=0.02)
    queue = Queue(lambda: engine, workers=2)
    ask(queue, *"abcdefghij")
    assert sorted(map(len, engine.batches)) == [5, 5]
    queue.close()


def test_who_is_alone_gives_long_and_short_ones_to_every_worker() -> None:
    engine = Engine(seconds=0.02)
    queue = Queue(lambda: engine, workers=2)
    ask(queue, *("x" * length for length in range(1, 11)))
    first, second = sorted(sorted(map(len, batch)) for batch in engine.batches)
    assert (first, second) == ([1, 3, 5, 7, 9], [2, 4, 6, 8, 10])
    queue.close()


def test_a_brief_is_taken_whole(queue: Queue, engine: Engine) -> None:
    """Else two that ask together would both wait for the last sentence of both."""
    engine.gate.clear()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(lambda: ask(queue, *["first " * 9] * 16))]
        while not engine.batches:
            time.sleep(0.001)
        asked += [pool.submit(lambda name=name: ask(queue, *[name] * 9)) for name in "abc"]
        deadline = time.monotonic() + 5
        while queue._pending < 27 and time.monotonic() < deadline:
            time.sleep(0.001)
        engine.gate.set()
        assert [len(one.result(5)) for one in asked] == [16, 9, 9, 9]
    assert sorted(map(len, engine.batches)) == [9, 16, 18]
    assert all(batch.count(name) in (0, 9) for batch in engine.batches for name in "abc")


def test_options_are_not_mixed(queue: Queue, engine: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda i: ask(queue, f"t{i}", f"u{i}", options=Options(beam=1 + i % 2)), range(6)))
    for batch, options in zip(engine.batches, engine.options, strict=True):
        assert {1 + int(text[1]) % 2 for text in batch} == {options.beam}


@pytest.mark.parametrize("bad", ["b!", "b?"])
def test_one_bad_sentence_harms_no_other(queue: Queue, bad: str) -> None:
    first, failed, last = ask(queue, "a", bad, "c")
    assert (first, last) == ("A", "C")
    assert isinstance(failed, TranslationFailed)
    assert ask(queue, "again") == ["AGAIN"]


def test_a_model_that_cannot_be_loaded_is_told_to_every_caller_and_tried_again() -> None:
    tries: list[int] = []

    def load() -> Engine:
        tries.append(1)
        if len(tries) < 3:
            raise ModelInvalid("broken")
        return Engine()

    queue = Queue(load, workers=1)
    assert all(isinstance(r, ModelInvalid) for r in ask(queue, "a", "b"))
    assert len(tries) == 1
    assert isinstance(ask(queue, "a")[0], ModelInvalid)
    assert ask(queue, "a") == ["A"]
    queue.close()


def test_who_cancels_leaves_at_once_and_the_rest_goes_on(queue: Queue, engine: Engine) -> None:
    engine.gate.clear()
    cancel = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        long = pool.submit(lambda: queue.ask([Request("x")] * 100, GREEDY, cancel))
        while not engine.batches:
            time.sleep(0.001)
        other = pool.submit(lambda: ask(queue, "y"))
        cancel.set()
        with pytest.raises(Cancelled):
            long.result(5)
        engine.gate.set()
        assert other.result(5) == ["Y"]
    assert sum(map(len, engine.batches)) < 40


def test_the_queue_is_bounded(engine: Engine) -> None:
    queue = Queue(lambda: engine, workers=1, limit=20)
    engine.gate.clear()
    cancel = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: ask(queue, *"a" * 60))
        while not engine.batches:
            time.sleep(0.001)
        second = pool.submit(lambda: queue.ask([Request("b")], GREEDY, cancel))
        time.sleep(0.1)
        cancel.set()
        with pytest.raises(Cancelled):
            second.result(5)
        engine.gate.set()
        assert first.result(5) == ["A"] * 60
    queue.close()


def test_an_idle_model_is_unloaded_and_comes_back() -> None:
    made: list[Engine] = []

    def load() -> Engine:
        made.append(Engine())
        return made[-1]

    queue = Queue(load, workers=2, idle_s=0.05)
    assert ask(queue, "a") == ["A"]
    deadline = time.monotonic() + 5
    while queue.loaded and time.monotonic() < deadline:
        time.sleep(0.01)
    assert made[0].closed
    assert ask(queue, "b") == ["B"]
    assert len(made) == 2
    queue.close()
    assert made[1].closed


def test_close_ends_who_waits(engine: Engine) -> None:
    queue = Queue(lambda: engine, workers=1)
    engine.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(lambda: ask(queue, *"a" * 50))
        while not engine.batches:
            time.sleep(0.001)
        closing = pool.submit(queue.close)
        time.sleep(0.05)
        engine.gate.set()
        closing.result(5)
        assert any(isinstance(r, TranslationFailed) for r in waiting.result(5))
    with pytest.raises(TranslationFailed):
        ask(queue, "late")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text(alphabet="abc!", min_size=1, max_size=8), max_size=30), max_size=6), st.integers(1, 3))
def test_every_caller_gets_its_own_answers(callers: list[list[str]], workers: int) -> None:
    queue = Queue(Engine, workers=workers, window_s=0.001)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda texts: ask(queue, *texts), callers))
    for texts, got in zip(callers, answers, strict=True):
        assert len(texts) == len(got)
        for text, answer in zip(texts, got, strict=True):
            assert isinstance(answer, TranslationFailed) if "!" in text else answer == text.upper()
    queue.close()
