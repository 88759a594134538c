"""The chart of one patient: frames and tables as they are shown, never a bare number."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pandas as pd
import pytest
import sqlalchemy as sa

from data import reference
from data.tables import Assessment, Condition, Hold, SideEffect, Vital
from data.tables.base import now
from data.tables.vocabulary import Position, Role, Route, Stage
from services import courses
from services.access import User
from services.assessments import scored, scored_total
from services.courses import Chart
from services.refusals import NotAllowed, NotFound
from tests import clinic, made

FRAMES = {
    "scores": {
        "at": "datetime64[ns]",
        "instrument": "str",
        "total": "float64",
        "answered": "int64",
        "of": "int64",
        "item9": "Int64",
    },
    "doses": {
        "at": "datetime64[ns]",
        "number": "Int64",
        "drug": "str",
        "mg": "float64",
        "mg_per_kg": "Float64",
        "status": "str",
        "peak_rise": "Int64",
    },
    "holds": {"start": "datetime64[ns]", "end": "datetime64[ns]", "reason": "str"},
    "effects": {"at": "datetime64[ns]", "label": "str", "grade": "Int64"},
}
TABLES = {
    "sessions": {
        "date": "object",
        "number": "Int64",
        "dose": "str",
        "phq9": "str",
        "pre": "str",
        "highest": "str",
        "peak_rise": "Int64",
        "spo2": "Int64",
        "moaas": "Int64",
        "effects": "str",
        "ready": "Int64",
        "exception": "str",
    },
    "side_effects": {
        "date": "object",
        "effect": "str",
        "grade": "str",
        "session": "Int64",
        "onset": "Int64",
        "lasted": "str",
        "serious": "str",
        "note": "str",
    },
    "assessments": {
        "date": "datetime64[ns]",
        "instrument": "str",
        "reading": "str",
        "band": "str",
        "item9": "str",
        "mismatch": "str",
        "note": "str",
        "source": "str",
        "by": "str",
    },
    "trials": {
        "treatment": "str",
        "dose": "str",
        "from": "object",
        "to": "object",
        "weeks": "Int64",
        "improved": "Int64",
        "stopped": "str",
    },
}
PHQ9, GAD7 = reference.instrument("phq9"), reference.instrument("gad7")
WHOLE = [2, 2, 2, 2, 2, 1, 1, 1, 1]


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def chart(user: User | None, patient_id: UUID) -> Chart:
    return courses.chart(user, patient_id, clinic.ZONE)


def types(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


def filled_in(patient_id: UUID, time: str, columns: dict[str, Any], **more: Any) -> Assessment:
    return Assessment(patient_id=patient_id, happened_at=clinic.local(time), **columns | more)


def test_frames_and_tables_have_their_columns_and_types(looked_at: str) -> None:
    found = chart(clinic.user(clinic.DOCTOR), clinic.named("Okafor"))
    for course in (found.episode, found.everything):
        for name, expected in FRAMES.items():
            frame = getattr(course, name)
            assert types(frame) == expected
            assert len(frame)
    for name, expected in TABLES.items():
        assert types(getattr(found, name)) == expected
        assert len(getattr(found, name))


def test_they_have_them_also_when_nothing_happened_yet(doctor: User) -> None:
    person = clinic.patient()
    clinic.keep(person, *clinic.episode(person.id, Stage.SCREENING))
    found = chart(doctor, person.id)
    for course in (found.episode, found.everything):
        for name, expected in FRAMES.items():
            assert types(getattr(course, name)) == expected
            assert getattr(course, name).empty
        assert course.baseline is None
    for name, expected in TABLES.items():
        assert types(getattr(found, name)) == expected
        assert getattr(found, name).empty
    assert found.screenings == ()


def test_without_an_episode_there_is_one_picture_of_everything(doctor: User) -> None:
    person = clinic.patient()
    clinic.keep(person, filled_in(person.id, "2026-03-02 09:30", scored(PHQ9, list(WHOLE))))
    found = chart(doctor, person.id)
    assert list(found.everything.scores["total"]) == [14]
    assert found.episode.fingerprint() == found.everything.fingerprint()


def test_times_are_the_clinic_s_own(doctor: User) -> None:
    """Half past eleven at night in Fresno is the next day in UTC."""
    person = clinic.patient()
    episode, step = clinic.episode(person.id, Stage.INDUCTION, opened_at=clinic.local("2026-02-01"))
    clinic.keep(
        person,
        episode,
        step,
        filled_in(person.id, "2026-03-02 23:30", scored(PHQ9, list(WHOLE))),
        Hold(episode_id=episode.id, reason="Away", happened_at=clinic.local("2026-07-01 23:30")),
        SideEffect(
            patient_id=person.id, term="nausea", happened_at=clinic.local("2026-03-03 23:59")
        ),
    )
    found = chart(doctor, person.id)
    assert list(found.assessments["date"]) == [pd.Timestamp("2026-03-02 23:30")]
    assert list(found.side_effects["date"]) == [date(2026, 3, 3)]
    course = found.episode
    assert list(course.scores["at"]) == [pd.Timestamp("2026-03-02 23:30")]
    assert list(course.holds["start"]) == [pd.Timestamp("2026-07-01 23:30")]
    assert list(course.effects["at"]) == [pd.Timestamp("2026-03-03 23:59")]


def test_a_total_says_what_it_is_made_of(doctor: User) -> None:
    person = clinic.patient()
    clinic.keep(
        person,
        filled_in(person.id, "2026-03-01 09:00", scored(PHQ9, list(WHOLE))),
        filled_in(person.id, "2026-03-02 09:00", scored(PHQ9, [*WHOLE[:8], None])),
        filled_in(person.id, "2026-03-03 09:00", scored_total(PHQ9, 21), recorded_total=21),
        filled_in(person.id, "2026-03-04 09:00", scored(PHQ9, list(WHOLE)), recorded_total=17),
        filled_in(person.id, "2026-03-05 09:00", scored(GAD7, [0] * 7), recorded_total=0),
        filled_in(person.id, "2026-03-06 09:00", scored(PHQ9, [None, *WHOLE[1:]])),
    )
    table = chart(doctor, person.id).assessments.set_index("date").sort_index()
    shown = table[["instrument", "reading", "band", "item9", "mismatch"]]
    assert [tuple(row) for row in shown.itertuples(index=False)] == [
        ("PHQ-9", "14 (9 of 9)", "moderate", "1", ""),
        ("PHQ-9", "incomplete, 8 of 9", "", "unknown", ""),
        ("PHQ-9", "21 (total only)", "severe", "unknown", ""),
        ("PHQ-9", "14 (9 of 9)", "moderate", "1", "source said 17"),
        ("GAD-7", "0 (7 of 7)", "none or minimal", "", ""),
        ("PHQ-9", "incomplete, 8 of 9", "", "1", ""),
    ]


def test_no_reading_of_the_demonstration_is_a_bare_number(looked_at: str) -> None:
    user = clinic.user(clinic.DOCTOR)
    scores = clinic.rows(sa.select(Assessment.patient_id).distinct().limit(12))
    read = [text for (key,) in scores for text in chart(user, key).assessments["reading"]]
    assert len(read) > 100
    assert not [text for text in read if text.isdigit()]
    assert [text for text in read if text.endswith("(9 of 9)")]


def test_an_incomplete_score_is_drawn_as_unknown_with_what_was_answered(doctor: User) -> None:
    person = clinic.patient()
    clinic.keep(
        person,
        filled_in(person.id, "2026-03-01 09:00", scored(PHQ9, [*WHOLE[:8], None])),
        filled_in(person.id, "2026-03-02 09:00", scored_total(PHQ9, 21), recorded_total=21),
    )
    scores = chart(doctor, person.id).everything.scores
    assert pd.isna(scores["total"][0])
    assert (scores["answered"][0], scores["of"][0]) == (8, 9)
    assert (scores["total"][1], scores["answered"][1]) == (21, 0)
    assert scores["item9"].isna().all()


def test_only_phq9_and_gad7_are_drawn_and_every_instrument_is_listed(looked_at: str) -> None:
    found = chart(clinic.user(clinic.DOCTOR), clinic.named("Okafor"))
    assert set(found.everything.scores["instrument"]) == {"phq9", "gad7"}
    assert {"PHQ-9", "GAD-7", "AUDIT-C", "C-SSRS Screener"} <= set(found.assessments["instrument"])
    cssrs = found.assessments[found.assessments["instrument"] == "C-SSRS Screener"]
    assert not cssrs["band"].str.len().eq(0).any()


def test_tables_begin_with_the_newest_and_pictures_with_the_oldest(looked_at: str) -> None:
    found = chart(clinic.user(clinic.DOCTOR), clinic.named("Okafor"))
    assert found.assessments["date"].is_monotonic_decreasing
    assert list(found.sessions["number"]) == list(range(10, 0, -1))
    assert list(found.side_effects["date"]) == sorted(found.side_effects["date"], reverse=True)
    for course in (found.episode, found.everything):
        for frame in (course.scores, course.doses, course.effects):
            assert frame["at"].is_monotonic_increasing


def test_the_course_of_ada_is_the_story_that_was_set(looked_at: str) -> None:
    found = chart(clinic.user(clinic.DOCTOR), clinic.named("Okafor"))
    course = found.episode
    assert course.baseline == 21
    phq9 = course.scores[course.scores["instrument"] == "phq9"]
    assert (
        list(phq9["total"]) == [21, 21, 19, 17, 14, 12, 10, 9, 8, 9, 7, 12, 17] or len(phq9) == 13
    )
    assert (phq9["total"].iloc[-1], phq9["item9"].iloc[-1]) == (17, 2)
    assert list(course.doses["status"]) == ["given"] * 10 + ["booked"]
    assert list(course.doses["mg"])[:3] == [56, 56, 84]
    assert set(course.doses["drug"]) == {"esketamine"}
    assert list(course.holds["reason"]) == ["Blood pressure 168/102"]
    assert course.holds["end"].notna().all()
    assert "Headache" in set(course.effects["label"])
    newest = found.sessions.iloc[0]
    assert (newest["dose"].startswith("Spravato 84 mg"), newest["phq9"]) == (True, "12 (9 of 9)")
    assert (newest["peak_rise"], newest["moaas"], newest["effects"]) == (38, 3, "Headache 3")


def test_the_newest_episode_s_picture_leaves_the_one_before_to_everything(looked_at: str) -> None:
    found = chart(clinic.user(clinic.DOCTOR), clinic.named("Varela"))
    assert set(found.episode.doses["drug"]) == {"esketamine"}
    assert set(found.everything.doses["drug"]) == {"ketamine", "esketamine"}
    assert found.episode.scores["at"].min() > found.everything.scores["at"].min()
    assert found.everything.baseline is None
    assert found.episode.drawn_to == found.episode.today == datetime.now(clinic.ZONE).date()


def test_what_came_after_an_episode_ended_is_drawn_and_today_is_not_moved_back(
    doctor: User,
) -> None:
    person = clinic.patient()
    long_ago = clinic.local("2024-05-01 12:00")
    episode, step = clinic.episode(
        person.id,
        Stage.COMPLETED,
        opened_at=clinic.local("2024-01-10 12:00"),
        closed_at=long_ago,
    )
    clinic.keep(
        person,
        episode,
        step,
        filled_in(person.id, "2024-06-20 09:00", scored(PHQ9, [3] * 9)),
    )
    course = chart(doctor, person.id).episode
    assert list(course.scores["item9"]) == [3]
    assert course.drawn_to == date(2024, 6, 20)
    assert course.today == datetime.now(clinic.ZONE).date()


def test_a_booking_names_its_own_drug_and_no_amount(doctor: User) -> None:
    person = clinic.patient()
    iv, step = clinic.episode(person.id, Stage.COMPLETED, closed_at=now() - timedelta(days=30))
    spravato, begun = clinic.episode(person.id, Stage.SCHEDULED, route=Route.NASAL)
    clinic.keep(person, iv, step, spravato, begun)
    made.dosing(person.id, iv.id, now() - timedelta(days=60))
    made.booking(person.id, spravato.id, now() + timedelta(days=3))
    booked = chart(doctor, person.id).everything.doses.iloc[-1]
    assert (booked["status"], booked["drug"]) == ("booked", "esketamine")
    assert booked[["mg", "mg_per_kg"]].isna().all()


def test_a_picture_s_fingerprint_changes_with_its_facts_and_only_then(doctor: User) -> None:
    person = clinic.patient()
    clinic.keep(person)
    before = [chart(doctor, person.id).everything.fingerprint() for _ in range(2)]
    clinic.keep(filled_in(person.id, "2026-03-01 09:00", scored(PHQ9, list(WHOLE))))
    assert before[0] == before[1] != chart(doctor, person.id).everything.fingerprint()


def test_a_session_says_what_was_given_or_that_nothing_was(doctor: User) -> None:
    person = clinic.patient()
    episode, step = clinic.episode(person.id, Stage.INDUCTION, opened_at=clinic.local("2026-02-01"))
    clinic.keep(person, episode, step)
    made.dosing(person.id, episode.id, clinic.local("2026-03-02 10:00"))
    clinic.keep(
        filled_in(person.id, "2026-02-27 10:00", scored(PHQ9, list(WHOLE))),
        filled_in(person.id, "2026-03-02 10:01", scored(PHQ9, [0] * 9)),
    )
    (row,) = chart(doctor, person.id).sessions.itertuples(index=False)
    assert row.dose == "Ketamine 40 mg (0.50 mg/kg)"
    assert row.phq9 == "14 (9 of 9)"
    assert (row.effects, row.exception) == ("none recorded", "")
    assert pd.isna(row.peak_rise)


def test_a_score_older_than_three_days_is_not_the_one_before_a_session(doctor: User) -> None:
    person = clinic.patient()
    episode, step = clinic.episode(person.id, Stage.INDUCTION, opened_at=clinic.local("2026-02-01"))
    clinic.keep(
        person,
        episode,
        step,
        filled_in(person.id, "2026-02-27 09:59", scored(PHQ9, list(WHOLE))),
    )
    made.dosing(person.id, episode.id, clinic.local("2026-03-02 10:00"))
    assert list(chart(doctor, person.id).sessions["phq9"]) == [""]


def test_a_side_effect_tells_only_what_is_known_of_it(doctor: User) -> None:
    person = clinic.patient()
    at = clinic.local("2026-03-02 10:00")
    told: dict[str, Any] = {"patient_id": person.id, "happened_at": at}
    clinic.keep(
        person,
        SideEffect(**told, term="nausea", grade=2, resolved_at=at + timedelta(minutes=50)),
        SideEffect(**told, term="headache", resolved_at=at + timedelta(days=3), serious=True),
        SideEffect(**told, term="not in the list", happened_text="in March", text="Odd"),
    )
    table = chart(doctor, person.id).side_effects.set_index("effect")
    columns = ["date", "grade", "lasted", "serious", "note"]
    day = date(2026, 3, 2)
    assert {name: tuple(row) for name, row in table[columns].iterrows()} == {
        "Nausea": (day, "2", "50 min", "", ""),
        "Headache": (day, "not given", "3.0 d", "serious", ""),
        "not in the list": (
            day,
            "not given",
            "not known to have ended",
            "",
            "date told as in March, Odd",
        ),
    }
    assert table["session"].isna().all()


def test_readings_outside_of_sessions_are_listed_with_what_was_not_taken_left_empty(
    doctor: User,
) -> None:
    ann = made.patient()
    at = made.NOON
    made.put(Vital(patient_id=ann, happened_at=at, sbp=128, dbp=82, position=Position.STANDING))
    made.put(Vital(patient_id=ann, happened_at=at + timedelta(days=1), dbp=79, weight_kg=70.5))
    newest, before = chart(doctor, ann).readings.to_dict("records")
    assert (before["pressure"], before["position"]) == ("128/82", "standing")
    assert (newest["pressure"], newest["weight"]) == ("?/79", 70.5)
    assert pd.isna(newest["pulse"])


def test_diagnoses_are_told_with_their_dates_as_they_were_told(doctor: User) -> None:
    ann = made.patient()
    made.put(Condition(patient_id=ann, happened_at=made.NOON, name="Asthma", since_text="2014-01"))
    over = {"since": date(2019, 2, 3), "ended": date(2020, 1, 1)}
    made.put(Condition(patient_id=ann, happened_at=made.NOON, name="Acne", **over))
    assert chart(doctor, ann).diagnoses == (
        "Asthma, since 2014-01",
        "Acne, since 2019-02-03, until 2020-01-01",
    )


def test_what_was_corrected_shows_once_and_as_corrected(doctor: User) -> None:
    person = clinic.patient()
    wrong = filled_in(person.id, "2026-03-02 09:30", scored(PHQ9, [3] * 9))
    clinic.keep(person, wrong)
    clinic.keep(
        filled_in(
            person.id,
            "2026-03-02 09:30",
            scored(PHQ9, list(WHOLE)),
            corrects=wrong.id,
            why="Read from the wrong sheet",
        )
    )
    assert list(chart(doctor, person.id).assessments["reading"]) == ["14 (9 of 9)"]


def test_what_was_kept_under_a_merged_number_is_on_the_same_chart(doctor: User) -> None:
    person = clinic.patient()
    double = clinic.patient(merged_into=person.id)
    clinic.keep(person, double)
    clinic.keep(filled_in(double.id, "2026-03-02 09:30", scored(PHQ9, list(WHOLE))))
    assert list(chart(doctor, person.id).assessments["reading"]) == ["14 (9 of 9)"]


def test_screenings_come_with_their_findings_and_decision(looked_at: str) -> None:
    found = chart(clinic.user(clinic.DOCTOR), clinic.named("Okafor")).screenings
    assert [each["verdict"].value for each in found] == ["eligible", "review"]
    for each in found:
        assert each["escalate"] is True
        assert {finding["rule"] for finding in each["findings"]} == {"R01", "R30"}
        assert each["signed_by"]
        assert each["decided_at"].tzinfo is None


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER, Role.ADMINISTRATOR])
def test_who_may_not_see_the_chart_is_refused_it(doctor: User, role: Role) -> None:
    person = clinic.patient()
    clinic.keep(person)
    with pytest.raises(NotAllowed, match=r"^Your account may not see scores, side effects"):
        chart(made.user(role), person.id)
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        chart(None, person.id)


def test_an_unknown_id_is_not_found(doctor: User) -> None:
    with pytest.raises(NotFound, match=r"^There is no such patient\."):
        chart(doctor, uuid4())
