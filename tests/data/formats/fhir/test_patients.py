"""A person as far as the file is clear about them; the rest is unknown and noted."""

from datetime import date
from typing import Any

import pytest

from data.formats.fhir import PatientRecord, patients
from tests.fhir_made import patient, read


def person(**elements: Any) -> PatientRecord:
    (record,) = read(patient(**elements)).patients
    return record


def numbered(code: str, value: str, **elements: Any) -> dict[str, Any]:
    number = {
        "type": {"coding": [{"code": code}]},
        "system": f"urn:{code}",
        "value": value,
    } | elements
    return {name: each for name, each in number.items() if each is not None}


def test_a_whole_person_is_read() -> None:
    record = person(
        identifier=[numbered("MR", "M-17", system=None), {"system": "urn:other", "value": "9"}],
        gender="female",
        telecom=[
            {"system": "phone", "value": "555-0100", "use": "home"},
            {"system": "email", "value": "ann@example.org"},
        ],
        communication=[{"language": {"coding": [{"code": "pt-BR"}]}}],
        deceasedBoolean=False,
    )
    assert record == PatientRecord(
        key="Patient/ann",
        identifiers=(("urn:other", "9"),),
        mrn="M-17",
        family="Invented",
        given="Ann Mary",
        birth_date=date(1980, 2, 29),
        sex="female",
        phone="555-0100",
        email="ann@example.org",
        language="pt-BR",
        deceased=False,
    )


@pytest.mark.parametrize("text", ["1980", "1980-02"])
def test_a_partial_birth_date_stays_unknown_and_is_noted(text: str) -> None:
    record = person(birthDate=text)
    assert record.birth_date is None
    assert record.notes == (f"The birth date is known only as {text}.",)


@pytest.mark.parametrize("text", ["1981-02-29", "29.02.1980", "1980-W09-5", "19800229"])
def test_a_birth_date_that_is_no_date_stays_unknown_and_is_noted(text: str) -> None:
    record = person(birthDate=text)
    assert record.birth_date is None
    assert "The birth date in the file is not a date." in record.notes


@pytest.mark.parametrize("gender", ["other", "unknown", "F", None])
def test_only_male_and_female_are_taken_as_sex(gender: str | None) -> None:
    assert person(**({"gender": gender} if gender else {})).sex is None


def test_a_former_name_is_not_the_name() -> None:
    record = person(
        name=[
            {"use": "maiden", "family": "Before", "given": ["Ann"]},
            {"use": "usual", "given": ["Annie"]},
            {"use": "official", "family": "Now", "given": ["Ann"]},
        ]
    )
    assert (record.family, record.given) == ("Now", "Ann")


def test_a_name_in_one_piece_is_not_split() -> None:
    record = person(name=[{"text": "Ann van der Invented"}])
    assert (record.family, record.given) == ("Ann van der Invented", None)
    assert record.notes == ("The name came in one piece and was not split.",)


def test_the_phone_the_file_ranks_first_is_taken_and_an_old_one_is_not() -> None:
    record = person(
        telecom=[
            {"system": "phone", "value": "1", "use": "old", "rank": 1},
            {"system": "phone", "value": "2"},
            {"system": "phone", "value": "3", "rank": 2},
        ]
    )
    assert record.phone == "3"


def test_two_medical_record_numbers_make_no_mrn() -> None:
    record = person(identifier=[numbered("MR", each, system=None) for each in "12"])
    assert record.mrn is None
    assert any("several medical record numbers" in note for note in record.notes)


def test_an_old_medical_record_number_is_passed_over() -> None:
    uses = (("1", "old"), ("2", "usual"))
    identifiers = [numbered("MR", value, use=use, system=None) for value, use in uses]
    assert person(identifier=identifiers).mrn == "2"


def test_the_record_number_of_another_house_is_a_number_of_its_system_and_no_mrn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    identifiers = [numbered("MR", "1001", system=each) for each in ("urn:hospital", "urn:ours")]
    record = person(identifier=identifiers)
    assert record.mrn is None
    assert record.identifiers == (("urn:hospital", "1001"), ("urn:ours", "1001"))
    assert record.notes == ()
    monkeypatch.setenv("CLINIC_MRN_SYSTEM", "urn:ours")
    assert person(identifier=identifiers).mrn == "1001"
    assert person(identifier=identifiers[:1]).mrn is None


@pytest.mark.parametrize("code", ["SS", "DL", "PPN"])
def test_civil_numbers_are_not_copied(code: str) -> None:
    record = person(identifier=[numbered(code, "999-59-0000")])
    assert record.identifiers == ()
    assert "999-59-0000" not in repr(record)
    assert record.notes == ("Social security, licence and passport numbers are not copied.",)


def test_of_several_languages_only_a_preferred_one_is_taken() -> None:
    two = [{"language": {"text": "Polish"}}, {"language": {"text": "German"}}]
    assert person(communication=two).language is None
    two[1]["preferred"] = True  # type: ignore[assignment]
    assert person(communication=two).language == "German"


def test_a_date_of_death_says_that_the_person_has_died() -> None:
    assert person(deceasedDateTime="2020").deceased is True
    assert person().deceased is None


def test_a_record_out_of_use_is_noted() -> None:
    assert person(active=False).notes == (
        "The file marks this person's record as no longer in use.",
    )


@pytest.mark.parametrize(
    ("kind", "said"), [("replaced-by", True), ("replace", True), ("seealso", False)]
)
def test_a_record_that_another_replaces_is_noted(kind: str, said: bool) -> None:
    record = person(link=[{"type": kind, "other": {"reference": "Patient/q"}}])
    assert (patients.REPLACED in record.notes) == said


def test_an_element_of_the_wrong_form_is_passed_over_and_the_rest_is_read() -> None:
    record = person(name=[{"family": ["As", "in", "DSTU2"]}], gender="male", telecom="none")
    assert (record.family, record.sex) == (None, "male")
    assert "form that FHIR gives it: name, telecom." in record.notes[0]


def test_a_person_who_is_not_quite_fhir_is_read_with_a_note() -> None:
    record = person(shoeSize=43)
    assert record.family == "Invented"
    assert record.notes == (
        "Not valid as FHIR R4 or STU3 (see shoeSize), but clear enough to read.",
    )


def test_a_person_without_a_name_is_a_person() -> None:
    (record,) = read({"resourceType": "Patient", "id": "x"}).patients
    assert (record.key, record.family, record.birth_date) == ("Patient/x", None, None)
