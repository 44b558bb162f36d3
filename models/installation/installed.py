"""The models directory: what is installed, and how a folder of files becomes an installed model.

    MODELS_DIR/OWNER--NAME/manifest.json     written last: a folder without it is not a model
                          /model.bin ...     the CTranslate2 model with its SentencePiece files
                          /checkpoint/       the MarianMT files as they came, where the transformers engine wants them
    MODELS_DIR/.parts/  .work/  .locks/      unfinished downloads, unfinished installations, one lock a model

In: a folder that holds a checkpoint or a CTranslate2 model. Out: `Installed`. The conversion runs in a subprocess; its
result is renamed into place in one step. Raises ModelInvalid, DiskFull. Never touches the network.
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.catalog import CT2_VOCABULARIES, PAIRS, Entry
from models.errors import DiskFull, ModelInvalid
from models.installation.install import CHECKPOINT_FILES, WEIGHT_FILES, read_json, weights_file

SCHEMA: Final = "keyclaims/model/1"
CONVERT_S: Final = 600.0
"""Seconds a conversion may take; a true-size model takes about 10 on one slow core."""
LOCK_S: Final = 3600.0
"""Seconds to wait for another process that installs the same model."""
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LANGUAGES: Final = {
    "zh": "zh",
    "zho": "zh",
    "chi": "zh",
    "cmn": "zh",
    "en": "en",
    "eng": "en",
    "ko": "ko",
    "kor": "ko",
}
_TOKENS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "zh": {
        "zh-Hans": (">>cmn_Hans<<", ">>zho_Hans<<", ">>cmn<<", ">>zho<<"),
        "zh-Hant": (">>cmn_Hant<<", ">>zho_Hant<<"),
    },
    "ko": {"ko": (">>kor<<", ">>kor_Hang<<")},
    "en": {"en": (">>eng<<",)},
}
"""Target tokens looked for in the vocabulary of a folder that is added by hand, the best first."""


@dataclass(frozen=True, slots=True)
class Installed:
    folder: Path
    name: str
    pairs: tuple[str, ...]
    preset: str
    """"local" for a folder that was added by hand."""
    kind: str
    licence: str = ""
    attribution: str = ""
    revision: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)
    """Reader's language -> target token."""
    eos: bool = True
    source_spm: str = "source.spm"
    target_spm: str = "target.spm"
    fingerprint: str = ""
    """sha256 of what it was made from: the key of the translation memory."""
    size: int = 0
    """Bytes on disk."""
    origin: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """File name -> size and sha256 of what was downloaded or added."""

    @property
    def demo(self) -> bool:
        return self.preset == "demo"

    @property
    def checkpoint(self) -> Path | None:
        """The MarianMT files for the transformers engine, where they were kept."""
        kept = self.folder / "checkpoint"
        return kept if kept.is_dir() else None


def installed(models_dir: Path) -> list[Installed]:
    """Every model of the directory, by name. A folder whose manifest cannot be read is left out."""
    found: list[Installed] = []
    for manifest in sorted(models_dir.glob("*/manifest.json")):
        try:
            found.append(_from_manifest(manifest))
        except (ModelInvalid, KeyError, TypeError, ValueError):
            continue
    return found


def _from_manifest(path: Path) -> Installed:
    data = read_json(path)
    if data.get("schema") != SCHEMA:
        raise ModelInvalid(f"{path} has another schema", detail=path.parent.name)
    return Installed(
        folder=path.parent,
        name=str(data["name"]),
        pairs=tuple(data["pairs"]),
        preset=str(data["preset"]),
        kind=str(data["kind"]),
        licence=str(data.get("licence", "")),
        attribution=str(data.get("attribution", "")),
        revision=str(data.get("revision", "")),
        tokens=dict(data.get("tokens", {})),
        eos=bool(data.get("eos", True)),
        source_spm=str(data.get("source_spm", "source.spm")),
        target_spm=str(data.get("target_spm", "target.spm")),
        fingerprint=str(data.get("fingerprint", "")),
        size=sum(int(facts["size"]) for facts in data["files"].values()),
        origin=dict(data.get("origin", {})),
    )


