"""Bundles of every type, and whose a resource is: never by an id from another system."""

import json
from typing import Any

import pytest

from data.formats import fhir
from data.formats.fhir import AssessmentRecord, LeftOut, NotReadable, ReadFile
from tests.fhir_made import (
    bundle,
    item,
    items,
    observation,
    patient,
    read,
    reasons,
    response,
    told,
    vital,
)

POINTS = (1,) * 9


def read_entries(*entries: dict[str, Any], **elements: Any) -> ReadFile:
    document = {"resourceType": "Bundle", "type": "collection", "entry": list(entries)} | elements
    return fhir.read(json.dumps(document).encode())


def at(url: str | None, resource: dict[str, Any]) -> dict[str, Any]:
    return ({"fullUrl": url} if url else {}) | {"resource": resource}


def about(reference: str, **elements: Any) -> dict[str, Any]:
    return response(items(POINTS), subject={"reference": reference} | elements)


def one(file: ReadFile) -> AssessmentRecord:
    (record,) = file.assessments
    return record


RESOLVED = {
    "a short reference": (at(None, patient()), at(None, about("Patient/ann"))),
    "a short full address": (at("Patient/ann", patient()), at(None, about("Patient/ann"))),
    "a urn": (at("urn:uuid:1", patient()), at("urn:uuid:2", about("urn:uuid:1"))),
    "a urn beside an id": (at("urn:uuid:1", patient()), at("urn:uuid:2", about("Patient/ann"))),
    "one server's addresses": (
        at("https://a.example/fhir/Patient/ann", patient()),
        at("https://a.example/fhir/QuestionnaireResponse/r1", about("Patient/ann")),
    ),
    "a whole address": (
        at("https://a.example/fhir/Patient/ann", patient()),
        at(
            "https://b.example/fhir/QuestionnaireResponse/r1",
            about("https://a.example/fhir/Patient/ann"),
        ),
    ),
    "a reference with a version": (at(None, patient()), at(None, about("Patient/ann/_history/2"))),
}


@pytest.mark.parametrize(("whom", "what"), RESOLVED.values(), ids=RESOLVED.keys())
@pytest.mark.parametrize("type", ["collection", "transaction", "searchset", "document", "history"])
def test_a_reference_inside_the_file_is_resolved(
    whom: dict[str, Any], what: dict[str, Any], type: str
) -> None:
    file = read_entries(what, whom, type=type)
    assert one(file).patient_ref == file.patients[0].key


UNRESOLVED = {
    "another person": (at(None, patient()), at(None, about("Patient/ben"))),
    "the same id on another server": (
        at("https://a.example/fhir/Patient/ann", patient()),
        at("https://b.example/fhir/QuestionnaireResponse/r1", about("Patient/ann")),
    ),
    "an address whose end is the same": (
        at(None, patient()),
        at(None, about("https://a.example/fhir/Patient/ann")),
    ),
    "someone who is no patient": (
        at(None, {"resourceType": "RelatedPerson", "id": "ann"}),
        at(None, about("RelatedPerson/ann")),
    ),
    "a contained patient who is not there": (at(None, patient("p")), at(None, about("#p"))),
}


@pytest.mark.parametrize(("whom", "what"), UNRESOLVED.values(), ids=UNRESOLVED.keys())
def test_a_reference_out_of_the_file_is_not_resolved(
    whom: dict[str, Any], what: dict[str, Any]
) -> None:
    record = one(read_entries(whom, what))
    assert (record.patient_ref, record.patient_identifier) == (None, None)
    assert "The person it names is not in this file." in record.notes


def test_a_name_that_two_people_bear_resolves_to_neither() -> None:
    file = read_entries(
        at("urn:uuid:1", patient()),
        at("urn:uuid:2", patient()),
        at("urn:uuid:3", about("Patient/ann")),
    )
    assert len(file.patients) == 2
    assert one(file).patient_ref is None


@pytest.mark.parametrize(
    "placeholder",
    [
        *("Patient/{{id}}", "urn:uuid:{{patient}}", "Patient/$patient", "Patient/${patient}"),
        *("Patient/%7B%7Bid%7D%7D", "https://a.example/fhir/Patient/$id", "$patient", "<%= id %>"),
    ],
)
def test_a_placeholder_of_a_template_is_nobody(placeholder: str) -> None:
    given = [about(placeholder), observation("44261-6", 9), vital("8867-4", 72, "/min", id="hr")]
    given += [told("Condition", code={"text": "Asthma"})]
    file = read(*[each | {"subject": {"reference": placeholder}} for each in given])
    assert file.entries == ()
    assert [each.why for each in file.left_out] == [
        "It names a placeholder where a person belongs: a template that was never filled in."
    ] * 4


