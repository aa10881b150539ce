"""What the service keeps besides the records: the feed, verdicts, scopes, desks' tokens, imports."""

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 1


class Head(SQLModel, table=True):
    """One row: where the feed stands. Its lock orders numbers as commits are ordered."""

    __tablename__ = "head"
    id: int = Field(default=1, primary_key=True)
    epoch: str
    number: int
    schema_version: int


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


class Scope(SQLModel, table=True):
    """Which streams a person's records appear in."""

    __tablename__ = "scope"
    person_id: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    __table_args__ = (Index("ix_scope_stream_person", "stream", "person_id"),)


class Received(SQLModel, table=True):
    """Every command that arrived, as sent, with its first verdict."""

    __tablename__ = "received"
    command_id: str = Field(primary_key=True)
    desk_id: str
    number: int | None = None
    digest: str
    line: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    verdict: str = Field(sa_column=Column(Text, nullable=False))
    received_at: str
    __table_args__ = (Index("ix_received_desk_number", "desk_id", "number"),)


class DeskAccess(SQLModel, table=True):
    """A desk's token (as a digest) and the highest number of its commands without a gap below."""

    __tablename__ = "desk_access"
    desk_id: str = Field(primary_key=True)
    centre_id: str
    token_digest: str = Field(unique=True)
    contiguous: int = 0
    revoked: bool = False


class EnrolmentCode(SQLModel, table=True):
    """A one-time code for a desk of a centre."""

    __tablename__ = "enrolment_code"
    code_digest: str = Field(primary_key=True)
    centre_id: str
    desk_name: str
    expires_at: str
    used_at: str | None = None


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
    """A row of a list, known again by its key and compared as it came."""

    __tablename__ = "imported_row"
    centre_id: str = Field(primary_key=True)
    list_kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    person_id: str
    appointment_id: str
    day: str | None = None
    run_id: str = Field(index=True)


TABLES: tuple[type[SQLModel], ...] = (
    Head, FeedEntry, Scope, Received, DeskAccess, EnrolmentCode, ImportRun, ImportedRowKey,
)  # fmt: skip
