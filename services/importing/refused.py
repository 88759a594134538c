"""Rows of a table that did not come in, as a file to mend: the cells as they were, and why."""

import csv
import io
import re
from collections import defaultdict

from services.access import Action, User
from services.acting import acting
from services.exports import defused
from services.importing import columns, reading
from services.importing.plans import File, FilePlan

BOM = "\ufeff"
HARMLESS = re.compile(r"[+-]?[\d\s().,/-]*")
"""Numbers and telephone numbers are no formula, and must come back as they were."""


def rows(user: User | None, file: File, plan: FilePlan) -> bytes:
    """CSV in UTF-8 with a mark, for Excel: the table's own columns, then the column at fault and
    the reason. Formulas are defused. A row of which a part came in is not among them, or mending
    it would bring that part twice."""
    with acting(user, Action.PREVIEW_FILES):
        pass
    grid = reading.sheet(file)
    why: dict[int, list[tuple[str, str]]] = defaultdict(list)
    out = plan.rows_out()
    for row, column, reason in plan.faults():
        if row in out:
            why[row].append((column, reason))
    cells = dict(grid.numbered())
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*map(_cell, grid.columns), *columns.REASONS])
    for row, faults in sorted(why.items()):
        at_fault = "; ".join(dict.fromkeys(column for column, _ in faults if column))
        reasons = " ".join(dict.fromkeys(reason for _, reason in faults))
        writer.writerow([*map(_cell, cells[row]), row, at_fault, reasons])
    return (BOM + written.getvalue()).encode()


def _cell(text: str) -> str:
    """One that begins like a defused one gets an apostrophe more, so that one can be taken off."""
    if columns.DEFUSED.match(text):
        return "'" + text
    return text if HARMLESS.fullmatch(text) else str(defused(text))
