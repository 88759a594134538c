"""Tables of every kind brought in: what they add, that they add it once, and what stays out."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.tables import (
    Appointment,
    Assessment,
    EffectFact,
    Episode,
    EpisodeFact,
    ImportBatch,
    ImportRow,
    Medication,
    Patient,
    Referral,
    SideEffect,
    VisitFact,
    Vital,
)
from data.tables.vocabulary import Stage
from services.importing.plans import File
from tests import clinic, made
from tests.services.importing.files import SHARED, outcomes, preview, table, take_in

EXAMPLES = Path(__file__).resolve().parents[3] / "data" / "examples" / "tables"

pytestmark = pytest.mark.usefixtures("empty_clinic")


@pytest.fixture
def empty_clinic(record: str) -> None:
    made.site()


def test_people_come_with_what_is_said_of_them() -> None:
    plan = take_in(
        table(
            "MRN,Last name,First name,Preferred name,Date of birth,Sex,Phone,E-mail",
            "K-1,Okafor,Adaeze,Ada,1984-05-03,F,+1 555 010 0199,ada@example.org",
        )
    )
    assert plan.adds == 1
    ada = clinic.one(sa.select(Patient))
    assert (ada.mrn, ada.family, ada.given, ada.preferred_name) == (
        *("K-1", "Okafor", "Adaeze", "Ada"),
    )
    assert (ada.birth_date, ada.sex_clinical, ada.phone) == (
        *(date(1984, 5, 3), "female", "+1 555 010 0199"),
    )


def test_a_wide_questionnaire_is_scored_from_its_items_and_what_was_refused_is_missing() -> None:
    head = "mrn,last name,date," + ",".join(f"phq9_{n}" for n in range(1, 10)) + ",phq9 total"
    plan = take_in(
        table(
            head,
            "K-1,Okafor,2026-03-02,1,1,1,1,1,1,1,1,1,12",
            "K-1,Okafor,2026-03-09,3,3,3,3,3,3,3,3,9,",
        )
    )
    whole, refused = plan.lines
    assert (whole.reading, whole.mismatch, whole.item9) == ("9 (9 of 9)", "source said 12", "1")
    assert (refused.reading, refused.item9) == ("incomplete, 8 of 9", "unknown")
    rows = clinic.rows(
        sa.select(Assessment.total, Assessment.item9).order_by(Assessment.happened_at)
    )
    assert [tuple(row) for row in rows] == [(9, 1), (None, None)]


def test_every_kind_comes_in_once() -> None:
    files = [
        table("mrn,last name,birth date", "K-1,Okafor,1984-05-03", name="people.csv"),
        table(
            "mrn,date,systolic,diastolic,pulse,spo2",
            "K-1,2026-03-02 09:30,128,82,71,98",
            name="readings.csv",
        ),
        table("mrn,event,severity,date", "K-1,Nausea,moderate,2026-03", name="effects.csv"),
        table("mrn,medicine,start date", "K-1,Sertraline,2025-11", name="medicines.csv"),
        table(
            "mrn,appointment start,minutes,status,route",
            "K-1,2027-03-02 09:00,120,booked,spravato",
            name="bookings.csv",
        ),
    ]
    for file in files:
        assert (preview(file).refused, preview(file).faults()) == (None, []), file.name
    take_in(*files)
    reading = clinic.one(sa.select(Vital))
    assert (reading.sbp, reading.dbp, reading.hr, reading.spo2) == (128, 82, 71, 98)
    assert reading.happened_at == datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    effect = clinic.one(sa.select(SideEffect))
    assert (effect.term, effect.grade, effect.happened_text) == ("nausea", 2, "2026-03")
    assert (effect.earliest, effect.latest) == (date(2026, 3, 1), date(2026, 3, 31))
    medicine = clinic.one(sa.select(Medication))
    assert (medicine.name, medicine.started_on, medicine.started_text) == (
        *("Sertraline", None, "2025-11"),
    )
    booking, course = clinic.one(sa.select(Appointment)), clinic.one(sa.select(EpisodeFact))
    assert (booking.holds, course.route, course.stage) == (True, "nasal", Stage.SCHEDULED)
    assert clinic.one(sa.select(VisitFact.appointment_id)) == booking.id
    assert clinic.one(sa.select(EffectFact.term)) == "nausea"
    before = made.everything()
    assert [plan for file in files if (plan := preview(file)).adds] == []
    take_in(*files)
    after = made.everything()
    grown = {name for name in after if len(after[name]) != len(before[name])}
    assert grown == {"import_batch", "import_row", "audit"}


def test_an_inquiry_makes_a_person_and_a_course_at_inquiry() -> None:
    take_in(
        table(
            "name,phone,email,date,source,message",
            "Jo Rivers,555 0100,jo@example.org,2026-10-01 20:15,website,Does it help?",
        )
    )
    course, fact = clinic.one(sa.select(Episode)), clinic.one(sa.select(EpisodeFact))
    told = clinic.one(sa.select(Referral))
    assert (fact.stage, told.source, told.text) == (Stage.INQUIRY, "website", "Does it help?")
    assert told.episode_id == course.id


def test_rows_with_faults_stay_out_with_every_reason_and_the_good_ones_come_in() -> None:
    plan = take_in(
        table(
            "mrn,last name,date,systolic,diastolic",
            "K-1,Okafor,2026-03-02,128,82",
            "K-1,Okafor,2026-02-30,128,82",
            "K-1,Okafor,2026-03-04,12,8",
            ",,2026-03-05,128,82",
            "K-1,Okafor,2026-03-06,128,0",
        )
    )
    assert {row for row, _, _ in plan.faults()} == {2, 3, 4, 5}
    assert plan.rows_out() == {2, 3, 4}
    assert clinic.count(Vital) == 2
    assert all(why.endswith(".") for _, _, why in plan.faults())
    assert clinic.count(Patient) == 1
    assert clinic.rows(sa.select(Vital.dbp).where(Vital.dbp == 0)) == []


@pytest.mark.parametrize("kind", SHARED)
def test_real_tables_come_in_and_bring_nothing_a_second_time(shared_data: Path, kind: str) -> None:
    file = File(SHARED[kind], (shared_data / SHARED[kind]).read_bytes())
    first = take_in(file)
    assert first.refused is None
    assert first.adds > 10
    assert preview(file).adds == 0


def test_side_effects_of_subjects_known_by_number_keep_their_partial_dates(
    shared_data: Path,
) -> None:
    path = shared_data / SHARED["effects"]
    plan = take_in(File(path.name, path.read_bytes()))
    lines = path.read_text().splitlines()
    assert outcomes(plan) == ["added"] * (len(lines) - 1)
    assert plan.people[0].words == "Subject 01-701-1181"
    assert clinic.named("Subject 01-701-1181")
    partial = [line.split(",")[8] for line in lines[1:] if len(line.split(",")[8]) < 10]
    kept = clinic.rows(sa.select(SideEffect.happened_text).where(SideEffect.happened_text != ""))
    assert sorted(row[0] for row in kept) == sorted(partial)


def test_two_files_name_one_subject_by_one_number(shared_data: Path) -> None:
    files = [
        File(SHARED[kind], (shared_data / SHARED[kind]).read_bytes())
        for kind in ("effects", "readings")
    ]
    take_in(*files)
    pairs = sa.select(Vital.sbp, Vital.dbp).where(Vital.sbp.is_not(None), Vital.dbp.is_not(None))
    assert all(sbp > dbp for sbp, dbp in clinic.rows(pairs))
    numbers = clinic.rows(sa.select(Patient.family))
    assert len(numbers) == len(set(numbers))


def test_every_row_stored_knows_its_batch() -> None:
    take_in(
        table("mrn,last name", "K-1,Okafor", name="people.csv"),
        table("mrn,event,date", "K-1,Nausea,2026-03-02", name="effects.csv"),
    )
    people, effects = clinic.rows(sa.select(ImportBatch.id, ImportBatch.name))
    found = clinic.rows(sa.select(ImportRow.batch_id, ImportRow.table_name, ImportRow.row_id))
    assert (people.id, "patient", str(clinic.one(sa.select(Patient.id)))) in map(tuple, found)
    assert (effects.id, "side_effect", str(clinic.one(sa.select(SideEffect.id)))) in map(
        tuple, found
    )


def test_the_example_tables_say_what_they_were_made_for() -> None:
    plans = [preview(File(path.name, path.read_bytes())) for path in sorted(EXAMPLES.glob("*.csv"))]
    scores, readings, effects = plans
    assert [line.mismatch for line in scores.lines] == ["", "source said 9", ""]
    assert scores.lines[2].item9 == "unknown"
    assert [why for _, _, why in readings.faults()] == [
        "A diastolic pressure of 0 is not a reading."
    ]
    assert readings.rows_out() == set()
    assert effects.people[0].words == "Subject EX-77-1001"
    assert "on 2026-03" in effects.lines[1].reading


def test_a_booking_that_cannot_be_is_said_so() -> None:
    take_in(
        table("mrn,last name", "K-1,Okafor", name="people.csv"),
        table(
            "mrn,appointment start,minutes,route",
            "K-1,2027-03-02 09:00,120,iv",
            name="bookings.csv",
        ),
    )
    plan = preview(
        table(
            "mrn,appointment start,minutes,route",
            "K-1,2027-03-02 10:00,120,iv",
            name="more.csv",
        )
    )
    assert [why for _, _, why in plan.faults()] == ["They have another booking at that time."]
