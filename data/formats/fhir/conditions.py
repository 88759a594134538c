"""A FHIR Condition to a diagnosis in words."""

from datetime import tzinfo
from typing import Any

from data.formats.fhir import words
from data.formats.fhir.certainty import confirmed, doubt
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.days import OVER, day, unread, within
from data.formats.fhir.extensions import told
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Period, Reference, Shape, shaped
from data.formats.fhir.subjects import subject, whose
from data.formats.fhir.times import written
from data.formats.fhir.words import Coded
from data.formats.records import ConditionRecord

NO_DATE = "The file tells when it began or ended in another way than by a date."


class Condition(Shape):
    clinicalStatus: Coded = None
    verificationStatus: Coded = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    onsetDateTime: str | None = None
    onsetPeriod: Period | None = None
    onsetAge: Any = None
    onsetRange: Any = None
    onsetString: str | None = None
    abatementDateTime: str | None = None
    abatementPeriod: Period | None = None
    abatementAge: Any = None
    abatementRange: Any = None
    abatementString: str | None = None
    abatementBoolean: bool | None = None
    """Only in STU3."""
    recordedDate: str | None = None
    assertedDate: str | None = None
    """What STU3 calls recordedDate."""

    @property
    def told_otherwise(self) -> bool:
        """Whether an age or words stand where a date might."""
        onset = (self.onsetAge, self.onsetRange, self.onsetString)
        return any([*onset, self.abatementAge, self.abatementRange, self.abatementString])


def read(entry: Entry, contents: Contents, zone: tzinfo) -> ConditionRecord:
    """The diagnosis; else Refused."""
    condition = shaped(Condition, entry.resource)
    confirmed(condition.verificationStatus)
    name = words.name(condition.code)
    if name is None or words.says_nothing(name):
        raise Refused("It does not name a condition in words.")
    beside = (entry.resource.get(f"_{name}DateTime") for name in ("onset", "abatement"))
    since = told(day(condition.onsetDateTime, zone), next(beside)) or within(
        condition.onsetPeriod, zone
    )
    ended = told(day(condition.abatementDateTime, zone), next(beside)) or within(
        condition.abatementPeriod, zone
    )
    if since and ended and ended.latest < since.earliest:
        raise Refused("It ends before it begins.")
    over = _is_over(condition)
    notes = [
        *doubt(condition.verificationStatus),
        *([NO_DATE] if condition.told_otherwise else []),
        *([OVER] if over and ended is None else []),
        *unread((condition.onsetDateTime, since), (condition.abatementDateTime, ended)),
        *filter(None, [fault(entry.resource)]),
    ]
    return ConditionRecord(
        **whose(entry, subject(condition.subject, entry, contents), notes),
        name=name,
        since=since,
        ended=ended,
        over=over,
        noted_at=written(condition.recordedDate or condition.assertedDate, zone),
    )


def _is_over(condition: Condition) -> bool:
    over = {"inactive", "resolved", "remission"} & words.codes(condition.clinicalStatus)
    return bool(over) or condition.abatementBoolean is True
