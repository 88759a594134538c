"""Copies of figures that leave: tables as CSV and Excel, pictures as SVG and PNG, all audited.

Each says what it is: date, filter, definitions, author. For those who see no names the figure is
made anew with the stricter minimum for what leaves the clinic.
"""

import csv
import io
import re
import secrets
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl import Workbook

from data.tables.base import now
from services.access import Action, User
from services.acting import acting
from services.charts import svg as drawing
from services.charts.insight.style import heading
from services.charts.signed import signed
from services.charts.theme import LIGHT
from services.exports import XLSX, cell, defused
from services.insight import ground as grounds
from services.insight.figure import Figure, Make
from services.insight.ground import Ground
from services.insight.opening import Opened


@dataclass(frozen=True)
class Kind:
    """A kind of file."""

    words: str
    ending: str
    mime: str


CSV = Kind("CSV", "csv", "text/csv")
EXCEL = Kind("Excel", "xlsx", XLSX)
SVG = Kind("SVG", "svg", "image/svg+xml")
PNG = Kind("PNG", "png", "image/png")
PDF = Kind("PDF", "pdf", "application/pdf")
KINDS = (CSV, EXCEL, SVG, PNG)

WIDTH = 720
"""Pixels of a picture by itself, where no panel gives it a width."""


def of_figure(
    user: User | None,
    ground: Ground,
    kind: Kind,
    name: str,
    make: Make,
    *more: Any,
) -> bytes:
    """One copy of the figure `make(user, ground, *more)`."""
    with acting(user, Action.EXPORT_NUMBERS, about=f"{name} as {kind.ending}"):
        pass
    leaving = ground.for_export()
    found = make(user, leaving, *more)
    said = about(user, leaving, found.title, found.definitions, found.caption)
    if kind is CSV:
        return table_csv(found.words, said)
    if kind is EXCEL:
        return table_xlsx(found.words, said)
    svg = signed(picture(found), [f"{name}: {words}" for name, words in said.items()])
    return svg.encode() if kind is SVG else drawing.png(svg)


def of_people(user: User | None, ground: Ground, number: str, found: Opened) -> bytes:
    """The people behind a number as CSV; only for those who may see them."""
    with acting(user, Action.VIEW_CLINICAL, about=f"people behind {number}"):
        pass
    with acting(user, Action.EXPORT_NUMBERS, about=f"people behind {number}"):
        pass
    assert found.rows is not None, "somebody may see names"
    rows = found.rows.drop(columns="patient_id")
    return table_csv(rows, about(user, ground, found.title, found.definitions))


def picture(found: Figure) -> str:
    """The figure as SVG in the light theme, at a width of its own; without a drawing, empty."""
    if found.picture is None:
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="0"></svg>'
    chart = found.picture(palette=LIGHT).properties(width=WIDTH)
    spec = chart.to_dict(validate=False)
    if "title" not in spec:  # on the page a headline names it
        spec = chart.properties(title=heading(found.title, "", LIGHT)).to_dict(validate=False)
    return drawing.svg(spec)


def about(
    user: User | None, ground: Ground, title: str, definitions: tuple[str, ...], note: str = ""
) -> dict[str, str]:
    """What every copy says of itself; `note` is how the figure is to be read."""
    made = now().astimezone(ground.zone)
    hidden = {} if ground.names else {"Hidden": f"counts of 1 to {(ground.minimum or 1) - 1}"}
    return {
        "Figure": title,
        "Made": f"{made:%Y-%m-%d %H:%M} ({ground.zone.key})",
        "By": user.name if user else "",
        "Filter": grounds.words(ground.view, grounds.people(user)),
        "Definitions": ", ".join(definitions),
        **({"Note": note} if note else {}),
        **hidden,
    }


def table_csv(table: pd.DataFrame, said: dict[str, str]) -> bytes:
    """The table, and below it an empty line and what it is; UTF-8 with a mark, for Excel."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([defused(str(name)) for name in table.columns])
    rows = table.astype(object).itertuples(index=False)
    writer.writerows([[defused(value) for value in row] for row in rows])
    writer.writerow([])
    writer.writerows([[name, defused(value)] for name, value in said.items()])
    return text.getvalue().encode("utf-8-sig")


def table_xlsx(table: pd.DataFrame, said: dict[str, str]) -> bytes:
    """The table as a workbook, with a sheet that says what it is."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Figure")
    sheet.append([cell(sheet, str(name)) for name in table.columns])
    for row in table.astype(object).itertuples(index=False):
        sheet.append([cell(sheet, value) for value in row])
    told = book.create_sheet("About")
    for name, value in said.items():
        told.append([name, cell(told, value)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def file_name(ground: Ground, name: str, kind: Kind) -> str:
    """Words of the figure and the day. Streamlit tells large files apart by a sample of their
    bytes, so a random word is added."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"{plain}-{ground.today}-{secrets.token_hex(4)}.{kind.ending}"
