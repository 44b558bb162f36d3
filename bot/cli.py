"""The command line: arguments in, an exit code out. Each command is imported when it is called.

Exit codes: 0 all well; 1 some source failed; 2 usage or configuration.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version

from bot.config import Config
from bot.errors import BotError, ConfigInvalid, TokenMissing, TokenRefused, WebhookInvalid
from models.errors import ModelError
from models.language import CODES, canonical

OK, FAILED, USAGE = 0, 1, 2
_CONFIGURATION = (TokenMissing, TokenRefused, WebhookInvalid)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what the console script `keyclaims` calls."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        # A terminal in the C locale still gets Hangul and Han; what cannot be encoded is shown as an escape.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        from bot import config as configuration

        config = configuration.load(arguments.config)
        logging.basicConfig(level=logging.DEBUG if config.log.level == "debug" else logging.CRITICAL)
        run: Callable[[argparse.Namespace, Config], int] = _COMMANDS[arguments.command]
        return run(arguments, config)
    except ConfigInvalid as error:
        print(f"keyclaims: {error.code}: {error}", file=sys.stderr)
        return USAGE
    except (BotError, ModelError) as error:
        from bot import texts

        said = texts.say(error.code, locale_language(os.environ), detail=error.detail)
        print(f"keyclaims: {error.code}: {said}", file=sys.stderr)
        return USAGE if isinstance(error, _CONFIGURATION) else FAILED
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; Python must not complain while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130


def locale_language(environ: Mapping[str, str]) -> str:
    """The language of the locale ("ko_KR.UTF-8" -> "ko"), "en" where it is none of ours."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable, "").partition(".")[0]:
            try:
                return canonical(value)
            except ValueError:
                return "en"
    return "en"


