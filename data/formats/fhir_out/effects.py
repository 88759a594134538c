"""Side effects, with the dates as they were told."""

from collections.abc import Iterator
from datetime import date

from data.formats.fhir_out.pieces import (
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    coding,
    concept,
    id_of,
    instant,
    made,
    narrative,
    reference,
    said,
    text,
)
from data.reference.side_effects import side_effects as vocabulary

_AS_TOLD = "http://hl7.org/fhir/StructureDefinition/originalText"
SEVERITY = {1: "mild", 2: "moderate", 3: "severe", 4: "severe", 5: "severe"}


def resources(told: Told) -> Iterator[Resource]:
    """One resource a side effect; `serious` may be None, where nobody has said."""
    doses = {row["session_id"]: id_of("administration", row) for row in told.of("administration")}
    for row in told.of("side_effect"):
        yield _event(told, row, doses.get(row["session_id"]))


def _event(told: Told, row: Row, dose: str | None) -> Resource:
    term = vocabulary().terms.get(row["term"])
    codes = [coding("http://snomed.info/sct", term.snomed)] if term and term.snomed else []
    code = {True: "serious", False: "non-serious", None: None}[row["serious"]]
    serious = [coding(f"{TERMINOLOGY}/adverse-event-seriousness", code)] if code else []
    resolved = coding(f"{TERMINOLOGY}/adverse-event-outcome", "resolved", "Resolved")
    grade = row["grade"]
    mild = coding(f"{TERMINOLOGY}/adverse-event-severity", SEVERITY[grade]) if grade else None
    suspect = [{"instance": reference(dose)}] if dose and row["related"] else []
    return made(
        "AdverseEvent",
        id_of("side_effect", row),
        row,
        text=narrative(
            said("In words", row["text"]),
            said("Minutes from the start of the dose", row["onset_min"]),
            said("Grade (1 to 5)", grade),
            said("Resolved", row["resolved_at"]),
            said("Why serious", row["criteria"]),
            said("What was done", row["action"]),
            said("Caused by the medicine", row["related"]),
            said("Expected", row["expected"]),
            said("Reported", row["reported_at"]),
            said("When, as told", row["happened_text"]),
        ),
        actuality="actual",
        event=concept(label(row["term"]), *codes),
        subject=told.subject,
        encounter=reference(row["session_id"]),
        **_when(row),
        recordedDate=instant(row["recorded_at"]),
        seriousness=concept(None, *serious),
        severity=concept(f"Grade {grade}", mild) if mild else None,
        outcome=concept(None, resolved) if row["resolved_at"] else None,
        recorder=told.member(row["recorded_by"]),
        suspectEntity=suspect,
    )


def label(term: str) -> str:
    """A term of the vocabulary as it is read."""
    known = vocabulary().terms.get(term)
    return known.label if known else term


def _when(row: Row) -> Resource:
    """A date that is only partly known stays as vague as it was told."""
    as_told = text(row["happened_text"])
    if as_told is None:
        return {"date": instant(row["happened_at"])}
    extension = {"extension": [{"url": _AS_TOLD, "valueString": as_told}]}
    return {"date": partial(row["earliest"], row["latest"]), "_date": extension}


def partial(earliest: date | None, latest: date | None) -> str | None:
    """The day, month or year that the two days lie in; None where there is no such one."""
    if earliest is None or latest is None:
        return None
    if earliest == latest:
        return earliest.isoformat()
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%Y-%m}"
    return f"{earliest.year:04}" if earliest.year == latest.year else None
