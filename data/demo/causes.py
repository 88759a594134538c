"""Why a screening ends otherwise than the patient hoped: what is then answered, told or drunk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.demo.clock import days
from data.demo.dice import Dice
from data.demo.people import Person
from data.demo.plans import Plan
from data.tables.vocabulary import Sex, Stage

OFTEN = 0.08
"""How often somebody who goes on to treatment has something to review all the same."""


@dataclass(frozen=True)
class Cause:
    """One thing that is not as it should be. What the rules make of it, they say."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    """On the form, in the place of what a healthy person answers."""
    days_ago: Mapping[str, int] = field(default_factory=dict)
    """Dates on the form."""
    trials: int | None = None
    """Adequate trials that there were; None leaves them to chance."""
    begun: int | None = None
    """Days since another treatment was begun."""
    audit: tuple[int, int, int] | None = None
    """AUDIT-C answers, in the place of the patient's usual ones."""
    of_women: bool = False
    offered: str | None = None
    """What is offered instead, where treatment is not recommended."""

    def fits(self, person: Person, on: date) -> bool:
        """Whether it can be this person's."""
        bears = person.sex is Sex.FEMALE and person.age(on) < 45
        may_be_told = self.trials is None or len(person.antidepressants) <= self.trials
        return may_be_told and (bears or not self.of_women)

    def told(self, on: date) -> dict[str, Any]:
        """What it changes on the form of that day."""
        dated = {id: (on - days(ago)).isoformat() for id, ago in self.days_ago.items()}
        return {**self.answers, **dated}


NOTHING = Cause()
ACUTE = Cause({"indication": "acute_suicidality"})
BEGUN = Cause(begun=14)
PRESSURE = Cause({"screening_bp": [[170, 104], [166, 100]]})
DRINKING = Cause(audit=(3, 3, 3))
PASSING = (BEGUN, PRESSURE, DRINKING)
"""What is over when somebody is screened again."""

DEFERS = (
    BEGUN,
    PRESSURE,
    Cause({"new_diagnosis": True}, trials=0),
    DRINKING,
    Cause({"heart_attack": True}, days_ago={"heart_attack_on": 14}),
)
CARE = "Treatment goes on with the referring practice, with a change of antidepressant"
DECLINES = (
    Cause({"aneurysmal_vascular_disease": True}, offered=f"{CARE}; vascular surgery is told."),
    Cause({"pregnant": True}, of_women=True, offered="Psychotherapy now; asked again after birth."),
    Cause(
        {"alcohol_addiction": True},
        audit=(4, 3, 3),
        offered="Treatment of the addiction at a partner clinic, then screening again.",
    ),
    Cause({"psychosis": "current"}, offered="Seen by the psychiatrist on call the same day."),
    Cause({"raised_intracranial_pressure": True}, offered=f"{CARE} and psychotherapy."),
)
REVIEWS = (
    Cause(trials=1),
    Cause({"psychosis": "history"}),
    Cause({"sleep_apnoea": True}),
    Cause({"substance_use": "history"}),
    Cause({"screening_bp": [[150, 94], [146, 92]]}),
    Cause({"hepatic_impairment": "moderate"}),
)


def cause(dice: Dice, plan: Plan, person: Person, today: date) -> Cause:
    """What is behind the stage that a plan ends in; what must occur at every size goes by turn."""
    turned: dict[Stage, tuple[Sequence[Cause], int]] = {
        Stage.DEFERRED: (DEFERS, plan.turn),
        Stage.DECLINED: (DECLINES, plan.turn // 2),  # every other one was never screened
        Stage.REVIEW: (REVIEWS, plan.turn),
    }
    if plan.stage in turned:
        causes, turn = turned[plan.stage]
        fitting = [each for each in causes if each.fits(person, today)]
        return fitting[turn % len(fitting)]
    if plan.is_acute:
        return ACUTE
    return dice.pick(REVIEWS) if dice.chance(OFTEN) else NOTHING
