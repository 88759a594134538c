"""Steps from stage to stage: every legal one, every illegal one, and what is missing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.queries.columns import t
from data.reference.stages import By, Step, stages
from data.tables import Consent, StageEvent, WorkItem
from data.tables.vocabulary import (
    AppointmentStatus,
    ConsentKind,
    Disposition,
    Reached,
    Role,
    Route,
    Stage,
    Verdict,
)
from services.access import Action, User
from services.acting import acting
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from services.stages import back, moving
from services.stages.moving import Said
from tests import clinic, made
from tests.services.stages.at_stage import TODAY, Course, course

Give = Callable[[Course, Step], None]
GIVEN: dict[str, Give] = {
    "decision": lambda it, step: it.decide(step.verdict or Disposition.REVIEW),
    "route": lambda it, step: None,
    "plan": lambda it, step: it.plan(),
    "consent": lambda it, step: it.consent(),
    "no_consent": lambda it, step: it.consent(days=-1),
    "authorisation": lambda it, step: it.authorise(),
    "booking": lambda it, step: void(it.book()),
    "nothing_booked": lambda it, step: void(it.book(status=AppointmentStatus.CANCELLED)),
    "dose": lambda it, step: it.dose(),
    "review_continue": lambda it, step: it.review(Verdict.CONTINUE),
    "review_stop": lambda it, step: it.review(Verdict.STOP),
    "risk_assessed": lambda it, step: (void(it.screen(escalate=True)), it.assess())[-1],
    "silent": lambda it, step: None,
    "outreach": lambda it, step: (it.reach(days_ago=1), it.reach())[-1],
}


def void(_: object) -> None:
    """Nothing."""


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


@pytest.fixture
def desk(record: str) -> User:
    made.site()
    return made.user(Role.STAFF)


NOTHING_SAID = Said()


def take(user: User, it: Course, step_id: str, said: Said = NOTHING_SAID) -> Stage:
    """The step, by hand or as what it comes with makes it."""
    step = stages().steps[step_id]
    if step.by in moving.ACTIONS:
        return moving.move(
            user, it.patient_id, it.episode_id, step_id, clinic.ZONE, said, entry_key=uuid4()
        )
    with acting(user, Action.MOVE_TREATMENT, it.patient_id) as session:
        return moving.take(session, user, it.episode_id, step, clinic.ZONE, said, entry_key=uuid4())


def reason(step: Step) -> Said:
    return Said(next(iter(stages().reasons[step.reasons]), None) if step.reasons else None)


def stage_of(it: Course) -> Stage:
    """What lists show, which is what stands."""
    found: Stage = clinic.one(
        sa.select(t.EpisodeFact.stage).where(t.EpisodeFact.episode_id == it.episode_id)
    )
    return found


LEGAL = [(source, step) for step in stages().steps.values() for source in step.sources]


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_every_step_of_the_table_can_be_made_with_what_it_needs_and_not_without(
    doctor: User,
) -> None:
    for source, step in LEGAL:
        for route in (Route.IV, Route.NASAL):
            before = Stage.MAINTENANCE if source is Stage.LOST else None
            it = course(source, route, before)
            for need in step.needs:
                GIVEN[need](it, step)
            assert take(doctor, it, step.id, reason(step)) is (step.target or before)
            assert stage_of(it) is (step.target or before), step.id
            assert (closed_at(it) is not None) is stages().rows[stage_of(it)].closes


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_every_other_step_is_refused_and_changes_nothing(doctor: User) -> None:
    illegal = [
        (stage, step)
        for stage in Stage
        for step in stages().steps.values()
        if stage not in step.sources
    ]
    assert len(illegal) + len(LEGAL) == len(Stage) * len(stages().steps)
    for stage in Stage:
        it = course(stage)
        for step in [step for other, step in illegal if other is stage]:
            with pytest.raises(Conflict, match="Nothing was changed"):
                take(doctor, it, step.id, reason(step))
        assert len(steps_of(it)) == 1


@pytest.mark.parametrize(
    ("stage", "step_id", "lacks", "sentence"),
    [
        (Stage.ELIGIBLE, "consent_signed", "consent", "A Spravato dose needs a recorded REMS"),
        (Stage.ELIGIBLE, "consent_signed", "authorisation", "a payer's authorisation"),
        (Stage.ELIGIBLE, "consent_signed", "plan", "the plan besides ketamine have to be"),
        (Stage.SCHEDULED, "first_dose", "consent", "A Spravato dose needs a recorded REMS"),
        (Stage.SCHEDULED, "first_dose", "dose", "No dose is recorded yet"),
        (Stage.CONSENTED, "first_session_booked", "booking", "No session is booked yet"),
        (Stage.SCREENING, "found_eligible", "decision", "has to sign that decision first"),
        (Stage.INDUCTION, "induction_complete", "review_continue", "benefit review at the end"),
        (Stage.SCREENING, "lost", "outreach", "Attempts to reach them on two different days"),
    ],
)
def test_a_refused_step_says_what_is_missing(
    doctor: User, stage: Stage, step_id: str, lacks: str, sentence: str
) -> None:
    it, step = course(stage), stages().steps[step_id]
    for need in step.needs:
        if need != lacks:
            GIVEN[need](it, step)
    with pytest.raises(BadInput, match=sentence) as refused:
        take(doctor, it, step_id, reason(step))
    assert len(refused.value.faults) == 2, "what is missing, and that nothing was changed"
    assert stage_of_events(it) is stage


def test_every_fault_is_said_at_once(doctor: User) -> None:
    it = course(Stage.ELIGIBLE, route=None)
    with pytest.raises(BadInput) as refused:
        take(doctor, it, "consent_signed")
    assert refused.value.faults == [
        "The route is not decided yet; the decision says it.",
        "Realistic expectations and the plan besides ketamine have to be documented in the "
        "screening first.",
        "Nothing was changed.",
    ]


def test_a_consent_of_the_other_route_or_of_another_time_does_not_count(doctor: User) -> None:
    it = course(Stage.ELIGIBLE)
    it.plan()
    it.authorise()
    it.consent(kind=ConsentKind.OFF_LABEL)
    it.consent(days=-1)
    ahead = TODAY + timedelta(days=1)
    about = {"episode_id": it.episode_id, "kind": ConsentKind.REMS, "happened_at": made.NOON}
    made.put(Consent(valid_from=ahead, **about))
    with pytest.raises(BadInput, match="REMS enrolment"):
        take(doctor, it, "consent_signed")


def test_a_decision_or_review_from_before_the_stage_does_not_count(doctor: User) -> None:
    it = course(Stage.SCREENING)
    it.decide(Disposition.ELIGIBLE)
    take(doctor, it, "found_eligible")
    again = course(Stage.INDUCTION)
    again.review(Verdict.STOP)
    again.review(Verdict.CONTINUE)
    with pytest.raises(BadInput, match="says stop"):
        take(doctor, again, "stopped_by_review", Said("non_response"))


def test_attempts_count_by_days_and_only_since_the_last_word(desk: User) -> None:
    it = course(Stage.SCREENING)
    it.reach(days_ago=4)
    it.reach(days_ago=3)
    it.reach(Reached.SPOKE, days_ago=2)
    it.reach()
    it.reach(Reached.LEFT_WORD)
    with pytest.raises(BadInput, match="two different days"):
        take(desk, it, "lost")
    it.reach(days_ago=1)
    assert take(desk, it, "lost") is Stage.LOST
    assert take(desk, it, "re_engaged") is Stage.SCREENING


@pytest.mark.parametrize(
    ("stage", "days", "lost"),
    [
        (Stage.INDUCTION, 29, False),
        (Stage.INDUCTION, 30, True),
        (Stage.MAINTENANCE, 59, False),
        (Stage.MAINTENANCE, 60, True),
    ],
)
def test_in_treatment_somebody_is_lost_after_days_without_visit_or_word(
    doctor: User, stage: Stage, days: int, lost: bool
) -> None:
    it = course(stage)
    it.reach(Reached.SPOKE, days_ago=days)
    it.reach(days_ago=1)
    it.reach()
    if lost:
        assert take(doctor, it, "lost_in_treatment") is Stage.LOST
    else:
        with pytest.raises(BadInput, match="too short a time ago"):
            take(doctor, it, "lost_in_treatment")
    with pytest.raises(NotAllowed):
        take(made.user(Role.STAFF), it, "lost_in_treatment")


def test_nobody_with_an_open_signal_of_risk_is_closed_by_the_desk(desk: User) -> None:
    it = course(Stage.INQUIRY)
    source = {"source_key": "assessment 1", "priority": 1, "due_at": made.NOON}
    made.put(WorkItem(patient_id=it.patient_id, rule="W03", **source))
    with pytest.raises(BadInput, match="A clinician has to see this patient first"):
        take(desk, it, "inquiry_closed", Said("no_answer"))


def test_who_died_is_closed_by_a_clinician_whatever_waits(doctor: User) -> None:
    it = course(Stage.SCREENING)
    source = {"source_key": "assessment 1", "priority": 1, "due_at": made.NOON}
    made.put(WorkItem(patient_id=it.patient_id, rule="W03", **source))
    with pytest.raises(NotAllowed):
        take(made.user(Role.STAFF), it, "died")
    assert take(doctor, it, "died") is Stage.DECLINED


def test_a_step_taken_back_is_the_one_that_was_on_the_screen(desk: User) -> None:
    it = course(Stage.INQUIRY)
    take(desk, it, "intake_started")
    shown = (desk, it.patient_id, it.episode_id)
    last, stage = back.last_step(*shown)
    assert stage == "Screening"
    back.take_back(*shown, "Wrong person.", last=last, entry_key=uuid4())
    take(desk, it, "referral_received")
    with pytest.raises(Conflict, match="Another step was made or taken back"):
        back.take_back(*shown, "Wrong person.", last=last, entry_key=uuid4())


def test_a_reason_is_chosen_from_the_list_and_other_says_what(desk: User) -> None:
    it = course(Stage.INQUIRY)
    for said in (Said(), Said("non_response"), Said("other"), Said("other", " ")):
        with pytest.raises(BadInput):
            take(desk, it, "inquiry_closed", said)
    take(desk, it, "inquiry_closed", Said("other", "Looks for a research study."))
    (last, _) = steps_of(it)
    assert (last.reason, last.note) == ("other", "Looks for a research study.")


def test_a_form_sent_twice_makes_one_step(desk: User) -> None:
    it, key = course(Stage.INQUIRY), uuid4()
    way = (it.patient_id, it.episode_id, "intake_started", clinic.ZONE)
    assert moving.move(desk, *way, entry_key=key) is Stage.SCREENING
    assert moving.move(desk, *way, entry_key=key) is Stage.SCREENING
    assert len(steps_of(it)) == 2


def test_the_desk_moves_nobody_within_treatment_and_by_hand_nobody_decides(desk: User) -> None:
    with pytest.raises(NotAllowed):
        take(desk, course(Stage.INDUCTION), "discontinued", Said("other", "x"))
    it = course(Stage.SCREENING)
    it.decide(Disposition.ELIGIBLE)
    way = (it.patient_id, it.episode_id, "found_eligible", clinic.ZONE)
    with pytest.raises(Conflict, match="comes with signing a decision"):
        moving.move(desk, *way, entry_key=uuid4())


def test_what_is_offered_is_what_the_person_may_make_with_what_it_waits_for(
    desk: User,
) -> None:
    it = course(Stage.SCREENING)
    found = moving.offers(desk, it.patient_id, it.episode_id, clinic.ZONE)
    assert [(offer.step.id, bool(offer.missing)) for offer in found] == [
        ("patient_declined", False),
        ("lost", True),
    ]
    doctor = made.user(Role.PRACTITIONER)
    more = moving.offers(doctor, it.patient_id, it.episode_id, clinic.ZONE)
    assert {offer.step.id for offer in more} - {offer.step.id for offer in found} == {
        "clinic_declined",
        "died",
    }
    assert all(offer.step.by in (By.DESK, By.CLINICIAN) for offer in more)


def test_a_step_made_by_mistake_is_taken_back_with_a_reason_and_stays_on_record(
    desk: User,
) -> None:
    it = course(Stage.INQUIRY)
    take(desk, it, "inquiry_closed", Said("no_answer"))
    shown = (desk, it.patient_id, it.episode_id)
    with pytest.raises(BadInput, match="Say why"):
        back.take_back(*shown, " ", entry_key=uuid4())
    key = uuid4()
    assert back.take_back(*shown, "Wrong person.", entry_key=key) is Stage.INQUIRY
    assert back.take_back(*shown, "Wrong person.", entry_key=key) is Stage.INQUIRY
    assert stage_of(it) is Stage.INQUIRY
    assert closed_at(it) is None
    assert clinic.count(StageEvent) == 3
    with pytest.raises(Conflict, match="keeps its first step"):
        back.take_back(*shown, "Wrong person.", entry_key=uuid4())


def test_what_a_signature_made_is_not_taken_back_as_a_step(doctor: User) -> None:
    it = course(Stage.SCREENING)
    it.decide(Disposition.ELIGIBLE)
    take(doctor, it, "found_eligible")
    with pytest.raises(Conflict, match="came with signing a decision"):
        back.take_back(doctor, it.patient_id, it.episode_id, "Oops", entry_key=uuid4())


def test_an_episode_opened_again_meanwhile_is_not_reopened_by_a_correction(desk: User) -> None:
    it = course(Stage.INQUIRY)
    take(desk, it, "inquiry_closed", Said("no_answer"))
    made.episode(it.patient_id, route=Route.NASAL)
    with pytest.raises(Conflict, match="Nothing was saved"):
        back.take_back(desk, it.patient_id, it.episode_id, "Called back.", entry_key=uuid4())
    assert stage_of(it) is Stage.DECLINED


def test_of_two_who_step_at_once_one_is_told_where_the_patient_is_now(desk: User) -> None:
    it = course(Stage.INQUIRY)
    take(desk, it, "intake_started")
    with pytest.raises(Conflict, match="the stage is now screening"):
        take(desk, it, "intake_started")


def test_what_is_not_there_is_not_found(desk: User) -> None:
    with Session(database.engine()) as session, pytest.raises(NotFound):
        moving.stand(session, uuid4())


def steps_of(it: Course) -> list[StageEvent]:
    """Everything that was written, newest first."""
    event = sa.select(StageEvent).where(t.StageEvent.episode_id == it.episode_id)
    return [row for (row,) in clinic.rows(event.order_by(t.StageEvent.id.desc()))]


def stage_of_events(it: Course) -> Stage:
    return steps_of(it)[0].to_stage


def closed_at(it: Course) -> datetime | None:
    found: datetime | None = clinic.one(
        sa.select(t.Episode.closed_at).where(t.Episode.id == it.episode_id)
    )
    return found
