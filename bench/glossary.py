"""Makes models/naming/glossary/cldr.tsv: states, languages and currencies in three languages, from CLDR through babel.

Run: python -m bench.glossary. The table is committed, so that babel is not needed at run time; adjectives and short
forms that CLDR does not have stand in models/naming/glossary/states.tsv and are merged with these when they are read.
"""

import re
from pathlib import Path
from typing import Final

import babel
from babel import Locale

OUT: Final = Path(__file__).resolve().parent.parent / "models" / "naming" / "glossary" / "cldr.tsv"
_LOCALES: Final = ("en", "ko", "zh_Hans", "zh_Hant")
_ALSO: Final = {
    "CD": ("Democratic Republic of the Congo|DR Congo|DRC", "콩고민주공화국", "刚果民主共和国", ""),
    "CG": ("Republic of the Congo", "콩고공화국", "", ""),
    "CI": ("Ivory Coast|Côte d'Ivoire", "", "", ""),
    "HK": ("Hong Kong", "홍콩", "香港", "香港"),
    "MO": ("Macau|Macao", "마카오", "澳门", "澳門"),
    "MM": ("Myanmar|Burma", "미얀마", "", ""),
    "PS": ("Palestine", "팔레스타인", "巴勒斯坦", ""),
    "TR": ("Turkey|Türkiye|Turkiye", "튀르키예|터키", "", ""),
    "SZ": ("Eswatini", "에스와티니", "", ""),
}  # fmt: skip
"""What is usual in the news and not CLDR's first form, by territory; what comes first here is written."""
_LANGUAGES: Final = (
    "af am ar as az be bg bn bo bs ca cs cy da de el es et eu fa fi fil fr ga gd gl gu ha haw he hi hr ht hu hy id ig "
    "is it ja jv ka kk km kn ky la lb lo lt lv mg mi mk ml mn mr ms mt my ne nl nb om or pa pl ps pt qu ro rw sa sd si "
    "sk sl sm sn so sq sr st su sv sw ta te tg th ti tk tl to tr tt ug uk ur uz vi wo xh yi yo yue zu"
).split()
_HISTORIC: Final = re.compile(r"\(\d{4}|\d{4}[–-]\d{4}|년|\(")


def main() -> None:
    locales = [Locale.parse(code) for code in _LOCALES]
    rows = [
        f"# kind	en	ko	zh	zht	from CLDR through babel {babel.__version__} (python -m bench.glossary); do not edit"
    ]
    for code in sorted(locales[0].territories):
        if re.fullmatch(r"[A-Z]{2}", code) and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"):
            rows.append(_row("state", [_territory(locale, code) for locale in locales], _ALSO.get(code)))
    for code in _LANGUAGES:
        rows.append(_row("language", [locale.languages.get(code, "") for locale in locales]))
    for code in sorted(locales[0].currencies):
        names = [locale.currencies.get(code, "") for locale in locales]
        if all(names) and not any(_HISTORIC.search(name) for name in names) and _current(code):
            rows.append(_row("currency", names))
    rows = [row for row in rows if row]
    OUT.write_text("\n".join(dict.fromkeys(rows)) + "\n", encoding="utf-8")
    print(len(rows) - 1, "entries")


def _territory(locale: Locale, code: str) -> str:
    """CLDR's name without what it has in brackets: "Myanmar (Burma)", 中国香港特别行政区."""
    return re.sub(r"\s*[（(].*?[)）]", "", locale.territories.get(code, ""))


def _current(code: str) -> bool:
    from babel.core import get_global

    today = {
        c
        for entries in get_global("territory_currencies").values()
        for c, _, end, tender in entries
        if not end and tender
    }
    return code in today


def _row(kind: str, names: list[str], also: tuple[str, str, str, str] | None = None) -> str:
    if not all(names):
        return ""
    cells = []
    for name, more in zip(names, also or ("",) * 4, strict=True):
        forms = [*more.split("|"), name] if more else [name]
        forms = [form.replace("&", "and") for form in forms if "&" in form] + forms
        forms += [form.replace("St.", "Saint") for form in forms if "St." in form]
        cells.append("|".join(dict.fromkeys(form for form in forms if form)))
    if cells[2] == cells[3] or _converted(cells[2]) == cells[3]:
        cells = cells[:3]
    return "\t".join([kind, *cells])


def _converted(text: str) -> str:
    from models import scripts

    return scripts.mend_hant(text)


if __name__ == "__main__":
    main()
