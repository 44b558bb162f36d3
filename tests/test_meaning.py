"""`models.meaning`: the quick look for loops hides none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models import meaning

TEXT = st.text("ab 가나了。.1\n", max_size=20)


@settings(max_examples=300, deadline=None)
@given(TEXT, st.text("abc가나了 ", min_size=1, max_size=62), st.integers(2, 6), TEXT)
def test_a_text_with_a_loop_has_its_pieces_again(before: str, piece: str, times: int, after: str) -> None:
    text = before + piece * times + after
    if meaning._SHORT_LOOP.search(text):
        assert meaning._again(text)[0] > 0
    if meaning._LONG_LOOP.search(text):
        assert meaning._again(text)[1] > 6


def test_a_text_without_a_loop_has_not() -> None:
    assert meaning._again("The ministry said on Monday that prices had risen by a third in the north.") == (0, 0)
