"""Lists of arrivals, as somebody may have written them down."""

from datetime import date, datetime, time

import pytest

from empfang.errors import InputProblem
from empfang.replay.arrivals import outage_of, read_arrivals

DAY = date(2021, 12, 15)


def came(text: str) -> list[tuple[str, str]]:
    read = read_arrivals(text.encode(), DAY, "Europe/Berlin")
    return [(each.code, f"{each.at:%H:%M}") for each in read.came]


@pytest.mark.parametrize(
    "text",
    [
        "code;arrived\nKL-1;07:40\nKL-2;08:05\n",
        "Ankunft,Buchungscode\n07:40,KL-1\n08:05,KL-2\n",
        "Name;Code;gekommen um\nA;KL-1;7.40 Uhr\nB;KL-2;8:05\n",
        "KL-1\t7:40\nKL-2\t08:05:59\n",
        "code;arrived\nKL-1;2021-12-15T07:40\nKL-2;15.12.2021 08:05\n",
        "code;arrived\nKL-1;2021-12-15T06:40:00Z\nKL-2;2021-12-15T08:05:00+01:00\n",
        "\ufeffcode;arrived\r\nKL-2;08:05\r\nKL-1;07:40\r\n",
    ],
)
def test_a_list_in_any_writing_is_read_in_the_order_of_times(text: str) -> None:
    assert came(text) == [("KL-1", "07:40"), ("KL-2", "08:05")]


def test_lines_that_say_nothing_are_named_and_the_others_read() -> None:
    text = "code;arrived\nKL-1;07:40\n;08:00\nKL-3;25:30\nKL-4;bald\nKL-5;14.12.2021 08:00\nKL-6;09:00\n"
    read = read_arrivals(text.encode(), DAY, "Europe/Berlin")
    assert [each.code for each in read.came] == ["KL-1", "KL-6"]
    assert [(each.line, each.reason) for each in read.unread] == [
        (3, "no_code"), (4, "no_time"), (5, "no_time"), (6, "other_date"),
    ]  # fmt: skip


def test_a_column_with_the_day_is_read() -> None:
    text = "Code;Datum;Uhrzeit\nKL-1;15.12.2021;07:40\nKL-2;14.12.2021;08:00\nKL-3;;09:00\n"
    read = read_arrivals(text.encode(), DAY, "Europe/Berlin")
    assert [each.code for each in read.came] == ["KL-1", "KL-3"]
    assert [(each.line, each.reason) for each in read.unread] == [(3, "other_date")]


@pytest.mark.parametrize("text", ["code;arrived\n", "Buchungscode,Name,Ankunft\r\n", "arrived\tcode"])
def test_a_header_alone_says_that_nobody_came(text: str) -> None:
    read = read_arrivals(text.encode(), DAY, "Europe/Berlin")
    assert (read.came, read.unread) == ((), ())


def test_a_list_without_times_is_no_list_of_arrivals() -> None:
    with pytest.raises(InputProblem, match="arrivals_columns"):
        read_arrivals(b"code;name\nKL-1;Otto\nKL-2;Anna\n", DAY, "Europe/Berlin")


@pytest.mark.parametrize("text", ["09:00-13:00", "9-13", "9 – 13 Uhr", "09.00 bis 13.00"])
def test_an_outage_as_people_type_it(text: str) -> None:
    begin, end = outage_of(text, DAY, "Europe/Berlin")
    assert (begin.isoformat(), end.isoformat()) == ("2021-12-15T09:00:00+01:00", "2021-12-15T13:00:00+01:00")


def test_an_outage_of_the_whole_day() -> None:
    begin, end = outage_of("00:00-24:00", DAY, "Europe/Berlin")
    assert begin.replace(tzinfo=None) == datetime.combine(DAY, time())
    assert end.replace(tzinfo=None) == datetime.combine(DAY, time(23, 59))


@pytest.mark.parametrize("text", ["13:00-09:00", "09:00", "immer", "25:00-26:00", "09:00-09:00"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(InputProblem, match="outage_bad"):
        outage_of(text, DAY, "Europe/Berlin")
