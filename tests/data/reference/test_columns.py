"""The headings that are known, and the words inside cells."""

import dataclasses
import tomllib
from pathlib import Path

import pytest

from data.formats import records
from data.reference import columns as module
from data.reference import instrument, instrument_ids
from data.reference.columns import build, columns, plain, spoken

FILE = Path(module.__file__).parent / "columns.toml"


@pytest.mark.parametrize(
    "heading", ["Birth Date", "birth_date", "BIRTH.DATE", "﻿birth-date", " Birthdate "]
)
def test_a_heading_is_known_whatever_its_case_spaces_dots_and_marks(heading):
    assert columns().kinds["patients"].by_heading[plain(heading)] == "birth_date"


def test_every_kind_tells_who_it_is():
    assert set(columns().kinds) == {
        *("patients", "assessments", "vitals", "observations"),
        *("appointments", "side_effects", "medicines", "inquiries"),
    }
    for kind in columns().kinds.values():
        assert columns().person <= set(kind.fields)
        assert all(field.label for field in kind.fields.values())


def test_every_kind_can_be_told_by_fields_that_it_has():
    for kind in columns().kinds.values():
        assert kind.told_by
        for group in kind.told_by:
            assert set(group) <= {*kind.fields, "answers"}, kind.id
        assert set(kind.needs) <= set(kind.fields)


def test_every_instrument_has_a_name():
    assert set(columns().names.values()) == set(instrument_ids())


def test_a_series_has_one_heading_for_every_question():
    for series in columns().series:
        assert series.prefix or len(series.headings) == len(instrument(series.instrument).items)
        assert series.source


def test_readings_and_their_ranges_are_those_that_a_record_keeps():
    kept = {field.name for field in dataclasses.fields(records.VitalRecord)} | {"weight"}
    assert set(columns().readings.values()) == set(columns().possible) <= kept


@pytest.mark.parametrize(
    ("subject", "word", "meaning"),
    [
        ("status", "No Show", "no_show"),
        ("status", "no_show", "no_show"),
        ("status", "No-show", "no_show"),
        ("grade", "MODERATE", "2"),
        ("related", "REMOTE", "unclear"),
        ("sex", "1", "male"),
        ("weight_unit", "[lb_av]", "lb"),
    ],
)
def test_a_word_is_known_whatever_its_case_and_underscores(subject, word, meaning):
    assert columns().words[subject][spoken(word)] == meaning


def test_the_file_says_who_checked_it_and_where_it_is_from():
    assert columns().version
    assert columns().checked_by
    assert columns().source
    assert columns().effective_from


def test_a_heading_with_two_meanings_in_one_kind_is_refused():
    read = tomllib.loads(FILE.read_text())
    read["kind"][0]["field"].append({"id": "other", "label": "Other", "synonyms": ["d.o.b."]})
    with pytest.raises(ValueError, match=r"two meanings in kind patients: dob"):
        build(read)


def test_an_instrument_without_a_file_is_refused():
    read = tomllib.loads(FILE.read_text())
    read["instruments"]["names"]["phq99"] = ["phq 99"]
    with pytest.raises(ValueError, match="phq99"):
        build(read)


def test_the_table_cannot_be_changed_while_the_program_runs():
    with pytest.raises(dataclasses.FrozenInstanceError):
        columns().version = "another"
    with pytest.raises(TypeError):
        columns().kinds["patients"] = columns().kinds["vitals"]
