"""What a score raises beside its total: single answers, cuts by sex, syndromes."""

from collections.abc import Iterator

from data.reference import Instrument, Symptoms
from services.clinical.answers import Given


def raised(
    instrument: Instrument, answers: Given, total: int | None, sex: str | None
) -> Iterator[str]:
    """The ids of the flags. `answers` holds the items that apply, None where not answered.

    An item not answered raises its "unknown" flag, never its own. Cuts need the total, and
    syndromes every answer.
    """
    for flag in instrument.item_flags:
        answer = answers[flag.item]
        if answer is None:
            yield flag.unknown
        elif answer >= flag.at_least:
            yield flag.id
    for cut in instrument.total_flags:
        if total is not None and total >= cut.by_sex.get(sex or "", cut.at_least):
            yield cut.id
    if instrument.symptoms:
        yield from _syndromes(instrument.symptoms, answers)


def _syndromes(symptoms: Symptoms, answers: Given) -> Iterator[str]:
    present = set()
    for item_id, answer in answers.items():
        if answer is None:
            return
        if answer >= symptoms.exceptions.get(item_id, symptoms.at_least):
            present.add(item_id)
    if present.isdisjoint(symptoms.core):
        return
    for syndrome in symptoms.syndromes:
        if syndrome.low <= len(present) <= syndrome.high:
            yield syndrome.id
