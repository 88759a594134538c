"""Rules on blood pressure, heart, pregnancy and age, as far as they are more than a yes."""

from collections.abc import Iterator
from datetime import timedelta

from data.reference.screening import Rule
from services.clinical.eligibility.facts import DoesNotApply, Facts
from services.clinical.eligibility.judging import Hit, each_yes


def raised_pressure(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R11: systolic or diastolic above its cut."""
    facts.need("screening_bp")
    mean, cut = facts.get("screening_bp"), rule.thresholds
    if mean.systolic > cut["systolic"] or mean.diastolic > cut["diastolic"]:
        yield Hit("met", {"screening_bp": mean})


def high_pressure(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R12: systolic or diastolic at or above its cut, or hypertension known to be uncontrolled."""
    mean, cut = facts.get("screening_bp"), rule.thresholds
    if mean and (mean.systolic >= cut["systolic"] or mean.diastolic >= cut["diastolic"]):
        yield Hit("readings", {"screening_bp": mean})
    if facts.get("uncontrolled_hypertension"):
        yield Hit("known", {"uncontrolled_hypertension": True})
    facts.need(*rule.inputs)


def recent_heart_attack(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R13: at most so many weeks ago, the last day included; `until` is the day after it."""
    facts.need("heart_attack")
    if facts.get("heart_attack"):
        facts.need("heart_attack_on")
        day = facts.get("heart_attack_on")
        until = day + timedelta(weeks=rule.thresholds["weeks"], days=1)
        if facts.on < until:
            yield Hit("met", {"heart_attack_on": day}, {"date": day}, until)


def pregnancy(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R16: pregnant. A no counts with the date of its test, where pregnancy is possible."""
    if facts.get("pregnant"):
        yield Hit("met", {"pregnant": True})
        return
    facts.need("pregnant", "pregnancy_test_on")


def no_contraception(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R18: who may become pregnant was asked for a plan, and there is none."""
    if facts.get("childbearing_potential") is False:
        raise DoesNotApply
    facts.need("childbearing_potential", "contraception_plan")
    if facts.get("contraception_plan") is False:
        yield Hit("met", {"contraception_plan": False})


def age(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R28: not yet adult, or of an age at which blood pressure rises more."""
    facts.need("age")
    years, cut = facts.get("age"), rule.thresholds
    if years < cut["adult_years"]:
        yield Hit("minor", {"age": years})
    if years >= cut["older_years"]:
        yield Hit("older", {"age": years})


def another_illness(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R31: each illness that is there. That of seizures rests on other ground than the rest."""
    seizures = ("seizure_disorder",)
    yield from each_yes("illness", tuple(id for id in rule.inputs if id not in seizures), facts)
    yield from each_yes("seizures", seizures, facts)
    facts.need(*rule.inputs)
