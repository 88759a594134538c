"""Whether expectations and the plan besides ketamine are documented: no consent before (R27)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from data.queries import decisions as decision_queries
from data.queries import drafts as draft_queries
from data.tables import Episode
from services import policies
from services.clinical import eligibility
from services.clinical.eligibility import State
from services.intake.filled import UNKNOWN, is_before

RULE, SECTION = "R27", "plan"
EXPECTATIONS, PLAN = "realistic_expectations", "comprehensive_plan"


def documented(session: Session, episode: Episode, today: date) -> bool:
    """By the form as it stands, else as it was decided. Expectations have to be documented; a plan
    that the rule does not accept is one where a prescriber signed on it with a sentence."""
    signed = decision_queries.signed_on(session, episode.id)
    told = _drafted(session, episode.id) or signed.answers
    if told.get(EXPECTATIONS) is not True or told.get(PLAN) in (None, UNKNOWN):
        return False
    on_this = told[PLAN] == signed.answers.get(PLAN)
    return (on_this and bool(signed.override_text)) or _passes(session, episode, told, today)


def _drafted(session: Session, episode_id: UUID) -> Mapping[str, Any]:
    draft = draft_queries.section(session, episode_id, SECTION)
    begun_at = draft_queries.begun_at(session, episode_id)
    return {} if draft is None or is_before(draft.updated_at, begun_at) else draft.answers


def _passes(session: Session, episode: Episode, told: Mapping[str, Any], today: date) -> bool:
    answers = {id: told[id] for id in (EXPECTATIONS, PLAN)}
    policy = policies.screening(session, today)
    result = eligibility.screen(answers, policy, route=episode.route, on=today)
    return next(each.state for each in result.standings if each.rule.id == RULE) is State.PASSES
