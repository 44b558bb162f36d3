"""What a wheel must carry: every package and every data file of ours, and no torch."""

import re
import tomllib
from pathlib import Path

from bench import licences

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_listed():
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("bot", "models")
        for path in (ROOT / top).rglob("*.py")
    }
    assert there == set(PROJECT["tool"]["setuptools"]["packages"])


def test_every_data_file_is_listed():
    listed = set()
    for package, patterns in PROJECT["tool"]["setuptools"]["package-data"].items():
        for pattern in patterns:
            listed |= set((ROOT / package.replace(".", "/")).glob(pattern))
    there = {
        path
        for top in ("bot", "models")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    }
    missing = {str(path.relative_to(ROOT)) for path in there - listed}
    assert {name for name in missing if not name.endswith("README.md")} == set()


def test_the_base_install_has_no_torch_and_the_lock_is_of_the_base():
    base = PROJECT["project"]["dependencies"]
    assert not any(name.startswith("torch") for name in base)
    assert PROJECT["project"]["optional-dependencies"]["torch"] == ["torch==2.13.0"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "requirements.lock").read_text().splitlines()
        if "==" in line
    }
    wanted = {name.partition(">")[0].partition("[")[0].lower() for name in base}
    assert wanted <= pinned
    assert "torch" not in pinned


def test_every_licence_is_listed():
    """Each pinned package and each model of the catalogue, with a licence that somebody states."""
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    listed = {row[0]: row[1] for row in rows}
    for name in licences.names():
        assert listed[re.sub("[-_.]+", "-", name).lower()] not in ("", "not stated", "not installed here"), name
    for model in tomllib.loads((ROOT / "models" / "catalog.toml").read_text(encoding="utf-8"))["model"]:
        assert listed[model.get("repo") or model["path"]] == model["licence"]


def test_demo_models_keep_to_their_size():
    for folder in (ROOT / "models" / "demo").iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
            assert size <= 6_000_000, folder.name
