"""A demonstration's rows in memory, and what tests look up in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from data.demo import Size, batches
from data.demo.shape import SHAPES
from data.tables import Administration, Assessment, DosingSession, Record, StageEvent
from services.demo import judge

Row = dict[str, Any]
DAY = date(2026, 11, 23)
SEED = 7


def rows(size: Size, seed: int = SEED, day: date = DAY) -> dict[type[Record], list[Row]]:
    """Everything by table."""
    return collected(batches(SHAPES[size], seed, day, judge))


def collected(parts: Iterable[tuple[type[Record], list[Row]]]) -> dict[type[Record], list[Row]]:
    """The pieces of a demonstration, put together by table."""
    found: defaultdict[type[Record], list[Row]] = defaultdict(list)
    for table, part in parts:
        found[table] += part
    return found


def grouped(found: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """Rows by the value of a column."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[column]].append(row)
    return groups


def overlapping(found: Iterable[Row], *columns: str) -> list[tuple[Row, Row]]:
    """Pairs of bookings that hold and share these columns and some time."""
    held: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in found:
        if row["holds"]:
            held[tuple(row[column] for column in columns)].append(row)
    ordered = (sorted(group, key=lambda row: row["starts_at"]) for group in held.values())
    return [
        (one, next_)
        for group in ordered
        for one, next_ in pairwise(group)
        if next_["starts_at"] < one["ends_at"]
    ]


@dataclass(frozen=True)
class Given:
    """One dose: its row, its session, its episode."""

    row: Row
    session: Row
    episode_id: Any


def doses(found: dict[type[Record], list[Row]]) -> Iterator[Given]:
    sessions = {row["id"]: row for row in found[DosingSession]}
    for row in found[Administration]:
        session = sessions[row["session_id"]]
        yield Given(row, session, session["episode_id"])


def last_stage(found: dict[type[Record], list[Row]]) -> dict[Any, Any]:
    """The stage every episode stands in."""
    events = sorted(found[StageEvent], key=lambda row: (row["happened_at"], row["id"]))
    return {row["episode_id"]: row["to_stage"] for row in events}


def phq9(found: dict[type[Record], list[Row]]) -> dict[Any, list[Row]]:
    """Scored PHQ-9s of every episode, oldest first."""
    scored = (
        row for row in found[Assessment] if row["instrument"] == "phq9" and row["total"] is not None
    )
    return grouped(sorted(scored, key=lambda row: row["happened_at"]), "episode_id")
