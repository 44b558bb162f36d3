"""Writes docs/flow.md: one sample article through every step, with the real value of each. `python -m bench.flow`."""

import asyncio
import json
import tempfile
from pathlib import Path

from bot import app, link
from bot.config import Config, Translation
from bot.console import demo
from bot.console.progress import Progress
from bot.extract import extract
from bot.page import Page, decode
from bot.render import telegram, text
from bot.render.json import to_dict
from models import attribution, claims, fidelity, numerals, sentences
from models.article import to_json

ROOT = Path(__file__).resolve().parent.parent
SAMPLE, TO = "ko-daeyul-profit.html", "en"


def block(value: object, kind: str = "json") -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return f"```{kind}\n{said}\n```\n"


def short(said: str, most: int = 90) -> str:
    return said if len(said) <= most else said[:most] + "…"


async def brief_of(config: Config, page: Page):
    async with app.reader(config, "demo", Progress(0, quiet=True)) as pipeline:
        return await pipeline.of_page(page, TO, given=SAMPLE)


def main() -> None:
    sample = next(s for s in demo.samples() if s.file.name == SAMPLE)
    page = Page(sample.file.read_bytes())
    article = extract(page, SAMPLE)
    split = sentences.split(article)
    heard = attribution.attribute(article, split)
    rows = claims.explain(article)
    chosen = claims.select(article)
    with tempfile.TemporaryDirectory() as folder:
        config = Config(translation=Translation(preset="demo", models_dir=folder))
        translator = app.translator(config, "demo")
        drafts = translator.translate([c.bare or c.text for c in chosen], article.language, TO)
        checks = [fidelity.check(d.source, d.text, article.language, TO, published=article.published) for d in drafts]
        worst = max(range(len(drafts)), key=lambda i: len(checks[i].doubts))
        (others,) = translator.others([drafts[worst].source], article.language, TO)
        translator.close()
        brief = asyncio.run(brief_of(config, page))
    out = [HEAD]
    message = f"{article.url}은 요약해줘"
    out += ["## 1. Text → Link (`bot/link.py`)\n", block(message, "text")]
    out += [block({"url": link.find(message)[0].url, "key": link.find(message)[0].key})]
    out += [
        "A Korean particle was glued to the URL; tracking parameters would be gone, and `key` is the story's one name.\n"
    ]
    out += ["## 2. Link → Page (`bot/fetch.py`), Page → text (`bot/page.py`)\n"]
    out += [
        f"{len(page.body)} bytes, decoded by `decode` to {len(decode(page))} characters. The fetcher judges each socket's",
        "address, follows five redirects at most and stops at the cap; here the page came from `samples/`.\n",
    ]
    out += ["## 3. Page → Article (`bot/extract.py`)\n"]
    shown = to_json(article)
    shown["paragraphs"] = [short(p, 60) for p in shown["paragraphs"]]
    out += [block(shown)]
    out += ["Navigation, related links, the reporter's line and the copyright line are gone.\n"]
    out += ["## 4. Article → Sentences (`models/sentences.py`), with who says it (`models/attribution.py`)\n"]
    lines = [
        f"{s.paragraph}:{s.start}-{s.end}  {short(s.text, 56)}  [{w.name if w else '—'}{' (inferred)' if w and w.inferred else ''}]"
        for s, w in zip(split, heard, strict=True)
    ]
    out += [block("\n".join(lines), "text")]
    out += ["## 5. Sentences → Claims (`models/claims.py`)\n"]
    best = sorted(rows, key=lambda r: -r.score)
    table = [
        f"{'*' if r.chosen else ' '} {r.score:5.2f}  "
        + " ".join(f"{k}{v:+.2f}" for k, v in r.why.items() if abs(v) >= 0.005)
        + f"\n         {short(r.sentence.text, 70)}"
        for r in best
    ]
    out += [
        block("\n".join(table), "text"),
        "`*` was chosen; `keyclaims read --explain` prints this for any article.\n",
    ]
    out += ["## 6. Claims → Translations (`models/translate.py`)\n"]
    out += [block("\n".join(f"{d.source}\n  → {d.text}" for d in drafts), "text")]
    out += [
        "Only the headline, the chosen sentences and the speakers' names are translated, in one batch. These are the demo",
        "models: tiny, and wrong where they are wrong, which is what the next step is for.\n",
    ]
    out += ["## 7. Translation → what not to take on trust (`models/numerals`, `models/fidelity.py`)\n"]
    out += [
        block(
            "\n".join(
                f"{q.text}  {q.kind} {q.value} {q.currency or q.unit or ''}".rstrip()
                for q in numerals.find(drafts[worst].source, article.language)
            ),
            "text",
        )
    ]
    out += [
        block(
            {
                "text": checks[worst].text,
                "doubts": [
                    {"kind": d.kind, "span": d.span, "note": d.note, "repaired": d.repaired}
                    for d in checks[worst].doubts
                ],
            }
        )
    ]
    again = [fidelity.check(o.source, o.text, article.language, TO, published=article.published) for o in others]
    out += [
        "A doubt that nothing mends has its sentence translated again by a wider search; the least doubtful text goes on:\n"
    ]
    out += [block("\n".join(f"{sum(not d.repaired for d in c.doubts)} doubts  {c.text}" for c in again), "text")]
    out += ["## 8. Points → Brief (`models/brief.py`) → JSON (`bot/render/json.py`)\n"]
    data = to_dict(brief)
    data["claims"] = data["claims"][:1]
    data["seconds"] = {k: round(v, 2) for k, v in data["seconds"].items()}
    out += [block(data), "(one of the claims)\n"]
    out += ["## 9. Brief → Reply\n", "In a terminal (`bot/render/text.py`):\n", block(text.render(brief), "text")]
    out += ["In a chat (`bot/render/telegram.py`):\n", block("\n".join(telegram.render(brief)), "html")]
    (ROOT / "docs" / "flow.md").write_text("\n".join(out), encoding="utf-8")


