"""What the person's page says about appointments, conflicts and history. Pure."""

from datetime import date, datetime

from empfang.desk import Line, PersonPage
from empfang.model import Conflict
from empfang.screens.card_words import appointment_words, state_words
from empfang.texts import person as t
from empfang.texts import say
from empfang.texts.times import clock, day
from empfang.widgets.cells import plain
from empfang.widgets.prose import Paragraph, paragraph

_HANG = 2


def page_words(page: PersonPage, today: date, centre_id: str) -> list[Paragraph]:
    """Appointments with visits, what is to be cleared up, and who saw or changed what, newest first."""
    found = [paragraph(say(t.APPOINTMENTS), "strong")]
    for line in page.lines:
        found += _appointment(line, today, centre_id)
    if not page.lines:
        found.append(paragraph(say(t.NONE), "quiet"))
    if page.conflicts:
        found += [paragraph(""), paragraph(say(t.CONFLICTS), "strong")]
        found += [_conflict(conflict) for conflict in page.conflicts]
    found += [paragraph(""), paragraph(say(t.HISTORY), "strong")]
    found += [_event(event, today) for event in page.history]
    return found


def _appointment(line: Line, today: date, centre_id: str) -> list[Paragraph]:
    words = [appointment_words(line, today)]
    if line.at is None:
        words.append(say(t.NO_TIME))
    elif line.at.date() == today:
        words[0] = f"{day(line.at)} {words[0]}"
    if line.appointment.centre_id != centre_id:
        words.append(say(t.NOT_HERE, centre=plain(line.centre_name)))
    words.append(state_words(line))
    found = [paragraph(" · ".join(words), hang=_HANG)]
    if line.visit is not None and line.visit_at is not None:
        number, desk = plain(line.visit.day_number), plain(line.visit_desk)
        visit = say(t.VISIT, at=clock(line.visit_at), number=number, desk=desk)
        found.append(paragraph(f"✓ {visit}", "good", hang=_HANG))
    return found


def _conflict(conflict: Conflict) -> Paragraph:
    known = t.CONFLICT_KINDS.get(conflict.conflict_kind)
    words = say(known) if known else say(t.CONFLICT_OTHER, kind=plain(conflict.conflict_kind))
    is_open = conflict.open and conflict.needs_decision
    field = t.FIELD_NAMES.get(str(conflict.facts.get("field", "")))
    parts = ["‼" if is_open else "·", words, f"({say(field)})" if field else "", "–"]
    state = say(t.CONFLICT_OPEN if is_open else t.CONFLICT_SETTLED)
    return paragraph(" ".join([*(part for part in parts if part), state]), "stop" if is_open else "quiet", hang=_HANG)


def _event(event: tuple[datetime, str, str, str], today: date) -> Paragraph:
    at, what, operator, desk = event
    action, _, fields = what.partition(":")
    known = t.HISTORY_KINDS.get(action)
    words = say(known) if known else plain(action)
    if fields and action == "change_person":
        names = [say(t.FIELD_NAMES[name]) if name in t.FIELD_NAMES else plain(name) for name in fields.split(",")]
        words = f"{words}: {', '.join(names)}"
    when = clock(at) if at.date() == today else f"{day(at, today)} {clock(at)}"
    who = plain(operator) or plain(desk)
    return paragraph(f"{when} {words}{f' · {who}' if who else ''}", hang=_HANG)
