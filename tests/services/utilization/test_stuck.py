"""Who is over the expected days of a stage, on each side of the last, and what stands beside."""

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.tables import Episode, Outreach
from data.tables.vocabulary import AppointmentStatus, Contact, Disposition, Reached, Stage
from services.utilization import opening, standing, stuck
from tests import clinic
from tests.services.utilization.by_hand import EXPECTED
from tests.services.utilization.comparing import ZONE, ground_of
from tests.services.utilization.test_by_hand import QUIET, Rooms, at, put
from tests.services.utilization.test_due import visit


@pytest.fixture
def rooms(record: str) -> Rooms:
    return Rooms()


def stands(stage: Stage, ago: int, **other: Any) -> dict[str, Any]:
    """A patient in this stage since so many days."""
    return {**QUIET, "visits": [], "stages": [(-ago, stage)], **other}


def counts(rooms: Rooms, stage: Stage) -> tuple[int | None, int | None]:
    """Over and within."""
    found = stuck.stuck(rooms.owner, ground_of(rooms.owner))
    return next((each.over, each.within) for each in found if each.row.stage is stage)


def listed(rooms: Rooms, number: str) -> pd.DataFrame:
    rows = opening.find(rooms.owner, ground_of(rooms.owner), number).rows
    assert rows is not None
    return rows


@pytest.mark.parametrize(("stage", "days"), [(Stage(each), n) for each, n in EXPECTED.items()])
def test_nobody_is_over_on_the_last_day_and_everybody_on_the_next(
    rooms: Rooms, stage: Stage, days: int
) -> None:
    told = []
    for ago in (days - 1, days, days + 1):
        rooms.add(stands(stage, ago))
        told.append(counts(rooms, stage))
    assert told == [(0, 1), (0, 2), (1, 2)]


def test_a_deferral_is_over_after_its_own_revisit_date(rooms: Rooms) -> None:
    for revisit in (-1, 0, 1):
        decided = {"ahead": -30, "verdict": Disposition.DEFER, "findings": [], "revisit": revisit}
        rooms.add(stands(Stage.DEFERRED, 30, decided=[decided]))
    assert counts(rooms, Stage.DEFERRED) == (1, 2)
    rooms.add(stands(Stage.DEFERRED, 300))
    assert counts(rooms, Stage.DEFERRED) == (1, 3)
    (due,) = listed(rooms, "stuck-deferred-over")["Was due"]
    assert due == day(-1)


@pytest.mark.parametrize("stage", [Stage.MAINTENANCE, Stage.LOST, Stage.COMPLETED])
def test_stages_without_expected_days_are_not_drawn(rooms: Rooms, stage: Stage) -> None:
    rooms.add(stands(stage, 500))
    found = standing.figure(rooms.owner, ground_of(rooms.owner))
    assert found.picture is None
    assert found.caption == "Nobody of this filter stands in a stage that is expected to end."


def test_the_list_says_days_last_event_next_booking_and_owner(rooms: Rooms) -> None:
    booked = visit(5, status=AppointmentStatus.BOOKED, session=False)
    missed = visit(-2, status=AppointmentStatus.BOOKED, session=False)
    rooms.add(stands(Stage.SCREENING, 20, visits=[booked, missed]))
    (row,) = listed(rooms, "stuck-screening-over").to_dict("records")
    since = day(-20)
    assert {name: row[name] for name in row if name != "patient_id"} == {
        "Patient": "Invented, Ann",
        "Route": "IV ketamine",
        "Stage": "Screening",
        "Days": 20,
        "Was due": day(-6),
        "Last event": f"Moved to screening {since.day} {since:%b}",
        "Next booked": day(5),
        "Owner": "Ann First",
    }


@pytest.mark.parametrize(("ago", "newer"), [(19, True), (21, False)])
def test_the_last_event_is_the_newest_step_or_attempt(rooms: Rooms, ago: int, newer: bool) -> None:
    rooms.add(stands(Stage.INQUIRY, 20))
    ((episode_id,),) = clinic.rows(sa.select(Episode.id))
    tried = Outreach(
        episode_id=episode_id,
        kind=Contact.PHONE,
        result=Reached.NO_ANSWER,
        happened_at=at(-ago, 600),
    )
    with Session(database.engine()) as session:
        put(session, tried)
        session.commit()
    (words,) = listed(rooms, "stuck-inquiry-over")["Last event"]
    on = day(-ago if newer else -20)
    called = f"Called {on.day} {on:%b}, no answer"
    assert words == (called if newer else f"Moved to inquiry {on.day} {on:%b}")


def test_the_front_desk_owns_what_it_keeps_moving(rooms: Rooms) -> None:
    rooms.add(stands(Stage.ELIGIBLE, 20))
    rooms.add(stands(Stage.REVIEW, 20, mine=False))
    assert list(listed(rooms, "stuck-eligible-over")["Owner"]) == ["Front desk"]
    assert list(listed(rooms, "stuck-review-over")["Owner"]) == ["Prescriber"]


def test_the_oldest_obligation_comes_first(rooms: Rooms) -> None:
    for ago in (20, 40, 30):
        rooms.add(stands(Stage.INQUIRY, ago))
    assert list(listed(rooms, "stuck-inquiry-over")["Days"]) == [40, 30, 20]


def day(ahead: int) -> date:
    return datetime.now(ZONE).date() + timedelta(days=ahead)
