"""What will have become of each patient: decided first, so that everything else can fit it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from data.demo.dice import Dice
from data.demo.shape import Part, Shape
from data.reference.protocols import Protocol, protocols
from data.tables.vocabulary import Route, Stage

IV, NASAL = "IV-STD-6", "SPR-TRD"
IN_TREATMENT = (Stage.INDUCTION, Stage.CONTINUATION, Stage.MAINTENANCE)
UNDECIDED = (Stage.INQUIRY, Stage.REFERRED, Stage.SCREENING, Stage.DECLINED)
"""Where the route is not chosen yet, or never was."""
DOSED = (*IN_TREATMENT, Stage.COMPLETED, Stage.DISCONTINUED, Stage.LOST)


class Outcome(StrEnum):
    """How PHQ-9 stands at the end of induction, against baseline."""

    REMISSION = "remission"
    RESPONSE = "response"
    PARTIAL = "partial"
    NONE = "none"
    WORSE = "worse"


# Together about half respond and a third remit; who is well stays, who is not leaves.
STAYS = {Outcome.REMISSION: 43, Outcome.RESPONSE: 25, Outcome.PARTIAL: 22, Outcome.NONE: 10}
EVERYONE = {
    Outcome.REMISSION: 32,
    Outcome.RESPONSE: 20,
    Outcome.PARTIAL: 22,
    Outcome.NONE: 18,
    Outcome.WORSE: 8,
}
LEAVES = {Outcome.REMISSION: 16, Outcome.RESPONSE: 14, Outcome.PARTIAL: 26, Outcome.NONE: 32}
OUTCOMES = {
    Stage.MAINTENANCE: STAYS,
    Stage.CONTINUATION: STAYS,
    Stage.COMPLETED: STAYS,
    Stage.DISCONTINUED: LEAVES | {Outcome.WORSE: 12},
}


@dataclass(frozen=True)
class Plan:
    """The course of one episode. `doses` were given, the last one `last_ago` days ago.

    `turn` counts those before with the same stage: what must occur at every size goes by it.
    """

    number: int
    site_id: int
    stage: Stage
    route: Route | None
    outcome: Outcome
    doses: int = 0
    last_ago: int = 0
    turn: int = 0
    emergency: int | None = None
    """Which of the told emergencies happens."""
    on_hold: bool = False
    books_ahead: bool = True

    @property
    def protocol(self) -> Protocol:
        return protocols()[IV if self.route is Route.IV else NASAL]

    @property
    def is_acute(self) -> bool:
        """Whether acute suicidal ideation was named at intake, yesterday."""
        return self.stage is Stage.SCREENING and self.turn == 1

    @property
    def induction(self) -> int:
        """Doses of a whole induction."""
        return self.protocol.phases[0].count or 0


def plans(dice: Dice, part: Part, first: int) -> Iterator[Plan]:
    """One plan a patient, numbered from `first`, in an order of chance."""
    shape = part.shape
    stages = [stage for stage, patients in shape.patients.items() for _ in range(patients)]
    dice.random.shuffle(stages)
    turns: Counter[Stage] = Counter()
    courses = 0
    for number, stage in enumerate(stages, start=first):
        courses += stage in DOSED
        which, rest = divmod(courses, shape.emergency_every)
        emergency = which - 1 if stage in DOSED and rest == 0 else None
        yield _plan(dice, part, number, stage, turns[stage], emergency)
        turns[stage] += 1


def _plan(
    dice: Dice, part: Part, number: int, stage: Stage, turn: int, emergency: int | None
) -> Plan:
    treated = stage in IN_TREATMENT
    on_hold = treated and turn % 12 == 5
    plan = Plan(
        number=number,
        site_id=dice.between(min(part.sites), max(part.sites)),
        stage=stage,
        route=None if stage in UNDECIDED else dice.weighted({Route.IV: 45, Route.NASAL: 55}),
        outcome=dice.weighted(OUTCOMES.get(stage, EVERYONE)),
        turn=turn,
        emergency=emergency,
        on_hold=on_hold,
        books_ahead=treated and not on_hold and turn % 9 != 7,
    )
    if stage not in DOSED:
        return plan
    doses = _doses(dice, plan)
    return replace(plan, doses=doses, last_ago=_last_ago(dice, part.shape, plan, doses))


def _doses(dice: Dice, plan: Plan) -> int:
    """How many doses fit the stage that was reached."""
    whole = plan.induction
    further = whole + 4
    # Boosters of infusions lie four weeks apart, so fewer fill as many years.
    most = 26 if plan.route is Route.IV else 55
    many = min(most, round(dice.random.expovariate(1 / 22)))
    if plan.stage is Stage.INDUCTION:
        return dice.between(1, whole - 1)
    if plan.stage is Stage.CONTINUATION:
        return dice.between(whole, further - 1)
    if plan.stage is Stage.MAINTENANCE:
        return further + 1 + many
    if plan.stage is Stage.COMPLETED:
        short = plan.route is Route.IV and dice.chance(0.55)
        return whole if short else further + 2 + many
    return dice.between(2, further) if dice.chance(0.7) else further + 1 + many


def _last_ago(dice: Dice, shape: Shape, plan: Plan, doses: int) -> int:
    """Days since the last dose: within the usual gap while in treatment, else long ago."""
    if plan.stage in IN_TREATMENT:
        gap = plan.protocol.phase_of(doses + 1).usual.target_gap_days
        return dice.between(1, gap) + (dice.between(3, 10) if plan.on_hold else 0)
    return dice.between(70, shape.history_days)
