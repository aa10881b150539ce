"""The emergency list as this desk knows it, from any connection to its store."""

import json
from datetime import date, datetime, timedelta

from empfang.model import HOLDS_A_PLACE, Centre, EncounterState, moment_text
from empfang.paper.values import EmergencyList, ListLine
from empfang.rows import Rows
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.line_numbers import line_number
from empfang.store import Store

LOOK_AHEAD_DAYS = 14
WRITTEN = "list_written"
"""In meta: of each day that is not over, when its newest list was written (UTC)."""
_PLACES = ", ".join(f"'{status}'" for status in sorted(HOLDS_A_PLACE))
_OF_DAY = (
    "SELECT a.id, a.start, a.vaccine, p.family, p.given, p.birth_date,"  # noqa: S608 - own words
    " (SELECT e.arrived_at || ' ' || e.day_number FROM encounter AS e WHERE e.appointment_id = a.id AND e.state = ?"
    "  ORDER BY e.readmission_reason <> '' DESC, e.arrived_at DESC, e.id DESC LIMIT 1)"
    " FROM appointment AS a JOIN person AS p ON p.id = a.person_id"
    f" WHERE a.centre_id = ? AND a.start >= ? AND a.start < ? AND a.status IN ({_PLACES})"
)


def centre_of(store: Store) -> Centre:
    """The desk's centre; a bare one before the first download."""
    centre_id = store.meta("centre_id") or ""
    cursor = store.database.connection.cursor()
    return Rows(cursor, "sqlite").get(Centre, centre_id) or Centre(id=centre_id, name=centre_id)


def read_list(store: Store, day: date, now: datetime) -> EmergencyList:
    """The people who have a place here on a day, as far as this desk knows at the moment `now`."""
    centre = centre_of(store)
    begin, end = bounds_of_day(centre, day)
    found = store.database.connection.execute(
        _OF_DAY, (EncounterState.ACTIVE, centre.id, moment_text(begin), moment_text(end))
    ).fetchall()
    lines: list[ListLine] = []
    for appointment_id, start, vaccine, family, given, born, visit in found:
        came, _, day_number = (visit or "").partition(" ")
        lines.append(
            ListLine(
                number=line_number(appointment_id),
                at=local(datetime.fromisoformat(start), centre),
                family=family,
                given=given,
                birth_date=date.fromisoformat(born) if born else None,
                vaccine=vaccine or "",
                came_at=local(datetime.fromisoformat(came), centre) if came else None,
                day_number=day_number,
            )
        )
    desk_name = store.meta("desk_name") or ""
    return EmergencyList(centre.name, day, local(now, centre), desk_name, tuple(lines))


def next_day(store: Store, now: datetime) -> date | None:
    """The next day after this one on which somebody has an appointment here; None if there is none soon."""
    centre = centre_of(store)
    after = local(now, centre).date() + timedelta(days=1)
    begin, _ = bounds_of_day(centre, after)
    _, end = bounds_of_day(centre, after + timedelta(days=LOOK_AHEAD_DAYS))
    row = store.database.connection.execute(
        "SELECT min(start) FROM appointment WHERE centre_id = ? AND start >= ? AND start < ?"  # noqa: S608 - own words
        f" AND status IN ({_PLACES})",
        (centre.id, moment_text(begin), moment_text(end)),
    ).fetchone()
    return None if row[0] is None else local(datetime.fromisoformat(row[0]), centre).date()


def written_days(store: Store) -> dict[date, datetime]:
    """Of each day that is not over: when its newest list was written here by itself or for who asked."""
    noted = json.loads(store.meta(WRITTEN) or "{}")
    return {date.fromisoformat(day): datetime.fromisoformat(moment) for day, moment in noted.items()}
