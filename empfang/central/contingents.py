"""A centre's contingents at the service: changed by its coordinator, and how each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.errors import InputProblem
from empfang.model import Contingent, Slot
from empfang.rows import Rows
from empfang.rules.contingents import Standing, contingent_id, new_contingent, standing_of


@dataclass(frozen=True, slots=True)
class Change:
    """A contingent before (None: there was none) and after."""

    before: Contingent | None
    after: Contingent

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the terms that are different now."""
        if self.before is None:
            return ()
        was, now = self.before.__dict__, self.after.__dict__
        return tuple(name for name in now if name != "revision" and was[name] != now[name])


def change_contingent(
    database: CentralDatabase, centre_id: str, name: str, terms: Mapping[str, Any], now: datetime
) -> Change:
    """Make a contingent, or change these terms of it, and tell the desks; what is not named stays.

    Raises:
        InputProblem: `contingent_ends_before` (it closes before it opens), `contingent_born` (nobody is born so).
    """
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        before = tx.get(Contingent, contingent_id(centre_id, name))
        after = (before or new_contingent(centre_id, name)).with_(**terms)
        if after.opens_at and after.closes_at and after.closes_at <= after.opens_at:
            raise InputProblem("contingent_ends_before", contingent=name)
        if after.born_from and after.born_until and after.born_until < after.born_from:
            raise InputProblem("contingent_born", contingent=name)
        tx.put(after)
        tx.finish(None)
        tx.take_numbers()
    return Change(before, after)


def contingents_of(database: CentralDatabase, centre_id: str, now: datetime) -> list[tuple[Contingent, Standing]]:
    """A centre's contingents, and how they stand."""
    with database.reading() as cursor:
        rows = Rows(cursor, database.flavour)
        known = rows.find(Contingent, centre_id=centre_id)
        slots = rows.find(Slot, centre_id=centre_id)
    return [(each, standing_of(each, slots, now)) for each in known]
