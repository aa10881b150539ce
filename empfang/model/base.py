"""What all records share: frozen, validated, with moments of one form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2999
_MOMENTS = 4_096
"""Texts of moments that are kept: a command writes the same few a dozen times."""


def _to_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        raise ValueError("a moment beyond all calendars")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


@lru_cache(_MOMENTS)
def moment_text(moment: datetime) -> str:
    """A moment as it is stored and sent: UTC, of fixed width, so that the order of texts is the order of moments."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


Moment = Annotated[datetime, AfterValidator(_to_utc), PlainSerializer(moment_text, when_used="json")]


class Value(BaseModel):
    """A small frozen structure inside a record."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Record(Value):
    """What all records share. `revision` is given by the service; 0 means: not yet known there."""

    kind: ClassVar[str]
    indexes: ClassVar[tuple[str, ...]] = ()
    """Fields by which records are found."""

    id: str
    revision: int = 0

    @property
    def subject(self) -> str:
        """What this record belongs to: the person's id for everything about a person, else its own id."""
        return self.id

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The validated record of these values."""
        return cls.model_validate(values)

    def with_(self, **changes: Any) -> Self:
        """The same record with some fields changed, validated."""
        return self.of({**self.__dict__, **changes})

    def same_as(self, other: "Record | None") -> bool:
        """Whether both say the same, whatever their revisions."""
        return other is not None and {**self.__dict__, "revision": 0} == {**other.__dict__, "revision": 0}
