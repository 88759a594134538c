"""Rows to FHIR: whatever people typed, the Bundle is valid, and what is vague stays vague."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats import fhir, fhir_out
from data.formats.fhir.conformance import fault
from data.formats.fhir_out import Told
from data.formats.fhir_out.pieces import partial
from data.reference import instrument
from data.tables import Allergy, Assessment, Medication, Patient, PatientIdentifier, SideEffect
from data.tables.vocabulary import Sex
from tests import fhir_made
from tests.random_clinic import examples

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
ANN = UUID("01a216d2-0d9c-71da-8edf-7046ecca66b5")

FIRST, LAST = datetime(1901, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001 - as Hypothesis asks
TIMES = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def patient(**columns: Any) -> dict[str, Any]:
    names = {"family": "Invented", "given": "Ann Mary", "search_family": "", "search_given": ""}
    return Patient(id=ANN, **names | columns).model_dump()


def score(instrument_id: str = "phq9", **columns: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"definition_version": "1", "happened_at": NOON, "patient_id": ANN}
    return Assessment(instrument=instrument_id, **known | columns).model_dump()


def made(person: dict[str, Any] | None = None, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    told = Told(ANN, {"patient": [person or patient()]} | rows, {})
    content = fhir_out.bundle(told, made_at=NOON, author="Ivy Invented", clinic="Main Street")
    found: dict[str, Any] = json.loads(content)
    return found


def of_kind(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    resources = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in resources if resource["resourceType"] == kind]


def back(bundle: dict[str, Any]) -> fhir.ReadFile:
    return fhir.read(json.dumps(bundle).encode())


@examples(60)
@given(
    names=st.tuples(texts, texts, texts),
    contacts=st.tuples(texts, texts, texts),
    number=texts,
    system=texts,
    born=st.none() | st.dates(date(1900, 1, 1)),
    sex=st.none() | st.sampled_from(Sex),
    words=texts,
)
def test_whatever_was_typed_the_bundle_is_valid(
    names: tuple[str, str, str],
    contacts: tuple[str, str, str],
    number: str,
    system: str,
    born: date | None,
    sex: Sex | None,
    words: str,
) -> None:
    person = patient(
        **dict(zip(("family", "given", "preferred_name"), names, strict=True)),
        **dict(zip(("phone", "email", "language"), contacts, strict=True)),
        mrn=number,
        birth_date=born,
        sex_clinical=sex,
    )
    about = {"patient_id": ANN, "happened_at": NOON}
    bundle = made(
        person,
        patient_identifier=[
            PatientIdentifier(id=1, patient_id=ANN, system=each, value="1").model_dump()
            for each in ("urn:a", system)
        ],
        allergy=[Allergy(id=1, substance=words, **about).model_dump()],
        medication=[Medication(id=1, name=words, interacts=words, **about).model_dump()],
        side_effect=[SideEffect(id=1, term=words, text=words, **about).model_dump()],
        assessment=[score(answers=[1] * 9, total=9, complete=True, note=words, source=words)],
    )
    for entry in bundle["entry"]:
        assert fault(entry["resource"]) is None
    (found,) = back(bundle).patients
    assert found.birth_date == born
    assert found.sex == (sex.value if sex else None)
    assert ("urn:a", "1") in found.identifiers


@pytest.mark.parametrize("id", ["phq9", "gad7"])
@examples(40)
@given(data=st.data())
def test_answers_are_read_back_as_they_were_given(id: str, data: st.DataObject) -> None:
    form = instrument(id)
    given = [data.draw(st.none() | st.sampled_from(item.allowed)) for item in form.items]
    at = data.draw(TIMES)
    if all(answer is None for answer in given):
        return
    whole = None not in given
    total = sum(filter(None, given)) if whole else None
    record = fhir_made.only(
        back_without_provenance(
            made(assessment=[score(id, answers=given, total=total, complete=whole, happened_at=at)])
        )
    )
    assert (record.instrument, record.answers, record.happened_at) == (id, tuple(given), at)
    assert record.recorded_total == total
    assert record.patient_ref == f"urn:uuid:{ANN}"
    assert not [note for note in record.notes if "valid" in note]


def back_without_provenance(bundle: dict[str, Any]) -> fhir.ReadFile:
    """What is read; who took the file out is no part of anybody's record."""
    kept = [each for each in bundle["entry"] if each["resource"]["resourceType"] != "Provenance"]
    return back(bundle | {"entry": kept})


