"""A clinic's own policy: taken whole, or refused with every fault."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats.errors import NotReadable
from data.reference.screening import Basis, PolicyRefused, policy_of, shipped
from data.reference.screening.policy_file import read


def body(version: str = "clinic 1") -> dict[str, Any]:
    return deepcopy(read("rules.toml")) | {"version": version}


def rule(body: dict[str, Any], id: str) -> dict[str, Any]:
    (found,) = [each for each in body["rule"] if each["id"] == id]
    return found


def faults(body: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(PolicyRefused) as refused:
        policy_of(body)
    assert str(refused.value) == "\n".join(refused.value.faults)
    return refused.value.faults


def test_the_shipped_rules_are_a_policy_of_their_own():
    assert policy_of(body(shipped().version)) == shipped()


def test_a_policy_comes_back_from_json_as_it_was():
    kept = json.loads(json.dumps(body(), default=lambda day: day.isoformat()))
    assert policy_of(kept) == policy_of(body())
    assert policy_of(kept).effective_from == date(2026, 11, 26)


def test_a_clinic_may_set_thresholds_and_is_then_named_as_the_basis():
    own = body()
    rule(own, "R13")["thresholds"]["weeks"] = 12
    rule(own, "R13")["results"]["met"]["basis"] = "clinic"
    rule(own, "R06")["results"]["met"]["words"] = "Aneurysm: we do not treat."
    policy = policy_of(own)
    assert policy.rules["R13"].thresholds == {"weeks": 12}
    assert policy.rules["R13"].cases["met"].basis is Basis.CLINIC
    assert policy.rules["R06"].cases["met"].words == "Aneurysm: we do not treat."


def test_changing_one_cut_of_a_rule_leaves_its_other_result_the_labels():
    own = body()
    rule(own, "R28")["thresholds"]["older_years"] = 60
    rule(own, "R28")["results"]["older"]["basis"] = "clinic"
    cases = policy_of(own).rules["R28"].cases
    assert (cases["minor"].basis, cases["older"].basis) == (Basis.LABEL, Basis.CLINIC)


@pytest.mark.parametrize(
    ("id", "case", "disposition", "taken"),
    [
        ("R06", "met", "review", False),
        ("R15", "met", "eligible", False),
        ("R15", "met", "defer", True),
        ("R28", "minor", "defer", False),
        ("R10", "met", "review", True),
        ("R10", "met", "eligible", False),
        ("R19", "met", "review", True),
        ("R22", "active", "eligible", False),
        ("R23", "current", "review", True),
        ("R23", "current", "eligible", False),
        ("R05", "met", "defer", False),
        ("R25", "met", "not_recommended", False),
        ("R01", "met", "review", False),
        ("R02", "met", "eligible", False),
        ("R03b", "trials", "eligible", False),
        ("R20", "met", "eligible", True),
        ("R33", "low", "defer", True),
        ("R33", "low", "incomplete", False),
        ("R33", "low", "maybe", False),
    ],
)
def test_a_result_may_be_as_mild_as_the_label_and_the_sense_of_the_rules_allow(
    id, case, disposition, taken
):
    own = body()
    rule(own, id)["results"][case] |= {"disposition": disposition, "basis": "clinic"}
    if taken:
        assert policy_of(own).rules[id].cases[case].disposition == disposition
    else:
        (fault,) = faults(own)
        assert fault.startswith(f"{id}, {case}: ")


@pytest.mark.parametrize(
    ("id", "name", "low", "high"),
    [
        ("R04", "weeks", 4, 12),
        ("R11", "systolic", 110, 140),
        ("R12", "diastolic", 90, 110),
        ("R13", "weeks", 6, 52),
        ("R21", "points", 4, 12),
        ("R28", "adult_years", 18, 25),
        ("R28", "older_years", 40, 65),
    ],
)
def test_a_threshold_lies_within_its_limits(id, name, low, high):
    for value, taken in [(low - 1, False), (low, True), (high, True), (high + 1, False)]:
        own = body()
        rule(own, id)["thresholds"][name] = value
        for case in rule(own, id)["results"].values():
            if f"{{{name}}}" in case["words"] and value != shipped().rules[id].thresholds[name]:
                case["basis"] = "clinic"
        if taken:
            assert policy_of(own).rules[id].thresholds[name] == value
        else:
            what = f"{id}: {name} is {value}; it may be a whole number from {low} to {high}."
            assert faults(own) == (what,)


def drop(*path: str):
    def change(own: dict[str, Any]) -> None:
        for name in path[:-1]:
            own = rule(own, name) if name.startswith("R") else own[name]
        del own[path[-1]]

    return change


def put(value: Any, *path: str):
    def change(own: dict[str, Any]) -> None:
        for name in path[:-1]:
            own = rule(own, name) if name.startswith("R") else own[name]
        own[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop("checked_by"), "The policy has no checked_by."),
        (put(1, "owner"), "The policy has owner, which means nothing here."),
        (put("", "version"), "The policy's version is to be a text."),
        (put("  ", "checked_by"), "The policy's checked_by is to be a text."),
        (
            put("tomorrow", "effective_from"),
            "The policy's effective_from is to be a date, such as 2026-11-26.",
        ),
        (
            put(None, "effective_from"),
            "The policy's effective_from is to be a date, such as 2026-11-26.",
        ),
        (put({}, "rule"), "The policy's rules are to be a list of tables."),
        (put("R99", "R07", "id"), "There is no rule called R99."),
        (put("R99", "R07", "id"), "R07 is missing."),
        (
            put("defer", "R15", "results", "met", "disposition"),
            "R15, met: basis is 'label'; it is 'clinic', since the clinic changed it.",
        ),
        (
            put(3, "escalation", "item9"),
            "Escalation: item9 is 3; it may be a whole number from 1 to 2.",
        ),
        (drop("escalation", "cssrs"), "The escalation has no cssrs."),
        (
            put("Item {x}.", "escalation", "phq9"),
            "Escalation: phq9 has the blank {x}, which nothing fills.",
        ),
        (drop("R07", "name"), "R07 has no name."),
        (put("", "R07", "name"), "R07: name is to be a text."),
        (drop("R04", "thresholds"), "R04 has no thresholds."),
        (put({}, "R07", "thresholds"), "R07 has thresholds, which means nothing here."),
        (drop("R11", "thresholds", "diastolic"), "R11: thresholds has no diastolic."),
        (
            put(True, "R04", "thresholds", "weeks"),
            "R04: weeks is True; it may be a whole number from 4 to 12.",
        ),
        (
            put("6", "R04", "thresholds", "weeks"),
            "R04: weeks is '6'; it may be a whole number from 4 to 12.",
        ),
        (put(["iv"], "R07", "routes"), "R07: routes are what the program looks at: iv, nasal."),
        (
            put([], "R07", "inputs"),
            "R07: inputs are what the program looks at: arteriovenous_malformation.",
        ),
        (put([], "R07", "source"), "R07 names no source."),
        (
            put(["folklore"], "R07", "source"),
            "R07 names the source folklore, which is not among the sources.",
        ),
        (drop("R28", "results", "minor"), "R28: results has no minor."),
        (drop("R07", "results", "met", "words"), "R07, met has no words."),
        (
            put("Value {x}.", "R07", "results", "met", "words"),
            "R07, met: words has the blank {x}, which nothing fills.",
        ),
        (
            put("{value.real}", "R21", "results", "met", "words"),
            "R21, met: words has the blank {value.real}, which nothing fills.",
        ),
        (
            put("{value:>9999}", "R21", "results", "met", "words"),
            "R21, met: words has the blank {value:>9999}, which nothing fills.",
        ),
        (put("}", "R07", "passes"), "R07: passes has a brace that opens or closes nothing."),
        (
            put("consensus", "R07", "results", "met", "basis"),
            "R07, met: basis is 'consensus'; it is 'label', as shipped.",
        ),
        (put(False, "R32", "results", "home", "refused"), "R32, home: refused is to stay true."),
        (drop("R32", "results", "home", "refused"), "R32, home has no refused."),
    ],
)
def test_a_fault_is_told_in_a_sentence(change, fault):
    own = body()
    change(own)
    assert fault in faults(own)


def test_every_fault_is_told_at_once():
    own = body()
    rule(own, "R04")["thresholds"]["weeks"] = 400
    rule(own, "R06")["results"]["met"]["disposition"] = "eligible"
    own["rule"] = [each for each in own["rule"] if each["id"] != "R08"]
    own["rule"].append(deepcopy(rule(own, "R09")))
    own["checked_by"] = ""
    assert faults(own) == (
        "The policy's checked_by is to be a text.",
        "R09 is there more than once.",
        "R08 is missing.",
        "R04: weeks is 400; it may be a whole number from 4 to 12.",
        "R06, met: eligible is milder than the label allows: not_recommended.",
    )


def test_a_changed_policy_has_a_version_of_its_own():
    own = body(shipped().version)
    own["checked_by"] = "Dr Example"
    assert faults(own) == ("Version 2026.1 is the shipped one's; give it its own.",)


def test_a_refusal_is_shown_like_any_file_that_cannot_be_read():
    assert issubclass(PolicyRefused, NotReadable)


PATHS = [
    (*at, name)
    for at, table in [
        ((), body()),
        *[((n,), each) for n, each in enumerate(body()["rule"])],
        *[((n, "results"), each["results"]) for n, each in enumerate(body()["rule"])],
        *[
            ((n, "results", case), each["results"][case])
            for n, each in enumerate(body()["rule"])
            for case in each["results"]
        ],
    ]
    for name in table
]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(PATHS), JSON)
def test_whatever_stands_in_a_body_it_is_a_policy_or_refused_with_sentences(path, value):
    own = body()
    table: Any = own
    for step in path[:-1]:
        table = table["rule"][step] if isinstance(step, int) else table[step]
    table[path[-1]] = value
    faults: tuple[str, ...] = ()
    try:
        policy_of(own)
    except PolicyRefused as refused:
        faults = refused.faults
    assert all(fault.endswith(".") for fault in faults)
    assert faults or policy_of(own).rules.keys() == shipped().rules.keys()
