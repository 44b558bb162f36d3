"""The store's tables and its numbered migrations, the same for SQLite and PostgreSQL.

In: a connection. Out: a schema at `len(MIGRATIONS)`. A migration is a list of statements that both databases take; it
only adds (tables, columns with defaults, indexes), so that programs of the version before keep running beside it.
Never: a changed or reordered migration; a schema newer than this program is refused, not "repaired".
"""

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, Table, Text

from bot.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

metadata = MetaData()

versions = Table("schema_version", metadata, Column("number", Integer, primary_key=True))

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("settings", Text, nullable=False),  # JSON of ChatSettings: new settings need no migration
    Column("held_until", Float, nullable=False),  # Telegram's RetryAfter: nothing is sent before (Unix seconds)
    Column("updated_at", Float, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Text, primary_key=True),  # update_id:digest of the content
    Column("position", BigInteger, nullable=False),  # update_id: the order in which they are worked off again
    Column("body", Text, nullable=False),  # the update as JSON; "" once it is handled
    Column("chat_id", BigInteger, nullable=False),  # 0 where the update has none
    Column("message_id", BigInteger, nullable=False),
    Column("handled", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("link_key", Text, nullable=False),
    Column("payload", Text, nullable=False),  # JSON
    Column("state", Text, nullable=False),
    Column("bodies", Text, nullable=False),  # JSON list: what is sent, in order; [0] is the placeholder
    Column("messages", Text, nullable=False),  # JSON list: ids of the messages known to be sent
    Column("last_message", BigInteger, nullable=False),  # the highest of `messages`, to be found by it
    Column("floor", BigInteger, nullable=False),  # highest id known in the chat when the send in the air began, or -1
    Column("since", Float, nullable=False),  # when the state was entered
    Column("outcome", Text, nullable=False),  # "ok" or an error's code, once the answer is known
    Column("created_at", Float, nullable=False),
)

kept = Table(
    "kept",
    metadata,
    Column("space", Text, primary_key=True),  # "brief", "button", ...
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),  # 0: belongs to no chat
    Column("expires_at", Float, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("primed", Integer, nullable=False),  # 0: never read yet; what the first reading finds is the backlog
    Column("next_at", Float, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Float, nullable=False),
)

follows = Table(
    "follows",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),  # 0: the command line
    Column("thread_id", BigInteger, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # of the chat: "private", "channel", ...
    Column("language", Text, nullable=False),  # of the one who followed: where the chat has chosen none
    Column("since", Float, nullable=False),
)

feed_seen = Table(
    "feed_seen",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # an entry's id, or its link's key
    Column("seen_at", Float, nullable=False),
)

