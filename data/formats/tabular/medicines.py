"""Medicines that somebody takes or took outside the clinic."""

from collections.abc import Iterator

from data.formats.records import MedicationRecord
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose
from data.reference.columns import columns, spoken

NO_MEDICINE = "It names no medicine."
YES_OR_NO = "It says yes or no, which names no medicine. Read another column as the medicine."
ENDS_FIRST = "It was stopped before it was started. Correct one of the two dates."


def medicines(row: Row, person: Whose | None) -> Iterator[MedicationRecord]:
    """The row's medicine, with its dose in the words of the file."""
    name = row.value("medicine")
    if name is None:
        row.fault(NO_MEDICINE, "medicine")
    elif spoken(name) in columns().words["yes"]:
        row.fault(YES_OR_NO, "medicine")
    started, stopped = row.day("start"), row.day("end")
    if started and stopped and stopped.latest < started.earliest:
        row.fault(ENDS_FIRST, "end")
    noted_at, notes = row.moment("date", clock="time", needed=False)
    dose = row.value("dose")
    if name and person:
        yield MedicationRecord(
            **person.entry(),
            source_id=row.source_id,
            name=f"{name}, {dose}" if dose else name,
            started=started,
            stopped=stopped,
            noted_at=noted_at,
            notes=notes,
            row=row.number,
        )
