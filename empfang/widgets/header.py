"""The two lines at the top of every screen: where, who, when; connected or not. Nothing about people or doses."""

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len

from empfang.desk import Progress, Shift
from empfang.texts import say
from empfang.texts import screens as texts
from empfang.texts.times import clock, day
from empfang.widgets.cells import cut, fit, plain
from empfang.widgets.lines import Line, Lines


class Header(Lines):
    """Shows a shift and the engine's progress."""

    def __init__(self) -> None:
        super().__init__(id="header")
        self._shift: Shift | None = None
        self._progress = Progress()

    def show(self, shift: Shift, progress: Progress) -> None:
        """Show these from now on."""
        self._shift, self._progress = shift, progress
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """Where and who, with the time at the right; below, how sending stands."""
        shift = self._shift
        if shift is None:
            return []
        operator = plain(shift.operator_name) or say(texts.NO_OPERATOR)
        who = " · ".join((plain(shift.centre_id), plain(shift.desk_name), operator))
        when = f"{day(shift.now)}  {clock(shift.now)}"
        words, role = status(shift, self._progress)
        return [
            ((fit(who, width - cell_len(when) - 1) + " ", "bar"), (when, "bar")),
            ((cut(words, width), role),),
        ]


def status(shift: Shift, progress: Progress) -> tuple[str, str]:
    """The status line, and the role it is drawn in."""
    to_do = _to_do(shift)
    if shift.damaged:
        return " · ".join([say(texts.DAMAGED), _waiting(progress.unsent)]), "stop"
    if progress.blocked:
        return say(texts.BLOCKED, waiting=_waiting(progress.unsent)), "stop"
    if progress.stopped:
        return " · ".join([say(texts.STOPPED), *to_do]), "stop"
    if progress.download is not None:
        done, total = _thousands(progress.download.done), _thousands(progress.download.total)
        return say(texts.FIRST_DOWNLOAD, done=done, total=total), "ask"
    if progress.connected is None:
        parts = [say(texts.CONNECTING), *([_waiting(progress.unsent)] if progress.unsent else []), *to_do]
        return " · ".join(parts), "quiet"
    if progress.connected:
        return " · ".join([say(texts.CONNECTED), _sending(progress.unsent), *to_do]), "ask" if to_do else "good"
    since = progress.offline_since
    offline = say(texts.OFFLINE) if since is None else say(texts.OFFLINE_SINCE, since=_local_clock(since, shift.now))
    return " · ".join([offline, _waiting(progress.unsent), *to_do]), "stop"


def _to_do(shift: Shift) -> list[str]:
    """What waits for a decision."""
    found: list[str] = []
    for number, one, many in (
        (shift.open_conflicts, texts.CONFLICT_ONE, texts.CONFLICTS),
        (shift.to_deal_with, texts.REFUSED_ONE, texts.REFUSED),
    ):
        if number:
            found.append(say(one) if number == 1 else say(many, number=number))
    if found:
        found.append(say(texts.WHERE_TO_DO))
    return [*found, say(texts.MIRROR_GONE)] if shift.mirror_gone else found


def _sending(unsent: int) -> str:
    if not unsent:
        return say(texts.ALL_SENT)
    return say(texts.SENDING_ONE) if unsent == 1 else say(texts.SENDING, number=unsent)


def _waiting(unsent: int) -> str:
    if not unsent:
        return say(texts.NOTHING_WAITS)
    return say(texts.WAITING_ONE) if unsent == 1 else say(texts.WAITING, number=unsent)


def _local_clock(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return clock(local) if local.date() == now.date() else f"{day(local)} {clock(local)}"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
