"""`keyclaims read` in a terminal: a pseudo-terminal of each width, dumb, without colour, and with both streams in one."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import text

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [str(ROOT / "samples" / name) for name in ("ko-daeyul-profit.html", "zh-may-exports.html")]


def in_terminal(tmp_path: Path, columns: int, *arguments: str, **environ: str) -> str:
    """What a terminal of so many columns receives from both streams."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")}
    env = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "KEYCLAIMS_DATA_DIR": str(tmp_path), **environ}
    command = [sys.executable, "-m", "bot", "read", *SAMPLES, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        received = b""
        try:
            while piece := os.read(master, 65536):
                received += piece
        except OSError:
            pass  # the other end is closed
    os.close(master)
    assert process.returncode == 0
    return received.decode("utf-8")


def screen(received: str) -> list[str]:
    """The lines as they stand at the end: what was erased on the way is gone."""
    lines = [""]
    for piece in re.findall(r"\x1b\[\d*[A-Za-z]|\x1b\[\?\d+[a-z]|\x1b\[[\d;]*m|\r\n|\r|[^\x1b\r]+", received):
        if piece == "\r\n":
            lines.append("")
        elif piece in ("\x1b[2K", "\r"):
            lines[-1] = "" if piece == "\x1b[2K" else lines[-1]
        elif re.fullmatch(r"\x1b\[\d*A", piece):
            lines.pop()
        elif not piece.startswith("\x1b"):
            lines[-1] += piece
    return lines


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_fit_and_progress_is_gone(tmp_path, columns):
    lines = screen(in_terminal(tmp_path, columns, "--to", "en", "--models", "demo"))
    assert not [line for line in lines if text.columns(line) > columns and "https://" not in line]
    assert max(text.columns(line) for line in lines if "https://" not in line) > columns * 0.4
    assert lines[0].startswith("Daeyul")
    assert not any("0:00:" in line for line in lines)
    # Continued lines stand where the first of them stands.
    assert not [line for line in lines if re.match(r"(?: {2}| {4}| {6}) \S", line)]
    assert not [line for line in lines if line.strip() == "⚠"]


def test_progress_is_shown_while_it_works(tmp_path):
    received = in_terminal(tmp_path, 80, "--to", "en", "--models", "demo")
    assert "/2" in received
    assert received.count("\x1b[?25l") == received.count("\x1b[?25h"), "the cursor is back"


def test_a_dumb_terminal_gets_no_escapes(tmp_path):
    assert "\x1b" not in in_terminal(tmp_path, 80, "--to", "source", TERM="dumb")


def test_no_colour_where_none_is_wanted(tmp_path):
    assert not re.search(r"\x1b\[[\d;]*m", in_terminal(tmp_path, 80, "--to", "source", NO_COLOR="1"))


@given(
    said=st.text(alphabet="가나다 라마漢字測試，。、「」 ab-c.⚠é(", max_size=120),
    width=st.integers(12, 60),
    indent=st.sampled_from(["", "  ", "    "]),
)
def test_wrapping_keeps_every_character_and_the_width(said, width, indent):
    look = text.Look(width=width)
    lines = text._wrap(said, look, first=indent, rest=indent)
    assert "".join("".join(lines).split()) == "".join(said.split())
    for line in lines:
        assert text.columns(line) <= max(width, 10 + len(indent))
        assert not line[len(indent) :].startswith(" ") or line == lines[0]
