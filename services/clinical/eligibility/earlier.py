"""R01 to R05: what was tried before, and why treatment is sought now."""

from collections.abc import Iterator
from datetime import timedelta

from data.reference.screening import Rule
from services.clinical.eligibility.facts import Facts
from services.clinical.eligibility.judging import Hit

ACUTE = "acute_suicidality"


def two_failed(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R01: enough adequate trials failed."""
    facts.need("adequate_trials_count")
    if (failed := facts.get("adequate_trials_count")) >= rule.thresholds["trials"]:
        yield Hit("met", {"adequate_trials_count": failed})


def one_only(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R02: exactly one adequate trial, whatever came of it."""
    facts.need("adequate_trials_all")
    if facts.get("adequate_trials_all") == 1:
        yield Hit("met", {"adequate_trials_all": 1})


def nothing_tried(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R03: no adequate trial, no psychotherapy, a new diagnosis. One that is not so decides."""
    untried = {"adequate_trials_all": 0, "psychotherapy_tried": False, "new_diagnosis": True}
    if all(facts.get(input) in (None, value) for input, value in untried.items()):
        facts.need(*untried)
        yield Hit("met", untried)


def begun_recently(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R04: the current treatment is younger than so many weeks; over on the day it is that old."""
    facts.need("current_treatment")
    if facts.get("current_treatment"):
        facts.need("current_treatment_start")
        start = facts.get("current_treatment_start")
        until = start + timedelta(weeks=rule.thresholds["weeks"])
        if facts.on < until:
            yield Hit("met", {"current_treatment_start": start}, {"date": start}, until)


def acute(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R05: the indication is acute suicidal ideation or behaviour."""
    facts.need("indication")
    if facts.get("indication") == ACUTE:
        yield Hit("met", {"indication": ACUTE})
