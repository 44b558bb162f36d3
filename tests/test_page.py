"""Decoding: what a page's bytes say beats what it declares; a mostly broken page is refused."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import PageUndecodable
from bot.page import Page, codec, decode

KO = "남천시는 노후 상수관 40㎞를 내년까지 교체한다고 밝혔다. 사업비는 210억 원이다. 똠방각하 펲시콜라도 있다."
HANS = "南川市3日宣布，明年将更换40公里老旧水管，工程费用2.1亿元，由省里和市里共同承担。市长表示，不会长时间停水。"
HANT = "南川市3日宣布，明年將更換40公里老舊水管，工程費用2.1億元，由省與市共同負擔。市長表示，不會長時間停水。"
EN = "The city’s “old mains” cost £21 million – café owners said they’d wait."

VARIANTS = [
    (KO, "euc_kr", "euc-kr"),
    (KO, "cp949", "EUC-KR"),
    (KO, "cp949", "ks_c_5601-1987"),
    (HANS, "gb18030", "gb2312"),
    (HANS, "gbk", "gbk"),
    (HANT, "big5hkscs", "big5"),
    (EN, "cp1252", "iso-8859-1"),
    (KO, "utf-8", "utf-8"),
]


def html(text: str, charset: str = "") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text * 4}</p></body></html>"


@pytest.mark.parametrize(("text", "encoding", "label"), VARIANTS)
@pytest.mark.parametrize("told", ["meta", "header", "nobody"])
def test_every_charset_reads_like_utf8(text: str, encoding: str, label: str, told: str) -> None:
    if encoding == "euc_kr":
        text = text.replace("똠", "돔").replace("펲", "펩")  # not among its 2,350 syllables
    page = html(text, label if told == "meta" else "")
    body = page.encode(encoding)
    assert decode(Page(body, charset=label if told == "header" else "")) == page


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("text", [KO, HANS, HANT, EN])
def test_wide_encodings_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(Page(html(text, "utf-16").encode(encoding))) == html(text, "utf-16")


@pytest.mark.parametrize("wrong", ["euc-kr", "gb2312", "big5", "iso-8859-1", "utf-16", "x-nonsense", "hex"])
def test_a_wrong_declaration_does_not_break_utf8(wrong: str) -> None:
    for text in (KO, HANS, HANT, EN):
        assert decode(Page(html(text, wrong).encode(), charset=wrong)) == html(text, wrong)


@pytest.mark.parametrize(("text", "encoding", "wrong"), [(KO, "cp949", "utf-8"), (HANS, "gb18030", "iso-8859-1")])
def test_a_wrong_declaration_does_not_break_legacy_bytes(text: str, encoding: str, wrong: str) -> None:
    assert decode(Page(html(text, wrong).encode(encoding), charset=wrong)) == html(text, wrong)


def test_a_few_broken_bytes_are_replaced() -> None:
    body = html(KO * 3).encode()
    middle = body.index("사업비".encode())
    decoded = decode(Page(body[:middle] + b"\xff\xfe\x80" + body[middle:] + b"\xea\xb0"))
    assert decoded.count("�") == 4
    assert KO in decoded


def test_a_legacy_page_with_one_broken_byte_keeps_its_charset() -> None:
    body = html(HANS, "gb2312").encode("gb18030") + b"\x81"
    assert HANS in decode(Page(body))


@pytest.mark.parametrize(
    "body", [bytes(range(1, 32)) * 200, bytes([0x80, 0xFF, 0x81, 0xFE, 0x05, 0x06]) * 500], ids=["controls", "noise"]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(PageUndecodable):
        decode(Page(body))


def test_nul_bytes_leave() -> None:
    assert decode(Page(b"<html>\0<p>" + KO.encode() + b"\0\0</p>")) == f"<html><p>{KO}</p>"


def test_labels_become_codecs_and_nonsense_none() -> None:
    assert codec("GB2312") == "gb18030"
    assert codec("Big5") == "big5hkscs"
    assert codec(" 'euc-kr' ") == "cp949"
    assert [codec(name) for name in ("", "hex", "utf-7", "utf-16", "rot13", "no-such", "idna")] == [""] * 7


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_whatever_is_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(Page(("<p>" + text).encode())) == "<p>" + text


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["", "euc-kr", "gbk", "utf-8", "x"]))
def test_any_bytes_give_text_or_our_refusal(body: bytes, charset: str) -> None:
    with contextlib.suppress(PageUndecodable):
        assert "\0" not in decode(Page(body, charset=charset))
