"""A patient's copy as FHIR: here again it adds nothing, and elsewhere it is the same record."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from data.tables import Assessment, Medication, Patient, SideEffect, Vital
from data.tables.vocabulary import RowOutcome
from services import imports
from services.access import SYSTEM
from services.importing import undo
from services.importing.plans import File, FilePlan
from services.takeout import patient as patients
from tests import clinic
from tests.services.takeout import copies

SQLITE = pytest.mark.parametrize("looked_at_url", ["sqlite"], indirect=True)
ITEMS = ",".join(f"phq9_{number}" for number in range(1, 10))
TABLES = {
    "events": (
        "mrn,event,severity,serious,related,start,end,action",
        "K-1,Chest pain,life threatening,y,y,2026-03-02,2026-03-03,Sent to hospital",
        "K-1,Nausea,mild,n,n,Mar 2025,,",
        "K-1,头晕,severe,n,,2026-03-05,,",
        "K-1,恶心,,,,2026,,",
        "K-1,Saw the walls melt,moderate,n,y,2026-03-05,Mar 2026,",
    ),
    "medicines": (
        "mrn,medicine,start,end",
        "K-1,Phenelzine 15 mg,2019,Mar 2025",
        "K-1,Sertraline,2019-02,2025-06-07",
        "K-1,Lithium,,",
    ),
    "answers": (
        f"mrn,date,{ITEMS},phq9 total",
        "K-1,2026-03-02,1,1,1,1,1,1,1,1,1,12",
        "K-1,2026-03-09 09:30,1,1,1,1,1,1,1,1,,11",
        "K-1,2026-03-16,,,,,,,,,,7",
    ),
    "readings": (
        "mrn,date,systolic,diastolic,pulse,position,weight kg",
        "K-1,2026-03-02,120,80,61,supine,82.5",
        "K-1,2026-03-02,130,85,64,standing,",
        "K-1,2026-03-02 09:30,125,82,,,",
    ),
}
ROWS = {
    SideEffect: (
        *("term", "text", "grade", "serious", "related", "action"),
        *("happened_at", "happened_text", "earliest", "latest", "resolved_at"),
    ),
    Medication: ("name", "started_on", "stopped_on", "started_text", "stopped_text"),
    Vital: (*("happened_at", "sbp", "dbp", "hr", "spo2", "rr", "weight_kg", "position"),),
    Assessment: ("instrument", "happened_at", "answers", "total", "recorded_total", "note"),
}


def told() -> UUID:
    """Somebody of whom tables have told all that tables can tell."""
    take(File("p.csv", b"mrn,last name,first name,birth date\nK-1,Oak,Ann,1984-05-03\n"))
    for name, lines in TABLES.items():
        (plan,) = take(File(f"{name}.csv", "\n".join(lines).encode()))
        assert {line.outcome for line in plan.lines} == {RowOutcome.ADDED}
    return clinic.named("Oak")


def take(*files: File) -> tuple[FilePlan, ...]:
    return imports.take_in(SYSTEM, files, clinic.ZONE)


def copy(patient_id: UUID) -> File:
    return File("c.json", patients.as_fhir(clinic.user(clinic.DOCTOR), patient_id, clinic.ZONE))


def kept(table: Any, patient_id: UUID) -> list[tuple[Any, ...]]:
    columns = [getattr(table, name) for name in ROWS[table]]
    found = clinic.rows(sa.select(*columns).where(table.patient_id == patient_id))
    return sorted((tuple(row) for row in found), key=repr)


def test_it_is_the_same_record_in_an_empty_clinic(
    demo_record: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    patient_id = told()
    before = {table: kept(table, patient_id) for table in ROWS}
    file = copy(patient_id)
    with copies.new_record(request, "sqlite", tmp_path) as url, copies.named(url):
        (plan,) = take(file)
        assert {line.outcome for line in plan.lines} == {RowOutcome.ADDED}
        there = clinic.named("Oak")
        assert {table: kept(table, there) for table in (SideEffect, Medication)} == {
            table: before[table] for table in (SideEffect, Medication)
        }
        assert kept(Vital, there) == before[Vital]
        assert [row[:5] for row in kept(Assessment, there)] == [
            row[:5] for row in before[Assessment]
        ]
        (again,) = imports.preview(SYSTEM, [file], clinic.ZONE)
        assert again.adds == 0


def test_words_in_other_letters_are_terms_of_their_own(demo_record: str) -> None:
    terms = {row[1]: row[0] for row in kept(SideEffect, told())}
    assert (terms["头晕"], terms["恶心"]) == ("头晕", "恶心")
    assert terms["Saw the walls melt, until Mar 2026"] == "saw_the_walls_melt"


def test_it_adds_nothing_where_it_came_from(demo_record: str) -> None:
    (plan,) = imports.preview(SYSTEM, [copy(told())], clinic.ZONE)
    assert plan.adds == 0
    assert {line.outcome for line in plan.lines} == {RowOutcome.PRESENT}


@SQLITE
def test_nobodys_copy_adds_anything_where_it_came_from(looked_at: str) -> None:
    compared = 0
    for patient_id, mrn, born in clinic.rows(
        sa.select(Patient.id, Patient.mrn, Patient.birth_date)
    ):
        (plan,) = imports.preview(SYSTEM, [copy(patient_id)], clinic.ZONE)
        assert [line for line in plan.lines if line.outcome is RowOutcome.ADDED] == []
        if mrn and born:
            assert plan.adds == 0
        compared += len(plan.lines)
    assert compared > 1000


def test_what_was_corrected_here_since_the_copy_stays_so(demo_record: str) -> None:
    patient_id = told()
    file = copy(patient_id)
    (row,) = clinic.rows(sa.select(SideEffect).where(sa.column("text") == "Nausea"))[0]
    known = {"patient_id": patient_id, "happened_at": row.happened_at, "term": row.term}
    clinic.keep(SideEffect(**known, corrects=row.id, grade=2, why="worse than noted"))
    (plan,) = take(file)
    assert plan.adds == 0


def test_what_an_undone_import_brought_comes_back_with_the_copy(demo_record: str) -> None:
    patient_id = told()
    file = copy(patient_id)
    doctor = clinic.user(clinic.DOCTOR)
    number = next(each.id for each in undo.listed(doctor) if "medicines" in each.name)
    undo.undo(doctor, number, "To see it come back")
    (plan,) = take(file)
    assert [line.what for line in plan.lines if line.outcome is RowOutcome.ADDED] == [
        "Medicine"
    ] * 3
