"""Which signal of suicide risk an answer raises. Pure; the cuts stand in the specification."""

from collections.abc import Mapping

LEVELS: Mapping[str, str] = {"high": "W01", "moderate": "W02", "low": "W04"}
"""By the level that a C-SSRS screen reached."""
ACUTE_ITEM9 = 2
"""From this PHQ-9 item 9 on, risk is assessed before anything else."""


def of_item9(item9: int | None) -> str | None:
    """The signal of a PHQ-9; unknown raises none, and clears none."""
    if not item9:
        return None
    return "W03" if item9 >= ACUTE_ITEM9 else "W04"


def of_level(level: str | None) -> str | None:
    """The signal of a C-SSRS screen by its level, a floor while the screen is incomplete."""
    return LEVELS.get(level or "")


def of_assessment(instrument: str, item9: int | None, severity: str | None) -> str | None:
    """The signal of a questionnaire, None where it speaks of no risk."""
    if instrument == "phq9":
        return of_item9(item9)
    return of_level(severity) if instrument == "cssrs_screen" else None
