"""Finding people here and at the service, for a hotline: its store holds only whom it has opened.

Whom this desk knows is there at once; whom the service finds comes a moment later, below. While the text stays the same
nobody who is shown changes place, so that what is under the cursor stays there, also when a person's records arrive.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from empfang.desk.finding import Finding, marked
from empfang.desk.reading import Reading
from empfang.desk.remote import Remote
from empfang.desk.views import Line, Row, RowState
from empfang.model import Appointment, AppointmentStatus, Deletion, Encounter, Person
from empfang.protocol import LONGEST_SEARCH, SHORTEST_SEARCH, FoundPerson
from empfang.rules.codes import code_key, looks_complete
from empfang.rules.lookalikes import probes
from empfang.rules.matching import Candidate, candidate_of, suspected_of
from empfang.rules.phones import e164
from empfang.sync.asking import Answer, AskState

ROWS = 40
"""Lines of results; more are narrowed down by typing on."""
_COMPARED = 200
_SEARCH, _LOOKALIKES = "search", "lookalikes"
_NOT_COMING = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR})


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody who is registered. Of whom is not `here` no more is known than this until they are opened.

    `centres` are the names of those where they have appointments. `by_code`: what was typed is a booking code of
    theirs. `why`: what speaks for this being the person who is being registered (codes of `empfang.rules.matching`).
    `row` is the line in a list; it names no appointment, so that it is the same line before and after the records came.
    """

    row: Row
    birth_date: date | None
    street: str
    town: str
    centres: tuple[str, ...]
    here: bool
    by_code: bool = False
    phones: tuple[str, ...] = ()
    appointments: tuple[Line, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def person_id(self) -> str:
        """Who it is."""
        return self.row.person_id

    @property
    def family(self) -> str:
        """Their family name."""
        return self.row.family

    @property
    def given(self) -> str:
        """Their first name."""
        return self.row.given


@dataclass(frozen=True, slots=True)
class Anybody:
    """Who may be meant, as far as is known by now; `asked` is how it stands with the service.

    `more`: there are others who fit as well.
    """

    people: tuple[Registered, ...] = ()
    asked: AskState = AskState.NOT
    more: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody whose records are wanted: whether they are `here`, and how it stands with the service.

    Here, and the service is away: what is shown is as old as the desk's data.
    """

    person_id: str
    here: bool
    asked: AskState


class Anywhere:
    """The search of a hotline desk. That an answer came is told like a change of records, of the kind `ANSWERED`."""

    def __init__(self, reading: Reading, finding: Finding, remote: Remote, operator_id: Callable[[], str]) -> None:
        self._reading = reading
        self._finding = finding
        self._remote = remote
        self._operator_id = operator_id
        self._text = ""
        self._fields: Mapping[str, Any] = {}
        self._but = ""
        self._shown: dict[str, list[str]] = {_SEARCH: [], _LOOKALIKES: []}
        self._put: dict[str, tuple[object, ...]] = {}

    # Searching

    def search(self, text: str) -> Anybody:
        """Who is meant by what was typed: whom this desk knows; and the service is asked."""
        text = text.strip()
        if text != self._text:
            self._text = text
            self._shown[_SEARCH] = []
        return self.again()

    def again(self) -> Anybody:
        """The same search, after something changed. What failed is asked again once the service can be reached."""
        if len(self._text) < SHORTEST_SEARCH:
            self._ask(_SEARCH, ())
            return Anybody()
        answer = self._ask(_SEARCH, (self._text[:LONGEST_SEARCH],))
        here = self._finding.people(self._text, ROWS)
        people = self._people(_SEARCH, here, answer.persons, code_key(self._text))
        return Anybody(people[:ROWS], answer.state, answer.more or len(people) > ROWS)

    # Opening

    def open(self, person_id: str) -> Opening:
        """Bring a person's records here, with what changes until the day's end. The service logs who does that."""
        self._remote.open(person_id, self._operator_id())
        return self.opening(person_id)

    def opening(self, person_id: str) -> Opening:
        """How far that has come."""
        return Opening(person_id, self._reading.person(person_id) is not None, self._remote.opened(person_id))

    # Noticing who is registered already

    def lookalikes(self, fields: Mapping[str, Any], but: str = "") -> Anybody:
        """Who is registered already and is probably the person with these fields, as they are typed so far.

        `fields` as for `Desk.register_person`; what cannot be read yet is left out. `but`: the id of whoever is meant
        themselves, once they are registered.
        """
        if not fields:
            self._shown[_LOOKALIKES] = []
        self._fields, self._but = dict(fields), but
        return self.lookalikes_again()

    def lookalikes_again(self) -> Anybody:
        """The same, after something changed."""
        told = _told_of(self._fields)
        texts = probes(told.family, told.given, told.birth_date, told.phones)
        answer = self._ask(_LOOKALIKES, texts)
        self._shown[_LOOKALIKES] = [each for each in self._shown[_LOOKALIKES] if each != self._but]
        here = [each for each in self._alike_here(told, texts) if each != self._but]
        there = [each for each in answer.persons if each.person_id != self._but]
        people = self._people(_LOOKALIKES, here, there, "")
        reasons = self._reasons(told, people, answer)
        suspected = [replace(each, why=reasons[each.person_id]) for each in people if each.person_id in reasons]
        self._shown[_LOOKALIKES] = [each.person_id for each in suspected]
        return Anybody(tuple(suspected), answer.state)

    def _alike_here(self, told: Candidate, texts: Sequence[str]) -> list[str]:
        """Whom to compare of those known here: with the same birth date, or found by one of the texts."""
        born = [] if told.birth_date is None else self._born_on(told.birth_date.isoformat())
        return list(dict.fromkeys((*born, *self._finding.resembling(texts))))[:_COMPARED]

    def _born_on(self, day: str) -> list[str]:
        found = self._reading.cursor.execute("SELECT id FROM person WHERE birth_date = ? LIMIT ?", (day, _COMPARED))
        return [person_id for (person_id,) in found.fetchall()]

    def _reasons(self, told: Candidate, people: Sequence[Registered], answer: Answer) -> dict[str, tuple[str, ...]]:
        """Why somebody is probably the person told of."""
        known = {each.id: each for each in self._reading.rows.among(Person, "id", [one.person_id for one in people])}
        by_number = {person.person_id for text in told.phones for person in answer.found.get(text, ())}
        candidates: list[Candidate] = []
        for each in people:
            if each.person_id in known:
                candidates.append(candidate_of(known[each.person_id], each.person_id))
            else:
                # Who was found by the number has it, though the service does not tell numbers.
                phones = told.phones if each.person_id in by_number else ()
                candidates.append(
                    Candidate(each.person_id, each.family, each.given, each.birth_date, each.street, phones=phones)
                )
        return {pair.b: pair.why for pair in suspected_of(told, candidates)}

    # What both share

    def _ask(self, purpose: str, texts: tuple[str, ...]) -> Answer:
        """Ask, unless that is just what was asked; what failed again when the service could be reached since."""
        answer = self._remote.answer(purpose)
        failed_before = self._remote.reconnected if answer.state is AskState.AWAY else None
        question = (texts, self._operator_id())
        put = self._put.get(purpose)
        if put is not None and put[:2] == question and failed_before in {None, put[2]}:
            return answer
        self._put[purpose] = (*question, self._remote.reconnected)
        return self._remote.find(purpose, texts, self._operator_id())

    def _people(
        self, purpose: str, here: Iterable[str], there: Iterable[FoundPerson], code: str
    ) -> tuple[Registered, ...]:
        """All of them, who was shown where they were shown; who is new below."""
        elsewhere = {person.person_id: person for person in there}
        for deletion in self._reading.rows.among(Deletion, "id", list(elsewhere)):
            del elsewhere[deletion.id]  # since the service was asked
        order = self._shown[purpose]
        wanted = dict.fromkeys([*order, *here, *elsewhere])
        known = self._known(list(wanted), code)
        shown: list[Registered] = []
        for person_id in wanted:
            if person_id in known:
                shown.append(known[person_id])
            elif person_id in elsewhere:
                shown.append(self._told(elsewhere[person_id]))
        self._shown[purpose] = [each.person_id for each in shown]
        rows = marked([each.row for each in shown])
        return tuple(replace(each, row=row) for each, row in zip(shown, rows, strict=True))

    def _known(self, person_ids: Sequence[str], code: str) -> dict[str, Registered]:
        """Those whose records are here."""
        rows = self._reading.rows
        people = list(rows.among(Person, "id", person_ids))
        appointments: dict[str, list[Appointment]] = {}
        for each in rows.among(Appointment, "person_id", person_ids):
            appointments.setdefault(each.person_id, []).append(each)
        visits: dict[str, list[Encounter]] = {}
        for visit in rows.among(Encounter, "person_id", person_ids):
            visits.setdefault(visit.person_id, []).append(visit)
        return {
            person.id: self._registered(person, appointments.get(person.id, []), visits.get(person.id, []), code)
            for person in people
        }

    def _registered(
        self, person: Person, appointments: Sequence[Appointment], visits: Sequence[Encounter], code: str
    ) -> Registered:
        lines = self._reading.lines(appointments, visits)
        coming = [line.centre_name for line in lines if line.appointment.status not in _NOT_COMING]
        return Registered(
            row=replace(self._finding.row(person, appointments), appointment_id=None),
            birth_date=person.birth_date,
            street=person.street,
            town=person.town,
            centres=tuple(dict.fromkeys(coming)),
            here=True,
            by_code=looks_complete(code) and any(each.code_key == code for each in appointments),
            phones=tuple(phone.number for phone in person.phones),
            appointments=tuple(lines),
        )

    def _told(self, person: FoundPerson) -> Registered:
        """Somebody whom only the service knows."""
        born = person.birth_date
        return Registered(
            row=Row(
                person_id=person.person_id,
                appointment_id=None,
                at=None,
                family=person.family,
                given=person.given,
                birth_year=born.year if born else None,
                state=RowState.ELSEWHERE,
            ),
            birth_date=born,
            street=person.street,
            town=person.town,
            centres=tuple(self._reading.centre(each).name for each in person.centre_ids),
            here=False,
            by_code=person.by_code,
        )


def _told_of(fields: Mapping[str, Any]) -> Candidate:
    """What was typed, as it is compared."""
    typed = Person.model_validate({"family": "", **fields, "id": ""})
    told = candidate_of(typed, "")
    return replace(told, phones=tuple(e164(number) or number for number in told.phones if number.strip()))
