"""Numbers that open to decisions, and to people who stand in a stage."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import queue
from data.queries.columns import t
from data.queries.insight import decisions
from data.tables.vocabulary import Disposition, Stage
from services.caseload import stage_words
from services.insight.ground import Ground
from services.refusals import NotFound
from services.utilization import stuck
from services.utilization.asked import Asked, Kind
from services.utilization.screening import VERDICT_WORDS, rule_words

COLUMNS = ("Decided", "Decision", "Rules said", "Why")
STANDING = ("Stage", "Days", "Was due", "Last event", "Next booked", "Owner")


def decided(verdict: str) -> Asked:
    """Decisions by what they say."""
    own = Disposition(verdict)

    def parts(_session: Session, _ground: Ground) -> dict[str, Any]:
        return {"": _is(own), **_others(own)}

    title = f"screenings decided: {VERDICT_WORDS[own].lower()}"
    return _of_decisions(title, parts, len(VERDICT_WORDS))


def override(verdict: str) -> Asked:
    """Decisions by what they say that the rules did not say."""
    own, against = Disposition(verdict), decisions.overrides()

    def parts(_session: Session, _ground: Ground) -> dict[str, Any]:
        return {
            "": sa.and_(_is(own), against),
            "decided so as the rules said": sa.and_(_is(own), sa.not_(against)),
            **_others(own),
        }

    title = f"screenings decided: {VERDICT_WORDS[own].lower()}, otherwise than the rules said"
    return _of_decisions(title, parts, 2)


def rule(name: str, over: str | None) -> Asked:
    """Screenings that were decided and in which a rule fired, or those in which it was
    overridden."""

    def parts(session: Session, _ground: Ground) -> dict[str, Any]:
        fired = decisions.fired(session, name)
        without = {"in which it did not fire": sa.not_(fired)}
        if not over:
            return {"": fired, **without}
        milder = decisions.overridden(session, name)
        followed = sa.and_(fired, sa.not_(milder))
        return {"": milder, "in which it was followed": followed, **without}

    what = "was overridden" if over else "fired"
    return _of_decisions(f"screenings in which {rule_words(name)} {what}", parts, 2)


def standing(name: str, part: str) -> Asked:
    """People of a stage who are over its expected days, or within them."""
    stage = Stage(name)
    if stage not in {row.stage for row in stuck.timed()}:
        raise NotFound("No days are expected of this stage. Choose a number on the page.")

    def where(_session: Session, ground: Ground) -> list[Any]:
        return queue.where(stuck.filters(ground, stage))

    def parts(session: Session, ground: Ground) -> dict[str, Any]:
        over = queue.due_on(session)[0] < ground.today
        found = {stuck.OVER: over, stuck.WITHIN: sa.not_(over)}
        return found if part == "over" else dict(reversed(found.items()))

    words = stuck.OVER if part == "over" else stuck.WITHIN
    title = f"people in {stage_words(stage).lower()} today, {words}"
    return Asked(title, where, parts, 2, ("stuck",), STANDING, Kind.PEOPLE, queue.standing())


KINDS: dict[str, Callable[..., Asked]] = {
    rf"decided-({'|'.join(Disposition)})": decided,
    rf"override-({'|'.join(Disposition)})": override,
    r"rule-([A-Za-z0-9]{1,12})(-over)?": rule,
    rf"stuck-({'|'.join(Stage)})-(over|within)": standing,
}
"""By the pattern of their id."""


def _of_decisions(title: str, parts: Callable[[Session, Ground], Any], within: int) -> Asked:
    source = decisions.decided()
    return Asked(title, _signed, parts, within, ("screening_mix",), COLUMNS, Kind.DECISIONS, source)


def _signed(session: Session, ground: Ground) -> list[Any]:
    return decisions.signed(session, ground.view)


def _is(verdict: Disposition) -> Any:
    return t.Decision.verdict == verdict


def _others(own: Disposition) -> dict[str, Any]:
    return {words: _is(each) for each, words in VERDICT_WORDS.items() if each is not own}
