"""CSV in the shapes that people's programs write, and what is no table."""

import csv
import tracemalloc

import pytest

from data.formats import sheets
from data.formats.sheets import NotReadable, bounds
from tests.sheets_made import csv_bytes, read_one

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "windows-1252",
}
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
FOREIGN = {
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
    "a photograph": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    "a PDF": (b"%PDF-1.7\n", "a PDF"),
    "a web page": (b"\r\n<html><table>", "a web page"),
    "compressed": (b"\x1f\x8b\x08", "compressed"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"\.xls\).* save it as \.xlsx or CSV"),
    "another zip": (b"PK\x05\x06" + b"\x00" * 18, "a zip but not an Excel workbook"),
    "empty": (b"", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "only blanks": (b" \r\n\t\n", "is empty"),
    "only separators": (b",,\n,,\n", "only empty rows"),
    "a NUL": (b"a,b\n1,\x00\n", "NUL"),
    "UTF-16 without a mark": ("a,b\n1,2\n".encode("utf-16-le"), "NUL"),
    "control characters": (b"a,b\n1,\x07\n", "control characters"),
    "half of UTF-16": (b"\xff\xfea\x00b", "not text"),
    "in no encoding": (b"a,b\n\x81,\x8d\n", "not text"),
}
UNCLEAR = {
    "a heading twice": ("dose,x, dose \n", 'The heading "dose" .* columns A and C'),
    "no heading": ("a,,c\n1,,3\n1,2,3\n", "Row 3 has something in column B, which has no heading"),
    "a long row": ("a,b\n\n1,2,,4\n", "Row 3 has something in column D, which has no heading"),
    "an open quote": ('a,b\n1,"2\n3,4\n', "Row 2 cannot be split .* never closed"),
    "text behind a quote": ('a,b\n1,"2" x\n', "Row 2 cannot be split"),
}


@pytest.mark.parametrize(("encoding", "said"), ENCODINGS.items())
def test_an_encoding_is_recognized_and_said(encoding: str, said: str) -> None:
    grid = read_one(csv_bytes([["name"], ["Zoë €"]], encoding))
    assert grid.rows == (("Zoë €",),)
    assert said in grid.said[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_in_either_order_of_bytes(encoding: str) -> None:
    assert read_one(("\ufeff" + "name\r\nZoë\r\n").encode(encoding)).rows == (("Zoë",),)


@pytest.mark.parametrize(("separator", "said"), SEPARATORS.items())
def test_a_separator_is_recognized_and_said(separator: str, said: str) -> None:
    grid = read_one(csv_bytes(delimiter=separator))
    assert grid.columns == ("patient", "dose")
    assert grid.rows == (("P1", "0.5"), ("P2", ""))
    assert grid.said[1] == f"Its cells are separated by {said}."


def test_decimal_commas_do_not_hide_semicolons() -> None:
    grid = read_one(b"dose;weight\n0,5;80,5\n0,7;91,0\n")
    assert grid.rows == (("0,5", "80,5"), ("0,7", "91,0"))


def test_commas_in_every_cell_do_not_hide_semicolons() -> None:
    grid = read_one(b"dose, mg;weight, kg\n0,5;80,5\n")
    assert grid.columns == ("dose, mg", "weight, kg")


def test_separators_in_quotes_do_not_count() -> None:
    grid = read_one(b'a,b\n"1;2;3","4;5"\n"6;7;8","9;0"\n')
    assert grid.rows[0] == ("1;2;3", "4;5")


def test_one_column_needs_no_separator() -> None:
    grid = read_one(b"patient\nP1\nP2\n")
    assert grid.rows == (("P1",), ("P2",))
    assert grid.said[1] == "No separator was found, so it has one column."


def test_line_ends_may_be_mixed() -> None:
    assert len(read_one(b"a,b\r\n1,2\n3,4\r5,6").rows) == 3


def test_quoted_cells_keep_line_ends_and_quotes() -> None:
    assert read_one(b'a,b\r\n"1\r\n2","say ""no"""\r\n').rows == (("1\r\n2", 'say "no"'),)


def test_blank_rows_and_columns_are_passed_over_and_short_rows_filled_up() -> None:
    grid = read_one(b",,,,\n , a ,,b,,\n,,,,\n,1,,2,,\n,,,, \n,3\n")
    assert grid.columns == ("a", "b")
    assert grid.rows == (("1", "2"), ("3", ""))
    assert list(grid.numbered()) == [(2, ("1", "2")), (4, ("3", ""))]


def test_rows_without_blank_ones_between_them_are_counted_from_1_below_the_head() -> None:
    grid = read_one(b"\na\n1\n2\n")
    assert list(grid.numbered()) == [(1, ("1",)), (2, ("2",))]
    assert grid.counted == ()


def test_cells_stay_as_written() -> None:
    assert read_one(b"a,b\n 007 ,=1+1\n").rows == ((" 007 ", "=1+1"),)


def test_a_head_alone_is_a_table_without_rows() -> None:
    assert read_one(b"a,b").rows == ()


@pytest.mark.parametrize(("content", "said"), FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_table_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(NotReadable, match=f"^This file .*{said}.*[.]$"):
        sheets.read(content)


@pytest.mark.parametrize(("text", "said"), UNCLEAR.values(), ids=UNCLEAR.keys())
def test_what_is_unclear_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        sheets.read(text.encode())


def test_a_sentence_never_quotes_a_cell() -> None:
    for text in ("a,b\n1,2,Ann Invented\n", 'a,b\n"Ann Invented" x,"\n'):
        with pytest.raises(NotReadable) as refused:
            sheets.read(text.encode())
        assert "Ann" not in str(refused.value)


def test_a_heading_is_quoted_on_one_short_line() -> None:
    heading = "x\n" + "y" * 1_000
    with pytest.raises(NotReadable, match=f'"x {"y" * 58}…" stands over columns A and B'):
        sheets.read(csv_bytes([[heading, heading]], quoting=csv.QUOTE_ALL))


def test_200_000_rows_are_read_and_no_more() -> None:
    rows = b"a\n" + b"1\n" * bounds.MOST_ROWS
    assert len(read_one(rows).rows) == 200_000
    with pytest.raises(NotReadable, match="more than 200,000 rows"):
        sheets.read(rows + b"1\n")


def test_500_columns_are_read_and_no_more() -> None:
    headings = [f"h{number}" for number in range(bounds.MOST_COLUMNS)]
    assert len(read_one(csv_bytes([headings])).columns) == 500
    with pytest.raises(NotReadable, match="more than 500 headings"):
        sheets.read(csv_bytes([[*headings, "one more"]]))


def test_a_cell_is_as_long_as_excel_allows_and_no_longer() -> None:
    longest = "x" * bounds.LONGEST_CELL
    assert read_one(csv_bytes([["a"], [longest]])).rows == ((longest,),)
    with pytest.raises(NotReadable, match=r"Row 2 .* 32,767 characters"):
        sheets.read(csv_bytes([["a"], [longest + "x"]]))
    with pytest.raises(NotReadable, match=r"Row 2 .* far too long"):
        sheets.read(csv_bytes([["a"], [longest * 10]]))


@pytest.mark.timeout(10)
@pytest.mark.parametrize("cell", [b"1,", b'"1\n",'], ids=["on one line", "on many lines"])
def test_a_row_without_end_is_given_up_soon(cell: bytes) -> None:
    with pytest.raises(NotReadable, match="a row of 1,000,000 characters or more"):
        sheets.read(b"a,b\n" + cell * 5_000_000)


@pytest.mark.timeout(10)
def test_empty_rows_without_end_are_given_up_soon() -> None:
    with pytest.raises(NotReadable, match="more than 200,000 rows"):
        sheets.read(b"a,b\n" + b"\n" * 20_000_000)


def test_rows_and_columns_may_not_both_be_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS", 5)
    assert len(read_one(b"a,b\n1,2\n3,4\n").rows) == 2
    with pytest.raises(NotReadable, match="more cells than are read at once"):
        sheets.read(b"a,b\n1,2\n3,4\n5,6\n")


@pytest.mark.timeout(10)
def test_200_megabytes_are_refused_unread() -> None:
    content = b"a,b\n" * 50_000_000
    tracemalloc.start()
    try:
        with pytest.raises(NotReadable, match="larger than 50 MB"):
            sheets.read(content)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
