"""What is taken and done elsewhere, what was tried before, and allergies."""

from collections.abc import Iterator
from datetime import date

from data.formats.fhir.allergies import NO_LONGER
from data.formats.fhir.medicines import INTERACTS
from data.formats.fhir_out.pieces import (
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    as_told,
    coding,
    concept,
    day,
    id_of,
    instant,
    joined,
    known,
    made,
    named,
    note,
    partly,
    period,
    said,
    text,
)
from data.reference.treatments import treatments
from data.tables.undated import undated

NO_KNOWN_ALLERGY = coding("http://snomed.info/sct", "716186003", "No known allergy")


def resources(told: Told) -> Iterator[Resource]:
    """Medicines, allergies, earlier treatments, and the parts of the plan besides ketamine."""
    for row in told.of("medication"):
        yield _medication(told, row)
    for row in told.of("allergy"):
        yield _allergy(told, row)
    for row in told.of("condition"):
        yield _condition(told, row)
    for row in told.of("treatment_trial"):
        yield _drug_tried(told, row) if row["kind"] == "drug" else _therapy_tried(told, row)
    for row in told.of("concurrent_care"):
        yield _care(told, row)


def _medication(told: Told, row: Row) -> Resource:
    return made(
        "MedicationStatement",
        id_of("medication", row),
        row,
        status="completed" if row["stopped_on"] or row["stopped_text"] else "active",
        medicationCodeableConcept=named(row["name"]),
        subject=told.subject,
        effectivePeriod=_span(row),
        dateAsserted=_noted(row),
        note=note(
            said(INTERACTS, row["interacts"] or "none"),
            said("Begun, as told", row["started_text"]),
            said("Stopped, as told", row["stopped_text"]),
        ),
    )


def _noted(row: Row) -> str | None:
    """When it was so; nothing where the file that brought it did not say."""
    return None if undated(row) else instant(row["happened_at"])


def _span(row: Row) -> Resource | None:
    """From when to when, each as exact as it was told."""
    return (
        known(
            {
                "start": day(row["started_on"]) or partly(row["started_text"]),
                "_start": as_told(row["started_text"]),
                "end": day(row["stopped_on"]) or partly(row["stopped_text"]),
                "_end": as_told(row["stopped_text"]),
            }
        )
        or None
    )


def _condition(told: Told, row: Row) -> Resource:
    """A diagnosis in words; of a date partly known, as it was told."""
    over = row["ended"] or row["ended_text"]
    state = coding(f"{TERMINOLOGY}/condition-clinical", "resolved" if over else "active")
    return made(
        "Condition",
        id_of("condition", row),
        row,
        clinicalStatus=concept(None, state),
        code=concept(row["name"]),
        subject=told.subject,
        **_on("onset", row["since"], row["since_text"]),
        **_on("abatement", row["ended"], row["ended_text"]),
        recordedDate=_noted(row),
    )


def _on(name: str, exact: date | None, told: str | None) -> Resource:
    """A date, or what is told of one; words without a date in them stand alone."""
    if exact or partly(told):
        return {f"{name}DateTime": day(exact) or partly(told), f"_{name}DateTime": as_told(told)}
    return {f"{name}String": text(told)}


def _allergy(told: Told, row: Row) -> Resource:
    """Without a substance it is the answer that none is known."""
    substance, state = _state(text(row["substance"]))
    none_known = concept("No known allergy", NO_KNOWN_ALLERGY)
    active = coding(f"{TERMINOLOGY}/allergyintolerance-clinical", state)
    return made(
        "AllergyIntolerance",
        id_of("allergy", row),
        row,
        clinicalStatus=concept(None, active),
        code=concept(substance) if substance else none_known,
        patient=told.subject,
        recordedDate=_noted(row),
        recorder=told.member(row["recorded_by"]),
    )


def _state(substance: str | None) -> tuple[str | None, str]:
    """The substance and FHIR's word for an allergy: that it is over stands behind its name."""
    for word in NO_LONGER:
        if substance and substance.endswith(f" ({word})"):
            return substance.removesuffix(f" ({word})"), word
    return substance, "active"


def _drug_tried(told: Told, row: Row) -> Resource:
    return made(
        "MedicationStatement",
        id_of("treatment_trial", row),
        row,
        status="active" if _goes_on(row) else "completed",
        category=concept("Earlier treatment"),
        medicationCodeableConcept=named(row["name"]),
        subject=told.subject,
        effectivePeriod=period(row["started_on"], row["ended_on"]),
        dateAsserted=instant(row["happened_at"]),
        statusReason=[concept(why)] if (why := _stopped(row)) else [],
        note=note(_result(row)),
        dosage=[known({"text": dose})] if (dose := text(row["dose"])) else [],
    )


def _therapy_tried(told: Told, row: Row) -> Resource:
    return made(
        "Procedure",
        id_of("treatment_trial", row),
        row,
        status="in-progress" if _goes_on(row) else "completed",
        category=concept(f"Earlier treatment: {row['kind']}"),
        code=concept(row["name"]),
        subject=told.subject,
        performedPeriod=period(row["started_on"], row["ended_on"]),
        note=note(_result(row), said("Dose", row["dose"]), said("Stopped", _stopped(row))),
    )


def _goes_on(row: Row) -> bool:
    found = treatments().stop_reason(row["stop_reason"])
    return found is not None and found.code == "still_taking"


def _stopped(row: Row) -> str | None:
    return None if _goes_on(row) else text(treatments().stop_words(row["stop_reason"]))


def _result(row: Row) -> str:
    return joined(
        [
            said("Adequate weeks", row["weeks_adequate"]),
            said("Percent improved", row["percent_improved"]),
        ]
    )


def _care(told: Told, row: Row) -> Resource:
    status = {True: "active", False: "on-hold", None: "unknown"}[row["kept"]]
    return made(
        "CarePlan",
        id_of("concurrent_care", row),
        row,
        status=status,
        intent="plan",
        title=str(row["kind"]).capitalize(),
        subject=told.subject,
        period=period(row["since"], None),
        created=instant(row["happened_at"]),
        note=note(said("Kept up", "not known" if row["kept"] is None else row["kept"])),
    )
