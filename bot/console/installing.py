"""`keyclaims models list | pull | add | verify | remove`: what is installed, and how it gets there."""

import argparse
from pathlib import Path
from typing import Any

from bot import app
from bot.cli import FAILED, OK
from bot.config import Config
from bot.console.progress import Progress
from bot.errors import ConfigInvalid


def models(arguments: argparse.Namespace, config: Config) -> int:
    action, name = arguments.action, arguments.name
    if action in ("pull", "add", "remove") and not name:
        what = {"pull": "a PAIR (zh-en) or a PRESET (opus)", "add": "the checkpoint's folder", "remove": "a name"}
        raise ConfigInvalid(f"keyclaims models {action} needs {what[action]}", detail=action)
    with Progress(1, quiet=arguments.quiet) as progress:
        hub = app.hub(config, progress)
        if action == "list":
            return _list(hub, config)
        if action == "verify":
            return _verify(hub)
        # The transformers engine reads the MarianMT files themselves.
        keep = config.translation.engine == "transformers"
        if action == "add":
            changed = [hub.add(Path(name).expanduser(), arguments.pair, keep_checkpoint=keep)]
        elif action == "pull":
            changed = hub.pull(name, arguments.models or config.translation.preset, keep_checkpoint=keep)
        else:
            changed = hub.remove(name)
    word = {"pull": "installed", "add": "installed", "remove": "removed"}[action]
    for model in changed:
        licence = model.licence or "no licence stated"
        print(f"{word}: {model.name} ({', '.join(model.pairs)}; {_size(model.size)}; {licence})")
    return OK


def _list(hub: Any, config: Config) -> int:
    there = hub.installed()
    folders = {model.folder.name for model in there}
    print(f"installed in {hub.models_dir}:")
    for model in there:
        print(f"  {', '.join(model.pairs):14} {model.preset:8} {_size(model.size):>8}  {model.name}")
    if not there:
        print("  nothing yet")
    print("to be had with `keyclaims models pull PAIR` or `PRESET`:")
    for preset in hub.catalog.presets:
        for entry in hub.catalog.of_preset(preset):
            if entry.folder not in folders:
                note = " (configured)" if preset == config.translation.preset else ""
                print(f"  {entry.pair:14} {preset:8} {_size(entry.download_mb * 1_000_000):>8}  {entry.name}{note}")
    return OK


def _verify(hub: Any) -> int:
    code = OK
    for model, problems in hub.verify():
        print(f"{'ok' if not problems else 'damaged'}: {model.name} ({', '.join(model.pairs)})")
        for problem in problems:
            code = FAILED
            print(f"  {problem}")
    return code


def _size(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB" if size else "?"
