"""The import rules of the project, as a table: who may import what, and what a start may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("torch", "transformers", "ctranslate2", "telegram", "trafilatura", "sqlalchemy")

ONLY_IN = {
    # library -> the modules that may import it
    "telegram": ("bot.",),
    "trafilatura": ("bot.",),
    "aiohttp": ("bot.",),
    "sqlalchemy": ("bot.",),
    "procrastinate": ("bot.",),
    "ctranslate2": ("models.engines.ct2", "models.installation.install"),
    "torch": ("models.engines.marian",),
    "opencc": ("models.",),
}


def modules() -> dict[str, Path]:
    found = {}
    for package in ("bot", "models"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = path
    return found


def imports(path: Path) -> set[str]:
    """Every module that a file imports, on first use or at the top."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_models_never_import_bot():
    for name, path in modules().items():
        if name.startswith("models"):
            assert not {i for i in imports(path) if i == "bot" or i.startswith("bot.")}, name


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_where_it_belongs(library):
    for name, path in modules().items():
        if any(i == library or i.startswith(library + ".") for i in imports(path)):
            assert name.startswith(ONLY_IN[library]), f"{name} imports {library}"


def test_pipeline_and_brief_import_no_edge():
    edges = {"bot.fetch", "bot.extract", "bot.telegram", "bot.store", "bot.work", "bot.app", "bot.cli"}
    assert not imports(modules()["bot.pipeline"]) & edges
    assert not any(i.startswith("models.engines") or i == "models.hub" for i in imports(modules()["models.brief"]))


def test_no_cycles_at_import():
    graph = {}
    known = modules()
    for name, path in known.items():
        top = [
            n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.Import | ast.ImportFrom)
        ]
        wanted = set()
        for node in top:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    wanted.add(inner if inner in known else node.module or "")
            else:
                wanted |= {alias.name for alias in node.names}
        graph[name] = {w for w in wanted if w in known and w != name}
    seen: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if seen.get(name):
            return
        for other in graph[name]:
            visit(other, (*trail, name))
        seen[name] = 1

    for name in graph:
        visit(name, ())


def loaded(code: str) -> set[str]:
    """Top-level modules in sys.modules after `code` in a new interpreter."""
    report = f"{code}\nimport sys; print(' '.join(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy():
    code = "import bot.cli\ntry:\n    bot.cli.main(['--help'])\nexcept SystemExit:\n    pass"
    assert not loaded(code) & {*HEAVY, "aiohttp", "numpy", "lxml", "rich"}


def test_selecting_claims_loads_nothing_heavy():
    code = "from models import claims, sentences, numerals, fidelity, brief"
    assert not loaded(code) & {*HEAVY, "aiohttp", "lxml", "babel", "opencc", "pypinyin"}
