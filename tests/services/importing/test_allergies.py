"""Allergies brought in: whether anybody was asked, and when."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.tables import Patient
from data.tables.base import now
from data.tables.vocabulary import Role
from services import cautions
from services.cautions import Cautions
from services.importing.plans import File
from services.takeout import patient as patients
from tests import clinic, made
from tests.fhir_made import bundle, patient, told
from tests.services.importing.files import take_in

pytestmark = pytest.mark.usefixtures("empty_clinic")


@pytest.fixture
def empty_clinic(record: str) -> None:
    made.site()


def allergy(text: str, **elements: Any) -> dict[str, Any]:
    return told("AllergyIntolerance", **({"code": {"text": text}} | elements))


def file(*resources: dict[str, Any]) -> File:
    return File("ann.json", json.dumps(bundle(patient(), *resources)).encode())


def ann() -> UUID:
    found: UUID = clinic.one(sa.select(Patient.id))
    return found


def minded() -> Cautions:
    with Session(database.engine()) as session:
        return cautions.find(session, [ann()], clinic.ZONE, now().date())


def test_an_undated_file_tells_nothing_of_the_day_of_asking() -> None:
    plan = take_in(file(allergy("No known allergies")))
    assert [line.at for line in plan.lines] == [None]
    assert "The file does not say when this was asked." in plan.lines[0].why
    assert (minded().allergies, minded().allergies_asked) == ((), None)


def test_a_dated_file_tells_the_day_of_asking() -> None:
    take_in(file(allergy("No known allergies", recordedDate="2026-03-02T18:00:00Z")))
    assert (minded().allergies, minded().allergies_asked) == ((), date(2026, 3, 2))


def test_a_copy_of_an_undated_answer_has_no_date_either() -> None:
    take_in(file(allergy("No known allergies")))
    doctor = made.user(Role.PRACTITIONER)
    copy = json.loads(patients.as_fhir(doctor, ann(), clinic.ZONE))
    (kept,) = [
        each["resource"]
        for each in copy["entry"]
        if each["resource"]["resourceType"] == "AllergyIntolerance"
    ]
    assert "recordedDate" not in kept
    page = patients.as_page(doctor, ann(), clinic.ZONE).decode()
    section = page.split("<h2>Allergies")[1].split("<h2>")[0]
    assert "Never recorded: When" in section
