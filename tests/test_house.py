"""The house: imports go one way, types are strict, the linter is content, texts exist in both languages."""

import importlib
import os
import pkgutil
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import empfang
from empfang.commands.all import kinds
from empfang.commands.base import Fact, Request
from empfang.texts import Text

ROOT = Path(__file__).parents[1]


CONTRACTS = ROOT / "pyproject.toml"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_go_one_way() -> None:
    # In a process of its own: it silences all loggers that are there.
    task = (
        f"from importlinter.cli import lint_imports; raise SystemExit(lint_imports({str(CONTRACTS)!r}, no_cache=True))"
    )
    checked = subprocess.run([sys.executable, "-c", task], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_types_are_strict() -> None:
    checked = run("mypy", "--no-incremental", f"--cache-dir={os.devnull}")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("task", [("check", "--no-cache"), ("format", "--check", "--no-cache")])
def test_the_linter_is_content(task: tuple[str, ...]) -> None:
    checked = run("ruff", *task, ".")
    assert checked.returncode == 0, checked.stdout


def test_every_command_is_a_fact_or_a_request_and_registered() -> None:
    assert {payload.kind for payload in kinds()} == {
        "register_person", "change_person", "delete_registration", "check_in", "undo_check_in", "left_before_dose",
        "cancel_appointment", "book", "rebook", "resolve_conflict", "add_proof", "plan_day", "postpone",
        "take_short_notice", "join_waiting_list", "tell_confirmation", "ask_confirmation", "record_inquiry",
        "open_vial", "draw_doses", "correct_vial", "give_dose", "discard_doses", "count_doses", "take_back_doses",
        "record_immunization", "correct_immunization", "lease_calls", "release_call", "record_call", "promise_dose",
        "promise_from_allotment", "withdraw_promise", "allot", "return_allotment", "note_on_site", "bring_along",
        "ask_by_text",
    }  # fmt: skip
    for payload in kinds():
        assert issubclass(payload, Fact) != issubclass(payload, Request)


def texts() -> Iterator[tuple[str, Text]]:
    """Every text of the program, by module and name."""
    for module in pkgutil.iter_modules([str(ROOT / "empfang" / "texts")]):
        found = importlib.import_module(f"empfang.texts.{module.name}")
        for name, value in vars(found).items():
            if isinstance(value, Text):
                yield f"{module.name}.{name}", value
            elif isinstance(value, dict):
                yield from (
                    (f"{module.name}.{name}[{key}]", each) for key, each in value.items() if isinstance(each, Text)
                )


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("name", "text"), texts())
def test_every_text_says_the_same_in_both_languages(name: str, text: Text) -> None:
    assert text.de.strip(), name
    assert text.en.strip(), name
    assert holes(text.de) == holes(text.en), name


def test_no_screen_has_words_of_its_own() -> None:
    """German letters in a screen's strings would be a text that nobody can translate."""
    for folder in ("screens", "widgets"):
        for file in (ROOT / "empfang" / folder).glob("*.py"):
            code = re.sub(r'"""[\s\S]*?"""|#.*', "", file.read_text(encoding="utf-8"))
            assert not re.search(r'"[^"\n]*[äöüÄÖÜß][^"\n]*"', code), file.name


def test_the_version_is_told_without_loading_anything() -> None:
    script = (
        "import sys; sys.argv = ['empfang', '--version']; from empfang.cli import main; main();"
        "print([n for n in ('typer', 'pydantic', 'sqlalchemy', 'textual', 'httpx') if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == [f"empfang {empfang.__version__}", "[]"]
