"""The command line as a user runs it: a process of its own, files, pipes and a news site on loopback."""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from newssite import NewsSite, page

ROOT = Path(__file__).resolve().parent.parent
OPEN = {"KEYCLAIMS_FETCH_ALLOW_ADDRESSES": "127.0.0.0/8"}


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def keyclaims(tmp_path_factory):
    data = tmp_path_factory.getbasetemp() / "data"

    async def run(*arguments: object, stdin: str | bytes = b"", **environment: str) -> Done:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("KEYCLAIMS_")}
        environ |= {"KEYCLAIMS_DATA_DIR": str(data), "LC_ALL": "C.UTF-8", "HF_HUB_OFFLINE": "1"} | environment
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *map(str, arguments), cwd=ROOT, env=environ,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = await asyncio.wait_for(process.communicate(given), 90)
        return Done(process.returncode or 0, out.decode(), err.decode())

    return run


async def test_help_is_quick_and_complete(keyclaims):
    started = time.monotonic()
    done = await keyclaims("--help")
    assert done.code == 0
    assert time.monotonic() - started < 2  # the bar is 0.3 s on an idle machine; tests/test_imports.py holds the reason
    for command in ("read", "extract", "check", "models", "bot", "worker", "doctor", "demo"):
        assert command in done.out


async def test_read_pages_in_each_language_without_a_model(keyclaims, tmp_path):
    for language in ("ko", "zh", "en"):
        (tmp_path / f"{language}.html").write_text(page(language), encoding="utf-8")
    done = await keyclaims("read", *sorted(tmp_path.iterdir()), "--to", "source", "--format", "jsonl")
    assert done.code == 0
    assert done.err == ""
    assert [b["language"] for b in done.lines] == ["en", "ko", "zh-Hans"]
    for brief in done.lines:
        assert brief["claims"]
        assert all(claim["text"] and claim["source"] for claim in brief["claims"])


async def test_text_for_a_reader(keyclaims, tmp_path):
    (tmp_path / "a.html").write_text(page("ko"), encoding="utf-8")
    done = await keyclaims("read", tmp_path / "a.html", "--to", "en", "--models", "demo", "--claims", 2)
    assert done.code == 0
    assert sum(line.startswith("• ") for line in done.out.splitlines()) == 2
    assert "emo model" in done.out
    assert "\x1b" not in done.out


async def test_translation_is_traceable_and_full_is_one_to_one(keyclaims, tmp_path):
    (tmp_path / "a.html").write_text(page("zh"), encoding="utf-8")
    article = (await keyclaims("extract", tmp_path / "a.html", "--format", "json")).out
    done = await keyclaims("read", "-", "--to", "ko", "--models", "demo", "--full", "--format", "json", stdin=article)
    brief, paragraphs = json.loads(done.out), json.loads(article)["paragraphs"]
    assert brief["engine"]["route"] == ["zh-en", "en-ko"]
    for claim in brief["claims"]:
        assert paragraphs[claim["paragraph"]][claim["start"] : claim["end"]] == claim["source"]
    whole = "".join("".join(entry["source"].split()) for entry in brief["full"])
    assert whole == "".join("".join(p.split()) for p in paragraphs)


async def test_extract_then_read_is_the_same_as_read(keyclaims, tmp_path):
    (tmp_path / "a.html").write_text(page("en"), encoding="utf-8")
    piped = await keyclaims("extract", tmp_path / "a.html", "--format", "jsonl")
    read = await keyclaims("read", "-", "--to", "source", "--format", "jsonl", stdin=piped.out)
    direct = await keyclaims("read", tmp_path / "a.html", "--to", "source", "--format", "jsonl")
    assert [c["text"] for c in read.lines[0]["claims"]] == [c["text"] for c in direct.lines[0]["claims"]]
    assert read.lines[0]["input"] == direct.lines[0]["input"]


async def test_a_missing_model_leaves_the_source_and_says_which_command_mends_it(keyclaims, tmp_path):
    (tmp_path / "a.html").write_text(page("ko"), encoding="utf-8")
    started = time.monotonic()
    done = await keyclaims("read", tmp_path / "a.html", "--to", "en", "--format", "json")
    brief = json.loads(done.out)
    assert done.code == 0
    assert brief["to"] == "ko"
    assert any(note.startswith("weights_missing") for note in brief["notes"])
    assert time.monotonic() - started < 20
    text = await keyclaims("read", tmp_path / "a.html", "--to", "en")
    assert "keyclaims models pull" in text.out
    assert "Traceback" not in text.out + text.err


