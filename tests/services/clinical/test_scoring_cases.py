"""The shared cases: real rows and published examples that two other scorers were run on."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.reference import Instrument, instrument
from services.clinical.scoring import AnswerRefused, Score, score

INSTRUMENTS = {
    "PHQ-9": "phq9",
    "PHQ-8": "phq8",
    "GAD-7": "gad7",
    "AUDIT-C": "audit_c",
    "AUDIT": "audit",
    "WSAS": "wsas",
    "C-SSRS screener": "cssrs_screen",
}
FLAGS = {
    "expected_item9_flag": "item9",
    "expected_major_depressive_syndrome": "major_depressive_syndrome",
    "expected_other_depressive_syndrome": "other_depressive_syndrome",
    "expected_at_or_above_8": "at_or_above_8",
}
CASES = 98

Case = dict[str, Any]


@pytest.fixture(scope="session")
def cases(shared_data: Path) -> list[Case]:
    content = json.loads((shared_data / "scoring_cases.json").read_text())
    found: list[Case] = content["cases"]
    return found


def test_no_shared_case_is_left_out(cases: list[Case]) -> None:
    assert len(cases) == CASES
    assert {case["instrument"] for case in cases} == set(INSTRUMENTS)


@pytest.mark.parametrize("number", range(CASES))
def test_a_shared_case_scores_as_expected(number: int, cases: list[Case]) -> None:
    case = cases[number]
    chosen = instrument(INSTRUMENTS[case["instrument"]])
    if case.get("expected_status", "").startswith("reject"):
        with pytest.raises(AnswerRefused):
            scored_as(chosen, case)
        return
    scored = scored_as(chosen, case)
    assert scored.total == case["expected_total"]
    assert severity_fits(chosen, case, scored)
    assert completeness_fits(case, scored)
    assert scored.maximum == case.get("expected_max", scored.maximum)
    assert {flag: case[key] for key, flag in FLAGS.items() if key in case} == {
        flag: known(flag, scored) for key, flag in FLAGS.items() if key in case
    }
    for sex, positive in case.get("expected_positive", {}).items():
        assert ("positive" in score(chosen, case["items"], sex=sex).flags) == positive


def scored_as(chosen: Instrument, case: Case) -> Score:
    """`raw` is a whole answer sheet that came in the wrong shape."""
    items = case["items"]
    answers = items.get("raw", items) if isinstance(items, dict) else items
    retired = case.get("other_inputs", {}).get("retired_etc", False)
    return score(chosen, answers, not_applicable=["1"] if retired else [])


def severity_fits(chosen: Instrument, case: Case, scored: Score) -> bool:
    """A triage level may be higher than expected, never lower."""
    if not chosen.levels:
        return bool(scored.severity == case["expected_severity"])
    mild_to_severe = [level.id for level in reversed(chosen.levels)]
    undated = case["kind"] == "recency not answered"
    floor = "moderate" if undated else case["expected_severity"]
    return scored.severity is not None and mild_to_severe.index(
        scored.severity
    ) >= mild_to_severe.index(floor)


def completeness_fits(case: Case, scored: Score) -> bool:
    incomplete = case.get("expected_status", "").startswith("incomplete")
    undated = case["kind"] == "recency not answered"
    return scored.complete == (not incomplete and not undated)


def known(flag: str, scored: Score) -> bool | None:
    """None where the item behind the flag was not answered."""
    return None if f"{flag}_unknown" in scored.flags else flag in scored.flags
