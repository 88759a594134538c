"""Which entries of one treatment are one trial: those without a day between them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from services.clinical.trials.trial import Trial


def is_dated(trial: Trial) -> bool:
    """Whether it is known from when to when it was taken."""
    return trial.started_on is not None and (trial.ended_on is not None or trial.is_current)


def without_gaps(entries: Sequence[Trial], on: date) -> Iterator[list[Trial]]:
    """Dated entries of one treatment, oldest first, those without a day between them together."""
    run: list[Trial] = []
    until = date.min
    for entry in sorted(entries, key=lambda each: each.started_on or date.min):
        if run and entry.started_on and entry.started_on > until + timedelta(days=1):
            yield run
            run = []
        run.append(entry)
        until = max(until, entry.ended_on or on)
    if run:
        yield run


def overlapping(entries: Sequence[Trial], on: date) -> bool:
    """Whether entries share days or, undated, may share some: their weeks may be the same weeks.

    A change of dose ends one entry and begins the next on the same day; that day alone is none.
    """
    if len(entries) == 1:
        return False
    if not all(map(is_dated, entries)):
        return True
    spans = sorted((each.started_on or on, each.ended_on or on) for each in entries)
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))
