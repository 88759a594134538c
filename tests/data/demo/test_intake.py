"""The way in of invented people: answers are what the record says, findings what the rules say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from data.demo import Size, batches, causes
from data.demo.clock import instant, local_day
from data.demo.drafts import OF_DESK
from data.demo.shape import SHAPES
from data.reference.screening import form, shipped
from data.reference.stages import stages
from data.reference.treatments import treatments
from data.tables import (
    Assessment,
    Authorisation,
    Consent,
    Decision,
    Draft,
    Episode,
    Medication,
    Member,
    Outreach,
    Patient,
    Record,
    Referral,
    RiskAssessment,
    SafetyPlan,
    Screening,
    StageEvent,
    TreatmentTrial,
    WorkItem,
    WorkItemEvent,
)
from data.tables.vocabulary import Disposition, ItemStatus, ItemStep, Reached, Route, Stage
from services.clinical import trials
from services.clinical.eligibility import derived
from services.clinical.trials import Trial
from services.demo import judge
from services.intake.filled import asked
from services.patients import age
from tests.data.demo import generated
from tests.data.demo.generated import DAY, SEED, Row, grouped

MANY = {
    **dict.fromkeys((Stage.INQUIRY, Stage.REFERRED, Stage.ELIGIBLE, Stage.LOST), 8),
    **dict.fromkeys((Stage.DEFERRED, Stage.REVIEW, Stage.SCREENING), 30),
    Stage.DECLINED: 60,
    **dict.fromkeys((Stage.CONSENTED, Stage.INDUCTION, Stage.COMPLETED), 20),
}
JUDGED = ("policy_version", "disposition", "escalate", "missing", "findings")
TRIAL = tuple(Trial.__dataclass_fields__)
Rows = dict[type[Record], list[Row]]


@pytest.fixture(scope="module")
def clinic() -> Rows:
    """A clinic in which most people are on their way in."""
    found = generated.collected(
        batches(replace(SHAPES[Size.SMALL], patients=MANY), SEED, DAY, judge)
    )
    assert len(found[Screening]) > 150
    return found


def screened(clinic: Rows) -> Iterator[tuple[Row, Row, Row]]:
    """Every screening with its episode and its patient."""
    episodes = {row["id"]: row for row in clinic[Episode]}
    people = {row["id"]: row for row in clinic[Patient]}
    for screening in clinic[Screening]:
        episode = episodes[screening["episode_id"]]
        yield screening, episode, people[episode["patient_id"]]


def decisions(clinic: Rows) -> dict[Any, Row]:
    return {row["screening_id"]: row for row in clinic[Decision]}


def test_a_screening_keeps_what_the_rules_say_of_its_answers(clinic):
    for screening, episode, _ in screened(clinic):
        on = local_day(screening["happened_at"])
        said = judge(screening["answers"], episode["route"], on)
        assert said._asdict() == {name: screening[name] for name in JUDGED}


def test_whoever_is_decided_on_was_asked_everything_that_is_required(clinic):
    assert all(screening["missing"] == [] for screening in clinic[Screening])


def test_treatments_are_answered_as_the_record_counts_them(clinic):
    told = grouped(clinic[TreatmentTrial], "patient_id")
    for screening, _, person in screened(clinic):
        on, answers = local_day(screening["happened_at"]), screening["answers"]
        began = answers.get("episode_began")
        counted = trials.count(
            [
                Trial(**{name: row[name] for name in TRIAL})
                for row in told.get(person["id"], [])
                if row["happened_at"] < screening["happened_at"]
            ],
            treatments(),
            on,
            episode_began=date.fromisoformat(began) if began else None,
            asked=answers["treatments_told"],
        )
        found = derived.of_trials(trials.answers(counted), shipped(), on)
        assert {id: answers.get(id) for id in found} == found


def test_age_sex_and_scores_are_answered_as_the_record_has_them(clinic):
    scores = grouped(clinic[Assessment], "patient_id")
    for screening, _, person in screened(clinic):
        on, answers = local_day(screening["happened_at"]), screening["answers"]
        newest = {
            row["instrument"]: row
            for row in sorted(scores[person["id"]], key=lambda row: row["happened_at"])
            if row["happened_at"] < screening["happened_at"]
        }
        phq9, madrs = newest["phq9"], newest.get("madrs")
        known = {
            "sex": person["sex_clinical"],
            "age": age(person["birth_date"], on),
            **derived.of_phq9(phq9, local_day(phq9["happened_at"]).isoformat()),
            "madrs": madrs and madrs["total"],
            "madrs_on": madrs and local_day(madrs["happened_at"]).isoformat(),
            "audit_c": newest["audit_c"]["total"],
            "cssrs_screen": derived.of_cssrs(newest["cssrs_screen"]),
        }
        assert {id: answers.get(id) for id in known} == known


def test_medicines_that_interact_are_answered_as_the_record_has_them(clinic):
    taken = grouped(clinic[Medication], "patient_id")
    for screening, _, person in screened(clinic):
        rows = sorted(taken.get(person["id"], []), key=lambda row: row["name"])
        interacting = [f"{row['name']} ({row['interacts']})" for row in rows if row["interacts"]]
        assert screening["answers"]["interacting_medicines"] == interacting


def test_a_safety_plan_that_is_answered_is_in_the_record(clinic):
    plans = grouped(clinic[SafetyPlan], "patient_id")
    answered = set()
    for screening, _, person in screened(clinic):
        before = [
            row
            for row in plans.get(person["id"], [])
            if row["happened_at"] < screening["happened_at"]
        ]
        if "safety_plan" in screening["answers"]:
            assert screening["answers"]["safety_plan"] == bool(before)
            answered.add(bool(before))
    assert answered == {True, False}


def test_nobody_is_screened_before_they_are_of_age(clinic):
    assert min(screening["answers"]["age"] for screening in clinic[Screening]) >= 18


def test_decisions_follow_the_rules_and_eligible_after_review_says_why(clinic):
    decided = decisions(clinic)
    seen = set()
    for screening in clinic[Screening]:
        decision = decided[screening["id"]]
        said, verdict = screening["disposition"], decision["verdict"]
        assert decision["rules_verdict"] == said
        assert verdict == said or (verdict, said) == (Disposition.ELIGIBLE, Disposition.REVIEW)
        assert (decision["override_text"] is None) == (verdict == said)
        refused = verdict in (Disposition.DEFER, Disposition.NOT_RECOMMENDED)
        assert (decision["reason"] is not None) == refused
        assert (decision["offered"] is not None) == (verdict == Disposition.NOT_RECOMMENDED)
        assert (decision["revisit_on"] is not None) == (verdict == Disposition.DEFER)
        seen.add(verdict)
    assert seen == set(Disposition) - {Disposition.INCOMPLETE}


@pytest.mark.parametrize(("day", "seed"), [(date(2027, 5, 17), 116), (date(2027, 10, 6), 126)])
def test_who_comes_back_and_is_deferred_is_deferred_for_what_the_record_says(day, seed):
    stories = replace(SHAPES[Size.SMALL], patients={})
    found = generated.collected(batches(stories, seed, day, judge))
    deferred = [row for row in found[Decision] if row["verdict"] == Disposition.DEFER]
    assert deferred
    assert all(row["rules_verdict"] == Disposition.DEFER for row in deferred)


def test_every_step_by_decision_has_one_signed_at_that_moment(clinic):
    decided = decisions(clinic)
    signed = {
        (screening["episode_id"], screening["happened_at"]): decided[screening["id"]]["verdict"]
        for screening in clinic[Screening]
    }
    steps = stages().steps
    for event in clinic[StageEvent]:
        verdict = signed.pop((event["episode_id"], event["happened_at"]), None)
        assert steps[event["event"]].verdict == verdict
    assert signed == {}


def test_what_ends_a_screening_is_of_many_kinds(clinic):
    fired = {found["rule"] for screening in clinic[Screening] for found in screening["findings"]}
    assert fired >= {
        *("R01", "R02", "R03", "R04", "R06", "R10", "R11", "R12", "R13", "R16", "R19"),
        *("R20", "R21", "R22", "R23", "R26", "R29", "R30", "R31"),
    }


@pytest.mark.parametrize("cause", [*causes.DEFERS, *causes.DECLINES, *causes.REVIEWS], ids=repr)
def test_a_cause_changes_only_questions_of_the_form(cause):
    changed = cause.told(DAY)
    assert set(changed) <= {question.id for each in form().sections for question in asked(each)}


def test_treatments_have_names_classes_and_reasons_of_the_list_and_nothing_is_wrong_with_them(
    clinic,
):
    for row in clinic[TreatmentTrial]:
        listed = treatments().named(row["name"])
        assert listed is not None
        found = listed.treatment_class
        assert (row["treatment_class"], row["kind"]) == (found.code, found.kind)
        assert row["stop_reason"] in treatments().stop_reasons
        trial = Trial(**{name: row[name] for name in TRIAL})
        assert trials.faults(trial, local_day(row["happened_at"])) == []
        assert (row["ended_on"] is None) == trial.is_current


def test_stages_name_their_step_of_the_table_and_a_reason_of_its_list(clinic):
    reasons = set()
    for event in clinic[StageEvent]:
        step = stages().steps[event["event"]]
        assert step.begins if event["from_stage"] is None else event["from_stage"] in step.sources
        assert event["to_stage"] == step.target
        known = stages().reasons[step.reasons] if step.reasons else {None}
        assert event["reason"] in known
        reasons.add(event["reason"])
    assert len(reasons) > 4


def test_the_route_is_decided_with_being_found_eligible(clinic):
    eligible = {
        row["episode_id"] for row in clinic[StageEvent] if row["to_stage"] == Stage.ELIGIBLE
    }
    for episode in clinic[Episode]:
        assert (episode["route"] is not None) == (episode["id"] in eligible)


def test_open_screenings_are_filled_in_to_different_degrees(clinic):
    drafts = grouped(clinic[Draft], "episode_id")
    stage = generated.last_stage(clinic)
    review = {id for id, each in stage.items() if each == Stage.REVIEW}
    screening = {id for id, each in stage.items() if each == Stage.SCREENING}
    assert review <= set(drafts) <= review | screening
    for id in review:
        assert all(row["handed_over_at"] for row in drafts[id])
    handed_over = {
        sum(row["handed_over_at"] is not None for row in drafts.get(id, [])) for id in screening
    }
    assert {0, 1, 3} < handed_over
    assert any(row["handed_over_at"] is None for id in screening for row in drafts.get(id, []))


def test_a_section_is_filled_in_by_those_who_ask_it_since_the_screening_began(clinic):
    began = {
        row["episode_id"]: row["happened_at"]
        for row in clinic[StageEvent]
        if row["to_stage"] == Stage.SCREENING
    }
    desk = {row["id"] for row in clinic[Member] if row["roles"] == ["staff"]}
    for draft in clinic[Draft]:
        assert began[draft["episode_id"]] < draft["updated_at"] < instant(DAY, 0)
        assert (draft["updated_by"] in desk) == (draft["section"] in OF_DESK)
        section = next(each for each in form().sections if each.id == draft["section"])
        assert set(draft["answers"]) <= {question.id for question in asked(section)}


def test_nobody_is_turned_away_before_their_risk_is_assessed(clinic):
    decided, assessed = decisions(clinic), grouped(clinic[RiskAssessment], "patient_id")
    turned_away = 0
    for screening, _, person in screened(clinic):
        if screening["escalate"]:
            before = [row["happened_at"] for row in assessed[person["id"]]]
            assert min(before) < screening["happened_at"]
            refused = (Disposition.DEFER, Disposition.NOT_RECOMMENDED)
            turned_away += decided[screening["id"]]["verdict"] in refused
    assert turned_away


def test_two_positive_answers_wait_and_the_others_were_cleared_by_an_assessment(clinic):
    steps = grouped(clinic[WorkItemEvent], "item_id")
    assessed = {(row["patient_id"], row["happened_at"]) for row in clinic[RiskAssessment]}
    still = [row for row in clinic[WorkItem] if row["status"] == ItemStatus.OPEN]
    assert sorted(row["rule"] for row in still) == ["W01", "W03"]
    for item in clinic[WorkItem]:
        waits = item in still
        told = [row["what"] for row in steps[item["id"]]]
        assert told == [ItemStep.RAISED, *([] if waits else [ItemStep.CLEARED])]
        assert waits or (item["patient_id"], item["updated_at"]) in assessed


def test_whoever_is_lost_was_tried_twice_in_vain_since_the_last_step(clinic):
    tried = grouped(clinic[Outreach], "episode_id")
    events = grouped(clinic[StageEvent], "episode_id")
    lost = [id for id, stage in generated.last_stage(clinic).items() if stage == Stage.LOST]
    assert lost
    for id in lost:
        *_, before, last = sorted(events[id], key=lambda row: row["happened_at"])
        attempts = tried[id]
        assert len(attempts) == stages().attempts
        for row in attempts:
            assert before["happened_at"] < row["happened_at"] < last["happened_at"]
            assert row["result"] != Reached.SPOKE


def test_some_who_asked_were_called_back_and_some_were_not(clinic):
    stage = generated.last_stage(clinic)
    asking = {id for id, each in stage.items() if each in (Stage.INQUIRY, Stage.REFERRED)}
    tried = {row["episode_id"] for row in clinic[Outreach]}
    assert asking & tried
    assert asking - tried


def test_everybody_came_somehow_and_some_told_what_they_wish(clinic):
    assert {row["episode_id"] for row in clinic[Referral]} == {row["id"] for row in clinic[Episode]}
    for column in ("asked_route", "preferred_times", "text"):
        told = {row[column] for row in clinic[Referral]}
        assert None in told
        assert len(told) > 2
    assert any(row["talk_to"] for row in clinic[Patient])


def test_spravato_is_paid_for_before_consent_and_by_no_two_papers_on_one_day(clinic):
    papers = grouped(clinic[Authorisation], "episode_id")
    signed = grouped(clinic[Consent], "episode_id")
    spravato = {row["id"] for row in clinic[Episode] if row["route"] == Route.NASAL}
    assert set(papers) == spravato
    for id, found in papers.items():
        assert all(row["valid_from"] >= local_day(row["happened_at"]) for row in found)
        for one, following in pairwise(found):
            assert following["valid_from"] == one["valid_to"] + timedelta(days=1)
        for consent in signed.get(id, []):
            first = min(row["happened_at"] for row in found)
            assert first <= consent["happened_at"]


def test_some_authorisations_are_used_up_and_some_end_soon(clinic):
    treated = {id for id, stage in generated.last_stage(clinic).items() if stage == Stage.INDUCTION}
    visits = grouped(
        (dose.session | {"episode_id": dose.episode_id} for dose in generated.doses(clinic)),
        "episode_id",
    )
    left, ends = [], []
    for id, found in grouped(clinic[Authorisation], "episode_id").items():
        newest = max(found, key=lambda row: row["valid_from"])
        if id in treated and newest["valid_to"] is not None:
            used = [row for row in visits[id] if row["local_date"] >= newest["valid_from"]]
            left.append(newest["visits_granted"] - len(used))
            ends.append((newest["valid_to"] - DAY).days)
    assert min(left) == 0
    assert stages().warn_visits < max(left)
    assert 0 <= min(ends) <= stages().warn_days < max(ends)


def test_some_deferrals_are_due_again_and_some_not_yet(clinic):
    stage = generated.last_stage(clinic)
    decided = decisions(clinic)
    revisits = [
        decided[screening["id"]]["revisit_on"]
        for screening, episode, _ in screened(clinic)
        if stage[episode["id"]] == Stage.DEFERRED
    ]
    assert min(revisits) < DAY < max(revisits)
