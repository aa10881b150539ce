"""What a person showed: one line a paper, all recorded at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from empfang.desk import PaperNote
from empfang.model import ProofKind, ProofState
from empfang.rules.papers import HOW, Paper, PaperState
from empfang.screens import actions
from empfang.screens.dialogs import Dialog
from empfang.texts import papers as t
from empfang.texts import say
from empfang.widgets.cells import plain
from empfang.widgets.picker import Entry, Picker

_STATES = {
    PaperState.SHOWN: ProofState.SHOWN,
    PaperState.MISSING: ProofState.MISSING,
    PaperState.OPEN: ProofState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Ticked:
    """A paper as it stands in the dialog."""

    paper: Paper
    state: PaperState
    how: str = ""
    form_version: str = ""
    language: str = ""

    @classmethod
    def of(cls, paper: Paper, form_version: str, language: str) -> "Ticked":
        """As it was noted before; an information sheet not noted yet is the newest one in the person's language."""
        proof = paper.proof if paper.state is not PaperState.OPEN else None
        if proof is not None:
            return cls(paper, paper.state, proof.how, proof.form_version, proof.language)
        usual = HOW.get(paper.kind, ("",))[0]
        if paper.kind is ProofKind.INFORMATION:
            return cls(paper, paper.state, usual, form_version, language)
        return cls(paper, paper.state, usual)

    def other_way(self) -> "Ticked":
        """With the next thing that may be shown instead; of an information sheet the next language."""
        if self.paper.kind is ProofKind.INFORMATION:
            return replace(self, language=_next(t.LANGUAGES, self.language))
        ways = HOW.get(self.paper.kind)
        return replace(self, how=_next(ways, self.how)) if ways else self

    def note(self) -> PaperNote:
        """What to record."""
        doses = self.paper.proof.doses if self.paper.proof else ()
        return PaperNote(self.paper.kind, _STATES[self.state], self.how, self.form_version, self.language, doses)


class Papers(Dialog[tuple[PaperNote, ...]]):
    """The papers asked of somebody."""

    TAKES_ENTER = True
    KEYS = (
        actions.IS_THERE,
        actions.IS_MISSING,
        actions.IS_OPEN,
        actions.OTHER_WAY,
        actions.KEEP,
        actions.CLOSE,
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding() for action in (*KEYS[:4], actions.CLOSE)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, name: str, asked: Sequence[Paper], *, form_version: str, language: str) -> None:
        super().__init__(say(t.TITLE, name=name))
        self._before = tuple(Ticked.of(paper, form_version, language or t.LANGUAGES[0]) for paper in asked)
        self._now = list(self._before)

    def middle(self) -> Sequence[Widget]:
        return (Picker(),)

    def on_mount(self) -> None:
        """List them; the first one that is open is marked."""
        super().on_mount()
        picker = self.query_one(Picker)
        picker.styles.height = max(1, len(self._now))
        self._draw()
        first = next((place for place, each in enumerate(self._now) if each.state is PaperState.OPEN), 0)
        picker.mark(str(first))

    def enter(self) -> None:
        """Record what is otherwise than before."""
        pairs = zip(self._before, self._now, strict=True)
        self.dismiss(tuple(now.note() for before, now in pairs if now != before))

    def action_keep(self) -> None:
        """The word for Enter was clicked."""
        self.enter()

    def action_is_there(self) -> None:
        """The marked paper is there; on to the next one."""
        self._set(PaperState.SHOWN)

    def action_is_missing(self) -> None:
        """The marked paper is missing; on to the next one."""
        self._set(PaperState.MISSING)

    def action_is_open(self) -> None:
        """Nobody has asked about the marked paper."""
        self._set(PaperState.OPEN)

    def action_other_way(self) -> None:
        """Something else was shown: then it is there."""
        place = self._place()
        self._now[place] = replace(self._now[place].other_way(), state=PaperState.SHOWN)
        self._draw()

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(Picker).move(by)

    def action_close(self) -> None:
        """Record nothing."""
        self.dismiss(None)

    def _set(self, state: PaperState) -> None:
        place = self._place()
        self._now[place] = replace(self._now[place], state=state)
        self._draw()
        self.query_one(Picker).move(1)

    def _place(self) -> int:
        marked = self.query_one(Picker).marked
        return int(marked.key) if marked else 0

    def _draw(self) -> None:
        entries = [Entry(str(place), _words(each), _state(each)) for place, each in enumerate(self._now)]
        self.query_one(Picker).show(entries)


def _state(ticked: Ticked) -> str:
    """How it stands. What is asked of guardians, and the form, take the whole line: the mark says as much."""
    asks = ticked.paper.guardian is not None and ticked.state is PaperState.OPEN
    form = ticked.paper.kind is ProofKind.INFORMATION and ticked.state is not PaperState.MISSING
    return "" if asks or form else say(t.STATES[ticked.state])


def _words(ticked: Ticked) -> str:
    paper = ticked.paper
    parts = [f"{t.MARKS[ticked.state]} {say(t.KINDS[paper.kind])}"]
    if paper.guardian is not None and ticked.state is not PaperState.SHOWN:
        rule = paper.guardian
        parts += [say(t.GUARDIAN_PRESENT)] if rule.present else []
        parts += [say((t.GUARDIAN_SIGNS, t.GUARDIAN_BOTH)[rule.signatures - 1])] if rule.signatures else []
    elif ticked.state is PaperState.SHOWN and ticked.how:
        parts.append(say(t.HOW[ticked.how]) if ticked.how in t.HOW else plain(ticked.how))
    if paper.kind is ProofKind.INFORMATION and ticked.state is not PaperState.MISSING:
        version, language = plain(ticked.form_version), plain(ticked.language)
        parts.append(say(t.FORM, version=version, language=language) if version else language)
    return " · ".join(parts)


def _next(ways: Sequence[str], present: str) -> str:
    return ways[(ways.index(present) + 1) % len(ways)] if present in ways else ways[0]
