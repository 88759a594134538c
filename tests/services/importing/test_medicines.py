"""Medicines brought in: how they interact where nobody said so."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.formats.records import Day, MedicationRecord
from data.tables import Medication, Patient
from data.tables.base import now
from data.tables.vocabulary import Role
from services import cautions
from services.cautions import Cautions
from services.importing import notes
from services.importing.plans import File
from services.intake import derived
from services.takeout import patient as patients
from tests import clinic, made
from tests.fhir_made import bundle, patient, told
from tests.services.importing.files import outcomes, table, take_in
from tests.services.takeout import copies

pytestmark = pytest.mark.usefixtures("empty_clinic")

PEOPLE = table("mrn,last name,birth date", "K-1,Okafor,1984-05-03", name="people.csv")


@pytest.fixture
def empty_clinic(record: str) -> None:
    made.site()


def medicines(*rows: str, head: str = "mrn,medicine,start,end") -> File:
    return table(head, *rows, name="medicines.csv")


def okafor() -> UUID:
    found: UUID = clinic.one(sa.select(Patient.id))
    return found


def minded() -> Cautions:
    with Session(database.engine()) as session:
        return cautions.find(session, [okafor()], clinic.ZONE, now().date())


def answered() -> Any:
    """What the record answers to the question about medicines that interact, once it was asked."""
    today = now().date()
    with Session(database.engine()) as session:
        asked = {"medicines_asked_on": today.isoformat()}
        return derived._medicines(session, [okafor()], asked, clinic.ZONE, today)[
            "interacting_medicines"
        ]


def interacts() -> dict[str, str | None]:
    return dict(map(tuple, clinic.rows(sa.select(Medication.name, Medication.interacts))))


def test_what_no_file_said_of_interactions_is_not_known_and_never_none() -> None:
    take_in(PEOPLE, medicines("K-1,Alprazolam 2 mg,2019-01-02,"))
    assert interacts() == {"Alprazolam 2 mg": "unknown"}
    assert [each.name for each in minded().interacting()] == ["Alprazolam 2 mg"]
    assert answered() == "unknown"


def test_an_mao_inhibitor_is_known_by_its_name() -> None:
    take_in(PEOPLE, medicines("K-1,Phenelzine 15 mg,2019-01-02,"))
    assert interacts() == {"Phenelzine 15 mg": "maoi"}
    assert answered() == ["Phenelzine 15 mg (maoi)"]


def test_how_it_interacts_is_no_part_of_the_key() -> None:
    """Rows that were stored when nothing was said of it are found again."""
    record = MedicationRecord(
        source_id="Row 1",
        patient_ref=None,
        name="Phenelzine 15 mg",
        started=Day.of("2019-01-02", 2019, 1, 2),
        interacts="maoi",
    )
    key = notes.medication(record, UUID(int=7), clinic.ZONE).values["entry_key"]
    assert key == UUID("5ca035a1-7c0f-5fe0-94b5-d6eb96253f04")


def test_a_copy_of_ours_brings_the_class_back_that_the_record_says(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    take_in(PEOPLE)
    about = {"patient_id": okafor(), "happened_at": now()}
    clinic.keep(
        Medication(**about, name="Lorazepam", interacts="benzodiazepine"),
        Medication(**about, name="Metformin", interacts=None),
        Medication(**about, name="Something", interacts="unknown"),
    )
    kept = interacts()
    copy = patients.as_fhir(made.user(Role.PRACTITIONER), okafor(), clinic.ZONE)
    with copies.new_record(request, "sqlite", tmp_path) as url, copies.named(url):
        assert set(outcomes(take_in(File("copy.json", copy)))) == {"added"}
        assert interacts() == kept


def ann(*resources: dict[str, Any]) -> File:
    return File("ann.json", json.dumps(bundle(patient(), *resources)).encode())


def statement(name: str, **elements: Any) -> dict[str, Any]:
    made = {"status": "active", "medicationCodeableConcept": {"text": name}, "id": name.lower()}
    return told("MedicationStatement", **(made | elements))


def taken() -> set[str]:
    return {each.name for each in minded().medicines or ()}


def test_what_is_over_on_no_known_day_is_not_taken_now() -> None:
    file = ann(
        statement("Phenelzine", status="completed"),
        statement("Tranylcypromine", status="stopped", effectivePeriod={"start": "2020-01-01"}),
        statement("Sertraline"),
    )
    plan = take_in(file)
    assert plan.lines[0].reading == "Phenelzine, over, not said since when"
    rows = clinic.rows(sa.select(Medication.name, Medication.stopped_text))
    assert dict(map(tuple, rows)) == {
        "Phenelzine": "over, not said since when",
        "Tranylcypromine": "over, not said since when",
        "Sertraline": None,
    }
    assert taken() == {"Sertraline"}


def test_what_is_over_and_what_is_taken_are_two_medicines_of_one_name() -> None:
    """Else the one that came first would hide the other."""
    over, active = statement("Phenelzine", status="stopped"), statement("Phenelzine", id="now")
    take_in(ann(over, active))
    assert taken() == {"Phenelzine"}


def test_a_part_of_a_date_counts_as_stopped_once_its_last_day_has_passed() -> None:
    year = now().year
    take_in(
        PEOPLE,
        medicines(
            "K-1,Gone,2019,Mar 2025",
            "K-1,Past,2019-02,2025-06",
            f"K-1,This year,2019,{year}",
            f"K-1,Next year,2019,{year + 1}-06",
        ),
    )
    assert taken() == {"This year", "Next year"}


def test_a_copy_says_of_medicines_and_diagnoses_that_they_are_over() -> None:
    resolved = {"coding": [{"code": "resolved"}]}
    said = {"code": {"text": "Psychosis"}, "clinicalStatus": resolved}
    latex = {"code": {"text": "Latex"}, "clinicalStatus": resolved}
    first = take_in(
        ann(
            statement("Phenelzine", status="completed"),
            statement("Lithium", effectivePeriod={"start": "2019", "end": "2025-06"}),
            told("Condition", **said),
            told("AllergyIntolerance", **latex),
        )
    )
    assert [line.reading for line in first.lines][2:] == [
        "Latex (resolved)",
        "Psychosis, over, not said since when",
    ]
    copy = patients.as_fhir(made.user(Role.PRACTITIONER), okafor(), clinic.ZONE)
    status = {
        each["resource"].get("status") or each["resource"]["clinicalStatus"]["coding"][0]["code"]
        for each in json.loads(copy)["entry"]
        if each["resource"]["resourceType"]
        in ("MedicationStatement", "Condition", "AllergyIntolerance")
    }
    assert status == {"completed", "resolved"}
    assert take_in(File("copy.json", copy)).adds == 0
