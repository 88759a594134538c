"""Dates as tables write them."""

from datetime import UTC, date, datetime

import pytest

from data.formats.tabular import clocks, dates
from data.formats.tabular.fault import Fault
from tests.tables_made import ZONE

THIRD = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-11-03", None),
        ("2026/11/3", None),
        ("2026.11.03", None),
        ("3.11.2026", "dmy"),
        ("03/11/2026", "dmy"),
        ("11/3/2026", "mdy"),
        ("11-03-2026", "mdy"),
        ("3 Nov 2026", None),
        ("03-NOV-2026", None),
        ("03NOV2026", None),
        ("3rd November, 2026", None),
        ("Nov 3, 2026", None),
        ("November 3 2026", None),
        ("2026-11-03 00:00:00", None),
    ],
)
def test_a_whole_date(text, order):
    assert dates.whole(text, order) == THIRD


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-02", date(2014, 2, 1), date(2014, 2, 28)),
        ("Feb 2012", date(2012, 2, 1), date(2012, 2, 29)),
        ("2014-02-07", date(2014, 2, 7), date(2014, 2, 7)),
    ],
)
def test_a_part_of_a_date_keeps_its_words_and_the_days_it_allows(text, earliest, latest):
    day = dates.part(text, None)
    assert (day.text, day.earliest, day.latest) == (text, earliest, latest)


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("03/04/2026", None, dates.TWO_WAYS),
        ("03.04.2026", "ymd", dates.TWO_WAYS),
        ("03/04/26", "dmy", dates.SHORT_YEAR),
        ("3 Nov 26", None, dates.SHORT_YEAR),
        ("13/04/2026", "mdy", dates.NO_SUCH_DAY),
        ("2026-02-29", None, dates.NO_SUCH_DAY),
        ("31.04.2026", "dmy", dates.NO_SUCH_DAY),
        ("1899-12-31", None, dates.OUT_OF_TIME),
        ("0000-00-00", None, dates.OUT_OF_TIME),
        ("2026", None, dates.ONLY_A_PART),
        ("2026-11", None, dates.ONLY_A_PART),
        ("yesterday", None, dates.NOT_A_DATE),
        ("45963", None, dates.NOT_A_DATE),
        ("2026-W03-1", None, dates.NOT_A_DATE),
        ("3 Foo 2026", None, dates.NOT_A_DATE),
        ("2" * 10_000, None, dates.NOT_A_DATE),
        ("2026-11-03 25:00", None, clocks.NO_SUCH_TIME),
        ("2026-11-03 13:00 pm", None, clocks.NO_SUCH_TIME),
    ],
)
def test_what_is_no_whole_date_is_a_fault(text, order, why):
    with pytest.raises(Fault) as fault:
        dates.whole(text, order)
    assert str(fault.value) == why


@pytest.mark.parametrize("text", ["13/04/2026", "04/13/2026", "13.04.2026", "04-04-2026"])
def test_a_date_that_reads_only_one_way_needs_no_order(text):
    assert dates.whole(text, None).month == 4


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("03/04/2026", {"dmy", "mdy"}),
        ("13/04/2026", {"dmy"}),
        ("04/13/2026 10:00", {"mdy"}),
        ("04.04.2026", set()),
        ("2026-04-03", set()),
        ("40/40/2026", set()),
    ],
)
def test_in_which_orders_a_date_can_be_read(text, orders):
    assert dates.order_of(text) == orders


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-03T09:30:00Z", "2026-11-03T09:30:00+00:00"),
        ("2026-11-03 09:30 +02:00", "2026-11-03T07:30:00+00:00"),
        ("2026-11-03T09:30:15.250-0500", "2026-11-03T14:30:15+00:00"),
        ("2026-11-03 09:30", "2026-11-03T14:30:00+00:00"),
        ("2026-11-03 9:30 PM", "2026-11-04T02:30:00+00:00"),
        ("2026-11-03 12:05 a.m.", "2026-11-03T05:05:00+00:00"),
        ("2026-07-03 09:30", "2026-07-03T13:30:00+00:00"),
    ],
)
def test_an_instant_in_utc_where_a_time_without_a_zone_is_the_clinics(text, utc):
    at, notes = dates.moment(dates.when(text, None), ZONE)
    assert (at.isoformat(), notes) == (utc, ())


def test_a_bare_date_is_the_clinics_midnight_and_says_so():
    at, notes = dates.moment(dates.when("2026-11-03", None), ZONE)
    assert at == datetime(2026, 11, 3, 5, tzinfo=UTC)
    assert notes == (dates.DATE_ONLY,)


def test_a_time_that_the_clocks_skipped_is_a_fault():
    with pytest.raises(Fault, match="clocks went forward"):
        dates.moment(dates.when("2026-03-08 02:30", None), ZONE)


def test_of_a_time_that_came_twice_the_first_is_taken_and_says_so():
    at, notes = dates.moment(dates.when("2026-11-01 01:30", None), ZONE)
    assert at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert notes == (dates.TWICE,)
