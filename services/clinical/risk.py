"""Which signal of suicide risk an answer raises. Pure; the cuts are those of signals.toml."""

from data.reference.signals import signals


def of_item9(item9: int | None) -> str | None:
    """The signal of a PHQ-9; unknown raises none, and clears none."""
    cuts = {s.item9_from: s.id for s in signals().signals.values() if s.item9_from is not None}
    reached = [cut for cut in cuts if item9 is not None and item9 >= cut]
    return cuts[max(reached)] if reached else None


def of_level(level: str | None) -> str | None:
    """The signal of a C-SSRS screen by its level, a floor while the screen is incomplete."""
    return next((s.id for s in signals().signals.values() if level and s.cssrs == level), None)


def of_assessment(instrument: str, item9: int | None, severity: str | None) -> str | None:
    """The signal of a questionnaire, None where it speaks of no risk."""
    if instrument == "phq9":
        return of_item9(item9)
    return of_level(severity) if instrument == "cssrs_screen" else None
