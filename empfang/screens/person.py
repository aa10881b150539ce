"""One page about a person: contact data to change in place, appointments, what to clear up, history."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input

from empfang.desk import PersonPage, Topics
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Help, Station
from empfang.screens.card_words import title, why_not
from empfang.screens.contact import fields_of, label, read, values_of
from empfang.screens.dialogs import Confirm
from empfang.screens.person_words import page_words
from empfang.texts import Text, say
from empfang.texts import help as help_texts
from empfang.texts import person as t
from empfang.texts import reception as reception_texts
from empfang.texts import scanning as scan_texts
from empfang.texts.times import birth
from empfang.widgets.actions import KeyLine
from empfang.widgets.field import Field
from empfang.widgets.header import Header
from empfang.widgets.lines import Lines, Rule, Upright
from empfang.widgets.prose import Prose, paragraph


class PersonScreen(DeskScreen):
    """What is typed stays in the fields until it is saved or discarded, whatever arrives meanwhile."""

    ACTIONS = (actions.SAVE, actions.CLOSE, actions.PAGE_UP, actions.PAGE_DOWN)
    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding() for action in ACTIONS),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    HELP_PAGE = Help(help_texts.PERSON_NAME, help_texts.PERSON, (help_texts.PERSON_SAY,))
    AUTO_FOCUS = "Field"

    def __init__(self, station: Station, person_id: str) -> None:
        super().__init__(station)
        self._person_id = person_id
        self._page: PersonPage | None = self.desk.page(person_id)
        self._before = values_of(self._page.person) if self._page else {}

    def compose(self) -> ComposeResult:
        yield Header()
        yield Rule()
        yield Lines(id="person-title")
        yield Rule("┬")
        with Horizontal(id="middle"):
            with Vertical(id="form"):
                for name in fields_of(self._page.person) if self._page else ():
                    with Horizontal(classes="form-line"):
                        yield Lines((((label(name), "quiet"),),), classes="label")
                        hint = t.HINTS.get(name)
                        yield Field(self._before[name], hint=say(hint) if hint else "", id=name)
                yield Button(say(t.SAVE_BUTTON), id="save", compact=True)
            yield Upright(id="upright")
            yield Prose(id="about")
        yield Rule("┴")
        yield Prose(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show the page."""
        self.show_time()
        self.query_one("#keys", KeyLine).show(self.ACTIONS, (actions.HELP, actions.PALETTE))
        self.tell(say(t.READY))
        self._show()

    def tell(self, words: str, role: str = "quiet") -> None:
        self.query_one("#message", Prose).show([paragraph(words, role)])

    def _show(self) -> None:
        page = self._page
        if page is None:
            self.tell(say(t.GONE), "stop")
            return
        person = page.person
        born = say(t.TITLE, birth=birth(person.birth_date))
        self.query_one("#person-title", Lines).put(
            ((f"{title(person.family, person.given)}", "title"), (f"   {born}", ""))
        )
        self.query_one("#about", Prose).show(page_words(page, self.shift.now.date(), self.shift.centre_id))

    # Changing

    def _typed(self) -> dict[str, str]:
        return {field.id or "": field.value for field in self.query(Field)}

    def _unsaved(self) -> list[str]:
        """The names of the fields that differ from what is stored."""
        return [label(name) for name, value in self._typed().items() if value != self._before[name]]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is not saved yet."""
        event.stop()
        unsaved = self._unsaved()
        self.tell(say(t.UNSAVED, fields=", ".join(unsaved)) if unsaved else say(t.READY), "ask" if unsaved else "quiet")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        event.stop()
        self.focus_next()

    def on_button_pressed(self) -> None:
        """Save."""
        self.action_save()

    def action_save(self) -> None:
        """Store what was changed; what cannot be stored is named, and then nothing is."""
        if self._page is None:
            return
        changes, problems = read(self._page.person, self._before, self._typed())
        if problems:
            self.query_one(f"#{problems[0].field}", Field).focus()
            others = ", ".join(label(problem.field) for problem in problems[1:])
            self.tell(" ".join([problems[0].words, *([say(t.ALSO_BAD, fields=others)] if others else [])]), "stop")
            return
        if not changes:
            self.tell(say(t.NOTHING))
            return
        with self.told():
            self._store(changes)

    def _store(self, changes: dict[str, Any]) -> None:
        """Record what was changed, and show the person as it is now."""
        names = ", ".join(say(t.FIELD_NAMES[name]) for name in changes)
        undone = self.desk.change_person(self._person_id, changes)
        self._read_again()
        if self._page is not None:
            self._fill(values_of(self._page.person))
        if undone.done:
            self.tell(say(t.SAVED, fields=names), "good")
        else:
            self.tell(say(reception_texts.REFUSED_BECAUSE, why=why_not(undone.code)), "stop")

    def _fill(self, values: dict[str, str]) -> None:
        with self.prevent(Input.Changed):
            for field in self.query(Field):
                field.value = values.get(field.id or "", field.value)
        self._before |= values

    # Following

    def took_in(self, topics: Topics | None) -> None:
        """Fields that nobody is changing follow; of the others it is said that they changed elsewhere."""
        if self._page is None or topics == {("outbox", "")}:
            return
        self._read_again()
        now, typed = values_of(self._page.person), self._typed()
        changed = [name for name in typed if now.get(name, "") != self._before[name]]
        touched = [name for name in changed if typed[name] != self._before[name]]
        self._fill({name: now.get(name, "") for name in changed if name not in touched})
        if touched:
            self.tell(say(t.CHANGED_ELSEWHERE, fields=", ".join(map(label, touched))), "stop")

    def _read_again(self) -> None:
        page = self.desk.page_again(self._person_id)
        if page is not None:
            self._page = page
        self._show()

    # Leaving

    def action_close(self) -> None:
        """Back; asks if something is not saved."""
        self.leave_for(lambda: None)

    def leave_for(self, then: Callable[[], None]) -> None:
        """Close the page and go on, unless the clerk wants to keep typing."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss()
                then()

        unsaved = self._unsaved()
        if unsaved:
            self.app.push_screen(Confirm(say(t.UNSAVED_ASK, fields=", ".join(unsaved))), answered)
        else:
            answered(True)

    def scan_obstacle(self) -> Text | None:
        """What is not saved is not given up for a scan."""
        return scan_texts.SAVE_FIRST if self._unsaved() else None

    def action_page_up(self) -> None:
        """Back in the right half."""
        self.query_one("#about", Prose).scroll_lines(-8)

    def action_page_down(self) -> None:
        """On in the right half."""
        self.query_one("#about", Prose).scroll_lines(8)
