"""(d) The forecast: made anew every minute of the evening, and done what it says."""

from dataclasses import replace
from datetime import timedelta

from bench.leftover_days.house import DOSES, House, Inside
from bench.leftover_days.in_halves import halves, in_halves
from bench.leftover_days.settings import BATCH, COM, HALF, LAST_JAB, WHOLE, Settings, minute_of, moment
from bench.leftover_days.telephone import Call, Telephone
from empfang.rules.another_vial import OPEN_FOR_HOUSE
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.evening import Evening
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import Admitted, Forecast, Leftover, OnHand, Situation
from empfang.rules.stock import Batch, Level
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose


class ByForecast:
    """Before `watch_from` somebody in the house is waiting for each vial: then its advice is always to open it."""

    def __init__(self, house: House, phone: Telephone, settings: Settings) -> None:
        self._house, self._phone, self._settings = house, phone, settings
        self._found: Forecast | None = None
        self._spikevax: Leftover | None = None

    def minute(self) -> None:
        """What is done in this minute."""
        house, phone = self._house, self._phone
        house.inside += [Inside(each, each.dose, house.minute, promised=True) for each in phone.arrived(house.minute)]
        if house.minute < self._settings.watch_from:
            if house.minute % BATCH == 0:
                for dose in DOSES:
                    while house.lacking(dose):
                        house.open(dose)
            return
        self._found = None
        for call in phone.ended(house.minute):
            self._end(call)
        self._open()
        self._ask_on_site()
        self._dial()

    def opens_for(self, person: Inside) -> bool:
        """Whoever has an appointment or a promise is not sent away."""
        self._found = None
        if self._house.minute < self._settings.watch_from:
            return True
        if self._converted(person.dose) or self._moved(person) or self._asked(person):
            return False
        if person.dose != COM and person.visitor.otherwise == COM and (person.promised or self._ask(person)):
            # If it has to be a vial, rather a small one.
            person.dose = COM
            self._house.balance.switched += not person.promised
        return True

    # Calls

    def _end(self, call: Call) -> None:
        if not call.yes:
            self._phone.note(call, self._house.minute, call.outcome)
            return
        found = self._look().of
        doses = [Dose(*each) for each in call.line.candidate.doses]
        free = [each for each in doses if self._by_phone(each) and self._evening().room() > 0]
        if not free:
            self._house.balance.standby += 1
            self._phone.note(call, self._house.minute, CallOutcome.STANDBY)
            return
        dose = max(free, key=self._by_phone)
        self._phone.promise(call, self._house.minute, dose, self._here_by(found[dose]))
        self._found = None

    def _dial(self) -> None:
        found = self._look().of
        free = [each for each in found.values() if self._by_phone(each.dose)]
        evening = self._evening()
        if not evening.is_time() or evening.room() <= 0:
            return
        here_by = {each.dose: self._here_by(each) for each in free}
        for operator in self._phone.free:
            if not self._phone.dial(operator, self._house.minute, here_by, frozenset(here_by)):
                return

    def _by_phone(self, dose: Dose) -> int:
        """What can be promised of it; of Spikevax by what both sizes have together."""
        found = self._look()
        if dose == COM:
            return found.of[dose].by_phone
        if self._spikevax is None:
            self._spikevax = forecast(in_halves(self._situation())).of[HALF]
        return self._spikevax.by_phone // halves(dose)

    def _here_by(self, found: Leftover) -> int:
        return minute_of(found.last_promise + self._settings.calling.travel)

    # Vials

    def _open(self) -> None:
        """Those that are advised; each changes what is advised for the others."""
        for dose in DOSES:
            while self._is_to_be_opened(dose):
                self._house.open(dose)
                self._found = None

    def _is_to_be_opened(self, dose: Dose) -> bool:
        found = self._look().of[dose]
        if found.vial is None:
            return False
        waits = found.vial.code == OPEN_FOR_HOUSE
        if (waits or found.short) and self._spared(dose):
            return self._is_to_be_opened(dose)
        if waits:
            # Where its rest finds no takers any more it can wait until somebody is at the lane.
            return self._evening().is_fillable(dose)
        if self._evening().is_needed(dose):
            return self._is_to_be_opened(dose) if self._converted(dose) else True
        return False

    # Sparing a vial

    def _spared(self, dose: Dose) -> bool:
        """Find a dose for somebody without a further vial of this one: True if something was done."""
        inside = [each for each in self._house.inside if each.dose == dose]
        if self._converted(dose) or self._promise_moved(dose) or any(map(self._moved, inside)):
            return True
        # While the rest of a further vial finds takers nobody is bothered.
        return not self._evening().is_fillable(dose) and any(map(self._asked, inside))

    def _converted(self, dose: Dose) -> bool:
        """Draw it from a vial that was opened for the other size."""
        other = {WHOLE: HALF, HALF: WHOLE}.get(dose)
        if other is None or self._safe(other) < (2 if other == HALF else 1):
            return False
        self._found = None
        return self._house.convert(dose)

    def _promise_moved(self, dose: Dose) -> bool:
        """Somebody to whom this one was promised, and who is not here yet, gets the other vaccine."""
        for each in self._phone.promises:
            instead = each.visitor.otherwise
            open_ = not each.here and each.promise.dose == dose
            if open_ and instead is not None and self._look().of[instead].by_phone:
                each.visitor = replace(each.visitor, dose=instead, otherwise=dose)
                each.promise = replace(each.promise, dose=instead)
                self._found = None
                return True
        return False

    def _moved(self, person: Inside, *, asked: bool = False) -> bool:
        """Somebody in the house gets the other vaccine: whoever was promised any, or was asked."""
        instead = person.visitor.otherwise
        if instead is None or instead == person.dose or not (person.promised or asked):
            return False
        if not self._safe(instead):
            return False
        person.dose = instead
        self._found = None
        return True

    def _asked(self, person: Inside) -> bool:
        """Ask somebody with an appointment whether they take the other vaccine, once."""
        if person.asked or not any(self._safe(each) for each in DOSES if each.vaccine != person.dose.vaccine):
            return False
        if not self._ask(person) or not self._moved(person, asked=True):
            return False
        self._house.balance.switched += 1
        return True

    def _ask(self, person: Inside) -> bool:
        """Whether they would take the other vaccine; a second time they are not bothered."""
        self._house.balance.asked += not person.asked
        person.asked = True
        return person.visitor.otherwise is not None

    def _safe(self, dose: Dose) -> int:
        """What can be given to somebody else; after the last jab nobody comes any more, and what is free is safe."""
        found = self._look().of[dose]
        return found.safe if self._house.minute < LAST_JAB else max(found.usable - found.in_house, 0)

    def _ask_on_site(self) -> None:
        """People on site come first, while a dose is safe."""
        for dose in (COM, HALF):
            while self._house.waiting_on_site and self._look().of[dose].safe:
                self._house.give_on_site(dose)
                self._found = None

    # The forecast

    def _look(self) -> Forecast:
        """As things stand now."""
        if self._found is None:
            self._found = forecast(self._situation())
            self._spikevax = None
        return self._found

    def _evening(self) -> Evening:
        holds = {dose: self._container(dose) for dose in DOSES}
        found = {dose: replace(each, by_phone=self._by_phone(dose)) for dose, each in self._look().of.items()}
        return Evening(moment(self._house.minute), found, self._settings.calling, holds)

    def _situation(self) -> Situation:
        house, day = self._house, self._house.day
        booked = [day.came[number] if number in house.came else missing for number, missing in enumerate(day.missing)]
        return Situation(
            now=moment(house.minute),
            last_jab=moment(LAST_JAB),
            stock={dose: self._on_hand(dose) for dose in DOSES},
            booked=booked,
            house=[Admitted(moment(each.at), each.dose) for each in house.inside],
            promises=self._phone.open_promises(),
            ways=house.ways,
            calling=self._settings.calling,
            lateness=day.lateness,
        )

    def _on_hand(self, dose: Dose) -> OnHand:
        ends: dict[int, int] = {}
        for vial in self._house.vials:
            if vial.dose == dose:
                ends[vial.use_by] = ends.get(vial.use_by, 0) + vial.left
        batches = tuple(Batch(moment(at), number) for at, number in sorted(ends.items()) if number)
        now = moment(self._house.minute)
        container = bundled_vials().container(dose.vaccine, now)
        keeps = container.use_by(now, None) - now if container else timedelta()
        return OnHand(Level(dose, batches), container=self._container(dose), keeps=keeps)

    def _container(self, dose: Dose) -> int:
        container = bundled_vials().container(dose.vaccine, moment(self._house.minute))
        return container.doses[dose.size] if container else 0
