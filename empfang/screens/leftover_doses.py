"""Vials and doses by hand: opened, counted, given, discarded; and who hangs."""

from collections.abc import Callable

from empfang.desk import DoseRow, InHouse
from empfang.rules.vials import FULL, Dose
from empfang.screens.card_words import short_name, why_not
from empfang.screens.day_report import ReportOfDay
from empfang.screens.dialogs import PickOne
from empfang.screens.finding_one import FindOne
from empfang.screens.leftover_base import LeftoverBase
from empfang.screens.leftover_words import dose_name
from empfang.texts import day_report as report_texts
from empfang.texts import leftover as t
from empfang.texts import reception as reception_texts
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.cells import cut, plain


class LeftoverDoses(LeftoverBase):
    """Each asks for what it must know, then records it; what is shown follows from the store."""

    def action_open_vial(self) -> None:
        """A vial was opened."""
        doses = self.desk.call_room.doses()
        names = [self._vial_name(each) for each in doses]

        def chosen(place: int | None) -> None:
            if place is not None:
                self._open_vial(doses[place], names[place])

        entries = [f"{place}  {name}" for place, name in enumerate(names, 1)]
        self.app.push_screen(PickOne(say(t.VIAL_TITLE), entries), chosen)

    def _vial_name(self, dose: Dose) -> str:
        name = plain(self.desk.call_room.vaccine_name(dose.vaccine))
        return name if dose.size == FULL else f"½ {name}"

    def _open_vial(self, dose: Dose, name: str) -> None:
        container = self.desk.doses.container(dose.vaccine)
        proposed = container.doses.get(dose.size) if container is not None else None

        def labelled(label: str) -> None:
            def of_lot(lot: str) -> None:
                def drawn(number: int) -> None:
                    self.desk.doses.open_vial(dose, label=label, lot=lot, drawn=number)
                    self._done(say(t.VIAL_OPEN, vaccine=name, doses=number))

                self._ask_number(
                    say(t.DOSES_ASK, vaccine=name), drawn, words=str(proposed) if proposed else "", low=1, high=99
                )

            self._ask_words(say(t.LOT_ASK, vaccine=name), say(t.HINT_LOT), of_lot, may_be_empty=True)

        self._ask_words(say(t.LABEL_ASK, vaccine=name), say(t.HINT_LABEL), labelled, may_be_empty=True)

    def action_count_doses(self) -> None:
        """Somebody counted."""

        def of_row(row: DoseRow) -> None:
            computed = row.found.usable

            def counted(number: int) -> None:
                self.desk.doses.count(row.found.dose, number, computed)
                text = t.COUNTED if number == computed else t.COUNTED_OTHER
                self._done(say(text, vaccine=dose_name(row), number=number, computed=computed))

            self._ask_number(say(t.COUNT_ASK, vaccine=dose_name(row), computed=computed), counted)

        self._ask_row(say(t.WHICH_DOSE), of_row)

    def action_discard_doses(self) -> None:
        """Doses are thrown away."""

        def of_row(row: DoseRow) -> None:
            def so_many(number: int) -> None:
                def because(reason: str) -> None:
                    with self.told():
                        self.desk.doses.discard(row.found.dose, number, reason)
                        self._done(say(t.DISCARDED, vaccine=dose_name(row), number=number))

                self._ask_words(say(t.DISCARD_WHY), say(t.DISCARD_HINT), because)

            self._ask_number(say(t.DISCARD_ASK, vaccine=dose_name(row)), so_many, low=1, high=99)

        self._ask_row(say(t.WHICH_DOSE), of_row)

    def action_give_dose(self) -> None:
        """Somebody in the house was vaccinated; who came first is first, but for those who probably have gone."""
        house = tuple(sorted(self._overview.house, key=lambda each: each.hanging))
        if not house:
            self.tell(say(t.NOBODY_IN))
            return

        def of_visit(found: InHouse) -> None:
            known = [each for each in self._overview.doses if found.vaccine in {each.name, each.found.dose.vaccine}]
            if len(known) == 1:
                self._give(found, known[0])
            else:
                self._ask_row(say(t.WHICH_DOSE), lambda row: self._give(found, row))

        self._ask_visit(say(t.GIVE_ASK), house, of_visit)

    def _give(self, found: InHouse, row: DoseRow) -> None:
        with self.told():
            visit = self.desk.call_room.visit(found.encounter_id)
            if visit is None:
                self.tell(say(t.UNKNOWN_NOW), "stop")
                return
            self.desk.doses.give(visit, row.found.dose)
            self._done(say(t.GIVEN, number=plain(found.day_number), vaccine=dose_name(row)))

    def action_clear_hanging(self) -> None:
        """Somebody has gone and nobody said so."""
        hanging = tuple(each for each in self._overview.house if each.hanging)
        if not hanging:
            self.tell(say(t.NOBODY_HANGS))
            return

        def of_visit(found: InHouse) -> None:
            with self.told():
                undone = self.desk.left(found.encounter_id)
                if undone.done:
                    self._done(say(t.LEFT, number=plain(found.day_number)))
                else:
                    self.tell(say(reception_texts.REFUSED_BECAUSE, why=why_not(undone.code)), "stop")

        self._ask_visit(say(t.HANGING_ASK), hanging, of_visit)

    def _ask_visit(self, question: str, house: tuple[InHouse, ...], then: Callable[[InHouse], None]) -> None:
        def chosen(place: int | None) -> None:
            if place is not None:
                then(house[place])

        entries = [_visit_words(each) for each in house]
        self.app.push_screen(FindOne(question, say(t.WHO_HINT), say(t.WHO_NOTHING), entries), chosen)

    def action_day_report(self) -> None:
        """What became of the day's doses and calls."""
        with self.told():
            report = self.desk.day_report()

            def print_it() -> None:
                printed = self.desk.printouts.report(report)
                self.tell(say(report_texts.PRINTING if printed else report_texts.NO_PRINTER), "" if printed else "ask")

            self.app.push_screen(ReportOfDay(report, print_it))

    def _done(self, said: str) -> None:
        self.read()
        self.tell(said, "good")


def _visit_words(each: InHouse) -> str:
    name = cut(short_name(each.family, each.given), 24)
    return f"{plain(each.day_number)}  {name}  {clock(each.since)}  {plain(each.vaccine)}"
