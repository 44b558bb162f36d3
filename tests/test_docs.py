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


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_files_named_in_the_docs_exist():
    for page in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for named in re.findall(
            r"`((?:bot|models|docs|bench|tests|samples)/[\w./-]+\.\w+)`", page.read_text(encoding="utf-8")
        ):
            assert (ROOT / named).exists(), f"{page.name}: {named}"


def commands_of(readme: str) -> list[str]:
    """Indented command lines without their comments; the terminal picture is not one."""
    text = re.sub(
        r"<!-- terminal -->.*?<!-- /terminal -->", "", (ROOT / readme).read_text(encoding="utf-8"), flags=re.S
    )
    return [
        line.partition("  #")[0].strip()
        for line in text.splitlines()
        if re.match(r"    (?:make|\.venv|KEYCLAIMS)", line)
    ]


@pytest.mark.parametrize("translated", ["README.ko.md", "README.zh.md"])
def test_translated_readmes_have_the_same_commands(translated):
    assert commands_of(translated) == commands_of("README.md")
    assert len(commands_of("README.md")) >= 6
