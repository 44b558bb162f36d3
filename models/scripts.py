"""Chinese in one script -> Chinese in the other, by OpenCC; never through another language.

In: text. Out: text. The tables are loaded once a direction, on first use (30 ms). Text that is not Chinese stays.
"""

import threading
from functools import cache
from typing import Any

_lock = threading.Lock()


@cache
def _converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)


def _convert(name: str, text: str) -> str:
    text = text.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates are refused by OpenCC
    with _lock:  # the converter's thread safety is not documented
        converted: str = _converter(name).convert(text)
    return converted


def to_hans(text: str) -> str:
    """Traditional -> simplified, character by character (`t2s`): names keep their length, words stay the author's."""
    return _convert("t2s", text)


def to_hant(text: str) -> str:
    """Simplified -> traditional as Taiwan writes it, words too (`s2twp`: 软件 -> 軟體)."""
    return _convert("s2twp", text)


def mend_hant(text: str) -> str:
    """Simplified characters left in traditional text -> traditional (`s2tw`: characters only)."""
    return _convert("s2tw", text)
