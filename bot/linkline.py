"""One line in the log for each link that ended, and the same to the metrics.

In: a delivery that ended, how, and its brief where there is one. Out: a log line with fields, counted figures.
Never: a chat's id (a keyed digest stands for it), a link (its outlet stands for it), a word of the article.
"""

import hashlib
import hmac
import logging
from typing import Any
from urllib.parse import urlsplit

from bot.messaging.desk import Desk
from bot.metrics import doubts
from bot.storage.records import Delivery
from bot.work import Job
from models.brief import Brief

log = logging.getLogger(__name__)


def ended(desk: Desk, delivery: Delivery, job: Job, outcome: str, brief: Brief | None = None) -> None:
    """A link has its answer ("ok" or an error's code), or nothing can be said in its chat."""
    seconds = max(0.0, desk.store.now() - delivery.created_at)
    desk.metrics.link(outcome, seconds, brief)
    fields: dict[str, Any] = {
        "outcome": outcome,
        "seconds": round(seconds, 2),
        "chat": pseudonym(desk, delivery.chat_id),
        "outlet": urlsplit(str(delivery.payload.get("url", ""))).hostname or "file",
        "to": delivery.payload.get("to", ""),
        "tries": job.attempts + 1,
    }
    if brief is not None:
        fields |= {
            "from": brief.article.language,
            "claims": len(brief.points),
            "doubts": len(doubts(brief)),
            **{f"{step}_s": round(took, 3) for step, took in brief.seconds.items()},
        }
    log.info("link", extra={"fields": fields})


def pseudonym(desk: Desk, chat_id: int) -> str:
    """The same word for the same chat as long as the store lives; chat ids can be tried out, so the digest is keyed."""
    return hmac.new(desk.log_key, str(chat_id).encode(), hashlib.sha256).hexdigest()[:12]
