"""The invented files that a newcomer may import say what their README says."""

from pathlib import Path

from data.formats import fhir

EXAMPLES = Path(fhir.__file__).parents[2] / "examples" / "fhir"


def test_the_phq9_example_records_one_wrong_total() -> None:
    file = fhir.read((EXAMPLES / "phq9_recorded_total_is_wrong.json").read_bytes())
    sums = [(sum(points or 0 for points in each.answers or ())) for each in file.assessments]
    assert sums == [15, 8]
    assert [each.recorded_total for each in file.assessments] == [17, 8]
    assert [each.patient_ref for each in file.assessments] == [file.patients[0].key] * 2
    assert file.left_out == ()


def test_the_gad7_example_is_one_assessment() -> None:
    file = fhir.read((EXAMPLES / "gad7_with_total_observation.json").read_bytes())
    (record,) = file.assessments
    assert (record.instrument, sum(points or 0 for points in record.answers or ())) == ("gad7", 12)
    assert record.recorded_total == 12
    assert file.left_out == ()


def test_the_examples_are_valid_fhir_without_a_note() -> None:
    for path in EXAMPLES.glob("*.json"):
        file = fhir.read(path.read_bytes())
        assert [each.notes for each in file.patients] == [()]
        assert not any(each.notes for each in file.assessments)
