"""A pause beside the stages."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from data.queries.columns import t
from data.tables import Hold
from data.tables.base import now
from data.tables.vocabulary import Role, Stage
from services import holds
from services.access import User
from services.refusals import BadInput, Conflict, NotAllowed
from tests import clinic, made
from tests.services.stages.at_stage import Course, course


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def place(user: User, it: Course, reason: str = "Blood pressure", **more: object) -> None:
    given = {"expected_to": None, "zone": clinic.ZONE, "entry_key": uuid4()} | more
    holds.place(user, it.patient_id, it.episode_id, reason, **given)  # type: ignore[arg-type]


def on_hold() -> bool:
    found: bool = clinic.one(sa.select(t.PatientFact.on_hold))
    return found


def test_a_hold_begins_with_a_reason_and_ends_by_a_correcting_entry(doctor: User) -> None:
    it, key = course(Stage.INDUCTION), uuid4()
    place(doctor, it, entry_key=key)
    place(doctor, it, entry_key=key)
    assert on_hold()
    assert clinic.one(sa.select(t.PatientFact.stage)) is Stage.INDUCTION
    with pytest.raises(Conflict, match="on hold already"):
        place(doctor, it)
    holds.end(doctor, it.patient_id, it.episode_id)
    assert not on_hold()
    first, last = clinic.rows(sa.select(Hold).order_by(t.Hold.id))
    assert (last[0].corrects, last[0].reason) == (first[0].id, "Blood pressure")
    with pytest.raises(Conflict, match="is not on hold"):
        holds.end(doctor, it.patient_id, it.episode_id)


def test_a_hold_may_follow_another(doctor: User) -> None:
    it = course(Stage.INDUCTION)
    place(doctor, it)
    holds.end(doctor, it.patient_id, it.episode_id)
    place(doctor, it, "Flu")
    assert on_hold()


def test_bad_input_is_refused_whole(doctor: User) -> None:
    it = course(Stage.INDUCTION)
    yesterday = now().astimezone(clinic.ZONE).date() - timedelta(days=1)
    with pytest.raises(BadInput) as refused:
        place(doctor, it, " " * 501, expected_to=yesterday)
    assert len(refused.value.faults) == 4
    assert clinic.count(Hold) == 0


def test_the_front_desk_places_no_hold(doctor: User) -> None:
    it = course(Stage.INDUCTION)
    with pytest.raises(NotAllowed):
        place(made.user(Role.STAFF), it)
