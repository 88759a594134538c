"""Numbers as tables write them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from data.formats.tabular.fault import Fault

Point = Literal[".", ","]

_NUMBER = re.compile(r"[+-]?\d{1,9}(?P<fraction>(?P<point>[.,])\d{1,12})?", re.ASCII)


def number(text: str, point: Point | None) -> Decimal:
    """The number. A comma is a decimal point only where somebody said so, and then a dot is not:
    either may also part thousands."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        raise Fault("It is not a number. Correct it, or leave the cell empty.")
    if match["point"] not in (None, point or "."):
        raise Fault("It has another decimal sign than this table is read with. Use one throughout.")
    return Decimal(text.strip().replace(",", "."))


def whole(text: str, point: Point | None) -> int | None:
    """A whole number, also one written as 2.0; None for a fraction."""
    value = number(text, point)
    return int(value) if value == value.to_integral_value() else None


def rounded(value: Decimal) -> int:
    """To the nearest whole number, halves up: a pressure of 139.5 is not to look like 139."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def decimal_sign(text: str) -> Point | None:
    """The sign before the fraction of a number; None for whole numbers and other words."""
    match = _NUMBER.fullmatch(text.strip())
    if not match or match["point"] is None:
        return None
    return "," if match["point"] == "," else "."
