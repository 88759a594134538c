"""The events of a course as the frames that its picture draws."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data import reference
from services.chart_tables import label, typed

Rows = list[dict[str, Any]]

ROOM = timedelta(days=45)
"""An episode's picture begins this long before it opened, so that its baseline is on it."""

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
        """Those of one episode; what belongs to no episode counts by its time."""
        start, end = episode["opened_at"] - ROOM, episode["closed_at"]

        def within(rows: Rows) -> Rows:
            until = [row for row in rows if end is None or row["happened_at"] <= end]
            return [row for row in until if row["happened_at"] >= start]

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
    baseline: int | None

    def fingerprint(self) -> str:
        """The same for the same facts, so that a picture of them can be kept."""
        frames = (self.scores, self.doses, self.holds, self.effects)
        said = "".join(frame.to_json(date_format="iso") or "" for frame in frames)
        return hashlib.sha256(f"{said}{self.today}{self.baseline}".encode()).hexdigest()


def drawn(events: Events, today: date, baseline: int | None) -> Course:
    """The frames of these events, up to `today`, whose times are already the clinic's."""
    return Course(
        scores=_scores(events.scores),
        doses=_doses(events.visits, events.bookings),
        holds=_holds(events.holds),
        effects=_effects(events.effects),
        today=today,
        baseline=baseline,
    )


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
    """Doses given, and the next booking with the amount of the last dose."""
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
    if rows and bookings:
        booked = {"at": bookings[0]["starts_at"], "status": "booked"}
        rows.append(rows[-1] | {"number": None, "peak_rise": None} | booked)
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
