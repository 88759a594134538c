"""Tables with one value a row: the rows of one form, or of one reading, put together.

Answers of one questionnaire, one person, one time and one visit are one assessment. Readings of
one person, one time, one time point and one position are one record, so that a systolic pressure
standing is never read beside a diastolic one lying down.
"""

from collections.abc import Iterable
from typing import Any

from data import reference
from data.formats.records import AssessmentRecord, EntryRecord, LeftOut, VitalRecord
from data.formats.tabular import readings
from data.formats.tabular.pieces import Piece
from data.reference.columns import columns, spoken

TWICE = "An earlier row gives the same thing already, so this one is passed over."
CONTRADICTED = "Another row gives another value for the same thing. Correct one of them."
OF_A_FAULTY_FORM = "Another row of the same questionnaire is at fault; it comes in whole or not."
NOT_ANSWERED = "None of its questions is answered."

Group = tuple[Any, ...]


def entries(pieces: Iterable[Piece], faulty: set[Group]) -> tuple[list[EntryRecord], list[LeftOut]]:
    """The records in the order of their first rows, and the rows that stay out after all.

    `faulty` has the groups of rows that are left out already.
    """
    groups: dict[Group, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(group(piece), []).append(piece)
    records: list[EntryRecord] = []
    left_out: list[LeftOut] = []
    for key, members in groups.items():
        once, others = _once_each(members)
        contradicted = any(each.why == CONTRADICTED for each in others)
        record, unfit = _together(once, spoilt=key in faulty or contradicted)
        records += [record] if record else []
        left_out += [*others, *unfit]
    return records, left_out


def group(piece: Piece) -> Group:
    """What pieces have in common that belong together. A position is no part of a form."""
    visit, time_point, position = piece.occasion
    if piece.place.instrument:
        return piece.person.key, piece.at, visit, piece.place.instrument
    return piece.person.key, piece.at, visit, None, time_point, position


def _once_each(members: list[Piece]) -> tuple[list[Piece], list[LeftOut]]:
    """One piece a place. Of two that differ nobody can say which is right: neither is taken."""
    by_place: dict[Any, list[Piece]] = {}
    for each in members:
        by_place.setdefault(each.place, []).append(each)
    once: list[Piece] = []
    left_out: list[LeftOut] = []
    for first, *others in by_place.values():
        if any(other.value != first.value for other in others):
            left_out += _all([first, *others], CONTRADICTED)
        else:
            once.append(first)
            left_out += _all(others, TWICE)
    return sorted(once, key=lambda piece: piece.row.number), left_out


def _together(members: list[Piece], *, spoilt: bool) -> tuple[EntryRecord | None, list[LeftOut]]:
    """A form of which a row is at fault stays out as a whole; readings stand for themselves."""
    if not members:
        return None, []
    if members[0].place.instrument is None:
        return _vital(members)
    return (None, _all(members, OF_A_FAULTY_FORM)) if spoilt else _assessment(members)


def _vital(members: list[Piece]) -> tuple[VitalRecord | None, list[LeftOut]]:
    left_out: list[LeftOut] = []
    values = {piece.place.reading or "": piece.value or 0 for piece in members}
    if not readings.fits(values):
        pressures = [piece for piece in members if piece.place.reading in ("sbp", "dbp")]
        left_out = _all(pressures, readings.NOT_BELOW)
        members = [piece for piece in members if piece not in pressures]
    if not members:
        return None, left_out
    first = members[0]
    taken: dict[str, Any] = readings.fields({p.place.reading or "": p.value or 0 for p in members})
    _, time_point, position = first.occasion
    posture: Any = columns().words["position"].get(spoken(position)) if position else None
    beside = (f"Time point in the file: {time_point}.",) if time_point else ()
    record = VitalRecord(
        **first.person.entry(),
        **taken,
        source_id=first.row.source_id,
        happened_at=first.at,
        position=posture,
        notes=(*_notes(members), *beside),
        row=first.row.number,
    )
    return record, left_out


def _assessment(members: list[Piece]) -> tuple[AssessmentRecord | None, list[LeftOut]]:
    first = members[0]
    instrument = first.place.instrument or ""
    points = {p.place.question: p.value for p in members if p.place.question is not None}
    total = next((piece.value for piece in members if piece.place.question is None), None)
    answered = any(value is not None for value in points.values())
    if not answered and total is None:
        return None, _all(members, NOT_ANSWERED)
    count = len(reference.instrument(instrument).items)
    given: Any = tuple(points.get(question) for question in range(count)) if answered else None
    record = AssessmentRecord(
        **first.person.entry(),
        source_id=first.row.source_id,
        instrument=instrument,
        answers=given,
        recorded_total=None if total is None else int(total),
        happened_at=first.at,
        notes=_notes(members),
        row=first.row.number,
    )
    return record, []


def _notes(members: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for piece in members for note in piece.notes))


def _all(members: Iterable[Piece], why: str) -> list[LeftOut]:
    """Every one of these rows, left out for that reason, at the cell that holds its value."""
    return [
        LeftOut(each.row.source_id, why, field=each.row.heading("value"), row=each.row.number)
        for each in members
    ]
