"""Words for what a person needs at a visit, on the screen and on paper."""

from empfang.texts import Text, say

NEED: dict[str, Text] = {
    "wheelchair": Text("Rollstuhl", "wheelchair"),
    "lying": Text("liegend", "lying"),
    "companion": Text("Begleitperson", "companion"),
    "interpreter": Text("Dolmetscher", "interpreter"),
    "text_only": Text("nur Text (gehörlos)", "text only (deaf)"),
    "large_print": Text("große Schrift", "large print"),
    "guide_dog": Text("Führhund", "guide dog"),
    "quiet": Text("ruhiger Raum", "quiet room"),
    "longer": Text("braucht länger", "needs longer"),
}


def need_words(code: str) -> str:
    """A code in words; one that a list brought is shown as it is."""
    known = NEED.get(code)
    return say(known) if known else code
