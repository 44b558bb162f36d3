"""Docs in step with the code: every configuration key, command and error code has its place."""

import re
from pathlib import Path

import pytest

from bot import config, texts
from bot.cli import main
from bot.errors import BotError
from models.errors import ModelError

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def leaves(root: type) -> list[type]:
    return [root] + [leaf for child in root.__subclasses__() for leaf in leaves(child)]


@pytest.mark.parametrize("error", leaves(BotError) + leaves(ModelError), ids=lambda e: e.__name__)
def test_every_error_code_is_documented_and_said(error):
    assert f"`{error.code}`" in (DOCS / "errors.md").read_text(encoding="utf-8")
    assert texts.known(error.code)


def test_every_configuration_key_is_documented():
    operate = (DOCS / "operate.md").read_text(encoding="utf-8")
    for section, kind in config.SECTIONS.items():
        for key in kind.__dataclass_fields__:
            assert f"`{section}.{key}`" in operate, f"{section}.{key}"


def test_every_command_and_option_is_documented(capsys):
    operate = (DOCS / "operate.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.M)
    assert {"read", "extract", "check", "models", "bot", "worker", "doctor", "demo"} <= set(commands)
    for command in commands:
        assert f"`keyclaims {command}" in operate, command
        with pytest.raises(SystemExit):
            main([command, "--help"])
        for option in set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}:
            assert f"`{option}" in operate, f"{command} {option}"


PAGES = [*ROOT.glob("README*.md"), *DOCS.glob("*.md")]


def links(page: Path) -> list[str]:
    """Targets within the project, pictures among them."""
    text = page.read_text(encoding="utf-8")
    return list(re.findall(r'(?:\]\(|src=")([^)#:"]+)(?:#[^)"]*)?[)"]', text))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_documents_lead_somewhere(page):
    for target in links(page):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_files_named_in_the_docs_exist(page):
    text = page.read_text(encoding="utf-8")
    for named in re.findall(r"`((?:bot|models|docs|bench|tests|samples)/[\w./-]+\.\w+)`", text):
        assert (ROOT / named).exists(), named


def test_the_book_has_every_page():
    assert {DOCS / target for target in links(DOCS / "README.md")} >= set(DOCS.glob("*.md")) - {DOCS / "README.md"}


def test_pictures_are_shown_and_small():
    pictures = {path.name for path in (DOCS / "pictures").iterdir()}
    for readme in ROOT.glob("README*.md"):
        assert {Path(t).name for t in links(readme) if "/pictures/" in t} == pictures
    assert all(path.stat().st_size < 250_000 for path in (DOCS / "pictures").iterdir())


def commands_of(readme: str) -> list[str]:
    """Indented command lines without their comments."""
    return [
        line.partition("  #")[0].strip()
        for line in (ROOT / readme).read_text(encoding="utf-8").splitlines()
        if re.match(r"    (?:make|\.venv|KEYCLAIMS)", line)
    ]


@pytest.mark.parametrize("translated", ["README.ko.md", "README.zh.md"])
def test_translated_readmes_have_the_same_commands(translated):
    assert commands_of(translated) == commands_of("README.md")
    assert len(commands_of("README.md")) >= 6


@pytest.mark.parametrize("translated", ["README.ko.md", "README.zh.md"])
def test_translated_readmes_have_the_same_parts(translated):
    """Steps, table rows and pictures in the same order, and the same commands within sentences."""

    def parts(readme: str) -> tuple[list[str], set[str]]:
        text = (ROOT / readme).read_text(encoding="utf-8")
        return re.findall(r"^(?:\d\. |\| \[[\w-]+|!\[|<img )", text, re.M), set(re.findall(r"`(/?[a-z]+)[ `]", text))

    shape, said = parts("README.md")
    assert len(shape) > 12
    assert parts(translated) == (shape, said)


def test_commands_of_the_readme_are_understood():
    from bot.cli import _parser

    for line in commands_of("README.md"):
        for call in line.split(" | "):
            if "keyclaims " in call:
                _parser().parse_args(call.split("keyclaims ")[1].split())
