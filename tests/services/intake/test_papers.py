"""Consents, enrolments and authorisations: kept by reference, warned of before they run out."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from data.reference.stages import stages
from data.tables import Authorisation, Consent
from data.tables.base import now
from data.tables.vocabulary import ConsentKind, Disposition, Role, Route, Stage
from services.access import User
from services.intake import overview, papers
from services.intake.papers import Granted, Signed, visits_used
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from tests import clinic, made
from tests.services.intake import answered
from tests.services.stages.at_stage import TODAY, Course, course

REMS = Signed(ConsentKind.REMS, "Binder 4", TODAY)
OFF_LABEL = Signed(ConsentKind.OFF_LABEL, "Binder 4", TODAY)
PARTS = ["lifestyle", "follow-up"]
PLAN = stages().needs["plan"]
PAYER = Granted("Invented Health", "A-17", 24, TODAY, TODAY + timedelta(days=180))


@pytest.fixture
def desk(record: str) -> User:
    made.site()
    return made.user(Role.STAFF)


def record(user: User, it: Course, paper: Signed | Granted, **more: object) -> Stage:
    key = {"entry_key": uuid4()} | more
    return papers.record(user, it.patient_id, it.episode_id, paper, clinic.ZONE, **key)  # type: ignore[arg-type]


def eligible(route: Route) -> Course:
    """Somebody who waits for papers alone."""
    it = course(Stage.ELIGIBLE, route)
    it.plan()
    return it


def test_spravato_goes_on_to_consented_with_enrolment_and_authorisation_in_any_order(
    desk: User,
) -> None:
    for first, second in ((REMS, PAYER), (PAYER, REMS)):
        it = eligible(Route.NASAL)
        assert record(desk, it, first) is Stage.ELIGIBLE
        assert record(desk, it, second) is Stage.CONSENTED


def test_iv_goes_on_with_its_off_label_consent_alone_and_not_with_the_other_routes_paper(
    desk: User,
) -> None:
    it = eligible(Route.IV)
    assert record(desk, it, REMS) is Stage.ELIGIBLE
    assert record(desk, it, OFF_LABEL) is Stage.CONSENTED


@pytest.mark.parametrize(
    ("plan", "why", "consented"),
    [
        ({}, None, False),
        ({"realistic_expectations": True, "comprehensive_plan": ["follow-up"]}, None, False),
        ({"realistic_expectations": True, "comprehensive_plan": []}, "Maintained on it.", True),
        ({"realistic_expectations": False, "comprehensive_plan": PARTS}, "I know her.", False),
        ({"realistic_expectations": True, "comprehensive_plan": "unknown"}, "Soon.", False),
        ({"realistic_expectations": True, "comprehensive_plan": PARTS}, None, True),
    ],
)
def test_nobody_consents_before_expectations_and_plan_are_documented(
    desk: User, plan: dict[str, object], why: str | None, consented: bool
) -> None:
    it = course(Stage.ELIGIBLE, Route.IV)
    it.decide(Disposition.ELIGIBLE, answers=plan, override_text=why)
    assert record(desk, it, OFF_LABEL) is (Stage.CONSENTED if consented else Stage.ELIGIBLE)


def test_a_consent_that_waited_for_the_plan_counts_once_it_is_documented(desk: User) -> None:
    it = course(Stage.ELIGIBLE, Route.IV)
    record(desk, it, OFF_LABEL)
    assert overview.show(desk, it.patient_id, clinic.ZONE).lacking == (PLAN,)
    told = {"realistic_expectations": True, "comprehensive_plan": PARTS}
    answered.save(desk, it, "plan", told)
    found = overview.show(desk, it.patient_id, clinic.ZONE)
    assert (found.stage, found.lacking) == (Stage.CONSENTED, ())


def test_a_plan_left_out_after_the_decision_is_to_be_documented_again(desk: User) -> None:
    it = course(Stage.ELIGIBLE, Route.IV)
    whole = {"realistic_expectations": True, "comprehensive_plan": PARTS}
    it.decide(Disposition.ELIGIBLE, answers=whole, override_text="Pressure treated.")
    answered.save(desk, it, "plan", whole | {"comprehensive_plan": []})
    assert record(desk, it, OFF_LABEL) is Stage.ELIGIBLE


def test_a_paper_at_another_stage_is_kept_and_moves_nobody(desk: User) -> None:
    for stage in (Stage.SCREENING, Stage.MAINTENANCE):
        assert record(desk, course(stage, Route.IV), OFF_LABEL) is stage
    assert clinic.count(Consent) == 2


def test_a_form_sent_twice_is_one_paper(desk: User) -> None:
    it, key = eligible(Route.IV), uuid4()
    for _ in range(2):
        assert record(desk, it, OFF_LABEL, entry_key=key) is Stage.CONSENTED
    assert clinic.count(Consent) == 1


@pytest.mark.parametrize(
    ("paper", "sentences"),
    [
        (Signed(ConsentKind.REMS, "x" * 201, None), ["the day from which", "longer than 200"]),
        (Granted(" ", "", 0, TODAY), ["Say who pays", "1 to 500"]),
        (Granted("A", "", 501, TODAY, TODAY - timedelta(days=1)), ["ends before", "1 to 500"]),
    ],
)
def test_bad_input_lists_every_fault_and_keeps_nothing(
    desk: User, paper: Signed | Granted, sentences: list[str]
) -> None:
    it = course(Stage.ELIGIBLE)
    with pytest.raises(BadInput) as refused:
        record(desk, it, paper)
    assert len(refused.value.faults) == len(sentences) + 1
    for sentence in sentences:
        assert any(sentence in fault for fault in refused.value.faults)
    assert clinic.count(Consent) == clinic.count(Authorisation) == 0


@pytest.mark.parametrize(
    ("visits", "ends", "warning"),
    [
        (None, None, ""),
        (24, TODAY + timedelta(days=15), ""),
        (24, TODAY + timedelta(days=14), "ends "),
        (24, TODAY, "ends "),
        (24, TODAY - timedelta(days=1), "has ended"),
        (4, None, ""),
        (3, None, "2 visits left"),
        (2, None, "1 visit left"),
        (1, None, "used up"),
    ],
)
def test_what_runs_out_is_warned_of_before(
    desk: User, visits: int | None, ends: date | None, warning: str
) -> None:
    it = course(Stage.INDUCTION, Route.IV)
    it.dose()
    begun = TODAY - timedelta(days=30)
    record(desk, it, Granted("Invented Health", "A-17", visits, begun, ends))
    clinic.keep()
    (cover,) = overview.show(desk, it.patient_id, clinic.ZONE).covers
    assert cover.warning.startswith(warning)
    assert bool(cover.warning) is bool(warning)
    assert cover.words.startswith("Invented Health A-17, from ")
    assert (f" of {visits} visits" in cover.words) is (visits is not None)


def covers(user: User, it: Course) -> list[tuple[str, str]]:
    shown = overview.show(user, it.patient_id, clinic.ZONE).covers
    return [(each.words.rsplit(", ", 1)[-1], each.warning) for each in shown]


def test_a_visit_counts_under_one_authorisation_though_two_are_in_force(desk: User) -> None:
    it = course(Stage.INDUCTION, Route.NASAL)
    for days in (20, 13, 6):
        made.dosing(it.patient_id, it.episode_id, now() - timedelta(days=days))
    record(desk, it, Granted("A", "1", 2, TODAY - timedelta(days=60), TODAY + timedelta(days=20)))
    clinic.keep()
    assert covers(desk, it) == [("3 of 2 visits", "used up")], "what goes beyond it is seen"
    record(desk, it, Granted("A", "2", 10, TODAY - timedelta(days=21), TODAY + timedelta(days=90)))
    assert covers(desk, it) == [("1 of 10 visits", ""), ("2 of 2 visits", "used up")]


def paper(id: int, granted: int | None, begins: int, ends: int | None) -> dict[str, Any]:
    """An authorisation from a day of January on, and to another."""
    day = date(2026, 1, 1) - timedelta(days=1)
    until = None if ends is None else day + timedelta(days=ends)
    begun = day + timedelta(days=begins)
    return {"id": id, "visits_granted": granted, "valid_from": begun, "valid_to": until}


@pytest.mark.parametrize(
    ("rows", "days", "used"),
    [
        ([], [1], {}),
        ([paper(1, 5, 2, 4)], [1, 2, 4, 5], {1: 2}),
        # The one that ends first, whichever was recorded or begins first; without an end, last.
        ([paper(1, 5, 1, 31), paper(2, 5, 1, 20)], [5, 6], {1: 0, 2: 2}),
        ([paper(1, None, 1, None), paper(2, 1, 1, 31)], [5, 6], {1: 1, 2: 1}),
        # In the order of the visits, so that room which ends is not kept for later.
        ([paper(1, 1, 1, 10), paper(2, 1, 1, 20)], [15, 5], {1: 1, 2: 1}),
        # Where none has room, under the one that ends last.
        ([paper(1, 1, 1, 10), paper(2, 1, 1, 20)], [3, 4, 5], {1: 1, 2: 2}),
    ],
)
def test_each_visit_is_given_to_the_authorisation_that_ends_first_and_has_room(
    rows: list[dict[str, Any]], days: list[int], used: dict[int, int]
) -> None:
    assert visits_used(rows, [date(2026, 1, day) for day in days]) == used


def numbers(user: User, it: Course) -> list[int]:
    return [row["id"] for row in overview.show(user, it.patient_id, clinic.ZONE).consents]


def strike(user: User, it: Course, number: int, why: str = "Wrong patient.") -> Stage:
    return papers.strike(user, it.patient_id, it.episode_id, Consent, number, why, clinic.ZONE)


def test_a_paper_recorded_by_mistake_is_struck_out_and_the_stage_goes_back(desk: User) -> None:
    it = eligible(Route.IV)
    assert record(desk, it, OFF_LABEL) is Stage.CONSENTED
    (number,) = numbers(desk, it)
    with pytest.raises(BadInput, match="Say why"):
        strike(desk, it, number, " ")
    assert strike(desk, it, number) is Stage.ELIGIBLE
    assert numbers(desk, it) == []
    assert clinic.count(Consent) == 2, "the mistake stays on record"
    with pytest.raises(Conflict, match="corrected this entry first"):
        strike(desk, it, number)
    with pytest.raises(NotFound):
        strike(desk, course(Stage.ELIGIBLE, Route.IV), number)


def test_a_paper_that_more_rests_on_is_struck_out_only_beside_the_right_one(desk: User) -> None:
    it = course(Stage.SCHEDULED, Route.IV)
    record(desk, it, OFF_LABEL)
    (wrong,) = numbers(desk, it)
    with pytest.raises(Conflict, match="Record the right one first"):
        strike(desk, it, wrong)
    assert numbers(desk, it) == [wrong], "nothing was changed"
    record(desk, it, OFF_LABEL)
    assert strike(desk, it, wrong) is Stage.SCHEDULED


def test_a_manager_records_no_paper(desk: User) -> None:
    with pytest.raises(NotAllowed):
        record(made.user(Role.MANAGER), course(Stage.ELIGIBLE), REMS)
