"""A QuestionnaireResponse to the PHQ-9 and the GAD-7 it holds, whatever its linkIds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from data.formats.fhir.codes import Place, loinc, places
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.questionnaires import Form, form
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import QuestionnaireResponse, ResponseItem, shaped
from data.formats.fhir.sheet import Sheet
from data.formats.fhir.subjects import Subject, subject
from data.formats.fhir.times import moment
from data.formats.records import AssessmentRecord, LeftOut

NOT_OURS = "No PHQ-9 or GAD-7 question was recognised in it."
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
    except Refused as refusal:
        yield LeftOut(entry.source_id, str(refusal))
        return
    whose = subject(response.subject, entry, contents)
    invalid = fault(entry.resource)
    for instrument_id in sorted({place.instrument for place, _ in asked}):
        try:
            sheet = _filled(instrument_id, asked, blank)
            record = sheet.record(entry.source_id, whose, at, [*notes, *filter(None, [invalid])])
            yield Found(record, entry, whose)
        except Refused as refusal:
            yield LeftOut(entry.source_id, str(refusal))


def _filled(instrument_id: str, asked: _Asked, blank: Form) -> Sheet:
    sheet = Sheet(instrument_id)
    for place, item in asked:
        if place.instrument == instrument_id:
            sheet.take(place, item.answer, blank.options.get(item.linkId or "", {}))
    return sheet


def _asked(response: QuestionnaireResponse, blank: Form) -> _Asked:
    """The items that are a question or a total of ours, each with the one place it stands for."""
    asked = []
    for item in _flat(response.item):
        codes = {item.linkId, item.definition, *loinc(item.code)}
        found = places(codes | blank.codes.get(item.linkId or "", set()), item.text)
        if len(found) > 1:
            raise Refused("One of its questions is marked as two different ones.")
        asked += [(place, item) for place in found]
    return asked


def _flat(items: list[ResponseItem]) -> Iterator[ResponseItem]:
    """Every item, those inside groups and under answers included."""
    for item in items:
        yield item
        yield from _flat(item.item)
        for answer in item.answer:
            yield from _flat(answer.item)
