"""The shipped screening policy: whole, sourced, and at one with what stands elsewhere."""

import hashlib
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from data.reference import instrument, screening
from data.reference.definitions import definitions
from data.reference.outcomes import outcomes
from data.reference.screening import Basis, form, shipped
from data.reference.screening.policy_file import read
from data.tables.vocabulary import Disposition, Route

FOLDER = Path(screening.__file__).parent
RULES = list(shipped().rules.values())
DIGESTS = {
    "2026.1": "e165332b96f910b882edea0bdf8ac05d8d1b9674de11dd99ac3a28eb96976479",
}
"""Of rules.toml by version: whoever changes a rule gives it a new version, and a line here."""


def test_every_rule_from_r01_to_r33_is_there_once():
    assert sorted(shipped().rules) == sorted([*(f"R{n:02}" for n in range(1, 34)), "R03b"])
    assert len(read("rules.toml")["rule"]) == 34


def test_a_changed_file_has_a_new_version():
    content = (FOLDER / "rules.toml").read_bytes()
    assert hashlib.sha256(content).hexdigest() == DIGESTS[shipped().version]


def test_it_says_that_nobody_has_signed_it():
    assert shipped().checked_by == "not yet signed by a prescriber"
    assert shipped().effective_from == date(2026, 11, 26)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule):
    assert set(rule.inputs) <= set(form().questions)
    assert rule.routes == ((Route.NASAL,) if rule.id == "R05" else tuple(Route))
    assert rule.cases
    assert rule.source
    for sentence in (rule.passes, rule.rationale, *(case.words for case in rule.cases.values())):
        assert sentence[0].isupper() or sentence[0] == "{"
        assert sentence.endswith(".")
    assert all(case.disposition is not Disposition.INCOMPLETE for case in rule.cases.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_tells_every_threshold_that_it_rests_on(rule):
    told = [rule.passes, *(case.words for case in rule.cases.values())]
    blanks = {name for words in told for _, name, _, _ in Formatter().parse(words) if name}
    cut = {"phq9", "madrs"} if "cut" in blanks else set()
    assert set(rule.thresholds) <= blanks | cut


def test_every_source_is_used_and_named_in_words():
    body = read("rules.toml")
    used = {id for rule in body["rule"] for id in rule["source"]}
    assert used == set(body["sources"])
    assert all(len(words) > 10 for words in body["sources"].values())


def test_what_the_label_forbids_is_told_from_what_the_clinic_does():
    forbids = {
        rule.id
        for rule in RULES
        for case in rule.cases.values()
        if case.disposition is Disposition.NOT_RECOMMENDED and case.basis is Basis.LABEL
    }
    assert forbids == {"R06", "R07", "R08", "R09", "R16", "R17", "R28", "R29", "R32"}
    clinics = {
        rule.id
        for rule in RULES
        for case in rule.cases.values()
        if case.disposition is Disposition.NOT_RECOMMENDED and case.basis is Basis.CLINIC
    }
    assert clinics == {"R10", "R19", "R22"}


def test_rules_with_two_results_have_both():
    two = {
        rule.id: {case.disposition.value for case in rule.cases.values()}
        for rule in RULES
        if len({case.disposition for case in rule.cases.values()}) > 1
    }
    both = {"not_recommended", "review"}
    assert two == {
        **dict.fromkeys(("R22", "R23", "R24", "R28", "R29"), both),
        "R32": {"not_recommended", "eligible"},
    }


def test_cuts_that_stand_elsewhere_agree():
    phq9, madrs = (outcomes().measures[id].entry for id in ("phq9", "madrs"))
    baseline = shipped().rules["R33"].thresholds
    days = definitions().baseline_max_age_days
    assert dict(baseline) == {"phq9": phq9, "madrs": madrs, "days": days}
    assert shipped().rules["R20"].thresholds == {}
    levels = [level.id for level in instrument("cssrs_screen").levels]
    assert sorted(form().questions["cssrs_screen"].options) == sorted(levels)
    for id in ("phq9", "madrs", "audit_c"):
        question = form().questions[id]
        assert (question.low, question.high) == (instrument(id).minimum, instrument(id).maximum)


def test_no_words_of_protected_questionnaires_are_here():
    text = "".join(path.read_text() for path in FOLDER.glob("*.toml")).casefold()
    words = instrument("phq9").items[8].wording
    assert words is not None
    assert words.casefold() not in text
    for theirs in (
        "wished you were dead",
        "wish to be dead",
        "actually had any thoughts",
        "apparent sadness",
    ):
        assert theirs not in text


def test_a_policy_cannot_be_changed():
    rules = shipped().rules
    with pytest.raises(TypeError):
        rules["R01"] = rules["R02"]
    with pytest.raises(TypeError):
        rules["R01"].thresholds["trials"] = 1
    with pytest.raises(AttributeError):
        rules["R01"].name = ""


def test_no_sentence_holds_a_code():
    for rule in RULES:
        for sentence in (rule.name, rule.rationale, *(case.words for case in rule.cases.values())):
            bare = re.sub(r"\{\w+\}", "", sentence)
            assert "_" not in bare
            assert rule.id == "R03b" or not re.search(r"R\d\d", bare)
