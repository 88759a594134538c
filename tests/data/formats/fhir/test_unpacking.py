"""One resource a line is a file of its own kind; of the versions of FHIR, DSTU2 is not read."""

from typing import Any

import pytest

from data.formats import fhir
from tests.fhir_made import (
    bundle,
    items,
    observation,
    patient,
    read,
    read_lines,
    response,
    told,
)

POINTS = (1,) * 9


def test_one_resource_a_line_is_read_as_a_bundle_is() -> None:
    resources = [patient(), response(items(POINTS)), observation("70274-6", 9)]
    assert read_lines(*resources) == read(*resources)
    assert len(read_lines(*resources).entries) == 2


def test_the_same_resource_on_two_lines_is_read_once() -> None:
    file = read_lines(patient(), response(items(POINTS)), response(items(POINTS)))
    assert len(file.entries) == 1
    assert [each.what for each in file.left_out] == ["QuestionnaireResponse/r1"]


def test_a_bundle_on_a_line_is_not_opened() -> None:
    file = read_lines(patient(), bundle(response(items(POINTS))))
    assert [each.why for each in file.left_out] == ["A Bundle among other resources is not opened."]


def test_a_line_that_is_no_resource_refuses_the_file_by_its_number() -> None:
    with pytest.raises(fhir.NotReadable, match=r"^Line 2 of this file is no FHIR resource"):
        read_lines(patient(), {"name": "Ann Invented"}, response(items(POINTS)))


def test_a_broken_line_refuses_the_file_by_its_number() -> None:
    with pytest.raises(fhir.NotReadable, match=r"^Line 2 of this file is not whole JSON"):
        fhir.read(b'{"resourceType": "Patient", "id": "a"}\n{"resourceType": "Pat')


DSTU2: dict[str, dict[str, Any]] = {
    "a kind that was renamed": {"resourceType": "MedicationOrder", "id": "m"},
    "a kind that is gone": {"resourceType": "DiagnosticOrder", "id": "d"},
    "a profile": patient(meta={"profile": ["http://hl7.org/fhir/DSTU2/patient.html"]}),
    "questions in groups": response([], group={"question": []}),
    "a diagnosis of a patient": told("Condition", patient={"reference": "Patient/ann"}),
    "a medicine of a patient": told("MedicationStatement", patient={"reference": "Patient/ann"}),
    "an allergy to a substance": told("AllergyIntolerance", substance={"text": "Penicillin"}),
}


@pytest.mark.parametrize("resource", DSTU2.values(), ids=DSTU2.keys())
def test_dstu2_is_refused_as_a_whole(resource: dict[str, Any]) -> None:
    sentence = r"^This file is FHIR DSTU2, .* as FHIR R4 or STU3\.$"
    for read_in in (read, read_lines):
        with pytest.raises(fhir.NotReadable, match=sentence):
            read_in(patient("other"), resource)
