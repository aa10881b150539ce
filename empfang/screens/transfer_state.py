"""How sending stands, in words: what is truly under way, how old the data is, what went wrong and what to do."""

from datetime import datetime

from empfang.desk import Progress
from empfang.texts import say, thousands
from empfang.texts import transfer as t
from empfang.texts.times import clock, day
from empfang.widgets.cells import plain


def sending(progress: Progress, now: datetime) -> str:
    """What is sent, what waits, and as of when the service's data is."""
    if progress.download is not None:
        fetched = say(t.FETCHING, done=thousands(progress.download.done), total=thousands(progress.download.total))
        return f"{_sent(progress, now)} · {fetched}"
    as_of = progress.data_as_of
    data = say(t.NO_DATA) if as_of is None else say(t.DATA_AS_OF, at=_moment(as_of, now))
    return f"{_sent(progress, now)} · {data}"


def trouble(progress: Progress) -> str:
    """The last error and what to do about it; empty while all is well."""
    code = progress.blocked or progress.last_error
    if code is None or (progress.connected and not progress.blocked):
        return ""
    known = t.ERRORS.get(code)
    return say(known) if known else say(t.ERROR_OTHER, code=plain(code))


def _sent(progress: Progress, now: datetime) -> str:
    unsent = progress.unsent
    if not unsent:
        return say(t.ALL_SENT)
    if progress.connected and not progress.blocked:
        if progress.to_send == 1:
            return say(t.SENDING_ONE)
        return say(t.SENDING, sent=thousands(progress.sent), all=thousands(max(progress.to_send, unsent)))
    since = "?" if progress.unsent_since is None else _moment(progress.unsent_since, now)
    return say(t.WAITING_ONE, since=since) if unsent == 1 else say(t.WAITING, number=thousands(unsent), since=since)


def _moment(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return clock(local) if local.date() == now.date() else f"{day(local, now.date())} {clock(local)}"
