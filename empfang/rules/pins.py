"""PINs after a pause: what one looks like, and how guessing is slowed down."""

from dataclasses import dataclass

SHORTEST, LONGEST = 4, 12
TRIES = 3
WAIT_S = 30.0


def is_pin(text: str) -> bool:
    """Whether a text can be a PIN: 4 to 12 digits."""
    return text.isascii() and text.isdigit() and SHORTEST <= len(text) <= LONGEST


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a PIN was wrong since it was last right, and until when (monotonic seconds) none is taken."""

    wrong: int = 0
    closed_until_s: float = float("-inf")

    @property
    def left(self) -> int:
        """How many tries there are until one must wait."""
        return TRIES - self.wrong

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next try; 0 if it may come now."""
        return max(0.0, self.closed_until_s - now_s)

    def after_wrong(self, now_s: float) -> "Tries":
        """One more was wrong; after three there is a wait, and three more."""
        return Tries(closed_until_s=now_s + WAIT_S) if self.left == 1 else Tries(self.wrong + 1)
