"""Questionnaires and vital signs, which a file may tell in several resources at once."""

from datetime import tzinfo

from data.formats.fhir import measured, observations, pieces, responses, vitals
from data.formats.fhir.contents import Contents
from data.formats.records import AssessmentRecord, LeftOut, VitalRecord

NOT_OURS = "Neither a questionnaire nor a vital sign that is taken in."


def read(
    contents: Contents, zone: tzinfo
) -> tuple[list[AssessmentRecord | VitalRecord], list[LeftOut]]:
    """What QuestionnaireResponses and Observations come to, and those that do not come in."""
    found, refused, left_out = _responses(contents, zone)
    seen = contents.of_kind("Observation")
    of_forms = [entry for entry in seen if pieces.is_ours(entry)]
    of_bodies = [entry for entry in seen if measured.is_ours(entry)]
    ours = {entry.key for entry in (*of_forms, *of_bodies)}
    asked = [each for entry in of_forms for each in pieces.read(entry, contents, zone)]
    taken = [each for entry in of_bodies for each in measured.read(entry, contents, zone)]
    left_out += [LeftOut(entry.source_id, NOT_OURS) for entry in seen if entry.key not in ours]
    left_out += [each for each in (*asked, *taken) if isinstance(each, LeftOut)]
    assessments, not_joined = observations.assessments(
        [each for each in asked if isinstance(each, pieces.Piece)], found, refused
    )
    sets, not_taken = vitals.records(each for each in taken if isinstance(each, measured.Measured))
    return [*assessments, *sets], [*left_out, *not_joined, *not_taken]


def _responses(
    contents: Contents, zone: tzinfo
) -> tuple[list[responses.Found], set[str], list[LeftOut]]:
    """The forms, the keys of those that are refused, and why."""
    found: list[responses.Found] = []
    refused: set[str] = set()
    left_out: list[LeftOut] = []
    for entry in contents.of_kind("QuestionnaireResponse"):
        for result in responses.read(entry, contents, zone):
            if isinstance(result, responses.Found):
                found.append(result)
            else:
                left_out.append(result)
                refused |= {entry.key} if result.why != responses.NOT_OURS else set()
    return found, refused, left_out
