"""Numbers of a workbook as text, and those that are dates in ISO 8601."""

import math
from datetime import datetime, timedelta
from decimal import Decimal

from data.formats.sheets.excel.package import damaged
from data.formats.sheets.excel.styles import Format

_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no zone
"""The day 0 of Excel, as the days from March 1900 on count."""
_DAY = 24 * 60 * 60 * 1000
"""Milliseconds; the fractions of a day in a file are no finer."""
_END = 2_958_466 - 1 / _DAY
"""The last millisecond of 9999-12-31, counted from 1900."""
_FROM_1904 = 1_462
"""Days between the two ways of counting."""
_NO_DAY = 60
"""1900-02-29, which Excel counts and which never was."""


def text(stored: str, format: Format, *, from_1904: bool = False) -> str:
    """What the number says. One that cannot be a date stays a number, whatever its format."""
    if format is Format.NUMBER:
        return number(stored)
    value = _float(stored)
    days = value + (_FROM_1904 if from_1904 else 0)
    if value < 0 or days >= _END:
        return number(stored)
    if format is Format.SPAN:
        return _span(value)
    if format is Format.CLOCK and value < 1:
        return _clock(value)
    if days < 1 or int(days) == _NO_DAY:
        return number(stored)
    return _moment(days, only_day=format is Format.DAY)


def number(stored: str) -> str:
    """As short as it can be written: 93706.0 is "93706", and no digit of a fraction is lost."""
    if stored.isascii() and stored.isdecimal() and stored[0] != "0":
        return stored  # digits that a float would lose may be an identifier's
    value = _float(stored)
    if value.is_integer() and abs(value) < 1e21:
        return f"{Decimal(repr(value)) + 0:.0f}"
    return repr(value)


def _float(stored: str) -> float:
    try:
        value = float(stored)
    except ValueError:
        raise damaged() from None
    if not math.isfinite(value):
        raise damaged()
    return value


def _moment(days: float, *, only_day: bool) -> str:
    # Before the day that never was, the count is one behind.
    moment = _ZERO + timedelta(days=days < _NO_DAY, milliseconds=round(days * _DAY))
    if only_day and moment == moment.replace(hour=0, minute=0, second=0, microsecond=0):
        return moment.date().isoformat()
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _clock(value: float) -> str:
    moment = _ZERO + timedelta(milliseconds=round(value * _DAY) % _DAY)
    return moment.time().isoformat("milliseconds" if moment.microsecond else "seconds")


def _span(value: float) -> str:
    """Hours, minutes and seconds; 1.25 days are "30:00:00"."""
    seconds = round(value * _DAY / 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
