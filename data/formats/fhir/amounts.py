"""What one vital sign was measured to be: a number in our unit, or that it was not taken."""

from decimal import ROUND_HALF_UP, Decimal

from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import Quantity, Valued
from data.formats.fhir.signs import OTHER_UNITS, Sign

NO_DIASTOLIC = "A diastolic pressure of 0 is no reading; it stays unknown."
ROUNDED = "The file gives fractions, which were rounded to whole numbers."
CONVERTED = "The weight was converted to kilograms."

_BEYOND = 10**7
"""Above every number of every unit; what is larger might take all memory to reckon with."""


def read(value: Valued, sign: Sign) -> tuple[Decimal | None, str | None]:
    """The number in the unit of the sign, None where it was not taken, and a note; else Refused."""
    quantity = value.valueQuantity
    if quantity is None or quantity.value is None:
        _nothing_else(value, sign)
        return None, None
    if value.dataAbsentReason:
        raise Refused(f"{sign.name} is given and said to be absent.")
    if quantity.comparator:
        raise Refused(f"{sign.name} is given only as more or less than a number.")
    factor = _factor(quantity, sign)
    if sign.fills == "dbp" and quantity.value == 0:
        return None, NO_DIASTOLIC
    if not -_BEYOND < quantity.value < _BEYOND:
        raise _impossible(sign)
    amount = quantity.value * factor
    if not sign.possible.low <= amount <= sign.possible.high:
        raise _impossible(sign)
    return _rounded(amount, sign, converted=factor != 1)


def _nothing_else(value: Valued, sign: Sign) -> None:
    if value.holds_no_quantity:
        raise Refused(f"{sign.name} is not given as a quantity with its unit.")


def _factor(quantity: Quantity, sign: Sign) -> Decimal:
    """By the coded unit, or the printed one alone. The printed one may be any words, save those
    of another unit."""
    code, unit = (_plain(text) for text in (quantity.code, quantity.unit))
    if not code and not unit:
        raise Refused(f"{sign.name} comes without a unit.")
    factor = sign.factors.get(code or unit)
    if factor is None:
        raise Refused(f"{sign.name} is in another unit than {sign.unit}.")
    if unit in OTHER_UNITS and sign.factors.get(unit) != factor:
        raise Refused(f"{sign.name} comes with two different units.")
    return factor


def _plain(text: str | None) -> str:
    return "".join((text or "").casefold().split())


def _impossible(sign: Sign) -> Refused:
    unit = "kilograms" if sign.fills == "weight_kg" else sign.unit
    low, high = sign.possible.low, sign.possible.high
    return Refused(f"{sign.name} is not from {low} to {high} {unit}.")


def _rounded(amount: Decimal, sign: Sign, *, converted: bool) -> tuple[Decimal, str | None]:
    if sign.fills == "weight_kg":
        kept = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return kept, CONVERTED if converted else None
    whole = amount.quantize(Decimal(1), ROUND_HALF_UP)
    return whole, None if whole == amount else ROUNDED
