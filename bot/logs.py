"""Logs of the bot: one line an event on standard error, as text or as JSON; no token, no article text."""

import json
import logging
import re
import sys
import time
from typing import Final

from bot.config import Config

_TOKEN: Final = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}")
"""What a bot token looks like; one that slips into a library's message is masked."""
_CHATTY: Final = (
    "httpx",
    "httpcore",
    "procrastinate",
    "telegram",
    "asyncio",
    "sqlalchemy",
    "aiohttp.access",
    "trafilatura",
)
"""Libraries whose INFO lines say nothing to an operator (and httpx's hold the token)."""


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "fields", {}).items())
        return _masked(super().format(record) + fields)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return _masked(json.dumps(line, ensure_ascii=False, default=str))


def set_up(config: Config) -> None:
    """The root logger as `[log]` says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if config.log.format == "json" else _Text())
    level = logging.getLevelNamesMapping()[config.log.level.upper()]
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _masked(line: str) -> str:
    return _TOKEN.sub("TOKEN", line)
