"""Copies that leave: what the screen shows, as CSV or Excel, with nothing that runs by itself."""

import csv
import io
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from data.tables.base import now
from services import caseload
from services.access import Action, User
from services.caseload import ORDER_WORDS, Filters, Order
from services.naming import NO_XML

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 20_000
"""Rows of one copy; more is a report, made on the server."""

HEADINGS = {
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
    "phone": "Phone",
    "born": "Born",
    "route": "Route",
    "with": "With",
    "site": "Site",
    "mrn": "MRN",
}
FRONT_DESK_ONLY = ("phone", "born", "site")


def caseload_csv(user: User | None, filters: Filters, order: Order, zone: ZoneInfo) -> bytes:
    """The filtered caseload as CSV (UTF-8 with a mark, so that Excel reads names rightly)."""
    rows = _rows(user, filters, order, zone)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([HEADINGS[str(name)] for name in rows])
    writer.writerows([[defused(value) for value in row] for row in rows.itertuples(index=False)])
    return text.getvalue().encode("utf-8-sig")


def caseload_xlsx(user: User | None, filters: Filters, order: Order, zone: ZoneInfo) -> bytes:
    """The filtered caseload as a workbook, with a sheet that says what it is."""
    rows = _rows(user, filters, order, zone)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Patients")
    sheet.append([HEADINGS[str(name)] for name in rows])
    for row in rows.itertuples(index=False):
        sheet.append([cell(sheet, value) for value in row])
    about = book.create_sheet("About")
    about.append(["Made", f"{now().astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"])
    about.append(["By", cell(about, user.name if user else "")])
    about.append(["Filter", caseload.about(filters, order)])
    about.append(["Order", ORDER_WORDS[order]])
    about.append(["Rows", len(rows)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def defused(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "\0"):
        return "'" + value
    return value


def _rows(user: User | None, filters: Filters, order: Order, zone: ZoneInfo) -> pd.DataFrame:
    """Exactly the columns the screen shows this person."""
    found = caseload.show(
        user, filters, order, zone, limit=MOST, action=Action.EXPORT_CASELOAD
    ).rows
    clinical = "phq9" in found
    names = [
        name for name in HEADINGS if name in found and not (clinical and name in FRONT_DESK_ONLY)
    ]
    return found[names].astype(object)


def cell(sheet: Any, value: Any) -> Any:
    """A cell that is text where its value is text: never a formula."""
    value = defused(value)
    if isinstance(value, int | float | date):
        return value
    cell = WriteOnlyCell(sheet, value=NO_XML.sub("\ufffd", value))
    cell.data_type = "s"
    return cell
