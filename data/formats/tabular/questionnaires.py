"""Questionnaires with one column an item or a total: what each row holds of each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from data import reference
from data.formats.records import Answers, AssessmentRecord, LeftOut
from data.formats.tabular import points
from data.formats.tabular.rows import NO_DATE, Row
from data.formats.tabular.whose import Whose
from data.reference.columns import columns, plain

NOT_ANSWERED = "None of its questions is answered."
WHICH = "Which questionnaire its answers belong to is not said, or is not one that is kept here."


@dataclass(frozen=True)
class RowAnswers:
    """What one row says of one questionnaire, whoever it is about and whenever it was."""

    row: int
    instrument: str
    answers: Answers | None
    """None where the table has only the total."""
    total: int | None = None
    faults: tuple[LeftOut, ...] = ()
    """Why the answers cannot be used as they stand."""


@dataclass
class Form:
    """The columns of one questionnaire at one occasion."""

    instrument: str
    occasion: str
    items: dict[int, str] = field(default_factory=dict)
    """Field by question, from 0."""
    total: str | None = None


@dataclass(frozen=True)
class Filled:
    """What a row has in them."""

    form: Form
    answers: Answers | None
    total: int | None

    @property
    def is_empty(self) -> bool:
        return self.total is None and not any(p is not None for p in self.answers or ())


def assessments(row: Row, person: Whose | None) -> Iterator[AssessmentRecord]:
    """One assessment a questionnaire that the row says anything of."""
    before = len(row.faults)
    filled = [each for each in fill(row) if not each.is_empty]
    if not filled:
        if len(row.faults) == before:
            row.fault(NOT_ANSWERED)
        if "date" in row.mapping.names:
            row.moment("date", clock="time")
    for each in filled:
        record = _record(row, person, each)
        if record:
            yield record


def fill(row: Row) -> list[Filled]:
    """Every questionnaire of the table as this row fills it in; what cannot be is its fault."""
    return [_filled(row, form) for form in forms(row)]


def forms(row: Row) -> list[Form]:
    """The questionnaires that the columns hold, in their order."""
    found: dict[tuple[str, str], Form] = {}
    for column in row.fields:
        name, _, occasion = column.partition("@")
        stem, _, place = name.rpartition(".")
        if stem not in ("item", *reference.instrument_ids()) and name != "total":
            continue
        instrument = _meant(row) if stem in ("item", "") else stem
        if instrument not in reference.instrument_ids():
            row.fault(WHICH, "instrument")
            continue
        form = found.setdefault((instrument, occasion), Form(instrument, occasion))
        if name == "total" or place == "total":
            form.total = column
        elif place.isascii() and place.isdigit() and 0 < int(place[:4]) < 1000:
            form.items[int(place) - 1] = column
    return list(found.values())


def _meant(row: Row) -> str:
    """The questionnaire of columns that name none: of the whole table, or of this row."""
    return row.mapping.instrument or columns().names.get(plain(row.value("instrument") or ""), "")


def _filled(row: Row, form: Form) -> Filled:
    known, sign = reference.instrument(form.instrument), row.mapping.decimal
    given = {
        question: row.read(
            column, partial(points.answer, known=known, question=question, point=sign)
        )
        for question, column in form.items.items()
    }
    answers = tuple(given.get(question) for question in range(len(known.items))) if given else None
    alone = not any(value is not None for value in given.values())
    total = (
        row.read(form.total, partial(points.total, known=known, point=sign, alone=alone))
        if form.total
        else None
    )
    return Filled(form, answers, total)


def _record(row: Row, person: Whose | None, filled: Filled) -> AssessmentRecord | None:
    form = filled.form
    dated = f"date@{form.occasion}" if form.occasion else "date"
    if form.occasion and row.value(dated) is None:
        row.fault(NO_DATE, form.total or next(iter(form.items.values())))
        return None
    at, notes = row.moment(dated, clock=None if form.occasion else "time")
    if at is None or person is None:
        return None
    answered = any(value is not None for value in filled.answers or ())
    if not answered:
        notes += points.doubt(filled.total, reference.instrument(form.instrument))
    return AssessmentRecord(
        **person.entry(),
        source_id=f"{row.source_id}, {form.occasion}" if form.occasion else row.source_id,
        instrument=form.instrument,
        answers=filled.answers if answered else None,
        recorded_total=filled.total,
        happened_at=at,
        notes=notes,
        row=row.number,
    )
