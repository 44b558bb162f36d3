"""`Doubt`, what a reader must not take on trust; its notes in the reader's language; and edits that keep spans true.

In: kinds and figures. Out: values. Never decides whether something is doubtful.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.language import canonical

KINDS: Final = (
    "figure_wrong", "figure_lost", "figure_invented", "unit", "currency", "date", "name", "negation", "direction",
    "loop", "truncated", "omitted", "untranslated", "empty", "script", "unchecked",
)  # fmt: skip
FIGURE_KINDS: Final = frozenset({"figure_wrong", "figure_lost", "figure_invented", "unit", "currency", "date"})


@dataclass(frozen=True, slots=True)
class Doubt:
    kind: str
    """One of `KINDS`."""
    span: tuple[int, int] | None
    """Characters of the final translated text; None where something is missing."""
    note: str
    """One short line in the reader's language, ready to show: "figure in the original: 26.043 billion yuan"."""
    repaired: bool = False
    """True: it was wrong and has been mended in the text (recorded, not shown as a warning)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` became `new`."""

    start: int
    end: int
    new: str

    def apply(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def moved(doubts: Sequence[Doubt], edit: Edit) -> list[Doubt]:
    """The doubts with their spans as they are after the edit."""
    return [replace(d, span=_moved(d.span, edit)) if d.span else d for d in doubts]


def mended(
    edit: Edit, text: str, doubts: Sequence[Doubt], language: str, kind: str = "name"
) -> tuple[str, list[Doubt]]:
    """The text after a mend, and the doubts with the one that records it, in the reader's language, last."""
    span = (edit.start, edit.start + len(edit.new))
    said = Doubt(kind, span, note("repaired", language, text[edit.start : edit.end]), repaired=True)
    return edit.apply(text), [*moved(doubts, edit), said]


def _moved(span: tuple[int, int], edit: Edit) -> tuple[int, int]:
    start, end = span
    grown = len(edit.new) - (edit.end - edit.start)
    if start >= edit.end:
        return start + grown, end + grown
    if end <= edit.start:
        return span
    return min(start, edit.start), max(edit.start + len(edit.new), end + grown)


_NOTES: Final[dict[str, tuple[str, str, str, str]]] = {
    # key: en, ko, zh-Hans, zh-Hant
    "figure": ("figure in the original: {}", "원문의 수치: {}", "原文数字：{}", "原文數字：{}"),
    "date": ("date in the original: {}", "원문의 날짜: {}", "原文日期：{}", "原文日期：{}"),
    "time": ("time in the original: {}", "원문의 시각: {}", "原文时间：{}", "原文時間：{}"),
    "invented": ("not in the original: {}", "원문에 없음: {}", "原文没有：{}", "原文沒有：{}"),
    "exchanged": (
        "may stand in the wrong place here: {}", "번역에서 자리가 바뀐 듯한 수치: {}", "译文中可能对调：{}", "譯文中可能對調：{}",
    ),
    "repaired": ("corrected; the machine wrote: {}", "고침. 기계 번역: {}", "已更正，机器译作：{}", "已更正，機器譯作：{}"),
    "name": ("written in the original: {}", "원문의 표기: {}", "原文写法：{}", "原文寫法：{}"),
    "known_name": ("name in the original: {}", "원문의 이름: {}", "原文名称：{}", "原文名稱：{}"),
    "negation_lost": (
        "the original says that it is not so: see there ({})", "원문은 부정문입니다: {}", "原文为否定：{}", "原文為否定：{}",
    ),
    "negation_added": (
        "the original does not deny this; see there", "원문에는 부정 표현이 없습니다", "原文并无否定", "原文並無否定",
    ),
    "direction": ("direction in the original: {}", "원문의 증감: {}", "原文的增减：{}", "原文的增減：{}"),
    "up": ("up", "증가·상승", "上升", "上升"),
    "down": ("down", "감소·하락", "下降", "下降"),
    "loop": ("the translation repeats itself; see the original", "번역이 되풀이됩니다. 원문을 보세요", "译文有重复，请看原文", "譯文有重複，請看原文"),
    "truncated": ("the translation breaks off; see the original", "번역이 중간에 끊겼습니다. 원문을 보세요", "译文不完整，请看原文", "譯文不完整，請看原文"),
    "omitted": ("part of the original is missing; see there", "원문의 일부가 빠졌습니다. 원문을 보세요", "译文有遗漏，请看原文", "譯文有遺漏，請看原文"),
    "untranslated": ("partly untranslated", "일부가 번역되지 않았습니다", "部分未翻译", "部分未翻譯"),
    "empty": ("there is no translation; see the original", "번역이 없습니다. 원문을 보세요", "没有译文，请看原文", "沒有譯文，請看原文"),
    "unchecked": (
        "too many figures to compare; see the original", "수치가 너무 많아 대조하지 못했습니다. 원문을 보세요", "数字过多，未能核对，请看原文", "數字過多，未能核對，請看原文",
    ),
    "script": ("foreign script in the translation; see the original", "번역에 다른 문자가 섞였습니다. 원문을 보세요", "译文混有其他文字，请看原文", "譯文混有其他文字，請看原文"),
}  # fmt: skip
_ORDER: Final = ("en", "ko", "zh-Hans", "zh-Hant")


def note(key: str, language: str, *said: str) -> str:
    """The note in the language, with what it is about."""
    return _NOTES[key][_ORDER.index(canonical(language))].format(*said)
