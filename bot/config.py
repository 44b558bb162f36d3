"""Config: frozen sections from TOML and the environment. An unknown key is an error that names it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bot.errors import ConfigInvalid
from models.language import CODES, canonical


@dataclass(frozen=True, slots=True)
class Reply:
    to: str = "auto"
    """"auto" (the chat's language, or the locale's on the command line) or a language code."""
    claims: str | int = "auto"
    """"auto", or 1 to 10."""
    original: bool = True


@dataclass(frozen=True, slots=True)
class TranslationConfig:
    preset: str = "opus"
    engine: str = "ct2"
    beam: int = 2
    workers: int = 0
    """Translation threads; 0 is one a core."""
    models_dir: str = ""
    """"" is the user's data directory."""
    catalog: str = ""
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    timeout_s: float = 20.0
    max_bytes: int = 5_000_000
    per_host: int = 2
    allow_addresses: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = (80, 443)
    user_agent: str = "keyclaims/0.1 (+https://github.com/keyclaims/keyclaims)"
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Telegram:
    token: str = field(default="", repr=False)
    token_file: str = ""
    api_base: str = "https://api.telegram.org"
    admins: tuple[int, ...] = ()
    allowed_chats: tuple[int, ...] = ()
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8443"


@dataclass(frozen=True, slots=True)
class Store:
    url: str = ""
    """"" is sqlite:///<data dir>/keyclaims.sqlite."""


@dataclass(frozen=True, slots=True)
class Work:
    concurrency: int = 4
    max_queue: int = 2000


@dataclass(frozen=True, slots=True)
class Feeds:
    interval_s: float = 600.0
    max_per_chat: int = 50


@dataclass(frozen=True, slots=True)
class Serve:
    listen: str = "127.0.0.1:8700"


@dataclass(frozen=True, slots=True)
class Log:
    level: str = "info"
    format: str = "text"


@dataclass(frozen=True, slots=True)
class Config:
    reply: Reply = field(default_factory=Reply)
    translation: TranslationConfig = field(default_factory=TranslationConfig)
    fetch: Fetch = field(default_factory=Fetch)
    telegram: Telegram = field(default_factory=Telegram)
    store: Store = field(default_factory=Store)
    work: Work = field(default_factory=Work)
    feeds: Feeds = field(default_factory=Feeds)
    serve: Serve = field(default_factory=Serve)
    log: Log = field(default_factory=Log)
