"""A call: how far it has come, what was typed, chosen and asked for. Draws nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from empfang.desk import (
    Answered,
    Asked,
    AskState,
    CallerPage,
    Desk,
    Draft,
    Held,
    Registered,
    ShortNotice,
    ToBook,
)
from empfang.model import AppointmentStatus, Person
from empfang.rules.dose_entry import Entered
from empfang.rules.offers import FreeTime
from empfang.screens.call_form import Read
from empfang.screens.choosing import Choosing

ENTER_AGAIN_S = 0.7
"""An Enter so soon after the last step is a slip."""


class Concern(StrEnum):
    """What somebody calls for."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    DELETE = "delete"
    INFORM = "inform"


class Stage(StrEnum):
    """How far the call has come."""

    CONCERN = "concern"
    FORM = "form"
    KNOWN = "known"
    """Somebody like that is registered already."""
    FIND = "find"
    VERIFY = "verify"
    PAGE = "page"
    PLACES = "places"
    CHOSEN = "chosen"
    ASKED = "asked"


_WRITTEN = frozenset({Stage.FORM, Stage.PLACES, Stage.CHOSEN})
"""While somebody's lines are on the screen."""


@dataclass(slots=True)
class Call:
    """One call. `party` are the people for whom places are chosen; `typed` the fields of the one who is written now."""

    desk: Desk
    monotonic: Callable[[], float]
    concern: Concern = Concern.BOOK
    stage: Stage = Stage.CONCERN
    begun_at: float | None = None
    person_id: str | None = None
    typed: Read = field(default_factory=lambda: Read({}))
    doses: Entered | None = None
    lines: dict[str, str] = field(default_factory=dict)
    """What stands in the lines of the one who is written now."""
    common: dict[str, str] = field(default_factory=dict)
    """What of it a further person has from the one before, and nobody has typed."""
    party: list[ToBook] = field(default_factory=list)
    party_lines: list[dict[str, str]] = field(default_factory=list)
    """What stood in the lines of each of the party."""
    choosing: Choosing | None = None
    asked: Asked | None = None
    answer: Answered | None = None
    page: CallerPage | None = None
    caller: str = ""
    """Who calls for the people of this call, if it is none of them."""
    records: dict[str, Person] = field(default_factory=dict)
    """Whoever was registered before, as their lines were filled in."""
    moving: Held | None = None
    sooner: ShortNotice | None = None
    """What can be had at short notice, of whoever is asked about it."""
    verified: str = ""
    read_out: str = ""
    """The code that is read out to whoever has it."""
    known: tuple[Registered, ...] = ()
    not_them: set[str] = field(default_factory=set)
    """Whoever is registered, looks alike, and is somebody else."""
    to_come: list[str] = field(default_factory=list)
    """Whoever is to be offered places after the one who is written now."""
    settles: int | None = None
    """What was refused, by its number in the outbox, and is settled once something is asked for again."""
    fetching: str | None = None
    """Somebody whose records are on their way."""
    _stepped_at: float = float("-inf")

    # Time

    @property
    def lasts(self) -> timedelta | None:
        """How long the call lasts; None while there is none."""
        return None if self.begun_at is None else timedelta(seconds=self.monotonic() - self.begun_at)

    def begin(self, concern: Concern, stage: Stage) -> None:
        """Somebody is on the phone, and wants something."""
        self.concern = concern
        self.begun_at = self.begun_at if self.begun_at is not None else self.monotonic()
        self.go(stage)

    def go(self, stage: Stage) -> None:
        """The next step."""
        self.stage = stage
        self._stepped_at = self.monotonic()

    @property
    def too_soon(self) -> bool:
        """Whether an Enter now comes so soon after the last step that nobody can have read it."""
        return self.monotonic() - self._stepped_at < ENTER_AGAIN_S

    # The person who is written

    @property
    def draft(self) -> Draft:
        """As far as typed."""
        return Draft(self.person_id, dict(self.typed.fields), self.doses, self.caller)

    @property
    def known_record(self) -> Person | None:
        """The record of whoever is written now; None if they are new."""
        return self.records.get(self.person_id or "")

    @property
    def has_already(self) -> tuple[Held, ...]:
        """What whoever is written now holds already, which is asked about before they get another place."""
        if self.person_id is None or self.stage not in _WRITTEN or self.moving is not None:
            return ()
        page = self.desk.hotline.page(self.person_id)
        return tuple(each for each in page.held if each.at is not None) if page is not None else ()

    @property
    def taken(self) -> tuple[FreeTime, ...]:
        """What others of this call are to have."""
        return tuple(time for each in self.party for time in each.offered.times)

    def look_for_places(self) -> None:
        """What can be offered to whoever is written now."""
        options = self.desk.hotline.options(self.draft).besides(self.taken)
        before = self.party[-1].offered.first if self.party else None
        pair = options.wants_pair
        self.choosing = Choosing(options, pair, near=before.at if before else None)
        self.choosing.begin(before.at.date() if before else None)
        if pair and not self.choosing.offers:
            for day in self.choosing.possible():
                self.choosing.show(day)
                if self.choosing.offers:
                    break

    def look_again(self) -> None:
        """Places were given to others meanwhile: the mark stays on its place, or near it."""
        choosing = self.choosing
        if choosing is None or self.stage is not Stage.PLACES:
            return
        marked, day = choosing.offer, choosing.day
        self.look_where_one_was()
        if self.choosing is None:
            return
        self.choosing.pair = choosing.pair
        self.choosing.show(day)
        offers = self.choosing.offers
        if marked is not None and offers:
            starts = [each.first.at for each in offers]
            self.choosing.marked = starts.index(marked.first.at) if marked.first.at in starts else 0

    def look_where_one_was(self) -> None:
        """The places again, of what they are looked for."""
        if self.moving is not None:
            self.look_to_move()
        elif self.sooner is not None:
            self.look_sooner()
        else:
            self.look_for_places()

    def only_first(self, *, only: bool) -> None:
        """Offer the first dose alone, or pairs again."""
        if self.choosing is not None and self.choosing.options.wants_pair:
            self.choosing.pair = not only
            self.choosing.show(self.choosing.day)
            if not self.choosing.offers:
                self.choosing.begin(None)

    def choose(self, reason: str = "") -> bool:
        """Take the marked places for whoever is written now; False if there are none."""
        choosing = self.choosing
        if choosing is None or choosing.offer is None:
            return False
        self.party.append(ToBook(self.draft, choosing.options.kind, choosing.offer, reason))
        self.party_lines.append(dict(self.lines))
        self.go(Stage.CHOSEN)
        return True

    def unchoose(self) -> None:
        """Back to looking through the places of the person who was written last."""
        if self.party:
            last, self.lines = self.party.pop(), self.party_lines.pop()
            self.person_id, self.doses = last.draft.person_id, last.draft.doses
            self.typed = Read(dict(last.draft.fields))
            self.look_for_places()
            self.go(Stage.PLACES)

    def next_person(self, common: Mapping[str, str]) -> None:
        """Nobody is written yet; `common`: what they have in common with the one before."""
        self.person_id, self.doses, self.typed, self.known, self.choosing = None, None, Read({}), (), None
        self.common = dict(common)
        self.go(Stage.FORM)

    def ask(self) -> None:
        """Ask for everything that was chosen."""
        self.asked = self.desk.hotline.ask(self.party)
        self.read_answer()
        self.go(Stage.ASKED)

    def settle(self) -> None:
        """What was refused before and is asked for anew is dealt with."""
        if self.settles is not None:
            self.desk.deal_with(self.settles)
            self.settles = None

    def ask_otherwise(self) -> bool:
        """After a refusal: for each of the call what is free now, near to what they chose. False if somebody gets
        nothing so: then the one who was written last is looked at again."""
        asked, self.asked, self.answer = self.asked, None, None
        if asked is not None:
            # They are registered by now, whatever became of their places.
            self.party = [
                replace(each, draft=replace(each.draft, person_id=person_id))
                for each, person_id in zip(self.party, asked.person_ids, strict=True)
            ]
        chosen: list[ToBook] = []
        for each in self.party if len(self.party) > 1 else ():
            taken = [time for one in chosen for time in one.offered.times]
            offered = self.desk.hotline.options(each.draft).besides(taken).nearest(each.offered)
            if offered is not None:
                chosen.append(replace(each, offered=offered))
        if not chosen or len(chosen) < len(self.party):
            self.unchoose()
            return False
        self.party = chosen
        self.go(Stage.CHOSEN)
        return True

    def read_answer(self) -> None:
        """What the store says about what was asked for."""
        if self.asked is not None:
            self.answer = self.desk.hotline.answer(self.asked)

    # Whoever has something already

    def open(self, person_id: str) -> None:
        """Somebody was found: first it is checked whether this caller may hear it."""
        self.person_id, self.page, self.verified, self.read_out = person_id, None, "", ""
        self.fetch(person_id)
        self.go(Stage.VERIFY)

    def fetch(self, person_id: str) -> bool:
        """Bring somebody's records here; True if they are. Also of whom is here: a hotline follows people for a day."""
        opening = self.desk.anywhere.open(person_id)
        self.fetching = None if opening.here else person_id
        return opening.here

    def fetched(self) -> str | None:
        """The person whose records have come by now; once."""
        person_id = self.fetching
        if person_id is None or not self.desk.anywhere.opening(person_id).here:
            return None
        self.fetching = None
        return person_id

    @property
    def fetch_state(self) -> AskState:
        """How it stands with whoever is wanted and not here."""
        return AskState.NOT if self.fetching is None else self.desk.anywhere.opening(self.fetching).asked

    def verify(self, how: str) -> bool:
        """The caller may hear it; False if nobody is known by this id any more."""
        self.page = self.desk.caller(self.person_id or "", how)
        self.verified = how
        if self.page is None:
            return False
        self.go(Stage.PAGE)
        return True

    def read_page(self) -> None:
        """Records changed: what is shown of somebody is read again."""
        if self.page is not None and self.person_id is not None:
            self.page = self.desk.hotline.page(self.person_id)

    def look_to_move(self) -> None:
        """Places for an appointment that is to be moved."""
        moving = self.moving
        if moving is None or self.person_id is None:
            return
        options = self.desk.hotline.options_to_move(moving.appointment)
        self.choosing = Choosing(options, pair=False)
        self.choosing.begin(None)

    def move(self) -> bool:
        """Ask for the marked place instead of the one that is held."""
        choosing, moving = self.choosing, self.moving
        if choosing is None or choosing.offer is None or moving is None or self.person_id is None:
            return False
        self.asked = self.desk.hotline.move(moving.appointment, choosing.offer.first)
        self.read_answer()
        self.go(Stage.ASKED)
        return True

    def look_sooner(self) -> None:
        """Places of the next days, for somebody who has a later one or none."""
        self.sooner = self.desk.hotline.at_short_notice(self.person_id or "")
        if self.sooner is not None:
            self.choosing = Choosing(self.sooner.options, self.sooner.options.wants_pair)
            self.choosing.begin(None)
            if not self.choosing.offers:
                self.choosing.move_day(1)

    def take_sooner(self) -> bool:
        """Ask for the marked place of the next days."""
        choosing = self.choosing
        if self.sooner is None or choosing is None or choosing.offer is None or self.person_id is None:
            return False
        hotline = self.desk.hotline
        self.asked = hotline.take_short_notice(self.person_id, choosing.options.kind, choosing.offer)
        self.read_answer()
        self.go(Stage.ASKED)
        return True

    @property
    def instead(self) -> bool:
        """Whether places are looked for instead of what somebody has."""
        return self.moving is not None or self.sooner is not None

    @property
    def held(self) -> tuple[Held, ...]:
        """The appointments that the caller has."""
        return self.page.held if self.page is not None else ()


def movable(held: Held) -> bool:
    """Whether an appointment can be moved."""
    return held.appointment.status is AppointmentStatus.BOOKED and held.at is not None


def inherited(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What a further person has in common."""
    return {name: values.get(name, "") for name in names}
