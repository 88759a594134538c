"""Every row that is about one person and stands, with all its columns."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import whole
from data.queries.columns import t
from data.queries.current import stands

Rows = list[dict[str, Any]]

ORDER = ("happened_at", "starts_at", "local_date", "opened_at", "due_on")
"""By the first of these that a table has, oldest first."""


def of_person(session: Session, people: list[UUID]) -> dict[str, Rows]:
    """By table; `people` are the patient rows that are this person."""
    found: dict[str, Rows] = {}
    for model in whole.models():
        theirs = about(whole.table_of(model), people)
        if theirs is not None:
            found[whole.table_of(model).name] = _rows(session, model, theirs)
    return found


def team(session: Session) -> dict[UUID, str]:
    """The names of everybody who ever had an account."""
    found = session.execute(sa.select(t.Member.id, t.Member.name))
    return {row.id: row.name for row in found}


def about(table: sa.Table, people: list[UUID]) -> sa.ColumnElement[bool] | None:
    """Whether a row is about these people; None for a table that is about nobody."""
    if table.name == "patient":
        return table.c.id.in_(people)
    if table.name == "audit":  # who looked is the clinic's own record, not the patient's
        return None
    episodes = sa.select(t.Episode.id).where(t.Episode.patient_id.in_(people))
    for name, ids in (
        ("patient_id", people),
        ("episode_id", episodes),
        ("session_id", _of_patient(t.DosingSession, people)),
        ("appointment_id", _of_patient(t.Appointment, people)),
        ("screening_id", sa.select(t.Screening.id).where(t.Screening.episode_id.in_(episodes))),
    ):
        if name in table.c:
            return table.c[name].in_(ids)
    return None


def _of_patient(model: Any, people: list[UUID]) -> sa.Select[Any]:
    return sa.select(model.id).where(model.patient_id.in_(people))


def _rows(session: Session, model: Any, about: sa.ColumnElement[bool]) -> Rows:
    table = whole.table_of(model)
    select = sa.select(table).where(about)
    if "corrects" in table.c:
        select = select.where(stands(model))
    if "withdrawn" in table.c:
        select = select.where(~table.c.withdrawn)
    order = [table.c[name] for name in ORDER if name in table.c][:1]
    found = session.execute(select.order_by(*order, *table.primary_key.columns))
    return [dict(row._mapping) for row in found]


def noted(session: Session, table: str, note: str) -> set[str]:
    """The ids of rows of this table of which their file was said to say this, as text."""
    row = t.ImportRow
    select = sa.select(row.row_id).where(row.table_name == table, row.reason.contains(note))
    return set(session.execute(select).scalars())


def places(session: Session) -> dict[UUID | int, str]:
    """The names of sites and chairs."""
    found = [*session.execute(sa.select(t.Site.id, t.Site.name))]
    found += session.execute(sa.select(t.Chair.id, t.Chair.name))
    return {row.id: row.name for row in found}
