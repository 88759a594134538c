"""Readings of one moment are one set where that is unambiguous, and no reading is mended."""

from typing import Any

import pytest

from data.formats.records import VitalRecord
from tests.fhir_made import (
    coded,
    observation,
    patient,
    pressure,
    quantity,
    read,
    refusal,
    single,
    vital,
)

LATER = "2026-03-02T09:31:00Z"
PULSE = vital("8867-4", 72, "/min", id="hr")
FIELDS = ("sbp", "dbp", "hr", "spo2", "rr", "weight_kg")


def values(record: VitalRecord) -> dict[str, Any]:
    return {name: value for name in FIELDS if (value := getattr(record, name)) is not None}


def sets(*resources: dict[str, Any]) -> list[dict[str, Any]]:
    return [values(each) for each in read(*resources).entries]


KINDS = {
    "systolic": ("8480-6", 120, "mm[Hg]", {"sbp": 120}),
    "diastolic": ("8462-4", 70, "mmHg", {"dbp": 70}),
    "heart rate": ("8867-4", 64, "{beats}/min", {"hr": 64}),
    "saturation": ("2708-6", 98, "%", {"spo2": 98}),
    "saturation by pulse oximetry": ("59408-5", 98, "%", {"spo2": 98}),
    "respiratory rate": ("9279-1", 14, "/min", {"rr": 14}),
    "weight": ("29463-7", 70.25, "kg", {"weight_kg": 70.25}),
    "weight in grams": ("29463-7", 70250, "g", {"weight_kg": 70.25}),
    "weight in pounds": ("29463-7", 180, "[lb_av]", {"weight_kg": 81.65}),
}


@pytest.mark.parametrize(("code", "value", "unit", "expected"), KINDS.values(), ids=KINDS.keys())
def test_each_kind_of_reading_is_read(
    code: str, value: float, unit: str, expected: dict[str, float]
) -> None:
    assert values(single(read(vital(code, value, unit)))) == expected


def test_a_reading_knows_its_time_and_its_person() -> None:
    file = read(patient(), PULSE)
    (record,) = file.entries
    assert isinstance(record, VitalRecord)
    assert record.happened_at.isoformat() == "2026-03-02T09:30:00+00:00"
    assert record.patient_ref == file.patients[0].key
    assert (record.source_id, record.notes) == ("Observation/hr", ())


@pytest.mark.parametrize("code", ["85354-9", "55284-4"])
def test_a_pressure_stays_a_pair(code: str) -> None:
    record = single(read(pressure(120, 70, code=coded(code))))
    assert values(record) == {"sbp": 120, "dbp": 70}


def test_readings_of_one_time_are_put_together() -> None:
    record = single(read(pressure(120, 70), PULSE))
    assert values(record) == {"sbp": 120, "dbp": 70, "hr": 72}
    assert "Put together from 2 observations of one time." in record.notes


def test_the_same_value_said_twice_is_one_value() -> None:
    assert sets(PULSE, PULSE | {"id": "again"}) == [{"hr": 72}]


def test_two_values_of_one_kind_at_one_time_put_nothing_together() -> None:
    other = vital("8867-4", 80, "/min", id="other")
    assert sets(pressure(120, 70), PULSE, other) == [
        {"sbp": 120, "dbp": 70},
        {"hr": 72},
        {"hr": 80},
    ]


@pytest.mark.parametrize(
    "apart",
    [
        {"effectiveDateTime": LATER},
        {"effectiveDateTime": "2026-03-02"},
        {"subject": {"reference": "Patient/ben"}},
    ],
)
def test_readings_of_another_time_or_person_are_another_set(apart: dict[str, Any]) -> None:
    assert sets(pressure(120, 70), PULSE | apart) == [{"sbp": 120, "dbp": 70}, {"hr": 72}]


def test_midnight_is_not_the_time_of_a_mere_date() -> None:
    midnight = {"effectiveDateTime": "2026-03-02T00:00:00Z"}
    assert len(sets(pressure(120, 70, effectiveDateTime="2026-03-02"), PULSE | midnight)) == 2


def test_readings_of_nobody_in_particular_are_not_put_together() -> None:
    nameless = [pressure(120, 70), dict(PULSE)]
    for each in nameless:
        del each["subject"]
    assert len(sets(*nameless)) == 2


def panel(*ids: str, **elements: Any) -> dict[str, Any]:
    members = [{"reference": f"Observation/{id}"} for id in ids]
    return observation("85353-1", id=f"panel-{'-'.join(ids)}", hasMember=members) | elements


def test_what_panels_list_stays_together_where_one_time_has_several_values() -> None:
    others = [pressure(150, 90, id="bp2"), vital("8867-4", 99, "/min", id="hr2")]
    loose = vital("9279-1", 14, "/min", id="rr")
    found = sets(pressure(120, 70), PULSE, *others, loose, panel("bp", "hr"), panel("bp2", "hr2"))
    assert found == [
        {"sbp": 120, "dbp": 70, "hr": 72},
        {"sbp": 150, "dbp": 90, "hr": 99},
        {"rr": 14},
    ]


