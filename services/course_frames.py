"""The events of a course as the frames that its picture draws."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data import reference
from data.reference.definitions import definitions
from data.tables.vocabulary import Drug, Route
from services.chart_tables import label, typed

Rows = list[dict[str, Any]]

AFTERWARDS = timedelta(days=90)
"""An episode that ended longer ago is not drawn until today: the picture would be mostly empty."""

DRAWN = ("phq9", "gad7")


@dataclass(frozen=True)
class Events:
    """Stored rows, newest first (holds and bookings oldest first)."""

    scores: Rows
    visits: Rows
    bookings: Rows
    holds: Rows
    effects: Rows

    def all(self) -> Iterator[Rows]:
        """Every kind of row."""
        yield from (self.scores, self.visits, self.bookings, self.holds, self.effects)

    def of(self, episode: dict[str, Any]) -> "Events":
        """Those of the newest episode, and everything since its beginning and shortly before."""
        start = episode["opened_at"] - timedelta(days=definitions().episode_picture_days_before)

        def within(rows: Rows) -> Rows:
            return [row for row in rows if row["happened_at"] >= start]

        def own(rows: Rows) -> Rows:
            return [row for row in rows if row["episode_id"] == episode["id"]]

        return Events(
            within(self.scores),
            own(self.visits),
            own(self.bookings),
            own(self.holds),
            within(self.effects),
        )


@dataclass(frozen=True)
class Course:
    """What the picture draws; services.charts.course names the columns. Times are clinic-local."""

    scores: pd.DataFrame
    doses: pd.DataFrame
    holds: pd.DataFrame
    effects: pd.DataFrame
    today: date
    drawn_to: date
    """Today, or for an episode that ended some time ago its last day with facts."""
    baseline: int | None

    def counts(self) -> tuple[int, ...]:
        """How much there is of each kind."""
        return tuple(len(frame) for frame in (self.scores, self.doses, self.holds, self.effects))

    def fingerprint(self) -> str:
        """The same for the same facts, so that a picture of them can be kept."""
        frames = (self.scores, self.doses, self.holds, self.effects)
        said = "".join(frame.to_json(date_format="iso") or "" for frame in frames)
        return hashlib.sha256(
            f"{said}{self.today}{self.drawn_to}{self.baseline}".encode()
        ).hexdigest()


def drawn(
    events: Events, today: date, *, closed: datetime | None = None, baseline: int | None = None
) -> Course:
    """The frames of these events, whose times are already the clinic's."""
    return Course(
        scores=_scores(events.scores),
        doses=_doses(events.visits, events.bookings),
        holds=_holds(events.holds),
        effects=_effects(events.effects),
        today=today,
        drawn_to=_drawn_to(events, today, closed),
        baseline=baseline,
    )


def _drawn_to(events: Events, today: date, closed: datetime | None) -> date:
    if closed is None or today - closed.date() <= AFTERWARDS:
        return today
    happened: list[datetime] = [row["happened_at"] for row in (*events.scores, *events.effects)]
    return min(today, max([closed, *happened]).date())


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """An aware instant as a naive time of the clinic's clock, as charts and tables want it."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _scores(scores: Rows) -> pd.DataFrame:
    of = {name: len(reference.instrument(name).items) for name in DRAWN}
    rows = [
        {
            "at": row["happened_at"],
            "instrument": row["instrument"],
            "total": row["total"],
            "answered": row["answered"],
            "of": of[row["instrument"]],
            "item9": row["item9"],
        }
        for row in reversed(scores)
        if row["instrument"] in DRAWN
    ]
    return typed(
        rows,
        at="datetime64[ns]",
        instrument="str",
        total="float",
        answered="int",
        of="int",
        item9="Int64",
    )


def _doses(visits: Rows, bookings: Rows) -> pd.DataFrame:
    """Doses given, and the next booking, whose amount nobody has ordered yet."""
    rows = [
        {
            "at": row["first_dose_at"],
            "number": row["number"],
            "drug": row["drug"].value,
            "mg": row["mg"],
            "mg_per_kg": row["mg_per_kg"],
            "status": "stopped" if row["stopped_why"] else "given",
            "peak_rise": row["peak_rise"],
        }
        for row in reversed(visits)
        if row["mg"] is not None
    ]
    for booking in bookings[:1]:
        drug = Drug.KETAMINE if booking["route"] is Route.IV else Drug.ESKETAMINE
        rows.append({"at": booking["starts_at"], "status": "booked", "drug": drug.value})
    return typed(
        rows,
        at="datetime64[ns]",
        number="Int64",
        drug="str",
        mg="float",
        mg_per_kg="Float64",
        status="str",
        peak_rise="Int64",
    )


def _holds(holds: Rows) -> pd.DataFrame:
    rows = [
        {"start": row["happened_at"], "end": row["ended_at"], "reason": row["reason"]}
        for row in holds
    ]
    return typed(rows, start="datetime64[ns]", end="datetime64[ns]", reason="str")


def _effects(effects: Rows) -> pd.DataFrame:
    rows = [
        {"at": row["happened_at"], "label": label(row["term"]), "grade": row["grade"]}
        for row in reversed(effects)
    ]
    return typed(rows, at="datetime64[ns]", label="str", grade="Int64")
