"""Numbers as tables write them."""

from decimal import Decimal

import pytest

from data.formats.tabular import numbers
from data.formats.tabular.fault import Fault


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("2", None, "2"),
        ("2.5", None, "2.5"),
        ("2.5", ".", "2.5"),
        ("2,5", ",", "2.5"),
        ("-1", ",", "-1"),
    ],
)
def test_a_number(text, point, value):
    assert numbers.number(text, point) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("2,5", None),
        ("2,5", "."),
        ("2.5", ","),
        ("1,234.5", "."),
        (">200", "."),
        ("1e9", "."),
        ("٣", "."),
        ("nan", "."),
        ("9" * 100, "."),
        ("", "."),
    ],
)
def test_what_can_be_read_two_ways_or_not_at_all_is_a_fault(text, point):
    with pytest.raises(Fault):
        numbers.number(text, point)


@pytest.mark.parametrize(("text", "value"), [("0.0", 0), ("3", 3), ("3.00", 3), ("2.5", None)])
def test_a_whole_number_may_be_written_with_a_fraction_of_zero(text, value):
    assert numbers.whole(text, ".") == value


@pytest.mark.parametrize(("value", "whole"), [("139.5", 140), ("139.4", 139), ("140", 140)])
def test_halves_are_rounded_up(value, whole):
    assert numbers.rounded(Decimal(value)) == whole
