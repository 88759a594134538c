"""Bookings."""

from datetime import UTC, datetime

import pytest

from tests.tables_made import faults, read

HEAD = "mrn | start | end | status | route | chair | reason"
LINE = "1 | 2026-11-03 09:30 | 2026-11-03 11:30 | {} | {} | Chair 2 | Induction"


def test_a_booking():
    (record,) = read(HEAD, LINE.format("Confirmed", "Spravato")).entries
    assert record.starts_at == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    assert (record.minutes, record.status, record.route) == (120, "booked", "nasal")
    assert (record.chair, record.reason) == ("Chair 2", "Induction")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("", "booked"),
        ("Completed", "attended"),
        ("No-Show", "no_show"),
        ("no show", "no_show"),
        ("Late cancellation", "late_cancel"),
        ("CANCELED", "cancelled"),
        ("Cancelled by clinic", "clinic_cancelled"),
        ("maybe", None),
    ],
)
def test_a_status_is_known_or_keeps_the_row_out(word, status):
    file = read(HEAD, LINE.format(word, ""))
    assert [entry.status for entry in file.entries] == ([status] if status else [])
    assert len(file.left_out) == (status is None)


@pytest.mark.parametrize(
    ("word", "route"),
    [("IV", "iv"), ("Ketamine infusion", "iv"), ("Esketamine", "nasal"), ("", None)],
)
def test_a_route(word, route):
    (record,) = read(HEAD, LINE.format("", word)).entries
    assert record.route == route


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("date | start time | end time", "2026-11-03 | 09:30 | 11:30"),
        ("date | time | duration", "2026-11-03 | 9:30 AM | 120"),
        ("appointment date | time | minutes", "2026-11-03 | 09:30 | 120.0"),
        ("start | end", "2026-11-03T14:30:00Z | 11:30"),
    ],
)
def test_date_and_clock_may_stand_in_several_cells(head, cells):
    (record,) = read(f"mrn | chair | {head}", f"1 | A | {cells}", kind="appointments").entries
    assert record.starts_at == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    assert record.minutes == 120


def test_a_booking_across_the_change_of_the_clocks_has_its_real_length():
    line = "1 | 2026-11-01 00:30 | 2026-11-01 02:30 | | | | "
    (record,) = read(HEAD, line).entries
    assert record.minutes == 180


def test_a_booking_without_an_end_has_an_unknown_length():
    (record,) = read("mrn | start | chair", "1 | 2026-11-03 09:30 | A").entries
    assert record.minutes is None


@pytest.mark.parametrize(
    ("head", "cells", "field", "why"),
    [
        ("start | end", "2026-11-03 | ", "start", "It gives no time of day"),
        ("start | end", "2026-03-08 02:30 | ", "start", "That time did not exist at the clinic"),
        ("start | end", "2026-11-03 09:30 | 09:30", "end", "It does not end after it starts"),
        ("start | minutes", "2026-11-03 09:30 | 0", "minutes", "A length is a whole number"),
        ("start | minutes", "2026-11-03 09:30 | 1.5", "minutes", "A length is a whole number"),
        ("start | minutes", "2026-11-03 09:30 | long", "minutes", "It is not a number"),
    ],
)
def test_a_time_that_cannot_be_keeps_the_row_out(head, cells, field, why):
    file = read(f"mrn | {head}", f"1 | {cells}")
    ((row, at, sentence),) = faults(file)
    assert (row, at) == (1, field)
    assert sentence.startswith(why)


def test_minutes_that_contradict_the_end_are_a_fault():
    file = read("mrn | start | end | minutes", "1 | 2026-11-03 09:30 | 10:30 | 45")
    assert [field for _, field, _ in faults(file)] == ["minutes"]


def test_a_row_without_a_person_or_a_start_stays_out():
    assert [why for _, _, why in faults(read(HEAD, " | | | | | Chair 2 | "))] == [
        *("It names nobody", "It has no date")
    ]
