"""The demonstration of 2,000 patients: how the invented clinic compares with published ones."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from data.demo import Size
from data.demo.clock import instant
from data.tables import (
    Appointment,
    DosingSession,
    Entry,
    Episode,
    Member,
    Patient,
    SideEffect,
    Vital,
)
from data.tables.vocabulary import Moment, Route
from tests.data.demo import generated
from tests.data.demo.generated import grouped, overlapping

BASELINE = timedelta(days=30)
INDUCTION = {Route.IV: 6, Route.NASAL: 8}


@pytest.fixture(scope="module")
def clinic() -> dict:
    return generated.rows(Size.CLINIC)


def test_the_clinic_has_the_size_it_promises(clinic):
    assert len(clinic[Patient]) == pytest.approx(2000, abs=10)
    assert len(clinic[DosingSession]) == pytest.approx(30_000, rel=0.08)
    assert len(clinic[Vital]) == pytest.approx(100_000, rel=0.08)


def changes(clinic: dict) -> Iterator[tuple[int, int]]:
    """Baseline and the score that ends induction, of every episode that has both."""
    scores = generated.phq9(clinic)
    routes = {row["id"]: row["route"] for row in clinic[Episode]}
    for episode, found in grouped(clinic[DosingSession], "episode_id").items():
        doses = sorted(row["first_dose_at"] for row in found if row["first_dose_at"])
        whole = INDUCTION[routes[episode]]
        if len(doses) < whole:
            continue
        first, last = doses[0], doses[whole - 1]
        before = [s for s in scores[episode] if first - BASELINE <= s["happened_at"] < first]
        after = [s for s in scores[episode] if last < s["happened_at"] <= last + BASELINE]
        if before and after and before[-1]["total"] >= 10:
            yield before[-1]["total"], after[0]["total"]


def test_about_half_respond_and_a_third_remit(clinic):
    seen = list(changes(clinic))
    assert len(seen) > 600
    response = sum(2 * after <= before for before, after in seen) / len(seen)
    remission = sum(after <= 4 for _, after in seen) / len(seen)
    assert 0.44 < response < 0.60
    assert 0.25 < remission < 0.40


def test_some_get_worse(clinic):
    seen = list(changes(clinic))
    assert 0.01 < sum(after >= before + 5 for before, after in seen) / len(seen) < 0.12


@pytest.mark.parametrize(
    ("route", "term", "published"),
    [
        (Route.NASAL, "dissociation", 0.41),
        (Route.NASAL, "nausea", 0.28),
        (Route.IV, "dissociation", 0.604),
        (Route.IV, "nausea", 0.275),
    ],
)
def test_effects_are_about_as_common_a_course_as_published(clinic, route, term, published):
    courses = {row["id"] for row in clinic[Episode] if row["route"] == route}
    sessions = {row["id"]: row["episode_id"] for row in clinic[DosingSession]}
    dosed = {row["episode_id"] for row in clinic[DosingSession] if row["first_dose_at"]} & courses
    told = {
        sessions[row["session_id"]]
        for row in clinic[SideEffect]
        if row["term"] == term and row["session_id"]
    }
    assert len(told & dosed) / len(dosed) == pytest.approx(published, abs=0.06)


def test_one_patient_in_six_or_so_rises_by_forty_and_few_reach_180(clinic):
    readings = grouped((row for row in clinic[Vital] if row["session_id"]), "session_id")
    pre = {
        session: row["sbp"]
        for session, found in readings.items()
        for row in found
        if row["moment"] == Moment.PRE
    }
    dosed = [row for row in clinic[Vital] if row["moment"] == Moment.FORTY]
    everyone = {row["patient_id"] for row in dosed}
    risen = {row["patient_id"] for row in dosed if row["sbp"] - pre[row["session_id"]] >= 40}
    high = {row["patient_id"] for row in dosed if row["sbp"] >= 180}
    assert 0.08 <= len(risen) / len(everyone) <= 0.19
    assert 0 < len(high) / len(everyone) <= 0.05


def test_nobody_came_before_the_clinic_had_opened(clinic):
    opened = min(row["updated_at"] for row in clinic[Member])
    assert min(row["opened_at"] for row in clinic[Episode]) > opened


def test_nothing_was_recorded_after_the_anchor_day_began(clinic):
    ada = {row["id"] for row in clinic[Patient] if row["family"] == "Okafor"}
    for table, found in clinic.items():
        if issubclass(table, Entry):
            rest = (row for row in found if row.get("patient_id") not in ada)
            assert max(row["recorded_at"] for row in rest) < instant(generated.DAY, 0)


def test_nobody_is_booked_twice_at_either_site(clinic):
    for columns in (("chair_id",), ("patient_id",), ("monitor_id", "monitor_place")):
        assert overlapping(clinic[Appointment], *columns) == []
    assert {row["site_id"] for row in clinic[Appointment]} == {1, 2}
