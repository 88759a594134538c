"""The real files that others made, against the numbers read from them by hand."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from data.formats import fhir
from data.formats.records import ConditionRecord, MedicationRecord, VitalRecord
from tests.fhir_made import refusal, single

SYNTHEA = {
    "Hoeger": {VitalRecord: 3, ConditionRecord: 3, MedicationRecord: 1},
    "Hintz": {VitalRecord: 4, ConditionRecord: 3, MedicationRecord: 2},
}


def read(path: Path) -> fhir.ReadFile:
    return fhir.read(path.read_bytes())


def as_line(path: Path) -> bytes:
    return json.dumps(json.loads(path.read_text())).encode()


def rows(shared_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared_data / "fhir/expected.json").read_text())
    assert len(found) == 25
    return found


def recorded(row: dict[str, Any]) -> int | None:
    """The total inside the response itself; for some rows the list tells of one elsewhere."""
    inside: list[int] = row.get("recorded_other_values", [row["recorded_total"]])
    return inside[0] if inside else None


def test_every_expected_response_comes_out_with_its_answers_and_total(shared_data: Path) -> None:
    for row in rows(shared_data):
        file = fhir.read((shared_data / row["file"]).read_bytes())
        (record,) = [
            each
            for each in file.assessments
            if each.source_id == row.get("resource", each.source_id)
        ]
        assert record.instrument == "phq9", row
        assert record.answers == tuple(row["items"]), row
        assert record.recorded_total == recorded(row), row
        if "authored" in row:
            assert record.happened_at.isoformat() == row["authored"]


def test_nothing_comes_out_of_the_ahrq_files_but_what_is_expected(shared_data: Path) -> None:
    files = [fhir.read(p.read_bytes()) for p in (shared_data / "fhir/ahrq_phq9_stu3").iterdir()]
    assert sum(len(file.assessments) for file in files) == 23
    for file in files:
        (person,) = file.patients
        assert {each.patient_ref for each in file.assessments} == {person.key}
        assert file.left_out == ()


def test_the_synthea_people_are_read_and_the_rest_of_their_record_is_counted(
    shared_data: Path,
) -> None:
    for path in (shared_data / "fhir/synthea_r4").iterdir():
        file = fhir.read(path.read_bytes())
        (person,) = file.patients
        assert person.family is not None
        assert path.name.startswith(f"{person.given}_{person.family}")
        assert person.mrn is None
        assert any(value in path.name for _, value in person.identifiers)
        assert person.birth_date is not None
        kinds = Counter(type(each) for each in file.entries)
        assert kinds == SYNTHEA[person.family]
        assert {each.patient_ref for each in file.entries} == {person.key}
        # A set of readings was put together from two Observations: a pressure and a weight.
        taken = 1 + kinds.total() + kinds[VitalRecord]
        entries = json.loads(path.read_text())["entry"]
        assert sum(each.count for each in file.left_out) == len(entries) - taken


def test_the_synthea_pressures_stay_pairs_with_the_weight_of_their_visit(
    shared_data: Path,
) -> None:
    (path,) = (shared_data / "fhir/synthea_r4").glob("Ned_*")
    vitals = [each for each in read(path).entries if isinstance(each, VitalRecord)]
    assert [(each.sbp, each.dbp, each.weight_kg) for each in vitals] == [
        (131, 86, 75.38),
        (105, 77, 77.3),
        (114, 77, 83.5),
        (124, 84, 83.5),
    ]


def test_the_official_examples_of_each_kind_are_read(shared_data: Path) -> None:
    examples = shared_data / "fhir/r4_examples"
    pressure = single(read(examples / "Observation-blood-pressure.json"))
    assert (pressure.sbp, pressure.dbp, pressure.hr) == (107, 60, None)
    assert single(read(examples / "Observation-heart-rate.json")).hr == 44
    booking = single(read(examples / "Appointment-example.json"))
    assert (booking.starts_at.isoformat(), booking.minutes, booking.status, booking.named) == (
        *("2013-12-10T09:00:00+00:00", 120, "booked", "Patient/example"),
    )
    event = single(read(examples / "AdverseEvent-example.json"))
    assert (event.text, event.term) == ("This was a mild rash on the left forearm", None)
    assert (event.happened.text, event.grade, event.serious) == ("2017-01-29", 1, False)
    assert single(read(examples / "AllergyIntolerance-example.json")).substance == "Cashew nuts"
    medicine = single(read(examples / "MedicationStatement-example001.json"))
    assert (medicine.name, medicine.started.text) == ("Tylenol PM", "2015-01-23")


def test_the_official_panel_alone_has_none_of_its_readings(shared_data: Path) -> None:
    path = shared_data / "fhir/r4_examples/Observation-vitals-panel.json"
    assert refusal(read(path)) == "It is a panel, and none of the readings it lists was taken in."


def test_the_official_panel_draws_in_what_is_of_its_time(shared_data: Path) -> None:
    """Its pressure is of another year, and its other members are not among the files."""
    names = ("vitals-panel", "heart-rate", "blood-pressure")
    paths = [shared_data / f"fhir/r4_examples/Observation-{name}.json" for name in names]
    file = fhir.read(b"\n".join(as_line(path) for path in paths))
    assert [each.source_id for each in file.entries] == [
        "Observation/heart-rate",
        "Observation/blood-pressure",
    ]
    assert file.left_out == ()


def test_the_us_core_readings_of_one_day_are_one_set(shared_data: Path) -> None:
    names = ("blood-pressure", "heart-rate", "oxygen-saturation")
    paths = [shared_data / f"fhir/us_core/{name}.json" for name in names]
    apart = [single(read(path)) for path in paths]
    assert [(each.sbp, each.dbp, each.hr, each.spo2) for each in apart] == [
        (109, 44, None, None),
        (None, None, 44, None),
        (None, None, None, 99),
    ]
    together = single(fhir.read(b"\n".join(as_line(path) for path in paths)))
    assert (together.sbp, together.dbp, together.hr, together.spo2) == (109, 44, 44, 99)


def test_the_official_patient_is_read(shared_data: Path) -> None:
    file = fhir.read((shared_data / "fhir/r4_examples/Patient-example.json").read_bytes())
    (person,) = file.patients
    assert (person.given, person.family, person.mrn) == ("Peter James", "Chalmers", None)
    assert person.identifiers == (("urn:oid:1.2.36.146.595.217.0.1", "12345"),)
    assert person.phone == "(03) 5555 6473"
    assert person.notes == ()


def test_the_us_core_set_in_one_file_is_one_assessment(shared_data: Path) -> None:
    parts = [json.loads(p.read_text()) for p in (shared_data / "fhir/us_core").glob("*PHQ9*.json")]
    path = shared_data / "fhir/us_core/QuestionnaireResponse-phq-9-example.json"
    entries = [{"resource": each} for each in [*parts, json.loads(path.read_text())]]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    (record,) = fhir.read(json.dumps(bundle).encode()).assessments
    assert record.source_id == "QuestionnaireResponse/phq-9-example"
    assert (record.answers, record.recorded_total) == ((2, 2, 2, 2, 1, 1, 2, 0, 0), 12)


def test_every_other_file_is_read_or_says_why_not(shared_data: Path) -> None:
    paths = [path for path in (shared_data / "fhir").rglob("*.json") if path.parent.name != "fhir"]
    assert len(paths) == 42
    for path in paths:
        file = fhir.read(path.read_bytes())
        assert file.patients or file.entries or file.left_out, path.name


def test_every_naughty_file_is_refused_in_a_sentence(shared_data: Path) -> None:
    paths = [*(shared_data / "naughty/json").iterdir(), shared_data / "naughty/blns_half.json"]
    assert len(paths) == 18
    for path in paths:
        with pytest.raises(fhir.NotReadable, match=r"^This file .*\.$"):
            fhir.read(path.read_bytes())
