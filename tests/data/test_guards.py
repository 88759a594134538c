"""What the database itself refuses, whatever the code above it does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from data import database, guards
from data.database import DatabaseUnavailable
from data.tables import (
    Appointment,
    Decision,
    Episode,
    OrganisationMeta,
    Record,
    Screening,
    Vital,
)
from data.tables.base import Key, new_key
from data.tables.vocabulary import Disposition, Route
from tests import made
from tests.made import NOON

# Written out, so that an entry which loses its columns cannot quietly become changeable.
APPEND_ONLY = [
    "administration",
    "allergy",
    "appointment_event",
    "assessment",
    "audit",
    "authorisation",
    "benefit_review",
    "concurrent_care",
    "condition",
    "consent",
    "decision",
    "hold",
    "medication",
    "medicine_given",
    "observation_scale",
    "outreach",
    "policy_version",
    "practitioner_change",
    "referral",
    "risk_assessment",
    "row_history",
    "safety_plan",
    "screening",
    "side_effect",
    "stage_event",
    "treatment_trial",
    "vital",
    "work_item_event",
]

REWRITES = {
    "sqlite": [
        "UPDATE {table} SET id = id",
        "UPDATE OR IGNORE {table} SET id = id",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET id = id",
    ],
    "postgresql": [
        "UPDATE {table} SET id = id",
        "DELETE FROM {table}",
        "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} "
        "ON CONFLICT (id) DO UPDATE SET id = excluded.id",
        "MERGE INTO {table} USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
        "TRUNCATE {table} CASCADE",
    ],
}


ASKED_BY_CHECKS = {
    "appointment": {"ends_at": NOON + timedelta(hours=1)},
    "decision": {"override_text": "x"},
}

ONE_ROW_AGAIN = {
    "sqlite": "REPLACE INTO organisation_meta (id, name, demonstration) VALUES (1, 'x', true)",
    "postgresql": "TRUNCATE organisation_meta",
}


def test_entries_the_audit_trail_and_row_history_are_append_only() -> None:
    assert guards.append_only() == APPEND_ONLY


@pytest.mark.parametrize("table", guards.append_only())
def test_an_append_only_row_is_neither_changed_nor_deleted(record: str, table: str) -> None:
    with no_foreign_keys() as connection:
        connection.execute(sa.insert(Record.metadata.tables[table]).values(any_row(table)))
        foreign_keys_again(connection)
        before = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
        for rewrite in REWRITES[connection.dialect.name]:
            with pytest.raises(IntegrityError, match="append-only"), connection.begin_nested():
                connection.exec_driver_sql(rewrite.format(table=table))
            assert connection.exec_driver_sql(f"SELECT * FROM {table}").all() == before


def test_a_column_of_words_takes_no_other_word(record: str) -> None:
    nonsense = sa.literal_column("'nonsense'")
    with no_foreign_keys() as connection:
        for table in Record.metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, sa.Enum):
                    row = any_row(table.name) | {column.name: nonsense}
                    refused = pytest.raises(IntegrityError, match=f"ck_{table.name}_{column.name}")
                    with refused, connection.begin_nested():
                        connection.execute(sa.insert(table).values(row))


@contextmanager
def no_foreign_keys() -> Iterator[sa.Connection]:
    """A transaction, undone at its end, in which a row may refer to what does not exist."""
    with database.engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()


def foreign_keys_again(connection: sa.Connection) -> None:
    """With foreign keys PostgreSQL had put off its other triggers too."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")


def any_row(name: str) -> dict[str, Any]:
    """Only the columns that must be there, each with some value of its type."""
    row = {c.name: _any_value(c) for c in Record.metadata.tables[name].c if not c.nullable}
    return row | ASKED_BY_CHECKS.get(name, {})


def _any_value(column: sa.Column[Any]) -> Any:
    kind: Any = column.type
    if isinstance(kind, Key):
        return uuid4()
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    if isinstance(kind, sa.JSON):
        return {}
    by_type = {str: "x", int: 1, float: 1.0, bool: False, datetime: NOON, date: NOON.date()}
    return by_type[getattr(kind, "impl_instance", kind).python_type]


@pytest.fixture
def clinic(record: str) -> made.Clinic:
    return made.clinic()


def book(clinic: made.Clinic, which: int, start: float, hours: float, **columns: Any) -> UUID:
    """Book the first or second of everything, `start` hours after noon; returns its id."""
    row = Appointment(
        id=new_key(),
        patient_id=clinic.patients[which],
        episode_id=clinic.episodes[which],
        chair_id=clinic.chairs[which],
        monitor_id=clinic.monitors[which],
        monitor_place=1,
        site_id=1,
        starts_at=NOON + timedelta(hours=start),
        ends_at=NOON + timedelta(hours=start + hours),
    )
    with database.transaction(write=True) as session:
        session.execute(sa.insert(Appointment).values(row.model_dump() | columns))
    return row.id


def change(appointment_id: UUID, **columns: Any) -> None:
    with database.transaction(write=True) as session:
        table: Any = Appointment
        session.execute(sa.update(table).where(table.id == appointment_id).values(columns))


