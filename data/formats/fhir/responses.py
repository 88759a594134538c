"""A QuestionnaireResponse to the questionnaires it holds, whatever its linkIds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from data.formats.fhir import answers, contradictions
from data.formats.fhir.codes import TEEN_FORM, Place, is_teen, loinc, places
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.questionnaires import Form, form
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, QuestionnaireResponse, ResponseItem, shaped
from data.formats.fhir.sheet import Sheet
from data.formats.fhir.subjects import Subject, subject
from data.formats.fhir.times import moment
from data.formats.records import AssessmentRecord, LeftOut

NOT_OURS = "No question of the PHQ-9, GAD-7 or AUDIT-C was recognised in it."
CLAIMED = "recorded-total"
"""The linkId under which this program tells a total that the source gave and nobody's answers
come to."""
NOT_FINISHED = "Its own status says that it is not a finished questionnaire."

_FINISHED = ("completed", "amended")
_Asked = list[tuple[Place, ResponseItem]]


@dataclass(frozen=True)
class Found:
    """An assessment with what the Observations of the same file need to find it by."""

    record: AssessmentRecord
    entry: Entry
    subject: Subject


def read(entry: Entry, contents: Contents, zone: tzinfo) -> Iterator[Found | LeftOut]:
    """One result for each instrument in the response, or the one reason why there is none."""
    try:
        response = shaped(QuestionnaireResponse, entry.resource)
        blank = form(response, entry, contents)
        asked = _asked(response, blank)
        if not asked:
            raise Refused(NOT_OURS)
        if response.status not in _FINISHED:
            raise Refused(NOT_FINISHED)
        at, notes = moment(response.authored, zone)
        person = subject(response.subject, entry, contents)
    except Refused as refusal:
        yield LeftOut(entry.source_id, str(refusal))
        return
    invalid = fault(entry.resource)
    teen = is_teen(_named(response, blank))
    for instrument_id in sorted({place.instrument for place, _ in asked}):
        form_note = TEEN_FORM if teen and instrument_id == "phq9" else None
        said = [*notes, *filter(None, [form_note, invalid])]
        try:
            sheet = _filled(instrument_id, asked, blank)
            sheet.totals = _claimed(response) or sheet.totals
            yield Found(sheet.record(entry, person, at, said), entry, person)
        except Refused as refusal:
            yield LeftOut(entry.source_id, str(refusal))


def _filled(instrument_id: str, asked: _Asked, blank: Form) -> Sheet:
    sheet = Sheet(instrument_id)
    for place, item in asked:
        if place.instrument == instrument_id:
            sheet.take(place, item.answer, blank.options.get(item.linkId or "", {}))
    return sheet


def _claimed(response: QuestionnaireResponse) -> set[int]:
    """What the source said that it comes to, beside the sum."""
    items = [item for item in response.item if item.linkId == CLAIMED]
    found = [answers.total(item.answer[0]) for item in items if len(item.answer) == 1]
    return {total for total in found if total is not None}


def _asked(response: QuestionnaireResponse, blank: Form) -> _Asked:
    """The items that are a question or a total of ours, each with the one place it stands for."""
    asked = []
    for item in _flat(response.item):
        contradictions.check(CodeableConcept(coding=item.code))
        found = places(_codes(item, blank), item.text)
        if len(found) > 1:
            raise Refused("One of its questions is marked as two different ones.")
        asked += [(place, item) for place in found]
    return asked


def _named(response: QuestionnaireResponse, blank: Form) -> set[str | None]:
    """What its form and its items are called."""
    named = response.questionnaire
    address = named if isinstance(named, str) else named.reference if named else None
    called = {address and address.split("|")[0]}
    for item in _flat(response.item):
        called |= _codes(item, blank)
    return called


def _codes(item: ResponseItem, blank: Form) -> set[str | None]:
    """Everything that may be, or end in, the code of an item."""
    stated = {item.linkId, item.definition, *loinc(item.code)}
    return stated | blank.codes.get(item.linkId or "", set())


def _flat(items: list[ResponseItem]) -> Iterator[ResponseItem]:
    """Every item, those inside groups and under answers included."""
    for item in items:
        yield item
        yield from _flat(item.item)
        for answer in item.answer:
            yield from _flat(answer.item)
