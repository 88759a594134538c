"""Questionnaires: entered item by item, scored, and kept with their answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from data import reference
from data.queries import assessments as queries
from data.reference import Instrument
from data.tables import Assessment
from data.tables.base import now
from services import access, facts, risk, wording
from services.access import Action, User
from services.acting import acting
from services.clinical import scoring
from services.patients import find
from services.refusals import BadInput, Conflict

ENTERED_HERE = ("phq9", "gad7")
"""Instruments whose wording may be shown, so that they can be filled in here."""

BY_SCORE = ("cssrs_screen", "audit_c", "madrs", "qids_sr16", "who5")
"""Instruments filled in on paper or elsewhere, of which answers are entered by their numbers."""

AHEAD = timedelta(minutes=5)
"""How far a clock may run ahead before a time counts as the future."""


def record(
    user: User | None,
    patient_id: UUID,
    instrument_id: str,
    answers: list[int | None],
    *,
    happened_at: datetime,
    entry_key: UUID,
) -> Assessment:
    """Score the answers and keep both, so that the score can always be derived again.

    `answers` are in questionnaire order, None where none was given; `entry_key` is made when the
    form opens, so however often it is sent there is one row, which is returned. Raises BadInput
    with every fault, Conflict where the same form was already saved with other answers.
    """
    instrument = reference.instrument(instrument_id)
    with acting(user, Action.ENTER_ASSESSMENT, patient_id) as session:
        find(session, patient_id)
        _check(instrument, answers, happened_at)
        saved = queries.by_entry_key(session, entry_key)
        if saved is not None:
            return _again(saved, patient_id, instrument_id, answers)
        row = Assessment(
            **_accepted(instrument, answers),
            patient_id=patient_id,
            episode_id=queries.episode_at(session, patient_id, happened_at),
            happened_at=happened_at,
            recorded_by=user.id if user else None,
            entry_key=entry_key,
            source="entered here",
        )
        session.add(row)
        risk.raise_for(session, user, row)
        facts.refresh(session, patient_id)
    return row


def said(user: User | None, saved: Assessment) -> tuple[str, bool]:
    """What to say of a saved questionnaire, and whether it speaks of risk.

    Who may not see scores hears the same sentence whatever the answers were.
    """
    if not access.can(user, Action.VIEW_CLINICAL):
        return "Saved. Fetch a clinician to read it before the patient leaves.", False
    row = saved.model_dump()
    words = f"Saved: {reference.instrument(saved.instrument).name} {wording.reading(row)}."
    if saved.instrument != "phq9":
        return words, False
    if saved.item9 is None:
        return f"{words} Item 9 is not answered: ask before they leave.", True
    risk = saved.item9 > 0
    return f"{words} Item 9 is {saved.item9}." + " Assess risk before they leave." * risk, risk


def scored(instrument: Instrument, answers: list[int | None]) -> dict[str, Any]:
    """The columns of an assessment that follow from its answers."""
    result = scoring.score(instrument, answers)
    item9 = answers[8] if instrument.id == "phq9" else None
    return _columns(instrument, result) | {"answers": answers, "item9": item9}


def scored_total(instrument: Instrument, total: int) -> dict[str, Any]:
    """The same where only the total is known: its items, item 9 included, are unknown."""
    result = scoring.score_of_total(instrument, total)
    return _columns(instrument, result) | {"answers": None, "item9": None}


def scored_as_told(
    instrument: Instrument, answers: Sequence[int | None] | None, total: int | None
) -> dict[str, Any]:
    """From the answers, or from the total where only that is known; raises AnswerRefused."""
    if answers is not None:
        return scored(instrument, list(answers))
    if total is None:
        raise scoring.AnswerRefused("It holds neither answers nor a total.")
    return scored_total(instrument, total)


def _columns(instrument: Instrument, result: scoring.Score) -> dict[str, Any]:
    return {
        "instrument": instrument.id,
        "definition_version": instrument.version,
        "total": result.total,
        "severity": result.severity,
        "answered": result.answered,
        "complete": result.complete,
    }


def _check(instrument: Instrument, answers: list[int | None], happened_at: datetime) -> None:
    faults = []
    if instrument.id not in (*ENTERED_HERE, *BY_SCORE):
        faults.append(f"{instrument.name} cannot be entered here.")
    if all(answer is None for answer in answers):
        faults.append("No item is answered yet. Answer at least one, or leave the form.")
    if happened_at > now() + AHEAD:
        faults.append("The time is in the future. Give the time at which it was filled in.")
    if happened_at < now() - timedelta(days=365 * 20):
        faults.append("The date is more than twenty years back. Check the year.")
    if faults:
        raise BadInput([*faults, "Nothing was saved."])


def _accepted(instrument: Instrument, answers: list[int | None]) -> dict[str, Any]:
    try:
        return scored(instrument, answers)
    except scoring.AnswerRefused as refused:
        raise BadInput([str(refused), "Nothing was saved."]) from None


def _again(
    saved: Assessment, patient_id: UUID, instrument_id: str, answers: list[int | None]
) -> Assessment:
    """The same form sent twice is one row; with other answers it is somebody's mistake."""
    if (saved.patient_id, saved.instrument, saved.answers) == (patient_id, instrument_id, answers):
        return saved
    raise Conflict(
        "This form was already saved with other answers, and those are kept. "
        "Open a new form to enter another questionnaire."
    )
