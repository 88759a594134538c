"""One patient's chart: everything that happened, as the frames that picture and tables show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pandas as pd

from data import reference
from data.queries import patient as queries
from data.reference.side_effects import side_effects
from data.tables.base import now
from services import wording
from services.access import Action, User
from services.acting import acting
from services.patients import find

Rows = list[dict[str, Any]]

ROOM = timedelta(days=45)
"""An episode's picture begins this long before it opened, so that its baseline is on it."""


@dataclass(frozen=True)
class Course:
    """What the picture draws; services.charts.course names the columns. Times are clinic-local."""

    scores: pd.DataFrame
    doses: pd.DataFrame
    holds: pd.DataFrame
    effects: pd.DataFrame
    today: date
    baseline: int | None


@dataclass(frozen=True)
class Chart:
    """All of one patient, newest first: the picture of each episode and the tables.

    `courses` is by episode id; None holds everything. Tables carry words, ready to be shown.
    """

    courses: dict[UUID | None, Course]
    sessions: pd.DataFrame
    side_effects: pd.DataFrame
    assessments: pd.DataFrame
    trials: pd.DataFrame
    screenings: tuple[dict[str, Any], ...]


def chart(user: User | None, patient_id: UUID, zone: ZoneInfo) -> Chart:
    """The chart of one patient; raises NotFound where there is no such patient."""
    with acting(user, Action.VIEW_CLINICAL, patient_id) as session:
        find(session, patient_id)
        people = queries.person_patients(session, patient_id)
        episodes = queries.episodes(session, people)
        ids = [episode["id"] for episode in episodes]
        scores = queries.assessments(session, people)
        visits = queries.sessions(session, people)
        effects = queries.side_effects(session, people)
        holds = queries.holds(session, ids)
        bookings = queries.bookings(session, people)
        screenings = queries.screenings(session, ids)
        trials = queries.trials(session, people)
    local = _local(zone)
    for rows in (scores, visits, effects, holds, bookings, screenings):
        for row in rows:
            row |= {key: local(value) for key, value in row.items() if isinstance(value, datetime)}
    today = now().astimezone(zone).date()
    courses: dict[UUID | None, Course] = {
        None: _course(scores, visits, bookings, holds, effects, today, baseline=None)
    }
    for episode in episodes:
        courses[episode["id"]] = _of_episode(
            episode, local, scores, visits, bookings, holds, effects, today
        )
    return Chart(
        courses=courses,
        sessions=_sessions(visits, scores, effects),
        side_effects=_side_effects(effects),
        assessments=_assessments(scores),
        trials=_trials(trials),
        screenings=tuple(screenings),
    )


def _local(zone: ZoneInfo) -> Any:
    """Aware instants as naive times of the clinic's clock, as charts and tables want them."""
    return lambda moment: moment.astimezone(zone).replace(tzinfo=None) if moment else None


def _of_episode(
    episode: dict[str, Any],
    local: Any,
    scores: Rows,
    visits: Rows,
    bookings: Rows,
    holds: Rows,
    effects: Rows,
    today: date,
) -> Course:
    start = local(episode["opened_at"]) - ROOM
    closed = local(episode["closed_at"])

    def within(rows: Rows) -> Rows:
        return [
            row
            for row in rows
            if start <= row["happened_at"] and (closed is None or row["happened_at"] <= closed)
        ]

    def own(rows: Rows) -> Rows:
        return [row for row in rows if row["episode_id"] == episode["id"]]

    return _course(
        within(scores),
        own(visits),
        own(bookings),
        own(holds),
        within(effects),
        closed.date() if closed else today,
        episode["baseline"],
    )


def _course(
    scores: Rows,
    visits: Rows,
    bookings: Rows,
    holds: Rows,
    effects: Rows,
    today: date,
    baseline: int | None,
) -> Course:
    drawn = [row for row in reversed(scores) if row["instrument"] in ("phq9", "gad7")]
    of = {name: len(reference.instrument(name).items) for name in ("phq9", "gad7")}
    given = [row for row in reversed(visits) if row["mg"] is not None]
    doses = [
        {
            "at": row["first_dose_at"],
            "number": row["number"],
            "drug": row["drug"].value,
            "mg": row["mg"],
            "mg_per_kg": row["mg_per_kg"],
            "status": "stopped" if row["stopped_why"] else "given",
            "peak_rise": row["peak_rise"],
        }
        for row in given
    ]
    if given and bookings:
        last = doses[-1]
        doses += [
            last | {"at": row["starts_at"], "number": None, "status": "booked", "peak_rise": None}
            for row in bookings[:1]
        ]
    return Course(
        scores=_typed(
            [
                {
                    "at": row["happened_at"],
                    "instrument": row["instrument"],
                    "total": row["total"],
                    "answered": row["answered"],
                    "of": of[row["instrument"]],
                    "item9": row["item9"],
                }
                for row in drawn
            ],
            at="datetime64[ns]",
            instrument="str",
            total="float",
            answered="int",
            of="int",
            item9="Int64",
        ),
        doses=_typed(
            doses,
            at="datetime64[ns]",
            number="Int64",
            drug="str",
            mg="float",
            mg_per_kg="Float64",
            status="str",
            peak_rise="Int64",
        ),
        holds=_typed(
            [
                {"start": row["happened_at"], "end": row["ended_at"], "reason": row["reason"]}
                for row in holds
            ],
            start="datetime64[ns]",
            end="datetime64[ns]",
            reason="str",
        ),
        effects=_typed(
            [
                {"at": row["happened_at"], "label": label(row["term"]), "grade": row["grade"]}
                for row in reversed(effects)
            ],
            at="datetime64[ns]",
            label="str",
            grade="Int64",
        ),
        today=today,
        baseline=baseline,
    )


