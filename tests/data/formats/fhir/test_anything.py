"""Whatever the bytes: a ReadFile or one sentence, soon."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.formats import fhir
from tests.fhir_made import (
    MORNING,
    bundle,
    coded,
    item,
    items,
    observation,
    patient,
    pressure,
    read,
    response,
    told,
    vital,
)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        [
            *("2026-01-01", "44250-9", "LA6568-5", "Patient/ann", "#p", "completed", "{{id}}"),
            *("8480-6", "85354-9", "mm[Hg]", "final", "booked", "716186003", "Nausea"),
        ]
    )
)
ELEMENTS = st.sampled_from(
    [
        *("resourceType", "id", "type", "entry", "resource", "fullUrl", "request", "contained"),
        *("item", "answer", "linkId", "valueInteger", "valueCoding", "extension", "url"),
        *("code", "coding", "system", "value", "status", "subject", "reference", "identifier"),
        *("authored", "effectiveDateTime", "component", "hasMember", "derivedFrom"),
        *("name", "given", "family", "telecom", "birthDate", "meta", "profile"),
        *("valueQuantity", "unit", "comparator", "text", "display", "dataAbsentReason"),
        *("participant", "actor", "start", "end", "minutesDuration", "cancelationReason"),
        *("event", "date", "severity", "patient", "verificationStatus", "clinicalStatus"),
        *("medicationReference", "effectivePeriod", "onsetDateTime", "abatementPeriod"),
    ]
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(ELEMENTS | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)


def survives(content: bytes) -> None:
    """Anything but NotReadable fails the test that calls this."""
    try:
        sentences = [each.why for each in fhir.read(content).left_out]
    except fhir.NotReadable as refusal:
        sentences = [str(refusal)]
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.fixture(scope="module", autouse=True)
def models_loaded() -> None:
    """What is imported when the first resource of a kind is read counts for no deadline."""
    fhir.read(json.dumps(WHOLE).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(content: bytes) -> None:
    survives(content)


@given(JSON)
def test_any_json_is_survived(value: Any) -> None:
    survives(json.dumps(value).encode())


KINDS = ["Patient", "QuestionnaireResponse", "Bundle", "Observation", "Appointment"]
KINDS += ["AdverseEvent", "MedicationStatement", "AllergyIntolerance", "Condition"]


@given(st.sampled_from(KINDS), JSON, JSON)
def test_any_resource_is_survived(kind: str, one: Any, other: Any) -> None:
    parts = {**(one if isinstance(one, dict) else {}), "resourceType": kind}
    survives(json.dumps({"resourceType": "Bundle", "entry": [{"resource": parts}, other]}).encode())


WHOLE = bundle(
    patient(),
    response([*items((1,) * 9), item("44261-6", {"valueString": "9"})]),
    observation("44261-6", 9),
    pressure(120, 70),
    vital("29463-7", 180, "[lb_av]", id="weight"),
    observation(
        "85353-1", id="panel", hasMember=[{"reference": "Observation/bp"}, {"reference": "#hr"}]
    )
    | {"contained": [vital("8867-4", 72, "/min", id="hr")]},
    told(
        "Appointment",
        status="cancelled",
        start=MORNING,
        end="2026-03-02T11:30:00Z",
        cancelationReason=coded("prov"),
        participant=[{"actor": {"reference": "Patient/ann"}}],
    ),
    told("AdverseEvent", event={"text": "Nausea"}, date=MORNING, severity=coded("mild")),
    told(
        "MedicationStatement",
        status="completed",
        contained=[{"resourceType": "Medication", "id": "m", "code": {"text": "Sertraline"}}],
        medicationReference={"reference": "#m"},
        effectivePeriod={"start": "2024", "end": "2025-02"},
    ),
    told("AllergyIntolerance", code={"text": "Penicillin"}, recordedDate=MORNING),
    told(
        "Condition",
        code={"text": "Asthma"},
        onsetPeriod={"start": "2004", "end": "2005"},
        abatementDateTime="2012-02",
        verificationStatus=coded("confirmed"),
    ),
)


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        path
        for key, each in inside
        for path in [
            (*so_far, key),
            *(paths(each, (*so_far, key)) if isinstance(each, dict | list) else []),
        ]
    ]


@settings(max_examples=300)
@given(st.sampled_from(paths(WHOLE)), JSON)
def test_a_good_file_with_any_part_replaced_is_survived(path: tuple[Any, ...], part: Any) -> None:
    spoilt = json.loads(json.dumps(WHOLE))
    holder = spoilt
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = part
    survives(json.dumps(spoilt).encode())


@given(st.lists(JSON, min_size=2, max_size=4))
def test_any_lines_are_survived(values: list[Any]) -> None:
    survives(b"\n".join(json.dumps(each).encode() for each in values))


def test_the_good_file_is_good() -> None:
    file = fhir.read(json.dumps(WHOLE).encode())
    assert file.left_out == ()
    assert len({type(each) for each in file.entries}) == 7


@pytest.mark.parametrize("depth", [100, 240, 300, 900, 5_000])
def test_deeply_nested_items_are_survived(depth: int) -> None:
    opening = '{"linkId": "group", "item": [' * depth
    whole = f'{{"resourceType": "QuestionnaireResponse", "item": [{opening}{"]}" * depth}]}}'
    survives(whole.encode())


@pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "1e-999999999", "9" * 4_000])
def test_a_number_that_would_fill_the_memory_is_only_a_bad_number(number: str) -> None:
    content = json.dumps(observation("44261-6", valueQuantity={"value": "NUMBER"}))
    file = fhir.read(content.replace('"NUMBER"', number).encode())
    assert [each.count for each in file.left_out] == [1]
    content = json.dumps(observation("8867-4", valueQuantity={"value": "NUMBER", "unit": "/min"}))
    file = fhir.read(content.replace('"NUMBER"', number).encode())
    assert [each.count for each in file.left_out] == [1]


@pytest.mark.timeout(20)
def test_long_texts_take_linear_time() -> None:
    spaces = " " * 1_000_000 + "x"
    read(
        response(
            [item(spaces, {"valueString": spaces}, text=spaces, definition="/" * 1_000_000)],
            authored="1" * 1_000_000,
            subject={"reference": "Patient?identifier=" + "|" * 1_000_000},
        )
    )
    read(
        told(
            "AllergyIntolerance",
            code={"text": "no known" + spaces, "coding": [{"display": "(" * 1_000_000}]},
        )
    )
    read(told("Condition", code={"text": spaces}, onsetDateTime="1" * 1_000_000))
    read(
        observation(
            "8867-4",
            valueQuantity={"value": 1, "unit": spaces},
            code={"coding": [{"code": "8867-4"}], "text": spaces},
        )
    )


@pytest.mark.timeout(20)
def test_many_readings_of_one_moment_take_linear_time() -> None:
    many = [vital("8867-4", 60 + number % 50, "/min", id=f"hr{number}") for number in range(3_000)]
    assert len(read(*many).entries) == 3_000
