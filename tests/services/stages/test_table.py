"""The one table of stages and steps, against what the specification says a second time."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from data.reference.stages import By, stages
from data.tables import StageEvent
from data.tables.vocabulary import Route, Stage
from services.stages import diagram, needs
from tests import clinic

PAGE = Path(__file__).resolve().parents[3] / "docs" / "stages.md"

BEFORE_TREATMENT = {"screening", "eligible", "review", "consented", "scheduled"}
IN_TREATMENT = {"induction", "continuation", "maintenance"}
# Every way from stage to stage, written from the specification and not from the table.
WAYS: dict[tuple[str, str], set[str]] = {
    ("referral_received", "referred"): {"inquiry"},
    ("intake_started", "screening"): {"inquiry", "referred"},
    ("inquiry_closed", "declined"): {"inquiry", "referred"},
    ("found_eligible", "eligible"): {"screening", "review"},
    ("sent_to_review", "review"): {"screening"},
    ("deferred", "deferred"): BEFORE_TREATMENT,
    ("not_recommended", "declined"): BEFORE_TREATMENT,
    ("screened_again", "screening"): {"deferred"},
    ("patient_declined", "declined"): BEFORE_TREATMENT | {"deferred"},
    ("died", "declined"): BEFORE_TREATMENT | {"inquiry", "referred", "deferred", "lost"},
    ("clinic_declined", "declined"): BEFORE_TREATMENT | {"deferred"},
    ("consent_signed", "consented"): {"eligible"},
    ("consent_lapsed", "eligible"): {"consented"},
    ("first_session_booked", "scheduled"): {"consented"},
    ("booking_cancelled", "consented"): {"scheduled"},
    ("first_dose", "induction"): {"consented", "scheduled"},
    ("induction_complete", "continuation"): {"induction"},
    ("maintenance_started", "maintenance"): {"continuation"},
    ("course_completed", "completed"): IN_TREATMENT,
    ("stopped_by_review", "discontinued"): IN_TREATMENT,
    ("discontinued", "discontinued"): IN_TREATMENT,
    ("lost", "lost"): BEFORE_TREATMENT | {"deferred"},
    ("lost_in_treatment", "lost"): IN_TREATMENT,
    ("re_engaged", "before"): {"lost"},
    ("inquiry_received", "inquiry"): set(),
}


def test_the_table_has_the_ways_that_the_specification_has() -> None:
    found = {
        (step.id, step.target.value if step.target else "before"): set(step.sources)
        for step in stages().steps.values()
    }
    assert found == WAYS
    assert [step.id for step in stages().steps.values() if step.begins] == [
        "inquiry_received",
        "referral_received",
    ]


def test_nobody_is_left_without_a_way_on_and_what_ends_has_none() -> None:
    for stage, row in stages().rows.items():
        assert bool(stages().from_stage(stage)) is not row.closes, stage
    assert list(stages().rows) == list(Stage)


def test_whoever_is_not_through_has_an_owner_and_something_to_wait_for() -> None:
    for row in stages().rows.values():
        assert bool(row.owner) is bool(row.waits_for) is not row.closes, row.stage


def test_every_need_has_a_sentence_and_a_check_and_every_list_its_reasons() -> None:
    asked = {need for step in stages().steps.values() for need in step.needs}
    assert asked == set(needs._MET) == set(stages().needs) | {"consent"}
    assert set(stages().consent) == set(Route)
    lists = {step.reasons for step in stages().steps.values() if step.reasons}
    assert lists == set(stages().reasons)
    for words in stages().reasons.values():
        assert "other" in words


def test_only_what_a_decision_makes_has_a_verdict() -> None:
    for step in stages().steps.values():
        assert (step.verdict is not None) is (step.by is By.DECISION) is ("decision" in step.needs)


def test_the_page_of_stages_says_what_the_table_says() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page.endswith("\n\n" + diagram.document()), (
        "docs/stages.md is out of date: put what services.stages.diagram.document() returns in "
        "the place of its diagram and tables."
    )


@pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)
def test_the_demonstration_goes_only_ways_that_the_table_has(demo_record: str) -> None:
    events = clinic.rows(sa.select(StageEvent))
    assert len(events) > 100
    for (event,) in events:
        step = stages().steps[event.event]
        assert step.begins if event.from_stage is None else event.from_stage in step.sources
        assert event.to_stage is step.target
        assert event.reason in (stages().reasons[step.reasons] if step.reasons else {None})
