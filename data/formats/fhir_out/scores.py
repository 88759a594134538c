"""Assessments: those that are taken in with their answers, of other instruments the total."""

from collections.abc import Iterator

from data.formats.fhir.codes import TAKEN_IN, places
from data.formats.fhir.responses import CLAIMED
from data.formats.fhir.times import DATE_ONLY
from data.formats.fhir_out.pieces import (
    LOINC,
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    coding,
    concept,
    id_of,
    instant,
    known,
    made,
    narrative,
    note,
    said,
    text,
)
from data.reference import Instrument, instrument
from data.reference.instrument_parts import Item, Option

_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SURVEY = concept(None, coding(f"{TERMINOLOGY}/observation-category", "survey", "Survey"))


def resources(told: Told) -> Iterator[Resource]:
    """One resource a questionnaire."""
    for row in told.of("assessment"):
        whole = row["instrument"] in TAKEN_IN and row["answers"] is not None
        yield _response(told, row) if whole else _observation(told, row)


def _response(told: Told, row: Row) -> Resource:
    """The items by LOINC, unanswered ones without an answer, and the total that they come to."""
    form = instrument(row["instrument"])
    items = [
        _item(item, form.options, given)
        for item, given in zip(form.items, row["answers"], strict=False)
    ]
    if row["total"] is not None:
        items.append(_number(f"/{form.loinc.total}", "Total score", row["total"]))
    if row["recorded_total"] not in (None, row["total"]):
        words = "Total as the source recorded it; it is not the sum of the answers"
        items.append(_number(CLAIMED, words, row["recorded_total"]))
    return made(
        "QuestionnaireResponse",
        id_of("assessment", row),
        row,
        text=narrative(_about(row), said("Note", row["note"]), said("Source", row["source"])),
        questionnaire=f"{LOINC}/q/{form.loinc.panel}",
        status="amended" if row["corrects"] else "completed",
        subject=told.subject,
        authored=_when(told, row),
        author=told.member(row["recorded_by"]),
        item=items,
    )


def _when(told: Told, row: Row) -> str | None:
    """A day alone where nobody knows the time of day."""
    date_only = DATE_ONLY in (row["note"] or "")
    return told.day(row["happened_at"]) if date_only else instant(row["happened_at"])


def _item(item: Item, options: tuple[Option, ...], given: int | None) -> Resource:
    asked = {"linkId": f"/{item.loinc}", "text": item.wording or item.label}
    if given is None:
        return asked
    option = next((each for each in options if each.value == given), None)
    if option is None:  # the words of its answers are not this clinic's to hand on
        return asked | {"answer": [{"valueInteger": given}]}
    answer = coding(LOINC, option.loinc or "", option.words)
    points = [{"url": _ORDINAL, "valueDecimal": given}]
    return asked | {"answer": [{"valueCoding": {"extension": points, **answer}}]}


def _number(link: str, words: str, value: int) -> Resource:
    return {"linkId": link, "text": words, "answer": [{"valueInteger": value}]}


def _observation(told: Told, row: Row) -> Resource:
    """A total, with the answers of instruments of which only the total is taken in elsewhere."""
    form = instrument(row["instrument"])
    total = row["recorded_total"] if row["total"] is None else row["total"]
    codes = [coding(LOINC, form.loinc.total)] if form.loinc.total else []
    answered = zip(form.items, row["answers"] or (), strict=False)
    absent = coding(f"{TERMINOLOGY}/data-absent-reason", "unknown", "Unknown")
    return made(
        "Observation",
        id_of("assessment", row),
        row,
        status="corrected" if row["corrects"] else "final",
        category=[SURVEY],
        code=concept(f"{form.name} total", *codes),
        subject=told.subject,
        effectiveDateTime=_when(told, row),
        performer=[who] if (who := told.member(row["recorded_by"])) else [],
        valueInteger=total,
        dataAbsentReason=concept(None, absent) if total is None else None,
        note=note(_about(row), row["note"], said("Source", row["source"])),
        component=[
            known({"code": _asked(item, form), "valueInteger": given})
            for item, given in answered
            if given is not None
        ],
    )


def _asked(item: Item, form: Instrument) -> Resource | None:
    """A question's code, unless it is a taken-in form's too: a PHQ-8 is not read as a PHQ-9."""
    ours = form.id in TAKEN_IN or not places({item.loinc})
    codes = [coding(LOINC, item.loinc)] if item.loinc and ours else []
    return concept(item.label, *codes)


def _about(row: Row) -> str:
    form = instrument(row["instrument"])
    severity = text((row["severity"] or "").replace("_", " "))
    answered = (
        f"{row['answered']} of {len(form.items)} answered" if row["answers"] else "total only"
    )
    return ", ".join(filter(None, (f"{form.full_name} ({form.name})", answered, severity)))