JAPANESE = "<html><body><article><h1>新しい橋</h1>" + "<p>市は新しい橋の建設を来年から始めると発表しました。</p>" * 12
FRENCH = (
    "<html><body><article><h1>Le pont</h1>"
    + "<p>La ville a annoncé que la construction du pont commencera l'an prochain.</p>" * 12
)


async def test_bad_input_is_one_clear_line_each_and_the_others_are_served(keyclaims, tmp_path):
    files = {
        "good.html": page("en").encode(),
        "empty.html": b"<html><body></body></html>",
        "nothing.html": b"",
        "report.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "noise.bin": bytes(range(256)) * 40 + b"\0" * 9000,
        "french.html": FRENCH.encode(),
        "japanese.html": JAPANESE.encode(),
        "large.html": b"<html><p>" + b"x" * 50_000_000,
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    async with NewsSite() as site:
        site.put("/slow.html", page("en"))
        gone = site.base + "/gone.html"
        wanted = {
            str(tmp_path / "missing.html"): "source_missing",
            str(tmp_path / "empty.html"): "empty_page",
            str(tmp_path / "nothing.html"): "empty_page",
            str(tmp_path / "report.pdf"): "not_html",
            str(tmp_path / "noise.bin"): "not_html",
            str(tmp_path / "french.html"): "language_unknown",
            str(tmp_path / "japanese.html"): "language_unknown",
            str(tmp_path / "large.html"): "too_large",
            gone: "not_found",
            "http://keyclaims-test.invalid/": "fetch_failed",
            "http://10.0.0.1/": "address_refused",
        }
        sources = [*wanted, str(tmp_path / "good.html")]
        done = await keyclaims("read", *sources, "--to", "source", "--format", "jsonl", **OPEN)
    assert done.code == 1
    assert len(done.lines) == len(sources)
    assert [line["input"] for line in done.lines] == sources
    got = {line["input"]: line["error"]["code"] for line in done.lines if "error" in line}
    assert {k: got.get(k) for k in wanted} == wanted
    assert done.lines[-1]["claims"]
    complaints = done.err.splitlines()
    assert len(complaints) == len(wanted)
    assert "Traceback" not in done.err
    assert any("French" in line for line in complaints)
    assert any("Japanese" in line for line in complaints)


async def test_loopback_is_refused_unless_it_is_opened(keyclaims):
    async with NewsSite() as site:
        url = site.put("/a.html", page("en"))
        closed = await keyclaims("read", url, "http://127.0.0.1/", "--to", "source", "--format", "jsonl")
        opened = await keyclaims("read", url, "--to", "source", "--format", "jsonl", **OPEN)
    assert [line["error"]["code"] for line in closed.lines] == ["address_refused", "address_refused"]
    assert opened.lines[0]["claims"]
    assert opened.lines[0]["url"].startswith("http")


async def test_a_slow_server_is_given_up(keyclaims):
    async with NewsSite() as site:
        site.delay_s = 30
        url = site.put("/a.html", page("en"))
        done = await keyclaims("read", url, "--to", "source", **OPEN, KEYCLAIMS_FETCH_TIMEOUT_S="1.5")
    assert done.code == 1
    assert "fetch_timeout" in done.err


async def test_errors_are_in_the_readers_language(keyclaims, tmp_path):
    done = await keyclaims("read", tmp_path / "none.html", "--to", "ko")
    assert "파일이 없습니다" in done.err


async def test_output_file_is_whole_or_not_there(keyclaims, tmp_path):
    (tmp_path / "a.html").write_text(page("en"), encoding="utf-8")
    out = tmp_path / "out.md"
    done = await keyclaims("read", tmp_path / "a.html", "--to", "source", "--format", "md", "--output", out)
    assert done.code == 0
    assert done.out == ""
    assert out.read_text(encoding="utf-8").startswith("## ")
    bad = await keyclaims("read", tmp_path / "a.html", "--to", "source", "--output", tmp_path / "no" / "dir.md")
    assert bad.code == 2
    assert "--output" in bad.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "x.html", "--to", "fr"],
        ["read", "x.html", "--claims", "0"],
        ["read", "x.html", "--format", "pdf"],
        ["read", "x.html", "--to", "en", "--models", "nonsense"],
        ["nonsense"],
        ["check", "--from", "zh"],
        ["--config", "/nonexistent.toml", "read", "x.html"],
        ["models", "pull"],
    ],
)
async def test_usage_errors_exit_with_2(keyclaims, arguments):
    done = await keyclaims(*arguments)
    assert done.code == 2
    assert done.err
    assert "Traceback" not in done.err


