"""A news site on loopback: pages of our own, served as outlets serve them, and every request counted.

async with NewsSite() as site:
    url = site.put("/ko/1.html", page("ko", …))
    site.fetches["/ko/1.html"]
"""

import asyncio
from collections import Counter
from html import escape
from typing import Any, Self

from aiohttp import web


class NewsSite:
    def __init__(self) -> None:
        self.fetches: Counter[str] = Counter()
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.delay_s = 0.0
        self.gate: asyncio.Event | None = None
        """Where set: requests wait until somebody opens it."""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self.base = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def put(self, path: str, html: str, *, status: int = 200, media_type: str = "text/html; charset=utf-8") -> str:
        """The page's URL."""
        self.pages[path] = (status, media_type, html.encode())
        return self.base + path

    def put_query(self, path: str, query: str, html: str) -> str:
        """A page that is served for `path?query` only."""
        return self.put(f"{path}?{query}", html)

    def put_article(self, path: str, language: str, number: int = 0, site: str = "") -> str:
        """One of our own articles, with a headline of its own, and of another outlet if asked."""
        return self.put(path, page(language, number, site))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.fetches[request.path] += 1
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(self.delay_s)
        found = self.pages.get(request.path_qs, self.pages.get(request.path))
        status, media_type, body = found or (404, "text/html", b"<h1>404</h1>")
        return web.Response(status=status, body=body, headers={"Content-Type": media_type})


ARTICLES: dict[str, dict[str, Any]] = {
    "ko": {
        "site": "해밀일보",
        "title": "해밀시, 노면전차 2개 노선에 3,200억 원 투입",
        "date": "2026-04-12T09:00:00+09:00",
        "paragraphs": [
            "해밀시가 2029년 개통을 목표로 노면전차 2개 노선 건설에 3,200억 원을 투입한다고 12일 밝혔다. "
            "노선의 전체 길이는 18.4km이며 정거장 24곳이 들어선다.",
            "한지훈 해밀시장은 이날 시청에서 열린 기자회견에서 “출퇴근 시간이 평균 15분 줄어들 것”이라고 말했다. "
            "그는 공사 기간 동안 버스 40대를 추가로 투입하겠다고 덧붙였다.",
            "시는 사업비의 60%를 국비로, 나머지를 시비와 채권으로 마련할 계획이다. 시의회는 다음 달 예산안을 심의한다.",
            "반면 상인회는 공사로 매출이 30% 넘게 줄 수 있다고 우려했다. "
            "윤서연 상인회장은 “임대료 지원 대책이 먼저 나와야 한다”고 주장했다.",
            "시는 지난해 타당성 조사에서 비용 대비 편익이 1.12로 나왔다고 설명했다.",
        ],
    },
    "zh": {
        "site": "蓝河日报",
        "title": "蓝河市将投资26亿元建设两条有轨电车线路",
        "date": "2026-04-12T10:00:00+08:00",
        "paragraphs": [
            "蓝河市政府12日宣布，将投资26亿元建设两条有轨电车线路，计划于2029年通车。线路全长18.4公里，共设24座车站。",
            "市长韩志勋在新闻发布会上表示，通车后市民的平均通勤时间将缩短15分钟。他说，施工期间还将增加40辆公交车。",
            "该项目60%的资金来自中央财政，其余由市财政和债券解决。市人大将于下月审议预算案。",
            "商户协会则担心，施工可能使营业额下降30%以上。协会会长尹瑞妍说：“应当先出台租金补贴措施。”",
            "市政府介绍，去年的可行性研究显示，项目的效益成本比为1.12。",
        ],
    },
    "en": {
        "site": "Harbour Post",
        "title": "Haemil to spend $260 million on two tram lines",
        "date": "2026-04-12T08:00:00+01:00",
        "paragraphs": [
            "The city of Haemil will spend $260 million on two tram lines that are to open in 2029, it said on Sunday. "
            "The lines will be 18.4 kilometres long and have 24 stops.",
            "Mayor Han Ji-hoon told a news conference that commuters would save 15 minutes a day on average. "
            "He said that 40 more buses would run while the lines were being built.",
            "The government will pay 60 percent of the cost, and the rest will come from the city and from bonds. "
            "The city council is to debate the budget next month.",
            "Shopkeepers fear that the works could cut their sales by more than 30 percent. "
            "“Help with the rent has to come first,” said Yoon Seo-yeon, who heads their association.",
            "A study last year found that the benefits would be 1.12 times the cost, the city said.",
        ],
    },
}
"""Written for these tests: one story in three languages. People, places and firms are invented."""


def page(language: str, number: int = 0, site: str = "") -> str:
    """An article's page with the clutter of an outlet around it; `number` makes it another story."""
    article = ARTICLES[language]
    site = site or article["site"]
    title = article["title"] + (f" ({number})" if number else "")
    body = "\n".join(f"<p>{escape(text)}</p>" for text in article["paragraphs"])
    head = (
        f'<meta charset="utf-8"><title>{escape(title)} - {site}</title>'
        f'<meta property="og:title" content="{escape(title)}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{site}">'
        f'<meta property="article:published_time" content="{article["date"]}">'
    )
    menu = '<nav><a href="/">Home</a> <a href="/politics">Politics</a> <a href="/sport">Sport</a></nav>'
    more = '<aside><h2>Most read</h2><ul><li><a href="/x">Another story</a></li></ul></aside>'
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body>{menu}<article><h1>{escape(title)}</h1>'
        f"{body}</article>{more}<footer>© {site}</footer></body></html>"
    )
