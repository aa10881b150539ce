"""What can be offered to a caller: free places of the contingents that they may have, on days that the rules allow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from empfang.commands.papers import LONGEST
from empfang.desk.call_views import Draft, Options, Places, ShortNotice
from empfang.desk.judging import Judging, shown_by
from empfang.desk.place_board import PlaceBoard
from empfang.desk.places_gone import PlacesGone
from empfang.desk.reading import Reading, local_or_none
from empfang.desk.views import Judged, PaperNote
from empfang.districts import districts_of
from empfang.ids import new_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Contingent,
    DoseKind,
    Immunization,
    Person,
    PostCodes,
    Proof,
    ProofKind,
    ProofState,
    Slot,
)
from empfang.rules.arrival import local
from empfang.rules.booking import PHONE, Asking, Refusal, place_refused, places_free, ways_of
from empfang.rules.districts import District, Districts
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import eligibility, priority_of
from empfang.rules.known import known_of, next_dose, place_of
from empfang.rules.offers import FreeTime, allowed_by
from empfang.rules.papers import latest_proofs
from empfang.rules.phone_hours import is_readable
from empfang.rules.places_forecast import lasts_until
from empfang.rules.planned import BOOKING, Planned
from empfang.rules.short_notice import dropped_by, is_vaccinated, short_notice_refused
from empfang.rules.situation import Asked as AskedFor
from empfang.rules.situation import Known

_KINDS = {1: DoseKind.FIRST, 2: DoseKind.SECOND}
_NEW = "draft"


class CallOptions:
    """Reads what is free, at one desk."""

    def __init__(self, reading: Reading, judging: Judging, gone: PlacesGone) -> None:
        self._reading = reading
        self._judging = judging
        self._gone = gone
        self._board = PlaceBoard(reading)
        self.took_in = self._board.took_in
        self._told: tuple[tuple[int, datetime], Places] | None = None

    def places(self) -> Places:
        """How it stands with the phone's places, and what callers may be told."""
        now = self._reading.clock.now()
        key = self._board.version, now.replace(second=0, microsecond=0)
        if self._told is None or self._told[0] != key:
            self._told = key, self._places(now)
        return self._told[1]

    def _places(self, now: datetime) -> Places:
        centre = self._reading.centre()
        anyone = {
            contingent_id: contingent.with_(born_from=None, born_until=None, districts=())
            for contingent_id, contingent in self._board.contingents().items()
            if PHONE in (ways_of(contingent) or (PHONE,))
        }
        free, opens, slots = 0, list[datetime](), self._board.slots(now)
        for slot in slots:
            for contingent_id in slot.capacity:
                refusal = self._refused(slot, anyone.get(contingent_id), None, now)
                if refusal is None:
                    free += places_free(slot, contingent_id, slot.taken.get(contingent_id, 0))
                elif refusal.parameters.get("opens_at"):
                    opens.append(datetime.fromisoformat(refusal.parameters["opens_at"]))
        opens += [each for each in [self._board.opens_next(now)] if each is not None]
        plan, here, hours = self._board.plan_with_info(), local(now, centre), centre.hotline.get("hours", "")
        gone = self._gone.look(slots, frozenset(anyone), here.date())
        return Places(
            free,
            local_or_none(min(opens, default=None), centre) if not free else None,
            lasts_until(free, gone, here, hours if is_readable(hours) else "") if free else None,
            plan.info if plan else "",
            local(datetime.fromisoformat(plan.set_by["info"][0]), centre) if plan else None,
        )

    def towns(self, post_code: str) -> tuple[str, ...]:
        """The towns of a post code; none if it is not known here."""
        return self._districts().towns(post_code)

    def districts(self, post_code: str, town: str) -> tuple[District, ...]:
        """In which districts an address may lie: none (unknown), one, or several to choose from."""
        return self._districts().find(post_code, town)

    def district_name(self, ags: str) -> str:
        """A district's name; empty if no table knows it."""
        return self._districts().named(ags)

    def _districts(self) -> Districts:
        return districts_of(self._reading.rows.find(PostCodes))

    def options(self, draft: Draft) -> Options:
        """What can be offered to somebody now."""
        reading = self._reading
        now, person = reading.clock.now(), self.person_of(draft)
        book = self._judging.rulebook()
        known = self._known(person, draft, now)
        place, asked_at = place_of(reading.centre(), book), self._asked_at(now)
        kind = DoseKind.FIRST if known.doses is None else _KINDS.get(next_dose(known, None), DoseKind.BOOSTER)
        times, why_not = self.free_times(person, now)
        vaccines = tuple(dict.fromkeys(code for each in times if (code := book.vaccine_named(each.vaccine))))
        judged = None
        if place.within and vaccines:
            whom = next((each.open_for for each in times if each.open_for), None)
            asked = AskedFor(asked_at, next_dose(known, kind), vaccines, kind=BOOKING, open_for=whom)
            verdict = eligibility(known, asked, place, book)
            names = {code: vaccine.names[0] for code, vaccine in book.vaccines.items()}
            judged = Judged(verdict, earliest(known, asked, place, book), known, asked.dose, names)
        return Options(kind, times, allowed_by(known, asked_at, place, book), why_not, judged)

    def priority_of(self, draft: Draft) -> int | None:
        """The priority group that the rules put somebody into now; None if they put nobody like that before others."""
        now, person = self._reading.clock.now(), self.person_of(draft)
        book = self._judging.rulebook()
        known = self._known(person, draft, now)
        asked = AskedFor(self._asked_at(now), next_dose(known, None), tuple(book.vaccines), kind=BOOKING)
        return priority_of(known, asked, place_of(self._reading.centre(), book), book)

    def options_to_move(self, appointment: Appointment) -> Options:
        """What can be offered instead of an appointment: its own contingent stays open at any hour.

        The other appointment of a pair stays where it is, and the distance to it as the rules ask.
        """
        reading = self._reading
        now, draft = reading.clock.now(), Draft(appointment.person_id)
        person, book = self.person_of(draft), self._judging.rulebook()
        known = self._known(person, draft, now)
        allowed = allowed_by(known, self._asked_at(now), place_of(self._reading.centre(), book), book)
        times, why_not = self.free_times(person, now, appointment.contingent_id)
        kind = appointment.dose_kind or DoseKind.BOOSTER
        partners = tuple(self._partners(appointment))

        def with_partners(planned: Sequence[Planned]) -> bool:
            first_after_second = any(
                (each.on >= other.on) if each.kind is DoseKind.FIRST else (each.on <= other.on)
                for each in planned
                for other in partners
            )
            return not first_after_second and allowed(sorted([*planned, *partners], key=lambda each: each.on))

        return Options(kind, times, with_partners, why_not)

    def at_short_notice(self, person_id: str) -> ShortNotice | None:
        """What somebody who is registered can be offered for the next days, sooner than what they have.

        None if nobody has this id.
        """
        reading, now, centre = self._reading, self._reading.clock.now(), self._reading.centre()
        person = reading.person(person_id)
        if person is None:
            return None
        held = reading.rows.find(Appointment, person_id=person_id)
        gives_up = dropped_by(held, now)
        sooner_than = min((local(each.start, centre).date() for each in gives_up if each.start), default=None)
        options = self.options(Draft(person_id))
        known = self._known(person, Draft(person_id), now)
        vaccinated = is_vaccinated(known, held)
        days = {each.at.date(): each.at for each in reversed(options.times)}
        refusals = {
            on: short_notice_refused(person, at, centre, now, vaccinated=vaccinated)
            for on, at in sorted(days.items())
            if sooner_than is None or on < sooner_than
        }
        open_days = {on for on, refusal in refusals.items() if refusal is None}

        def soon(planned: Sequence[Planned]) -> bool:
            return planned[0].on in open_days and options.allowed(planned)

        return ShortNotice(
            replace(options, allowed=soon),
            frozenset(each.id for each in gives_up),
            None if open_days else next(iter(refusals.values()), None),
        )

    def _partners(self, appointment: Appointment) -> Iterator[Planned]:
        """What else of a pair is booked."""
        series_id, centre, contingents = appointment.series_id, self._reading.centre(), self._board.contingents()
        for each in self._reading.rows.find(Appointment, series_id=series_id) if series_id else ():
            if each.id == appointment.id or each.status is not AppointmentStatus.BOOKED:
                continue
            if each.start is not None and each.dose_kind is not None and each.vaccine is not None:
                contingent = contingents.get(each.contingent_id or "")
                whom = contingent.open_for if contingent is not None else ""
                yield Planned(local(each.start, centre).date(), each.dose_kind, each.vaccine, whom)

    def person_of(self, draft: Draft) -> Person:
        """The person as they would be."""
        known = self._reading.person(draft.person_id) if draft.person_id else None
        if known is not None:
            return known.with_(**fields_of(draft))
        return Person.model_validate({"id": _NEW, "family": "", **fields_of(draft)})

    def free_times(
        self, person: Person, now: datetime, own: str | None = None, way: str = PHONE
    ) -> tuple[tuple[FreeTime, ...], tuple[tuple[str, Refusal], ...]]:
        """The free places, and the terms that keep the person from others, by the contingent's name.

        `own`: a contingent of which the person holds a place already; `way`: how it is asked for.
        """
        contingents, pending, centre = self._board.contingents(), self._board.pending(), self._reading.centre()
        times: list[FreeTime] = []
        why_not: dict[str, Refusal] = {}
        for slot in self._board.slots(now):
            for contingent_id in slot.capacity:
                contingent = contingents.get(contingent_id)
                refusal = self._refused(slot, contingent, person, now, way, keeps=contingent_id == own)
                if refusal is not None and contingent is not None:
                    why_not.setdefault(contingent.name, refusal)
                taken = slot.taken.get(contingent_id, 0) + pending.get((slot.id, contingent_id), 0)
                free = places_free(slot, contingent_id, taken)
                if refusal is None and free:
                    whom = contingent.open_for if contingent is not None else ""
                    times.append(FreeTime(slot.id, contingent_id, local(slot.start, centre), slot.vaccine, free, whom))
        return tuple(times), tuple(why_not.items())

    def _refused(
        self,
        slot: Slot,
        contingent: Contingent | None,
        person: Person | None,
        now: datetime,
        way: str = PHONE,
        *,
        keeps: bool = False,
    ) -> Refusal | None:
        """Why this place is not for a caller, full or not."""
        refusal = place_refused(slot, contingent, person, self._reading.centre(), 0, Asking(now, now, way, keeps=keeps))
        return None if refusal is not None and refusal.code == "slot_full" else refusal

    def _known(self, person: Person, draft: Draft, now: datetime) -> Known:
        """What is known of somebody, what was said in this call included."""
        given = () if draft.person_id is None else self._reading.rows.find(Immunization, person_id=draft.person_id)
        return known_of(person, self._shown(draft, now), self._judging.rulebook(), given)

    def _shown(self, draft: Draft, now: datetime) -> dict[ProofKind, Proof]:
        """What was shown or said, here and in this call."""
        rows = self._reading.rows
        proofs = [] if draft.person_id is None else rows.find(Proof, person_id=draft.person_id)
        return latest_proofs([*proofs, *self._as_proofs(draft, now)], self._reading.today())

    def _asked_at(self, now: datetime) -> datetime:
        """A moment as the rules take it: the centre's clock, without a zone."""
        return local(now, self._reading.centre()).replace(tzinfo=None, second=0, microsecond=0)

    def _as_proofs(self, draft: Draft, now: datetime) -> Iterable[Proof]:
        for note in notes_of(draft, {}):
            yield Proof(
                id=new_id(), person_id=draft.person_id or _NEW, centre_id=self._reading.centre_id,
                day=self._reading.today(), proof_kind=note.kind, state=note.state, how=note.how, doses=note.doses,
                on=note.on, noted_at=now, desk_id="", operator_id="",
            )  # fmt: skip


def fields_of(draft: Draft) -> dict[str, Any]:
    """The fields of the person. Doses that were only told on the phone are what the person stated."""
    told = draft.doses.doses if draft.doses is not None else ()
    return {**draft.fields, **({"reported_doses": told} if told else {})}


def notes_of(draft: Draft, before: Mapping[ProofKind, Proof]) -> tuple[PaperNote, ...]:
    """What is noted besides: that there were no doses, a recovery, a pregnancy; and who calls for the person."""
    told = () if draft.doses is None else shown_by(replace(draft.doses, doses=()), before)
    authority = PaperNote(ProofKind.AUTHORITY, ProofState.SHOWN, draft.caller[:LONGEST])
    return (*told, authority) if draft.caller else told