HEAD = """# One article through every step

This page is written by `python -m bench.flow`: every value is real. The article is `samples/ko-daeyul-profit.html`, a
fictional report in a page with the clutter of a real outlet, and the demo models have never seen it.

    text --link.find--> Link --fetch--> Page --extract--> Article --brief.make--> Brief --render--> Reply
    \\\\_______________ bot/ (the outside) _______________/ \\\\__ models/ __/ \\\\______ bot/ ______/

    inside brief.make, one line a step:
    Article --sentences.split--> Sentence --claims.select--> Claim --translate--> Translation --fidelity.check--> Doubt

Two files state an order and do nothing else: `bot/pipeline.py` (outside steps) and `models/brief.py` (language steps). A
chat message, a channel post, a feed entry and the command line all pass through both. Data only moves to the right.

A file at the top of `bot/` or `models/` is a step or a value that goes from step to step. What a step is made of is in a folder:

| step | its parts |
|---|---|
| `bot/link.py` | `bot/links/`: URLs in text, glue, the one key of a story |
| `bot/fetch.py` | `bot/fetching/`: names to addresses, bodies within bounds, politeness |
| `bot/extract.py` | `bot/extraction/`: trees, readings of a page, lines, headline, dates, authors, what is no article |
| `models/attribution.py` | `models/speech/`: who says it, in Korean, Chinese and English |
| `models/claims.py` | `models/ranking/`: what makes a sentence a claim, and how it stands alone |
| `models/translate.py`, `models/hub.py` | `models/engines/`: batches, guards, memory; `models/installation/`: a checkpoint becomes a model |
| `models/fidelity.py` | `models/numerals/`, `models/figures/`: quantities, and holding them against each other |
| `models/names.py` | `models/naming/`: the glossary, people, places, how names sound |
| `bot/render/` | a brief as Telegram parts, text, Markdown, JSON, a page |
| `bot/telegram.py` | `bot/messaging/`: updates in, replies out, commands, buttons, the ledger |
| `bot/store.py`, `bot/work.py` | `bot/storage/`: tables, SQLite and PostgreSQL, the job queue's connectors |
| `bot/feeds.py` | `bot/subscriptions/`: rounds, filters, quiet hours, digests |
| `bot/cli.py` | `bot/console/`: a module for each command |
""".replace("\\\\", "\\")

if __name__ == "__main__":
    main()
