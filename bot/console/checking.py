"""`keyclaims check`: lines of {"id", "source", "target"} in, a verdict line each out. Exit code 0 whatever they are.

A line that is no such object gets an error line of its own and exit code 1; the others are served.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from bot.cli import FAILED, OK
from bot.config import Config
from bot.errors import SourceMissing


def check(arguments: argparse.Namespace, config: Config) -> int:
    from models import fidelity

    code = OK
    for number, line in enumerate(_lines(arguments.file), 1):
        if not line.strip():
            continue
        try:
            record = _record(line)
        except ValueError as error:
            code = FAILED
            print(f"keyclaims: source_invalid: {arguments.file}:{number}: {error}", file=sys.stderr)
            answer: dict[str, Any] = {"id": None, "error": {"code": "source_invalid", "text": str(error)}}
        else:
            answer = fidelity.verdict(record, arguments.source_language, arguments.target_language)
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return code


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield from sys.stdin
        return
    try:
        with open(file, encoding="utf-8-sig", errors="replace") as lines:
            yield from lines
    except OSError as error:
        raise SourceMissing(f"{file}: {error.strerror}", detail=file) from None


def _record(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        raise ValueError("not valid JSON") from None
    if not isinstance(record, dict):
        raise ValueError('an object with "source" and "target" is needed')
    for key in ("source", "target"):
        if not isinstance(record.get(key), str):
            raise ValueError(f'"{key}" must be a string')
    return record
