"""Who may go on after a pause. The desk's own lock knows PINs; another one can take its place (`Desk(lock=…)`)."""

from typing import Protocol

from empfang.errors import InputProblem
from empfang.rules.pins import Tries, is_pin
from empfang.store import Store

_PIN = "pin:"
"""In meta, before an operator's id."""


class Lock(Protocol):
    """Decides whether an operator must show something to go on, and whether that is right."""

    def needed(self, operator_id: str) -> bool:
        """Whether anything is asked of this operator."""

    def opens(self, operator_id: str, pin: str) -> bool:
        """Whether this is right."""


class PinLock:
    """PINs that operators have set for themselves at this desk. Argon2id, in the desk's encrypted store; never sent."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def needed(self, operator_id: str) -> bool:
        """Whether the operator has set a PIN."""
        return self._store.meta(_PIN + operator_id) is not None

    def opens(self, operator_id: str, pin: str) -> bool:
        """Whether this is the operator's PIN. Takes tens of milliseconds, so that trying all of them takes long."""
        from argon2 import PasswordHasher  # noqa: PLC0415 - only those with a PIN need it
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

        kept = self._store.meta(_PIN + operator_id)
        if kept is None:
            return True
        try:
            return PasswordHasher().verify(kept, pin)
        except (VerificationError, InvalidHashError):
            return False

    def set_pin(self, operator_id: str, pin: str | None) -> None:
        """Ask the operator for this PIN from now on; for none without one.

        Raises:
            InputProblem: `pin_bad`.
        """
        from argon2 import PasswordHasher  # noqa: PLC0415

        if pin is not None and not is_pin(pin):
            raise InputProblem("pin_bad")
        self._store.set_meta(**{_PIN + operator_id: None if pin is None else PasswordHasher().hash(pin)})


class Guard:
    """Asks a lock, and slows down whoever guesses. Moments are monotonic seconds."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock
        self._tries: dict[str, Tries] = {}

    def needed(self, operator_id: str) -> bool:
        """Whether anything is asked of this operator."""
        return self._lock.needed(operator_id)

    def tries(self, operator_id: str) -> Tries:
        """How often it was wrong."""
        return self._tries.get(operator_id, Tries())

    def opens(self, operator_id: str, pin: str, now_s: float) -> bool:
        """Whether this is right; while one must wait, nothing is."""
        tries = self.tries(operator_id)
        if tries.wait_s(now_s):
            return False
        if self._lock.opens(operator_id, pin):
            self._tries.pop(operator_id, None)
            return True
        self._tries[operator_id] = tries.after_wrong(now_s)
        return False