def problems(model: Installed) -> list[str]:
    """What is wrong with its files; [] when every byte is as it was installed."""
    found: list[str] = []
    for name, facts in read_json(model.folder / "manifest.json")["files"].items():
        path = model.folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif path.stat().st_size != facts["size"]:
            found.append(f"{name} has {path.stat().st_size} bytes, not {facts['size']}")
        elif sha256(path) != facts["sha256"]:
            found.append(f"{name} has other bytes than at installation")
    return found


def remove(model: Installed, models_dir: Path) -> None:
    with locked(models_dir, model.folder.name):
        _discard(model.folder, models_dir)


@contextmanager
def locked(models_dir: Path, folder: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """One process at a time works on a model; `waiting` is called once when another one holds it."""
    import filelock

    with disk_errors(models_dir):
        (models_dir / ".locks").mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(models_dir / ".locks" / f"{folder}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        waiting()
        try:
            lock.acquire(timeout=LOCK_S, poll_interval=0.1)
        except filelock.Timeout:
            raise ModelInvalid(f"another process has been installing {folder} for an hour", detail=folder) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def disk_errors(where: Path) -> Iterator[None]:
    """A full or closed disk as an error of ours, naming the directory."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(f"no space left in {where}", detail=str(where)) from None
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOTDIR):
            raise DiskFull(f"{where} cannot be written: {error.strerror}", detail=str(where)) from None
        raise


def install(
    source: Path,
    entry: Entry,
    models_dir: Path,
    *,
    pairs: Sequence[str],
    revision: str = "",
    origin: Mapping[str, Mapping[str, Any]] | None = None,
    keep_checkpoint: bool = False,
    step: Callable[[str], None] = lambda what: None,
) -> Installed:
    """Make the files of `source` an installed model. The caller holds the lock.

    A MarianMT checkpoint is converted, compared and tried in a subprocess; a CTranslate2 model is copied and tried.
    """
    with disk_errors(models_dir):
        (models_dir / ".work").mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f"{entry.folder}-", dir=models_dir / ".work"))
        try:
            out = work / "model"
            if entry.kind == "marian":
                weights = weights_file(source)
                origin = origin or _facts(source, (*CHECKPOINT_FILES, weights.name))
                _convert(source, out, entry, step)
                if keep_checkpoint:
                    _copy(source, out / "checkpoint", (*CHECKPOINT_FILES, "tokenizer_config.json", weights.name))
            else:
                names = [f.name for f in entry.files] or _native_files(source, entry)
                origin = origin or _facts(source, names)
                _copy(source, out, names)
                _convert(out, out, entry, step)
            return _finish(out, entry, models_dir, pairs=pairs, revision=revision, origin=origin)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _native_files(source: Path, entry: Entry) -> list[str]:
    names = ["config.json", "model.bin", entry.source_spm, entry.target_spm]
    return [*dict.fromkeys(names), *(name for name in CT2_VOCABULARIES if (source / name).is_file())]


def _copy(source: Path, out: Path, names: Sequence[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        if (source / name).is_file():
            shutil.copyfile(source / name, out / name)


def _convert(source: Path, out: Path, entry: Entry, step: Callable[[str], None]) -> None:
    """Run `models.installation.install` in a process of its own and tell its steps."""
    plan = {
        "tokens": dict(entry.tokens),
        "native": entry.kind == "ct2",
        "eos": entry.eos,
        "source_spm": entry.source_spm,
        "target_spm": entry.target_spm,
    }
    root = str(Path(__file__).resolve().parents[2])
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-P", "-m", "models.installation.install", str(source), str(out), json.dumps(plan)]
    process = subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
    )
    from threading import Timer

    killer = Timer(CONVERT_S, process.kill)
    killer.start()
    last: dict[str, Any] = {}
    try:
        for line in process.stdout or ():
            try:
                last = json.loads(line)
            except ValueError:
                continue
            if "step" in last:
                step(f"{last['step']} {entry.name}")
        process.wait()
    finally:
        killer.cancel()
        process.kill()
        process.wait()
    if last.get("errno") in _FULL:
        raise DiskFull(f"no space left in {out.parent}", detail=str(out.parent))
    if not last.get("ok"):
        why = last.get("message") or f"the conversion ended with {process.returncode}"
        raise ModelInvalid(f"{entry.name}: {why}", detail=str(last.get("detail") or entry.name))


def _finish(
    out: Path,
    entry: Entry,
    models_dir: Path,
    *,
    pairs: Sequence[str],
    revision: str,
    origin: Mapping[str, Mapping[str, Any]],
) -> Installed:
    files = {
        str(path.relative_to(out)): {"size": path.stat().st_size, "sha256": sha256(path)}
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }
    manifest = {
        "schema": SCHEMA,
        "name": entry.name,
        "pairs": list(pairs),
        "preset": entry.preset,
        "kind": entry.kind,
        "licence": entry.licence,
        "attribution": entry.attribution,
        "revision": revision,
        "tokens": dict(entry.tokens),
        "eos": entry.eos,
        "source_spm": entry.source_spm,
        "target_spm": entry.target_spm,
        "fingerprint": _fingerprint(origin),
        "origin": {name: dict(facts) for name, facts in origin.items()},
        "files": files,
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    final = models_dir / entry.folder
    _discard(final, models_dir)
    os.replace(out, final)
    return _from_manifest(final / "manifest.json")


def _discard(folder: Path, models_dir: Path) -> None:
    """Away in one step, so that no reader sees half a model; then deleted."""
    if folder.exists():
        (models_dir / ".work").mkdir(parents=True, exist_ok=True)
        away = Path(tempfile.mkdtemp(dir=models_dir / ".work"))
        os.replace(folder, away / "old")
        shutil.rmtree(away, ignore_errors=True)


def _facts(source: Path, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    return {
        name: {"size": (source / name).stat().st_size, "sha256": sha256(source / name)}
        for name in names
        if (source / name).is_file()
    }


def _fingerprint(origin: Mapping[str, Mapping[str, Any]]) -> str:
    text = "\n".join(f"{name} {facts['sha256']}" for name, facts in sorted(origin.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def same_origin(model: Installed, source: Path) -> bool:
    """True when `model` was made from the very files that `source` holds now (a package may bring new demo models)."""
    weights = next((name for name in WEIGHT_FILES if (source / name).is_file()), "")
    return bool(weights) and model.origin.get(weights, {}).get("sha256") == sha256(source / weights)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_folder(source: Path, pair: str | None) -> Entry:
    """The catalogue entry of a checkpoint folder that is added by hand. Raises ModelInvalid.

    The pair is read from tokenizer_config.json unless it is named; target tokens from the vocabulary.
    """
    weights_file(source)
    tokenizer = read_json(source / "tokenizer_config.json") if (source / "tokenizer_config.json").is_file() else {}
    if pair is None:
        sides = [
            _LANGUAGES.get(str(tokenizer.get(key, "")).split("_")[0].lower()) for key in ("source_lang", "target_lang")
        ]
        pair = "-".join(side or "?" for side in sides)
    if pair not in PAIRS:
        raise ModelInvalid(
            f"{source}: the direction {pair} is not one of {', '.join(PAIRS)}; name it with --pair", detail="--pair"
        )
    vocabulary = read_json(source / "vocab.json")
    wanted: Mapping[str, Sequence[str]] = _TOKENS[pair.split("-")[1]]
    found = {
        language: next((token for token in tokens if token in vocabulary), "") for language, tokens in wanted.items()
    }
    tokens = {language: token for language, token in found.items() if token}
    return Entry(pair=pair, preset="local", kind="marian", path=source.resolve(), tokens=tokens)