def same(clinic: made.Clinic, subject: str) -> dict[str, UUID]:
    """The column that makes the second booking share its subject with the first."""
    return {
        "chair": {"chair_id": clinic.chairs[0]},
        "patient": {"patient_id": clinic.patients[0]},
        "monitor": {"monitor_id": clinic.monitors[0]},
    }[subject]


SUBJECTS = pytest.mark.parametrize("subject", ["chair", "patient", "monitor"])


@SUBJECTS
def test_two_visits_never_share_a_chair_a_patient_or_a_monitors_place(
    clinic: made.Clinic, subject: str
) -> None:
    book(clinic, 0, 0, 2)

    for start, hours in [(0, 2), (0.5, 1), (-1, 4), (-1, 1.5), (1.9, 2), (-22.5, 24), (1.9, 24)]:
        with pytest.raises(IntegrityError, match=f"overlap.{subject}"):
            book(clinic, 1, start, hours, **same(clinic, subject))
    assert len(made.rows("appointment")) == 1


@SUBJECTS
def test_one_visit_may_begin_when_another_ends(clinic: made.Clinic, subject: str) -> None:
    book(clinic, 0, 0, 2)
    book(clinic, 1, 2, 1, **same(clinic, subject))
    book(clinic, 1, -1, 1, **same(clinic, subject))

    assert len(made.rows("appointment")) == 3


@SUBJECTS
def test_a_visit_that_does_not_hold_takes_no_place(clinic: made.Clinic, subject: str) -> None:
    book(clinic, 0, 0, 2, holds=False)
    book(clinic, 1, 0, 2, **same(clinic, subject))
    book(clinic, 1, 1, 2, **same(clinic, subject), holds=False)

    assert len(made.rows("appointment")) == 3


def test_a_monitor_watches_as_many_as_there_are_places(clinic: made.Clinic) -> None:
    book(clinic, 0, 0, 2)
    book(clinic, 1, 0, 2, monitor_id=clinic.monitors[0], monitor_place=2)

    assert len(made.rows("appointment")) == 2


def test_visits_without_chair_or_monitor_do_not_meet(clinic: made.Clinic) -> None:
    nowhere = {"chair_id": None, "monitor_id": None, "monitor_place": None}
    book(clinic, 0, 0, 2, **nowhere)
    book(clinic, 1, 0, 2, **nowhere)

    assert len(made.rows("appointment")) == 2


def test_a_visit_may_be_moved_within_its_own_time(clinic: made.Clinic) -> None:
    visit = book(clinic, 0, 0, 2)

    change(visit, starts_at=NOON + timedelta(hours=1), ends_at=NOON + timedelta(hours=3))


@SUBJECTS
def test_a_visit_is_not_moved_into_a_taken_time(clinic: made.Clinic, subject: str) -> None:
    book(clinic, 0, 0, 2)
    visit = book(clinic, 1, 2, 2, **same(clinic, subject))

    with pytest.raises(IntegrityError, match=f"overlap.{subject}"):
        change(visit, starts_at=NOON + timedelta(hours=1))


@SUBJECTS
def test_a_cancelled_visit_is_not_restored_into_a_taken_time(
    clinic: made.Clinic, subject: str
) -> None:
    visit = book(clinic, 0, 0, 2, holds=False)
    book(clinic, 1, 1, 2, **same(clinic, subject))

    with pytest.raises(IntegrityError, match=f"overlap.{subject}"):
        change(visit, holds=True)


def test_a_visit_lasts_at_most_a_day(clinic: made.Clinic) -> None:
    book(clinic, 0, 0, 24)

    with pytest.raises(IntegrityError, match=r"longer than 24|appointment_length"):
        book(clinic, 1, 0, 24.01)
    visit = book(clinic, 1, 0, 24)
    with pytest.raises(IntegrityError, match=r"longer than 24|appointment_length"):
        change(visit, ends_at=NOON + timedelta(hours=24.01))


@pytest.mark.parametrize("hours", [0, -1])
def test_a_visit_ends_after_it_begins(clinic: made.Clinic, hours: int) -> None:
    with pytest.raises(IntegrityError, match="ends_after_start"):
        book(clinic, 0, 0, hours)


def test_of_eight_who_book_one_chair_at_one_moment_one_wins(clinic: made.Clinic) -> None:
    for day in range(3):
        assert race(clinic, 24 * day) == ["refused"] * 7 + ["won"]
    assert len(made.rows("appointment")) == 3