async def test_check_prints_a_verdict_line_each(keyclaims):
    lines = [
        {
            "id": 1,
            "source": "公司去年收入260.43亿元。",
            "target": "The company's revenue was 26.043 billion yuan last year.",
        },
        {
            "id": 2,
            "source": "公司去年收入260.43亿元。",
            "target": "The company's revenue was 26.43 billion yuan last year.",
        },
    ]
    given = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    done = await keyclaims("check", "--from", "zh", "--to", "en", stdin=given)
    assert done.code == 0
    assert [(v["id"], v["verdict"]) for v in done.lines] == [(1, "ok"), (2, "wrong")]
    assert "26.043 billion yuan" in done.lines[1]["repaired"]
    broken = await keyclaims("check", "--from", "zh", "--to", "en", stdin="{broken\n" + given)
    assert len(broken.lines) == 3


async def test_explain_shows_every_sentence_with_its_reasons(keyclaims, tmp_path):
    (tmp_path / "a.html").write_text(page("ko"), encoding="utf-8")
    done = await keyclaims("read", tmp_path / "a.html", "--explain")
    assert done.code == 0
    assert "position" in done.out
    assert any(line.startswith("* ") for line in done.out.splitlines())


async def test_many_articles_as_html_get_a_folder_with_an_index(keyclaims, tmp_path):
    for language in ("ko", "en"):
        (tmp_path / f"{language}.html").write_text(page(language), encoding="utf-8")
    sources = [tmp_path / "ko.html", tmp_path / "en.html", tmp_path / "none.html"]
    done = await keyclaims("read", *sources, "--to", "source", "--format", "html", "--output", tmp_path / "site")
    assert done.code == 1
    written = sorted(path.name for path in (tmp_path / "site").iterdir())
    assert len(written) == 3
    index = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert all(name in index for name in written if name != "index.html")
    refused = await keyclaims("read", *sources[:2], "--to", "source", "--format", "html")
    assert refused.code == 2


async def test_chat_answers_links_as_a_chat_would(keyclaims):
    async with NewsSite() as site:
        url = site.put("/a.html", page("ko"))
        lines = f"hello\n{url}은 요약해줘\n/help\n/privacy\n{site.base}/none.html\n"
        done = await keyclaims("chat", "--to", "en", "--models", "demo", stdin=lines, **OPEN)
    assert done.code == 0
    assert sum(line.startswith("• ") for line in done.out.splitlines()) >= 3
    assert "There is no page at this address" in done.out
    assert "mention @keyclaims with a link" in done.out
    assert "for 30 days" in done.out
    assert "<b>" not in done.out


PAGED = """<html lang="ko"><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article>
<div class="paging"><a href="/a.html">1</a> <a href="/a.html?page=2">2</a></div></body></html>"""
FIRST = """<p>해밀시는 내년부터 노면전차 두 노선을 새로 놓겠다고 12일 밝혔다.</p><p>사업비는 모두 3천200억 원으로 추산되며, 절반은
나라에서 받을 계획이다.</p><p>첫 노선은 중앙역에서 강변공원까지 8.4킬로미터를 잇고, 정거장은 열두 곳이 들어선다.</p>
<p>시 관계자는 “출퇴근 시간이 지금보다 20분 넘게 줄어들 것”이라고 설명했다.</p>"""
SECOND = """<p>시의회는 다음 달 예산안을 심사할 예정이며, 반대하는 의원도 적지 않다.</p><p>김소라 시장은 “시민의 발이 될 것”이라고
말했다.</p><p>주민 단체는 공사 기간에 상가 매출이 줄어들 수 있다며 보상 방안을 요구했다.</p>"""


async def test_an_article_over_two_pages_is_read_whole(keyclaims):
    async with NewsSite() as site:
        title = "해밀시, 노면전차 두 노선 추진"
        url = site.put("/a.html", PAGED.format(title=title, text=FIRST))
        site.put_query("/a.html", "page=2", PAGED.format(title=title, text=SECOND))
        done = await keyclaims("extract", url, "--format", "json", **OPEN)
    text = "".join(json.loads(done.out)["paragraphs"])
    assert "3천200억" in text
    assert "시의회" in text
