"""What is behind the numbers of readings, medicines and times."""

from typing import Any

import pandas as pd
from sqlmodel import Session

from data.queries.insight import effect_people as people
from data.queries.insight import pressures
from data.reference.safety import safety
from services.access import User
from services.insight.ground import Ground
from services.insight.opening import Opened, total
from services.side_effects import listing
from services.side_effects.bars import BIN
from services.side_effects.medicines import KINDS, WORDS
from services.side_effects.medicines import medicines as given
from services.side_effects.pressure import rises
from services.side_effects.revealing import opened, unknown, without
from services.side_effects.terms import label
from services.side_effects.timing import times

MOST = listing.MOST
SHORT = {"systolic": "sbp", "diastolic": "dbp"}


def rise(user: User | None, ground: Ground, which: str, at: str) -> Opened:
    """Sessions of one bar, of all large rises, or without both readings."""
    pressure = safety().pressures[which]
    found, column = rises(user, ground, pressure), pressures.columns(pressure).rise
    n: int | None
    if at == "unread":
        title, where = "sessions without both readings", column.is_(None)
        n, others, of = found.unread, found.read, total([found.read, found.unread])
        rest = [("with both", others)]
    elif at == "large":
        title = f"sessions with a {which} rise of {pressure.rise} mmHg or more"
        where, n, of = column >= pressure.rise, found.large.k, found.large.n
        rest = [("that rose less", without(found.large)), ("without both readings", found.unread)]
    else:
        start = int(at)
        title = f"sessions with a {which} rise of {start} to {start + BIN - 1} mmHg"
        bars = dict(zip(found.bars["start"], found.bars["n"], strict=True))
        if start % BIN or (start not in bars and ground.names):
            raise unknown()
        n = int(bars[start]) if ground.names else None
        where, of = column.between(start, start + BIN - 1), found.read
        other = None if n is None or of is None else of - n
        rest = [("with another rise", other), ("without both readings", found.unread)]
    return _sessions(user, ground, title, which, where, n, of, rest)


def peak(user: User | None, ground: Ground, which: str) -> Opened:
    """Sessions with a reading at or over the peak that counts as high."""
    pressure = safety().pressures[which]
    high = rises(user, ground, pressure).high
    title = f"sessions with a {which} reading of {pressure.peak} mmHg or more"
    where = pressures.columns(pressure).peak >= pressure.peak
    rest = [("that stayed below", without(high))]
    return _sessions(user, ground, title, which, where, high.k, high.n, rest)


def _sessions(
    user: User | None,
    ground: Ground,
    title: str,
    which: str,
    where: Any,
    n: int | None,
    of: int | None,
    rest: list[tuple[str, int | None]],
) -> Opened:
    def rows(session: Session) -> pd.DataFrame:
        found = people.sessions(session, ground.view, MOST, where)
        return listing.readings(found, SHORT[which])

    definitions = ("pressure_rise",)
    return opened(user, ground, title, n=n, of=of, rest=rest, definitions=definitions, rows=rows)


def medicine(user: User | None, ground: Ground, code: str, kind: str | None) -> Opened:
    """Medicines given against one effect, all or by whether they worked."""
    rows_by_code: dict[str, Any] = {
        row["against"]: row for row in given(user, ground).to_dict("records")
    }
    if code not in rows_by_code:
        raise unknown()
    row = rows_by_code[code]
    counts = {each: None if row["hidden"] else int(row[each]) for each in WORDS}
    of = None if row["hidden"] else int(row["given"])
    said = {"worked": "that worked", "not": "that did not work", "unknown": "of which nobody said"}
    title = f"medicines given against {label(code).lower()}"
    rest = [(said[each], counts[each]) for each in WORDS if kind is not None and each != kind]
    worked = {each: value for value, each in KINDS.items()}

    def rows(session: Session) -> pd.DataFrame:
        events = people.given(session, ground.view, code, MOST)
        if kind is not None:
            events = [each for each in events if each["worked"] is worked[kind]]
        return listing.medicines(events)

    return opened(
        user,
        ground,
        title if kind is None else f"{title} {said[kind]}",
        n=of if kind is None else counts[kind],
        of=of,
        rest=rest,
        definitions=("medicine_worked",),
        rows=rows,
    )


def timed(user: User | None, ground: Ground, code: str) -> Opened:
    """Effects of one kind in sessions whose onset is known."""
    found = times(user, ground).get(code)
    if found is None:
        raise unknown()
    onset = found["onset"]
    n, missing = (None, None) if onset.hidden else (onset.known, onset.missing)

    def rows(session: Session) -> pd.DataFrame:
        events = people.timed(session, ground.view, code, MOST)
        return listing.times([each for each in events if each["onset_min"] is not None])

    return opened(
        user,
        ground,
        f"times {label(code).lower()} came in a session, onset known",
        n=n,
        of=total([n, missing]),
        rest=[("whose onset nobody noted", missing)],
        definitions=("onset", "duration"),
        rows=rows,
    )
