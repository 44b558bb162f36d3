"""Ranked sentences -> a table for people who tune or doubt (`read --explain`). Pure."""

from collections.abc import Sequence

from models.article import Article
from models.claims import Row


def render(article: Article, rows: Sequence[Row]) -> str:
    """Best first; `*` marks what was chosen, `-` what can't be a claim and why."""
    lines = [article.title, f"{article.language} · {len(rows)} sentences", ""]
    for row in sorted(rows, key=lambda r: (bool(r.excluded), -r.score)):
        mark = "*" if row.chosen else "-" if row.excluded else " "
        why = row.excluded or " ".join(f"{name}{value:+.2f}" for name, value in row.why.items() if abs(value) >= 0.005)
        speaker = f" [{row.speaker.name}{'?' if row.speaker.inferred else ''}]" if row.speaker else ""
        lines.append(f"{mark} {row.score:6.2f}  {row.sentence.paragraph}:{row.sentence.start}{speaker}  {why}")
        lines.append(f"          {row.sentence.text}")
    return "\n".join(lines) + "\n"