def label(term: str) -> str:
    """A side effect's word on the screen; an unknown code shows as it is stored."""
    known = side_effects().terms.get(term)
    return known.label if known else term


def _sessions(visits: Rows, scores: Rows, effects: Rows) -> pd.DataFrame:
    """Date, number, dose, PHQ-9 before, peak rise, lowest MOAA/S, effects, time to leave."""
    phq9 = [row for row in scores if row["instrument"] == "phq9"]
    by_session: dict[UUID, list[str]] = {}
    for row in effects:
        by_session.setdefault(row["session_id"], []).append(
            f"{label(row['term'])} {row['grade'] or '(grade?)'}"
        )
    return _typed(
        [
            {
                "date": row["local_date"],
                "number": row["number"],
                "dose": _dose(row),
                "phq9": _before(phq9, row),
                "pre": row["pre_sbp"],
                "peak_rise": row["peak_rise"],
                "moaas": row["lowest_moaas"],
                "effects": ", ".join(by_session.get(row["id"], [])) or "none",
                "ready": row["ready_min"],
                "exception": row["exception"] or row["stopped_why"] or "",
            }
            for row in visits
        ],
        date="object",
        number="Int64",
        dose="str",
        phq9="str",
        pre="Int64",
        peak_rise="Int64",
        moaas="Int64",
        effects="str",
        ready="Int64",
        exception="str",
    )


def _dose(row: dict[str, Any]) -> str:
    if row["mg"] is None:
        return "none given"
    weight = f" ({row['mg_per_kg']:.2f} mg/kg)" if row["mg_per_kg"] else ""
    return f"{row['mg']:g} mg{weight}"


def _before(phq9: Rows, visit: dict[str, Any]) -> str:
    """The PHQ-9 of the three days before this session, never bare."""
    start = visit["first_dose_at"]
    if start is None:
        return ""
    oldest = start - timedelta(days=3)
    near = [row for row in phq9 if oldest <= row["happened_at"] <= start]
    return wording.reading(near[0]) if near else ""


def _side_effects(effects: Rows) -> pd.DataFrame:
    """Date, what, grade, session, onset, how long, action."""
    return _typed(
        [
            {
                "date": row["happened_text"] or f"{row['happened_at']:%Y-%m-%d}",
                "effect": label(row["term"]),
                "grade": str(row["grade"]) if row["grade"] else "not given",
                "session": row["number"],
                "onset": row["onset_min"],
                "lasted": _lasted(row),
                "serious": "serious" if row["serious"] else "",
                "note": " ".join(filter(None, (row["text"], row["action"]))),
            }
            for row in effects
        ],
        date="str",
        effect="str",
        grade="str",
        session="Int64",
        onset="Int64",
        lasted="str",
        serious="str",
        note="str",
    )


def _lasted(row: dict[str, Any]) -> str:
    if row["resolved_at"] is None:
        return "not known to have ended"
    minutes = round((row["resolved_at"] - row["happened_at"]).total_seconds() / 60)
    return f"{minutes} min" if minutes < 600 else f"{minutes / 1440:.1f} d"


def _assessments(scores: Rows) -> pd.DataFrame:
    """Date, instrument, reading, band, item 9, what the source recorded, who entered it."""
    return _typed(
        [
            {
                "date": row["happened_at"],
                "instrument": reference.instrument(row["instrument"]).name,
                "reading": wording.reading(row),
                "band": wording.severity(row),
                "item9": wording.item9(row),
                "mismatch": wording.mismatch(row),
                "source": row["source"] or "",
                "by": row["entered_by"] or "",
            }
            for row in scores
        ],
        date="datetime64[ns]",
        instrument="str",
        reading="str",
        band="str",
        item9="str",
        mismatch="str",
        source="str",
        by="str",
    )


def _trials(trials: Rows) -> pd.DataFrame:
    """Earlier treatments in words."""
    return _typed(
        [
            {
                "treatment": row["name"],
                "dose": row["dose"] or "",
                "from": row["started_on"],
                "to": row["ended_on"],
                "weeks": row["weeks_adequate"],
                "improved": row["percent_improved"],
                "stopped": row["stop_reason"] or "",
            }
            for row in trials
        ],
        treatment="str",
        dose="str",
        **{"from": "object", "to": "object"},
        weeks="Int64",
        improved="Int64",
        stopped="str",
    )


def _typed(rows: Rows, **types: str) -> pd.DataFrame:
    """A frame of exactly these columns and types, also when there are no rows."""
    return pd.DataFrame(rows, columns=list(types)).astype(types)
