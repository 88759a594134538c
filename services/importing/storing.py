"""Write what a plan adds: in the order in which rows refer to one another, many at a time."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import imports as queries
from data.tables import (
    Assessment,
    Entry,
    ImportBatch,
    ImportRow,
    Patient,
    PatientIdentifier,
    Record,
)
from data.tables.base import brings_key
from data.tables.vocabulary import RowOutcome
from services.access import User
from services.importing.plans import Outcome, Plan, Progress, silent

AT_ONCE = 1000


def store_people(session: Session, plans: Iterable[Plan]) -> None:
    """The new people of all files, before anything that one file says of those of another."""
    rows = [values for plan in plans for table, values in plan.rows if table is Patient]
    for start in range(0, len(rows), AT_ONCE):
        _insert(session, Patient, rows[start : start + AT_ONCE])


def store(
    session: Session, user: User | None, plan: Plan, kind: str, progress: Progress = silent
) -> ImportBatch:
    """One file's rows but for its people, each knowing its batch."""
    by = user.id if user else None
    shown = plan.shown
    batch = ImportBatch(
        digest=shown.digest,
        name=shown.name,
        kind=kind,
        by=by,
        counts={"added": shown.adds, "left_out": len(shown.left_out)},
    )
    session.add(batch)
    session.flush()
    tables: dict[type[Record], list[dict[str, Any]]] = defaultdict(list)
    for table, values in plan.rows:
        if table is Patient:
            continue
        if issubclass(table, Entry):
            values["recorded_by"] = by
        if table is Assessment:
            values["batch_id"] = batch.id
        tables[table].append(values)
    order = [table.name for table in Record.metadata.sorted_tables]
    for table in sorted(tables, key=lambda each: order.index(str(each.__tablename__))):
        rows = tables[table]
        rows = _revived(session, rows) if table is PatientIdentifier else rows
        for start in range(0, len(rows), AT_ONCE):
            progress(f"{shown.name}, storing", start / len(rows))
            _insert(session, table, rows[start : start + AT_ONCE])
    kept = [_outcome(batch, each) for each in plan.outcomes]
    for start in range(0, len(kept), AT_ONCE):
        session.execute(sa.insert(ImportRow), kept[start : start + AT_ONCE])
    return batch


def _insert(session: Session, table: type[Record], rows: list[dict[str, Any]]) -> None:
    if brings_key(table):
        session.execute(sa.insert(table), rows)
        return
    entity: Any = table
    for row in rows:
        row.pop("id", None)
    made = sa.insert(table).returning(entity.id, sort_by_parameter_order=True)
    for row, number in zip(rows, session.execute(made, rows).scalars(), strict=True):
        row["id"] = number


def _revived(session: Session, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An identifier that an undone import left behind is given to whom it means now; the others
    are new."""
    left = queries.withdrawn_identifiers(session, [(row["system"], row["value"]) for row in rows])
    for row in rows:
        row["id"] = left.get((row["system"], row["value"]))
        if row["id"] is not None:
            queries.give_identifier(session, row["id"], row["patient_id"])
    return [row for row in rows if row["id"] is None]


def _outcome(batch: ImportBatch, each: Outcome) -> dict[str, Any]:
    added = each.made if each.outcome is RowOutcome.ADDED else None
    return {
        "batch_id": batch.id,
        "source": each.source,
        "outcome": each.outcome,
        "reason": each.why or None,
        "table_name": str(added[0].__tablename__) if added else None,
        "row_id": str(added[1]["id"]) if added else None,
    }
