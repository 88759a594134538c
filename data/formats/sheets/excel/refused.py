"""Why a workbook as a whole is refused, in sentences."""

from data.formats.errors import NotReadable


class Unsound(NotReadable):
    """The workbook as a whole is refused, not only one sheet of it."""


def damaged() -> Unsound:
    return Unsound(
        "This workbook is damaged or was not saved whole. "
        "Open it in Excel and save it again, or save the table as CSV."
    )


def bomb() -> Unsound:
    return Unsound(
        "This workbook unpacks to far more than a table holds, so it was not opened. "
        "Save the table alone as CSV or in a new workbook."
    )


def locked() -> Unsound:
    return Unsound("This workbook has a password. Save it without one.")


def no_workbook() -> Unsound:
    return Unsound(
        "This file is a zip but not an Excel workbook (.xlsx or .xlsm). "
        "Save the table as .xlsx or CSV, and choose that file itself."
    )


def strict() -> Unsound:
    return Unsound(
        "This workbook is of the kind Strict Open XML, which is not read. "
        "Open it in Excel and save it as Excel Workbook (.xlsx)."
    )


def no_text() -> Unsound:
    return Unsound(
        "This workbook has control characters or halves of characters in its text, which cannot "
        "be stored or shown. Take them out, or ask the sender for a clean export."
    )
