"""Suicide risk: what an answer opens, who owns it and until when, and what does away with it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from data.reference.signals import signals
from data.tables import RiskAssessment, SafetyPlan, WorkItem, WorkItemEvent
from data.tables.base import now
from data.tables.vocabulary import ItemStatus, ItemStep, RiskLevel, Role
from services import assessments, risk
from services.access import User
from services.clinical import risk as rules
from services.refusals import BadInput, NotAllowed, NotFound
from services.risk import Found
from tests import clinic, made


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def answer(user: User, patient_id: UUID, item9: int | None) -> None:
    given = [1] * 8 + [item9]
    about = {"happened_at": now(), "entry_key": uuid4()}
    assessments.record(user, patient_id, "phq9", given, **about)


def items() -> list[WorkItem]:
    return [row for (row,) in clinic.rows(sa.select(WorkItem).order_by(sa.column("due_at")))]


@pytest.mark.parametrize(
    ("item9", "rule"), [(None, None), (0, None), (1, "W04"), (2, "W03"), (3, "W03")]
)
def test_item_9_raises_by_its_cuts_and_unknown_raises_and_clears_nothing(
    item9: int | None, rule: str | None
) -> None:
    assert rules.of_item9(item9) == rule
    assert rules.of_assessment("gad7", item9, "severe") is None


@pytest.mark.parametrize(
    ("level", "rule"),
    [(None, None), ("none", None), ("low", "W04"), ("moderate", "W02"), ("high", "W01")],
)
def test_a_cssrs_screen_raises_by_its_level(level: str | None, rule: str | None) -> None:
    assert rules.of_assessment("cssrs_screen", None, level) == rule


def test_every_signal_that_is_raised_is_a_signal_with_a_time(doctor: User) -> None:
    levels = ("low", "moderate", "high")
    raised = {*map(rules.of_level, levels), *map(rules.of_item9, range(1, 4))}
    assert raised == risk.CLEARED == set(signals().signals)
    assert all(each.due_minutes > 0 for each in signals().signals.values())


def test_a_positive_answer_opens_one_item_with_owner_and_due_time(doctor: User) -> None:
    patient_id = made.patient()
    made.episode(patient_id, practitioner_id=doctor.id)
    answer(made.user(Role.STAFF), patient_id, 2)
    (item,) = items()
    assert (item.rule, item.priority, item.owner_id) == ("W03", 1, doctor.id)
    assert abs(item.due_at - now() - timedelta(minutes=60)) < timedelta(minutes=1)
    (step,) = clinic.rows(sa.select(WorkItemEvent))
    assert step[0].what is ItemStep.RAISED
    shown = risk.show(doctor, patient_id)
    assert [(each.signal.id, each.owner) for each in shown.waiting] == [("W03", doctor.name)]


def test_without_a_practitioner_the_clinician_who_asked_owns_it_else_all(doctor: User) -> None:
    one, other = made.patient(), made.patient()
    answer(doctor, one, 3)
    assert items()[0].owner_id == doctor.id
    answer(made.user(Role.STAFF), other, 3)
    assert risk.show(doctor, other).waiting[0].owner == risk.ALL_CLINICIANS


def test_an_assessment_clears_what_waited_and_keeps_what_was_found(doctor: User) -> None:
    patient_id = made.patient()
    answer(doctor, patient_id, 1)
    answer(doctor, patient_id, 3)
    found = Found(RiskLevel.MODERATE, " Safe tonight with her brother. ", safety_plan="Chart, p. 3")
    key = uuid4()
    for _ in range(2):
        risk.assess(doctor, patient_id, found, clinic.ZONE, entry_key=key)
    assert {item.status for item in items()} == {ItemStatus.CLEARED}
    shown = risk.show(doctor, patient_id)
    assert shown.waiting == ()
    assert [row["plan"] for row in shown.assessments] == ["Safe tonight with her brother."]
    assert [row["reference"] for row in shown.safety_plans] == ["Chart, p. 3"]
    assert clinic.count(RiskAssessment) == clinic.count(SafetyPlan) == 1


def test_a_new_answer_after_the_assessment_opens_new_work(doctor: User) -> None:
    patient_id = made.patient()
    answer(doctor, patient_id, 2)
    found = Found(RiskLevel.LOW, "Passive thoughts, no plan.")
    risk.assess(doctor, patient_id, found, clinic.ZONE, entry_key=uuid4())
    answer(doctor, patient_id, 2)
    assert [item.status for item in items()] == [ItemStatus.CLEARED, ItemStatus.OPEN]


def test_what_came_in_while_the_form_was_open_is_not_cleared_unread(doctor: User) -> None:
    patient_id = made.patient()
    answer(doctor, patient_id, 1)
    seen = frozenset(each.id for each in risk.show(doctor, patient_id).waiting)
    answer(doctor, patient_id, 3)
    found = Found(RiskLevel.LOW, "Item 9 was 1.", seen=seen)
    with pytest.raises(BadInput, match="came in since you opened the form"):
        risk.assess(doctor, patient_id, found, clinic.ZONE, entry_key=uuid4())
    assert {item.status for item in items()} == {ItemStatus.OPEN}


def test_bad_input_lists_every_fault_and_clears_nothing(doctor: User) -> None:
    patient_id = made.patient()
    answer(doctor, patient_id, 2)
    yesterday = now().astimezone(clinic.ZONE).date() - timedelta(days=1)
    with pytest.raises(BadInput) as refused:
        risk.assess(doctor, patient_id, Found(None, " ", yesterday), clinic.ZONE, entry_key=uuid4())
    assert len(refused.value.faults) == 4
    assert items()[0].status is ItemStatus.OPEN


def test_the_front_desk_neither_assesses_nor_sees_it(doctor: User) -> None:
    patient_id, desk = made.patient(), made.user(Role.STAFF)
    with pytest.raises(NotAllowed):
        risk.assess(desk, patient_id, Found(RiskLevel.LOW, "x"), clinic.ZONE, entry_key=uuid4())
    with pytest.raises(NotAllowed):
        risk.show(desk, patient_id)
    with pytest.raises(NotFound):
        risk.assess(doctor, uuid4(), Found(RiskLevel.LOW, "x"), clinic.ZONE, entry_key=uuid4())