def test_a_placeholder_for_a_number_is_nobody() -> None:
    number = {"identifier": {"system": "urn:mrn", "value": "{{mrn}}"}}
    (left_out,) = read(response(items(POINTS), subject=number)).left_out
    assert left_out.why.startswith("It names a placeholder")


def test_a_dollar_within_a_name_is_no_placeholder() -> None:
    assert one(read(about("Patient?identifier=urn:a$b|M-17"))).patient_identifier is not None


def test_a_response_about_nobody_says_so() -> None:
    whole = response(items(POINTS))
    del whole["subject"]
    assert "The file does not say whose it is." in one(read(whole)).notes


@pytest.mark.parametrize(
    "subject",
    [
        {"identifier": {"system": "urn:mrn", "value": "M-17"}},
        {"reference": "Patient?identifier=urn:mrn|M-17"},
        {"reference": "Patient?identifier=urn%3Amrn%7CM-17"},
    ],
)
def test_a_person_named_by_an_identifier_keeps_it(subject: dict[str, Any]) -> None:
    record = one(read(response(items(POINTS), subject=subject)))
    assert (record.patient_ref, record.patient_identifier) == (None, ("urn:mrn", "M-17"))
    assert record.notes == ()


def test_a_contained_patient_belongs_to_its_own_response() -> None:
    responses = [
        response(items(POINTS), id=id, subject={"reference": "#p"}, contained=[patient("p")])
        for id in ("r1", "r2")
    ]
    file = read(*responses)
    keys = ["QuestionnaireResponse/r1#p", "QuestionnaireResponse/r2#p"]
    assert [each.key for each in file.patients] == keys
    assert [each.patient_ref for each in file.assessments] == keys


def test_a_contained_patient_of_no_assessment_is_not_a_patient_of_the_file() -> None:
    assert read(response([], contained=[patient("p")])).patients == ()


def test_the_same_resource_twice_is_read_once() -> None:
    file = read(patient(), response(items(POINTS)), response(items(POINTS)))
    assert len(file.assessments) == 1
    assert [(each.what, each.count) for each in file.left_out] == [("QuestionnaireResponse/r1", 1)]


def test_two_different_resources_of_one_name_are_both_left_out() -> None:
    file = read(patient(), response(items(POINTS)), response(items((2,) * 9)))
    why = "The file holds different resources under this one name; none is taken in."
    assert file.assessments == ()
    assert file.left_out == (LeftOut("QuestionnaireResponse/r1", why, 2),)


def test_of_a_history_only_the_newest_version_counts() -> None:
    newest, older = response(items(POINTS)), response(items((2,) * 9))
    file = read_entries(at(None, newest), at(None, older), type="history")
    assert one(file).answers == POINTS


VERSIONS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "by when they were stored": (
        {"versionId": "9", "lastUpdated": "2026-01-01T00:00:00Z"},
        {"versionId": "10", "lastUpdated": "2026-02-01T00:00:00+02:00"},
    ),
    "by number": ({"versionId": "9"}, {"versionId": "10"}),
    "stored at one time": (
        {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"},
        {"versionId": "2", "lastUpdated": "2026-01-01T00:00:00Z"},
    ),
}


@pytest.mark.parametrize(("old", "new"), VERSIONS.values(), ids=VERSIONS.keys())
@pytest.mark.parametrize("oldest_first", [True, False])
def test_the_newest_version_is_found_in_whatever_order_a_history_stands(
    old: dict[str, str], new: dict[str, str], oldest_first: bool
) -> None:
    versions = [
        at(None, response(items((2,) * 9), meta=old)),
        at(None, response(items(POINTS), meta=new)),
    ]
    file = read_entries(*(versions if oldest_first else versions[::-1]), type="history")
    assert one(file).answers == POINTS


def test_what_a_history_deletes_is_left_out() -> None:
    deletion = {"request": {"method": "DELETE", "url": "QuestionnaireResponse/r1"}}
    file = read_entries(deletion, at(None, response(items(POINTS))), type="history")
    assert "The file says that this resource was deleted." in reasons(file)


def test_what_is_not_taken_in_is_counted_by_kind() -> None:
    encounters = [{"resourceType": "Encounter", "id": str(n)} for n in range(3)]
    weights = [
        {"resourceType": "Observation", "id": str(n), "code": {"text": "Weight"}} for n in range(4)
    ]
    form = {"resourceType": "Questionnaire", "id": "q"}
    file = read(*encounters, *weights, form, {"resourceType": "Bundle", "id": "b"})
    assert {each.what: each.count for each in file.left_out} == {
        "Encounter": 3,
        "Observation": 4,
        "Questionnaire": 1,
        "Bundle": 1,
    }


