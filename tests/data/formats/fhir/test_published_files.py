"""The real files that others made, against the numbers read from them by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.formats import fhir


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
        assert (person.mrn or "") in path.name
        assert person.birth_date is not None
        assert file.assessments == ()
        entries = json.loads(path.read_text())["entry"]
        assert sum(each.count for each in file.left_out) == len(entries) - 1


def test_the_official_patient_is_read(shared_data: Path) -> None:
    file = fhir.read((shared_data / "fhir/r4_examples/Patient-example.json").read_bytes())
    (person,) = file.patients
    assert (person.given, person.family, person.mrn) == ("Peter James", "Chalmers", "12345")
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
        assert file.patients or file.assessments or file.left_out, path.name


def test_every_naughty_file_is_refused_in_a_sentence(shared_data: Path) -> None:
    paths = [*(shared_data / "naughty/json").iterdir(), shared_data / "naughty/blns_half.json"]
    assert len(paths) == 18
    for path in paths:
        with pytest.raises(fhir.NotReadable, match=r"^This file .*\.$"):
            fhir.read(path.read_bytes())
