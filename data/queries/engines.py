"""The few things SQLite and PostgreSQL say differently."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def is_sqlite(session: Session) -> bool:
    """Whether this session talks to the embedded database."""
    return session.get_bind().dialect.name == "sqlite"


def days_before(session: Session, moment: Any, days: int) -> sa.ColumnElement[Any]:
    """The instant this many days before a column of instants."""
    if is_sqlite(session):
        # Stored as text with microseconds; the shorter text sorts just before that second.
        return sa.func.datetime(moment, f"-{days} days")
    return sa.cast(moment, sa.DateTime(timezone=True)) - sa.text(f"interval '{days} days'")


def minutes_between(session: Session, start: Any, end: Any) -> sa.ColumnElement[int]:
    """Whole minutes from one column of instants to another."""
    if is_sqlite(session):
        minutes = (sa.func.julianday(end) - sa.func.julianday(start)) * 1440
    else:
        minutes = sa.extract("epoch", end - start) / 60
    return sa.cast(sa.func.round(minutes), sa.Integer)


def json_list(session: Session, column: Any) -> sa.ColumnElement[Any]:
    """The values of a column in a subquery, in its order, as one JSON list (empty, never null)."""
    if is_sqlite(session):
        return sa.func.json_group_array(column, type_=sa.JSON)
    return sa.func.coalesce(sa.func.json_agg(column), sa.text("'[]'::json"), type_=sa.JSON)


def hours_between(session: Session, start: Any, end: Any) -> sa.ColumnElement[Any]:
    """Hours, with their fraction, from one column of instants to another."""
    if is_sqlite(session):
        return (sa.func.julianday(end) - sa.func.julianday(start)) * 24.0
    return sa.cast(sa.extract("epoch", end - start), sa.Float) / 3600.0


def clinic_date(session: Session, instant: Any, zone: Any) -> sa.ColumnElement[Any]:
    """The date of an instant on the clock of a zone (a column of IANA names)."""
    if is_sqlite(session):
        return sa.func.clinic_date(instant, zone, type_=sa.Date)
    return sa.cast(sa.func.timezone(zone, instant), sa.Date)


def clinic_minute(session: Session, instant: Any, zone: Any) -> Any:
    """Minutes from midnight to an instant on the clock of a zone."""
    if is_sqlite(session):
        return sa.func.clinic_minute(instant, zone, type_=sa.Integer)
    there = sa.func.timezone(zone, instant)
    return sa.cast(sa.extract("hour", there) * 60 + sa.extract("minute", there), sa.Integer)


def date_plus(session: Session, on: Any, days: Any) -> sa.ColumnElement[Any]:
    """A date so many days later; `days` may be a column."""
    if is_sqlite(session):
        return sa.func.date(on, sa.cast(days, sa.String) + " days", type_=sa.Date)
    return sa.cast(on + sa.cast(days, sa.Integer), sa.Date)


def days_between(session: Session, start: Any, end: Any) -> sa.ColumnElement[int]:
    """Days from one column of dates to another."""
    if is_sqlite(session):
        return sa.cast(sa.func.julianday(end) - sa.func.julianday(start), sa.Integer)
    return sa.cast(end - start, sa.Integer)


def weekday(session: Session, on: Any) -> Any:
    """0 for Monday to 6 for Sunday."""
    if is_sqlite(session):
        return (sa.cast(sa.func.strftime("%w", on), sa.Integer) + 6) % 7
    return sa.cast(sa.extract("isodow", on), sa.Integer) - 1


def week_on(session: Session, on: Any) -> sa.ColumnElement[Any]:
    """The Monday of its week."""
    return date_plus(session, on, -weekday(session, on))


def month_on(session: Session, on: Any) -> sa.ColumnElement[Any]:
    """The first day of its month."""
    if is_sqlite(session):
        return sa.func.date(on, "start of month", type_=sa.Date)
    return sa.cast(sa.func.date_trunc("month", on), sa.Date)


def whole_years(session: Session, born: Any, on: Any) -> Any:
    """Age on a date: a birthday counts from its own day on, 29 February from 1 March."""

    def digits(day: Any) -> Any:
        if is_sqlite(session):
            return sa.cast(sa.func.strftime("%Y%m%d", day), sa.Integer)
        return sa.cast(sa.func.to_char(day, "YYYYMMDD"), sa.Integer)

    return (digits(on) - digits(born)) // 10000
