"""Whatever the bytes: tables or one sentence; and what was a table comes back as it was."""

import csv

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from data.formats.sheets.table import CONTROL
from tests.sheets_made import csv_bytes, parts, read_one, survives, workbook, zipped

# Time is measured elsewhere; here a busy machine may be slow.
MANY = settings(max_examples=300, deadline=None)
FEWER = settings(deadline=None)

ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row><c><v>1</v></c></row>'
GOOD_WORKBOOK = workbook(lambda sheet: [sheet.append(row) for row in (["a", "b"], [1, "x"])])
PIECES = st.sampled_from(
    [
        *(
            '"',
            '""',
            ",",
            ";",
            "\t",
            "|",
            "\r",
            "\n",
            "\r\n",
            " ",
            "a",
            "1,5",
            "\x00",
            "é",
            "\ufeff",
        ),
        *("<row>", "</row>", '<c r="B2">', '<c t="s">', "</c>", "<v>", "</v>", "-1", "9" * 30),
        *('<c t="e">', '<c s="7">', '<row r="0">', "<is>", "<t>", "_x0000_", "<x:row>", "<!--"),
    ]
)
SAFE = st.characters(codec="utf-8", exclude_characters="\ufeff").filter(
    lambda each: not CONTROL.match(each)
)


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """A head of headings that differ, and rows with something in them."""
    cells = st.text(letters, max_size=8)
    heads = st.lists(cells.map(str.strip).filter(bool), min_size=1, max_size=5, unique=True).map(
        tuple
    )
    return heads.flatmap(
        lambda head: st.lists(
            st.tuples(*[cells] * len(head)).filter(lambda row: any(map(str.strip, row))),
            max_size=6,
        ).map(lambda rows: [head, *rows])
    )


def comes_back(table: list[tuple[str, ...]], content: bytes) -> None:
    grid = read_one(content)
    assert (grid.columns, *grid.rows) == tuple(table)


@FEWER
@given(st.binary(max_size=200))
def test_any_bytes_are_survived(content: bytes) -> None:
    survives(content)


@MANY
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_is_survived(text: str, encoding: str) -> None:
    survives(text.encode(encoding, "replace"))


@MANY
@given(st.lists(PIECES, max_size=10).map("".join), st.sampled_from(sorted(parts(""))), st.data())
def test_any_xml_in_any_part_of_a_workbook_is_survived(
    text: str, name: str, data: st.DataObject
) -> None:
    made = parts(ROWS, "<si><t>a</t></si>")
    at = data.draw(st.integers(0, len(made[name])))
    to = data.draw(st.integers(at, len(made[name])))
    survives(zipped({**made, name: made[name][:at] + text + made[name][to:]}))


@MANY
@given(st.integers(0, len(GOOD_WORKBOOK)), st.integers(0, 40), st.binary(max_size=8))
def test_a_workbook_with_any_bytes_replaced_is_survived(at: int, length: int, by: bytes) -> None:
    survives(GOOD_WORKBOOK[:at] + by + GOOD_WORKBOOK[at + length :])


@FEWER
@given(
    tables(SAFE),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_any_table_in_quotes_comes_back(
    table: list[tuple[str, ...]], separator: str, encoding: str, end: str
) -> None:
    how = {"delimiter": separator, "lineterminator": end, "quoting": csv.QUOTE_ALL}
    comes_back(table, csv_bytes(table, encoding, **how))


# A few letters beyond ASCII only: of others windows-1252 makes pairs that UTF-8 has too.
@FEWER
@given(tables(st.sampled_from('abcÄé 019."\r\n=-')), st.sampled_from(",;\t|"))
def test_any_table_with_quotes_only_where_needed_comes_back(
    table: list[tuple[str, ...]], separator: str
) -> None:
    for encoding in ("utf-8", "cp1252"):
        comes_back(table, csv_bytes(table, encoding, delimiter=separator))


# These five openpyxl does not write, or not as Excel writes them.
@FEWER
@given(tables(SAFE.filter(lambda each: each not in "\r\x0b\x0c\ufffe\uffff")))
def test_any_table_in_a_workbook_comes_back(table: list[tuple[str, ...]]) -> None:
    def fill(sheet: Worksheet) -> None:
        for row, cells in enumerate(table, start=1):
            for column, text in enumerate(cells, start=1):
                cell = sheet.cell(row, column, text)
                cell.data_type = "s"  # even "=1+1"

    comes_back(table, workbook(fill))
