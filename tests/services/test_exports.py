"""Copies that leave: what the screen shows, harmless in any spreadsheet, each one audited."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from data.queries.caseload import Search
from data.tables import Audit
from data.tables.vocabulary import Stage
from services import caseload, exports
from services.access import User
from services.caseload import Filters, Order
from services.refusals import NotAllowed
from tests import clinic

EVERYBODY = Filters(stages=tuple(Stage), not_yet=True)
CLINICAL = {
    "patient": "Patient",
    "flags": "Flags",
    "stage": "Stage",
    "days": "Days in stage",
    "course": "PHQ-9 course",
    "phq9": "PHQ-9",
    "change": "Change from baseline",
    "item9": "Item 9",
    "scored": "Scored on",
    "next": "Next session",
    "last": "Last session",
    "route": "Route",
    "with": "With",
    "mrn": "MRN",
}
FRONT_DESK = {
    "patient": "Patient",
    "flags": "Flags",
    "stage": "Stage",
    "days": "Days in stage",
    "next": "Next session",
    "last": "Last session",
    "phone": "Phone",
    "born": "Born",
    "route": "Route",
    "with": "With",
    "site": "Site",
    "mrn": "MRN",
}
FORMULAS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example")']
Rows = list[list[Any]]
Make = Callable[..., bytes]


def csv_rows(user: User | None, filters: Filters, order: Order = Order.NAME) -> Rows:
    made = exports.caseload_csv(user, filters, order, clinic.ZONE)
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def workbook(user: User | None, filters: Filters, order: Order = Order.NAME) -> Workbook:
    made = exports.caseload_xlsx(user, filters, order, clinic.ZONE)
    return load_workbook(io.BytesIO(made))


def said(value: Any) -> str:
    """What a text file says of a cell."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return ""
    return str(value.date() if isinstance(value, datetime) else value)


def screen(user: User, order: Order, columns: dict[str, str]) -> Rows:
    """Everybody as the screen shows them, more than one screen."""
    rows = caseload.show(user, EVERYBODY, order, clinic.ZONE, limit=500).rows
    assert len(rows) > caseload.PAGE
    shown = [
        list(columns.values()),
        *rows[list(columns)].astype(object).itertuples(index=False),
    ]
    return [[said(cell) for cell in row] for row in shown]


WHO = pytest.mark.parametrize(
    ("initials", "order", "columns"),
    [
        (clinic.DOCTOR, Order.ATTENTION, CLINICAL),
        (clinic.DOCTOR, Order.SCORE, CLINICAL),
        (clinic.DESK, Order.NEXT, FRONT_DESK),
    ],
)


@WHO
def test_a_csv_holds_the_columns_of_the_screen_and_every_row_of_the_filter(
    looked_at: str, initials: str, order: Order, columns: dict[str, str]
) -> None:
    user = clinic.user(initials)
    assert csv_rows(user, EVERYBODY, order) == screen(user, order, columns)


