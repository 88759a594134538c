"""What one dose did: milligrams, pressure, sedation, effects and the time to leave."""

from dataclasses import dataclass

from data.demo.dice import Dice
from data.demo.people import Person
from data.demo.plans import Plan
from data.reference.protocols import Protocol
from data.tables.vocabulary import Route


@dataclass(frozen=True)
class Effect:
    """A side effect. Times in minutes; without `lasts` it is not known to have ended."""

    term: str
    grade: int | None
    onset_min: int
    lasts: int | None
    text: str | None = None
    serious: bool = False
    criteria: str | None = None
    action: str | None = None


@dataclass(frozen=True)
class Dose:
    """One dose given. Pressures in mmHg; `ready_min` counts from its start."""

    mg: float
    start_min: int
    """Minutes after the booked time."""
    ready_min: int
    sbp: int
    dbp: int
    rise: int
    spo2: int = 97
    rr: int = 14
    moaas: int = 5
    cadss6: int = 0
    minutes: int | None = None
    exception: str | None = None
    effects: tuple[Effect, ...] = ()


def milligrams(protocol: Protocol, person: Person, number: int, steps_up_at: int | None) -> float:
    """By weight for an infusion; in devices for the nose, more from dose `steps_up_at` on."""
    rule = protocol.dose
    if rule.usual_mg_per_kg is not None:
        return round(rule.usual_mg_per_kg * person.weight_kg, 1)
    if number == 1:
        return rule.first_mg[0]
    up = steps_up_at is not None and number >= steps_up_at
    return max(rule.later_mg) if up else min(rule.later_mg)


def throw(
    dice: Dice,
    plan: Plan,
    person: Person,
    number: int,
    steps_up_at: int | None,
    effects: tuple[Effect, ...],
) -> Dose:
    """The dose with this number. Pressure rises towards 40 minutes, most in the first sessions."""
    nasal = plan.route is Route.NASAL
    settled = max(0.75, 1.1 - 0.05 * number)
    rise = dice.near(person.reacts * settled, 8, -6, 62)
    dissociated = any(effect.term == "dissociation" for effect in effects)
    observed = 120 if nasal else 100
    stays = 0 if dice.chance(0.55) else dice.near(6, 8, 0, 45)
    late = stays + (12 if rise >= 40 else 0)
    sbp = dice.near(person.sbp, 6, 92, 152)
    return Dose(
        mg=milligrams(plan.protocol, person, number, steps_up_at),
        start_min=dice.near(38, 9, 25, 70) if dice.chance(0.06) else dice.between(10, 20),
        ready_min=observed + late,
        sbp=sbp,
        dbp=min(dice.near(person.dbp, 4, 52, 96), sbp - 24),
        rise=rise,
        spo2=dice.near(97, 1.2, 93, 100),
        moaas=dice.weighted({5: 58, 4: 27, 3: 12, 2: 3}),
        cadss6=dice.between(4, 15) if dissociated else dice.near(1, 1.4, 0, 3),
        minutes=plan.protocol.dose.minutes,
        exception=f"Late: +{late} min" if late >= 12 else None,
        effects=effects,
    )
