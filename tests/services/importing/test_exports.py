"""The files of one bulk export are one, once somebody says so; of two systems they never are."""

import json
from typing import Any

import pytest

from data.formats import strict_json
from data.tables import Assessment, Patient
from services.importing import exports
from services.importing.plans import File
from services.refusals import BadInput
from tests import clinic, fhir_made
from tests.services.importing.files import outcomes, preview, take_in

NAMED = {"family": "Invented", "given": ["Ann"]}
ANN = {"resourceType": "Patient", "id": "1", "birthDate": "1980-02-03", "name": [NAMED]}
BEN = {**ANN, "id": "2", "name": [{"family": "Other", "given": ["Ben"]}]}


def lines(name: str, *resources: dict[str, Any]) -> File:
    return File(name, b"\n".join(json.dumps(each).encode() for each in resources))


def answered(id: str, whose: str) -> dict[str, Any]:
    subject = {"reference": whose}
    return fhir_made.response(fhir_made.items([1] * 9), id, subject=subject)


PEOPLE = lines("Patient.ndjson", ANN, BEN)
SCORES = lines("Observation.ndjson", answered("a", "Patient/1"), answered("b", "Patient/2"))


@pytest.mark.usefixtures("record")
def test_what_one_file_says_of_people_in_another_is_theirs() -> None:
    (whole,) = exports.joined([SCORES, PEOPLE])
    assert whole.name == "Observation.ndjson and 1 more of one export"
    assert outcomes(take_in(whole)) == ["added", "added"]
    assert clinic.count(Patient) == clinic.count(Assessment) == 2
    (again,) = exports.joined([PEOPLE, SCORES])
    assert outcomes(take_in(again)) == ["present", "present"]


@pytest.mark.usefixtures("record")
def test_unless_somebody_says_so_nobody_is_guessed() -> None:
    assert outcomes(preview(PEOPLE, SCORES)) == ["left_out", "left_out"]


def test_what_cannot_be_read_stays_by_itself_and_so_does_what_is_no_part() -> None:
    broken = File("Broken.ndjson", b'{"resourceType": "Patient"}\n{"resou')
    bundle = File("one.json", json.dumps(fhir_made.bundle(ANN)).encode())
    table = File("people.csv", b"first name,last name\nAnn,Invented")
    whole, *alone = exports.joined([broken, PEOPLE, bundle, SCORES, table])
    assert alone == [broken, bundle, table]
    assert len(strict_json.load(whole.content)) == 4
    assert exports.joined([PEOPLE, bundle]) == [PEOPLE, bundle]


def test_an_export_larger_than_a_file_may_be_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(strict_json, "MAX_BYTES", len(PEOPLE.content) + 1)
    small = lines("Other.ndjson", ANN)
    with pytest.raises(BadInput, match="50 MB together"):
        exports.joined([PEOPLE, small])
