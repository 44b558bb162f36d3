"""Which IP addresses and ports may be reached: `allowed` (the closed rule) and `Rule` (what a configuration opens).

In: an address as a socket would dial it. Out: yes or no. Fails closed: what is not plainly an address of the public
Internet is refused. Never resolves a name and never connects.

Tables: the IANA special-purpose registries (RFC 6890 and its updates, as of 2025), and cloud metadata services.
"""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from bot.config import Fetch

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_CLOSED_4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host, this network
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598); 100.100.100.200 is Alibaba's metadata service
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's wire server: a public number that only exists inside a virtual machine
        "169.254.0.0/16",  # link-local; 169.254.169.254 is everybody's metadata service
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # IETF protocol assignments; 192.0.0.192 is Oracle's metadata service
        "192.0.2.0/24",  # TEST-NET-1
        "192.88.99.0/24",  # 6to4 relay anycast, deprecated (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarking (RFC 2544)
        "198.51.100.0/24",  # TEST-NET-2
        "203.0.113.0/24",  # TEST-NET-3
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast address
    )
)
_GLOBAL_6: Final = IPv6Network("2000::/3")
"""The only global unicast space there is; everything outside is loopback, mapped, ULA, link- and site-local, multicast,
discard (100::/64), SRv6 (5f00::/16), NAT64 (judged by what it holds) or unassigned."""
_CLOSED_6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocol assignments: Teredo 2001::/32, benchmarking 2001:2::/48, ORCHID, DRIP, anycasts
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: deprecated, and holds an IPv4 address of the sender's choice
        "3fff::/20",  # documentation (RFC 9637)
        "3ffe::/16",  # 6bone, handed back (RFC 3701)
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""The well-known prefix (RFC 6052): how a network without IPv4 reaches the public IPv4 Internet, so its content counts.
The local-use prefix 64:ff9b:1::/48 (RFC 8215) stays closed."""
_ISATAP: Final = (0x00005EFE, 0x02005EFE)
"""Interface identifiers that hold an IPv4 address (RFC 5214)."""


class Refused(OSError):
    """The one answer of the address rule at a socket. Says nothing of the address, and is never shown in a chat."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "refused by the address rule")


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be reached. `Rule()` is the closed rule: public addresses, ports 80 and 443."""

    networks: tuple[Network, ...] = ()
    """Opened by the configuration, on any port."""
    ports: frozenset[int] = frozenset((80, 443))

    def opens(self, address: Address) -> bool:
        """True where the configuration names this address, however it is written."""
        candidates = [address, *_embedded(address)]
        if address == IPv6Address("::1"):  # who opens loopback means both of its addresses: `localhost` has both
            candidates.append(IPv4Address("127.0.0.1"))
        return any(c in network for c in candidates for network in self.networks if c.version == network.version)

    def opens_text(self, address: str) -> bool:
        parsed = _parse(address)
        return parsed is not None and self.opens(parsed)

    def allows(self, address: str | Address, port: int) -> bool:
        """Whether a socket may be connected to `address` and `port`."""
        parsed = _parse(address)
        if parsed is None:
            return False
        return self.opens(parsed) or (port in self.ports and allowed(parsed))

    @property
    def loopback(self) -> bool:
        return self.opens(IPv4Address("127.0.0.1"))

    @property
    def intranet(self) -> bool:
        """True where a network other than loopback is opened: then private names have a meaning."""
        return any(not network.is_loopback for network in self.networks)


CLOSED: Final = Rule()


def rule(fetch: Fetch) -> Rule:
    """The rule that a configuration asks for."""
    return Rule(_networks(fetch.allow_addresses), frozenset(fetch.allow_ports))


def allowed(address: str | Address, extra_networks: Iterable[str | Network] = ()) -> bool:
    """True for an address of the public Internet, or of `extra_networks`. Only plain spellings are addresses at all."""
    parsed = _parse(address)
    if parsed is None:
        return False
    networks = _networks(extra_networks)
    if networks and Rule(networks).opens(parsed):
        return True
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _CLOSED_4)
    if parsed.ipv4_mapped is not None or parsed in _NAT64:
        return all(map(allowed, _embedded(parsed)))
    if parsed not in _GLOBAL_6 or any(parsed in network for network in _CLOSED_6):
        return False
    return all(map(allowed, _embedded(parsed)))


def _parse(address: str | Address) -> Address | None:
    """None for what is no plain address: other spellings ("0x7f.1", "127.1"), and zones ("fe80::1%eth0")."""
    if isinstance(address, str):
        try:
            address = ip_address(address)
        except ValueError:
            return None
    if isinstance(address, IPv6Address) and address.scope_id:
        return None
    return address


def _embedded(address: Address) -> list[IPv4Address]:
    """IPv4 addresses that an IPv6 address carries to where it leads: mapped, NAT64, ISATAP."""
    if isinstance(address, IPv4Address):
        return []
    low = int(address) & 0xFFFFFFFF
    if address.ipv4_mapped is not None or address in _NAT64 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return [IPv4Address(low)]
    return []


def _networks(networks: Iterable[str | Network]) -> tuple[Network, ...]:
    return tuple(n if isinstance(n, IPv4Network | IPv6Network) else ip_network(n, strict=False) for n in networks)
