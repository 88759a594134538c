"""The facts of patients, episodes and sessions, each at the edge where it changes."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from data import database
from data.queries import facts as queries
from data.tables import (
    Appointment,
    EpisodeFact,
    Hold,
    ObservationScale,
    PatientFact,
    SessionFact,
    SideEffect,
    StageEvent,
    Vital,
)
from data.tables.base import new_key
from data.tables.vocabulary import AppointmentStatus, Moment, Route, Stage
from services import facts
from tests import made
from tests.made import NOON

DOSE = NOON
"""When the first dose of these patients begins."""


@pytest.fixture
def patient(record: str) -> UUID:
    made.site()
    return made.patient()


def refreshed(patient: UUID, table: Any = PatientFact) -> Any:
    """The one fact of this kind, after a refresh."""
    (fact,) = facts_of(patient, table)
    return fact


def facts_of(patient: UUID, table: Any) -> list[Any]:
    """All facts of this kind, after a refresh."""
    with database.transaction(write=True) as session:
        facts.refresh(session, patient)
    with database.transaction(write=False) as session:
        found = session.execute(sa.select(table).where(table.patient_id == patient))
        return list(found.scalars())


def days(number: float) -> timedelta:
    return timedelta(days=number)


def test_a_person_without_an_episode_has_no_stage(patient: UUID) -> None:
    fact = refreshed(patient)

    assert (fact.stage, fact.stage_since, fact.episode_id, fact.route) == (None, None, None, None)
    assert (fact.doses, fact.on_hold, fact.spark, fact.rising, fact.attention) == (
        0,
        False,
        [],
        False,
        3,
    )


def test_what_was_never_is_sorted_before_everything_and_what_is_not_booked_after(
    patient: UUID,
) -> None:
    fact = refreshed(patient)

    assert (fact.scored_sort, fact.since_sort) == (queries.LONG_AGO, queries.FAR_AHEAD)
    assert (fact.next_sort, fact.score_sort) == (queries.FAR_AHEAD, 1)


def test_sort_keys_follow_the_values(patient: UUID) -> None:
    episode = made.episode(patient)
    made.put(StageEvent(episode_id=episode, to_stage=Stage.INQUIRY, happened_at=NOON))
    made.score(patient, 17, NOON - days(1))

    fact = refreshed(patient)
    assert (fact.scored_sort, fact.since_sort) == (NOON - days(1), NOON)
    assert (fact.score_sort, fact.name_sort) == (-17, "invented, ann")


@pytest.mark.parametrize(
    ("before", "baseline"),
    [
        (days(29), 20),
        (days(30), 20),
        (days(30) + timedelta(seconds=1), None),
        (days(31), None),
        (timedelta(seconds=1), 20),
        (timedelta(0), None),
        (-days(1), None),
    ],
    ids=str,
)
def test_the_baseline_is_at_most_thirty_days_old_and_from_before_the_first_dose(
    patient: UUID, before: timedelta, baseline: int | None
) -> None:
    made.dosing(patient, made.episode(patient), DOSE)
    made.score(patient, 20, DOSE - before)

    fact = refreshed(patient, EpisodeFact)
    assert fact.baseline == baseline
    assert fact.baseline_at == (DOSE - before if baseline else None)


def test_the_baseline_is_the_last_score_before_the_first_dose(patient: UUID) -> None:
    episode = made.episode(patient)
    made.dosing(patient, episode, DOSE)
    made.dosing(patient, episode, DOSE + days(3))
    for age, total in ((20, 24), (5, 18), (-1, 9)):
        made.score(patient, total, DOSE - days(age))

    fact = refreshed(patient, EpisodeFact)
    assert (fact.baseline, fact.best, fact.last) == (18, 9, 9)
    assert (fact.first_dose_at, fact.last_dose_at, fact.doses) == (DOSE, DOSE + days(3), 2)
    assert refreshed(patient).phq9_change == -9


def test_an_unfinished_questionnaire_is_no_baseline_and_no_score(patient: UUID) -> None:
    made.dosing(patient, made.episode(patient), DOSE)
    made.score(patient, 18, DOSE - days(5))
    made.score(patient, None, DOSE - days(1))
    made.score(patient, None, DOSE + days(1))

    assert refreshed(patient, EpisodeFact).baseline == 18
    fact = refreshed(patient)
    assert (fact.phq9_last, fact.phq9_at, fact.spark) == (18, DOSE - days(5), [18])


def test_a_score_under_another_treatment_is_no_baseline(patient: UUID) -> None:
    infusions = made.episode(patient, route="iv")
    made.dosing(patient, infusions, DOSE - days(20))
    made.score(patient, 22, DOSE - days(25))
    made.dosing(patient, infusions, DOSE - days(10))
    spravato = made.episode(patient, route="nasal")
    made.dosing(patient, spravato, DOSE)

    found = {fact.episode_id: fact.baseline for fact in facts_of(patient, EpisodeFact)}
    assert found == {infusions: 22, spravato: None}

    made.score(patient, 17, DOSE - days(3))
    found = {fact.episode_id: fact.baseline for fact in facts_of(patient, EpisodeFact)}
    assert found == {infusions: 22, spravato: 17}


def test_a_hold_is_of_its_own_patient_and_of_any_open_episode(patient: UUID) -> None:
    other = made.patient()
    made.episode(patient, route="nasal")
    infusions = made.episode(patient, route="iv")
    made.put(Hold(episode_id=infusions, happened_at=NOON, reason="Blood pressure 168/102"))
    made.episode(other)

    assert refreshed(patient).on_hold
    assert not refreshed(other).on_hold


def test_without_a_dose_there_is_no_baseline(patient: UUID) -> None:
    made.episode(patient)
    made.score(patient, 18)

    fact = refreshed(patient, EpisodeFact)
    assert (fact.baseline, fact.best, fact.last, fact.doses) == (None, None, 18, 0)
    assert refreshed(patient).phq9_change is None


@pytest.mark.parametrize(("item9", "attention"), [(0, 3), (1, 1), (2, 0), (3, 0), (None, 3)])
def test_item_9_comes_first_and_two_or_three_before_one(
    patient: UUID, item9: int | None, attention: int
) -> None:
    made.score(patient, 10, item9=item9)

    fact = refreshed(patient)
    assert (fact.item9_last, fact.item9_now, fact.attention) == (item9, item9, attention)


def test_an_unfinished_questionnaire_may_raise_item_9_and_does_not_clear_it(patient: UUID) -> None:
    made.score(patient, None, NOON, item9=2)
    assert refreshed(patient).attention == 0

    made.score(patient, None, NOON + days(1), item9=None)
    fact = refreshed(patient)
    assert (fact.item9_last, fact.item9_at, fact.attention) == (2, NOON, 0)


def test_an_unknown_item_9_keeps_the_last_known(patient: UUID) -> None:
    made.score(patient, 12, NOON, item9=1)
    made.score(patient, 8, NOON + days(1), item9=None)

    fact = refreshed(patient)
    assert (fact.phq9_last, fact.item9_last, fact.item9_at) == (8, 1, NOON)
    assert (fact.item9_now, fact.asked_at) == (None, NOON + days(1))

    made.score(patient, 8, NOON + days(2), item9=0)
    assert (refreshed(patient).item9_last, refreshed(patient).attention) == (0, 3)


@pytest.mark.parametrize(("rise", "attention"), [(4, 3), (5, 2), (6, 2), (-5, 3)])
def test_a_rise_of_five_against_the_score_before_comes_next(
    patient: UUID, rise: int, attention: int
) -> None:
    made.score(patient, 10, NOON)
    made.score(patient, 10 + rise, NOON + days(7))

    fact = refreshed(patient)
    assert (fact.rising, fact.attention) == (attention == 2, attention)


@pytest.mark.parametrize(("rise", "attention"), [(4, 3), (5, 2)])
def test_a_rise_of_five_against_baseline_comes_next(
    patient: UUID, rise: int, attention: int
) -> None:
    made.dosing(patient, made.episode(patient), DOSE)
    made.score(patient, 10, DOSE - days(1))
    made.score(patient, 10 + rise - 1, DOSE + days(1))
    made.score(patient, 10 + rise, DOSE + days(2))

    fact = refreshed(patient)
    assert (fact.phq9_change, fact.rising, fact.attention) == (rise, attention == 2, attention)


def test_item_9_comes_before_a_rise(patient: UUID) -> None:
    made.score(patient, 10, NOON, item9=0)
    made.score(patient, 20, NOON + days(7), item9=1)

    fact = refreshed(patient)
    assert (fact.rising, fact.attention) == (True, 1)


def test_other_questionnaires_do_not_count_as_phq9(patient: UUID) -> None:
    made.score(patient, 18, instrument="gad7", item9=3)

    fact = refreshed(patient)
    assert (fact.phq9_last, fact.item9_last, fact.attention) == (None, None, 3)


def test_a_corrected_score_counts_as_corrected_and_a_struck_one_not_at_all(patient: UUID) -> None:
    first = made.score(patient, 10, NOON, item9=0)
    second = made.score(patient, 20, NOON + days(7), item9=2)
    made.score(patient, 12, NOON + days(7), item9=0, corrects=second.id, why="mistyped")

    fact = refreshed(patient)
    assert (fact.spark, fact.item9_last, fact.attention) == ([10, 12], 0, 3)

    made.score(patient, 10, NOON, corrects=first.id, struck=True, why="another patient's")
    assert refreshed(patient).spark == [12]


def test_the_spark_line_is_the_last_twenty_oldest_first(patient: UUID) -> None:
    for number in range(23):
        made.score(patient, number, NOON + days(number))

    assert refreshed(patient).spark == list(range(3, 23))


def test_the_open_episode_wins_and_of_closed_ones_the_newest(patient: UUID) -> None:
    old = {"opened_at": NOON - days(300), "closed_at": NOON - days(200)}
    last = {"opened_at": NOON - days(100), "closed_at": NOON - days(50)}
    made.episode(patient, route=Route.IV, **last)
    newest_closed = refreshed(patient).episode_id
    made.episode(patient, route=Route.IV, **old)
    assert refreshed(patient).episode_id == newest_closed

    opened = made.episode(patient, route=Route.NASAL, opened_at=NOON - days(250))
    assert (refreshed(patient).episode_id, refreshed(patient).route) == (opened, Route.NASAL)

    newer = made.episode(patient, route=Route.IV, opened_at=NOON - days(1))
    assert refreshed(patient).episode_id == newer


def test_the_stage_is_that_of_the_newest_event_that_stands(patient: UUID) -> None:
    episode = made.episode(patient)

    def step(stage: Stage, at: datetime, **columns: Any) -> StageEvent:
        return made.put(StageEvent(episode_id=episode, to_stage=stage, happened_at=at, **columns))

    assert refreshed(patient).stage is None
    step(Stage.SCREENING, NOON)
    step(Stage.INQUIRY, NOON - days(3))
    assert (refreshed(patient).stage, refreshed(patient).stage_since) == (Stage.SCREENING, NOON)

    wrong = step(Stage.ELIGIBLE, NOON + days(1))
    assert refreshed(patient).stage is Stage.ELIGIBLE
    step(Stage.ELIGIBLE, NOON + days(1), corrects=wrong.id, struck=True, why="too early")
    assert refreshed(patient).stage is Stage.SCREENING


def test_a_hold_lasts_until_the_entry_that_ends_it(patient: UUID) -> None:
    episode = made.episode(patient)
    until = date(2026, 4, 1)
    told = {"episode_id": episode, "happened_at": NOON, "reason": "BP", "expected_to": until}
    hold = made.put(Hold(**told))
    assert (refreshed(patient).on_hold, refreshed(patient).hold_until) == (True, until)

    made.put(Hold(**told, corrects=hold.id, why="ended", ended_at=NOON + days(2)))
    assert (refreshed(patient).on_hold, refreshed(patient).hold_until) == (False, None)


def test_the_next_session_is_the_first_that_is_still_booked(patient: UUID) -> None:
    episode = made.episode(patient)
    for after, status in (
        (1, AppointmentStatus.CANCELLED),
        (3, AppointmentStatus.BOOKED),
        (2, AppointmentStatus.BOOKED),
        (0.5, AppointmentStatus.NO_SHOW),
    ):
        visit = {"id": new_key(), "episode_id": episode, "patient_id": patient, "site_id": 1}
        starts = {"starts_at": NOON + days(after), "ends_at": NOON + days(after + 0.1)}
        made.put(Appointment(**visit, **starts, status=status))

    assert refreshed(patient).next_session_at == NOON + days(2)


def test_a_session_is_told_by_its_worst_readings(patient: UUID) -> None:
    visit = made.dosing(
        patient, made.episode(patient), DOSE, ready_at=DOSE + timedelta(minutes=95, seconds=29)
    )
    for moment, sbp, dbp in (
        (Moment.PRE, 120, 70),
        (Moment.FORTY, 161, 99),
        (Moment.EXTRA, 150, 104),
        (Moment.LEAVING, 118, 60),
    ):
        reading = {"patient_id": patient, "session_id": visit, "happened_at": DOSE}
        made.put(Vital(**reading, moment=moment, sbp=sbp, dbp=dbp))
    for moaas in (5, 3, None):
        made.put(ObservationScale(session_id=visit, moaas=moaas, happened_at=DOSE))
    for grade in (None, 2, 1):
        effect = {"patient_id": patient, "session_id": visit, "term": "nausea"}
        made.put(SideEffect(**effect, grade=grade, happened_at=DOSE))

    fact = refreshed(patient, SessionFact)
    assert (fact.pre_sbp, fact.peak_sbp, fact.peak_dbp, fact.peak_rise) == (120, 161, 104, 41)
    assert (fact.lowest_moaas, fact.effects, fact.worst_grade) == (3, 3, 2)
    assert (fact.mg, fact.mg_per_kg, fact.ready_min) == (40, 0.5, 95)


def test_what_was_not_measured_in_a_session_stays_unknown(patient: UUID) -> None:
    visit = made.dosing(patient, made.episode(patient), DOSE)
    reading = {"patient_id": patient, "session_id": visit, "happened_at": DOSE}
    made.put(Vital(**reading, moment=Moment.FORTY, sbp=150, dbp=90))

    fact = refreshed(patient, SessionFact)
    assert (fact.pre_sbp, fact.peak_sbp, fact.peak_rise) == (None, 150, None)
    assert (fact.ready_min, fact.lowest_moaas, fact.worst_grade, fact.effects) == (
        None,
        None,
        None,
        0,
    )


def test_a_merged_or_withdrawn_patient_has_no_row_in_the_caseload(patient: UUID) -> None:
    kept, merged = patient, made.patient(merged_into=patient)
    withdrawn = made.patient(withdrawn=True)
    with database.transaction(write=True) as session:
        for each in (kept, merged, withdrawn):
            facts.refresh(session, each)

    with database.transaction(write=False) as session:
        assert session.execute(sa.select(PatientFact.patient_id)).scalars().all() == [kept]


def test_a_repair_mends_facts_that_went_astray(demo_record: str) -> None:
    tables = ("patient_fact", "episode_fact", "session_fact")
    whole = {table: made.rows(table) for table in tables}
    made.sql("UPDATE patient_fact SET phq9_last = 27, attention = 0, spark = '[]'")
    made.sql("DELETE FROM session_fact")
    made.sql("UPDATE episode_fact SET baseline = 1")

    facts.repair()

    assert {table: made.rows(table) for table in tables} == whole
    assert all(whole.values())