def test_entries_without_a_resource_are_counted() -> None:
    file = read_entries({}, {"fullUrl": "urn:uuid:1"}, {"resource": {"id": "no type"}})
    assert [(each.what, each.count) for each in file.left_out] == [("Entry", 3)]


def test_an_empty_bundle_holds_nothing() -> None:
    assert read(bundle()) == ReadFile((), (), ())


@pytest.mark.parametrize("document", [{}, [], None, 1, "x", {"resourceType": 1}, [patient()]])
def test_json_that_is_not_fhir_gets_a_sentence(document: Any) -> None:
    with pytest.raises(NotReadable, match="JSON but not FHIR"):
        fhir.read(json.dumps(document).encode())


def test_a_bundle_without_a_list_of_entries_gets_a_sentence() -> None:
    with pytest.raises(NotReadable, match="no list of entries"):
        read({"resourceType": "Bundle", "entry": {}})


MODIFIER = [{"url": "https://a.example/negated", "valueBoolean": True}]

MODIFIED: dict[str, dict[str, Any]] = {
    "a form": response(items(POINTS), modifierExtension=MODIFIER),
    "an answer": response([item("/44250-9", {"valueInteger": 3, "modifierExtension": MODIFIER})]),
    "a reading": vital("8867-4", 72, "/min", id="hr", modifierExtension=MODIFIER),
    "a total": observation("44261-6", 9, modifierExtension=MODIFIER),
    "a diagnosis": told("Condition", code={"text": "Asthma"}, modifierExtension=MODIFIER),
    "an allergy": told(
        "AllergyIntolerance", code={"text": "Latex"}, reaction=[{"modifierExtension": MODIFIER}]
    ),
}


@pytest.mark.parametrize("resource", MODIFIED.values(), ids=MODIFIED.keys())
def test_what_an_unknown_extension_may_turn_into_its_contrary_is_not_read(
    resource: dict[str, Any],
) -> None:
    file = read(patient(), resource)
    assert file.entries == ()
    assert [each.why.split(",")[0] for each in file.left_out] == ["It carries a modifier extension"]


def test_a_person_under_a_modifier_extension_is_nobody() -> None:
    file = read(patient(modifierExtension=MODIFIER), response(items(POINTS)))
    assert file.patients == ()
    assert [each.what for each in file.left_out] == ["Patient/ann"]


def test_an_empty_modifier_extension_says_nothing() -> None:
    assert one(read(response(items(POINTS), modifierExtension=[]))).answers == POINTS


@pytest.mark.parametrize(
    ("whole", "elements"),
    [
        (False, {"link": [{"relation": "self"}, {"relation": "next", "url": "x?page=2"}]}),
        (False, {"total": 250}),
        (True, {"total": 1, "link": [{"relation": "self", "url": "x"}]}),
        (True, {}),
    ],
)
def test_one_page_of_a_search_says_that_there_are_more(
    whole: bool, elements: dict[str, Any]
) -> None:
    beside = {"resource": patient(), "search": {"mode": "include"}}
    file = read_entries(at(None, response(items(POINTS))), beside, type="searchset", **elements)
    assert len(file.entries) == 1
    assert [said.split(":")[0] for said in file.said] == (
        [] if whole else ["This file is one page of more"]
    )


NUMBERED = patient(identifier=[{"system": "urn:mrn", "value": "M-17"}, {"value": "8"}])


@pytest.mark.parametrize(
    ("number", "means_her"),
    [
        ({"system": "urn:mrn", "value": "M-17"}, True),
        ({"value": "M-17"}, True),
        ({"system": "urn:other", "value": "8"}, True),
        ({"system": "urn:mrn"}, True),
        ({"system": "urn:mrn", "value": "M-18"}, False),
        ({"system": "urn:other", "value": "M-17"}, False),
        ({"value": "M-18"}, False),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_name_beside_the_number_of_another_is_nobody(
    number: dict[str, str], means_her: bool, inside: bool
) -> None:
    if inside:
        given = [about("#ann", identifier=number) | {"contained": [NUMBERED]}]
    else:
        given = [NUMBERED, about("Patient/ann", identifier=number)]
    file = read(*given)
    assert len(file.entries) == means_her
    why = (
        "It names one person of this file and beside them a number that this person does not bear."
    )
    assert [each.why for each in file.left_out] == ([] if means_her else [why])