def test_a_panel_in_stu3_form_keeps_its_members_together() -> None:
    members = [
        {"type": "has-member", "target": {"reference": f"Observation/{id}"}} for id in ("bp", "hr")
    ]
    whole = observation("8716-3", id="panel", related=members)
    other = vital("8867-4", 99, "/min", id="hr2")
    assert sets(pressure(120, 70), PULSE, other, whole) == [
        {"sbp": 120, "dbp": 70, "hr": 72},
        {"hr": 99},
    ]


def test_a_member_of_another_time_is_a_set_of_its_own() -> None:
    file = read(pressure(120, 70), PULSE | {"effectiveDateTime": LATER}, panel("bp", "hr"))
    assert [values(each) for each in file.entries] == [{"sbp": 120, "dbp": 70}, {"hr": 72}]  # type: ignore[arg-type]
    assert file.left_out == ()


def test_contained_members_are_read_and_take_time_and_person_from_their_panel() -> None:
    inside = {
        name: value for name, value in PULSE.items() if name not in ("subject", "effectiveDateTime")
    }
    whole = panel(hasMember=[{"reference": "#hr"}, {"reference": "#bp"}])
    record = single(read(whole | {"contained": [inside, pressure(120, 70)]}))
    assert values(record) == {"sbp": 120, "dbp": 70, "hr": 72}
    assert record.named == "Patient/ann"


def test_a_panel_without_its_members_is_left_out() -> None:
    assert refusal(read(panel("elsewhere"))) == (
        "It is a panel, and none of the readings it lists was taken in."
    )


def test_a_panel_whose_members_are_refused_is_left_out_too() -> None:
    file = read(PULSE | {"status": "entered-in-error"}, panel("hr"))
    assert file.entries == ()
    assert [each.what for each in file.left_out] == ["Observation/hr", "Observation/panel-hr"]


IMPOSSIBLE = {
    "8480-6": (39.9, 300.1, "mm[Hg]", "The systolic pressure is not from 40 to 300 mmHg."),
    "8462-4": (19, 201, "mm[Hg]", "The diastolic pressure is not from 20 to 200 mmHg."),
    "8867-4": (19, 251, "/min", "The heart rate is not from 20 to 250 beats a minute."),
    "59408-5": (49, 100.1, "%", "The oxygen saturation is not from 50 to 100 percent."),
    "9279-1": (1, 81, "/min", "The respiratory rate is not from 2 to 80 breaths a minute."),
    "29463-7": (29.9, 250.1, "kg", "The weight is not from 30 to 250 kilograms."),
}


@pytest.mark.parametrize("code", IMPOSSIBLE)
def test_an_impossible_reading_is_left_out(code: str) -> None:
    low, high, unit, sentence = IMPOSSIBLE[code]
    for value in (low, high, -1, 10**40):
        assert refusal(read(vital(code, value, unit))) == sentence


@pytest.mark.parametrize(
    ("code", "value", "unit"),
    [
        *(("8480-6", value, "mm[Hg]") for value in (40, 300)),
        *(("8462-4", value, "mm[Hg]") for value in (20, 200)),
        *(("8867-4", value, "/min") for value in (20, 250)),
        *(("2708-6", value, "%") for value in (50, 100)),
        *(("9279-1", value, "/min") for value in (2, 80)),
        *(("29463-7", value, "kg") for value in (30, 250)),
    ],
)
def test_a_reading_on_the_edge_of_the_possible_is_taken(code: str, value: float, unit: str) -> None:
    assert list(values(single(read(vital(code, value, unit)))).values()) == [value]


@pytest.mark.parametrize(
    ("code", "unit", "sentence"),
    [
        ("8480-6", "kPa", "The systolic pressure is in another unit than mmHg."),
        ("8867-4", "Hz", "The heart rate is in another unit than beats a minute."),
        ("2708-6", "1", "The oxygen saturation is in another unit than percent."),
        ("29463-7", "[stone_av]", "The weight is in another unit than kilograms, grams or pounds."),
        ("29463-7", None, "The weight comes without a unit."),
    ],
)
def test_a_reading_in_another_unit_is_refused(code: str, unit: str | None, sentence: str) -> None:
    assert refusal(read(vital(code, 80, unit))) == sentence


def test_a_printed_unit_of_its_own_is_no_obstacle_but_another_unit_is() -> None:
    free = quantity(80, "kg", unit="Kilo")
    assert values(single(read(observation("29463-7", valueQuantity=free)))) == {"weight_kg": 80.0}
    pounds = quantity(80, "kg", unit="lbs")
    assert refusal(read(observation("29463-7", valueQuantity=pounds))) == (
        "The weight comes with two different units."
    )


