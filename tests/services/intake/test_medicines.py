"""Medicines that are taken: said to be stopped by a correcting entry, and then no caution."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from data.tables import Medication
from data.tables.vocabulary import Role
from services import patients
from services.access import User
from services.intake import judging, overview, prior
from services.intake.prior import Taken
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from tests import clinic, made
from tests.services.intake.answered import screened, well
from tests.services.stages.at_stage import TODAY, Course

DAY = timedelta(days=1)
LORAZEPAM = Taken("Lorazepam 1 mg", "benzodiazepine", TODAY - 90 * DAY)


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def taken(user: User, it: Course, medicine: Taken = LORAZEPAM) -> int:
    prior.add_medicine(user, it.patient_id, medicine, clinic.ZONE, entry_key=uuid4())
    number: int = clinic.one(sa.select(sa.func.max(Medication.id)))
    return number


def stop(user: User, it: Course, number: int, last: date | None = TODAY - DAY) -> None:
    prior.stop_medicine(user, it.patient_id, number, last, clinic.ZONE)


def interacting(user: User, it: Course) -> list[str]:
    cautions = patients.summary(user, it.patient_id, clinic.ZONE).cautions
    assert cautions is not None
    return [each.name for each in cautions.interacting()]


def test_a_medicine_that_was_stopped_is_no_caution_and_no_mistake(doctor: User) -> None:
    it = screened(doctor)
    well(doctor, it)
    number = taken(doctor, it)
    assert interacting(doctor, it) == ["Lorazepam 1 mg"]
    stop(doctor, it, number)
    assert interacting(doctor, it) == []
    (row,) = overview.show(doctor, it.patient_id, clinic.ZONE).medicines
    assert (row["name"], row["interacts"]) == ("Lorazepam 1 mg", "benzodiazepine")
    assert (row["started_on"], row["stopped_on"]) == (TODAY - 90 * DAY, TODAY - DAY)
    shown = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE)
    assert shown.answers["interacting_medicines"] == []
    entries = clinic.rows(sa.select(Medication.corrects, Medication.struck, Medication.stopped_on))
    assert sorted(entries, key=str) == [(number, False, TODAY - DAY), (None, False, None)]


def test_what_was_taken_today_still_counts_today(doctor: User) -> None:
    it = screened(doctor)
    stop(doctor, it, taken(doctor, it), TODAY)
    assert interacting(doctor, it) == ["Lorazepam 1 mg"]


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (None, "Give the day"),
        (TODAY + DAY, "in the future"),
        (TODAY - 91 * DAY, "before it was begun"),
    ],
)
def test_a_day_that_cannot_be_is_refused(doctor: User, last: date | None, sentence: str) -> None:
    it = screened(doctor)
    number = taken(doctor, it)
    with pytest.raises(BadInput, match=sentence):
        stop(doctor, it, number, last)
    assert clinic.count(Medication) == 1


def test_a_medicine_is_stopped_once_and_only_of_its_own_patient(doctor: User) -> None:
    it, other = screened(doctor), screened(doctor)
    number = taken(doctor, it)
    with pytest.raises(NotFound):
        stop(doctor, other, number)
    stop(doctor, it, number)
    with pytest.raises(Conflict, match="corrected this entry first"):
        stop(doctor, it, number)


def test_the_front_desk_stops_what_it_entered_itself(doctor: User) -> None:
    it, desk = screened(doctor), made.user(Role.STAFF)
    with pytest.raises(NotAllowed, match="A clinician"):
        stop(desk, it, taken(doctor, it))
    stop(desk, it, taken(desk, it))
    with pytest.raises(NotAllowed):
        stop(made.user(Role.MANAGER), it, taken(doctor, it))
