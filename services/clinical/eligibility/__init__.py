"""Intake screening: what the rules say of a patient's answers, and what may be signed on it.

Pure functions of answers, a policy and a day. The rules recommend; a prescriber decides.
"""

from services.clinical.answers import AnswerRefused
from services.clinical.eligibility.facts import Gap
from services.clinical.eligibility.mind import HIGH
from services.clinical.eligibility.result import Finding, ScreeningResult, Standing, State
from services.clinical.eligibility.screening import screen
from services.clinical.eligibility.signing import is_override, may_sign

__all__ = [
    "HIGH",
    "AnswerRefused",
    "Finding",
    "Gap",
    "ScreeningResult",
    "Standing",
    "State",
    "is_override",
    "may_sign",
    "screen",
]
