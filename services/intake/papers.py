"""What was signed and who pays: references and dates; the papers themselves stay outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import papers as queries
from data.queries.forms import is_sent
from data.reference.stages import stages
from data.tables import Authorisation, Consent
from data.tables.base import new_key, now
from data.tables.vocabulary import ConsentKind, Stage
from services.access import Action, User
from services.acting import acting
from services.caseload import stage_words
from services.refusals import BadInput, Conflict
from services.stages import back, moving, needs
from services.stages.moving import Here
from services.striking import standing, struck

LONGEST = 200
RESTS = (Stage.CONSENTED, Stage.SCHEDULED, Stage.INDUCTION, Stage.CONTINUATION, Stage.MAINTENANCE)
"""Stages that nobody may stand in without the papers."""
MOST_VISITS = 500


@dataclass(frozen=True)
class Signed:
    """A consent or an enrolment, and where the paper lies."""

    kind: ConsentKind
    reference: str
    valid_from: date | None
    valid_to: date | None = None


@dataclass(frozen=True)
class Granted:
    """A payer's word, or that the patient pays; without `visits` nobody limits them."""

    payer: str
    number: str
    visits: int | None
    valid_from: date | None
    valid_to: date | None = None


@dataclass(frozen=True)
class Cover:
    """One authorisation as it stands, with a warning where it runs out."""

    id: int
    words: str
    warning: str


def record(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    paper: Signed | Granted,
    zone: ZoneInfo,
    *,
    entry_key: UUID,
) -> Stage:
    """Keep a paper, once for a form; returns the stage, which goes on to consented with the last
    paper that is needed. Raises BadInput with every fault."""
    with acting(user, Action.RECORD_PAPERS, patient_id) as session:
        here = moving.stand(session, episode_id)
        if is_sent(session, entry_key, Consent, Authorisation):
            return here.stage
        if faults := _faults(paper):
            raise BadInput([*faults, "Nothing was saved."])
        session.add(_row(paper, user, episode_id, entry_key))
        session.flush()
        return advance(session, user, episode_id, zone)


def strike(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    table: type[Consent] | type[Authorisation],
    number: int,
    why: str,
    zone: ZoneInfo,
) -> Stage:
    """Take a paper back that was recorded by mistake; a stage that rests on it goes back too.

    Raises BadInput without a reason, Conflict where more than the consent rests on it.
    """
    with acting(user, Action.RECORD_PAPERS, patient_id) as session:
        session.add(struck(standing(session, table, number, episode_id), user, why))
        session.flush()
        here = moving.stand(session, episode_id)
        step = stages().steps["consent_signed"]
        held = replace(here.held(session, zone), planned=True)  # which no paper says
        if here.stage not in RESTS or not needs.missing(step, held):
            return here.stage
        if here.stage is not step.target:
            raise Conflict(
                f"{stage_words(here.stage)} rests on this paper. Record the right one first, then "
                "strike this one out. Nothing was changed."
            )
        return back.strike(session, user, here, 1, why, entry_key=new_key())


def covers(session: Session, episode_id: UUID, today: date) -> tuple[Cover, ...]:
    """The authorisations in words, each with what is to be said before it runs out."""
    rows = queries.authorisations(session, episode_id)
    used = visits_used(rows, queries.dosed_on(session, episode_id))
    counted = [row | {"used": used[row["id"]]} for row in rows]
    return tuple(Cover(row["id"], _words(row), _warning(row, today)) for row in counted)


def visits_used(rows: Sequence[Mapping[str, Any]], visits: Iterable[date]) -> dict[int, int]:
    """How many visits count under each authorisation, by its id.

    Each counts once: under the one in force that ends first and has room, and where none has,
    under the one that ends last.
    """
    used = {row["id"]: 0 for row in rows}
    by_end = sorted(rows, key=lambda row: (row["valid_to"] or date.max, row["id"]))
    for on in sorted(visits):
        held = [row for row in by_end if row["valid_from"] <= on <= (row["valid_to"] or date.max)]
        room = [row for row in held if _left(row, used[row["id"]]) != 0]
        if held:
            used[(room or held[-1:])[0]["id"]] += 1
    return used


def advance(session: Session, user: User | None, episode_id: UUID, zone: ZoneInfo) -> Stage:
    """Go on to consented where everything that is needed is there, in whatever order it came."""
    step = stages().steps["consent_signed"]
    here = moving.stand(session, episode_id)
    if here.stage not in step.sources or needs.missing(step, here.held(session, zone)):
        return here.stage
    return moving.take(session, user, episode_id, step, zone, entry_key=new_key())


def lacking(session: Session, here: Here, zone: ZoneInfo) -> tuple[str, ...]:
    """What the record must hold beside the papers before the consent counts."""
    step = stages().steps["consent_signed"]
    if here.stage not in step.sources:
        return ()
    said = (stages().needs[need] for need in ("route", "plan"))
    missing = needs.missing(step, here.held(session, zone))
    return tuple(words for words in said if words in missing)


def _row(
    paper: Signed | Granted, user: User | None, episode_id: UUID, entry_key: UUID
) -> Consent | Authorisation:
    assert paper.valid_from is not None, "checked before"
    about: dict[str, Any] = {
        "episode_id": episode_id,
        "happened_at": now(),
        "recorded_by": user.id if user else None,
        "entry_key": entry_key,
        "valid_from": paper.valid_from,
        "valid_to": paper.valid_to,
    }
    if isinstance(paper, Signed):
        return Consent(kind=paper.kind, reference=paper.reference.strip() or None, **about)
    number = paper.number.strip() or None
    return Authorisation(
        payer=paper.payer.strip(), number=number, visits_granted=paper.visits, **about
    )


def _faults(paper: Signed | Granted) -> list[str]:
    faults = []
    texts = [paper.reference] if isinstance(paper, Signed) else [paper.payer, paper.number]
    if paper.valid_from is None:
        faults.append("Give the day from which it holds.")
    elif paper.valid_to is not None and paper.valid_to < paper.valid_from:
        faults.append("It ends before it begins. Check the two dates.")
    if isinstance(paper, Granted) and not paper.payer.strip():
        faults.append("Say who pays, or that the patient does.")
    visits = paper.visits if isinstance(paper, Granted) else None
    if visits is not None and not 0 < visits <= MOST_VISITS:
        faults.append(f"Visits granted are 1 to {MOST_VISITS}, or left empty for no limit.")
    if any(len(text) > LONGEST for text in texts):
        faults.append(f"A text is longer than {LONGEST} characters.")
    return faults


def _words(row: dict[str, Any]) -> str:
    number = f" {row['number']}" if row["number"] else ""
    visits = f", {row['used']} of {row['visits_granted']} visits" if row["visits_granted"] else ""
    until = f" to {_day(row['valid_to'])}" if row["valid_to"] else ""
    return f"{row['payer']}{number}, from {_day(row['valid_from'])}{until}{visits}"


def _warning(row: dict[str, Any], today: date) -> str:
    left = _left(row, row["used"])
    ends: date | None = row["valid_to"]
    if ends is not None and ends < today:
        return "has ended"
    if left == 0:
        return "used up"
    if ends is not None and ends <= today + timedelta(days=stages().warn_days):
        return f"ends {_day(ends)}"
    if left is not None and left <= stages().warn_visits:
        return f"{left} {'visit' if left == 1 else 'visits'} left"
    return ""


def _left(row: Mapping[str, Any], used: int) -> int | None:
    """Visits that are left, at least none; None where nobody limits them."""
    granted: int | None = row["visits_granted"]
    return None if granted is None else max(granted - used, 0)


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"
