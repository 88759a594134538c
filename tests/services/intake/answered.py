"""Screenings of invented people, answered so that nothing fires but what a test is about."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from data.tables.base import now
from data.tables.vocabulary import Route, Stage
from services import assessments
from services.access import User
from services.clinical.trials import Trial
from services.intake import filling, prior
from services.intake.filled import Filled
from tests import clinic, made
from tests.services.stages.at_stage import TODAY, Course, course

WELL: dict[str, dict[str, Any]] = {
    "why_now": {
        "indication": "depression",
        "new_diagnosis": False,
        "treatments_told": True,
    },
    "heart": {
        **dict.fromkeys(
            [
                *("aneurysmal_vascular_disease", "arteriovenous_malformation"),
                *("intracerebral_hemorrhage_history", "uncontrolled_hypertension"),
                *("heart_attack", "severe_coronary_disease", "decompensated_heart_failure"),
                *("severe_valve_disease", "stroke_history", "cerebral_trauma"),
                "hypertensive_encephalopathy_history",
            ],
            False,
        ),
        "screening_bp": [[122, 78], [118, 76]],
    },
    "contraindications": {
        **dict.fromkeys(
            [
                *("hypersensitivity", "raised_intracranial_pressure"),
                *("untreated_hyperthyroidism", "respiratory_disease", "sleep_apnoea"),
                *("seizure_disorder", "bladder_disease"),
            ],
            False,
        ),
        "hepatic_impairment": "none",
    },
    "substances": {"alcohol_addiction": False, "substance_use": "none"},
    "mind": {"psychosis": "none", "bipolar": "none", "self_harm_history": False},
    "medicines": {"medicines_asked_on": TODAY.isoformat()},
    "plan": {
        "realistic_expectations": True,
        "comprehensive_plan": ["psychotherapy", "antidepressant", "lifestyle", "follow-up"],
    },
    "practical": {"ride_home_arranged": True, "home_dosing_requested": False},
}
FAILED = [
    Trial(
        "drug",
        name,
        None,
        dose,
        TODAY - timedelta(days=days + 100),
        TODAY - timedelta(days=days),
        12,
        20,
        "no_benefit",
    )
    for name, dose, days in (("Sertraline", "200 mg", 200), ("Venlafaxine", "225 mg", 60))
]


def screened(user: User, stage: Stage = Stage.SCREENING, route: Route | None = None) -> Course:
    """A man of 40 in screening, of whom nothing is known yet."""
    it = course(stage, route)
    made.sql(
        "UPDATE patient SET birth_date = '1986-03-04', sex_clinical = 'male' "
        "WHERE birth_date IS NULL"
    )
    return it


def answer(user: User, it: Course, section: str, **changed: Any) -> Filled:
    """The section as somebody well answers it, but for what is changed."""
    return save(user, it, section, WELL.get(section, {}) | changed)


def save(
    user: User, it: Course, section: str, answers: dict[str, Any], version: int | None = None
) -> Filled:
    """These answers over the version that stands, or over the one that is named."""
    sections = filling.sections(user, it.patient_id, it.episode_id)
    found = next(each for each in sections if each.section.id == section)
    version = found.version if version is None else version
    way = (user, it.patient_id, it.episode_id, section, answers, clinic.ZONE)
    return filling.save(*way, version=version, begun_at=found.begun_at)


def score(
    user: User,
    patient_id: UUID,
    instrument: str,
    given: list[int | None],
    at: datetime | None = None,
) -> None:
    """A questionnaire, filled in now or then."""
    about: dict[str, Any] = {"happened_at": at or now(), "entry_key": uuid4()}
    assessments.record(user, patient_id, instrument, given, **about)


def well(user: User, it: Course, item9: int = 0, trials: int = 2) -> None:
    """Everything answered, questionnaires and treatments too."""
    for section in WELL:
        answer(user, it, section)
    score(user, it.patient_id, "phq9", [2] * 8 + [item9])
    score(user, it.patient_id, "audit_c", [0, 0, 0])
    score(user, it.patient_id, "cssrs_screen", [0, 0, None, None, None, 0, None])
    for trial in FAILED[:trials]:
        prior.add_trial(user, it.patient_id, trial, clinic.ZONE, entry_key=uuid4())
