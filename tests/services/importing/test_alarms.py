"""Answers that speak of suicide and come in with a file: what they open, and what they do not."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from data.reference.signals import signals
from data.tables import Assessment, Patient, WorkItem
from data.tables.base import now
from data.tables.vocabulary import ItemStatus, RiskLevel, Role
from services import risk
from services.access import User
from services.importing import undo
from services.importing.plans import File
from services.risk import Found
from tests import clinic, made
from tests.services.importing.files import preview, table, take_in

RECENT = signals().recent.days
HEAD = "mrn,last name,date," + ",".join(f"phq9_{n}" for n in range(1, 10))


@pytest.fixture(autouse=True)
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def answers(*told: tuple[str, int, int | str]) -> File:
    """PHQ-9 of people by MRN, so many days ago, with this answer to item 9."""
    rows = (
        f"{mrn},Okafor-{mrn},{now() - timedelta(days=days):%Y-%m-%d %H:%M},1,1,1,1,1,1,1,1,{item9}"
        for mrn, days, item9 in told
    )
    return table(HEAD, *rows)


def waiting() -> list[tuple[str, str]]:
    """The signals that wait, with whose they are."""
    rows = clinic.rows(
        sa.select(Patient.mrn, WorkItem.rule)
        .join(Patient, Patient.id == WorkItem.patient_id)
        .where(WorkItem.status == ItemStatus.OPEN)
        .order_by(Patient.mrn, WorkItem.rule)
    )
    return [(mrn, rule) for mrn, rule in rows]


def test_recent_answers_open_work_by_their_cuts_and_unknown_opens_none() -> None:
    plan = take_in(answers(("A", 0, 3), ("B", 1, 2), ("C", 2, 1), ("D", 1, 0), ("E", 1, "")))
    assert waiting() == [("A", "W03"), ("B", "W03"), ("C", "W04")]
    assert [alarm.person for alarm in plan.alarms] == ["Okafor-A", "Okafor-B", "Okafor-C"]


def test_what_is_older_is_history() -> None:
    take_in(answers(("A", RECENT - 1, 2), ("B", RECENT + 1, 3), ("C", 4000, 3)))
    assert waiting() == [("A", "W03")]


def test_a_preview_says_it_and_opens_nothing_and_a_second_time_nothing_is_new() -> None:
    file = answers(("A", 1, 3))
    assert len(preview(file).alarms) == 1
    assert waiting() == []
    take_in(file)
    assert preview(file).alarms == ()
    take_in(file)
    assert waiting() == [("A", "W03")]


def test_what_was_assessed_since_is_not_asked_for_again(doctor: User) -> None:
    take_in(answers(("A", 5, 0), ("B", 5, 0)))
    (a,) = clinic.rows(sa.select(Patient.id).where(Patient.mrn == "A"))
    found = Found(RiskLevel.LOW, "Seen in the clinic; weekly calls agreed.")
    risk.assess(doctor, a[0], found, clinic.ZONE, entry_key=uuid4())
    take_in(answers(("A", 3, 3), ("B", 3, 3)))
    assert waiting() == [("B", "W03")]


def test_a_day_alone_may_be_later_than_the_assessment_of_that_day(doctor: User) -> None:
    take_in(answers(("A", 5, 0)))
    (a,) = clinic.rows(sa.select(Patient.id))
    found = Found(RiskLevel.LOW, "Seen in the clinic; weekly calls agreed.")
    risk.assess(doctor, a[0], found, clinic.ZONE, entry_key=uuid4())
    today = now().astimezone(clinic.ZONE).date()
    take_in(table(HEAD, f"A,Okafor-A,{today},1,1,1,1,1,1,1,1,3"))
    assert waiting() == [("A", "W03")]


def test_an_import_undone_takes_its_work_back_and_leaves_what_else_waits(doctor: User) -> None:
    take_in(answers(("A", 4, 2)))
    take_in(answers(("A", 1, 3), ("B", 1, 1)))
    assert waiting() == [("A", "W03"), ("A", "W03"), ("B", "W04")]
    undo.undo(doctor, 2, "The wrong file")
    assert waiting() == [("A", "W03")]
    assert clinic.one(sa.select(sa.func.count(Assessment.id).filter(Assessment.struck))) == 2
