"""What the entries of one trial come to, as far as they are known: yes, no, or not known."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data.reference.treatments import LeastDose, TreatmentClass, Treatments
from services.clinical.trials.runs import overlapping
from services.clinical.trials.trial import Trial, days_between


@dataclass(frozen=True, slots=True)
class Setting:
    """What trials are counted by: the rules, the day, and the start of the episode if known."""

    rules: Treatments
    on: date
    began: date | None

    def treatment_class(self, trial: Trial) -> TreatmentClass | None:
        """As the list has it, else as told; what is no medicine is a class of its own."""
        listed = self.rules.named(trial.name)
        if listed:
            return listed.treatment_class
        classes = self.rules.classes
        return classes.get(trial.treatment_class or "") or classes.get(trial.kind)

    def least_dose(self, trial: Trial) -> LeastDose | None:
        listed = self.rules.named(trial.name)
        return listed.least_dose if listed else None

    def too_low(self, trial: Trial) -> bool:
        """Whether the highest dose is known and below the least adequate one."""
        least, dose = self.least_dose(trial), trial.mg_a_day
        return least is not None and dose is not None and dose < least.mg


@dataclass(frozen=True, slots=True)
class Evidence:
    """One trial. `least` and `most` bound its days at an adequate dose within the episode."""

    entries: tuple[Trial, ...]
    treatment_class: TreatmentClass | None
    least: float
    most: float
    long_enough: bool | None
    improved: int | None
    """The best that is known, percent."""
    worked: bool | None
    missing: tuple[str, ...]
    """What of the above is not known, each as a clause."""

    @property
    def never_counts(self) -> bool:
        """Not a trial of an antidepressant, whatever came of it."""
        return self.treatment_class is not None and not self.treatment_class.counts

    @property
    def counts(self) -> bool | None:
        """Whether it is a failed adequate trial; None where that is not known."""
        if self.never_counts or self.worked or self.long_enough is False:
            return False
        return None if None in (self.treatment_class, self.worked, self.long_enough) else True

    @property
    def adequate(self) -> bool:
        """A trial of an antidepressant that surely lasted, whatever came of it."""
        return bool(self.treatment_class and self.treatment_class.counts and self.long_enough)


def weigh(entries: Sequence[Trial], setting: Setting) -> Evidence:
    """What entries of one treatment, taken as one trial, come to."""
    cuts = setting.rules.adequate
    needed = 7 * cuts.weeks.value
    least, most = _together(entries, setting)
    long_enough = None if least < needed <= most else least >= needed
    told = [e.percent_improved for e in entries if e.percent_improved is not None]
    best = max(told, default=None)
    worked = None if len(told) < len(entries) else False
    if best is not None and best >= cuts.response_percent.value:
        worked = True
    found = next(filter(None, map(setting.treatment_class, entries)), None)
    missing = [
        *([] if found else ["its class is not known"]),
        *(_unknown_of_days(entries, setting) if long_enough is None else []),
        *(["the improvement is not known"] if worked is None else []),
    ]
    return Evidence(tuple(entries), found, least, most, long_enough, best, worked, tuple(missing))


def _together(entries: Sequence[Trial], setting: Setting) -> tuple[float, float]:
    """Days at an adequate dose of all entries, at least and at most."""
    bounds = [_days(entry, setting) for entry in entries]
    least, most = ([bound[side] for bound in bounds] for side in (0, 1))
    starts = [entry.started_on or date.min for entry in entries]
    ends = [entry.ended_on or setting.on for entry in entries]
    whole = _taken(min(starts), max(ends), setting.began)
    shared = overlapping(entries, setting.on)
    return min(max(least) if shared else sum(least), whole), min(sum(most), whole)


def _days(trial: Trial, setting: Setting) -> tuple[float, float]:
    """Days at an adequate dose within the episode, at least and at most."""
    if setting.too_low(trial):
        return 0, 0
    taken = _taken(trial.started_on or date.min, trial.ended_on or setting.on, setting.began)
    if trial.weeks_adequate is None:
        return 0, taken
    told = 7 * trial.weeks_adequate
    unsure = setting.least_dose(trial) is not None and trial.dose is None
    return 0 if unsure else max(0, told - _before(trial, setting.began)), min(told, taken)


def _taken(start: date, end: date, began: date | None) -> float:
    """Days of the episode from start to end; without any start there may be ever so many."""
    first = max(start, began or date.min)
    return math.inf if first == date.min else days_between(first, end)


def _before(trial: Trial, began: date | None) -> float:
    """Days that it was, or may have been, taken before the episode began."""
    if began is None:
        return 0
    return math.inf if trial.started_on is None else max(0, (began - trial.started_on).days)


def _unknown_of_days(entries: Sequence[Trial], setting: Setting) -> Iterator[str]:
    entries = [entry for entry in entries if not setting.too_low(entry)]
    if any(entry.weeks_adequate is None for entry in entries):
        yield "weeks at an adequate dose are not known"
    if any(entry.dose is None and setting.least_dose(entry) for entry in entries):
        yield "the highest dose is not known"
    if setting.began and any(entry.started_on is None for entry in entries):
        yield "whether it began before this episode is not known"
    elif any(_before(entry, setting.began) for entry in entries):
        yield "how many of its weeks lie in this episode is not known"
    if overlapping(entries, setting.on):
        yield "weeks of overlapping entries may be the same weeks"
