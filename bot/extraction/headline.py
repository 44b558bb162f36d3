"""Title, site, lead image and canonical address of an article, and all `Facts` of a page together.

In: the tree of `bot.extraction.dom.parse` before it is normalised, and the page's JSON-LD. Out: `Facts`. Dates are read by
`bot.extraction.dates`, authors by `bot.extraction.authors`. Never takes the site's name for a title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from bot.extraction import authors, dates
from bot.extraction.dom import Element, text_of, tidy


@dataclass(frozen=True, slots=True)
class Facts:
    title: str = ""
    url: str = ""
    """Canonical address; AMP and mobile copies give that of the original."""
    site: str = ""
    author: str = ""
    published: str = ""
    image: str = ""
    kind: str = ""
    """og:type, lower case."""


def facts(root: Element, article: dict[str, Any], objects: list[dict[str, Any]], url: str) -> Facts:
    meta = _meta(root)
    address = _address(root, meta, url)
    site = _site(meta, article, objects) or _tail(tidy("".join(_first(root, "title"))))
    host = host_of(address)
    names = tuple(filter(None, (site, *(label for label in host.split(".")[:-1] if len(label) > 2), host)))
    return Facts(
        title=_title(root, meta, article, names),
        url=address,
        site=site or host,
        author=authors.author(root, meta, _name(article.get("author")), site),
        published=dates.published(root, meta, article, address),
        image=_image(meta, article, address),
        kind=meta.get("og:type", "").lower(),
    )


def _meta(root: Element) -> dict[str, str]:
    """name or property -> content, the first of each; of several og:title the longest, for one may be the site's."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        key = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        longer = key in ("og:title", "og:type") and len(content) > len(found.get(key, ""))
        if key and content and (key not in found or longer):
            found[key] = content
    return found


_SEPARATOR: Final = re.compile(
    r"\s+[|｜\-–—:：·•«»<>/]{1,2}\s+|\s*(?:[|｜_]|--|::)\s*|\s+[-–—|｜]|(?<=[^\x00-\x7f])-(?=[A-Z]|[^\W\d_]{2,14}$)"
)


_BAR: Final = re.compile(r"[|｜]")


def _title(root: Element, meta: dict[str, str], article: dict[str, Any], names: tuple[str, ...]) -> str:
    """The headline: the form that most of h1, og:title, JSON-LD and <title> agree on, without the site's name."""
    head = tidy("".join(_first(root, "title")))
    shared = tidy(meta.get("og:title") or meta.get("twitter:title") or "")
    stated = tidy(_string(article.get("headline")))
    whole = shared or head or stated
    cut = _cut_site(whole, names)
    for heading in (text_of(h) for h in root.iter("h1")):
        if not 4 <= len(heading) <= 300 or any(_is_site(heading, name) for name in names):
            continue
        if _plain(heading) == _plain(cut):
            return cut
        if cut.endswith(("…", "...")) and len(_plain(cut)) >= 8 and _plain(heading).startswith(_plain(cut)):
            return heading
        # The heading as the reader sees it, if it is most of what the head says.
        if any(
            _contains(text, heading) and len(_plain(heading)) > 0.4 * len(_plain(text))
            for text in (shared, head, stated)
        ):
            return _cut_site(heading, names)
    if stated and not stated.endswith(("…", "...")) and _contains(whole, stated) and len(stated) > 0.4 * len(whole):
        return stated
    if shared and head and _plain(shared) != _plain(head):
        return _agreed(root, shared, head, cut)
    return _unsuffixed(root, cut) or next((t for h in root.iter("h1") if 4 <= len(t := text_of(h)) <= 300), "")


def _unsuffixed(root: Element, cut: str) -> str:
    """`cut` as far as a lower heading goes: what follows is the name of a site or section that we do not know."""
    for heading in _headings(root):
        rest = cut[len(heading) :]
        if len(heading) >= 0.6 * len(cut) and cut.startswith(heading) and rest[:1] in (" ", "-", "_", "|", "｜", ":"):
            return heading
    return cut


def _agreed(root: Element, shared: str, head: str, cut: str) -> str:
    """A lower heading that both og:title and <title> contain, else `cut`."""
    for heading in _headings(root):
        if (
            len(heading) > 8
            and _contains(shared, heading)
            and _contains(head, heading)
            and len(heading) > 0.5 * len(cut)
        ):
            return heading
    return cut


def _headings(root: Element) -> Iterator[str]:
    for heading in root.iter("h2", "h3"):
        yield text_of(heading)


def _first(root: Element, tag: str) -> list[str]:
    for element in root.iter(tag):
        text = element.text or ""
        if text.strip():
            return [text]
    return []


def _plain(text: str) -> str:
    """For comparison: letters and digits only."""
    return re.sub(r"[\W_]+", "", text).lower()


def _contains(whole: str, part: str) -> bool:
    plain = _plain(part)
    return len(plain) >= 4 and plain in _plain(whole)


