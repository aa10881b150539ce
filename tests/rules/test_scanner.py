"""Telling a scanner from a clerk: who types how, and what becomes of the keys."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.scanner import ENTER, NO_SCANNER, OTHER, Pace, Run, Scan, Step, pace_with, press, waited

PACE = Pace()
CODE = "KL-HANP-Y95H"
Key = tuple[str, float]


@dataclass
class Keyboard:
    """Presses keys, and lets the time run out as a timer would; `typed` are the keys passed on, with their delays."""

    pace: Pace = PACE
    through: bool = False
    run: Run = field(default_factory=Run)
    held: list[Key] = field(default_factory=list)
    typed: list[Key] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    _until: float = float("inf")

    def play(self, keys: list[Key]) -> "Keyboard":
        for sign, at_s in keys:
            if at_s > self._until:
                self._take(waited(self.run, self.pace), self._until)
            self.held.append((sign, at_s))
            self._take(press(self.run, sign, at_s, self.pace, through=self.through), at_s)
        if self._until < float("inf"):
            self._take(waited(self.run, self.pace), self._until)
        assert self.held == []
        return self

    def _take(self, step: Step, now_s: float) -> None:
        self.run = step.run
        passed, self.held = self.held[: step.pass_on], self.held[step.pass_on :]
        self.typed += [(sign, now_s - at_s) for sign, at_s in passed]
        if step.scan is not None:
            self.scans.append(step.scan)
        if step.scan is not None or step.swallow:
            self.held = []
        self._until = now_s + step.wait_s if step.wait_s else float("inf")

    @property
    def text(self) -> str:
        return "".join(sign for sign, _ in self.typed)


def keys(text: str, gap_s: float, begin_s: float = 100.0) -> list[Key]:
    return [(sign, begin_s + place * gap_s) for place, sign in enumerate(text)]


@pytest.mark.parametrize("gap_s", [0.0, 0.001, 0.008, 0.016, 0.024])
@pytest.mark.parametrize("text", [CODE, "3-042", "4006381333931", "HC1:" + "6BF" * 250])
def test_a_scanner_is_known_by_its_pace(text: str, gap_s: float) -> None:
    seen = Keyboard().play(keys(text + ENTER, gap_s))
    assert (seen.scans, seen.typed) == ([Scan(text)], [])


@pytest.mark.parametrize("gap_s", [0.03, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("text", ["meier 41", CODE, "lindenweg 14", "aaaaaaaa"])
def test_a_clerk_who_types_as_fast_as_nobody_can_is_no_scanner(text: str, gap_s: float) -> None:
    seen = Keyboard().play(keys(text + ENTER, gap_s))
    assert (seen.scans, seen.text) == ([], text + ENTER)
    assert all(delay < PACE.next_s + 1e-6 for _, delay in seen.typed)


def test_two_hands_that_roll_over_the_keys_are_no_scanner() -> None:
    """Four keys within a moment and then a pause, as in fast typing."""
    rolled = keys("sche", 0.01) + keys("re r", 0.01, 100.15) + keys("osa" + ENTER, 0.02, 100.3)
    seen = Keyboard().play(rolled)
    assert (seen.scans, seen.text) == ([], "schere rosa" + ENTER)
    assert max(delay for _, delay in seen.typed) < 0.07


@pytest.mark.parametrize("repeat_s", [0.005, 0.016, 0.033])
@pytest.mark.parametrize("sign", ["e", " ", "0"])
def test_a_held_key_that_repeats_is_no_scanner_and_not_held_back(sign: str, repeat_s: float) -> None:
    held_down = [("x", 99.0), (sign, 99.1), *keys(sign * 60, repeat_s, 99.35)]
    seen = Keyboard().play([*held_down, ("n", held_down[-1][1] + 0.01), (ENTER, held_down[-1][1] + 0.02)])
    assert (seen.scans, seen.text) == ([], "x" + sign * 61 + "n" + ENTER)
    assert max(delay for _, delay in seen.typed) < 0.1


@pytest.mark.parametrize("ending", [[], [(OTHER, 100.1)], [(ENTER, 100.5)]])
def test_without_enter_at_the_end_it_was_typing(ending: list[Key]) -> None:
    """A paste that comes as keys, in terminals that cannot tell."""
    seen = Keyboard().play([*keys(CODE, 0.005), *ending])
    assert (seen.scans, seen.text) == ([], CODE + "".join(sign for sign, _ in ending))


def test_a_key_that_types_nothing_comes_behind_what_was_held() -> None:
    seen = Keyboard().play([("a", 1.0), ("b", 1.01), (OTHER, 1.02), ("c", 1.03)])
    assert seen.text == "ab" + OTHER + "c"
    assert [sign for sign, _ in seen.typed] == ["a", "b", OTHER, "c"]


def test_a_scanner_may_pause_for_a_moment_once_it_is_sure() -> None:
    paused = keys(CODE[:8], 0.01) + keys(CODE[8:] + ENTER, 0.01, 100.07 + 0.045)
    assert Keyboard().play(paused).scans == [Scan(CODE)]


def test_what_came_just_before_is_told_with_the_scan() -> None:
    """A pause within the first signs: they were passed on, and belong to the code all the same."""
    paused = keys("KL", 0.01) + keys("-HANP-Y95H" + ENTER, 0.01, 100.01 + 0.04)
    seen = Keyboard().play(paused)
    assert (seen.scans, seen.text) == ([Scan("-HANP-Y95H", "KL")], "KL")
    later = keys("mei", 0.01) + keys(CODE + ENTER, 0.01, 101)
    assert Keyboard().play(later).scans == [Scan(CODE)]


def test_two_scans_in_direct_succession_are_two() -> None:
    first = keys(CODE + ENTER, 0.01)
    second = keys("KL-CJJ9-EPZ8" + ENTER, 0.01, first[-1][1] + 0.01)
    seen = Keyboard().play([*first, *second])
    assert (seen.scans, seen.typed) == ([Scan(CODE), Scan("KL-CJJ9-EPZ8")], [])


def test_an_enter_too_many_belongs_to_the_scan_and_a_later_one_does_not() -> None:
    scan = keys(CODE + ENTER + ENTER, 0.01)
    assert Keyboard().play(scan).typed == []
    assert Keyboard().play([*scan, (ENTER, 100.5)]).text == ENTER


def test_where_signs_may_be_seen_the_first_are_not_held_and_a_scan_is_noticed_all_the_same() -> None:
    seen = Keyboard(through=True).play(keys(CODE + ENTER, 0.01))
    assert (seen.scans, seen.text) == ([Scan(CODE)], CODE[: PACE.least - 1])
    typed = Keyboard(through=True).play(keys("meier 41" + ENTER, 0.03))
    assert (typed.scans, typed.text) == ([], "meier 41" + ENTER)
    assert {delay for _, delay in typed.typed} == {0.0}


@pytest.mark.parametrize("gap_s", [0.005, 0.03, 0.2])
@pytest.mark.parametrize(("prefix", "arrives"), [("~", "~"), ("~~", "°°"), ("#", "§"), ("\u0002", "\u0002")])
def test_a_prefix_says_that_it_is_a_scanner_however_slow(prefix: str, arrives: str, gap_s: float) -> None:
    for through in (False, True):
        seen = Keyboard(pace_with(prefix), through).play(keys(arrives + "AB12" + ENTER, gap_s))
        assert (seen.scans, seen.typed) == ([Scan(arrives + "AB12")], [])


def test_with_a_prefix_no_enter_is_needed() -> None:
    seen = Keyboard(pace_with("~")).play(keys("~" + CODE, 0.01))
    assert (seen.scans, seen.typed) == ([Scan("~" + CODE)], [])


def test_a_prefix_alone_is_typed() -> None:
    seen = Keyboard(pace_with("~~")).play([*keys("~~", 0.01), ("a", 101.0), ("~", 102.0), ("b", 102.1), (ENTER, 103.0)])
    assert (seen.scans, seen.text) == ([], "~~a~b" + ENTER)


def test_without_a_scanner_everything_is_typing_at_once() -> None:
    seen = Keyboard(NO_SCANNER).play(keys(CODE + ENTER, 0.0))
    assert (seen.scans, seen.text) == ([], CODE + ENTER)
    assert {delay for _, delay in seen.typed} == {0.0}


def test_a_text_without_end_is_typing() -> None:
    long = "ab" * PACE.most
    seen = Keyboard().play(keys(long + ENTER, 0.001))
    assert (seen.scans, seen.text) == ([], long + ENTER)


SIGNS = st.sampled_from([*"aAß1- ~", ENTER, OTHER])
GAPS = st.one_of(st.floats(0, 0.3), st.sampled_from([0.0, 0.01, 0.025, 0.0251, 0.05]))


@given(st.lists(st.tuples(SIGNS, GAPS), max_size=60), st.booleans(), st.sampled_from(["", "~", "~~"]))
def test_no_key_is_lost_doubled_or_overtaken(pressed: list[tuple[str, float]], through: bool, prefix: str) -> None:
    """Whatever is pressed: each key is passed on, in order, or is part of a scan."""
    now, played = 100.0, []
    for number, (sign, gap_s) in enumerate(pressed):
        now += gap_s
        played.append((sign, now + number * 1e-9))
    seen = Keyboard(pace_with(prefix), through).play(played)
    left = [sign for sign, _ in played]
    for sign in [sign for sign, _ in seen.typed]:
        left.remove(sign)
    places = iter(sign for sign, _ in played)
    assert all(sign in places for sign, _ in seen.typed)
    assert len(left) <= sum(len(scan.text) + 1 for scan in seen.scans) + sum(sign == ENTER for sign, _ in played)
    if not seen.scans:
        assert left == []
