"""Setting one's PIN, and removing one that somebody has forgotten."""

from empfang.desk import UNNAMED
from empfang.screens.base import DeskScreen
from empfang.screens.dialogs import PickOne
from empfang.screens.pins import AskPin, SetPin
from empfang.texts import say
from empfang.texts import shift as t
from empfang.widgets.cells import plain


def set_pin(working: DeskScreen) -> None:
    """Ask for the present PIN, if there is one, and for the new one; then keep it."""
    desk, app, name = working.desk, working.app, working.station.operator_name()
    if desk.operator_id == UNNAMED:
        working.note(say(t.PIN_NO_NAME), "ask")
        return
    had_one = desk.guard.needed(desk.operator_id)

    def chosen(pin: str | None) -> None:
        if pin is None:
            return
        with working.told():
            desk.set_pin(pin or None)
            working.note(say(t.PIN_SET) if pin else say(t.PIN_REMOVED, name=name), "good")

    def ask_for_new() -> None:
        app.push_screen(SetPin(name, had_one=had_one), chosen)

    if had_one:
        present = AskPin(working.station, desk.operator_id, name)
        app.push_screen(present, lambda opened: app.call_next(ask_for_new) if opened else None)
    else:
        ask_for_new()


def remove_pin(working: DeskScreen) -> None:
    """Ask whose PIN, and remove it."""
    desk = working.desk
    people = desk.with_pins()
    names = [plain(each.name) or each.id for each in people]

    def chosen(place: int | None) -> None:
        if place is None:
            return
        with working.told():
            if desk.remove_pin(people[place].id).done:
                working.note(say(t.PIN_REMOVED, name=names[place]), "good")

    question = say(t.PIN_WHOSE if people else t.PIN_NOBODY)
    entries = [f"{number}  {name}" for number, name in enumerate(names, 1)]
    working.app.push_screen(PickOne(question, entries, first_marked=False), chosen)
