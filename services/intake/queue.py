"""Who is on the way in: the oldest obligation first, what it waits for, whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from data.queries import queue as queries
from data.queries.queue import NEVER, Counts, Cursor, Filters
from data.reference.screening import form
from data.reference.stages import stages
from data.tables.base import now
from data.tables.vocabulary import Stage
from services.access import Action, User, can
from services.acting import acting
from services.caseload import stage_words
from services.intake import derived, filled
from services.intake.outreach import CONTACT_WORDS, REACHED_WORDS
from services.naming import full_name

ByKey = Mapping[UUID, Sequence[Mapping[str, Any]]]
__all__ = ["Counts", "Cursor", "Filters", "Line", "Queue", "show"]

WAITING = (
    *(Stage.INQUIRY, Stage.REFERRED, Stage.SCREENING, Stage.REVIEW),
    *(Stage.DEFERRED, Stage.ELIGIBLE, Stage.CONSENTED, Stage.SCHEDULED),
)
"""Stages of the way in, in the order in which a patient passes them."""
QUESTIONNAIRES = {"phq9": "phq9_item9", "audit_c": "audit_c", "cssrs_screen": "cssrs_screen"}
"""What is filled in beside the form, by the answer that is missing without it."""
PAGE = 40


@dataclass(frozen=True)
class Line:
    """One person on the way in."""

    patient_id: UUID
    episode_id: UUID
    name: str
    about: str
    """Born, phone and MRN, as far as they are known."""
    stage: str
    days: int
    """In the stage."""
    due: str
    """For those who see the chart "assess risk" where that waits, before everything else."""
    late: bool
    at_risk: bool
    waits_for: str
    owner: str
    last: str
    """The last attempt to reach them, and what is booked."""


@dataclass(frozen=True)
class Queue:
    """One screen of it; `after` begins the next and is None at the end."""

    lines: tuple[Line, ...]
    counts: Counts
    after: Cursor | None


def show(
    user: User | None,
    filters: Filters,
    zone: ZoneInfo,
    *,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> Queue:
    """The people after `after`, with counts by stage under the same site and practitioner."""
    today = now().astimezone(zone).date()
    with acting(user, Action.VIEW_CASELOAD, about=_about(filters)) as session:
        clinical = can(user, Action.VIEW_CLINICAL)
        found = queries.rows(
            session, filters, today, after=after, limit=limit + 1, clinical=clinical
        )
        counts = queries.counts(session, filters, today)
        more, found = len(found) > limit, found[:limit]
        episodes = [row["episode_id"] for row in found]
        contacts = queries.last_contacts(session, episodes)
        drafts = queries.drafts(session, episodes)
        people = [row["patient_id"] for row in found if row["stage"] == Stage.SCREENING]
        scores = queries.scores(session, people, tuple(QUESTIONNAIRES)) if people else {}
    lines = tuple(
        _line(
            row,
            _waits_for(row, drafts, scores, zone, today),
            contacts.get(row["episode_id"]),
            zone,
            today,
        )
        for row in found
    )
    last = found[-1] if more else None
    end = (last["calm"], last["due_on"], last["patient_id"]) if last else None
    return Queue(lines, counts, end)


def _line(
    row: Mapping[str, Any],
    waits_for: str,
    contact: Mapping[str, Any] | None,
    zone: ZoneInfo,
    today: date,
) -> Line:
    due: date = row["due_on"]
    known = stages().rows[Stage(row["stage"])]
    return Line(
        patient_id=row["patient_id"],
        episode_id=row["episode_id"],
        name=full_name(row["family"], row["given"]),
        about=_who(row),
        stage=stage_words(known.stage),
        days=(today - row["stage_since"].astimezone(zone).date()).days,
        due=_due(known.stage, due, today) if row["calm"] else "assess risk",
        late=due < today,
        at_risk=not row["calm"],
        waits_for=waits_for,
        owner=owner(known.owner, row["practitioner"]),
        last=_last(row, contact, zone),
    )


def owner(role: str, practitioner: str | None) -> str:
    """Whose turn it is: the front desk, or the patient's own practitioner where there is one."""
    return practitioner if practitioner and role != "front desk" else role.capitalize()


def _who(row: Mapping[str, Any]) -> str:
    born = row["birth_date"]
    words = [f"called {row['preferred_name']}"] if row["preferred_name"] else []
    words += [f"born {born.day} {born:%b %Y}"] if born else []
    words += [words_of for words_of in (row["phone"], row["mrn"]) if words_of]
    return ", ".join(words)


def _due(stage: Stage, due: date, today: date) -> str:
    """ "by 3 Dec", "4 days over"; of a deferral its revisit date."""
    if due == NEVER:
        return "no date expected"
    days = (today - due).days
    if stage is Stage.DEFERRED:
        day = f"{due.day} {due:%b}"
        return f"revisit since {day}" if days >= 0 else f"revisit on {day}"
    if days > 0:
        return f"{days} {'day' if days == 1 else 'days'} over"
    return "due today" if days == 0 else f"by {due.day} {due:%b}"


def _waits_for(
    row: Mapping[str, Any], drafts: ByKey, scores: ByKey, zone: ZoneInfo, today: date
) -> str:
    """What its stage waits for; of a screening whatever still lacks an answer."""
    known = stages().rows[Stage(row["stage"])]
    if known.stage is not Stage.SCREENING:
        return known.waits_for
    lacking = _open(row, drafts.get(row["episode_id"], []))
    lacking = lacking or _unasked(scores.get(row["patient_id"], []), zone, today)
    more = f" and {len(lacking) - 2} more" if len(lacking) > 2 else ""
    return f"{', '.join(lacking[:2])}{more}" if lacking else known.waits_for


def _open(row: Mapping[str, Any], drafts: Sequence[Mapping[str, Any]]) -> list[str]:
    """The sections of this screening that lack a required answer."""
    answers = {"sex": row["sex_clinical"]}  # men are not asked about pregnancy
    for each in drafts:
        if not filled.is_before(each["updated_at"], row["stage_since"]):
            answers |= each["answers"]
    sections = form().sections
    return [each.label.lower() for each in sections if filled.left(each, answers, row["route"])]


def _unasked(scores: Sequence[Mapping[str, Any]], zone: ZoneInfo, today: date) -> list[str]:
    """The questionnaires that nobody gave, or that are too old by now."""
    told = derived.of_scores(scores, zone, today)
    return [form().questions[id].name for id, say in QUESTIONNAIRES.items() if told[say] is None]


def tried(contact: Mapping[str, Any], zone: ZoneInfo) -> str:
    """An attempt to reach somebody: "Called 3 Dec, left word"."""
    day = _day(contact["at"], zone)
    return f"{CONTACT_WORDS[contact['kind']]} {day}, {REACHED_WORDS[contact['result']]}"


def _last(row: Mapping[str, Any], contact: Mapping[str, Any] | None, zone: ZoneInfo) -> str:
    words = []
    if contact is not None:
        words.append(tried(contact, zone))
    if row["next_session_at"]:
        words.append(f"booked {_day(row['next_session_at'], zone)}")
    return "; ".join(words)


def _day(at: datetime, zone: ZoneInfo) -> str:
    on = at.astimezone(zone)
    return f"{on.day} {on:%b}"


def _about(filters: Filters) -> str:
    """The filter in words for the audit trail."""
    parts = ["way in", *(f"stage {stage.value}" for stage in filters.stages)]
    parts += [f"site {filters.site_id}"] if filters.site_id is not None else []
    parts += [f"practitioner {filters.practitioner_id}"] if filters.practitioner_id else []
    return ", ".join([*parts, *(["over"] if filters.over else [])])
