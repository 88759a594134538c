"""Acute risk that nobody assessed since keeps everybody from turning the patient away."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from data.reference import screening
from data.tables.base import now
from data.tables.vocabulary import Disposition, RiskLevel, Role, Stage
from services import policies, risk
from services.access import User
from services.acting import user_of
from services.intake import deciding, judging
from services.intake.deciding import Signed
from services.refusals import BadInput
from services.risk import Found
from services.stages import moving
from services.stages.moving import Said
from tests import clinic, made
from tests.services.intake.answered import score, screened, well
from tests.services.stages.at_stage import TODAY, Course

RULES = Path(screening.__file__).parent / "rules.toml"


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def brought_in(it: Course, days: int, **columns: Any) -> None:
    """A PHQ-9 of some days ago, as a file brings it: it opened no work."""
    made.score(it.patient_id, 17, now() - timedelta(days=days), **columns)


def close(user: User, it: Course, step: str, reason: str) -> Stage:
    about = (user, it.patient_id, it.episode_id, step, clinic.ZONE, Said(reason))
    return moving.move(*about, entry_key=uuid4())


def assess(user: User, it: Course) -> None:
    found = Found(RiskLevel.LOW, "Passive thoughts, brother stays tonight.")
    risk.assess(user, it.patient_id, found, clinic.ZONE, entry_key=uuid4())


@pytest.mark.parametrize(
    ("role", "step", "reason"),
    [
        (Role.STAFF, "patient_declined", "patient_choice"),
        (Role.PRACTITIONER, "clinic_declined", "contraindication"),
    ],
)
def test_an_acute_answer_without_work_of_its_own_still_waits(
    doctor: User, role: Role, step: str, reason: str
) -> None:
    it = screened(doctor)
    brought_in(it, 16, item9=3)
    somebody = made.user(role)
    with pytest.raises(BadInput, match="A clinician has to see this patient first"):
        close(somebody, it, step, reason)
    assess(doctor, it)
    assert close(somebody, it, step, reason) is Stage.DECLINED


def test_it_becomes_somebodys_work_once_a_screening_begins(doctor: User) -> None:
    it = screened(doctor, Stage.REFERRED)
    brought_in(it, 16, item9=3)
    assert risk.show(doctor, it.patient_id).waiting == ()
    about = (made.user(Role.STAFF), it.patient_id, it.episode_id, "intake_started", clinic.ZONE)
    moving.move(*about, entry_key=uuid4())
    (waiting,) = risk.show(doctor, it.patient_id).waiting
    assert (waiting.signal.id, waiting.owner) == ("W03", risk.ALL_CLINICIANS)


def test_an_unknown_answer_clears_nothing_and_an_answer_of_none_does(doctor: User) -> None:
    it = screened(doctor)
    brought_in(it, 16, item9=2)
    brought_in(it, 9, item9=None)
    assert judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).at_risk
    brought_in(it, 2, item9=0)
    assert not judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).at_risk


def test_a_policy_that_escalates_earlier_wants_an_assessment_after_the_answer(
    record: str,
) -> None:
    made.site()
    member = made.member(Role.PRACTITIONER, may_prescribe=True)
    prescriber = user_of(member)
    body = tomllib.loads(RULES.read_text())
    body |= {"version": "own-1", "effective_from": TODAY}
    body["escalation"]["item9"] = 1
    policies.load(body, prescriber.name)
    it = screened(prescriber)
    assess(prescriber, it)
    well(prescriber, it, item9=1)
    found = judging.show(prescriber, it.patient_id, it.episode_id, clinic.ZONE)
    assert (found.result.escalate, found.assessed, found.at_risk) == (True, False, True)
    later = Signed(
        Disposition.DEFER, reason="They ask.", revisit_on=TODAY + timedelta(days=9), why="They ask."
    )
    with pytest.raises(BadInput, match="Assess risk first"):
        deciding.sign(
            prescriber, it.patient_id, it.episode_id, later, clinic.ZONE, entry_key=uuid4()
        )
    assess(prescriber, it)
    assert judging.show(prescriber, it.patient_id, it.episode_id, clinic.ZONE).assessed


def test_a_newer_answer_than_the_assessment_is_assessed_anew(doctor: User) -> None:
    it = screened(doctor)
    score(doctor, it.patient_id, "phq9", [2] * 8 + [2])
    assess(doctor, it)
    assert not judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).at_risk
    score(doctor, it.patient_id, "phq9", [2] * 8 + [2])
    assert judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).at_risk
