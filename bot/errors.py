"""What can go wrong between a link and a reply, as one tree.

    BotError
    ├── ConfigInvalid                    configuration or usage; names the key
    ├── LinkRefused                      the URL itself is not one that we fetch
    ├── AddressRefused                   it leads to an address that must not be reached
    ├── FetchFailed (retry)              no answer: DNS, connection, TLS, reset
    │   └── FetchTimeout (retry)
    ├── HttpStatus                       the outlet answered with an error status; `detail` is the number
    │   ├── NotFound                     404, 410
    │   ├── OutletRefused                403 or a robot check: the outlet refused us
    │   └── OutletBusy (retry)           429, 503
    ├── TooLarge                         more bytes than the cap
    ├── NotHtml                          a PDF, an image, a binary; `detail` is what it is
    ├── SourceMissing                    no such file
    ├── SourceInvalid                    a file or stdin that is neither HTML nor article JSON
    ├── NoArticle                        a page without an article (list, menu, empty)
    │   ├── EmptyPage  Paywalled  VideoPage  PhotoPage  LiveBlog  ListPage  LoginWall  RobotCheck  Removed
    ├── PageUndecodable                  mostly broken bytes
    ├── ExtractTimeout                   a hostile page; extraction was killed
    ├── NotFeed                          no feed at this address
    ├── Busy                             the queue is full
    ├── StoreError (retry)               the store is locked, full, read-only or damaged
    ├── TokenMissing                     no Telegram token is configured
    ├── TokenRefused                     Telegram answers 401 or 404 to the token
    ├── TelegramUnreachable (retry)      no answer from the Bot API at start
    ├── TelegramConflict                 409: another program receives this bot's updates
    └── WebhookInvalid                   Telegram does not take the webhook's URL

Every leaf has a stable `code`: at once the key in `bot/texts.py`, the metric label and the word on the command line;
and a `retry` flag. A library's exceptions become these in the one module that imports the library.
"""

from typing import ClassVar


class BotError(Exception):
    """Root. `detail` is a short, safe word for the text shown (a status, a key, a type); never a secret."""

    code: ClassVar[str] = "error"
    retry: ClassVar[bool] = False

    def __init__(self, message: str = "", *, detail: str = "") -> None:
        super().__init__(message or self.code)
        self.detail = detail


class ConfigInvalid(BotError):
    code = "config_invalid"


class LinkRefused(BotError):
    code = "link_refused"


class AddressRefused(BotError):
    code = "address_refused"


class FetchFailed(BotError):
    code = "fetch_failed"
    retry = True


class FetchTimeout(FetchFailed):
    code = "fetch_timeout"


class HttpStatus(BotError):
    code = "http_status"


class NotFound(HttpStatus):
    code = "not_found"


class OutletRefused(HttpStatus):
    code = "outlet_refused"


class OutletBusy(HttpStatus):
    """`retry_after`: seconds that the outlet asked for; 0 where it did not say."""

    code = "outlet_busy"
    retry = True

    def __init__(self, message: str = "", *, detail: str = "", retry_after: float = 0.0) -> None:
        super().__init__(message, detail=detail)
        self.retry_after = retry_after


class TooLarge(BotError):
    code = "too_large"


class NotHtml(BotError):
    code = "not_html"


class SourceMissing(BotError):
    code = "source_missing"


class SourceInvalid(BotError):
    code = "source_invalid"


class NoArticle(BotError):
    code = "no_article"


class EmptyPage(NoArticle):
    code = "empty_page"


class Paywalled(NoArticle):
    code = "paywalled"


class VideoPage(NoArticle):
    code = "video_page"


class PhotoPage(NoArticle):
    code = "photo_page"


class LiveBlog(NoArticle):
    code = "live_blog"


class ListPage(NoArticle):
    code = "list_page"


class LoginWall(NoArticle):
    code = "login_wall"


class RobotCheck(NoArticle):
    code = "robot_check"


class Removed(NoArticle):
    code = "removed"


class PageUndecodable(BotError):
    code = "page_undecodable"


class ExtractTimeout(BotError):
    code = "extract_timeout"


class NotFeed(BotError):
    code = "not_feed"


class Busy(BotError):
    code = "busy"
    retry = True


class StoreError(BotError):
    code = "store_error"
    retry = True


class TokenMissing(BotError):
    code = "token_missing"


class TokenRefused(BotError):
    code = "token_refused"


class TelegramUnreachable(BotError):
    code = "telegram_unreachable"
    retry = True


class TelegramConflict(BotError):
    code = "telegram_conflict"


class WebhookInvalid(BotError):
    code = "webhook_invalid"
