"""Rules on what surrounds a course: other medicines, plan, ride home, baseline."""

from collections.abc import Iterator
from typing import Any

from data.reference import instrument
from data.reference.screening import Rule
from services.clinical.eligibility.facts import ABSENT, Facts
from services.clinical.eligibility.judging import Hit

FOLLOW_UP = "follow-up"


def interacting(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R30: each medicine that interacts. None is only believed with the date of asking."""
    for name in facts.get("interacting_medicines") or ():
        yield Hit("met", {"interacting_medicines": name})
    facts.need(*rule.inputs)


def undocumented(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R27: asked, and expectations, treatments besides ketamine or a follow-up are not there."""
    if facts.get("realistic_expectations") is False:
        yield Hit("expectations", {"realistic_expectations": False})
    plan = facts.get("comprehensive_plan")
    if plan is not None:
        treatments = len([part for part in plan if part != FOLLOW_UP])
        if treatments < rule.thresholds["treatments"]:
            yield Hit("treatments", {"comprehensive_plan": plan}, {"value": treatments})
        if FOLLOW_UP not in plan:
            yield Hit("follow_up", {"comprehensive_plan": plan})
    facts.need(*rule.inputs)


def practical(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R32: dosing at home is refused; a ride home that is not there is said early."""
    if facts.get("home_dosing_requested"):
        yield Hit("home", {"home_dosing_requested": True})
    if facts.get("ride_home_arranged") is False:
        yield Hit("ride", {"ride_home_arranged": False})
    facts.need(*rule.inputs)


def baseline(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R33: neither PHQ-9 nor MADRS is recent and high enough. One that is suffices.

    A MADRS is optional, and one that nobody dated is none.
    """
    given = [id for id in ("phq9", "madrs") if _is_baseline(facts, id)]
    if any(facts.get(id) != ABSENT and not _fault(rule, facts, id) for id in given):
        return
    facts.need("phq9", *(["phq9_on"] if facts.get("phq9") != ABSENT else []))
    for id in given:
        yield _hit(rule, facts, id)


def _is_baseline(facts: Facts, id: str) -> bool:
    """Whether anything can be said of it: it is absent, or a total with its date."""
    return facts.get(id) == ABSENT or None not in (facts.get(id), facts.get(f"{id}_on"))


def _hit(rule: Rule, facts: Facts, id: str) -> Hit:
    total, on = facts.get(id), facts.get(f"{id}_on")
    values = {"what": instrument(id).name, "date": on, "cut": rule.thresholds[id]}
    if total == ABSENT:
        return Hit("absent", {id: ABSENT}, values)
    return Hit(_fault(rule, facts, id), {id: total, f"{id}_on": on}, values)


def _fault(rule: Rule, facts: Facts, id: str) -> Any:
    """What is wrong with a score as a baseline, by the name of its case; None if nothing is."""
    if (facts.on - facts.get(f"{id}_on")).days > rule.thresholds["days"]:
        return "old"
    return "low" if facts.get(id) < rule.thresholds[id] else None
