"""When chairs could be used, at the edges: clocks that change, closures, breaks, retired chairs."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.utilization import hours, third_next
from services.utilization.hours import Closure, Place, Seat, Span

ZONE = ZoneInfo("America/Los_Angeles")
CHAIR, OTHER = UUID(int=1), UUID(int=2)
MONDAY = date(2026, 3, 2)
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
"""Sundays on which the clock is put forward, and back."""
WHOLE_DAY = dict.fromkeys(range(7), ((0, 1440),))
TWO_SPANS = {0: ((480, 720), (780, 1020))}


def place(
    opening: dict[int, tuple[Span, ...]], *seats: Seat, since: date | None = date(2026, 1, 1)
) -> Place:
    return Place(1, "Main Street", ZONE, opening, seats or (Seat(CHAIR, "1"),), since)


def local(on: date, minute: int) -> datetime:
    on += timedelta(days=minute // 1440)
    return datetime(on.year, on.month, on.day, minute // 60 % 24, minute % 60, tzinfo=ZONE)


def closure(on: date, start: int, end: int, chair: UUID | None = None) -> Closure:
    return Closure(1, chair, local(on, start).astimezone(UTC), local(on, end).astimezone(UTC))


def available(
    where: Place, *closures: Closure, on: date = MONDAY, until: date | None = None
) -> int:
    found = hours.available([where], closures, on, until or on)
    return int(found[list(hours.HOURS)].to_numpy().sum()) if len(found) else 0


def test_a_break_is_the_gap_between_two_spans() -> None:
    found = hours.available([place(TWO_SPANS)], [], MONDAY, MONDAY)
    assert found[list(hours.HOURS)].to_numpy().sum() == 480
    assert found[12].tolist() == [0]
    assert found[[8, 11, 13, 16]].to_numpy().tolist() == [[60, 60, 60, 60]]


def test_a_span_that_begins_within_an_hour_gives_that_hour_its_part() -> None:
    found = hours.available([place({0: ((495, 555),)})], [], MONDAY, MONDAY)
    assert found[[8, 9]].to_numpy().tolist() == [[45, 15]]


@pytest.mark.parametrize(("day", "many"), [(SPRING, 23), (AUTUMN, 25), (MONDAY, 24)])
def test_the_day_on_which_the_clock_changes_has_an_hour_less_or_more(day: date, many: int) -> None:
    assert available(place(WHOLE_DAY), on=day) == many * 60


def test_a_clock_that_changes_at_night_leaves_the_day_s_hours_as_they_are() -> None:
    assert available(place({6: ((480, 1080),)}), on=SPRING) == 600


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [
        (0, 1440, 480),
        (400, 480, 0),
        (400, 500, 20),
        (700, 800, 40),
        (1000, 1100, 20),
        (720, 780, 0),
    ],
)
def test_a_closure_takes_only_what_was_open(start: int, end: int, taken: int) -> None:
    assert available(place(TWO_SPANS), closure(MONDAY, start, end)) == 480 - taken


def test_closures_that_overlap_take_a_minute_once() -> None:
    both = closure(MONDAY, 480, 540), closure(MONDAY, 500, 560, CHAIR)
    assert available(place(TWO_SPANS), *both) == 480 - 80


def test_a_closed_chair_closes_no_other() -> None:
    where = place(TWO_SPANS, Seat(CHAIR, "1"), Seat(OTHER, "2"))
    assert available(where, closure(MONDAY, 480, 540, OTHER)) == 900


def test_a_closure_over_several_days_takes_each_of_them() -> None:
    where = place(dict.fromkeys(range(7), ((480, 1020),)))
    long = Closure(1, None, local(MONDAY, 600), local(MONDAY + timedelta(days=2), 600))
    until = MONDAY + timedelta(days=3)
    assert available(where, long, until=until) == 120 + 0 + 420 + 540


def test_a_chair_is_gone_from_the_day_of_its_retirement_on() -> None:
    where = place(WHOLE_DAY, Seat(CHAIR, "1", retired_on=MONDAY + timedelta(days=1)))
    assert available(where, until=MONDAY + timedelta(days=5)) == 1440


def test_nothing_is_available_before_the_first_booking_of_a_site() -> None:
    assert available(place(WHOLE_DAY, since=MONDAY + timedelta(days=9))) == 0
    assert available(place(WHOLE_DAY, since=None)) == 0


def test_a_site_without_hours_has_none() -> None:
    assert not place({}).known
    assert not place({0: ()}).known
    assert available(place({})) == 0


def test_hours_are_read_in_order_joined_and_cut_to_the_day() -> None:
    said = {"0": [[780, 1020], [480, 720]], "1": [[480, 600], [540, 700]], "2": [[-5, 2000]]}
    said["3"] = [[600, 600]]
    assert hours.spans(said) == {
        0: ((480, 720), (780, 1020)),
        1: ((480, 700),),
        2: ((0, 1440),),
        3: (),
    }


spans = st.tuples(st.integers(0, 1439), st.integers(1, 400)).map(
    lambda each: (each[0], min(1440, each[0] + each[1]))
)


@settings(max_examples=40, deadline=None)
@given(opening=st.lists(spans, max_size=3), closed=st.lists(spans, max_size=3))
def test_minutes_are_those_that_a_person_counts(opening: list[Span], closed: list[Span]) -> None:
    where = place(hours.spans({"0": [list(each) for each in opening]}))
    closures = [
        Closure(
            1,
            None,
            local(MONDAY, 0) + timedelta(minutes=a),
            local(MONDAY, 0) + timedelta(minutes=b),
        )
        for a, b in closed
    ]
    counted = sum(
        any(a <= minute < b for a, b in opening) and not any(a <= minute < b for a, b in closed)
        for minute in range(1440)
    )
    assert available(where, *closures) == counted
    pieces = hours.taken_away([where], closures, MONDAY, MONDAY)
    open_minutes = sum(any(a <= minute < b for a, b in opening) for minute in range(1440))
    assert sum(each.end - each.start for each in pieces) == open_minutes - counted


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(480, 720), (780, 1020)]),
        ([(480, 600)], [(600, 720), (780, 1020)]),
        ([(500, 510), (505, 530)], [(480, 500), (530, 720), (780, 1020)]),
        ([(700, 800)], [(480, 700), (800, 1020)]),
        ([(0, 1440)], []),
    ],
)
def test_gaps_are_what_bookings_leave_of_the_open_time(taken: list[Span], left: list[Span]) -> None:
    assert list(third_next.gaps(TWO_SPANS[0], taken)) == left


def test_as_many_visits_fit_a_gap_as_follow_one_another() -> None:
    assert [third_next.places_in((0, length), 120) for length in (119, 120, 239, 240)] == [
        *(0, 1, 1, 2)
    ]
