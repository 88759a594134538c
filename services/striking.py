"""An entry struck out or put in another's place: a correcting entry says why, and both stay."""

from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from data.queries import forms as queries
from data.tables import Entry
from data.tables.base import new_key
from services.access import User
from services.refusals import BadInput, Conflict, NotFound

E = TypeVar("E", bound=Entry)
OWN = {"id", "entry_key", "recorded_at", "recorded_by", "corrects", "struck", "why"}
"""Columns that an entry has of its own and hands on to none that corrects it."""


def struck(entry: E, user: User | None, why: str, *, entry_key: UUID | None = None) -> E:
    """The entry that strikes this one out. Raises BadInput without a reason."""
    if not why.strip():
        raise BadInput(["Say why it is struck out. Nothing was changed."])
    return replaced(entry, user, why, entry_key=entry_key or new_key(), struck=True)


def replaced(entry: E, user: User | None, why: str, **changed: Any) -> E:
    """The entry that stands in this one's place, with these columns changed."""
    kept: dict[str, Any] = entry.model_dump(exclude=OWN)
    known: Any = entry
    kept |= {"corrects": known.id, "why": why.strip(), "recorded_by": user.id if user else None}
    if "signed_by" in kept and user is not None:
        kept["signed_by"] = user.id
    return type(entry)(**kept | changed)


def standing(session: Session, table: type[E], number: int, of: UUID) -> E:
    """One entry of a patient, an episode or a screening; raises NotFound, and Conflict where
    somebody corrected it."""
    found: Any = queries.entry(session, table, number)
    owners = [getattr(found, name, None) for name in ("patient_id", "episode_id", "screening_id")]
    if found is None or of not in owners:
        raise NotFound("There is no such entry. Open the patient again.")
    if found.struck or queries.is_corrected(session, table, number):
        raise Conflict("Somebody corrected this entry first. Open the patient again.")
    entry: E = found
    return entry
