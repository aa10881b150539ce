"""The district of an address: known, one of several, or unknown; and tables that are refused with line and reason."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.districts import districts_of, own_rows
from empfang.model import PostCodes
from empfang.rules.districts import MOST_ROWS, District, Districts, Fault, Row, is_ags, read_rows, rows_text

RECKLINGHAUSEN = District("05562", "Kreis Recklinghausen")
BORKEN, WESEL = District("05554", "Kreis Borken"), District("05170", "Kreis Wesel")
HEADER = "plz;ort;kreis;ags\n"
SEVERAL = f"{HEADER}46348;Raesfeld;Kreis Borken;05554\n46348;Schermbeck;Kreis Wesel;05170\n"


def records(*texts: str) -> list[PostCodes]:
    return [PostCodes(id=str(number), text=text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("post_code", "town", "districts"),
    [
        ("46282", "Dorsten", [RECKLINGHAUSEN]),
        (" 46282 ", "", [RECKLINGHAUSEN]),
        # The town decides nothing where the post code does.
        ("46282", "Dorsten-Rhade", [RECKLINGHAUSEN]),
        ("67655", "Kaiserslautern", [District("07312", "Stadt Kaiserslautern")]),
        ("66849", "Landstuhl", [District("07335", "Landkreis Kaiserslautern")]),
        # Never guessed from a neighbour, or from the town alone.
        ("46283", "Dorsten", []),
        ("4628", "Dorsten", []),
        ("", "Dorsten", []),
    ],
)
def test_a_post_code_is_known_or_not(post_code: str, town: str, districts: list[District]) -> None:
    assert districts_of([]).find(post_code, town) == tuple(districts)


@pytest.mark.parametrize(
    ("town", "districts"),
    [
        ("Schermbeck", [WESEL]),
        ("SCHERMBECK ", [WESEL]),
        ("Raesfeld", [BORKEN]),
        ("Räsfeld", [BORKEN]),
        ("", [BORKEN, WESEL]),
        ("Dämmerwald", [BORKEN, WESEL]),
    ],
)
def test_where_a_post_code_lies_in_several_districts_the_town_decides_or_the_clerk_chooses(
    town: str, districts: list[District]
) -> None:
    assert districts_of(records(SEVERAL)).find("46348", town) == tuple(districts)


def test_lists_of_the_service_add_to_the_program_s_own_and_count_for_what_they_name() -> None:
    corrected = f"{HEADER}46282;Dorsten;Kreis Borken;05554\n99999;Neustadt;Kreis Neu;09999\n"
    table = districts_of(records(corrected))
    assert table.find("46282") == (BORKEN,)
    assert table.find("99999") == (District("09999", "Kreis Neu"),)
    assert table.find("46284") == (RECKLINGHAUSEN,)
    assert (table.named("09999"), table.named("01001")) == ("Kreis Neu", "")
    assert len(table) == len(districts_of([])) + 1


def test_lists_that_disagree_leave_the_choice() -> None:
    one, other = (f"{HEADER}46348;Ort;{district.name};{district.ags}\n" for district in (BORKEN, WESEL))
    assert districts_of(records(one, other)).find("46348") == (BORKEN, WESEL)


def test_a_list_of_a_newer_program_counts_as_far_as_it_can_be_read() -> None:
    assert districts_of(records(SEVERAL + "4634X;Ort;Kreis;05554\n")).find("46348", "Raesfeld") == (BORKEN,)
    assert len(districts_of(records("something else"))) == len(districts_of([]))


def test_the_program_s_own_table_is_whole() -> None:
    assert len(own_rows()) == 29 + 1
    assert {row.district.ags for row in own_rows()} == {"07312", "07335", "05562", "06411", "06432"}


@pytest.mark.parametrize(
    "text",
    [
        "PLZ;Ort;Kreis;AGS\n46348;Raesfeld;Kreis Borken;05554\n",
        "ags,kreis,plz,ort,note\n05554,Kreis Borken,46348,Raesfeld,x\n",
        "\nplz\tort\tkreis\tags\n\n46348\t Raesfeld\tKreis Borken\t05554\n\t\t\t\n",
        'plz;ort;kreis;ags\r\n"46348";"Raesfeld";"Kreis Borken";"05554"\r\n',
    ],
)
def test_tables_are_read_as_they_come(text: str) -> None:
    assert read_rows(text) == ([Row("46348", "Raesfeld", BORKEN)], [])


GOOD = "46348;Raesfeld;Kreis Borken;05554\n"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [Fault(1, "empty")]),
        ("\n \n", [Fault(1, "empty")]),
        (HEADER, [Fault(1, "empty")]),
        ("plz;ort;kreis\n46348;Raesfeld;Kreis Borken\n", [Fault(1, "columns", "ags")]),
        (GOOD, [Fault(1, "columns", "plz, ort, kreis, ags")]),
        (f"{HEADER}{GOOD}46348;Raesfeld;Kreis Borken\n", [Fault(3, "width")]),
        (f"{HEADER}46348;Raesfeld;Kreis Borken;05554;x\n", [Fault(2, "width")]),
        # What a spreadsheet makes of a 0 at the beginning.
        (f"{HEADER}1067;Dresden;Stadt Dresden;14612\n", [Fault(2, "plz", "1067")]),
        (f"{HEADER}46348;Raesfeld;Kreis Borken;5554\n", [Fault(2, "ags", "5554")]),
        (f"{HEADER}46348;Raesfeld;Kreis Borken;055540\n", [Fault(2, "ags", "055540")]),
        (f"{HEADER}４６３４８;Raesfeld;Kreis Borken;05554\n", [Fault(2, "plz", "４６３４８")]),
        (f"{HEADER}46348;;Kreis Borken;05554\n\n46348;Raesfeld;;05554\n", [Fault(2, "ort"), Fault(4, "kreis")]),
        (f"{HEADER}46348;Raes\x1b[2Jfeld;Kreis Borken;05554\n", [Fault(2, "ort")]),
        (f"{HEADER}46348;{'x' * 81};Kreis Borken;05554\n", [Fault(2, "ort")]),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_reason(text: str, faults: list[Fault]) -> None:
    assert read_rows(text)[1] == faults


def test_there_is_a_limit_on_everything() -> None:
    assert read_rows(f"{HEADER}46348;{'x' * 200_000};Kreis Borken;05554\n")[1] == [Fault(2, "width")]
    assert read_rows(HEADER + GOOD * MOST_ROWS)[1] == []
    assert read_rows(HEADER + GOOD * (MOST_ROWS + 1)) == ([], [Fault(MOST_ROWS + 2, "too_many", str(MOST_ROWS))])


digits = st.text("0123456789", min_size=5, max_size=5)
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20).filter(str.isprintable)
rows = st.lists(st.builds(Row, digits, words, st.builds(District, digits, words)), min_size=1, max_size=20)


@given(rows)
def test_a_table_that_is_written_is_read_again(some: list[Row]) -> None:
    assert read_rows(rows_text(some)) == (some, [])


@given(rows)
def test_every_row_is_found_and_nothing_else(some: Sequence[Row]) -> None:
    table = Districts(some)
    for row in some:
        assert row.district in table.find(row.post_code, row.town)
        assert set(table.find(row.post_code)) == {each.district for each in some if each.post_code == row.post_code}


@given(st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    found, faults = read_rows(text)
    assert bool(found) or bool(faults)


@pytest.mark.parametrize(("text", "right"), [("05562", True), ("5562", False), ("DE-NW", False), ("", False)])
def test_the_key_of_a_district_has_five_digits(text: str, right: bool) -> None:
    assert is_ags(text) == right