feed_posts = Table(
    "feed_posts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("thread_id", BigInteger, primary_key=True),
    Column("key", Text, primary_key=True),  # the link's key: two feeds with one story are one post
    Column("feed", Text, nullable=False),
    Column("url", Text, nullable=False),  # "" for a notice that the feed has died
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting, posted, dropped
    Column("created_at", Float, nullable=False),
    Column("posted_at", Float, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("thread_id", BigInteger, nullable=False),
    Column("clock", Text, nullable=False),  # "08:00"
    Column("zone", Text, nullable=False),  # "Asia/Seoul"
    Column("language", Text, nullable=False),
    Column("since", Float, nullable=False),  # what the next one begins with
    Column("next_at", Float, nullable=False),
)

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (  # 1: what a bot that answers links needs
        "CREATE TABLE chats (chat_id BIGINT PRIMARY KEY, settings TEXT NOT NULL DEFAULT '{}',"
        " held_until DOUBLE PRECISION NOT NULL DEFAULT 0, updated_at DOUBLE PRECISION NOT NULL DEFAULT 0)",
        "CREATE TABLE journal (id TEXT PRIMARY KEY, position BIGINT NOT NULL, body TEXT NOT NULL,"
        " chat_id BIGINT NOT NULL DEFAULT 0, message_id BIGINT NOT NULL DEFAULT 0, handled INTEGER NOT NULL DEFAULT 0,"
        " created_at DOUBLE PRECISION NOT NULL)",
        "CREATE INDEX journal_open ON journal (position) WHERE handled = 0",
        "CREATE INDEX journal_chat ON journal (chat_id, message_id)",
        "CREATE INDEX journal_age ON journal (created_at)",
        "CREATE TABLE deliveries (key TEXT PRIMARY KEY, chat_id BIGINT NOT NULL, thread_id BIGINT NOT NULL DEFAULT 0,"
        " message_id BIGINT NOT NULL DEFAULT 0, link_key TEXT NOT NULL, payload TEXT NOT NULL DEFAULT '{}',"
        " state TEXT NOT NULL, bodies TEXT NOT NULL DEFAULT '[]', messages TEXT NOT NULL DEFAULT '[]',"
        " last_message BIGINT NOT NULL DEFAULT 0, floor BIGINT NOT NULL DEFAULT -1,"
        " since DOUBLE PRECISION NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '',"
        " created_at DOUBLE PRECISION NOT NULL)",
        "CREATE INDEX deliveries_link ON deliveries (chat_id, link_key, created_at)",
        "CREATE INDEX deliveries_open ON deliveries (created_at) WHERE state NOT IN ('answered', 'failed')",
        "CREATE INDEX deliveries_message ON deliveries (chat_id, last_message)",
        "CREATE INDEX deliveries_age ON deliveries (created_at)",
        "CREATE TABLE kept (space TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,"
        " chat_id BIGINT NOT NULL DEFAULT 0, expires_at DOUBLE PRECISION NOT NULL, PRIMARY KEY (space, key))",
        "CREATE INDEX kept_age ON kept (expires_at)",
    ),
    (  # 2: feeds that chats follow, what of them was seen and posted, and digests
        "CREATE TABLE feeds (url TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT '', etag TEXT NOT NULL DEFAULT '',"
        " last_modified TEXT NOT NULL DEFAULT '', primed INTEGER NOT NULL DEFAULT 0,"
        " next_at DOUBLE PRECISION NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,"
        " failing_since DOUBLE PRECISION NOT NULL DEFAULT 0)",
        "CREATE INDEX feeds_due ON feeds (next_at)",
        "CREATE TABLE follows (chat_id BIGINT NOT NULL, thread_id BIGINT NOT NULL DEFAULT 0, feed TEXT NOT NULL,"
        " kind TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', since DOUBLE PRECISION NOT NULL DEFAULT 0,"
        " PRIMARY KEY (chat_id, thread_id, feed))",
        "CREATE INDEX follows_feed ON follows (feed)",
        "CREATE TABLE feed_seen (feed TEXT NOT NULL, key TEXT NOT NULL, seen_at DOUBLE PRECISION NOT NULL,"
        " PRIMARY KEY (feed, key))",
        "CREATE INDEX feed_seen_age ON feed_seen (seen_at)",
        "CREATE TABLE feed_posts (chat_id BIGINT NOT NULL, thread_id BIGINT NOT NULL DEFAULT 0, key TEXT NOT NULL,"
        " feed TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', state TEXT NOT NULL,"
        " created_at DOUBLE PRECISION NOT NULL, posted_at DOUBLE PRECISION NOT NULL DEFAULT 0,"
        " PRIMARY KEY (chat_id, thread_id, key))",
        "CREATE INDEX feed_posts_waiting ON feed_posts (chat_id, created_at) WHERE state = 'waiting'",
        "CREATE INDEX feed_posts_age ON feed_posts (created_at)",
        "CREATE TABLE digests (chat_id BIGINT PRIMARY KEY, thread_id BIGINT NOT NULL DEFAULT 0, clock TEXT NOT NULL,"
        " zone TEXT NOT NULL, language TEXT NOT NULL DEFAULT '', since DOUBLE PRECISION NOT NULL,"
        " next_at DOUBLE PRECISION NOT NULL)",
    ),
    (  # 3: what is kept of a chat is found when the chat is forgotten
        "CREATE INDEX kept_chat ON kept (chat_id)",
    ),
)
"""Numbered from 1 by their place."""

ADVISORY_LOCK: Final = 6_170_211_530
"""Two programs of a fleet that start together migrate one after the other (PostgreSQL)."""


def migrate(connection: "Connection") -> int:
    """Brings the schema to this program's version, in the connection's transaction. Returns the version found."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)")
    found = int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM schema_version").scalar() or 0)
    if found > len(MIGRATIONS):
        raise StoreError(
            f"store: its schema is version {found}, this program knows {len(MIGRATIONS)}; upgrade keyclaims",
            detail="newer",
        )
    for number in range(found + 1, len(MIGRATIONS) + 1):
        for statement in MIGRATIONS[number - 1]:
            connection.exec_driver_sql(statement)
        connection.execute(versions.insert().values(number=number))
    return found


def _upsert(connection: "Connection", table: Any) -> Any:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def add(connection: "Connection", table: Any, row: dict[str, Any]) -> bool:
    """Inserts a row unless its key is there; True when it was inserted."""
    statement = _upsert(connection, table).values(**row).on_conflict_do_nothing()
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def put(connection: "Connection", table: Any, keys: dict[str, Any], **values: Any) -> None:
    """Inserts or updates one row by its primary key."""
    statement = _upsert(connection, table).values({**keys, **values})
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))
