"""A group: who of them is here, admitted at once; who is not here stays open."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from empfang.desk import GroupMember
from empfang.rules.arrival import Answer
from empfang.rules.book import Eligible
from empfang.rules.papers import blocking
from empfang.screens import actions
from empfang.screens.card_words import paper_names, short_name
from empfang.screens.dialogs import Dialog
from empfang.texts import papers as t
from empfang.texts import say
from empfang.widgets.actions import Action
from empfang.widgets.picker import Entry, Picker

_MOST_LINES = 10


class GroupHere(Dialog[tuple[GroupMember, ...]]):
    """All who may come in are ticked; whoever is not here is ticked off."""

    TAKES_ENTER = True
    KEYS = (actions.HERE_OR_NOT, actions.ADMIT_THESE, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [
        actions.HERE_OR_NOT.binding(),
        actions.CLOSE.binding(),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, members: Sequence[GroupMember]) -> None:
        self._members = tuple(members)
        self._here = {each.person_id for each in members if each.may_come_in}
        nobody = t.GROUP_ALL_IN if all(each.is_in for each in members) else t.GROUP_NOBODY
        super().__init__(say(t.GROUP_TITLE if self._here else nobody))

    def middle(self) -> Sequence[Widget]:
        return (Picker(),)

    def keys(self) -> Sequence[Action]:
        return self.KEYS if self._here else (actions.CLOSE,)

    def on_mount(self) -> None:
        """List them."""
        super().on_mount()
        self.query_one(Picker).styles.height = min(_MOST_LINES, max(1, len(self._members)))
        self._draw()

    def enter(self) -> None:
        """Admit who is ticked."""
        self.dismiss(tuple(each for each in self._members if each.person_id in self._here))

    def action_admit_these(self) -> None:
        """The word for Enter was clicked."""
        self.enter()

    def action_here_or_not(self) -> None:
        """Switch the marked one, if they may come in."""
        marked = self.query_one(Picker).marked
        member = next((each for each in self._members if marked and each.person_id == marked.key), None)
        if member is not None and member.may_come_in:
            self._here ^= {member.person_id}
            self._draw()

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A double click switches."""
        self.query_one(Picker).mark(event.key)
        self.action_here_or_not()

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(Picker).move(by)

    def action_close(self) -> None:
        """Admit nobody."""
        self.dismiss(None)

    def _draw(self) -> None:
        entries = [Entry(each.person_id, self._words(each), _state(each)) for each in self._members]
        self.query_one(Picker).show(entries)

    def _words(self, member: GroupMember) -> str:
        tick = "[x]" if member.person_id in self._here else "[ ]" if member.may_come_in else "   "
        year = f" {member.birth_year % 100:02}" if member.birth_year is not None else ""
        return f"{tick} {short_name(member.family, member.given)}{year}"


def _state(member: GroupMember) -> str:
    if member.is_in:
        return say(t.GROUP_IN)
    missing = blocking(member.papers)
    if missing:
        return say(t.GROUP_MISSING, papers=paper_names(missing))
    if member.must_be_asked:
        return say(t.GROUP_ASK)
    if member.not_by_rules is not None:
        return say(t.GROUP_DOCTOR if member.not_by_rules is Eligible.DOCTOR else t.GROUP_NOT_NOW)
    if member.other_vaccine and member.answer is Answer.ADMIT:
        return say(t.GROUP_VACCINE)
    return say(t.GROUP_OPEN if member.may_come_in else t.GROUP_NOT_NOW)
