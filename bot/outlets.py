"""Tables of where outlets keep an article's body, and which blocks inside it are none.

In: a host name. Out: selectors, read once from `outlets.toml`. Data only: nothing here looks at a page.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).with_name("outlets.toml")

_SELECTOR: Final = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)?(?P<id>#[\w-]+)?(?P<classes>(?:\.[\w-]+)*)(?:\[(?P<name>[\w-]+)(?:(?P<op>\*?=)(?P<value>[\w-]+))?\])?"
)


@dataclass(frozen=True, slots=True)
class Outlet:
    host: str
    body: tuple[str, ...]
    """XPath expressions."""
    drop: tuple[str, ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def outlets() -> tuple[Outlet, ...]:
    return tuple(
        Outlet(row["host"], tuple(map(xpath, row["body"])), tuple(map(xpath, row["drop"])))
        for row in _tables()["outlet"]
    )


def outlet_of(host: str) -> Outlet | None:
    """The row with the longest host that `host` is or ends with."""
    rows = [row for row in outlets() if host == row.host or host.endswith("." + row.host)]
    return max(rows, key=lambda row: len(row.host), default=None)


@lru_cache(maxsize=1)
def hints() -> dict[str, int]:
    """ "id=x", "class=y" or "itemprop=z" -> its place in the table; a smaller place is believed more."""
    out: dict[str, int] = {}
    for place, selector in enumerate(_tables()["hints"]["body"]):
        kind = {"#": "id=", ".": "class=", "[": ""}[selector[0]]
        out[kind + selector.strip("#.[]")] = place
    return out


@lru_cache(maxsize=1)
def body_shape() -> re.Pattern[str]:
    """What the class or id of a body looks like where its name is not in the table."""
    return re.compile(_tables()["hints"]["pattern"], re.I)


@lru_cache(maxsize=1)
def block_words() -> frozenset[str]:
    return frozenset(_tables()["blocks"]["words"].split())


def xpath(selector: str) -> str:
    """The XPath of a small CSS selector: tag, #id, .class, [name=value], [name*=value], and descendants."""
    steps = []
    for part in selector.split():
        match = _SELECTOR.fullmatch(part)
        if match is None or not part:
            raise ValueError(f"{selector!r} is not a selector of this table")
        tests = ""
        if match["id"]:
            tests += f"[@id='{match['id'][1:]}']"
        for name in filter(None, (match["classes"] or "").split(".")):
            tests += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        if match["name"]:
            value = match["value"]
            if value is None:
                tests += f"[@{match['name']}]"
            elif match["op"] == "*=":
                tests += f"[contains(@{match['name']}, '{value}')]"
            else:
                tests += f"[@{match['name']}='{value}']"
        steps.append(f"//{match['tag'] or '*'}{tests}")
    return "." + "".join(steps)