@pytest.mark.parametrize("id", ["phq9", "gad7"])
def test_a_total_without_answers_is_read_back_as_one(id: str) -> None:
    record = fhir_made.only(
        back_without_provenance(made(assessment=[score(id, total=14, complete=True)]))
    )
    assert (record.answers, record.recorded_total, record.happened_at) == (None, 14, NOON)


def test_what_the_source_claimed_goes_beside_the_total_and_not_in_its_place() -> None:
    bundle = made(assessment=[score(answers=[1] * 9, total=9, recorded_total=17, complete=True)])
    items = {item["linkId"]: item for item in of_kind(bundle, "QuestionnaireResponse")[0]["item"]}
    assert items["/44261-6"]["answer"] == [{"valueInteger": 9}]
    assert items["recorded-total"]["answer"] == [{"valueInteger": 17}]
    assert back(bundle).assessments[0].recorded_total == 17


def test_a_phq_8_is_not_read_as_a_phq_9() -> None:
    bundle = made(assessment=[score("phq8", answers=[1] * 8, total=8, complete=True)])
    (observation,) = of_kind(bundle, "Observation")
    assert observation["valueInteger"] == 8
    assert [part["valueInteger"] for part in observation["component"]] == [1] * 8
    assert back(bundle).assessments == ()


def test_an_instrument_without_a_total_says_that_there_is_none() -> None:
    bundle = made(assessment=[score("cssrs_screen", answers=[1, 0], severity="low")])
    (observation,) = of_kind(bundle, "Observation")
    assert "valueInteger" not in observation
    assert observation["dataAbsentReason"]["coding"][0]["code"] == "unknown"


@pytest.mark.parametrize(
    ("earliest", "latest", "written"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), "2026-03-02"),
        (date(2026, 3, 1), date(2026, 3, 31), "2026-03"),
        (date(2026, 3, 5), date(2026, 3, 9), "2026-03"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 2, 27), date(2026, 3, 3), "2026"),
        (date(2025, 12, 30), date(2026, 1, 2), None),
        (None, date(2026, 1, 2), None),
    ],
)
def test_a_date_that_is_partly_known_is_as_exact_as_it_was_told(
    earliest: date | None, latest: date | None, written: str | None
) -> None:
    assert partial(earliest, latest) == written
    row = SideEffect(
        id=1,
        patient_id=ANN,
        happened_at=NOON,
        term="nausea",
        happened_text="some day in <spring>",
        earliest=earliest,
        latest=latest,
    )
    (event,) = of_kind(made(side_effect=[row.model_dump()]), "AdverseEvent")
    assert event.get("date") == written
    assert event["_date"]["extension"][0]["valueString"] == "some day in <spring>"
    assert "some day in &lt;spring&gt;" in event["text"]["div"]


def test_a_grade_nobody_gave_is_no_severity() -> None:
    rows = [
        SideEffect(id=1, patient_id=ANN, happened_at=NOON, term="nausea", grade=grade).model_dump()
        for grade in (None, 1, 4)
    ]
    events = of_kind(made(side_effect=rows), "AdverseEvent")
    assert [each.get("severity", {}).get("text") for each in events] == [None, "Grade 1", "Grade 4"]
    assert [each["event"]["text"] for each in events] == ["Nausea"] * 3


def test_no_known_allergy_is_said_and_an_unasked_one_is_not() -> None:
    asked = Allergy(id=1, patient_id=ANN, happened_at=NOON).model_dump()
    (said,) = of_kind(made(allergy=[asked]), "AllergyIntolerance")
    assert said["code"]["text"] == "No known allergy"
    assert of_kind(made(), "AllergyIntolerance") == []


def test_numbers_of_merged_rows_go_out_as_old_ones() -> None:
    merged = patient(mrn="B2") | {"id": uuid4(), "merged_into": ANN}
    told = Told(ANN, {"patient": [merged, patient(mrn="A1")]}, {})
    bundle = json.loads(fhir_out.bundle(told, made_at=NOON, author="", clinic=""))
    (person,) = of_kind(bundle, "Patient")
    assert [(each["use"], each["value"]) for each in person["identifier"]] == [
        ("usual", "A1"),
        ("old", "B2"),
    ]
    assert back(bundle).patients[0].mrn == "A1"
