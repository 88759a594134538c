"""Medicines brought in: how they interact where nobody said so."""

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
from tests.services.importing.files import outcomes, table, take_in

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


def test_a_copy_of_ours_brings_the_class_back_that_the_record_says() -> None:
    take_in(PEOPLE)
    about = {"patient_id": okafor(), "happened_at": now()}
    clinic.keep(
        Medication(**about, name="Lorazepam", interacts="benzodiazepine"),
        Medication(**about, name="Metformin", interacts=None),
        Medication(**about, name="Something", interacts="unknown"),
    )
    kept = interacts()
    copy = patients.as_fhir(made.user(Role.PRACTITIONER), okafor(), clinic.ZONE)
    read = take_in(File("copy.json", copy))
    assert set(outcomes(read)) == {"added"}
    back = sa.select(Medication.name, Medication.interacts).order_by(Medication.id.desc()).limit(3)
    assert dict(map(tuple, clinic.rows(back))) == kept
