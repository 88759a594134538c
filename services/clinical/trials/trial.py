"""One prior treatment as it was told, and what cannot be right about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.reference.treatments import treatments

LONGEST_NAME = 200
MG_A_DAY = re.compile(
    r"(\d+(?:\.\d+)?)\s*mg(?:\s*(?:a|per|/)\s*day|\s*(?:per|in|/)\s*24\s*h(?:ours)?|\s+(?:once\s+)?daily)?"
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A treatment of the past or of now; None is "not known", never "none"."""

    kind: str
    """drug, psychotherapy or neurostimulation"""
    name: str
    treatment_class: str | None = None
    """The code of its class, for a name that is not on the list; the list knows its own."""
    dose: str | None = None
    """The highest, with its unit, as told."""
    started_on: date | None = None
    ended_on: date | None = None
    weeks_adequate: int | None = None
    percent_improved: int | None = None
    """At its best; below zero is worse than before."""
    stop_reason: str | None = None
    """A code of the list, or in words."""

    @property
    def stopped_for(self) -> str | None:
        """The code of the reason: "other" for words of their own, None where none was given."""
        if not self.stop_reason:
            return None
        found = treatments().stop_reason(self.stop_reason)
        return found.code if found else "other"

    @property
    def is_current(self) -> bool:
        """Still taken. A reason for stopping says that it is not, even where no end is known."""
        reason = self.stopped_for
        return reason == "still_taking" or (self.ended_on is None and reason is None)

    @property
    def mg_a_day(self) -> float | None:
        """The dose where it reads as one daily number of mg, "200 mg" or "6 mg/24 h"; else None."""
        read = MG_A_DAY.fullmatch((self.dose or "").strip().casefold())
        return float(read[1]) if read else None


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be right about one field, as a sentence to stand beside it."""

    field: str
    words: str


def faults(trial: Trial, on: date) -> list[Fault]:
    """Everything that cannot be right about a trial told on a day; empty where nothing is wrong.

    Improvement goes from -100 to 100: worse than before is an answer too.
    """
    return [*_name_and_dose(trial), *_dates(trial, on), *_numbers(trial, on)]


def days_between(start: date, end: date) -> int:
    """Both days included; 0 where the end comes first."""
    return max(0, (end - start).days + 1)


def _name_and_dose(trial: Trial) -> Iterator[Fault]:
    if not trial.name.strip():
        yield Fault("name", "The treatment has no name.")
    if len(trial.name) > LONGEST_NAME:
        yield Fault("name", f"The name is longer than {LONGEST_NAME} characters.")
    dose = trial.dose or ""
    if any(map(str.isdigit, dose)) and not any(map(str.isalpha, dose)):
        yield Fault("dose", "The dose needs its unit, such as mg.")


def _dates(trial: Trial, on: date) -> Iterator[Fault]:
    start, end = trial.started_on, trial.ended_on
    if start and start > on:
        yield Fault("started_on", "The start lies in the future.")
    if end and end > on:
        yield Fault("ended_on", "The end lies in the future.")
    if start and end and end < start:
        yield Fault("ended_on", "The end lies before the start.")
    if end and trial.stopped_for == "still_taking":
        yield Fault("ended_on", "A treatment that is still taken has no end.")


def _numbers(trial: Trial, on: date) -> Iterator[Fault]:
    weeks, percent = trial.weeks_adequate, trial.percent_improved
    if weeks is not None and weeks < 0:
        yield Fault("weeks_adequate", "Weeks cannot be fewer than 0.")
    elif weeks and trial.started_on:
        possible = days_between(trial.started_on, trial.ended_on or on)
        if 0 < possible < 7 * weeks:
            to = "the end" if trial.ended_on else "today"
            yield Fault("weeks_adequate", f"More weeks than there are from the start to {to}.")
    if percent is not None and not -100 <= percent <= 100:
        yield Fault("percent_improved", "Improvement goes from -100 (worse) to 100 percent.")
