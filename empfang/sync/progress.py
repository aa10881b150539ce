"""What the engine tells about itself: only what is true at that moment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Download:
    """How far a snapshot has come, in persons."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What was stopped would take away `lost` of today's `size` appointments."""

    lost: int
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How syncing stands.

    `connected` is None until the service was asked once. `sent` of `to_send` commands have their verdict since the
    sending that is under way began; both 0 when nothing is unsent. `blocked`: nothing is sent or fetched until
    somebody acts; `stopped`: nothing is fetched, because it would take the day away (`Desk.allow_loss`); `loss` says
    how much of it.
    """

    connected: bool | None = None
    offline_since: datetime | None = None
    unsent: int = 0
    unsent_since: datetime | None = None
    data_as_of: datetime | None = None
    last_error: str | None = None
    blocked: str | None = None
    stopped: bool = False
    loss: Loss | None = None
    sent: int = 0
    to_send: int = 0
    download: Download | None = None
