"""Numbers of a workbook as text, and those that are dates in ISO 8601."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from openpyxl.styles.numbers import STRIP_RE, is_datetime, is_timedelta_format
from openpyxl.utils.datetime import from_excel, to_ISO8601

Kind = Literal["date", "time", "datetime", "span"] | int
"""A whole number is how many digits are shown at least, as of a record number."""

_ZEROS = re.compile("0{2,30}")


def kind_of(code: str) -> Kind | None:
    """What "yyyy-mm-dd" or "000000" makes of a number; of several sections the first counts."""
    if _ZEROS.fullmatch(code.partition(";")[0]):
        return len(code.partition(";")[0])
    if is_timedelta_format(code):
        return "span"
    letters = STRIP_RE.sub("", code.partition(";")[0])
    return is_datetime(letters.lower())


def text(value: float, kind: Kind | None, epoch: datetime) -> str:
    """What the number says. One that cannot be a date stays a number, whatever its format."""
    if isinstance(kind, int):
        digits = number(value)
        return digits.zfill(kind) if digits.isdecimal() else digits
    if kind is None or value < 0 or (value < 1 and kind in ("date", "datetime")):
        return number(value)
    try:
        moment = from_excel(value, epoch, timedelta=kind == "span")
    except (OverflowError, ValueError):
        return number(value)
    if isinstance(moment, datetime) and moment.time() == time() and kind != "datetime":
        return moment.date().isoformat()
    return iso(moment)


def iso(moment: date | time | timedelta) -> str:
    """Lengths of time are hours, minutes and seconds: 1.25 days are "30:00:00"."""
    if not isinstance(moment, timedelta):
        return str(to_ISO8601(moment))  # type: ignore[no-untyped-call]
    seconds = round(moment.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def number(value: float) -> str:
    """As short as it can be written: 93706.0 is "93706", and no digit of a fraction is lost."""
    if isinstance(value, int):
        return str(value)  # digits that a float would lose may be an identifier's
    if not math.isfinite(value):
        raise ValueError("no number that a workbook can hold")
    if value.is_integer() and abs(value) < 1e21:
        return f"{Decimal(repr(value)) + 0:.0f}"
    return repr(value)
