"""`Link`: a URL that somebody sent, judged and in canonical form; `find` takes links from chat text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    """What is requested: as the URL said, without fragment and tracking parameters."""
    key: str
    """Canonical form: one story has one key (mobile and AMP hosts mapped, parameters sorted)."""
    fallback: str = ""
    """The untrimmed form, tried second where text was glued to the URL; "" where nothing was trimmed."""
