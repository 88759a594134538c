"""Who is on the way in: the oldest obligation first, what it waits for, whose turn it is."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from data.reference.stages import stages
from data.tables import Decision, Screening, StageEvent, WorkItem
from data.tables.base import new_key, now
from data.tables.vocabulary import Contact, Disposition, Reached, Role, Stage
from services.access import User
from services.intake import outreach, queue
from services.intake.queue import Filters, Line
from services.refusals import BadInput, NotAllowed
from tests import clinic, made
from tests.services.intake.answered import WELL, answer, save, score, screened
from tests.services.stages.at_stage import TODAY, Course


@pytest.fixture
def desk(record: str) -> User:
    made.site()
    return made.user(Role.STAFF)


def standing(stage: Stage, days: int, family: str = "Invented", **columns: Any) -> Course:
    """Somebody who came into this stage so many days ago, at noon of the clinic's clock."""
    at = datetime.combine(TODAY - timedelta(days=days), time(12), clinic.ZONE)
    patient_id = made.patient(family=family)
    episode_id = made.episode(patient_id, route=None, **columns)
    made.put(StageEvent(episode_id=episode_id, to_stage=stage, happened_at=at))
    return Course(patient_id, episode_id, None, made.member().id)


def show(user: User, *stages: Stage, **more: Any) -> queue.Queue:
    clinic.keep()
    return queue.show(user, Filters(stages or queue.WAITING, **more), clinic.ZONE)


def line(user: User, *stages: Stage) -> Line:
    (found,) = show(user, *stages).lines
    return found


def test_the_oldest_obligation_comes_first_whatever_its_stage(desk: User) -> None:
    standing(Stage.SCREENING, 12, "Third")  # due in 2 days
    standing(Stage.INQUIRY, 10, "First")  # 7 days over
    standing(Stage.ELIGIBLE, 8, "Second")  # 1 day over
    found = show(desk)
    assert [each.name.split(",")[0] for each in found.lines] == ["First", "Second", "Third"]
    assert [each.due for each in found.lines[:2]] == ["7 days over", "1 day over"]
    assert [each.late for each in found.lines] == [True, True, False]


@pytest.mark.parametrize(("days", "words"), [(2, "by "), (3, "due today"), (4, "1 day over")])
def test_a_stage_is_over_its_days_from_the_day_after_the_last_expected_one(
    desk: User, days: int, words: str
) -> None:
    assert stages().rows[Stage.INQUIRY].expected_days == 3
    standing(Stage.INQUIRY, days)
    found = line(desk, Stage.INQUIRY)
    assert found.due.startswith(words)
    assert found.days == days
    assert found.late is (days > 3)


@pytest.mark.parametrize(
    ("ahead", "words"), [(3, "revisit on "), (0, "revisit since "), (-2, "revisit since ")]
)
def test_a_deferral_waits_for_its_revisit_date(desk: User, ahead: int, words: str) -> None:
    it = standing(Stage.DEFERRED, 40)
    defer(it, TODAY + timedelta(days=ahead))
    found = line(desk, Stage.DEFERRED)
    assert found.due.startswith(words)
    assert found.late is (ahead < 0)


def defer(it: Course, revisit_on: date) -> None:
    about: dict[str, Any] = {"happened_at": now() - timedelta(days=40)}
    kept = Screening(
        id=new_key(),
        episode_id=it.episode_id,
        policy_version="1",
        disposition=Disposition.DEFER,
        **about,
    )
    made.put(kept)
    made.put(
        Decision(
            screening_id=kept.id,
            verdict=Disposition.DEFER,
            rules_verdict=Disposition.DEFER,
            revisit_on=revisit_on,
            signed_by=it.signer,
            **about,
        )
    )


def test_a_screening_says_which_sections_still_lack_something(desk: User) -> None:
    it = screened(desk)
    assert line(desk, Stage.SCREENING).waits_for == "why now, blood vessels and heart and 6 more"
    save(desk, it, "why_now", {"indication": "depression", "new_diagnosis": False})
    assert line(desk, Stage.SCREENING).waits_for.startswith("blood vessels and heart, other contra")


def test_what_an_earlier_screening_was_answered_is_still_waited_for(desk: User) -> None:
    it = screened(desk)
    save(desk, it, "why_now", {"indication": "depression", "new_diagnosis": False})
    for stage in (Stage.DEFERRED, Stage.SCREENING):
        made.put(StageEvent(episode_id=it.episode_id, to_stage=stage, happened_at=now()))
    assert line(desk, Stage.SCREENING).waits_for.startswith("why now, blood vessels")


