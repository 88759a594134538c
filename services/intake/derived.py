"""Answers that nobody is asked on the form, because the record has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import patient as queries
from data.reference.screening import Policy, form
from data.reference.treatments import treatments
from data.tables import Patient
from services import cautions
from services.clinical import trials
from services.clinical.eligibility import derived
from services.clinical.trials import Trial, TrialCount
from services.patients import age

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Known:
    """What the record knows: answers by question id, and the trials behind them."""

    answers: Mapping[str, Any]
    trials: TrialCount


def find(
    session: Session,
    person: Patient,
    people: list[UUID],
    asked: Mapping[str, Any],
    policy: Policy,
    zone: ZoneInfo,
    today: date,
) -> Known:
    """Everything of one patient; `asked` is what was answered on the form."""
    scores = queries.assessments(session, people)
    counted = _trials(session, people, asked, today)
    return Known(
        answers={
            "sex": person.sex_clinical.value if person.sex_clinical else None,
            "age": age(person.birth_date, today),
            **derived.of_trials(trials.answers(counted), policy, today),
            **of_scores(scores, zone, today),
            **_medicines(session, people, asked, zone, today),
        },
        trials=counted,
    )


def _trials(
    session: Session, people: list[UUID], asked: Mapping[str, Any], today: date
) -> TrialCount:
    told = [Trial(**row) for row in queries.trials(session, people)]
    began = asked.get("episode_began")
    return trials.count(
        told,
        treatments(),
        today,
        episode_began=date.fromisoformat(began) if began not in (None, UNKNOWN) else None,
        asked=asked.get("treatments_told") is True,
    )


def of_scores(scores: Sequence[Mapping[str, Any]], zone: ZoneInfo, today: date) -> dict[str, Any]:
    """The answers that questionnaires give; `scores` are newest first."""
    phq9, madrs = _newest(scores, "phq9"), _newest(scores, "madrs")
    audit_c, screen = _newest(scores, "audit_c"), _newest(scores, "cssrs_screen")
    return {
        **derived.of_phq9(phq9, _on(phq9, zone)),
        "madrs": madrs["total"] if madrs else None,
        "madrs_on": _on(madrs, zone),
        "audit_c": _fresh("audit_c", audit_c, zone, today).get("total"),
        "cssrs_screen": derived.of_cssrs(_fresh("cssrs_screen", screen, zone, today) or None),
    }


def _fresh(
    id: str, score: Mapping[str, Any] | None, zone: ZoneInfo, today: date
) -> Mapping[str, Any]:
    """The questionnaire where it is young enough to answer this question, else nothing."""
    on, most = _on(score, zone), form().questions[id].fresh_days
    young = on is not None and (most is None or (today - on).days <= most)
    return score if score is not None and young else {}


def _newest(scores: Sequence[Mapping[str, Any]], instrument: str) -> Mapping[str, Any] | None:
    return next((row for row in scores if row["instrument"] == instrument), None)


def _on(score: Mapping[str, Any] | None, zone: ZoneInfo) -> date | None:
    return score["happened_at"].astimezone(zone).date() if score else None


def _medicines(
    session: Session,
    people: list[UUID],
    asked: Mapping[str, Any],
    zone: ZoneInfo,
    today: date,
) -> dict[str, Any]:
    minded = cautions.find(session, people, zone, today)
    taken = minded.interacting()
    names = list(dict.fromkeys(f"{each.name} ({each.interacts})" for each in taken))
    known = asked.get("medicines_asked_on") not in (None, UNKNOWN)
    unclear = any(each.unclear for each in taken)
    return {"interacting_medicines": UNKNOWN if unclear else names if known else None}
