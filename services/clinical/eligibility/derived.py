"""Answers of a screening that come from the record instead of from a question.

What the record does not say stays None, not asked, or "unknown"; a screening lists it as missing.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from data.reference.screening import Policy
from services.clinical.eligibility.facts import ABSENT, Gap
from services.clinical.eligibility.mind import HIGH

UNKNOWN = Gap.UNKNOWN.value


def of_trials(counted: Mapping[str, Any], policy: Policy, on: date) -> dict[str, Any]:
    """The answers on earlier and current treatment, from the trials as they were counted.

    `counted` has `adequate_trials_count` (those that failed), `adequate_trials_all`,
    `trials_unclear` (how many more could count), `psychotherapy_tried`, `current_treatment_start`
    (ISO date of the newest) and `current_treatments_undated`, all None where nobody was asked.
    A count that could still grow is unknown unless it is enough already.
    """
    failed, adequate = counted["adequate_trials_count"], counted["adequate_trials_all"]
    if counted["trials_unclear"] and failed < policy.rules["R01"].thresholds["trials"]:
        failed = adequate = UNKNOWN
    return {
        "adequate_trials_count": failed,
        "adequate_trials_all": adequate,
        "psychotherapy_tried": counted["psychotherapy_tried"],
        **_current(counted, on - timedelta(weeks=policy.rules["R04"].thresholds["weeks"])),
    }


def of_phq9(score: Mapping[str, Any] | None, taken_on: date | None) -> dict[str, Any]:
    """The last PHQ-9 (total, item9): one given without a total is absent, not merely not asked."""
    if score is None:
        return dict.fromkeys(("phq9", "phq9_on", "phq9_item9"))
    total = ABSENT if score["total"] is None else score["total"]
    return {"phq9": total, "phq9_on": taken_on, "phq9_item9": score["item9"]}


def of_cssrs(score: Mapping[str, Any] | None) -> str | None:
    """The level of the C-SSRS screener (severity, complete); of an incomplete one, a floor, only
    the worst."""
    if score is None:
        return None
    known = score["complete"] or score["severity"] == HIGH
    return str(score["severity"]) if known and score["severity"] else None


def _current(counted: Mapping[str, Any], long_ago: date) -> dict[str, Any]:
    """An undated treatment may be the newest, which only matters where a dated one is old."""
    start, undated = counted["current_treatment_start"], counted["current_treatments_undated"]
    if undated is None:
        return dict.fromkeys(("current_treatment", "current_treatment_start"))
    if undated and (start is None or date.fromisoformat(start) <= long_ago):
        start = UNKNOWN
    return {"current_treatment": start is not None, "current_treatment_start": start}
