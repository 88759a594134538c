"""One questionnaire while it is gathered from its resource or resources."""

from collections.abc import Sequence
from datetime import datetime

from data.formats.fhir import answers
from data.formats.fhir.answers import Options
from data.formats.fhir.codes import SCREENED_FIRST, SCREENING_PAIR, Place
from data.formats.fhir.contents import Entry
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import Valued
from data.formats.fhir.subjects import Subject, whose
from data.formats.records import Answers, AssessmentRecord
from data.reference import instrument

NOT_ANSWERED = "None of its questions is answered."
ONLY_TWO = "It holds only the first two questions: a PHQ-2 or GAD-2, not the whole form."
MAYBE_PHQ8 = "Question 9 is not on this form, which may be a PHQ-8; question 9 stays unknown."
TOTAL_UNREADABLE = "The recorded total is not a whole number, so it was passed over."


class Sheet:
    """Gathers answers and totals; what is there twice or cannot be read is Refused."""

    def __init__(self, instrument_id: str) -> None:
        self.instrument = instrument_id
        self.points: dict[int, int | None] = {}
        self.totals: set[int] = set()
        self.notes: list[str] = []

    def take(self, place: Place, given: Sequence[Valued], options: Options) -> None:
        """Everything the file gives as the answer to one question, or as the total."""
        if len(given) > 1 or place.question in self.points:
            raise Refused(f"The file answers {place} more than once.")
        if place.question is None:
            self._take_total(given)
        else:
            reading = answers.read(given[0], place, options) if given else answers.Reading(None)
            self.points[place.question] = reading.points
            self.notes += [reading.note] if reading.note else []

    def record(
        self, entry: Entry, person: Subject, at: datetime, notes: Sequence[str]
    ) -> AssessmentRecord:
        """The finished assessment; else Refused."""
        pair = self.instrument in SCREENED_FIRST and set(self.points) == SCREENING_PAIR
        if pair and not self.totals:
            raise Refused(ONLY_TWO)
        if len(self.totals) > 1:
            raise Refused("The file records two different totals for it.")
        answered = self._answers()
        if answered is None and not self.totals:
            raise Refused(TOTAL_UNREADABLE if TOTAL_UNREADABLE in self.notes else NOT_ANSWERED)
        return AssessmentRecord(
            **whose(entry, person, [*notes, *self.notes]),
            instrument=self.instrument,
            answers=answered,
            recorded_total=next(iter(self.totals), None),
            happened_at=at,
        )

    def _take_total(self, given: Sequence[Valued]) -> None:
        total = answers.total(given[0]) if given else None
        if total is not None:
            self.totals.add(total)
        elif given:
            self.notes.append(TOTAL_UNREADABLE)

    def _answers(self) -> Answers | None:
        """By question; None where no question is answered, as when only a total came."""
        count = len(instrument(self.instrument).items)
        if all(points is None for points in self.points.values()):
            return None
        if self.instrument == "phq9" and set(self.points) == set(range(count - 1)):
            self.notes.append(MAYBE_PHQ8)
        return tuple(self.points.get(question) for question in range(count))
