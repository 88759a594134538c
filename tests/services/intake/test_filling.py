"""The screening form by sections: kept as it is answered, handed over, and never merged unseen."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from data.queries.columns import t
from data.reference.screening import form
from data.tables import Draft, RowHistory, StageEvent, WorkItem
from data.tables.base import now
from data.tables.vocabulary import ItemStatus, RiskLevel, Role, Stage
from services import risk
from services.access import User
from services.intake import filling, judging, overview
from services.intake.filled import Filled, left
from services.intake.filling import Stale
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from services.risk import Found
from tests import clinic, made
from tests.services.intake.answered import WELL, answer, save, screened
from tests.services.stages.at_stage import TODAY, Course, course


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


@pytest.fixture
def desk(record: str) -> User:
    made.site()
    return made.user(Role.STAFF)


def section(user: User, it: Course, id: str) -> Filled:
    found = filling.sections(user, it.patient_id, it.episode_id)
    return next(each for each in found if each.section.id == id)


def test_every_question_of_the_form_that_is_asked_belongs_to_a_section_that_can_be_saved(
    doctor: User,
) -> None:
    it = screened(doctor)
    for id in WELL:
        assert answer(doctor, it, id).answers == WELL[id]
    assert [each.section.id for each in filling.sections(doctor, it.patient_id, it.episode_id)] == [
        each.id for each in form().sections
    ]


def test_a_section_is_left_half_way_and_is_there_on_coming_back(desk: User) -> None:
    it = screened(desk)
    assert section(desk, it, "mind").version == 0
    save(desk, it, "mind", {"psychosis": "none"})
    back = section(desk, it, "mind")
    assert (back.answers, back.version, back.by) == ({"psychosis": "none"}, 1, desk.name)


def test_an_answer_taken_away_is_not_asked_again_and_the_same_answers_are_no_new_version(
    desk: User,
) -> None:
    it = screened(desk)
    save(desk, it, "plan", {"realistic_expectations": True, "comprehensive_plan": ["lifestyle"]})
    emptied = {"realistic_expectations": None, "comprehensive_plan": None}
    assert save(desk, it, "plan", emptied).answers == {}
    assert save(desk, it, "plan", {}, version=1).version == 2, "nothing to save, nothing stale"
    assert clinic.count(RowHistory) == 1


def test_nothing_besides_ketamine_is_an_answer_and_no_reading_is_none(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    alone = {"realistic_expectations": True, "comprehensive_plan": []}
    assert save(desk, it, "plan", alone).answers == alone
    assert save(desk, it, "heart", {"screening_bp": []}).answers == {}
    result = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).result
    assert "comprehensive_plan" not in result.missing
    assert "R27" in [finding.rule for finding in result.fired]


def test_unknown_is_kept_as_an_answer_of_its_own(desk: User) -> None:
    it = screened(desk)
    assert save(desk, it, "mind", {"psychosis": "unknown"}).answers == {"psychosis": "unknown"}


def test_two_people_on_one_section_get_both_and_none_is_lost(desk: User) -> None:
    it, other = screened(desk), made.user(Role.STAFF)
    save(desk, it, "mind", {"psychosis": "none"})
    save(other, it, "mind", {"psychosis": "history"}, version=1)
    with pytest.raises(Stale, match="Yours is kept beside theirs") as refused:
        save(desk, it, "mind", {"psychosis": "none", "bipolar": "none"}, version=1)
    theirs = refused.value.theirs
    assert (theirs.answers, theirs.version, theirs.by) == ({"psychosis": "history"}, 2, other.name)
    kept = save(desk, it, "mind", {"psychosis": "none", "bipolar": "none"}, version=2)
    assert (kept.answers["psychosis"], kept.version) == ("none", 3)
    assert clinic.count(RowHistory) == 2


def test_two_people_on_two_sections_are_not_in_each_others_way(desk: User) -> None:
    it = screened(desk)
    save(desk, it, "mind", {"psychosis": "none"}, version=0)
    save(desk, it, "heart", {"heart_attack": False}, version=0)
    assert clinic.count(Draft) == 2


def test_what_the_desk_handed_over_it_neither_sees_nor_changes_and_a_clinician_does(
    desk: User,
) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    save(desk, it, "substances", {"alcohol_addiction": True})
    filling.hand_over(desk, it.patient_id, it.episode_id, "substances", version=1)
    hidden = section(desk, it, "substances")
    assert (hidden.hidden, hidden.answers, hidden.handed_over) == (True, {}, True)
    with pytest.raises(NotAllowed, match="handed over"):
        save(desk, it, "substances", {"alcohol_addiction": False}, version=2)
    seen = section(doctor, it, "substances")
    assert (seen.hidden, seen.answers) == (False, {"alcohol_addiction": True})
    assert save(doctor, it, "substances", {"alcohol_addiction": False}).handed_over


def test_a_man_lacks_no_answer_on_pregnancy(desk: User) -> None:
    it = screened(desk)
    found = overview.show(desk, it.patient_id, clinic.ZONE)
    (pregnancy,) = (each.section for each in found.sections if each.section.id == "pregnancy")
    assert left(pregnancy, found.answers, found.route) == []


def test_what_a_clinician_enters_the_desk_does_not_see(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    save(doctor, it, "substances", {"substance_use": "active"})
    assert section(desk, it, "substances").hidden
    with pytest.raises(NotAllowed, match="handed over"):
        save(desk, it, "substances", {"substance_use": "none"}, version=1)


def test_what_an_earlier_screening_was_answered_is_not_an_answer_of_this_one(
    desk: User,
) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    kept = save(doctor, it, "mind", {"psychosis": "none"})
    later = {"episode_id": it.episode_id, "happened_at": now() + timedelta(minutes=1)}
    made.put(StageEvent(to_stage=Stage.DEFERRED, **later))
    made.put(StageEvent(to_stage=Stage.SCREENING, **later))
    again = section(doctor, it, "mind")
    assert (again.answers, again.earlier) == ({}, {"psychosis": "none"})
    assert section(desk, it, "mind").earlier == {}
    assert again.version == kept.version


def test_an_acute_answer_that_is_not_kept_is_work_all_the_same(desk: User) -> None:
    it, other = screened(desk), made.user(Role.STAFF)
    save(other, it, "why_now", {"new_diagnosis": True})
    with pytest.raises(Stale):
        save(desk, it, "why_now", {"indication": "acute_suicidality"}, version=0)
    assert clinic.one(sa.select(t.WorkItem.rule)) == "W01"


def test_an_acute_answer_is_work_whatever_else_is_refused(desk: User) -> None:
    doctor, acute = made.user(Role.PRACTITIONER), {"indication": "acute_suicidality"}
    handed = screened(desk)
    save(doctor, handed, "why_now", {"new_diagnosis": False})
    with pytest.raises(NotAllowed, match="handed over"):
        save(desk, handed, "why_now", acute, version=0)
    assert waiting(handed) == ["W01"]

    wrong = screened(desk)
    with pytest.raises(BadInput, match="not after the day"):
        save(desk, wrong, "why_now", acute | {"episode_began": "2999-01-01"})
    assert waiting(wrong) == ["W01"]

    decided = course(Stage.DEFERRED)
    with pytest.raises(Conflict, match="not open any more"):
        save(desk, decided, "why_now", acute)
    assert waiting(decided) == ["W01"]


def test_an_acute_answer_that_stands_already_is_no_work_a_second_time(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    acute = {"indication": "acute_suicidality"}
    save(doctor, it, "why_now", acute)
    found = Found(RiskLevel.LOW, "Safe tonight.")
    risk.assess(doctor, it.patient_id, found, clinic.ZONE, entry_key=uuid4())
    with pytest.raises(NotAllowed):
        save(desk, it, "why_now", acute, version=0)
    assert waiting(it) == []


def waiting(it: Course) -> list[str]:
    """What is open for this patient, by its rule."""
    item = t.WorkItem
    select = sa.select(item.rule).where(item.patient_id == it.patient_id)
    return [rule for (rule,) in clinic.rows(select.where(item.status == ItemStatus.OPEN))]


def again(it: Course) -> None:
    """Deferred, and screened again a moment later."""
    for stage in (Stage.DEFERRED, Stage.SCREENING):
        made.put(StageEvent(episode_id=it.episode_id, to_stage=stage, happened_at=now()))


def test_a_page_from_before_the_patient_was_screened_again_saves_nothing(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    old = save(doctor, it, "mind", {"psychosis": "none"})
    again(it)
    with pytest.raises(Conflict, match="screened again"):
        filling.save(
            *(doctor, it.patient_id, it.episode_id, "mind"),
            {"psychosis": "none", "bipolar": "none"},
            clinic.ZONE,
            version=old.version,
            begun_at=old.begun_at,
        )
    assert section(doctor, it, "mind").answers == {}


def test_what_the_desk_may_fill_in_it_may_fill_in_again(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    save(desk, it, "mind", {"psychosis": "none"})
    filling.hand_over(desk, it.patient_id, it.episode_id, "mind", version=1)
    save(doctor, it, "practical", {"home_dosing_requested": False})
    again(it)
    with pytest.raises(BadInput, match="Nothing is answered"):
        filling.hand_over(desk, it.patient_id, it.episode_id, "mind", version=2)
    for id, answers in (("mind", {"bipolar": "none"}), ("practical", {"weight": 70})):
        assert not section(desk, it, id).hidden
        kept = save(desk, it, id, answers)
        assert (kept.answers, kept.handed_over, kept.hidden) == (answers, False, False)
    assert save(doctor, it, "mind", {"bipolar": "history"}).handed_over
    assert section(desk, it, "mind").hidden


def test_readings_are_measured_again_and_not_said_again(desk: User) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    answer(doctor, it, "heart")
    again(it)
    heart = section(doctor, it, "heart")
    assert heart.earlier == WELL["heart"]
    assert set(heart.earlier) - set(heart.still_so) == {"screening_bp"}


def test_nothing_answered_is_not_handed_over_nor_what_changed_meanwhile(desk: User) -> None:
    it = screened(desk)
    with pytest.raises(BadInput, match="Nothing is answered"):
        filling.hand_over(desk, it.patient_id, it.episode_id, "mind", version=0)
    save(desk, it, "mind", {"psychosis": "none"})
    with pytest.raises(Stale):
        filling.hand_over(desk, it.patient_id, it.episode_id, "mind", version=0)


@pytest.mark.parametrize(
    ("section_id", "wrong", "sentence"),
    [
        ("heart", {"screening_bp": [[12, 8], [120, 80]]}, "readings in mmHg"),
        ("heart", {"screening_bp": [[120, 300], [120, 80]]}, "readings in mmHg"),
        ("heart", {"screening_bp": [[80, 120], [120, 80]]}, "readings in mmHg"),
        (
            "why_now",
            {"episode_began": (TODAY + timedelta(days=1)).isoformat()},
            "not after the day of the screening",
        ),
        ("why_now", {"episode_began": "2026-02-30"}, "takes a date"),
        ("practical", {"weight": 330}, "a whole number from 30 to 250 kg"),
        ("practical", {"weight": 29}, "a whole number from 30 to 250 kg"),
        ("mind", {"psychosis": "perhaps"}, "one of"),
        ("substances", {"alcohol_addiction": "no"}, "yes, no or unknown"),
        ("plan", {"comprehensive_plan": ["antibiotics"]}, "any of"),
        ("mind", {"cssrs_screen": "none"}, "belongs to another section"),
        ("mind", {"nonsense": True}, "belongs to another section"),
    ],
)
def test_an_impossible_answer_is_refused_and_the_section_stays_as_it_was(
    doctor: User, section_id: str, wrong: dict[str, object], sentence: str
) -> None:
    it = screened(doctor)
    with pytest.raises(BadInput, match=sentence):
        save(doctor, it, section_id, wrong)
    assert clinic.count(Draft) == 0


def test_every_fault_of_a_section_is_said(doctor: User) -> None:
    it = screened(doctor)
    with pytest.raises(BadInput) as refused:
        save(doctor, it, "mind", {"psychosis": 3, "bipolar": True, "self_harm_history": "no"})
    assert len(refused.value.faults) == 4


def test_acute_risk_named_on_the_form_is_work_at_once_and_only_when_it_is_new(
    desk: User,
) -> None:
    it, doctor = screened(desk), made.user(Role.PRACTITIONER)
    acute = {"indication": "acute_suicidality"}
    save(desk, it, "why_now", acute)
    assert clinic.one(sa.select(t.WorkItem.rule)) == "W01"
    save(desk, it, "why_now", acute | {"new_diagnosis": True})
    found = Found(RiskLevel.HIGH, "Admitted.")
    risk.assess(doctor, it.patient_id, found, clinic.ZONE, entry_key=uuid4())
    save(desk, it, "why_now", acute | {"new_diagnosis": False})
    assert clinic.count(WorkItem) == 1
    save(desk, it, "why_now", {"indication": "depression"})
    save(desk, it, "why_now", acute)
    assert clinic.count(WorkItem) == 2


@pytest.mark.parametrize("stage", [Stage.INQUIRY, Stage.DEFERRED, Stage.INDUCTION])
def test_a_screening_that_is_not_open_is_not_filled_in(doctor: User, stage: Stage) -> None:
    with pytest.raises(Conflict, match="not open any more"):
        save(doctor, course(stage), "mind", {"psychosis": "none"})


def test_who_may_not_and_what_is_not_there(doctor: User) -> None:
    it = screened(doctor)
    with pytest.raises(NotAllowed):
        filling.sections(made.user(Role.MANAGER), it.patient_id, it.episode_id)
    with pytest.raises(NotFound, match="no such section"):
        filling.save(
            doctor, it.patient_id, it.episode_id, "shoes", {}, clinic.ZONE, version=0, begun_at=None
        )
