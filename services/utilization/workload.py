"""Sessions and courses by person, and who waits for a booking."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from data.queries.insight import attendance
from data.queries.insight import workload as queries
from services.access import Action, User
from services.acting import acting
from services.caseload import People
from services.insight import opening
from services.insight.ground import Ground


@dataclass(frozen=True)
class Watched:
    """Sessions by who watched them: name, sessions, days, in the order of names."""

    people: tuple[tuple[str, int | None, int], ...]
    sessions: int | None
    days: int

    @property
    def a_day(self) -> float | None:
        """Sessions a day of one person."""
        return self.sessions / self.days if self.sessions is not None and self.days else None


def watched(user: User | None, ground: Ground) -> Watched:
    """In the period; a session is watched by one person."""
    with acting(user, Action.VIEW_NUMBERS, about="sessions by who watched") as session:
        rows = attendance.watched(session, ground.view)
    shown = opening.parts(ground, {str(row["member_id"]): row["n"] for row in rows})
    return Watched(
        people=tuple((row["name"], shown[str(row["member_id"])], row["days"]) for row in rows),
        sessions=opening.total(list(shown.values())),
        days=sum(row["days"] for row in rows),
    )


def caseload(user: User | None, ground: Ground, people: People) -> dict[str, int | None]:
    """Active courses at the end of the last day of the ground, by who had them then."""
    with acting(user, Action.VIEW_NUMBERS, about="caseload by practitioner") as session:
        rows = queries.caseload(session, ground.view, at_end(ground, ground.view.until))
    names = {row["practitioner_id"]: row["n"] for row in rows}
    known: dict[Any, str] = {**people.practitioners, None: "Nobody named"}
    words = {
        key: known.get(key, "Somebody else")
        for key in sorted(names, key=lambda key: (key is None, known.get(key, "")))
    }
    counts: dict[str, int] = {}
    for key, name in words.items():
        counts[name] = counts.get(name, 0) + names[key]
    return opening.parts(ground, counts)


def at_end(ground: Ground, on: date) -> datetime:
    """The last instant of a day on the clinic's clock."""
    midnight = datetime.combine(on + timedelta(days=1), time(), ground.zone)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def lead_time(user: User | None, ground: Ground) -> tuple[int, float] | None:
    """Bookings and their median days from booking to start."""
    with acting(user, Action.VIEW_NUMBERS, about="booked ahead") as session:
        rows = attendance.lead(session, ground.view, None)
    few = ground.minimum or 1
    return (rows[0]["n"], rows[0]["median"]) if rows and rows[0]["n"] >= few else None


@dataclass(frozen=True)
class Unbooked:
    """Who is not booked as of today; None where hidden."""

    ready: int | None
    median_days: float | None
    due: int | None
    overdue: int | None


def unbooked(user: User | None, ground: Ground) -> Unbooked:
    """Those who wait for a first booking, and those whose next dose nobody booked."""
    with acting(user, Action.VIEW_NUMBERS, about="waiting for a booking") as session:
        ready, median_days = queries.backlog(session, ground.view, ground.today)
        due = queries.due(session, ground.view, ground.today)
    shown = opening.parts(ground, {"overdue": due["overdue"], "due": due["n"] - due["overdue"]})
    waiting = opening.parts(ground, {"": ready})[""]
    return Unbooked(
        ready=waiting,
        median_days=median_days if waiting else None,
        due=opening.total(list(shown.values())),
        overdue=shown["overdue"],
    )
