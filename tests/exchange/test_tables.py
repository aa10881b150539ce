"""Files into tables: letters, separators, quotes, line numbers, and what is no table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empfang.errors import InputProblem
from empfang.exchange.lists import read_rows
from empfang.exchange.mapping import propose
from empfang.exchange.tables import Table, read_table

from .lists_given import TODAY

HEADER = "Code;Datum;Uhrzeit;Nachname;Vorname;Ort"


def row(code: str, family: str = "Kurz", given: str = "Eva", town: str = "Ulm") -> str:
    return f"{code};15.12.2021;09:00;{family};{given};{town}"


def table(*lines: str, end: str = "\n") -> Table:
    return read_table(end.join([HEADER, *lines, ""]).encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\r\n \n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"PK\x03\x04rest", "file_binary"),
        (b"%PDF-1.4 rest", "file_binary"),
        (b"a;b\n\x00\x01\x02;c\n", "file_not_text"),
        (bytes(range(256)), "file_not_text"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "file_binary"),
        (b"Nachname\nKurz\n", "no_table"),
        (b"Nachname;Vorname;Datum;Uhrzeit\r\n", "no_rows"),
        (b"Nachname;Vorname;Datum;Uhrzeit\n;;;\n\n", "no_rows"),
    ],
)
def test_what_is_no_list_is_named(data: bytes, code: str) -> None:
    with pytest.raises(InputProblem) as problem:
        read_table(data)
    assert problem.value.code == code


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "latin-1",
        "mac_roman",
        "cp850",
    ],
)
def test_the_letters_are_found_out(encoding: str) -> None:
    text = HEADER + "\n" + row("ABC123", "Süß-Öztürk", "Käthe") + "\n" + row("ABC124", "Groß", "René")
    assert read_table(text.encode(encoding)).rows[0].cells[3:5] == ("Süß-Öztürk", "Käthe")


def test_text_that_was_encoded_twice_is_put_right() -> None:
    data = (HEADER + "\n" + row("ABC123", "Müller", "Jörg")).encode().decode("cp1252").encode()
    assert read_table(data).rows[0].cells[3:5] == ("Müller", "Jörg")


def test_a_few_broken_letters_do_not_spoil_the_others() -> None:
    good = [row(f"ABC{place:03}", "Müller", "Jörg") for place in range(40)]
    data = "\n".join([HEADER, *good]).encode() + b"\n" + row("XYZ999").encode().replace(b"Kurz", b"K\xfcrz")
    read = read_table(data)
    assert (read.rows[0].cells[3], read.rows[-1].cells[3], read.lost_letters) == ("Müller", "K�rz", 1)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_end_are_found_out(separator: str, end: str) -> None:
    lines = [HEADER, row("ABC123"), "", row("ABC124")]
    read = read_table(end.join(lines).replace(";", separator).encode())
    assert (read.separator, read.width, [line.first for line in read.rows], read.blank) == (
        separator,
        6,
        [2, 4],
        (3,),
    )


def test_commas_in_values_do_not_make_columns() -> None:
    read = table(*(row(f"ABC{place}", "Kurz, geb. Lang", "Eva, Maria", "Ulm, Donau") for place in range(5)))
    assert read.separator == ";"


def test_titles_above_the_header_are_kept_apart() -> None:
    read = read_table(f"Impfzentrum Ulm\n\nListe;vom 14.12.2021\n{HEADER}\n{row('ABC123')}\n".encode())
    assert (read.header_line, read.above, read.titles) == (
        4,
        (1, 2, 3, 4),
        ("Impfzentrum Ulm", "Liste vom 14.12.2021"),
    )


def test_a_cell_over_several_lines_keeps_the_numbers_of_the_others() -> None:
    read = table(row("ABC123"), row("ABC124", town='"Ulm\nDonau;\n""am Fluss"""'), row("ABC125"), end="\n")
    assert [(line.first, line.last) for line in read.rows] == [(2, 2), (3, 5), (6, 6)]
    assert read.rows[1].cells[5] == 'Ulm\nDonau;\n"am Fluss"'


