"""What was tried before and what is taken now, told so that it counts as it was planned."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.demo.case import Case
from data.demo.causes import Cause
from data.demo.clock import days
from data.demo.dice import Dice
from data.demo.medicines import ADDED, ANTIDEPRESSANTS, STIMULATED, TALKED
from data.demo.people import Person
from data.reference.treatments import Treatment, treatments
from data.tables import Medication, TreatmentTrial

NEWEST = "Vortioxetine"
"""What is begun where another treatment was begun lately."""
FAILED_FOR = {"no_benefit": 40, "too_little_benefit": 35, "side_effects": 20, "cost": 5}


@dataclass(frozen=True)
class Tried:
    """One treatment; without `ended` it goes on. `improved` in percent, at its best."""

    name: str
    started: date
    ended: date | None
    weeks: int
    improved: int
    stopped: str

    @property
    def listed(self) -> Treatment:
        found = treatments().named(self.name)
        assert found is not None, f"{self.name} is not on the list of treatments"
        return found

    @property
    def adequate(self) -> bool:
        """An antidepressant that was taken long enough, whatever came of it."""
        return (
            self.listed.treatment_class.counts and self.weeks >= treatments().adequate.weeks.value
        )

    @property
    def failed(self) -> bool:
        return self.adequate and self.improved < treatments().adequate.response_percent.value


@dataclass(frozen=True)
class History:
    """Everything that was tried, and when the present episode of depression began if told."""

    tried: tuple[Tried, ...]
    began: date | None

    def answers(self) -> dict[str, Any]:
        """What the rules ask of it, as it is counted from the record."""
        current = [each.started for each in self.tried if each.ended is None]
        talked = any(each.listed.treatment_class.kind == "psychotherapy" for each in self.tried)
        return {
            "adequate_trials_all": sum(each.adequate for each in self.tried),
            "adequate_trials_count": sum(each.failed for each in self.tried),
            "psychotherapy_tried": talked,
            "current_treatment": bool(current),
            "current_treatment_start": max(current).isoformat() if current else None,
        }


UNTOLD = History((), None)


def recall(dice: Dice, person: Person, cause: Cause, asked_on: date, begun: date | None) -> History:
    """A history with as many adequate trials as the cause says, each of them failed.

    What is taken now is one of them; `begun` is when another treatment was, too lately to count.
    """
    adequate = dice.between(2, 5) if cause.trials is None else cause.trials
    if adequate == 0:
        return History((), asked_on - days(dice.between(30, 80)))
    going_on = _going_on(dice, person, asked_on)
    if begun is not None:
        weeks = max(0, (asked_on - begun).days // 7)
        going_on.append(Tried(NEWEST, begun, None, weeks, 10, "still_taking"))
    left = [name for name in ANTIDEPRESSANTS if name not in {each.name for each in going_on}]
    dice.random.shuffle(left)
    missing = max(0, adequate - sum(each.adequate for each in going_on))
    past = [(left.pop(), dice.between(6, 30)) for _ in range(missing)]
    if dice.chance(0.25):
        past.append((left.pop(), dice.between(1, 3)))
    if dice.chance(0.15):
        past.append((dice.pick(list(ADDED)), dice.between(4, 16)))
    if dice.chance(0.5):
        past.append((dice.pick(TALKED), dice.between(8, 30)))
    if dice.chance(0.03):
        past.append((STIMULATED, 6))
    dice.random.shuffle(past)
    tried = (*going_on, *_backwards(dice, past, asked_on))
    first = min(each.started for each in tried)
    return History(tried, first - days(dice.between(20, 200)) if dice.chance(0.7) else None)


def _going_on(dice: Dice, person: Person, asked_on: date) -> list[Tried]:
    """The antidepressants among the medicines, which have not helped enough."""
    return [
        Tried(
            name=taken.name,
            started=person.started(taken),
            ended=None,
            weeks=min(30, (asked_on - person.started(taken)).days // 7),
            improved=dice.between(0, 9) * 5,
            stopped="still_taking",
        )
        for taken in person.antidepressants
    ]


def _backwards(dice: Dice, past: list[tuple[str, int]], asked_on: date) -> list[Tried]:
    """One after the other, the first of them ended last."""
    tried: list[Tried] = []
    ended = asked_on - days(dice.between(10, 90))
    for name, weeks in past:
        started = ended - days(7 * weeks + dice.between(0, 40))
        short = weeks < treatments().adequate.weeks.value
        stopped = "side_effects" if short else dice.weighted(FAILED_FOR)
        tried.append(Tried(name, started, ended, weeks, dice.between(0, 9) * 5, stopped))
        ended = started - days(dice.between(10, 400))
    return tried


def write(case: Case, told_at: datetime, history: History) -> None:
    """The rows of all that was tried, and of a medicine that was begun since the first contact."""
    known = {taken.name for taken in case.person.medicines}
    by, patient = case.place.desk, {"patient_id": case.person.id}
    for each in history.tried:
        found = each.listed.treatment_class
        case.enter(
            TreatmentTrial,
            told_at,
            by,
            **patient,
            kind=found.kind,
            treatment_class=found.code,
            name=each.name,
            dose=(ANTIDEPRESSANTS | ADDED).get(each.name),
            started_on=each.started,
            ended_on=each.ended,
            weeks_adequate=each.weeks,
            percent_improved=each.improved,
            stop_reason=each.stopped,
        )
        if each.ended is None and each.name not in known:
            taken = {"name": each.name, "interacts": None, "started_on": each.started}
            case.enter(Medication, told_at, by, **patient, **taken, stopped_on=None)
