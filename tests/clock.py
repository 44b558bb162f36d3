"""A clock that stands until a test moves it: `Store.open(url, clock)`."""


class Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