def test_a_screening_waits_for_its_questionnaires_before_it_waits_for_a_decision(
    desk: User,
) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    for section in WELL:
        answer(doctor, it, section)
    assert line(desk, Stage.SCREENING).waits_for == "PHQ-9, AUDIT-C and 1 more"
    score(doctor, it.patient_id, "audit_c", [0, 0, 0])
    assert line(desk, Stage.SCREENING).waits_for == "PHQ-9, C-SSRS"
    score(doctor, it.patient_id, "phq9", [2] * 8 + [None])
    score(doctor, it.patient_id, "cssrs_screen", [0, 0, None, None, None, 0, None])
    assert line(desk, Stage.SCREENING).waits_for == "PHQ-9", "an item is not answered"
    score(doctor, it.patient_id, "phq9", [2] * 8 + [0])
    assert line(desk, Stage.SCREENING).waits_for == "a decision"


def test_a_questionnaire_that_is_too_old_is_waited_for_again(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    for section in WELL:
        answer(doctor, it, section)
    score(doctor, it.patient_id, "phq9", [2] * 8 + [0])
    score(doctor, it.patient_id, "audit_c", [0, 0, 0])
    for days, waits_for in ((31, "C-SSRS"), (30, "a decision")):
        given: list[int | None] = [0, 0, None, None, None, 0, None]
        at = now() - timedelta(days=days)
        score(doctor, it.patient_id, "cssrs_screen", given, at)
        assert line(desk, Stage.SCREENING).waits_for == waits_for


def test_the_last_attempt_to_reach_them_is_shown(desk: User) -> None:
    it = standing(Stage.INQUIRY, 1)
    way = (desk, it.patient_id, it.episode_id)
    outreach.note(*way, Contact.PHONE, Reached.NO_ANSWER, entry_key=new_key())
    key = new_key()
    for _ in range(2):
        outreach.note(*way, Contact.TEXT, Reached.LEFT_WORD, "Call us", entry_key=key)
    assert line(desk, Stage.INQUIRY).last == f"Sent a text {TODAY.day} {TODAY:%b}, left word"
    with pytest.raises(BadInput, match="longer than 500"):
        outreach.note(*way, Contact.TEXT, Reached.LEFT_WORD, "x" * 501, entry_key=new_key())


def test_whose_turn_it_is_is_the_desk_or_the_patients_own_practitioner(desk: User) -> None:
    doctor = made.member(Role.PRACTITIONER, name="Mara Lindqvist")
    standing(Stage.INQUIRY, 1, practitioner_id=doctor.id)
    assert line(desk, Stage.INQUIRY).owner == "Front desk"
    standing(Stage.REVIEW, 1, practitioner_id=doctor.id)
    assert line(desk, Stage.REVIEW).owner == "Mara Lindqvist"


def test_for_clinicians_whoever_waits_for_a_risk_assessment_comes_first(desk: User) -> None:
    doctor = made.user(Role.PRACTITIONER)
    standing(Stage.INQUIRY, 10, "Late")
    it = standing(Stage.SCREENING, 1, "Acute")
    raised = {"rule": "W01", "source_key": "1", "priority": 1, "due_at": now()}
    made.put(WorkItem(patient_id=it.patient_id, **raised))
    first, second = show(doctor).lines
    assert (first.name, first.due, first.at_risk) == ("Acute, Ann", "assess risk", True)
    assert not second.at_risk
    seen = show(desk).lines
    assert [each.name for each in seen] == ["Late, Ann", "Acute, Ann"]
    assert not any(each.at_risk for each in seen)


def test_counts_are_by_stage_and_do_not_follow_the_stages_chosen(desk: User) -> None:
    for days in (1, 9, 10):
        standing(Stage.INQUIRY, days)
    standing(Stage.SCREENING, 1)
    standing(Stage.MAINTENANCE, 500)
    found = show(desk, Stage.SCREENING)
    assert len(found.lines) == 1
    assert found.counts.people == {
        Stage.INQUIRY: 3,
        Stage.SCREENING: 1,
        Stage.MAINTENANCE: 1,
    }
    assert found.counts.over[Stage.INQUIRY] == 2
    assert found.counts.over[Stage.MAINTENANCE] == 0, "nothing is expected of maintenance"
    assert len(show(desk, over=True).lines) == 2


def test_the_pages_of_a_long_queue_have_everybody_once(desk: User) -> None:
    for days in range(7):
        standing(Stage.INQUIRY, days % 3)
    clinic.keep()
    seen, after = [], None
    while True:
        found = queue.show(desk, Filters((Stage.INQUIRY,)), clinic.ZONE, after=after, limit=3)
        seen += [each.patient_id for each in found.lines]
        if (after := found.after) is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_site_has_its_own_queue_and_a_manager_none(desk: User) -> None:
    standing(Stage.INQUIRY, 1)
    assert show(desk, site_id=2).lines == ()
    assert len(show(desk, site_id=1).lines) == 1
    with pytest.raises(NotAllowed):
        show(made.user(Role.MANAGER))
