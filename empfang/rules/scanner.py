"""Telling a scanner from a clerk by how fast keys come. Pure: a key and its time in, what becomes of the keys out.

A scanner is a keyboard that types a text in one go and presses Enter. No hand presses five different keys within 25
milliseconds of each other; a held key that repeats may, but it is one key. So keys are held back for a moment, and
passed on in order as soon as they cannot be a scan any more: nobody sees a delay of one or two pictures.

Where keys may be seen before it is known what they are (`through`), they are not held at all at first.
"""

from dataclasses import dataclass, replace

from empfang.rules.layout import arrives_as

ENTER = "\r"
"""What ends a scan, however the scanner's Enter arrives."""
OTHER = ""
"""A key that types nothing: never part of a scan."""
_KEPT_BEFORE = 16


@dataclass(frozen=True, slots=True)
class Pace:
    """How a scanner types. Times in seconds between two keys.

    `next_s`: among the first `least` keys; so long one key is held. `sure_next_s`: after these, when it cannot be a
    hand any more. `prefixed_next_s`: after a prefix, which says that it is a scanner, however slow. `prefixes`: the
    same one in every form in which it may arrive. Texts longer than `most` are typing.
    """

    next_s: float = 0.025
    sure_next_s: float = 0.05
    prefixed_next_s: float = 0.25
    least: int = 5
    most: int = 4096
    prefixes: tuple[str, ...] = ()


NO_SCANNER = Pace(next_s=-1.0, sure_next_s=-1.0, prefixed_next_s=-1.0)
"""Every key is typing, at once."""


def pace_with(prefix: str) -> Pace:
    """The usual pace for a scanner with this prefix, as it is set or as a scanner set to US makes it arrive."""
    return Pace(prefixes=tuple(dict.fromkeys(each for each in (prefix, arrives_as(prefix)) if each)))


@dataclass(frozen=True, slots=True)
class Scan:
    """A text that a scanner typed. `before`: what came just before it and was taken for typing, perhaps wrongly."""

    text: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Keys that came fast one after the other. The last `held` of them are not passed on yet."""

    text: str = ""
    held: int = 0
    last_s: float = float("-inf")
    before: str = ""
    is_typing: bool = False
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of the keys: of those held, with the present one as the last, the oldest `pass_on` are typing.

    With a `scan` or `swallow` the others are dropped; else they are held on, for `wait_s` at most unless another key
    comes: then ask `waited`.
    """

    run: Run
    pass_on: int = 0
    scan: Scan | None = None
    swallow: bool = False
    wait_s: float = 0.0


def press(run: Run, sign: str, at_s: float, pace: Pace, *, through: bool = False) -> Step:
    """A key was pressed at this time (monotonic): a sign, `ENTER`, or `OTHER`."""
    gap = at_s - run.last_s
    if sign == ENTER:
        return _enter(run, gap, at_s, pace)
    if sign == OTHER:
        return Step(Run(), pass_on=run.held + 1)
    if run.scanned or not 0 <= gap <= _longest_gap(run, run.text + sign, pace):
        near = 0 <= gap <= pace.sure_next_s and not run.scanned
        before = (run.before + run.text)[-_KEPT_BEFORE:] if near else ""
        return _hold(Run(sign, 1, at_s, before), run.held, pace, through=through)
    typing = run.is_typing or len(run.text) >= pace.most
    longer = replace(run, text=run.text + sign, held=run.held + 1, last_s=at_s, is_typing=typing)
    return _hold(longer, 0, pace, through=through)


def waited(run: Run, pace: Pace) -> Step:
    """No further key came within the time: typing; or a scan, if a prefix said so and the scanner has no Enter."""
    if run.held and _has_prefix(run.text, pace) and _is_scan(run, pace):
        return Step(replace(run, held=0, scanned=True), scan=Scan(run.text))
    return Step(replace(run, held=0), pass_on=run.held)


def _enter(run: Run, gap: float, at_s: float, pace: Pace) -> Step:
    if run.scanned and 0 <= gap <= pace.sure_next_s:
        return Step(replace(run, last_s=at_s), swallow=True)  # some send two: CR and LF
    if 0 <= gap <= _longest_gap(run, run.text, pace) and _is_scan(run, pace):
        return Step(Run(last_s=at_s, scanned=True), scan=Scan(run.text, run.before))
    return Step(Run(), pass_on=run.held + 1)


def _hold(run: Run, earlier: int, pace: Pace, *, through: bool) -> Step:
    """Hold the run's keys if they may be a scan; `earlier` ones are typing in any case."""
    repeats = len(run.text) >= pace.least and len(set(run.text)) == 1  # a key that is held down
    run = replace(run, is_typing=run.is_typing or repeats)
    wait_s = _longest_gap(run, run.text, pace)
    undecided = through and len(run.text) < pace.least and not _may_have_prefix(run.text, pace)
    if run.is_typing or undecided or wait_s <= 0:
        return Step(replace(run, held=0), pass_on=earlier + run.held)
    return Step(run, pass_on=earlier, wait_s=wait_s)


def _longest_gap(run: Run, text: str, pace: Pace) -> float:
    """How long the next key of a scan may take."""
    if _may_have_prefix(text, pace):
        return pace.prefixed_next_s
    return pace.sure_next_s if len(run.text) >= pace.least else pace.next_s


def _is_scan(run: Run, pace: Pace) -> bool:
    if run.is_typing:
        return False
    return len(run.text) >= pace.least or _has_prefix(run.text, pace)


def _has_prefix(text: str, pace: Pace) -> bool:
    """Whether the text is a prefix with something behind it."""
    return any(text.startswith(prefix) and len(text) > len(prefix) for prefix in pace.prefixes)


def _may_have_prefix(text: str, pace: Pace) -> bool:
    """Whether the text begins with a prefix, or is the beginning of one."""
    return any(text.startswith(prefix) or prefix.startswith(text) for prefix in pace.prefixes if text)
