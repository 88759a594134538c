"""Side effects, with the dates as they were told."""

import re
from collections.abc import Iterator

from data.formats.fhir.extensions import TERMS
from data.formats.fhir_out.pieces import (
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    as_told,
    coding,
    concept,
    extension,
    id_of,
    instant,
    made,
    narrative,
    partial,
    reference,
    said,
    text,
)
from data.reference.side_effects import side_effects as vocabulary

_CODE = re.compile(r"\w+", re.ASCII)
SEVERITY = {1: "mild", 2: "moderate", 3: "severe", 4: "severe", 5: "severe"}


def resources(told: Told) -> Iterator[Resource]:
    """One resource a side effect; `serious` may be None, where nobody has said."""
    doses = {row["session_id"]: id_of("administration", row) for row in told.of("administration")}
    for row in told.of("side_effect"):
        yield _event(told, row, doses.get(row["session_id"]))


def _event(told: Told, row: Row, dose: str | None) -> Resource:
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
        extension=_beyond(told, row),
        actuality="actual",
        event=_what(row),
        subject=told.subject,
        encounter=reference(row["session_id"]),
        **_when(told, row),
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


def _what(row: Row) -> Resource | None:
    """In the words of whoever noted it, with the term by its code here and in SNOMED CT."""
    code, term = row["term"], vocabulary().terms.get(row["term"])
    ours = [coding(TERMS, code, label(code))] if _CODE.fullmatch(code) else []
    theirs = [coding("http://snomed.info/sct", term.snomed)] if term and term.snomed else []
    return concept(text(row["text"]) or label(code), *ours, *theirs)


def _beyond(told: Told, row: Row) -> list[Resource]:
    found = (
        extension("related", "valueBoolean", row["related"]),
        extension("action", "valueString", text(row["action"])),
        extension("resolved", "valueDateTime", told.day(row["resolved_at"])),
    )
    return [each for each in found if each]


def _when(told: Told, row: Row) -> Resource:
    """A date that is only partly known stays as vague as it was told."""
    about = as_told(row["happened_text"])
    if about is None:
        known_days = partial(row["earliest"], row["latest"])
        return {"date": known_days or told.day_or_instant(row["happened_at"])}
    return {"date": partial(row["earliest"], row["latest"]), "_date": about}