def _language(text: str) -> str:
    try:
        return text if text == "source" else canonical(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _plain_language(text: str) -> str:
    if text == "source":
        raise argparse.ArgumentTypeError(f"use one of {', '.join(CODES)}")
    return _language(text)


def _claims(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10:
        raise argparse.ArgumentTypeError("a number from 1 to 10")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="keyclaims",
        description="Key claims of Korean, Chinese and English news in your language, each traceable to its sentence.",
    )
    parser.add_argument("--version", action="version", version=f"keyclaims {version('keyclaims')}")
    parser.add_argument("--config", metavar="FILE", help="configuration file (default: ./config.toml, then the user's)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    common.add_argument("--quiet", action="store_true", help="no progress on standard error")

    def add(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".", parents=[common])

    sources = "a URL, an .html file (.gz too), a .json article, a .jsonl file of articles, or - for standard input"
    read = add("read", "print the key claims of articles")
    read.add_argument("source", nargs="+", metavar="SOURCE", help=sources)
    read.add_argument(
        "--to", type=_language, metavar="LANGUAGE", help=f"{', '.join(CODES)}, or source (no translation)"
    )
    read.add_argument("--claims", type=_claims, metavar="N", help="how many claims, 1 to 10 (default: by length)")
    read.add_argument("--format", choices=("text", "md", "json", "jsonl", "html"), default="text")
    read.add_argument("--full", action="store_true", help="the whole translation too")
    read.add_argument("--output", metavar="PATH", help="write there instead of standard output")
    read.add_argument("--models", metavar="demo|installed|PRESET", help="which models translate")
    read.add_argument("--no-original", action="store_true", help="without the original sentence under each claim")
    read.add_argument("--explain", action="store_true", help="print how each sentence was ranked instead")

    extract = add("extract", "print the article alone")
    extract.add_argument("source", nargs="+", metavar="SOURCE", help=sources)
    extract.add_argument("--format", choices=("json", "jsonl", "text"), default="text")
    extract.add_argument("--output", metavar="PATH", help="write there instead of standard output")

    check = add("check", "compare translations with their sources: wrong figures, names and meaning")
    check.add_argument("file", nargs="?", default="-", metavar="FILE", help='lines of {"id", "source", "target"}, or -')
    check.add_argument("--from", dest="source_language", type=_plain_language, required=True, metavar="LANGUAGE")
    check.add_argument("--to", dest="target_language", type=_plain_language, required=True, metavar="LANGUAGE")

    models = add("models", "list, install, verify and remove translation models")
    models.add_argument("action", choices=("list", "pull", "add", "verify", "remove"))
    models.add_argument(
        "name", nargs="?", metavar="PAIR|PRESET|DIR", help="zh-en, opus, or a checkpoint folder for add"
    )
    models.add_argument("--pair", metavar="PAIR", help="for add: the direction of the folder's model, zh-en")
    models.add_argument("--models", metavar="PRESET", help="for pull of a PAIR: from this preset")

    add("bot", "run the Telegram bot")
    add("worker", "work off the bot's links on a further machine")
    add("doctor", "check configuration, models, store and Telegram, and say how to mend what is wrong")
    forget = add("forget", "remove all that is stored about a chat")
    forget.add_argument("chat", type=int, metavar="CHAT", help="the chat's id; groups have a negative one")
    backup = add("backup", "copy the SQLite store while the bot runs")
    backup.add_argument("path", metavar="PATH", help="a file, or a folder for a file named by the time")
    restore = add("restore", "put a backup in the store's place; what was there is kept beside it")
    restore.add_argument("path", metavar="PATH", help="what backup wrote")
    chat = add("chat", "talk to the bot in this terminal, without Telegram")
    chat.add_argument("--to", type=_plain_language, metavar="LANGUAGE", help="language of the replies")
    chat.add_argument("--models", metavar="demo|installed|PRESET", help="which models translate")
    follow = add("follow", "print the key claims of a feed's new entries")
    follow.add_argument("feed", nargs="+", metavar="FEED", help="a feed's URL, an outlet's home page or name")
    follow.add_argument("--once", action="store_true", help="print what was not printed yet, and end (for cron)")
    follow.add_argument("--to", type=_language, metavar="LANGUAGE", help=f"{', '.join(CODES)}, or source")
    follow.add_argument("--format", choices=("text", "md", "json", "jsonl"), default="text")
    follow.add_argument("--models", metavar="demo|installed|PRESET", help="which models translate")
    digest = add("digest", "print one overview of feeds and articles")
    digest.add_argument("source", nargs="+", metavar="SOURCE", help=f"a feed, an outlet's name, {sources}")
    digest.add_argument("--to", type=_language, metavar="LANGUAGE", help=f"{', '.join(CODES)}, or source")
    digest.add_argument("--format", choices=("text", "md", "json", "jsonl"), default="text")
    digest.add_argument("--models", metavar="demo|installed|PRESET", help="which models translate")
    demo = add("demo", "read the samples through the demo models, offline")
    demo.add_argument("--to", type=_plain_language, metavar="LANGUAGE", help="only briefs in this language")
    demo.add_argument("--format", choices=("text", "md", "json", "jsonl"), default="text")
    return parser


def _read(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import reading

    return reading.read(arguments, config)


def _extract(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import reading

    return reading.extract(arguments, config)


def _check(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import checking

    return checking.check(arguments, config)


def _models(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import installing

    return installing.models(arguments, config)


def _bot(arguments: argparse.Namespace, config: Config) -> int:
    from bot import app

    return app.run_bot(config)


def _worker(arguments: argparse.Namespace, config: Config) -> int:
    from bot import app

    return app.run_worker(config)


def _doctor(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import doctor

    return doctor.run(config)


def _forget(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import caring

    return caring.forget(arguments, config)


def _backup(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import caring

    return caring.backup(arguments, config)


def _restore(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import caring

    return caring.restore(arguments, config)


def _chat(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import chatting

    return chatting.run(arguments, config)


def _follow(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import following

    return following.follow(arguments, config)


def _digest(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import following

    return following.digest(arguments, config)


def _demo(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import demo

    return demo.run(arguments, config)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Config], int]] = {
    "read": _read,
    "extract": _extract,
    "check": _check,
    "models": _models,
    "bot": _bot,
    "worker": _worker,
    "doctor": _doctor,
    "forget": _forget,
    "backup": _backup,
    "restore": _restore,
    "chat": _chat,
    "follow": _follow,
    "digest": _digest,
    "demo": _demo,
}
