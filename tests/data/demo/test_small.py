"""The small demonstration, row by row, without a database."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from data.demo import VIEW_AS, Size
from data.demo.clock import instant, local_day
from data.tables import (
    Appointment,
    Assessment,
    Consent,
    DosingSession,
    Entry,
    Episode,
    Hold,
    Member,
    Patient,
    StageEvent,
    Vital,
)
from data.tables.vocabulary import (
    AppointmentStatus,
    ConsentKind,
    Drug,
    Role,
    Route,
    Stage,
)
from tests.data.demo import generated
from tests.data.demo.generated import DAY, Row, grouped, overlapping

# One step on the way, as the clinic allows them.
ALLOWED = {
    None: {Stage.INQUIRY},
    Stage.INQUIRY: {Stage.REFERRED, Stage.SCREENING, Stage.DECLINED},
    Stage.REFERRED: {Stage.SCREENING, Stage.DECLINED},
    Stage.SCREENING: {Stage.ELIGIBLE, Stage.REVIEW, Stage.DEFERRED, Stage.DECLINED},
    Stage.REVIEW: {Stage.ELIGIBLE, Stage.DEFERRED, Stage.DECLINED},
    Stage.DEFERRED: {Stage.SCREENING},
    Stage.ELIGIBLE: {Stage.CONSENTED},
    Stage.CONSENTED: {Stage.SCHEDULED},
    Stage.SCHEDULED: {Stage.INDUCTION},
    Stage.INDUCTION: {Stage.CONTINUATION, Stage.COMPLETED, Stage.DISCONTINUED, Stage.LOST},
    Stage.CONTINUATION: {Stage.MAINTENANCE, Stage.COMPLETED, Stage.DISCONTINUED, Stage.LOST},
    Stage.MAINTENANCE: {Stage.COMPLETED, Stage.DISCONTINUED, Stage.LOST},
}
IN_TREATMENT = {Stage.INDUCTION, Stage.CONTINUATION, Stage.MAINTENANCE}


@pytest.fixture(scope="module")
def small() -> dict:
    return generated.rows(Size.SMALL)


def test_the_same_seed_and_day_give_the_same_rows(small):
    assert generated.rows(Size.SMALL) == small


def test_another_seed_gives_other_people(small):
    other = generated.rows(Size.SMALL, seed=generated.SEED + 1)
    assert names(other[Patient]) != names(small[Patient])


def names(patients: Sequence[Row]) -> list[tuple[str, str]]:
    return [(row["family"], row["given"]) for row in patients]


def test_every_stage_has_somebody_in_it(small):
    assert set(generated.last_stage(small).values()) == set(Stage)


def test_stages_follow_each_other_as_the_clinic_allows(small):
    for events in grouped(small[StageEvent], "episode_id").values():
        before, then = None, None
        for event in events:
            assert event["from_stage"] == before
            assert event["to_stage"] in ALLOWED[before]
            assert then is None or then < event["happened_at"]
            before, then = event["to_stage"], event["happened_at"]


def test_an_episode_is_closed_exactly_when_its_last_stage_ends_it(small):
    stage = generated.last_stage(small)
    ends = {Stage.COMPLETED, Stage.DISCONTINUED, Stage.DECLINED}
    for episode in small[Episode]:
        assert (episode["closed_at"] is not None) == (stage[episode["id"]] in ends)


def test_six_people_are_offered_to_look_over_the_shoulder_of(small):
    team = {row["email"]: row for row in small[Member]}
    offered = [team[email] for email in VIEW_AS]
    assert len(offered) == 6
    assert {role for row in offered for role in row["roles"]} == set(Role)
    assert [(row["may_prescribe"], row["may_monitor"]) for row in offered[:2]] == [
        (True, True),
        (False, True),
    ]
    initials = [row["initials"] for row in small[Member]]
    assert len(set(initials)) == len(initials)


def test_no_dose_comes_before_its_consent_and_none_of_spravato_without_rems(small):
    signed = grouped(small[Consent], "episode_id")
    given = list(generated.doses(small))
    assert {dose.row["drug"] for dose in given} == set(Drug)
    for dose in given:
        nasal = dose.row["drug"] == Drug.ESKETAMINE
        kind = ConsentKind.REMS if nasal else ConsentKind.OFF_LABEL
        day = dose.session["local_date"]
        consents = signed[dose.episode_id]
        assert any(
            c["kind"] == kind and c["happened_at"] < dose.row["happened_at"] for c in consents
        )
        assert any(c["valid_from"] <= day <= c["valid_to"] for c in consents)


def test_milligrams_are_by_weight_for_infusions_and_whole_devices_for_spravato(small):
    for dose in generated.doses(small):
        if dose.row["drug"] == Drug.KETAMINE:
            assert dose.row["mg"] / dose.row["weight_kg"] == pytest.approx(0.5, abs=0.01)
        else:
            assert dose.row["mg"] in ({56} if dose.session["number"] == 1 else {56, 84})


def test_sessions_of_an_episode_are_numbered_by_the_doses_given(small):
    for sessions in grouped(small[DosingSession], "episode_id").values():
        count = 0
        for session in sorted(sessions, key=lambda row: row["local_date"]):
            count += session["first_dose_at"] is not None
            assert session["number"] == count


def test_induction_never_gives_more_than_two_doses_in_seven_days(small):
    induction = {Drug.KETAMINE: 6, Drug.ESKETAMINE: 8}
    by_episode: dict = {}
    for dose in generated.doses(small):
        if dose.session["number"] <= induction[dose.row["drug"]]:
            by_episode.setdefault(dose.episode_id, []).append(dose.session["local_date"])
    for days in by_episode.values():
        for first, third in zip(sorted(days), sorted(days)[2:], strict=False):
            assert (third - first).days >= 7


def test_what_is_past_is_finished_and_the_anchor_day_is_still_booked(small):
    today = [row for row in small[Appointment] if local_day(row["starts_at"]) == DAY]
    assert len(today) >= 4
    for row in small[Appointment]:
        ahead = local_day(row["starts_at"]) >= DAY
        assert (row["status"] == AppointmentStatus.BOOKED) == ahead
    assert max(row["local_date"] for row in small[DosingSession]) < DAY


def test_nothing_was_recorded_after_the_morning_of_the_anchor_day(small):
    for table, found in small.items():
        if issubclass(table, Entry):
            assert all(row["recorded_at"] >= row["happened_at"] for row in found)
            assert max(row["recorded_at"] for row in found) < instant(DAY, 8 * 60 + 30)


def test_visits_are_booked_eight_weeks_ahead_and_a_few_have_none(small):
    booked = grouped(
        (row for row in small[Appointment] if row["status"] == AppointmentStatus.BOOKED),
        "episode_id",
    )
    treated = {
        episode for episode, stage in generated.last_stage(small).items() if stage in IN_TREATMENT
    }
    without = treated - set(booked)
    assert 0 < len(without) < len(treated) / 2
    latest = max(row["starts_at"] for found in booked.values() for row in found)
    assert timedelta(days=45) < local_day(latest) - DAY <= timedelta(days=70)


def test_nobody_and_no_chair_is_booked_twice(small):
    for columns in (("chair_id",), ("patient_id",), ("monitor_id", "monitor_place")):
        assert overlapping(small[Appointment], *columns) == []


def test_every_kind_of_missed_visit_occurs(small):
    seen = {row["status"] for row in small[Appointment]}
    assert seen >= set(AppointmentStatus) - {AppointmentStatus.CANCELLED}


def test_a_total_is_the_sum_of_complete_answers_and_nothing_else(small):
    times = {"who5": 4}
    kinds = set()
    for row in small[Assessment]:
        answers, name = row["answers"], row["instrument"]
        if answers is None:
            kinds.add("total only")
            assert row["total"] is not None
            assert (row["answered"], row["complete"]) == (0, False)
        elif name == "cssrs_screen":
            assert row["total"] is None
        elif None in answers:
            kinds.add("incomplete")
            assert row["total"] is None
            assert not row["complete"]
        else:
            assert row["total"] == sum(answers) * times.get(name, 1)
            assert row["complete"]
    assert kinds == {"total only", "incomplete"}


def test_item_9_is_the_ninth_answer_and_unknown_where_there_are_no_answers(small):
    for row in small[Assessment]:
        if row["instrument"] == "phq9" and row["answers"] is not None:
            assert row["item9"] == row["answers"][8]
        else:
            assert row["item9"] is None


def test_pressure_rises_towards_forty_minutes_and_falls(small):
    sessions = grouped((row for row in small[Vital] if row["session_id"]), "session_id")
    by_moment = [{row["moment"]: row["sbp"] for row in found} for found in sessions.values()]
    dosed = [found for found in by_moment if "leaving" in found]
    rises = [found["40"] - found["pre"] for found in dosed]
    falls = [found["40"] - found["leaving"] for found in dosed]
    assert 8 < sum(rises) / len(rises) < 22
    assert 8 < sum(falls) / len(falls) < 22


def test_some_holds_are_over_and_some_still_last(small):
    ended = {row["corrects"] for row in small[Hold] if row["corrects"]}
    first = {row["id"] for row in small[Hold] if row["corrects"] is None}
    assert ended
    assert first - ended


def test_each_kind_of_emergency_is_told_once(small):
    told = [row["exception"] for row in small[DosingSession] if row["exception"]]
    kinds = ("Chest pain", "Syncope", "Psychotic", "Suicidal ideation", "Respiratory")
    assert [sum(words.startswith(kind) for words in told) for kind in kinds] == [1] * 5


def test_telephone_numbers_are_of_the_invented_kind(small):
    assert all("555-01" in row["phone"] for row in small[Patient])
    assert all((row["email"] or "@example.org").endswith("@example.org") for row in small[Patient])


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2027, 3, 14), date(2028, 2, 29)])
def test_any_day_can_be_the_anchor_even_a_sunday_and_the_day_the_clocks_change(day):
    found = generated.rows(Size.SMALL, day=day)
    assert any(local_day(row["starts_at"]) == day for row in found[Appointment])
    assert max(row["local_date"] for row in found[DosingSession]) < day
    assert overlapping(found[Appointment], "chair_id") == []


def test_ada_okafor_is_the_patient_of_the_pictures(small):
    ada = next(row for row in small[Patient] if row["family"] == "Okafor")
    scores = [
        (row["total"], row["item9"])
        for row in sorted(small[Assessment], key=lambda row: row["happened_at"])
        if row["patient_id"] == ada["id"] and row["instrument"] == "phq9"
    ]
    assert [total for total, _ in scores] == [21, 21, 19, 17, 14, 12, 10, 9, 8, 7, 9, 12, 17]
    assert [item9 for _, item9 in scores] == [3, 3, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0, 2]
    doses = [dose for dose in generated.doses(small) if dose.session["patient_id"] == ada["id"]]
    assert [dose.row["mg"] for dose in doses] == [56, 56, *[84] * 8]
    gaps = [(DAY - dose.session["local_date"]).days for dose in doses]
    assert gaps == [53, 49, 46, 42, 39, 35, 32, 28, 21, 7]


def test_one_patient_came_back_on_the_other_route(small):
    episodes = grouped(small[Episode], "patient_id")
    (both,) = [found for found in episodes.values() if len(found) > 1]
    assert [row["route"] for row in both] == [Route.IV, Route.NASAL]
    assert both[0]["closed_at"] < both[1]["opened_at"]


def test_names_keep_their_marks_and_are_folded_for_searching(small):
    (row,) = [row for row in small[Patient] if row["family"] == "O'Neill-Łukasz"]
    assert row["given"] == "José María"
    assert (row["search_family"], row["search_given"]) == ("o'neill-lukasz", "jose maria")
