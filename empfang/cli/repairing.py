"""`empfang doctor --repair`: a new store from a damaged one, told in words."""

import sys
from collections.abc import Sequence

from empfang.config import Settings
from empfang.errors import Problem, StoreProblem
from empfang.store.database import claim
from empfang.store.repair import Repaired, repair
from empfang.texts import commands as words
from empfang.texts import say

_RANGES_SHOWN = 12
_YES = frozenset({"j", "ja", "y", "yes"})
_DAMAGE = frozenset({"store_damaged", "store_lost", "key_wrong"})
"""Problems of opening a store for which a repair may help."""


def repair_store(settings: Settings) -> str:
    """Repair this desk's store, if there is something to repair; gives what came of it, in words.

    Raises:
        StoreProblem: `store_missing`, `store_in_use`, `nothing_readable`, `disk_full` …; then nothing was changed.
    """
    folder = settings.desk_folder
    if not folder.exists():
        raise StoreProblem("store_missing", path=folder)
    with claim(folder):
        if not is_damaged(settings):
            return say(words.NOTHING_TO_REPAIR)
        return as_words(repair(folder, settings.clock().now(), settings.mirror))


def is_damaged(settings: Settings) -> bool:
    """Whether the store is there (or was), and not whole.

    Raises:
        StoreProblem: it cannot be opened for another reason, such as `store_missing` or `store_newer`.
    """
    from empfang.store import open_store  # noqa: PLC0415
    from empfang.store.care import damage_of  # noqa: PLC0415

    try:
        database = open_store(settings.desk_folder)
    except StoreProblem as problem:
        if problem.code in _DAMAGE:
            return True
        raise
    try:
        return damage_of(database) is not None
    finally:
        database.close()


def offer_repair(settings: Settings) -> str | None:
    """On a terminal, ask whether to repair what is damaged; None if there is nothing to ask, or the answer is no."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        if not is_damaged(settings):
            return None
    except Problem:
        # What it is has been said already, and a repair does not help.
        return None
    answer = input(say(words.ASK_REPAIR) + " ")
    return repair_store(settings) if answer.strip().casefold() in _YES else None


def as_words(done: Repaired) -> str:
    """What was saved, what is missing, what to do."""
    said = [say(words.REPAIRED, saved=done.saved, unsent=done.unsent, from_backup=done.from_backup)]
    if done.missing:
        said.append(say(words.REPAIR_MISSING, numbers=ranges(done.missing)))
    if done.in_mirror:
        said.append(say(words.REPAIR_MIRROR, numbers=ranges(done.in_mirror), mirror=done.mirror))
    if done.newest_unknown:
        said.append(say(words.REPAIR_NEWEST))
    if not (done.missing or done.in_mirror or done.newest_unknown):
        said.append(say(words.REPAIR_WHOLE))
    said.append(say(words.REPAIR_NEXT, damaged=done.damaged or "–"))
    return "\n".join(said)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers as a clerk would say them: 12–17, 20."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in found[:_RANGES_SHOWN]]
    return ", ".join(shown) + (" …" if len(found) > _RANGES_SHOWN else "")
