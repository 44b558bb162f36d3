"""`models.translate`: routes, one to one whatever comes, the guard ladder, the memory."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models import catalog, translate
from models.engines import Options, Request
from models.errors import Cancelled, PairUnavailable, TranslationFailed, WeightsMissing
from models.installation.installed import Installed
from models.language import CODES
from models.translate import MarianTranslator, Translation
from tests.checkpoints import small


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def demo(models_dir: Path) -> Iterator[MarianTranslator]:
    made = MarianTranslator(catalog.load(), models_dir, preset="demo", beam=1, workers=2, offline=True)
    yield made
    made.close()


class Scripted:
    """An engine that says what `say` says; it remembers what it was asked."""

    def __init__(self, say: Callable[[Request, Options], str | list[str]]) -> None:
        self.say = say
        self.asked: list[tuple[Request, Options]] = []

    def count(self, text: str) -> int:
        return len(text)

    def translate(self, requests: Sequence[Request], options: Options) -> list[str]:
        self.asked += [(request, options) for request in requests]
        said = [self.say(request, options) for request in requests]
        return [text for one in said for text in (one if isinstance(one, list) else [one] * options.hypotheses)]

    def close(self) -> None: ...


Make = Callable[..., tuple[MarianTranslator, Scripted]]


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    made: list[MarianTranslator] = []

    def make(say: Callable[[Request, Options], str | list[str]], **more: Any) -> tuple[MarianTranslator, Scripted]:
        engine = Scripted(say)
        tokens = more.pop("tokens", {"ko": ">>kor<<", "zh-Hans": ">>cmn_Hans<<"})

        def need(hub: Any, pair: str, preset: str, **_: Any) -> Installed:
            folder = tmp_path / pair
            folder.mkdir(exist_ok=True)
            (folder / "manifest.json").touch()
            return Installed(folder, f"x/{pair}", (pair,), preset, "marian", tokens=tokens, fingerprint=pair)

        monkeypatch.setattr("models.hub.Hub.need", need)
        monkeypatch.setattr(MarianTranslator, "_load", lambda self, model: engine)
        translator = MarianTranslator(catalog.load(), tmp_path, workers=1, **more)
        made.append(translator)
        return translator, engine

    yield make
    for translator in made:
        translator.close()


GOOD = "The central bank left its key rate where it was on Thursday."
SOURCE = "央行周四维持基准利率不变，这是连续第六次。"


class TestRoutes:
    @pytest.mark.parametrize(
        ("source", "target", "expected"),
        [
            ("zh-Hans", "en", ("zh-en",)),
            ("zh-Hant", "en", ("zh-en",)),
            ("ko", "en", ("ko-en",)),
            ("en", "zh-Hant", ("en-zh",)),
            ("ko", "zh-Hans", ("ko-en", "en-zh")),
            ("zh-Hant", "ko", ("zh-en", "en-ko")),
            ("zh-Hans", "zh-Hant", ()),
            ("ko", "ko", ()),
        ],
    )
    def test_route(self, source: str, target: str, expected: tuple[str, ...]) -> None:
        assert translate.route(source, target) == expected

    @pytest.mark.parametrize("code", CODES)
    def test_the_same_language_needs_no_model(self, tmp_path: Path, code: str) -> None:
        none = MarianTranslator(catalog.load(), tmp_path, offline=True)
        assert none.translate(["软件 軟體 소프트웨어", ""], code, code) == [
            Translation("软件 軟體 소프트웨어", "软件 軟體 소프트웨어"),
            Translation("", ""),
        ]
        assert none.describe(code, code)["route"] == []

    def test_the_other_script_goes_by_opencc_and_needs_no_model(self, tmp_path: Path) -> None:
        none = MarianTranslator(catalog.load(), tmp_path, offline=True)
        there = [t.text for t in none.translate(["这个软件的信息", "头发发财，皇后在后面"], "zh", "zh-Hant")]
        assert there == ["這個軟體的資訊", "頭髮發財，皇后在後面"]
        assert [t.text for t in none.translate(["總統說，臺灣的軟體"], "zh-Hant", "zh-Hans")] == ["总统说，台湾的软体"]
        assert none.describe("zh-Hant", "zh-Hans")["engine"] == "opencc"

    def test_every_direction_is_served_by_the_demo_models(self, demo: MarianTranslator) -> None:
        texts = {
            "en": "The company said on Monday that sales rose 12% to 3.4 million won.",
            "ko": "회사는 월요일 매출이 12% 늘었다고 밝혔다.",
            "zh-Hans": "公司周一表示，销售额增长12%。",
            "zh-Hant": "公司週一表示，銷售額增長12%。",
        }
        for source in CODES:
            for target in CODES:
                (got,) = demo.translate([texts[source]], source, target)
                assert got.source == texts[source]
                assert got.text
                described = demo.describe(source, target)
                assert described["demo"] == (source.split("-")[0] != target.split("-")[0])

    def test_what_is_described(self, demo: MarianTranslator) -> None:
        assert demo.describe("ko", "zh-Hant") == {
            "preset": "demo",
            "route": ["ko-en", "en-zh"],
            "models": ["demo/to-en", "demo/from-en"],
            "engine": "ct2",
            "beam": 1,
            "demo": True,
        }

    def test_traditional_chinese_is_read_simplified_and_written_by_opencc(self, scripted: Make) -> None:
        translator, engine = scripted(lambda r, o: "这个软件。" if r.token else GOOD)
        (got,) = translator.translate(["央行週四維持基準利率不變，這是連續第六次。"], "zh-Hant", "en")
        assert engine.asked[0][0] == Request(SOURCE)
        assert got.source.startswith("央行週四")
        (back,) = translator.translate(["This software."], "en", "zh-Hant")
        assert engine.asked[1][0].token == ">>cmn_Hans<<"
        assert back.text == "這個軟體。"

    def test_a_model_that_writes_traditional_is_asked_to(self, scripted: Make) -> None:
        tokens = {"zh-Hans": ">>cmn_Hans<<", "zh-Hant": ">>cmn_Hant<<"}
        translator, engine = scripted(lambda r, o: "這個软件。", tokens=tokens)
        (got,) = translator.translate(["This software."], "en", "zh-Hant")
        assert engine.asked[0][0].token == ">>cmn_Hant<<"
        assert got.text == "這個軟件。"  # what it left simplified is mended

    def test_without_models_the_pair_is_named(self, tmp_path: Path) -> None:
        none = MarianTranslator(catalog.load(), tmp_path, preset="opus", offline=True)
        with pytest.raises(WeightsMissing) as missing:
            none.translate(["글"], "ko", "zh")
        assert missing.value.detail == "ko-en"
        with pytest.raises(PairUnavailable):
            MarianTranslator(catalog.load(), tmp_path, preset="nonsense").translate(["글"], "ko", "en")
        assert none.describe("ko", "en")["models"] == ["Helsinki-NLP/opus-mt-ko-en"]

    def test_a_model_added_by_hand_goes_before_the_presets(self, tmp_path: Path) -> None:
        translator = MarianTranslator(catalog.load(), tmp_path / "m", preset="opus", offline=True, workers=1)
        added = translator._hub.add(small(tmp_path / "mine"))
        (got,) = translator.translate(["我们没有办法。"], "zh", "en")
        assert got.text
        assert translator.describe("zh", "en")["models"] == [added.name]
        translator.close()


class TestOneToOne:
    TEXTS = st.one_of(
        st.text(max_size=60),
        st.text(
            alphabet="央行周四维持利率不变，。“”（）한국은행이금리를동결했다 .,!?\"'()"
            "👍🏽🇰🇷\u200d\ufeff\ud800\x00\n\t1２％€",
            max_size=60,
        ),
        st.sampled_from(
            [
                "</s>",
                "<unk>",
                ">>cmn_Hans<< 你好",
                ">>kor<<",
                "▁▁▁",
                "<pad>" * 20,
                "a" * 3000,
                "字" * 1200,
                "😀" * 300,
                "\u202e反",
            ]
        ),
    )

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(TEXTS, max_size=5), st.sampled_from([("zh", "en"), ("en", "ko"), ("zh-Hant", "ko"), ("en", "zh-Hant")])
    )
    @example(["?不\ud800"], ("zh", "en"))
    def test_whatever_comes(self, demo: MarianTranslator, texts: list[str], way: tuple[str, str]) -> None:
        got = demo.translate(texts, *way)
        assert [t.source for t in got] == texts
        for text, translation in zip(texts, got, strict=True):
            if not any(c.isalpha() for c in text):
                assert translation.text.split() == "".join(c for c in text).split() or not translation.faults

    def test_the_same_sentence_is_translated_once(self, scripted: Make) -> None:
        translator, engine = scripted(lambda r, o: GOOD)
        got = translator.translate([SOURCE, SOURCE, "12.5%", SOURCE, ""], "zh", "en")
        assert len(engine.asked) == 1
        assert [t.text for t in got] == [GOOD, GOOD, "12.5%", GOOD, ""]

    def test_nothing_asked_nothing_loaded(self, scripted: Make) -> None:
        translator, engine = scripted(lambda r, o: GOOD)
        assert translator.translate([], "ko", "zh") == []
        assert [t.text for t in translator.translate(["2024", "👍"], "ko", "zh")] == ["2024", "👍"]
        assert engine.asked == []

    def test_a_sentence_that_the_engine_refuses_keeps_its_source(self, scripted: Make) -> None:
        def say(request: Request, options: Options) -> str:
            if "坏" in request.text:
                raise TranslationFailed("no")
            return GOOD

        translator, _ = scripted(say)
        good, bad = translator.translate([SOURCE, "这是一句坏的话。"], "zh", "en")
        assert (good.text, good.faults) == (GOOD, ())
        assert (bad.text, bad.faults) == ("这是一句坏的话。", ("untranslated",))
        with pytest.raises(TranslationFailed):
            translator.translate(["这也是坏的。"], "zh", "en")


class TestLadder:
    def test_a_loop_is_searched_again_otherwise(self, scripted: Make) -> None:
        translator, engine = scripted(lambda r, o: GOOD if o.no_repeat else "the bank of " * 20)
        (got,) = translator.translate([SOURCE], "zh", "en")
        assert (got.text, got.faults) == (GOOD, ())
        assert [o for _, o in engine.asked] == [Options(2), Options(4, 4, 1.1)]

    def test_what_searching_does_not_mend_is_cut_at_clauses(self, scripted: Make) -> None:
        def say(request: Request, options: Options) -> str:
            return "the bank of " * 20 if len(request.text) > 15 else "The central bank spoke again."

        translator, engine = scripted(say)
        (got,) = translator.translate([SOURCE], "zh", "en")
        assert got.text == "The central bank spoke again. The central bank spoke again."
        assert got.faults == ()
        assert len(engine.asked) == 4

    def test_the_best_is_kept_and_says_what_is_wrong(self, scripted: Make) -> None:
        def say(request: Request, options: Options) -> str:
            return "The central bank left its key rate where it was," if options.no_repeat else "the bank of " * 20

        translator, _ = scripted(say)
        (got,) = translator.translate([SOURCE], "zh", "en")
        assert got.faults == ("truncated",)
        (whole,) = scripted(lambda r, o: "")[0].translate([SOURCE], "zh", "en")
        assert whole.faults == ("empty",)

    def test_a_lost_figure_is_looked_for_again_and_is_no_fault_of_ours_to_tell(self, scripted: Make) -> None:
        source = "公司营收增长12%，达到3.4亿元，创下历史新高。"
        good = "Revenue rose 12% to 340 million yuan, a record high."
        translator, engine = scripted(lambda r, o: good if o.no_repeat else good.replace("12% ", ""))
        (got,) = translator.translate([source], "zh", "en")
        assert (got.text, got.faults) == (good, ())
        assert len(engine.asked) == 2

    def test_good_sentences_are_not_asked_again(self, scripted: Make) -> None:
        translator, engine = scripted(lambda r, o: GOOD if r.text == SOURCE else "loop " * 30)
        translator.translate([SOURCE, "另一句话。"], "zh", "en")
        assert sum(r.text == SOURCE for r, _ in engine.asked) == 1

    def test_faults_of_the_first_leg_are_told_at_the_end(self, scripted: Make) -> None:
        translator, _ = scripted(lambda r, o: "이 문장은 잘 번역된 문장이다." if r.token else "loop " * 30)
        (got,) = translator.translate([SOURCE], "zh", "ko")
        assert "loop" in got.faults


class TestOthers:
    FOUR = ("The bank cut rates.", "Rates were cut by the bank.", "The bank lowered rates.", "The bank cut rates.")

    def test_a_wider_search_gives_each_text_once_best_first(self, scripted: Make) -> None:
        translator, engine = scripted(lambda r, o: list(self.FOUR))
        first, second = translator.others([SOURCE, "……"], "zh", "en")
        assert [got.text for got in first] == list(self.FOUR[:3])
        assert {got.source for got in first} == {SOURCE}
        assert second == []
        assert [o.hypotheses for _, o in engine.asked] == [4]

    def test_a_second_model_translates_each_of_them(self, scripted: Make) -> None:
        def say(request: Request, options: Options) -> str | list[str]:
            return f"번역: {request.text}" if request.token else list(self.FOUR)

        (got,) = scripted(say)[0].others([SOURCE], "zh", "ko")
        assert [g.text for g in got] == [f"번역: {text}" for text in self.FOUR[:3]]

    def test_a_sentence_that_the_engine_refuses_has_none(self, scripted: Make) -> None:
        def say(request: Request, options: Options) -> str:
            if "坏" in request.text:
                raise TranslationFailed("no")
            return GOOD

        good, bad = scripted(say)[0].others([SOURCE, "这是一句坏的话。"], "zh", "en")
        assert ([g.text for g in good], bad) == ([GOOD], [])

    def test_another_script_has_no_others(self, scripted: Make) -> None:
        assert scripted(lambda r, o: pytest.fail("asked"))[0].others([SOURCE], "zh", "zh-Hant") == [[]]

    def test_they_are_remembered(self, scripted: Make, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        first, _ = scripted(lambda r, o: list(self.FOUR), memory=path)
        said = first.others([SOURCE], "zh", "en")
        first.close()
        assert scripted(lambda r, o: pytest.fail("asked again"), memory=path)[0].others([SOURCE], "zh", "en") == said

    @pytest.mark.parametrize("pair", [("ko", "en"), ("en", "ko"), ("ko", "zh-Hant")])
    def test_the_real_models_have_others(self, demo: MarianTranslator, pair: tuple[str, str]) -> None:
        source = {
            "ko": "회사는 3분기 영업이익이 23% 줄었다고 밝혔다.",
            "en": "The company said its profit fell 23% in the third quarter.",
        }
        (got,) = demo.others([source[pair[0]]], *pair)
        assert 2 <= len(got) <= 4
        assert len({g.text for g in got}) == len(got)


class TestMemory:
    def test_a_rerun_costs_nothing_not_even_a_model(self, scripted: Make, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        first, engine = scripted(lambda r, o: GOOD, memory=path)
        said = first.translate([SOURCE, "第二句话说的是别的事情。"], "zh", "en")
        first.close()
        second, idle = scripted(lambda r, o: pytest.fail("asked again"), memory=path)
        assert second.translate([SOURCE, "第二句话说的是别的事情。"], "zh", "en") == said
        assert (len(engine.asked), len(idle.asked)) == (2, 0)

    def test_other_options_are_another_translation(self, scripted: Make, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        scripted(lambda r, o: GOOD, memory=path)[0].translate([SOURCE], "zh", "en")
        other, engine = scripted(lambda r, o: GOOD, memory=path, beam=1)
        other.translate([SOURCE], "zh", "en")
        assert len(engine.asked) == 1

    def test_failures_are_not_remembered(self, scripted: Make, tmp_path: Path) -> None:
        def say(request: Request, options: Options) -> str:
            if "坏" in request.text and not healed:
                raise TranslationFailed("no")
            return GOOD

        healed: list[int] = []
        translator, _ = scripted(say, memory=tmp_path / "memory.sqlite")
        assert translator.translate([SOURCE, "这是一句坏的话，说的是利率。"], "zh", "en")[1].faults == ("untranslated",)
        healed.append(1)
        assert translator.translate([SOURCE, "这是一句坏的话，说的是利率。"], "zh", "en")[1].faults == ()


def test_a_cancelled_caller_leaves(scripted: Make) -> None:
    gate = threading.Event()

    def say(request: Request, options: Options) -> str:
        gate.wait(5)
        return GOOD

    translator, _ = scripted(say)
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(Cancelled):
        translator.translate([f"第{i}句话。" for i in range(100)], "zh", "en", cancel)
    gate.set()


def test_a_program_that_forgets_to_close_still_ends(models_dir: Path, demo: MarianTranslator) -> None:
    demo.translate(["글이다."], "ko", "en")
    script = (
        "from pathlib import Path; from models import catalog; from models.translate import MarianTranslator\n"
        f"t = MarianTranslator(catalog.load(), Path({str(models_dir)!r}), preset='demo')\n"
        "print(len(t.translate(['글이다.', '또 글이다.'], 'ko', 'en')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "2"), done.stderr


def test_importing_loads_no_engine() -> None:
    script = (
        "import sys, json, models.translate, models.hub, models.catalog\n"
        "print(json.dumps([m for m in ('torch','transformers','ctranslate2','sentencepiece','opencc','numpy',"
        "'safetensors','filelock','huggingface_hub') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
