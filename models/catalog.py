"""The models we know: `catalog.toml` and a further catalogue of the user's own.

In: the path of the user's catalogue, or None. Out: `Catalog`. An entry of the user's replaces ours of the same pair and
preset. Raises CatalogInvalid naming the entry and the key. Never looks at what is installed, never touches the network.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.errors import CatalogInvalid

PAIRS: Final = ("zh-en", "ko-en", "en-zh", "en-ko")
"""Directions that a model can serve; the others go through English."""
KINDS: Final = ("marian", "ct2")
CT2_VOCABULARIES: Final = ("source_vocabulary.json", "target_vocabulary.json", "shared_vocabulary.json")
_PACKAGE: Final = Path(__file__).resolve().parent
_REPO: Final = re.compile(r"[\w.-]+/[\w.-]+")
_FILE: Final = re.compile(r"[\w-][\w.-]*")
"""A plain file name: nothing that could lead out of the model's folder."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_KEYS: Final = {
    "pair": str,
    "preset": str,
    "kind": str,
    "repo": str,
    "path": str,
    "revision": str,
    "licence": str,
    "attribution": str,
    "download_mb": int,
    "scores": list,
    "known_faults": list,
    "tokens": dict,
    "eos": bool,
    "source_spm": str,
    "target_spm": str,
    "files": dict,
    "one_of": list,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to download; 0 and "" where nothing is publicly known."""

    name: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    pair: str
    """"zh-en": base languages."""
    preset: str
    kind: str
    """"marian" is converted at installation, "ct2" is not."""
    repo: str = ""
    """On the hub; "" where the model is a folder."""
    path: Path | None = None
    """A folder that holds the model: inside this package, or the user's."""
    revision: str = ""
    licence: str = ""
    attribution: str = ""
    download_mb: int = 0
    scores: tuple[str, ...] = ()
    known_faults: tuple[str, ...] = ()
    tokens: Mapping[str, str] = field(default_factory=dict)
    """Reader's language -> target token."""
    eos: bool = True
    source_spm: str = "source.spm"
    target_spm: str = "target.spm"
    files: tuple[File, ...] = ()
    one_of: tuple[File, ...] = ()
    """Weights under several names: the first that the repository has is taken."""

    @property
    def name(self) -> str:
        """What it is called: the repository, or the folder."""
        return self.repo or (f"{self.preset}/{self.path.name}" if self.path else self.preset)

    @property
    def folder(self) -> str:
        """Its folder in the models directory. Entries of one model share it; by hand, one model a pair can be added."""
        return f"local--{self.pair}" if self.preset == "local" else self.name.replace("/", "--")


@dataclass(frozen=True, slots=True)
class Catalog:
    entries: tuple[Entry, ...]

    def find(self, pair: str, preset: str) -> Entry | None:
        return next((e for e in self.entries if e.pair == pair and e.preset == preset), None)

    def of_preset(self, preset: str) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.preset == preset)

    @property
    def presets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.preset for e in self.entries))


def load(extra: Path | None = None) -> Catalog:
    """Our catalogue with the user's on top. Raises CatalogInvalid."""
    own = _read(_PACKAGE / "catalog.toml", _PACKAGE)
    added = _read(extra, extra.resolve().parent) if extra else []
    replaced = {(e.pair, e.preset) for e in added}
    return Catalog((*added, *(e for e in own if (e.pair, e.preset) not in replaced)))


def _read(path: Path, base: Path) -> list[Entry]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogInvalid(f"{path}: {error}", detail=str(path)) from None
    tables = data.pop("model", [])
    if data or not isinstance(tables, list):
        raise CatalogInvalid(f"{path}: only [[model]] tables are known", detail=next(iter(data), "model"))
    return [_entry(table, f"{path.name}: model {number}", base) for number, table in enumerate(tables, 1)]


def _entry(table: Mapping[str, Any], where: str, base: Path) -> Entry:
    def wrong(key: str, why: str) -> CatalogInvalid:
        return CatalogInvalid(f"{where}: {key} {why}", detail=key)

    for key, value in table.items():
        if key not in _KEYS:
            raise wrong(key, f"is unknown; there are: {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise wrong(key, f"must be a {_KEYS[key].__name__}")
    if table.get("pair") not in PAIRS:
        raise wrong("pair", f"must be one of {', '.join(PAIRS)}")
    if not table.get("preset"):
        raise wrong("preset", "is missing")
    if table.get("kind", "marian") not in KINDS:
        raise wrong("kind", f"must be one of {', '.join(KINDS)}")
    if bool(table.get("repo")) == bool(table.get("path")):
        raise wrong("repo", "or path: one of the two is needed")
    if table.get("repo") and not _REPO.fullmatch(table["repo"]):
        raise wrong("repo", "must look like OWNER/NAME")
    plain = {
        key: table[key]
        for key in ("pair", "preset", "revision", "licence", "attribution", "download_mb", "eos")
        if key in table
    }
    spm: dict[str, Any] = {key: _plain(table[key], key, wrong) for key in ("source_spm", "target_spm") if key in table}
    return Entry(
        kind=table.get("kind", "marian"),
        repo=table.get("repo", ""),
        path=base / table["path"] if "path" in table else None,
        scores=tuple(map(str, table.get("scores", ()))),
        known_faults=tuple(map(str, table.get("known_faults", ()))),
        tokens={str(k): str(v) for k, v in table.get("tokens", {}).items()},
        files=tuple(_file(name, facts, wrong) for name, facts in table.get("files", {}).items()),
        one_of=tuple(
            _file(f, {}, wrong) if isinstance(f, str) else _file(str(f.get("name", "")), f, wrong)
            for f in table.get("one_of", ())
        ),
        **plain,
        **spm,
    )


def _plain(name: str, key: str, wrong: Any) -> str:
    if not _FILE.fullmatch(name):
        raise wrong(key, f"{name!r} is not a plain file name")
    return name


def _file(name: str, facts: Any, wrong: Any) -> File:
    _plain(name, "files", wrong)
    size = facts.get("size", 0) if isinstance(facts, Mapping) else None
    sha256 = facts.get("sha256", "") if isinstance(facts, Mapping) else None
    if (
        not isinstance(size, int)
        or size < 0
        or not isinstance(sha256, str)
        or (sha256 and not _SHA256.fullmatch(sha256))
    ):
        raise wrong("files", f"{name}: size must be bytes and sha256 64 hexadecimal digits")
    return File(name, size, sha256)