@pytest.mark.parametrize(
    "broken",
    [
        row("ABC124", family='"Kurz'),
        row("ABC124", town='"Ulm'),
        row("ABC124", family='"Ku"rz'),
        '"' + row("ABC124"),
        row("ABC124", given='Eva"'),
        'ABC124;15.12.2021;"09:00',
        'ABC124;15.12.2021;09:00;"Kurz;Eva;Ulm;zuviel',
    ],
)
def test_a_broken_quote_swallows_no_row(broken: str) -> None:
    read = table(row("ABC123"), broken, *(row(f"ABC{place}") for place in range(125, 200)))
    assert [line.first for line in read.rows] == list(range(2, 79))
    assert [line.cells[0] for line in read.rows[2:]] == [f"ABC{place}" for place in range(125, 200)]


def test_two_broken_quotes_do_not_swallow_what_is_between() -> None:
    read = table(row("ABC123", town='"Ulm'), row("ABC124"), row("ABC125", town='Ulm"'), row("ABC126"))
    assert [line.cells[0] for line in read.rows] == ["ABC123", "ABC124", "ABC125", "ABC126"]


def test_a_missing_quote_in_a_list_that_quotes_everything_costs_one_row_at_most() -> None:
    quoted = ['"' + line.replace(";", '";"') + '"' for line in (row("ABC123"), row("ABC124"), row("ABC125"))]
    quoted[1] = quoted[1].replace('Kurz";', "Kurz;")
    read = table(*quoted)
    assert [line.first for line in read.rows] == [2, 3, 4]
    assert (read.rows[0].quote, read.rows[2].quote, read.rows[2].cells[0]) == ("", "", "ABC125")


def test_without_a_header_columns_are_known_by_number() -> None:
    read = read_table("\n".join([row("ABC123"), row("ABC124")]).encode())
    assert (read.header_line, read.header, len(read.rows)) == (0, ("",) * 6, 2)


CELLS = st.text(alphabet='aäZ1 .,;|\t"\n\r\\?\x1b[/]é', max_size=12)
NAMES = st.permutations(["Datum", "Uhrzeit", "Nachname", "Vorname", "Bemerkung", "Telefon", "Geburtsdatum"])
GOOD = {"Datum": "15.12.2021", "Uhrzeit": "09:00", "Nachname": "Kurz", "Geburtsdatum": "01.02.1950"}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A list with good rows, rows of anything, blank lines, broken quotes, in any order and letters."""
    names = draw(NAMES)[: draw(st.integers(4, 7))]
    separator, end = draw(st.sampled_from(";,\t|")), draw(st.sampled_from(["\n", "\r\n", "\r"]))

    def quoted(cell: str) -> str:
        needed = any(sign in cell for sign in f'{separator}"\r\n')
        return '"' + cell.replace('"', '""') + '"' if needed or draw(st.booleans()) else cell

    lines = [separator.join(names)]
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["good", "good", "any", "raw", "blank", "header"]))
        if kind == "blank":
            lines.append(draw(st.sampled_from(["", "  ", separator * (len(names) - 1)])))
        elif kind == "header":
            lines.append(lines[0])
        elif kind == "raw":
            lines.append(separator.join(draw(st.lists(CELLS, max_size=9))))
        else:
            cells = [GOOD.get(name, "Eva") if kind == "good" else draw(CELLS) for name in names]
            lines.append(separator.join(map(quoted, cells)))
    text = end.join(lines) + draw(st.sampled_from(["", end, end * 2]))
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])))


@given(files())
@settings(max_examples=400, deadline=None)
def test_no_line_is_ever_lost(data: bytes) -> None:
    try:
        read = read_table(data)
    except InputProblem:
        return
    spans = [number for line in read.rows for number in range(line.first, line.last + 1)]
    assert sorted([*spans, *read.above, *read.blank]) == list(range(1, read.line_count + 1))
    mapping = propose(read)
    if mapping.missing:
        return
    result = read_rows(read, mapping, TODAY)
    taken = [entry.line for entry in (*result.rows, *result.rejections)]
    assert sorted(taken) == [line.first for line in read.rows]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_whatever_the_bytes_are_they_are_a_table_or_a_named_problem(data: bytes) -> None:
    code = ""
    try:
        rows = read_table(data).rows
    except InputProblem as problem:
        code, rows = problem.code, ()
    assert rows or code in {"file_empty", "file_binary", "file_not_text", "no_table", "no_rows"}
