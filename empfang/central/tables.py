"""What the service keeps besides the records: the feed, verdicts, scopes, desks' tokens, imports."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 7


class Head(SQLModel, table=True):
    """One row: where the feed stands. Its lock orders numbers as commits are ordered."""

    __tablename__ = "head"
    id: int = Field(default=1, primary_key=True)
    epoch: str
    number: int
    schema_version: int
    mark: str = ""
    """That of the last number."""
    pruned_to: int = 0
    """Feed entries up to this number are gone; a desk that has not got them needs a snapshot."""


class EpochBegun(SQLModel, table=True):
    """An epoch: the service's memory since it was made or restored.

    `number` is where the feed stood when it began; `seen_to` the highest number that a desk had seen in the epoch
    before: what lies between was forgotten, and is lost unless a desk brought it again (`Recovered`).
    """

    __tablename__ = "epoch_begun"
    epoch: str = Field(primary_key=True)
    previous: str | None = None
    number: int
    began_at: str
    seen_to: int = 0


class Recovered(SQLModel, table=True):
    """A number of a forgotten time whose command a desk brought again."""

    __tablename__ = "recovered"
    epoch: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    command_id: str


class FeedNumber(SQLModel, table=True):
    """A number of the feed. Its mark digests all that was numbered up to it: a desk that names another one for its
    cursor has seen a history which this database does not know."""

    __tablename__ = "feed_number"
    number: int = Field(primary_key=True)
    mark: str
    at: str
    streams: str = Field(default="", sa_column=Column(Text, nullable=False))
    """Where something moved, separated by blanks."""


class FeedEntry(SQLModel, table=True):
    """One record's new state, for one stream."""

    __tablename__ = "feed_entry"
    stream: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    op: str
    kind: str
    record_id: str
    revision: int
    command_id: str | None = None
    body: str | None = Field(default=None, sa_column=Column(Text))
    subject: str = ""
    """Whom it is about, so that a deletion reaches it."""
    __table_args__ = (Index("ix_feed_entry_subject", "subject"),)


class Scope(SQLModel, table=True):
    """Which streams a person's records appear in, and through which day (ISO date; None: without end)."""

    __tablename__ = "scope"
    person_id: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    until: str | None = None
    __table_args__ = (Index("ix_scope_stream_person", "stream", "person_id"),)


class Received(SQLModel, table=True):
    """Every command that arrived, as sent, with its first verdict. `line` is empty where its person was deleted."""

    __tablename__ = "received"
    command_id: str = Field(primary_key=True)
    desk_id: str
    number: int | None = None
    kind: str = ""
    digest: str
    line: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    verdict: str = Field(sa_column=Column(Text, nullable=False))
    received_at: str
    handed_over_by: str | None = None
    """The desk that brought it instead of its own."""
    __table_args__ = (Index("ix_received_desk_number", "desk_id", "number"),)


class ReceivedSubject(SQLModel, table=True):
    """Whom a command concerns, so that a deletion reaches what was sent."""

    __tablename__ = "received_subject"
    subject: str = Field(primary_key=True)
    command_id: str = Field(primary_key=True)


class WaitingFact(SQLModel, table=True):
    """A fact that speaks of a record which was not there: it is applied when the record comes."""

    __tablename__ = "waiting_fact"
    kind: str = Field(primary_key=True)
    record_id: str = Field(primary_key=True)
    command_id: str = Field(primary_key=True)


class DeskAccess(SQLModel, table=True):
    """A desk's token (as a digest), what it may follow, and the highest number of its commands without a gap below.

    `serves`: ids of further centres, separated by blanks.
    """

    __tablename__ = "desk_access"
    desk_id: str = Field(primary_key=True)
    centre_id: str
    token_digest: str = Field(unique=True)
    contiguous: int = 0
    revoked: bool = False
    role: str = "reception"
    serves: str = ""


