"""Cells of a workbook: which text each becomes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.sheets_made import HEAD, parts, read_one, workbook, zipped

at = datetime.fromisoformat

TYPED = {
    "a whole number": (93706, "General", "93706"),
    "a whole number kept as a fraction": (93706.0, "General", "93706"),
    "a fraction": (0.1, "0.00", "0.1"),
    "a share": (0.25, "0%", "0.25"),
    "a long number": (4.89290024005183e17, "General", "489290024005183000"),
    "a vast number": (1e300, "General", "1e+300"),
    "a small number": (0.00001, "General", "1e-05"),
    "less than nothing": (-5.5, "General", "-5.5"),
    "nothing": (0, "General", "0"),
    "yes": (True, "General", "TRUE"),
    "no": (False, "General", "FALSE"),
    "a number shown with zeros before it": (123, "000000", "000123"),
    "a number longer than its zeros": (1234567, "000000", "1234567"),
    "less than nothing with zeros": (-5, "0000", "-5"),
    "a fraction with zeros": (2.5, "0000", "2.5"),
    "a number with one place": (7, "0", "7"),
    "digits as text": ("007", "General", "007"),
    "a number as text": ("1.50", "@", "1.50"),
    "blanks around": (" x ", "General", " x "),
    "a date": (date(2026, 2, 3), "yyyy-mm-dd", "2026-02-03"),
    "a date in American": (date(2026, 2, 3), "m/d/yy", "2026-02-03"),
    "a date in words": (date(2026, 2, 3), '[$-409]d\\ mmmm" of "yyyy;@', "2026-02-03"),
    "a date in American as Excel has it now": (
        date(2026, 2, 3),
        "[$-en-US]mmmm d, yyyy;@",
        "2026-02-03",
    ),
    "a month": (date(2026, 2, 1), "mmm", "2026-02-01"),
    "a moment": (at("2026-02-03T09:30"), "yyyy-mm-dd hh:mm", "2026-02-03T09:30:00"),
    "midnight": (at("2026-02-03"), "yyyy-mm-dd hh:mm", "2026-02-03T00:00:00"),
    "a moment shown as a date": (at("2026-02-03T09:00"), "yyyy-mm-dd", "2026-02-03T09:00:00"),
    "a moment shown as a time": (at("2026-02-03T09:00"), "h:mm AM/PM", "2026-02-03T09:00:00"),
    "tenths of seconds": (at("2026-02-03T09:00:00.100"), "s.0", "2026-02-03T09:00:00.100"),
    "an hour that summer time leaves out": (
        at("2026-03-29T02:30"),
        "d/m/yy h:mm",
        "2026-03-29T02:30:00",
    ),
    "a time": (time(9, 30), "h:mm", "09:30:00"),
    "minutes": (time(0, 3, 5), "mm:ss", "00:03:05"),
    "hours of more than a day": (timedelta(hours=30, minutes=5), "[h]:mm", "30:05:00"),
    "a serial number without a format": (46056, "General", "46056"),
    "a number of days": (5, '0 "days"', "5"),
    "a red number": (5, "[Red]0;[Blue]-0", "5"),
    "the first day": (1, "d/m/yy", "1900-01-01"),
    "the last February day of 1900": (59, "d/m/yy", "1900-02-28"),
    "the day after it": (61, "d/m/yy", "1900-03-01"),
    "the last day": (2958465, "d/m/yy", "9999-12-31"),
    "a day too far": (2958466, "d/m/yy", "2958466"),
    "a date before all dates": (-3, "d/m/yy", "-3"),
    "no date": (0, "d/m/yy", "0"),
}


@pytest.mark.parametrize(("value", "format", "text"), TYPED.values(), ids=TYPED.keys())
def test_a_cell_is_text(value: Any, format: str, text: str) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "a"
        sheet["A2"] = value
        sheet["A2"].number_format = format

    assert read_one(workbook(fill)).rows == ((text,),)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("12345678901234567", "12345678901234567"),
        ("0.10000000000000001", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1.2345678901234568E+16", "12345678901234568"),
        ("-0", "0"),
    ],
)
def test_a_number_loses_no_digit_that_is_stored(stored: str, text: str) -> None:
    rows = f"{HEAD}<row><c><v>{stored}</v></c></row>"
    assert read_one(zipped(parts(rows))).rows == ((text, ""),)


def test_days_may_count_from_1904() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["day"])
        sheet.append([date(2026, 2, 3)])

    grid = read_one(workbook(fill, epoch=CALENDAR_MAC_1904))
    assert grid.rows == (("2026-02-03",),)


def test_shared_text_has_runs_and_codes_and_no_pronunciation() -> None:
    strings = (
        "<si><t>a</t></si>"
        "<si><r><t>half </t></r><r><rPr/><t>bold</t></r></si>"
        '<si><t>name</t><rPh sb="0" eb="4"><t>spoken</t></rPh></si>'
        "<si><t>two_x000D__x000A_lines, _xD83D__xDE00_</t></si>"
    )
    cells = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in range(4))
    grid = read_one(zipped(parts(cells, strings)))
    assert grid.rows == (("half bold",), ("name",), ("two\r\nlines, 😀",))


def test_a_formula_is_what_it_came_to() -> None:
    rows = f'{HEAD}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>""</f></c></row>'
    grid = read_one(zipped(parts(rows)))
    assert grid.rows == (("2", ""),)
    assert grid.said == ('The workbook has one sheet with a table: "S".',)


def test_a_formula_that_was_never_reckoned_is_empty_and_said() -> None:
    grid = read_one(workbook(lambda sheet: [sheet.append(row) for row in (["a"], ["=1+1"])]))
    assert grid.rows == ()
    assert "whose result is not stored, read as empty: 1." in grid.said[1]


def test_errors_are_empty_and_counted() -> None:
    rows = f'{HEAD}<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1</v></c></row>'
    grid = read_one(zipped(parts(rows)))
    assert grid.rows == (("", "1"),)
    assert grid.said[1] == "Cells with an error, such as #N/A, that were read as empty: 1."


def test_merged_cells_have_their_value_in_the_first() -> None:
    def fill(sheet: Any) -> None:
        for row in (["a", "b"], ["both", None], [1, 2]):
            sheet.append(row)
        sheet.merge_cells("A2:B2")

    assert read_one(workbook(fill)).rows == (("both", ""), ("1", "2"))
