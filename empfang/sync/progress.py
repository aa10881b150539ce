"""What the engine tells about itself: only what is true at that moment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How syncing stands.

    `connected` is None until the service was asked once. `snapshot_done` and `snapshot_total` count persons during a
    first download; both None otherwise.
    """

    connected: bool | None = None
    offline_since: datetime | None = None
    unsent: int = 0
    unsent_since: datetime | None = None
    data_as_of: datetime | None = None
    last_error: str | None = None
    blocked: str | None = None
    snapshot_done: int | None = None
    snapshot_total: int | None = None
