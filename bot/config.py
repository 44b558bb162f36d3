"""Config: frozen sections from TOML and the environment. An unknown key is an error that names it.

In: a TOML file (or none) and environment variables `KEYCLAIMS_<SECTION>_<KEY>`, which win over the file.
Out: `Config`. Never opens anything but the configuration file and the token file, and never prints a token.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final, get_type_hints

from bot.errors import ConfigInvalid
from models.language import canonical


@dataclass(frozen=True, slots=True)
class Reply:
    to: str = "auto"
    """"auto" (the chat's language; on the command line the locale's) or a language code."""
    claims: str | int = "auto"
    """"auto" (by the article's length) or 1 to 10."""
    original: bool = True
    """Show the original sentence under each bullet."""
    style: str = "extractive"
    """"extractive" (sentences of the article) or "abstractive" (in the words of `model`, each checked against one)."""
    model: str = ""
    """A transformers seq2seq model for "abstractive": a folder, or a name in the hub's cache; never downloaded."""


@dataclass(frozen=True, slots=True)
class Translation:
    preset: str = "opus"
    """"opus", "quickmt", "demo", "none", or a preset of the user's own catalogue."""
    engine: str = "ct2"
    """"ct2" (CTranslate2) or "transformers" (the torch extra)."""
    beam: int = 2
    workers: int = 0
    """Translation threads; 0 is one a core."""
    models_dir: str = ""
    """Where models are installed; "" is the user's data directory."""
    catalog: str = ""
    """A further catalogue file of the user's own."""
    offline: bool = False
    """True: the model hub is never asked."""


@dataclass(frozen=True, slots=True)
class Fetch:
    timeout_s: float = 20.0
    """Seconds for one page, redirects included."""
    max_bytes: int = 5_000_000
    """Bytes of one page, decompressed."""
    per_host: int = 2
    """Connections to one host at a time."""
    allow_addresses: tuple[str, ...] = ()
    """Networks ("10.0.0.0/8") that the address rule would close."""
    allow_ports: tuple[int, ...] = (80, 443)
    user_agent: str = "keyclaims/0.1 (+https://github.com/keyclaims/keyclaims)"
    proxy: str = ""
    """An HTTP proxy's URL; the address rule must then stand at the proxy."""


@dataclass(frozen=True, slots=True)
class Telegram:
    token: str = field(default="", repr=False)
    token_file: str = ""
    """A file whose first line is the token."""
    api_base: str = "https://api.telegram.org"
    """A local Bot API server: its URL without /bot."""
    admins: tuple[int, ...] = ()
    """User ids that may change the settings of every chat, as its own admins may."""
    allowed_chats: tuple[int, ...] = ()
    """Chat ids that are served; empty: all."""
    webhook_url: str = ""
    """The public https URL that Telegram calls; "": polling."""
    webhook_listen: str = "127.0.0.1:8443"


@dataclass(frozen=True, slots=True)
class Store:
    url: str = ""
    """"sqlite:///PATH" or "postgresql://..."; "" is keyclaims.sqlite in the user's data directory."""
    keep_days: float = 30.0
    """How long it is remembered which message answered which link; buttons work as long."""


@dataclass(frozen=True, slots=True)
class Work:
    concurrency: int = 4
    """Links worked on at the same time by one process."""
    max_queue: int = 2000
    """Links waiting before new ones are told "busy"."""


@dataclass(frozen=True, slots=True)
class Feeds:
    interval_s: float = 600.0
    """Seconds between two looks at a feed."""
    max_per_chat: int = 50
    """Feeds that one chat may follow."""


@dataclass(frozen=True, slots=True)
class Serve:
    listen: str = "127.0.0.1:8700"
    """/healthz, /readyz and /metrics; "" switches them off."""


@dataclass(frozen=True, slots=True)
class Log:
    level: str = "info"
    format: str = "text"


@dataclass(frozen=True, slots=True)
class Config:
    reply: Reply = field(default_factory=Reply)
    translation: Translation = field(default_factory=Translation)
    fetch: Fetch = field(default_factory=Fetch)
    telegram: Telegram = field(default_factory=Telegram)
    store: Store = field(default_factory=Store)
    work: Work = field(default_factory=Work)
    feeds: Feeds = field(default_factory=Feeds)
    serve: Serve = field(default_factory=Serve)
    log: Log = field(default_factory=Log)
    path: str = ""
    """The file it was read from; "" where there was none."""


SECTIONS: Final = {f.name: f.default_factory for f in fields(Config) if is_dataclass(f.default_factory)}
"""Section name -> its dataclass."""
PREFIX: Final = "KEYCLAIMS_"
_SECRET: Final = ("telegram.token", "store.url", "fetch.proxy")
"""Keys whose values can hold a password: errors name the key and never the value."""


def data_dir() -> Path:
    """Where models and the store live: KEYCLAIMS_DATA_DIR, else the user's data directory."""
    import platformdirs

    return Path(os.environ.get("KEYCLAIMS_DATA_DIR") or platformdirs.user_data_dir("keyclaims", appauthor=False))


def find(explicit: str | None, environ: Mapping[str, str]) -> Path | None:
    """`--config`, else KEYCLAIMS_CONFIG, ./config.toml, the file in the user's config directory; None is fine."""
    for named in (explicit, environ.get(PREFIX + "CONFIG")):
        if named:
            path = Path(named).expanduser()
            if not path.is_file():
                raise ConfigInvalid(f"no such configuration file: {path}", detail=str(path))
            return path
    import platformdirs

    for path in (
        Path("config.toml"),
        Path(platformdirs.user_config_dir("keyclaims", appauthor=False)) / "config.toml",
    ):
        if path.is_file():
            return path
    return None


def load(explicit: str | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration, checked. Raises ConfigInvalid naming the key and what is expected."""
    environ = os.environ if environ is None else environ
    path = find(explicit, environ)
    data: dict[str, Any] = {}
    if path is not None:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigInvalid(f"{path}: {error}", detail=str(path)) from None
    for name, value in _from_environment(environ).items():
        section = data.setdefault(name, {})
        if isinstance(section, dict):
            section.update(value)
    return _build(data, str(path or ""))


def _from_environment(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX):
            continue
        section, _, key = variable[len(PREFIX) :].lower().partition("_")
        if section in SECTIONS and key:
            found.setdefault(section, {})[key] = _Text(text)
    return found


class _Text(str):
    """A value from the environment: a string that stands for whatever type its key has."""

    __slots__ = ()


def _build(data: Mapping[str, Any], path: str) -> Config:
    sections: dict[str, Any] = {}
    for name, table in data.items():
        if name not in SECTIONS:
            raise ConfigInvalid(f"unknown section [{name}]; there are: {', '.join(SECTIONS)}", detail=f"[{name}]")
        if not isinstance(table, Mapping):
            raise ConfigInvalid(f"[{name}] must be a table", detail=f"[{name}]")
        sections[name] = _section(name, SECTIONS[name], table)
    config = Config(**sections, path=path)
    return replace(config, telegram=_with_token(config.telegram))


def _section(name: str, kind: Any, table: Mapping[str, Any]) -> Any:
    types = get_type_hints(kind)
    values: dict[str, Any] = {}
    for key, value in table.items():
        where = f"{name}.{key}"
        if key not in types:
            raise ConfigInvalid(f"unknown key {where}; [{name}] has: {', '.join(types)}", detail=where)
        converted = _convert(where, types[key], value)
        problem = _RULES[where](converted) if where in _RULES else None
        if problem:
            shown = "" if where in _SECRET else f" = {converted!r}"
            raise ConfigInvalid(f"{where}{shown}: {problem}", detail=where)
        values[key] = canonical(converted) if where == "reply.to" and converted != "auto" else converted
    return kind(**values)


def _convert(where: str, kind: Any, value: Any) -> Any:
    """`value` as the key's type; text from the environment is parsed, TOML values must have the type already."""
    text = isinstance(value, _Text)
    try:
        if kind is bool:
            if text:
                return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]
            if isinstance(value, bool):
                return value
        elif kind is int and (text or (isinstance(value, int) and not isinstance(value, bool))):
            return int(value)
        elif kind is float and (text or (isinstance(value, int | float) and not isinstance(value, bool))):
            return float(value)
        elif kind is str and isinstance(value, str):
            return str(value)
        elif kind == str | int and isinstance(value, str):
            return int(value) if text and str(value).isdigit() else str(value)
        elif kind == str | int and isinstance(value, int) and not isinstance(value, bool):
            return value
        elif kind in (tuple[str, ...], tuple[int, ...]):
            item = int if kind == tuple[int, ...] else str
            if text:
                return tuple(item(part) for part in value.replace(",", " ").split())
            if isinstance(value, list) and all(isinstance(v, item) and not isinstance(v, bool) for v in value):
                return tuple(value)
    except (ValueError, KeyError):
        pass
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "text",
        str | int: "text or a number",
    }
    shown = "" if where in _SECRET else f", not {str(value)!r}"
    raise ConfigInvalid(f"{where} must be {names.get(kind, 'a list')}{shown}", detail=where)


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    return lambda value: None if value in allowed else f"use one of {', '.join(allowed)}"


