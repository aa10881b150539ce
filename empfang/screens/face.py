"""What a card says, apart from how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from empfang.texts import Text, say
from empfang.texts import reception as t
from empfang.widgets.actions import Action
from empfang.widgets.cells import cut, wrap
from empfang.widgets.lines import Line, Lines


@dataclass(frozen=True, slots=True)
class Face:
    """A card's words: who, what it is (`headline`, drawn as `tone`), the next step, what to say, what can be done.

    `choices` are lines to choose between; `also` is shown where there is room.
    """

    title: str = ""
    facts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    tone: str = "strong"
    headline: str = ""
    steps: tuple[str, ...] = ()
    sentence: str = ""
    choices: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


EMPTY = Face()


class CardView(Lines):
    """Draws a face. `active` is whether it has the keys."""

    def __init__(self) -> None:
        super().__init__(id="card")
        self.face = EMPTY
        self.active = False
        self.marked = -1
        self.explains = True

    def show(self, face: Face, *, active: bool, marked: int = -1, explains: bool = False) -> None:
        """Draw this face from now on; for an empty one, how one searches if it `explains`."""
        self.face, self.active, self.marked, self.explains = face, active, marked, explains
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The card within this room: other appointments give way first, then blank lines."""
        room = width - 2
        face = self.face
        if face == EMPTY:
            return _nothing_open(room, t.CARD_EMPTY_HOW if self.explains else ())
        tries = [(face.also[:number], True) for number in range(len(face.also), -1, -1)]
        for also, blanks in [*tries, ((), False)]:
            lines = self._lines((*face.facts, *also), room, blanks=blanks)
            if len(lines) <= height:
                break
        return lines[:height]

    def _lines(self, facts: Sequence[str], room: int, *, blanks: bool) -> list[Line]:
        face = self.face
        blank: list[Line] = [()] if blanks else []
        lines: list[Line] = []
        if face.title:
            sign = "▸ " if self.active else "  "
            lines.append(((sign + cut(face.title, room), "title"),))
            lines += [(("  " + line, ""),) for fact in facts for line in wrap(fact, room, most=2)]
            lines += blank
        sign = "▸ " if self.active and not face.title else "  "
        lines += [
            ((sign if not n else "  ", face.tone), (line, face.tone))
            for n, line in enumerate(wrap(face.headline, room, most=2))
        ]
        for number, choice in enumerate(face.choices):
            marked = number == self.marked
            role = "selected" if marked and self.active else ""
            lines.append(((f"{'▸' if marked else ' '} {number + 1} {cut(choice, room - 2)}", role),))
        lines += [(("  " + line, ""),) for step in face.steps for line in wrap(step, room, most=4)]
        if face.sentence:
            lines += blank
            lines += [(("  " + line, "say"),) for line in wrap(f"„{face.sentence}“", room, most=7)]
        return lines


def _nothing_open(room: int, hows: Sequence[Text]) -> list[Line]:
    lines: list[Line] = [(("  " + line, "quiet"),) for line in wrap(say(t.CARD_EMPTY), room)]
    for how in hows:
        lines += [(), *((("  " + line, "quiet"),) for line in wrap(say(how), room))]
    return lines
