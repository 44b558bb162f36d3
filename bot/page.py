"""`Page`: bytes as they were served, and `decode`, which turns them into text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    url: str = ""
    """The final URL, after redirects; "" for a file."""
    media_type: str = "text/html"
    charset: str = ""
    """As declared in the HTTP header; "" where it was not."""
    status: int = 200