def _cut_site(title: str, names: tuple[str, ...]) -> str:
    """`title` without " - Site", "| Site | Section", "_网易财经", "Site :: " around it."""
    for _ in range(4):
        pieces = [(m.start(), m.end()) for m in _SEPARATOR.finditer(title)]
        if not pieces:
            break
        head, tail = title[: pieces[0][0]], title[pieces[-1][1] :]
        rest = title[pieces[0][1] :].strip()
        if any(_is_site(head, name) for name in names) and len(_plain(rest)) > len(_plain(head)):
            title = rest
        elif pieces[-1][0] >= 0.3 * len(title) and (_looks_like_site(tail) or any(_is_site(tail, n) for n in names)):
            title = title[: pieces[-1][0]].strip()
        elif (
            _BAR.search(title[pieces[-1][0] : pieces[-1][1]])
            and len(tail) <= 24
            and pieces[-1][0] >= max(10, 1.5 * len(tail))
        ):
            # Behind an upright bar stand sections and sites; a headline goes on behind other signs.
            title = title[: pieces[-1][0]].strip()
        else:
            break
    return title


_SITE_WORDS: Final = re.compile(
    r"(?:뉴스|일보|신문|경제|방송|닷컴|미디어|타임스|투데이|저널|통신|데일리|매거진|news|times|post|daily|press|journal|"
    r"tribune|herald|guardian|gazette|\.com|\.net|\.co\.kr|\.cn|tv|bbc|cnn|reuters|网|網|报|報|新闻|新聞|日报|日報|财经|財經|"
    r"频道|頻道|网站|網站|官网|官網|客户端|门户|平台|传媒|傳媒|时报|時報|电视台|電視|周刊|週刊|社|在线|线上|中心|客户端|门户|today|magazine|online|media|agency|radio|(?<=[\u4e00-\u9fff가-힣])\s?[A-Z][A-Za-z]{1,7})$",
    re.I,
)


def _tail(title: str) -> str:
    """The site's name behind a page's title: "… _晴川日报网"."""
    pieces = list(_SEPARATOR.finditer(title))
    tail = title[pieces[-1].end() :].strip() if pieces else ""
    return tail if _looks_like_site(tail) and pieces[-1].start() >= 0.3 * len(title) else ""


def _looks_like_site(text: str) -> bool:
    text = text.strip()
    if not _SITE_WORDS.search(text):
        return False
    if text.isascii():
        # "BBC News", but not "the man who broke the news".
        return len(text) <= 40 and all(word[0].isupper() or not word[0].isalpha() for word in text.split())
    return len(text) <= 14 and len(text.split()) <= 2


def _is_site(text: str, site: str) -> bool:
    a, b = _plain(text), _plain(site)
    return bool(a and b) and (
        a == b or (len(a) >= 2 and a in b) or (len(b) >= 2 and b in a and len(a) <= 3 * len(b) + 8)
    )


_RIGHTS: Final = re.compile(
    r"版[权權]所有.*|copyright|©|\(c\)|all rights reserved|(?:19|20)\d\d(?:\s?[-–~]\s?(?:19|20)\d\d)?", re.I
)


def _site(meta: dict[str, str], article: dict[str, Any], objects: list[dict[str, Any]]) -> str:
    """The outlet's name as it calls itself."""
    publisher = article.get("publisher")
    for value in (
        meta.get("og:site_name"),
        _name(publisher),
        meta.get("application-name"),
        meta.get("article:publisher"),
    ):
        name = tidy(str(value or ""))
        if name and "://" not in name and len(name) <= 60:
            return name
    for item in objects:
        if item.get("@type") in ("NewsMediaOrganization", "Organization", "WebSite") and (
            name := tidy(_string(item.get("name")))
        ):
            return name
    # Naver: "남천일보 | 네이버".
    if name := tidy(meta.get("og:article:author", "")).partition("|")[0].strip():
        return name
    for key in ("copyright", "publisher", "author", "twitter:site"):
        name = _RIGHTS.sub("", tidy(meta.get(key, ""))).strip(" @-,.")
        if name and "://" not in name and "@" not in name and len(name) <= 30:
            return name
    return ""


def host_of(url: str) -> str:
    """The outlet's host, the same on a phone; "" where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(name for item in value if (name := _name(item)))
    if isinstance(value, dict):
        return _string(value.get("name"))
    return _string(value)


def _string(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _image(meta: dict[str, str], article: dict[str, Any], url: str) -> str:
    image = article.get("image")
    if isinstance(image, list) and image:
        image = image[0]
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    for value in (meta.get("og:image"), meta.get("twitter:image"), image):
        if isinstance(value, str) and value.strip():
            return _join(url, value.strip())
    return ""


def _address(root: Element, meta: dict[str, str], url: str) -> str:
    """rel=canonical or og:url when it is an article's address (not the front page), else the page's own."""
    canonical = ""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower():
            canonical = (link.get("href") or "").strip()
            break
    own = urlsplit(url)
    for value in (canonical, meta.get("og:url", "")):
        target = urlsplit(_join(url, value))
        if target.scheme not in ("http", "https") or not target.hostname:
            continue
        if url and target.path.strip("/") == "" and not target.query and (own.path.strip("/") or own.query):
            continue
        return target.geturl()
    return url


def _join(url: str, value: str) -> str:
    try:
        joined = urljoin(url, value)
        urlsplit(joined)
    except ValueError:
        return ""
    return (
        joined if joined.startswith(("http://", "https://")) else ("https:" + value if value.startswith("//") else "")
    )
