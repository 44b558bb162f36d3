"""The address rule: tables of `tests/cases/addresses` (the ends of every closed network), and what is opened."""

import ipaddress
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import addresses
from bot.addresses import CLOSED, Rule, allowed
from bot.config import Fetch

CASES = Path(__file__).parent / "cases" / "addresses"
OPEN = json.loads((CASES / "open.json").read_text(encoding="utf-8"))
SHUT = json.loads((CASES / "closed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_open(address: str) -> None:
    assert allowed(address)
    assert CLOSED.allows(address, 443)
    assert not CLOSED.allows(address, 8080)


@pytest.mark.parametrize("case", SHUT, ids=lambda c: ascii(c["address"]))
def test_all_others_are_closed(case: dict[str, str]) -> None:
    assert not allowed(case["address"]), case["what"]
    assert not CLOSED.allows(case["address"], 80), case["what"]


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_ipv6_carries_it(address: ipaddress.IPv4Address) -> None:
    expected = allowed(address)
    number = int(address)
    for carried in (f"::ffff:{address}", f"64:ff9b::{address}", f"2606:4700::5efe:{address}"):
        assert allowed(carried) == expected
    never = (f"::{address}", f"64:ff9b:1::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1")
    assert not any(map(allowed, never))


@given(st.ip_addresses())
def test_never_more_open_than_pythons_own_table(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    mapped = getattr(address, "ipv4_mapped", None)
    if allowed(address):
        assert (mapped or address).is_global


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert allowed(text) in (True, False)


def test_what_a_configuration_opens() -> None:
    rule = addresses.rule(Fetch(allow_addresses=("127.0.0.0/8", "10.1.2.3/32"), allow_ports=(80, 443, 8080)))
    assert rule.allows("127.0.0.1", 12345), "an opened network is open on any port"
    assert rule.allows("::1", 12345), "who opens loopback means both of its addresses"
    assert rule.allows("::ffff:127.0.0.1", 80)
    assert rule.allows("10.1.2.3", 1)
    assert not rule.allows("10.1.2.4", 80)
    assert rule.allows("8.8.8.8", 8080)
    assert not rule.allows("8.8.8.8", 8081)
    assert not rule.allows("169.254.169.254", 80)


def test_extra_networks() -> None:
    assert allowed("10.0.0.1", ["10.0.0.0/8"])
    assert allowed("fd00::1", ["fd00::/8"])
    assert not allowed("192.168.0.1", ["10.0.0.0/8", "fd00::/8"])
    assert not allowed("fe80::1%eth0", ["fe80::/10"]), "a zone is never opened"


def test_the_refusal_says_nothing_of_the_address() -> None:
    assert str(addresses.Refused()) == str(addresses.Refused())
    assert not any(character.isdigit() for character in str(addresses.Refused()).replace("[Errno 13]", ""))


def test_the_closed_rule_is_the_default() -> None:
    assert addresses.rule(Fetch()) == Rule() == CLOSED
