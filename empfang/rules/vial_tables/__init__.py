"""The tables of containers that come with the program."""

from functools import cache
from importlib.resources import files

from empfang.rules.vial_reading import read_vials
from empfang.rules.vials import VialTable


@cache
def bundled_vials(name: str = "covid_19") -> VialTable:
    """The table of this name, read."""
    file = f"{name}.toml"
    return read_vials((files(__name__) / file).read_text("utf-8"), file)