@WHO
def test_a_workbook_holds_the_same(
    looked_at: str, initials: str, order: Order, columns: dict[str, str]
) -> None:
    user = clinic.user(initials)
    sheet = workbook(user, EVERYBODY, order)["Patients"]
    held = [[said(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert held == screen(user, order, columns)


def test_the_front_desk_s_copy_says_no_score(looked_at: str) -> None:
    desk = clinic.user(clinic.DESK)
    told = exports.caseload_csv(desk, EVERYBODY, Order.SCORE, clinic.ZONE).decode().lower()
    for word in ("phq", "item", "baseline", "scored", "score", "up 5"):
        assert word not in told


def test_a_workbook_says_what_it_is(looked_at: str) -> None:
    filters = Filters(stages=(Stage.INDUCTION,), search=Search(names=(("a", ""),)))
    user = clinic.user(clinic.DOCTOR)
    about = dict(workbook(user, filters)["About"].iter_rows(values_only=True))
    assert about["By"] == user.name
    assert about["Filter"] == "order name, stage induction, search"
    assert about["Order"] == "Name"
    assert about["Rows"] == len(csv_rows(user, filters)) - 1
    assert about["Made"].endswith("(America/Los_Angeles)")


@pytest.fixture
def with_formulas(demo_record: str) -> User:
    """A clinician of a clinic in which names, MRNs and phones are formulas."""
    clinic.keep(
        *(clinic.patient(text, "", mrn=f"{text}{n}", phone=text) for n, text in enumerate(FORMULAS))
    )
    return clinic.user(clinic.DOCTOR)


@pytest.mark.parametrize("initials", [clinic.DOCTOR, clinic.DESK])
def test_no_cell_of_a_csv_begins_as_a_formula(with_formulas: User, initials: str) -> None:
    rows = csv_rows(clinic.user(initials), EVERYBODY)
    texts = [cell for row in rows for cell in row if not is_number(cell)]
    assert not [text for text in texts if text[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert {f"'{text}" for text in FORMULAS} <= set(texts)


@pytest.mark.parametrize("initials", [clinic.DOCTOR, clinic.DESK])
def test_no_cell_of_a_workbook_is_a_formula(with_formulas: User, initials: str) -> None:
    book = workbook(clinic.user(initials), EVERYBODY)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    held = {cell.value for cell in cells}
    assert {f"'{text}".replace("\r", "\n") for text in FORMULAS} <= held


def test_a_fall_stays_a_negative_number(looked_at: str) -> None:
    user = clinic.user(clinic.DOCTOR)
    heading, *rows = csv_rows(user, EVERYBODY)
    changes = [row[heading.index("Change from baseline")] for row in rows]
    falls = {int(change) for change in changes if change.startswith("-")}
    assert min(falls) < -9
    sheet = workbook(user, EVERYBODY)["Patients"]
    column = [row[heading.index("Change from baseline")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.value for cell in column if cell.value and cell.value < 0} == falls
    assert exports.defused(-5) == -5
    assert exports.defused("-5") == "'-5"


def test_unknown_is_an_empty_cell_and_zero_is_a_zero(looked_at: str) -> None:
    user = clinic.user(clinic.DOCTOR)
    shown = caseload.show(user, EVERYBODY, Order.NAME, clinic.ZONE, limit=500).rows
    sheet = workbook(user, EVERYBODY)["Patients"]
    for column in ("item9", "phq9"):
        place = list(CLINICAL).index(column) + 1
        held = [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)]
        assert held == [None if said(value) == "" else value for value in shown[column]]
        assert None in held
    assert "0" in set(shown["item9"])
    assert exports.defused(0) == 0


def test_naughty_names_come_back_as_they_were(demo_record: str, shared_data: Path) -> None:
    naughty = json.loads((shared_data / "naughty/blns_half.json").read_text(encoding="utf-8"))
    names = sorted({name for name in naughty if name})
    clinic.keep(*(clinic.patient(name, "") for name in names))
    user = clinic.user(clinic.DOCTOR)
    expected = {exports.defused(name) for name in names}
    assert expected <= {row[0] for row in csv_rows(user, EVERYBODY)}
    held = {row[0] for row in workbook(user, EVERYBODY)["Patients"].iter_rows(values_only=True)}
    assert {as_in_a_workbook(name) for name in expected} <= held


def as_in_a_workbook(text: str) -> str:
    """XML knows one way to end a line, and has no place for some signs."""
    return exports.NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def test_signs_that_no_workbook_can_hold_are_replaced_and_it_still_opens(demo_record: str) -> None:
    signs = [*map(chr, range(1, 32)), "\x7f", "\x85", "\ufffe", "\uffff", "\U0010ffff", "\u2028"]
    clinic.keep(*(clinic.patient(f"Sign{ord(sign):06x}{sign}x", "") for sign in signs))
    sheet = workbook(clinic.user(clinic.DOCTOR), EVERYBODY)["Patients"]
    names = {row[0] for row in sheet.iter_rows(values_only=True)}
    assert {"Sign000001\ufffdx", "Sign00ffff\ufffdx", "Sign000009\tx", "Sign00007f\x7fx"} <= names
    assert len([name for name in names if name.startswith("Sign")]) == len(signs)


@pytest.mark.parametrize("make", [exports.caseload_csv, exports.caseload_xlsx])
def test_every_copy_is_audited_and_the_same_one_twice(demo_record: str, make: Make) -> None:
    user = clinic.user(clinic.DESK)
    filters = Filters(stages=(Stage.LOST,), search=Search(names=(("okafor", ""),)))
    for n in (1, 2):
        make(user, filters, Order.NAME, clinic.ZONE)
        assert clinic.audited("export_caseload") == n
    body = clinic.rows(sa.select(Audit.body).where(Audit.action == "export_caseload"))[0][0]
    assert "stage lost, search" in body
    assert "okafor" not in body


@pytest.mark.parametrize("make", [exports.caseload_csv, exports.caseload_xlsx])
def test_who_may_not_see_the_caseload_takes_no_copy(demo_record: str, make: Make) -> None:
    for initials in (clinic.MANAGER, clinic.ADMINISTRATOR):
        with pytest.raises(NotAllowed, match="may not take a copy of the caseload out"):
            make(clinic.user(initials), Filters(), Order.NAME, clinic.ZONE)
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        make(None, Filters(), Order.NAME, clinic.ZONE)
    assert clinic.audited("export_caseload") == 0
    assert clinic.audited("refused") == 3


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
