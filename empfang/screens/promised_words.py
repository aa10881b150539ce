"""Words on the card for a dose that was promised, and for who waits here for one. Pure."""

from empfang.desk import Judged, PromisedHere, PromiseStanding
from empfang.rules.on_site import Here
from empfang.texts import promised as t
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.cells import plain


def promise_facts(promise: PromisedHere | None) -> tuple[str, ...]:
    """By when and for how many; or that it is over or withdrawn, and whether one is left all the same."""
    if promise is None:
        return ()
    values = {"at": clock(promise.at), "vaccine": plain(promise.vaccine), "persons": promise.promise.persons}
    match promise.standing:
        case PromiseStanding.OPEN:
            return (say(t.UNTIL, **values),)
        case PromiseStanding.LATE:
            return (say(t.WAS_UNTIL, **values), say(t.TOO_LATE, left=_left(promise)))
        case PromiseStanding.WITHDRAWN:
            return (say(t.WITHDRAWN, at=clock(promise.state_at), left=_left(promise)),)
        case _:
            return dose_words(promise)


def dose_words(promise: PromisedHere | None) -> tuple[str, ...]:
    """What somebody who was admitted is to have."""
    return () if promise is None else (say(t.HOLDS, vaccine=plain(promise.vaccine)),)


def _left(promise: PromisedHere) -> str:
    return say(t.IS_LEFT if promise.is_left else t.NONE_LEFT)


def here_facts(here: Here | None, judged: Judged | None) -> tuple[str, ...]:
    """Since when somebody waits here, who was not let in; and that nobody is asked whose doses are not known."""
    if here is None or here.visit is not None:
        return ()
    wanted = (say(t.DOSES_WANTED),) if judged is not None and judged.questions else ()
    return (say(t.HERE_SINCE, since=clock(here.since), how=say(t.HOWS[here.how])), *wanted)
