"""A date may be told in part, and stays as it was told."""

from zoneinfo import ZoneInfo

import pytest

from data.formats.fhir.days import day, unread, within
from data.formats.fhir.shapes import Period
from data.formats.records import Day

ZONE = ZoneInfo("America/New_York")


def shown(found: Day | None) -> tuple[str, str, str] | None:
    return found and (found.text, found.earliest.isoformat(), found.latest.isoformat())


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-03-02", "2026-03-02", "2026-03-02"),
    ],
)
def test_a_date_allows_its_days(text: str, earliest: str, latest: str) -> None:
    assert shown(day(text, ZONE)) == (text, earliest, latest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T02:00:00Z", "2026-03-01"),
        ("2026-03-01T21:00:00-05:00", "2026-03-01"),
        ("2026-03-02T21:00:00", "2026-03-02"),
        ("2026-03-02T00:00:00Z", "2026-03-02"),
    ],
)
def test_a_time_is_of_the_clinics_day_unless_it_is_midnight(text: str, expected: str) -> None:
    assert shown(day(text, ZONE)) == (expected,) * 3


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "0000", "2026-13", "2026-02-30", "2026-3-2", "02/03/2026", "2026-W10"),
        *("spring", "2026-03-02T25:00:00Z", "0001-01-01T00:30:00Z", "2026-03-02Tnoon!"),
    ],
)
def test_what_is_no_date_is_unknown(text: str | None) -> None:
    assert day(text, ZONE) is None
    assert bool(unread((text, None))) is bool(text)


@pytest.mark.parametrize("period", [None, Period(), Period(start="2026"), Period(end="2026")])
def test_half_a_period_is_no_day(period: Period | None) -> None:
    assert within(period, ZONE) is None


def test_a_period_of_one_day_is_that_day() -> None:
    assert shown(within(Period(start="2026-03-02", end="2026-03-02"), ZONE)) == ("2026-03-02",) * 3


def test_a_period_that_ends_before_it_starts_is_no_day() -> None:
    assert within(Period(start="2026-03-02", end="2026-03-01"), ZONE) is None
