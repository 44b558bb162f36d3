"""Briefs made by hand, for the tests of what shows them. The article is our own invention."""

from models.article import Article
from models.brief import Brief, Figure, Line, Point
from models.claims import Claim, Speaker
from models.fidelity import Doubt
from models.numerals import Quantity
from models.sentences import Sentence

KOREAN = Article(
    title="가람전자, 1분기 영업이익 3조 5천억 원",
    paragraphs=(
        "가람전자는 1분기 영업이익이 3조 5천억 원이라고 28일 밝혔다. 매출은 21조 7천억 원이었다.",
        "한지훈 최고재무책임자는 “하반기 주문이 이미 생산 능력에 가깝다”고 말했다.",
    ),
    language="ko",
    url="https://news.saeron.example/a/1",
    site="새론경제",
    published="2026-04-28T09:00:00+09:00",
    input="https://news.saeron.example/a/1",
    id="a-1",
)
FIRST = "가람전자는 1분기 영업이익이 3조 5천억 원이라고 28일 밝혔다."
SECOND = KOREAN.paragraphs[1]


def brief(**changes: object) -> Brief:
    """Two bullets in English: one with a repaired and an open doubt, one with an inferred speaker."""
    won = Quantity(
        3_500_000_000_000, "money", FIRST.index("3조"), FIRST.index(" 원") + 2, "3조 5천억 원", currency="KRW"
    )
    first = "Garam Electronics said on the 28th that its first-quarter profit was 35 trillion won."
    start = first.index("35")
    points = (
        Point(
            Claim(
                Sentence(FIRST, 0, 0, len(FIRST)), 1.5, {"position": 1.0, "figures": 0.5}, Speaker("가람전자"), FIRST
            ),
            first,
            Line("가람전자", "Garam Electronics"),
            (Figure(won, "3.5 trillion won"),),
            (
                Doubt(
                    "figure_wrong", (start, start + len("35 trillion won")), "figure in the original: 3.5 trillion won"
                ),
                Doubt("date", (30, 34), "the 28th", repaired=True),
            ),
        ),
        Point(
            Claim(
                Sentence(SECOND, 1, 0, len(SECOND)), 1.1, {"position": 0.4}, Speaker("한지훈", inferred=True), SECOND
            ),
            "“Orders for the second half are already close to capacity.”",
            Line("한지훈", "Han Ji-hoon (한지훈)"),
            (),
            (),
        ),
    )
    values: dict[str, object] = {
        "article": KOREAN,
        "to": "en",
        "title": Line(KOREAN.title, "Garam Electronics posts first-quarter profit of 3.5 trillion won"),
        "points": points,
        "notes": ("demo_model",),
        "engine": {"preset": "demo", "route": ["ko-en"], "models": ["demo-to-en"], "engine": "ct2", "demo": True},
        "seconds": {"fetch": 0.2, "select": 0.01},
    }
    return Brief(**(values | changes))  # type: ignore[arg-type]


def many(number: int, length: int) -> Brief:
    """A brief of `number` bullets of about `length` characters each, with originals as long."""
    points = []
    for n in range(number):
        source = f"{n}번째 문장입니다. " + "가나다 " * (length // 4)
        sentence = Sentence(source, n, 0, len(source))
        text = f"Claim {n}: " + "word " * (length // 5)
        points.append(Point(Claim(sentence, 1.0, {}, None, source), text, None, (), ()))
    return brief(points=tuple(points))
