"""Every command is told of in the documentation, and every option of those that a coordinator types."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from empfang.cli.root import app

ROOT = Path(__file__).parents[2]
DOCS = "\n".join(path.read_text("utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))))


def commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """All commands that one can type, with what one types."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        elif not command.hidden:
            yield f"{path} {name}", command


ALL = dict(commands(typer.main.get_command(app), "empfang"))


@pytest.mark.parametrize("command", ALL)
def test_every_command_is_told_of(command: str) -> None:
    assert command in DOCS


@pytest.mark.parametrize("command", ["slots", "contingent", "districts"])
def test_every_option_of_a_coordinator_is_told_of(command: str) -> None:
    told = (ROOT / "docs" / "places.md").read_text("utf-8")
    options = [name for each in ALL[f"empfang central {command}"].params for name in each.opts if name[:2] == "--"]
    assert [name for name in options if name not in told and name != "--database"] == []
