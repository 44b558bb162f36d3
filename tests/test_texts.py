"""Every sentence in four languages, and every sentence that the code asks for is there."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot import chat, errors, texts
from models import errors as model_errors
from models.language import CODES

ROOT = Path(__file__).resolve().parent.parent


def leaves(root):
    yield root
    for kind in root.__subclasses__():
        yield from leaves(kind)


ERRORS = sorted({e.code for e in (*leaves(errors.BotError), *leaves(model_errors.ModelError))})


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("language", CODES)
def test_every_error_is_said_in_every_language(code, language):
    assert code in texts.table(), code
    for detail in ("", "zh-en", "Japanese"):
        said = texts.say(code, language, detail=detail)
        assert len(said) > 10
        assert not set(said) & set("{}[]")
        # What happened, and what to do next: two sentences, or one with a colon.
        assert len(re.findall(r"[.。!?：:;；]", said)) >= 2 or code in ("language_unknown",), said


@pytest.mark.parametrize("key", sorted(texts.table()))
def test_every_sentence_is_there_in_all_four(key):
    sentences = texts.table()[key]
    assert set(sentences) == set(CODES)
    fields = {frozenset(re.findall(r"{(\w+)}", s)) for s in sentences.values()}
    assert len(fields) == 1, fields
    assert all(s == s.strip() and s for s in sentences.values())
    marks = {tuple(re.findall(r"</?[a-z]+>", s)) for s in sentences.values()}
    assert len(marks) == 1, marks


@pytest.mark.parametrize("language", CODES)
def test_what_is_optional_is_said_or_not_and_its_brackets_never(language):
    for key, sentences in texts.table().items():
        for value in ("", "X"):
            fields = re.findall(r"{(\w+)}", sentences[language])
            said = texts.say(key, language, **dict.fromkeys(fields, value))
            assert "[[" not in said, key
            assert "]]" not in said, key


HANGUL, HAN = re.compile(r"[가-힣]"), re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("key", sorted(k for k in texts.table() if not k.startswith("language_") or "unknown" in k))
def test_each_is_in_its_own_script(key):
    sentences = texts.table()[key]
    assert not HANGUL.search(sentences["en"])
    assert not HAN.search(sentences["en"])
    assert not HANGUL.search(sentences["zh-Hans"] + sentences["zh-Hant"])
    assert not HAN.search(sentences["ko"])
    if not re.fullmatch(r"[\W\d_]*(\{\w+\}\W*s?)*[\W\d_]*", sentences["en"]):
        assert HANGUL.search(sentences["ko"]), key
        assert HAN.search(sentences["zh-Hans"]), key


def test_simplified_and_traditional_are_not_mixed():
    opencc = pytest.importorskip("opencc")
    to_simplified, to_traditional = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
    for key, sentences in texts.table().items():
        assert to_simplified.convert(sentences["zh-Hans"]) == sentences["zh-Hans"], key
        # 台 and a few others are Taiwan's own forms: what s2t would still change must be none of the simplified forms.
        changed = to_traditional.convert(sentences["zh-Hant"])
        differing = {a for a, b in zip(sentences["zh-Hant"], changed, strict=False) if a != b}
        assert differing <= set("台只才里后面干系周准么丑布吊群"), (key, differing)


def test_korean_is_polite():
    for key, sentences in texts.table().items():
        said = sentences["ko"]
        if said.endswith("."):
            assert re.search(r"(니다|십시오|까|오)[.)]*$", said.split("\n")[-1]), (key, said)


def asked_for():
    """Keys that the code names outright."""
    for path in [*sorted((ROOT / "bot").rglob("*.py")), *sorted((ROOT / "models").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if name in ("say", "said") and node.args and isinstance(node.args[0], ast.Constant):
                    yield path.name, node.args[0].value


def test_what_the_code_says_exists():
    missing = {(path, key) for path, key in asked_for() if isinstance(key, str) and not texts.known(key)}
    assert not missing
    assert len(list(asked_for())) > 30


def test_commands_have_their_line():
    for name in chat.COMMANDS:
        if name != "start":
            assert all(3 <= len(s) <= 256 for s in texts.table()[f"command_{name}"].values())


def test_html_of_ours_is_closed():
    class Parser(HTMLParser):
        depth = 0

        def handle_starttag(self, tag, attrs):
            assert tag == "b"
            self.depth += 1

        def handle_endtag(self, tag):
            self.depth -= 1

    for sentences in texts.table().values():
        for said in sentences.values():
            parser = Parser()
            parser.feed(said)
            assert parser.depth == 0


@pytest.mark.parametrize(
    ("code", "language"),
    [
        *(("ko", "ko"), ("ko-KR", "ko"), ("en-GB", "en"), ("fr", "en"), ("pt-br", "en"), ("", "en"), (None, "en")),
        *(("zh-hans", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans")),
        *(("zh-hant", "zh-Hant"), ("zh-TW", "zh-Hant"), ("zh-hk", "zh-Hant")),
    ],
)
def test_the_first_language(code, language):
    assert texts.guess(code) == language


def test_what_is_missing_is_said_plainly():
    assert "nonsense" in texts.say("nonsense", "en")
    assert texts.say("fetch_failed", "tlh") == texts.say("fetch_failed", "en")
    assert "zh-en" in texts.say("weights_missing:zh-en", "ko")
    assert "일본어" in texts.say("language_unknown", "ko", detail="Japanese")
    assert "法文" in texts.say("language_unknown", "zh-Hant", detail="French")
    assert "Klingonese" in texts.say("language_unknown", "zh-Hans", detail="Klingonese")


def test_values_are_never_taken_for_sentences():
    said = texts.say("fetch_failed", "en", detail="{host} [[x]] <b>")
    assert "{host} [[x]] <b>" in said