def race(clinic: made.Clinic, start: float) -> list[str]:
    """Eight threads book the first chair, each for a patient of its own; how they fared."""
    patients = [made.patient() for _ in range(8)]
    gate = threading.Barrier(8)
    fared: list[str] = []

    def run(patient_id: UUID) -> None:
        gate.wait()
        try:
            book(clinic, 0, start, 2, patient_id=patient_id, monitor_id=None)
            fared.append("won")
        except (IntegrityError, DatabaseUnavailable):
            fared.append("refused")

    threads = [threading.Thread(target=run, args=(patient_id,)) for patient_id in patients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(fared)


@pytest.mark.parametrize("route", [Route.IV, Route.NASAL, None])
def test_a_patient_has_one_open_episode_of_a_route(record: str, route: Route | None) -> None:
    made.site()
    patient = made.patient()
    open_episode = made.episode(patient, route=route)

    with pytest.raises(IntegrityError, match="uq_episode_open"):
        made.episode(patient, route=route)

    table: Any = Episode
    with database.transaction(write=True) as session:
        closed = sa.update(table).where(table.id == open_episode).values(closed_at=NOON)
        session.execute(closed)
    made.episode(patient, route=route)


def test_episodes_of_different_routes_and_people_stand_side_by_side(record: str) -> None:
    made.site()
    patient = made.patient()
    for route in (Route.IV, Route.NASAL, None):
        made.episode(patient, route=route)
    made.episode(made.patient(), route=Route.IV)

    assert len(made.rows("episode")) == 4


def test_a_deferral_has_a_day_to_look_again(record: str) -> None:
    made.site()
    signer = made.member()
    answers = {"policy_version": "1", "disposition": Disposition.DEFER, "happened_at": NOON}
    screening = made.put(Screening(episode_id=made.episode(made.patient()), **answers))
    verdict = {"verdict": Disposition.DEFER, "rules_verdict": Disposition.DEFER}
    said = {"screening_id": screening.id, "signed_by": signer.id, "happened_at": NOON, **verdict}

    with pytest.raises(IntegrityError, match="deferral_has_revisit_date"):
        made.put(Decision(**said))
    made.put(Decision(**said, revisit_on=date(2026, 6, 1)))
    with pytest.raises(IntegrityError, match="override_says_why"):
        made.put(Decision(**said | {"verdict": Disposition.ELIGIBLE}))


@pytest.mark.parametrize(
    ("column", "lowest", "highest"),
    [
        ("sbp", 40, 300),
        ("dbp", 20, 200),
        ("hr", 20, 250),
        ("spo2", 50, 100),
        ("rr", 2, 80),
    ],
)
def test_a_reading_is_possible(record: str, column: str, lowest: int, highest: int) -> None:
    patient = made.patient()
    for value in (lowest, highest):
        made.put(Vital(patient_id=patient, happened_at=NOON, **{column: value}))

    for value in (lowest - 1, highest + 1, 0, -1):
        with pytest.raises(IntegrityError, match=f"{column}_possible"):
            made.put(Vital(patient_id=patient, happened_at=NOON, **{column: value}))


def test_the_diastolic_pressure_is_below_the_systolic(record: str) -> None:
    patient = made.patient()
    made.put(Vital(patient_id=patient, happened_at=NOON, sbp=100, dbp=99))

    for dbp in (100, 101):
        with pytest.raises(IntegrityError, match="dbp_below_sbp"):
            made.put(Vital(patient_id=patient, happened_at=NOON, sbp=100, dbp=dbp))


def test_item_9_is_an_answer_or_unknown(record: str) -> None:
    patient = made.patient()
    for answer in (None, 0, 3):
        made.score(patient, 5, item9=answer)

    for answer in (-1, 4):
        with pytest.raises(IntegrityError, match="item9_is_an_answer"):
            made.score(patient, 5, item9=answer)


def test_an_unfinished_questionnaire_has_no_total(record: str) -> None:
    patient = made.patient()

    with pytest.raises(IntegrityError, match="total_is_earned"):
        made.score(patient, 12, complete=False, answers=[1, 2, None])


def test_a_correction_says_why_and_only_a_correction_strikes_out(record: str) -> None:
    patient = made.patient()
    first = made.score(patient, 12)

    with pytest.raises(IntegrityError, match="correction_says_why"):
        made.score(patient, 13, corrects=first.id)
    with pytest.raises(IntegrityError, match="struck_by_correction"):
        made.score(patient, 13, struck=True, why="wrong patient")


def test_of_two_corrections_of_one_entry_the_second_is_refused(record: str) -> None:
    patient = made.patient()
    first = made.score(patient, 12)
    made.score(patient, 13, corrects=first.id, why="mistyped")

    with pytest.raises(IntegrityError, match=r"assessment\.corrects|assessment_corrects"):
        made.score(patient, 14, corrects=first.id, why="mistyped")


def test_one_form_is_one_row(record: str) -> None:
    patient = made.patient()
    first = made.score(patient, 12)

    with pytest.raises(IntegrityError, match="entry_key"):
        made.score(patient, 12, entry_key=first.entry_key)


def test_whether_a_database_is_a_demonstration_is_said_once(record: str) -> None:
    made.put(OrganisationMeta(name="Clinic"))

    for rewrite in (
        "UPDATE organisation_meta SET demonstration = NOT demonstration",
        "UPDATE organisation_meta SET name = 'x', demonstration = true",
        "DELETE FROM organisation_meta",
        ONE_ROW_AGAIN[database.engine().dialect.name],
    ):
        with pytest.raises(IntegrityError, match="demonstration is set once"):
            made.sql(rewrite)
    made.sql("UPDATE organisation_meta SET name = 'Another name'")
    with pytest.raises(IntegrityError, match="one_row"):
        made.put(OrganisationMeta(id=2, name="Second", demonstration=True))
