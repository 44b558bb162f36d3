"""The URL rule: `judge(url)`; and `wire(url)`, what is sent.

In: a URL that a stranger sent, or that a server redirects to. Out: the same URL, normalised only where nothing can be
lost (scheme and host lower case, host as punycode, default port and fragment dropped); path and query stay byte for
byte: `%2F` stays `%2F`. Raises LinkRefused or AddressRefused. Rejects rather than repairs. Never resolves or connects.
"""

import re
import unicodedata
from ipaddress import ip_address
from typing import Final
from urllib.parse import quote, urlsplit

from bot.addresses import CLOSED, Rule
from bot.errors import AddressRefused, LinkRefused

MAX_LENGTH: Final = 2048
"""Characters. No article needs more; what browsers, proxies and Telegram carry."""
_SHAPE: Final = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE | re.DOTALL)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\]|[^:\[\]@%]+)(?::([0-9]{0,5}))?")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PRIVATE: Final = frozenset(
    ("local", "localhost", "localdomain", "internal", "intranet", "lan", "private", "corp", "home", "svc", "consul")
)
"""Top labels of names that only exist inside some network (RFC 6762, ICANN's .internal, common router defaults)."""
_OVERLAY: Final = frozenset(("onion", "i2p", "alt"))
"""Top labels that are no DNS names at all (RFC 7686, RFC 9476)."""
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"
"""Kept by `wire`, besides letters, digits and -._~: all that a URL may hold as it is."""


def judge(url: str, rule: Rule = CLOSED) -> str:
    """The URL as it may be requested. Raises LinkRefused, or AddressRefused for a literal address that is closed."""
    if len(url) > MAX_LENGTH:
        raise LinkRefused(f"the URL is longer than {MAX_LENGTH} characters", detail="too long")
    if "\\" in url or any(unicodedata.category(c)[0] in "CZ" for c in url):
        raise LinkRefused("the URL holds a blank, a control character or a backslash", detail="characters")
    match = _SHAPE.fullmatch(url)
    if match is None:
        raise LinkRefused("only http and https URLs are fetched", detail="scheme")
    scheme, authority, path, query = match[1].lower(), match[2], match[3], match[4] or ""
    if "@" in authority:
        raise LinkRefused("the URL holds a user name or password", detail="userinfo")
    parts = _HOST.fullmatch(authority)
    if parts is None:
        raise LinkRefused("the URL has no proper host", detail="host")
    default = 443 if scheme == "https" else 80
    port = int(parts[2]) if parts[2] else default
    if not 0 < port < 65536:
        raise LinkRefused("there is no such port", detail="port")
    host = _host(parts[1], port, rule)
    return f"{scheme}://{host}{'' if port == default else f':{port}'}{path}{query}"


def _host(host: str, port: int, rule: Rule) -> str:
    """The host in lower-case ASCII, if a link may name it with this port."""
    if host.startswith("["):
        return f"[{_literal(host[1:-1], port, rule)}]"
    name = _ascii(host)
    labels = name.split(".")
    if not all(map(_LABEL.fullmatch, labels)) or len(name) > 253:
        raise LinkRefused("the URL has no proper host name", detail="host")
    if _NUMBER.fullmatch(labels[-1]):  # what ends in a number is an address (WHATWG URL), however it is spelt
        return _literal(name, port, rule)
    if labels[-1] in _OVERLAY or not (
        _public(labels) or rule.intranet or (rule.loopback and labels[-1] == "localhost")
    ):
        raise LinkRefused("the URL names no public host", detail="host")
    if (
        port not in rule.ports and not rule.networks
    ):  # with networks opened, the socket decides: the name may lead there
        raise LinkRefused("the URL names a port that is not fetched from", detail="port")
    return name


def _public(labels: list[str]) -> bool:
    return len(labels) > 1 and labels[-1] not in _PRIVATE and labels[-2:] != ["home", "arpa"]


def is_public(host: str) -> bool:
    """Whether a judged host is a name that the public DNS can know, or an address."""
    return ":" in host or _public(host.split("."))


def _literal(text: str, port: int, rule: Rule) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        raise LinkRefused("the URL hides an address", detail="host") from None
    if not rule.allows(address, port):
        raise AddressRefused("the URL leads to an address that is not fetched from", detail="address")
    return str(address)


def _ascii(host: str) -> str:
    """Lower case, punycode (UTS 46: full-width letters, digits and dots become plain ones), no trailing dot."""
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise LinkRefused("the URL has no proper host name", detail="host") from None
    return host.lower().removesuffix(".")


def host_of(url: str) -> str:
    """The host of a judged URL, without port."""
    return urlsplit(url).hostname or ""


def wire(url: str) -> str:
    """A judged URL in the characters that go over the wire: what is not ASCII becomes %XX of its UTF-8."""
    return quote(url, safe=_SAFE, errors="surrogateescape")


def same_site(one: str, other: str) -> bool:
    """Whether two judged URLs belong to the same registered domain (Public Suffix List)."""
    import tld

    hosts = host_of(one), host_of(other)
    if hosts[0] == hosts[1]:
        return True
    names = [tld.get_fld(f"https://{host}", fail_silently=True) for host in hosts]
    return names[0] is not None and names[0] == names[1]