def _language(value: Any) -> str | None:
    try:
        if value != "auto":
            canonical(value)
    except ValueError as error:
        return str(error)
    return None


def _claims(value: Any) -> str | None:
    return None if value == "auto" or (isinstance(value, int) and 1 <= value <= 10) else 'use "auto" or 1 to 10'


def _at_least(least: float) -> Callable[[Any], str | None]:
    return lambda value: None if value >= least else f"at least {least:g}"


def _networks(value: Any) -> str | None:
    import ipaddress

    for network in value:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            return f"{network!r} is not a network such as 10.0.0.0/8"
    return None


def _ports(value: Any) -> str | None:
    return None if all(0 < port < 65536 for port in value) else "ports are 1 to 65535"


def _listen(value: Any) -> str | None:
    host, _, port = value.rpartition(":")
    return None if value == "" or (host and port.isdigit() and int(port) < 65536) else "use host:port"


def _store_url(value: Any) -> str | None:
    ok = value == "" or value.startswith(("sqlite:///", "postgresql://", "postgres://"))
    return None if ok else "use sqlite:///PATH or postgresql://..."


def _web_url(value: Any) -> str | None:
    return None if value == "" or value.startswith(("http://", "https://")) else "use an http(s) URL"


_RULES: Final[dict[str, Callable[[Any], str | None]]] = {
    "reply.to": _language,
    "reply.claims": _claims,
    "reply.style": _one_of("extractive", "abstractive"),
    "translation.engine": _one_of("ct2", "transformers"),
    "translation.beam": _at_least(1),
    "translation.workers": _at_least(0),
    "fetch.timeout_s": _at_least(0.1),
    "fetch.max_bytes": _at_least(1000),
    "fetch.per_host": _at_least(1),
    "fetch.allow_addresses": _networks,
    "fetch.allow_ports": _ports,
    "fetch.proxy": _web_url,
    "telegram.api_base": _web_url,
    "telegram.webhook_url": _web_url,
    "telegram.webhook_listen": _listen,
    "store.url": _store_url,
    "store.keep_days": _at_least(1),
    "work.concurrency": _at_least(1),
    "work.max_queue": _at_least(1),
    "feeds.interval_s": _at_least(1),
    "feeds.max_per_chat": _at_least(0),
    "serve.listen": _listen,
    "log.level": _one_of("debug", "info", "warning", "error"),
    "log.format": _one_of("text", "json"),
}


def _with_token(telegram: Telegram) -> Telegram:
    """The token read from `token_file` where it is not given itself."""
    if telegram.token or not telegram.token_file:
        return telegram
    path = Path(telegram.token_file).expanduser()
    try:
        lines = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        raise ConfigInvalid(f"telegram.token_file cannot be read: {path}", detail="telegram.token_file") from None
    return replace(telegram, token=lines[0] if lines else "")
