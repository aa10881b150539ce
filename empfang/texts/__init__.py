"""Every text a user sees, German and English side by side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; `{name}` is filled in by `say`."""

    de: str
    en: str


_language = "de"


def use_language(language: str) -> None:
    """Choose German ("de") or English ("en") for this process."""
    global _language  # noqa: PLW0603 - one language per process, chosen once at start
    _language = language


def say(text: Text, /, **values: object) -> str:
    """The text in the chosen language, filled in."""
    return say_in(_language, text, **values)


def say_in(language: str, text: Text, /, **values: object) -> str:
    """The text in this language, whatever was chosen: for what goes to people outside."""
    chosen = text.en if language == "en" else text.de
    return chosen.format(**values) if values else chosen


def thousands(number: int) -> str:
    """1.204"""
    return f"{number:,}".replace(",", ".")