class EnrolmentCode(SQLModel, table=True):
    """A one-time code for a desk of a centre."""

    __tablename__ = "enrolment_code"
    code_digest: str = Field(primary_key=True)
    centre_id: str
    desk_name: str
    expires_at: str
    used_at: str | None = None
    role: str = "reception"
    serves: str = ""


class ServiceKey(SQLModel, table=True):
    """A key of the service itself, as hexadecimal digits."""

    __tablename__ = "service_key"
    name: str = Field(primary_key=True)
    value: str


class ImportRun(SQLModel, table=True):
    """One import of a list."""

    __tablename__ = "import_run"
    id: str = Field(primary_key=True)
    centre_id: str
    file_name: str
    file_digest: str
    started_at: str
    finished_at: str | None = None
    rows: int


class ImportedRowKey(SQLModel, table=True):
    """A row of a list, known again by its key and compared as it came. An appointment may be known by several keys.

    `said`: what the list has last said of this appointment and its person (`exchange.said`); empty for what came in
    before this was kept, and for whom was deleted.
    """

    __tablename__ = "imported_row"
    centre_id: str = Field(primary_key=True)
    list_kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    person_id: str = Field(index=True)
    appointment_id: str
    day: str | None = None
    run_id: str = Field(index=True)
    said: str = Field(default="", sa_column=Column(Text, nullable=False))


class OnlineAccess(SQLModel, table=True):
    """What somebody proves themselves with who has registered online, as a digest."""

    __tablename__ = "online_access"
    person_id: str = Field(primary_key=True)
    secret_digest: str


class FreePlace(SQLModel, table=True):
    """So many places of a contingent are free in a slot, given out from `from_at` on ("": always); none: no row."""

    __tablename__ = "free_place"
    slot_id: str = Field(primary_key=True)
    contingent_id: str = Field(primary_key=True)
    vaccine: str
    start: str
    from_at: str = ""
    free: int
    __table_args__ = (Index("ix_free_place_near", "contingent_id", "vaccine", "start"),)


class Outgoing(SQLModel, table=True):
    """A confirmation that is still to leave, next at `due`; whoever takes it on moves that a few minutes ahead.

    `lane`: who may be slow to take it: a mail provider's domain; of a letter its centre. `noted`: its record says why
    it is still here. `expires`: when trying ends; empty where nothing was tried yet.
    """

    __tablename__ = "outgoing"
    communication_id: str = Field(primary_key=True)
    channel: str
    lane: str
    due: str
    noted: bool
    expires: str = ""
    __table_args__ = (
        Index("ix_outgoing_due", "channel", "due"),
        Index("ix_outgoing_lane", "channel", "lane", "noted", "due"),
        Index("ix_outgoing_expires", "expires"),
    )


class SearchPerson(SQLModel, table=True):
    """What somebody is found by: their terms (`empfang.rules.query`, and their booking codes) with a blank before and
    after each, at the centres whose they are or were, separated by blanks. The newest has the highest key."""

    __tablename__ = "search_person"
    key: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    person_id: str = Field(unique=True)
    centres: str
    terms: str = Field(sa_column=Column(Text, nullable=False))


class SearchTerm(SQLModel, table=True):
    """One of somebody's terms at one of their centres; in the order of its letters, so that a beginning is a range."""

    __tablename__ = "search_term"
    centre_id: str = Field(primary_key=True)
    term: str = Field(sa_column=Column(Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True))
    key: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    # In SQLite the key is the whole table: half the size.
    __table_args__ = ({"sqlite_with_rowid": False},)


TABLES: tuple[type[SQLModel], ...] = (
    Head, EpochBegun, Recovered, FeedNumber, FeedEntry, Scope, Received, ReceivedSubject, WaitingFact, DeskAccess,
    EnrolmentCode, ServiceKey, ImportRun, ImportedRowKey, FreePlace, Outgoing, SearchPerson, SearchTerm, OnlineAccess,
)  # fmt: skip
