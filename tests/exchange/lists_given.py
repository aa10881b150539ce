"""The packaged lists, read once."""

from datetime import date
from functools import cache
from importlib import resources

from empfang.exchange.lists import ReadList, read_list

TODAY = date(2021, 12, 15)
DAY_LIST = "kaiserslautern-2021-12-15.csv"
WAITING_LIST = "kaiserslautern-warteliste.csv"


def packaged(name: str) -> bytes:
    return resources.files("empfang.data").joinpath(name).read_bytes()


@cache
def read(name: str) -> ReadList:
    return read_list(packaged(name), TODAY)[2]
