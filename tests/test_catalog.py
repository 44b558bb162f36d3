"""`models.catalog`: our own catalogue is complete and sound; a user's mistakes are named."""

import re
from pathlib import Path

import pytest

from models import catalog
from models.catalog import CT2_VOCABULARIES, PAIRS
from models.errors import CatalogInvalid
from models.installation.install import CHECKPOINT_FILES

OURS = catalog.load()
DOCS = Path(__file__).resolve().parent.parent / "docs" / "models.md"


@pytest.mark.parametrize("preset", ["opus", "quickmt", "demo"])
def test_every_preset_serves_every_direction(preset: str) -> None:
    assert {e.pair for e in OURS.of_preset(preset)} == set(PAIRS)


@pytest.mark.parametrize("entry", OURS.entries, ids=lambda e: f"{e.preset}-{e.pair}")
def test_an_entry_says_what_it_must(entry: catalog.Entry) -> None:
    assert entry.licence
    assert entry.attribution
    assert re.fullmatch(r"[0-9a-f]{40}|", entry.revision)
    names = {f.name for f in (*entry.files, *entry.one_of)}
    if entry.path is not None:
        assert (entry.path / "model.safetensors").is_file()
    elif entry.kind == "marian":
        assert {*CHECKPOINT_FILES, "tokenizer_config.json"} <= names
        assert "pytorch_model.bin" in names
        assert entry.eos
    else:
        assert {"config.json", "model.bin", entry.source_spm, entry.target_spm} <= names
        assert names & set(CT2_VOCABULARIES)
        assert not entry.eos
    if entry.pair == "en-zh" and entry.kind == "marian":
        assert entry.tokens["zh-Hans"] == ">>cmn_Hans<<"


def test_english_to_korean_is_served_by_quickmt_in_both_presets() -> None:
    found = [OURS.find("en-ko", preset) for preset in ("opus", "quickmt")]
    assert {e.repo for e in found if e} == {"quickmt/quickmt-en-ko"}
    assert len({e.folder for e in found if e}) == 1


@pytest.mark.parametrize("entry", [e for e in OURS.entries if e.repo], ids=lambda e: f"{e.preset}-{e.pair}")
def test_the_docs_cite_what_the_catalogue_states(entry: catalog.Entry) -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert entry.repo in text
    assert entry.revision in text
    assert entry.licence in text
    for file in (*entry.files, *entry.one_of):
        assert file.sha256 in text


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = '[[model]]\npair = "zh-en"\npreset = "mine"\nrepo = "me/model"\n'


def test_a_users_entries_are_added_and_win(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    text = GOOD + '[[model]]\npair = "ko-en"\npreset = "opus"\npath = "folder"\nlicence = "mine"\n'
    both = catalog.load(write(tmp_path, text))
    assert both.find("zh-en", "mine") is not None
    replaced = both.find("ko-en", "opus")
    assert replaced is not None
    assert (replaced.path, replaced.licence) == (tmp_path / "folder", "mine")
    assert both.find("en-zh", "opus") == OURS.find("en-zh", "opus")
    assert "mine" in both.presets


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[model]", "mine.toml"),
        ("[other]\na = 1\n", "other"),
        (GOOD.replace("zh-en", "ko-zh"), "pair"),
        (GOOD.replace('preset = "mine"', ""), "preset"),
        (GOOD + 'path = "x"\n', "repo"),
        (GOOD.replace("me/model", "../../etc"), "repo"),
        (GOOD + 'kind = "onnx"\n', "kind"),
        (GOOD + "eos = 1\n", "eos"),
        (GOOD + 'sha = "x"\n', "sha"),
        (GOOD + 'files."../evil" = {}\n', "files"),
        (GOOD + 'files."a.bin" = {sha256 = "abc"}\n', "files"),
        (GOOD + 'files."a.bin" = {size = -1}\n', "files"),
        (GOOD + 'files."a.bin" = 5\n', "files"),
        (GOOD + 'source_spm = "a/b"\n', "source_spm"),
        (GOOD + 'one_of = ["/etc/passwd"]\n', "files"),
    ],
)
def test_a_users_mistake_is_named(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(CatalogInvalid) as caught:
        catalog.load(write(tmp_path, text))
    assert key in caught.value.detail


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid, match=r"nowhere\.toml"):
        catalog.load(tmp_path / "nowhere.toml")
