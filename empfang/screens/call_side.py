"""The right half of the telephone screen: whoever is known already, free places, or what a caller has."""

from collections.abc import Sequence
from datetime import date

from empfang.screens import call_words as words
from empfang.screens.call import Call, Stage
from empfang.screens.choosing import Choosing
from empfang.texts import say
from empfang.texts import telephone as t
from empfang.widgets.cells import cut, plain, wrap
from empfang.widgets.lines import Line, Lines

_LISTS = frozenset({Stage.CONCERN, Stage.KNOWN, Stage.FIND, Stage.VERIFY, Stage.PAGE})


class CallSide(Lines):
    """Draws what the stage of the call needs."""

    def __init__(self) -> None:
        super().__init__(id="call-side")
        self._call: Call | None = None
        self._today = date.min
        self.entries: tuple[str, ...] = ()
        self.marked = 0
        self.how = ""
        self.heading = ""

    def show(self, call: Call, today: date) -> None:
        """Draw this call from now on."""
        self._call, self._today = call, today
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """What there is room for."""
        call = self._call
        if call is None:
            return ()
        room = width - 2
        choosing = call.choosing
        if call.stage in _LISTS:
            lines = self._list(room, height)
        elif choosing is not None:
            lines = self._places(choosing, room, height, active=call.stage is Stage.PLACES)
        else:
            lines = [((line, "quiet"),) for line in wrap(say(t.OPTIONS_LATER), room)]
        return [((" ", ""), *line) for line in lines[:height]]

    def _list(self, room: int, height: int) -> list[Line]:
        lines: list[Line] = [((line, "strong"),) for line in wrap(self.heading, room, most=2)]
        lines += [((line, "quiet"),) for line in wrap(self.how, room, most=8)]
        for number, entry in enumerate(self.entries):
            role = "selected" if number == self.marked else ""
            first, *rest = wrap(entry, room - 4, most=3) or [""]
            lines.append(((f"{'▸' if role else ' '} {number + 1} {first}", role),))
            lines += [((f"    {line}", role),) for line in rest]
        return lines[:height]

    def _places(self, choosing: Choosing, room: int, height: int, *, active: bool) -> list[Line]:
        options, pair = choosing.options, choosing.pair
        vaccines = ", ".join(dict.fromkeys(plain(each.vaccine) for each in options.times))
        heading = say(t.OPTIONS_TITLE["pair" if pair else options.kind], vaccines=vaccines)
        lines: list[Line] = [((cut(heading, room), "strong"),)]
        if not options.times or choosing.day is None:
            words_ = t.NO_OFFER if not options.times else t.NOT_ALLOWED
            lines += [((line, "ask"),) for line in wrap(say(words_), room)]
            more = self.why if not options.times else words.verdict_words(options, self._today)
            return lines + [((line, ""),) for why in more for line in wrap(why, room)]
        lines += words.table(options.days(), choosing.day, room)
        lines.append(())
        if not choosing.offers and pair:
            return lines + [((line, "ask"),) for line in wrap(say(t.NO_PAIR), room)]
        left = max(1, height - len(lines))
        top = max(0, min(choosing.marked - left // 2, len(choosing.offers) - left))
        only_first = options.wants_pair and not pair
        for number, offered in enumerate(choosing.offers[top : top + left], top):
            marked = number == choosing.marked
            text = words.offer_words(offered, self._today, only_first=only_first)
            role = "selected" if marked and active else ""
            lines.append(((f"{'▸' if marked and active else ' '} {cut(text, room - 2)}", role),))
        return lines

    why: tuple[str, ...] = ()
    """Which terms keep the person from free places."""
