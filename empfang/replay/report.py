"""The balance in words: for whoever wants to know how the day went, line by line."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from empfang.replay.balance import TURNED_AWAY, Balance, Double
from empfang.replay.clerk import Outcome
from empfang.replay.dose_balance import DoseBalance
from empfang.replay.ledger import Killed, percentile
from empfang.rules.names import clean
from empfang.texts import Text, say, thousands
from empfang.texts import replay as words
from empfang.texts import replay_doses as dose_words

_LINES_SHOWN = 40
_CODES_SHOWN = 10
_CODE_LENGTH = 40
_WIDTH = 34


def report_lines(balance: Balance) -> Iterator[str]:
    """The balance, line by line."""
    yield from _people(balance)
    if balance.doses is not None:
        yield ""
        yield from _doses(balance.doses)
    yield ""
    yield from _times(balance)
    yield from _outage(balance)
    if balance.ledger.killed is not None:
        yield _killed(balance.ledger.killed, balance.zone)
    yield ""
    yield from _doubles(balance)
    yield ""
    yield from _settled(balance)


def _figure(name: Text, value: object) -> str:
    shown = thousands(value) if isinstance(value, int) else str(value)
    return f"{say(name):{_WIDTH}} {shown:>8}"


def _people(balance: Balance) -> Iterator[str]:
    ledger = balance.ledger
    yield from (say(words.LINE_LEFT_OUT, what=text) for text in balance.rejected[:_LINES_SHOWN])
    yield from (say(words.ARRIVAL_LEFT_OUT, line=line, why=why) for line, why in balance.unread[:_LINES_SHOWN])
    yield from (say(dose_words.WAITING_LEFT_OUT, what=text) for text in balance.waiting_rejected[:_LINES_SHOWN])
    left_out = balance.rejected, balance.unread, balance.waiting_rejected
    more = sum(len(each[_LINES_SHOWN:]) for each in left_out)
    if more:
        yield say(words.MORE_LEFT_OUT, number=more)
    if any(left_out):
        yield ""
    yield _figure(words.BOOKED, balance.booked)
    yield _figure(words.CAME, balance.came)
    yield _figure(words.ADMITTED, balance.admitted)
    yield _figure(words.NOT_COME, balance.not_come)
    for name, value in (
        (words.LATE, balance.late),
        (words.CAME_EARLY, len(ledger.came_early)),
        (words.ASKED, balance.asked),
        (words.BY_DOCTOR, balance.by_doctor),
        (words.CAME_AGAIN, ledger.outcomes[Outcome.ALREADY_IN]),
        (words.WAITED_FOR_DOWNLOAD, len(ledger.waited_for_download)),
        *((words.NOT_LET_IN[outcome.value], ledger.outcomes[outcome]) for outcome in TURNED_AWAY),
    ):
        if value:
            yield _figure(name, value)
    for code, at in ledger.unknown[:_CODES_SHOWN]:
        yield say(words.UNKNOWN, code=clean(code)[:_CODE_LENGTH], at=f"{at.astimezone(balance.zone):%H:%M}")
    if len(ledger.unknown) > _CODES_SHOWN:
        yield say(words.MORE_UNKNOWN, number=len(ledger.unknown) - _CODES_SHOWN)


def _doses(found: DoseBalance) -> Iterator[str]:
    doses = found.findings.doses
    yield _figure(dose_words.OPENED, found.opened)
    yield _figure(dose_words.DRAWN, doses.drawn)
    yield _figure(dose_words.GIVEN, doses.given)
    yield _figure(dose_words.DISCARDED, doses.discarded)
    yield _figure(dose_words.LEFT, found.left)
    yield _figure(dose_words.REFUSED, found.refused)
    if not found.calls:
        return
    yield _figure(dose_words.CALLS, found.calls)
    yield _figure(dose_words.STANDBY, found.standby)
    yield _figure(dose_words.PROMISED, found.promised)
    yield _figure(dose_words.KEPT, found.kept)
    for name, value in (
        (dose_words.NONE_FOR_PROMISED, found.none_for_promised),
        (dose_words.TOO_LATE, found.too_late),
        (dose_words.WITHDRAWN, found.withdrawn),
        (dose_words.ALONE, found.alone),
    ):
        if value:
            yield _figure(name, value)
    yield _figure(dose_words.PROMISED_TWICE_NUMBER, found.findings.promised_twice)


def _times(balance: Balance) -> Iterator[str]:
    for name, values in ((words.CHECK_IN_TIME, balance.ledger.took_s), (words.SEEN_TIME, balance.ledger.seen_s)):
        middle, tail = percentile(values, 0.5), percentile(values, 0.95)
        if middle is None or tail is None:
            yield say(words.NOT_MEASURED, what=say(name))
        else:
            yield say(words.MIDDLE_AND_TAIL, what=say(name), middle=_ms(middle), tail=_ms(tail))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _seconds(seconds: float) -> str:
    return say(words.SECONDS, seconds=f"{seconds:.1f}")


def _outage(balance: Balance) -> Iterator[str]:
    if balance.outage is None:
        yield say(words.NO_OUTAGE)
        return
    zero = balance.ledger.unsent_zero_after_s
    span = f"{balance.outage[0]:%H:%M}–{balance.outage[1]:%H:%M}"
    unsent = balance.ledger.unsent_at_return
    if zero is None:
        yield say(words.OUTAGE_NOT_OVER, span=span, unsent=unsent)
    else:
        yield say(words.OUTAGE, span=span, unsent=unsent, zero=_seconds(zero))


_HOW_KILLED = {True: words.KILLED_STORED, False: words.KILLED_NOT_STORED, None: words.KILLED}


def _killed(killed: Killed, zone: ZoneInfo) -> str:
    how = _HOW_KILLED[killed.stored]
    return say(
        how,
        desk=killed.desk + 1,
        at=f"{killed.at.astimezone(zone):%H:%M}",
        away=_seconds(killed.away_s),
        unsent=killed.unsent,
    )


def _doubles(balance: Balance) -> Iterator[str]:
    settled = sum(double.settled for double in balance.doubles)
    yield say(words.DOUBLES, made=balance.made_twice, found=len(balance.doubles), settled=settled)
    for double in balance.doubles[:_LINES_SHOWN]:
        yield "  " + _double(double)
    if len(balance.doubles) > _LINES_SHOWN:
        yield "  " + say(words.MORE_DOUBLES, number=len(balance.doubles) - _LINES_SHOWN)


def _double(double: Double) -> str:
    if not double.settled:
        return say(words.DOUBLE_OPEN, code=clean(double.code))
    others = ", ".join(_desk_and_moment(each) for each in double.others)
    return say(words.DOUBLE_SETTLED, code=clean(double.code), counts=_desk_and_moment(double.counts), others=others)


def _desk_and_moment(said: tuple[str, datetime]) -> str:
    return say(words.DESK_AND_MOMENT, desk=said[0], at=f"{said[1]:%H:%M:%S}")


def _settled(balance: Balance) -> Iterator[str]:
    found = balance.findings
    yield _figure(words.COMMANDS, balance.commands)
    yield _figure(words.LOST, found.lost)
    yield _figure(words.TWICE, found.counted_twice)
    yield _figure(words.EQUAL, say(words.YES if found.desks_equal else words.NO))
    broken = balance.rules_broken
    yield _figure(words.RULES, say(words.KEPT) if not broken else len(broken))
    yield from (f"  {text}" for text in broken[:_LINES_SHOWN])
    yield say(words.GOOD if balance.good else words.BAD, minutes=_minutes(balance.real_s), seed=balance.seed)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
