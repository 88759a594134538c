"""Our own list of treatments, its words, and the cuts of an adequate trial."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from data.demo.medicines import ADDED, ANTIDEPRESSANTS, STIMULATED, TALKED
from data.reference import treatments as module
from data.reference.treatments import treatments

FILE = Path(module.__file__).with_suffix(".toml")
LIST = treatments()
COUNTED = {"ssri", "snri", "tca", "maoi", "other_antidepressant"}
AUGMENTERS = {"lithium", "thyroid", "antipsychotic", "other_augmenter"}


def test_cuts_are_those_of_the_specification_each_with_its_source():
    cuts = LIST.adequate
    assert (cuts.weeks.value, cuts.weeks.low, cuts.weeks.high) == (6, 4, 12)
    assert cuts.response_percent.value == 50
    for cut in (cuts.weeks, cuts.response_percent):
        assert cut.words.endswith(".")
        assert cut.source


def test_every_rule_of_counting_has_words_and_a_source():
    assert {"intolerance", "augmentation", "one_trial", "same_medicine"} <= set(LIST.counting)
    for name, rule in LIST.counting.items():
        assert rule.id == name
        assert rule.name
        assert rule.words.endswith(".")
        assert rule.source


def test_classes_are_complete_and_what_does_not_count_says_why():
    apart = {"ketamine", "neurostimulation", "psychotherapy"}
    assert set(LIST.classes) == COUNTED | AUGMENTERS | apart
    assert len({each.label for each in LIST.classes.values()}) == len(LIST.classes)
    for code, each in LIST.classes.items():
        assert each.counts is (code in COUNTED)
        assert (each.why is None) is each.counts
        assert each.kind == (code if code in apart - {"ketamine"} else "drug")
        assert any(listed.treatment_class is each for listed in LIST.treatments)


def test_reasons_for_stopping_have_codes_and_words():
    assert {code: each.words for code, each in LIST.stop_reasons.items()} == {
        "no_benefit": "no benefit",
        "too_little_benefit": "too little benefit",
        "side_effects": "side effects",
        "still_taking": "still taking",
        "cost": "cost",
        "patient_choice": "patient’s choice",
        "other": "other",
    }


@pytest.mark.parametrize(
    ("told", "code"),
    [("side_effects", "side_effects"), ("side effects", "side_effects"), ("moved", None)],
)
def test_a_reason_is_known_by_its_code_and_by_its_words(told: str, code: str | None):
    found = LIST.stop_reason(told)
    assert (found.code if found else None) == code


def test_no_reason_is_no_reason():
    assert LIST.stop_reason(None) is None


@pytest.mark.parametrize(
    ("told", "words"),
    [("patient_choice", "patient’s choice"), ("moved away", "moved away"), (None, "")],
)
def test_a_reason_is_shown_in_words_whether_or_not_it_is_a_code(told: str | None, words: str):
    assert LIST.stop_words(told) == words


@pytest.mark.parametrize(
    ("told", "name", "group"),
    [
        ("Sertraline", "Sertraline", "ssri"),
        ("ZOLOFT", "Sertraline", "ssri"),
        (" venlafaxine  xr ", "Venlafaxine", "snri"),
        ("Pamelor", "Nortriptyline", "tca"),
        ("nardil", "Phenelzine", "maoi"),
        ("Wellbutrin XL", "Bupropion", "other_antidepressant"),
        ("Lithobid", "Lithium", "lithium"),
        ("T3", "Liothyronine", "thyroid"),
        ("Rexulti", "Brexpiprazole", "antipsychotic"),
        ("BuSpar", "Buspirone", "other_augmenter"),
        ("Spravato", "Esketamine", "ketamine"),
        ("ECT", "Electroconvulsive therapy", "neurostimulation"),
        ("CBT", "Cognitive behavioural therapy", "psychotherapy"),
    ],
)
def test_a_treatment_is_found_by_any_of_its_names(told: str, name: str, group: str):
    found = LIST.named(told)
    assert found is not None
    assert (found.name, found.treatment_class.code) == (name, group)


def test_what_is_not_on_the_list_is_free_text():
    assert LIST.named("St John's wort") is None
    assert LIST.named("") is None


def test_no_name_stands_for_two_treatments():
    names = [name.casefold() for each in LIST.treatments for name in (each.name, *each.also)]
    assert len(set(names)) == len(names) == len(LIST.names)


def test_the_demonstration_uses_names_of_the_list():
    assert all(LIST.named(name) for name in (*ANTIDEPRESSANTS, *ADDED, *TALKED, STIMULATED))


def test_a_label_holds_every_name_for_searching():
    sertraline, other = LIST.named("Sertraline"), LIST.named("Other psychotherapy")
    assert sertraline is not None
    assert other is not None
    assert (sertraline.label, other.label) == ("Sertraline (Zoloft)", "Other psychotherapy")


def test_least_doses_are_of_antidepressants_and_name_their_source():
    dosed = {each.name: each for each in LIST.treatments if each.least_dose}
    assert {each.treatment_class.code for each in dosed.values()} <= COUNTED
    for each in dosed.values():
        assert each.least_dose is not None
        assert each.least_dose.mg > 0
        assert each.least_dose.source


def test_only_doses_seen_in_their_source_are_called_verified():
    verified = {
        each.name: each.least_dose.mg
        for each in LIST.treatments
        if each.least_dose and each.least_dose.verified
    }
    assert verified == {
        "Citalopram": 20,
        "Escitalopram": 10,
        "Fluoxetine": 20,
        "Paroxetine": 20,
        "Sertraline": 50,
    }
    assert LIST.checked_by == "not yet signed by a prescriber"


@pytest.mark.parametrize("name", ["Fluvoxamine", "Amitriptyline", "Trazodone", "Auvelity"])
def test_where_the_dose_is_unsure_there_is_none(name: str):
    found = LIST.named(name)
    assert found is not None
    assert found.least_dose is None


def test_names_only_no_coded_vocabulary():
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    fields = {field for each in read["treatment"] for field in each}
    assert fields == {"name", "class", "also", "least_mg", "source", "verified"}
    for name in LIST.names:
        assert not re.fullmatch(r"\d+|[a-z]\d{2}[a-z]{2}\d{2}", name)


def test_the_list_cannot_be_changed_while_the_program_runs():
    with pytest.raises(dataclasses.FrozenInstanceError):
        LIST.treatments[0].name = "Another"
    with pytest.raises(TypeError):
        LIST.names["another"] = LIST.treatments[0]


@pytest.mark.parametrize(
    ("told", "group"),
    [
        ("Phenelzine 15 mg", "maoi"),
        ("phenelzine sulfate 15 MG Oral Tablet [Nardil]", "maoi"),
        ("Selegiline, patch, 6 mg", "maoi"),
        ("Tab. PARNATE", "maoi"),
        ("Sertraline 50 mg", None),
        ("Nardilex", None),
        ("", None),
    ],
)
def test_a_name_that_holds_one_of_the_list_tells_the_class_in_which_it_interacts(
    told: str, group: str | None
):
    assert LIST.interacting(told) == group
