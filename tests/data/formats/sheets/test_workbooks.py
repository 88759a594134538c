"""Excel workbooks: which sheets become tables, and where on its sheet a table may stand."""

from typing import Any

import pytest

from data.formats import sheets
from data.formats.sheets import NotReadable
from tests.sheets_made import (
    HEAD,
    MAIN,
    book_of,
    links,
    parts,
    read_one,
    refused,
    saved,
    workbook,
    zipped,
)


def test_a_table_may_stand_anywhere_on_its_sheet() -> None:
    def fill(sheet: Any) -> None:
        sheet["C5"], sheet["E5"], sheet["C9"], sheet["E9"] = "a", "b", 1, 2

    grid = read_one(workbook(fill))
    assert (grid.columns, grid.rows) == (("a", "b"), (("1", "2"),))


def test_cells_without_addresses_follow_one_another() -> None:
    rows = '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c/><c><v>1</v></c></row>'
    assert read_one(zipped(parts(rows))).rows == (("", "1"),)


def test_prefixes_and_other_names_of_parts_make_no_difference() -> None:
    made = parts("")
    made["XL/s.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1:XFD1048576"/><x:sheetData><x:row>'
        '<x:c t="str"><x:v>a</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    del made["xl/s.xml"]
    made["xl/_rels/workbook.xml.rels"] = links("worksheet", "/xl/S.xml")
    assert read_one(zipped(made)).columns == ("a",)


def test_a_workbook_of_the_strict_kind_is_named() -> None:
    made = {
        name: text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, text in parts(HEAD).items()
    }
    refused(zipped(made), "Strict Open XML")


def test_every_sheet_with_content_is_a_table_under_its_name() -> None:
    book = book_of(("People", [["id"], ["P1"]]), ("Empty", []), ("Doses", [["mg"], [0.5]]))
    people, doses = sheets.read(saved(book))
    assert (people.name, people.rows) == ("People", (("P1",),))
    assert (doses.name, doses.rows) == ("Doses", (("0.5",),))
    assert doses.said == ('The workbook has 2 sheets with tables: "People", "Doses".',)


def test_a_hidden_sheet_is_read_and_said() -> None:
    book = book_of(("People", [["id"]]), ("Codes", [["code"]]))
    book["Codes"].sheet_state = "veryHidden"
    people, codes = sheets.read(saved(book))
    assert len(people.said) == 1
    assert codes.said[1] == "This sheet is hidden in the workbook."


def test_a_sheet_that_is_no_table_is_left_out_and_said() -> None:
    book = book_of(("Notes", [["To read:"], ["", "at home"]]), ("People", [["id"], ["P1"]]))
    people = read_one(saved(book))
    assert people.name == "People"
    assert people.said[1].startswith(
        'The sheet "Notes" cannot be read. Row 2 has something in column B, which has no heading.'
    )


def test_if_no_sheet_is_a_table_each_says_why() -> None:
    book = book_of(("One", [["a", "a"]]), ("Two", [["b"], ["", 1]]))
    with pytest.raises(NotReadable, match=r'sheet "One" .* "a" stands .* sheet "Two" .* Row 2'):
        sheets.read(saved(book))


def test_a_chart_on_a_sheet_of_its_own_is_passed_over() -> None:
    book = book_of(("People", [["id"], ["P1"]]))
    book.create_chartsheet("Chart")
    assert read_one(saved(book)).name == "People"


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(NotReadable, match="workbook is empty"):
        sheets.read(saved(book_of(("Empty", []))))


def test_a_macro_is_passed_over() -> None:
    made: dict[str, Any] = {**parts(HEAD), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 of a macro"}
    assert read_one(zipped(made)).columns == ("a", "b")