@pytest.mark.parametrize("unit", ["kPa", "/min", "Hz"])
def test_a_printed_unit_of_another_kind_is_refused(unit: str) -> None:
    two = quantity(80, "mm[Hg]", unit=unit)
    assert refusal(read(observation("8480-6", valueQuantity=two))) == (
        "The systolic pressure comes with two different units."
    )


def test_a_pressure_in_one_piece_is_refused() -> None:
    assert refusal(read(observation("85354-9", valueString="120/70"))) == (
        "It does not give its readings one by one."
    )


def test_fractions_are_rounded_with_a_note_and_half_goes_up() -> None:
    record = single(read(pressure(120.5, 70.4)))
    assert values(record) == {"sbp": 121, "dbp": 70}
    assert "The file gives fractions, which were rounded to whole numbers." in record.notes


def test_a_converted_weight_is_noted() -> None:
    record = single(read(vital("29463-7", 180, "lb")))
    assert record.notes[-1] == "The weight was converted to kilograms."


def test_a_diastolic_of_zero_is_no_reading() -> None:
    record = single(read(pressure(120, 0)))
    assert values(record) == {"sbp": 120}
    assert "A diastolic pressure of 0 is no reading; it stays unknown." in record.notes


@pytest.mark.parametrize("dbp", [120, 130, 119.6])
def test_a_diastolic_that_is_not_below_the_systolic_refuses_both(dbp: float) -> None:
    sentence = "The diastolic pressure is not below the systolic pressure."
    assert refusal(read(pressure(120, dbp))) == sentence
    alone = [vital("8480-6", 120, "mm[Hg]", id="s"), vital("8462-4", dbp, "mm[Hg]", id="d")]
    file = read(*alone, PULSE)
    assert [each.why for each in file.left_out] == [sentence] * 2
    assert [values(each) for each in file.entries] == [{"hr": 72}]  # type: ignore[arg-type]


def test_pressures_of_one_panel_that_cannot_be_a_pair_are_left_out_with_it() -> None:
    alone = [vital("8480-6", 80, "mm[Hg]", id="s"), vital("8462-4", 90, "mm[Hg]", id="d")]
    file = read(pressure(120, 70), *alone, panel("s", "d"))
    assert [values(each) for each in file.entries] == [{"sbp": 120, "dbp": 70}]  # type: ignore[arg-type]
    assert [each.what for each in file.left_out] == [
        "Observation/s",
        "Observation/d",
        "Observation/panel-s-d",
    ]


ABSENT = {"dataAbsentReason": {"text": "refused"}}


def test_what_was_not_taken_stays_unknown() -> None:
    whole = pressure(120, 70)
    whole["component"][1] = {"code": coded("8462-4")} | ABSENT
    assert values(single(read(whole))) == {"sbp": 120}


def test_where_nothing_was_taken_there_is_no_set() -> None:
    assert refusal(read(observation("8867-4", **ABSENT))) == "None of its readings was taken."


def test_a_value_that_is_said_to_be_absent_is_refused() -> None:
    assert refusal(read(PULSE | ABSENT)) == "The heart rate is given and said to be absent."


def test_more_than_a_number_is_no_number() -> None:
    above = quantity(200, "/min", comparator=">")
    assert refusal(read(observation("8867-4", valueQuantity=above))) == (
        "The heart rate is given only as more or less than a number."
    )


@pytest.mark.parametrize(
    "value", [{"valueString": "120/70"}, {"valueInteger": 72}, {"valueBoolean": True}]
)
def test_a_reading_that_is_no_quantity_is_refused(value: dict[str, Any]) -> None:
    assert refusal(read(observation("8867-4", **value))) == (
        "The heart rate is not given as a quantity with its unit."
    )


def test_one_kind_twice_in_one_panel_is_refused() -> None:
    whole = pressure(120, 70)
    whole["component"].append(whole["component"][0])
    assert refusal(read(whole)) == "The systolic pressure is given more than once."


def test_a_reading_marked_as_two_kinds_is_refused() -> None:
    both = {"coding": [*coded("8480-6")["coding"], *coded("8462-4")["coding"]]}
    given = observation(None, code=both, valueQuantity=quantity(120, "mm[Hg]"))
    assert refusal(read(given)) == "It is marked as two different vital signs."


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "preliminary", "unknown"])
def test_what_is_not_final_is_left_out(status: str) -> None:
    assert refusal(read(PULSE | {"status": status})) == (
        "Its own status says that it is not a final result."
    )


def test_a_reading_without_a_time_is_left_out() -> None:
    timeless = dict(PULSE)
    del timeless["effectiveDateTime"]
    assert refusal(read(timeless)) == "It does not say when it was measured."


def test_another_kind_of_observation_is_counted() -> None:
    file = read(*[observation("8302-2", id=str(number)) for number in range(3)])
    assert [(each.what, each.why, each.count) for each in file.left_out] == [
        ("Observation", "Neither a questionnaire nor a vital sign that is taken in.", 3)
    ]
