"""docs/licences.md: whose work the base install stands on, and under which licence. From installed metadata.

    python -m bench.licences [--check]

In: the names in requirements.lock (every dependency of the base install), what each package says of itself, and
models/catalog.toml. Out: the page. A package whose metadata names no licence stands there as "not stated": nothing is
guessed. `--check` writes nothing and exits 1 where the page is not what would be written.
"""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "licences.md"
LONG: Final = 60
"""Characters beyond which a licence field holds the licence's text instead of its name."""

HEAD: Final = """# Licences

keyclaims itself is MIT (`LICENSE`). Made by `make licences` from what each installed package says of itself and from
`models/catalog.toml`; `tests/test_packaging.py` holds it in step with `requirements.lock`. Nothing of these is copied into
this repository: packages come from PyPI, models from the hub when an operator pulls them. What was derived from others'
data: `models/naming/readings.tsv`, the readings of Chinese characters, from pypinyin
(https://github.com/mozillazg/python-pinyin, MIT, Copyright (c) 2016 mozillazg, 闲耘; the permission is the text of `LICENSE`).
"""


def names() -> list[str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return sorted((line.partition("==")[0] for line in lines if "==" in line), key=str.lower)


def licence(name: str) -> tuple[str, str]:
    """What the package says: (licence, home page)."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return "not installed here", ""
    classified = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or () if c.startswith("License ::")]
    field = " ".join((said.get("License") or "").split())
    short = field if field and len(field) <= LONG else ""
    links = [link.partition(", ")[2] for link in said.get_all("Project-URL") or ()]
    home = next((link for link in (said.get("Home-page"), *links) if link and link.startswith("http")), "")
    return said.get("License-Expression") or short or ", ".join(classified) or "not stated", home


def write() -> str:
    lines = [HEAD, "## Packages of the base install", "", "| package | licence | from |", "|---|---|---|"]
    for name in names():
        said, home = licence(name)
        lines.append(f"| {re.sub('[-_.]+', '-', name).lower()} | {said} | {home} |")
    lines += ["", "## Models", "", "| model | licence |", "|---|---|"]
    models = tomllib.loads((ROOT / "models" / "catalog.toml").read_text(encoding="utf-8"))["model"]
    lines += sorted({f"| {model.get('repo') or model['path']} | {model['licence']} |" for model in models})
    lines += ["", "The demo models are our own. What is known of each model is in [models.md](models.md).", ""]
    return "\n".join(lines)


def main() -> int:
    page = write()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
