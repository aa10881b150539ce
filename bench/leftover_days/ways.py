"""What the forecast is compared with: vials by bookings, by arrivals, and calls for a number that somebody typed."""

from bench.leftover_days.house import DOSES, House, Inside
from bench.leftover_days.settings import BATCH, HERE_BY, Settings, moment
from bench.leftover_days.telephone import Call, Telephone
from empfang.rules.vials import Dose


class ByBookings:
    """(a) Vials for everybody who is booked in the next half hour, whether they come or not."""

    def __init__(self, house: House) -> None:
        self._house = house

    def minute(self) -> None:
        house = self._house
        if house.minute % BATCH:
            return
        until = moment(house.minute + BATCH)
        for dose in DOSES:
            booked = sum(each.dose == dose and each.due < until for each in house.day.missing)
            while house.drawn[dose] < booked:
                house.open(dose)

    def opens_for(self, person: Inside) -> bool:
        return person.must


class ByArrivals:
    """(b) Vials for those who are in the house."""

    def __init__(self, house: House) -> None:
        self._house = house

    def minute(self) -> None:
        if self._house.minute % BATCH == 0:
            for dose in DOSES:
                while self._house.lacking(dose):
                    self._house.open(dose)

    def opens_for(self, person: Inside) -> bool:
        return person.must


class ByTypedNumber(ByArrivals):
    """(c) As by arrivals; at a fixed time somebody counts what seems left, and is called for until so many said yes.

    What seems left is what is open less those in the house. Nobody opens a vial for those who were called.
    """

    def __init__(self, house: House, phone: Telephone, settings: Settings) -> None:
        super().__init__(house)
        self._phone, self._settings = phone, settings
        self._wanted: dict[Dose, int] = {}

    def minute(self) -> None:
        super().minute()
        house, phone = self._house, self._phone
        for call in phone.ended(house.minute):
            if call.yes:
                self._invite(call)
            else:
                phone.note(call, house.minute, call.outcome)
        house.inside += [Inside(each, each.dose, house.minute, promised=True) for each in phone.arrived(house.minute)]
        if house.minute == self._settings.count_at:
            self._wanted = {dose: max(house.usable(dose) - house.needed(dose), 0) for dose in DOSES}
        wanted = frozenset(dose for dose, number in self._wanted.items() if number > 0)
        if wanted and house.minute < HERE_BY:
            for operator in phone.free:
                phone.dial(operator, house.minute, dict.fromkeys(wanted, HERE_BY), wanted)

    def _invite(self, call: Call) -> None:
        """Whoever says yes is invited, also when another caller was told the last yes meanwhile."""
        house = self._house
        doses = [Dose(*each) for each in call.line.candidate.doses]
        dose = max(doses, key=lambda each: self._wanted.get(each, 0))
        self._wanted[dose] = self._wanted.get(dose, 0) - 1
        self._phone.promise(call, house.minute, dose, HERE_BY)
