"""Whose next dose is due, on each side of the first and the last day of the usual gap."""

from typing import Any

import pytest

from data.tables.vocabulary import AppointmentStatus, Stage
from services.utilization import workload
from tests.services.utilization.by_hand import ByHand
from tests.services.utilization.comparing import ground_of
from tests.services.utilization.test_by_hand import Rooms

PHASES = (
    # protocol, doses given, least and most days of the usual gap
    ("IV-STD-6", 5, 2, 5),
    ("IV-STD-6", 6, 5, 10),
    ("IV-STD-6", 10, 24, 35),
    ("SPR-TRD", 7, 2, 5),
    ("SPR-TRD", 11, 5, 10),
    ("SPR-TRD", 12, 11, 18),
    ("SPR-MDSI", 9, 2, 5),
)


@pytest.fixture
def rooms(record: str) -> Rooms:
    return Rooms()


def visit(ahead: int, **other: Any) -> dict[str, Any]:
    given = {"status": AppointmentStatus.ATTENDED, "session": True, "dosed": True}
    nothing = ("chair", "monitor", "hours_before", "chair_in", "chair_out", "first", "ready")
    plain = {"minute": 600, "planned": 120, "booked_days": 9, "signed": True, "form": False}
    return dict.fromkeys(nothing) | plain | given | {"ahead": ahead, "readings": set()} | other


def course(protocol: str, doses: int, ago: int, *more: Any, **other: Any) -> dict[str, Any]:
    """In treatment, the last of its doses so many days ago."""
    visits = [visit(-ago - 2 * place) for place in range(doses)]
    nothing = dict.fromkeys(("decided", "reviewed", "changed", "held"))
    begun = {"opened": -120, "mine": True, "stages": [(-110, Stage.INDUCTION)]}
    return nothing | begun | {"protocol": protocol, "visits": [*visits, *more]} | other


def found(rooms: Rooms) -> tuple[int | None, int | None]:
    """Due and overdue, the same counted by hand."""
    ground = ground_of(rooms.owner)
    shown = workload.unbooked(rooms.owner, ground)
    hand = ByHand(None, ground.view.until, ground.today)
    assert (shown.due, shown.overdue) == hand.due()
    return shown.due, shown.overdue


@pytest.mark.parametrize(("protocol", "doses", "least", "most"), PHASES)
def test_due_from_the_first_day_of_the_gap_and_overdue_after_its_last(
    rooms: Rooms, protocol: str, doses: int, least: int, most: int
) -> None:
    counted = []
    for ago in (least - 1, least, most, most + 1):
        rooms.add(course(protocol, doses, ago))
        counted.append(found(rooms))
    assert counted == [(0, 0), (1, 0), (2, 0), (3, 1)]


def test_a_hold_still_open_or_a_booking_ahead_leaves_nothing_due(rooms: Rooms) -> None:
    booked = {"status": AppointmentStatus.BOOKED, "session": False}
    rooms.add(course("SPR-TRD", 8, 30, held=False))
    rooms.add(course("SPR-TRD", 8, 30, visit(0, **booked)))
    assert found(rooms) == (0, 0)
    rooms.add(course("SPR-TRD", 8, 30, held=True))
    rooms.add(course("SPR-TRD", 8, 30, visit(-1, **booked)))
    assert found(rooms) == (2, 2)
