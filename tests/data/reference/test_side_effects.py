"""The vocabulary of side effects and the rates published for them."""

import dataclasses

import pytest

from data.reference.side_effects import side_effects


def test_every_word_is_there_once_with_label_and_meddra_name():
    terms = side_effects().terms
    assert len(terms) == 46
    assert all(term.label and term.meddra for term in terms.values())
    assert len({term.label for term in terms.values()}) == len(terms)


def test_only_snomed_identifiers_that_were_verified_ship():
    shipped = {code: term.snomed for code, term in side_effects().terms.items() if term.snomed}
    assert shipped == {
        "dizziness": "404640003",
        "nausea": "422587007",
        "headache": "25064002",
        "lethargy": "84229001",
        "confusion": "40917007",
        "chest_pain": "29857009",
        "palpitations": "80313002",
        "dyspnoea": "267036007",
    }


@pytest.mark.parametrize(
    ("term", "route", "percent", "comparator", "n"),
    [
        ("dissociation", "nasal", 41, 9, 346),
        ("dissociation", "iv", 60.4, None, 91),
        ("nausea", "iv", 27.5, None, 91),
        ("blurred_vision", "nasal", 7.4, 0, 231),
    ],
)
def test_a_rate_carries_its_route_its_number_and_its_study(term, route, percent, comparator, n):
    rate = side_effects().terms[term].rate(route)
    assert rate is not None
    assert (rate.percent, rate.comparator, rate.source.n) == (percent, comparator, n)
    assert rate.source.reference


def test_a_term_that_no_study_counted_has_no_rate():
    assert side_effects().terms["cystitis"].rates == ()
    assert side_effects().terms["cystitis"].rate("iv") is None


def test_numbers_not_seen_in_their_source_say_so():
    unverified = {
        term.code
        for term in side_effects().terms.values()
        if any(not rate.verified for rate in term.rates)
    }
    assert {"nausea", "vertigo", "bp_increased", "vomiting", "feeling_drunk"} <= unverified


def test_the_vocabulary_cannot_be_changed_while_the_program_runs():
    with pytest.raises(dataclasses.FrozenInstanceError):
        side_effects().terms["nausea"].label = "Sickness"
    with pytest.raises(TypeError):
        side_effects().terms["nausea"] = side_effects().terms["vomiting"]
