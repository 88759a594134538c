"""What a prescriber may sign on a screening, and what is then an override."""

from data.reference.screening import form
from data.tables.vocabulary import Disposition
from services.clinical.eligibility.result import ScreeningResult


def may_sign(result: ScreeningResult, verdict: Disposition, risk_assessed: bool) -> str | None:
    """None if the verdict may be signed, else the sentence that says why not.

    `risk_assessed` is whether a risk assessment was recorded since what escalates was answered.
    """
    if verdict is Disposition.INCOMPLETE:
        return (
            "Incomplete is not a decision: answer what is missing, or decide that it needs review."
        )
    turns_away = verdict in (Disposition.DEFER, Disposition.NOT_RECOMMENDED)
    if turns_away and result.escalate and not risk_assessed:
        reasons = " ".join(result.escalation)
        return f"Assess risk first: {reasons} Nobody is deferred or declined before."
    if verdict is Disposition.ELIGIBLE:
        return _not_eligible(result)
    return None


def is_override(result: ScreeningResult, verdict: Disposition) -> bool:
    """Whether the verdict is another than the rules', which needs a sentence of why."""
    return verdict is not result.disposition


def _not_eligible(result: ScreeningResult) -> str | None:
    for finding in result.fired:
        if finding.refused:
            return finding.words
    if result.missing:
        names = ", ".join(form().questions[id].name for id in result.missing)
        return f"Nobody is eligible while something required is missing: {names}."
    return None
