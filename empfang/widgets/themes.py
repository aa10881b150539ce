"""Colours, dark and light. Both paint their background, so that either is readable in any terminal."""

from textual.theme import Theme

DARK, LIGHT = "empfang-dark", "empfang-light"
THEMES = (
    Theme(
        name=DARK,
        primary="#8cc8ff",
        background="#14171c",
        foreground="#e6e8eb",
        surface="#1b1f26",
        panel="#232830",
        dark=True,
        variables={
            "quiet": "#9aa4b0",
            "good": "#7fd88f",
            "ask": "#f2c14e",
            "stop": "#ff8a80",
            "name": "#8cc8ff",
            "say": "#d9e6f2",
            "marked": "#2f5d8c",
            "on-marked": "#ffffff",
            "field": "#262c35",
            "field-focus": "#33404f",
            "box": "#5a6675",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#0b57a4",
        background="#fbfbf8",
        foreground="#1b1f24",
        surface="#f4f3ee",
        panel="#ecebe4",
        dark=False,
        variables={
            "quiet": "#5b6570",
            "good": "#146c2e",
            "ask": "#8a5300",
            "stop": "#b3261e",
            "name": "#0b57a4",
            "say": "#23425f",
            "marked": "#0b57a4",
            "on-marked": "#ffffff",
            "field": "#e9e8e0",
            "field-focus": "#d5e3f2",
            "box": "#8a94a0",
        },
    ),
)
