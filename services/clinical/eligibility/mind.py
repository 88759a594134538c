"""Rules on alcohol, other substances and risk, as far as they are more than a yes."""

from collections.abc import Iterator

from data.reference import instrument
from data.reference.screening import Rule
from services.clinical.eligibility.earlier import ACUTE
from services.clinical.eligibility.facts import DoesNotApply, Facts
from services.clinical.eligibility.judging import Hit
from services.clinical.scoring import score_of_total

HIGH = "high"
"""The worst level of the C-SSRS screener."""


def alcohol_screen(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R20: the AUDIT-C is positive by its own cut for the patient's sex, the lower if unknown."""
    facts.need("audit_c")
    audit, total, sex = instrument("audit_c"), facts.get("audit_c"), facts.get("sex")
    (cut,) = audit.total_flags
    if cut.id in score_of_total(audit, total, sex=sex).flags:
        at_least = cut.by_sex.get(sex or "", cut.at_least)
        yield Hit("met", {"audit_c": total, "sex": sex}, {"cut": at_least})


def heavy_drinking(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R21: the AUDIT-C lies in its high-risk band."""
    facts.need("audit_c")
    if facts.get("audit_c") >= rule.thresholds["points"]:
        yield Hit("met", {"audit_c": facts.get("audit_c")})


def substances(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R22: use at present, by word or by urine, or in the past. The urine screen is optional."""
    use = facts.get("substance_use")
    if use in rule.cases:
        yield Hit(use, {"substance_use": use})
    if facts.get("urine_drug_screen") == "positive":
        yield Hit("urine", {"urine_drug_screen": "positive"})
    facts.need("substance_use")


def high_risk(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R25: the C-SSRS screener came to its worst level."""
    facts.need("cssrs_screen")
    if facts.get("cssrs_screen") == HIGH:
        yield Hit("met", {"cssrs_screen": HIGH})


def past_risk(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """R26: thoughts or self-harm in the past. Where risk is acute other rules speak of it."""
    if facts.get("indication") == ACUTE or facts.get("cssrs_screen") == HIGH:
        raise DoesNotApply
    facts.need("self_harm_history")
    if facts.get("self_harm_history"):
        plan = facts.get("safety_plan")
        inputs = {"self_harm_history": True, "safety_plan": plan}
        yield Hit("plan" if plan else "no_plan", inputs)
