"""Which side effects a course brings: to about the published share of patients, then less often."""

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from data.demo.dice import Dice
from data.demo.doses import Dose, Effect
from data.reference.side_effects import side_effects
from data.tables.vocabulary import Route

# Invented, where no study gave a number.
UNPUBLISHED_PERCENT = {"hyperhidrosis": 3.0, "palpitations": 2.0, "panic_attack": 0.5}
BETWEEN = ("headache", "insomnia", "lethargy", "urinary_urgency", "anxiety")
"""Told of the days after, not seen in the chair."""
GRADES: dict[int | None, float] = {1: 68, 2: 23, 3: 3.5, 4: 0.1, None: 5.4}
RETURNS = 0.42
"""How often an effect that came once comes back in the next session; less each time."""
REMOVED = frozenset({"suicide_attempt", "loc", "delusion"})
"""Grave ones are not thrown by rate: a few emergencies tell them."""


@functools.cache
def percents(route: Route) -> dict[str, float]:
    """Percent of patients with each effect over a course of this route, as first published."""
    terms = side_effects().terms.values()
    rates = {term.code: rate.percent for term in terms if (rate := term.rate(route)) is not None}
    return {code: p for code, p in (UNPUBLISHED_PERCENT | rates).items() if code not in REMOVED}


def over(dice: Dice, route: Route, doses: int) -> dict[int, tuple[Effect, ...]]:
    """Effects in the chair by dose number."""
    found: defaultdict[int, list[Effect]] = defaultdict(list)
    for term, percent in percents(route).items():
        if not dice.chance(percent / 100):
            continue
        number, again = 1, RETURNS
        while number < min(doses, 4) and dice.chance(0.35):
            number += 1
        while number <= doses:
            found[number].append(_effect(dice, term))
            number += 1
            while number <= doses and not dice.chance(again):
                number += 1
                again *= 0.75
            again *= 0.85
    return {number: tuple(effects) for number, effects in found.items()}


def _effect(dice: Dice, term: str) -> Effect:
    onset = dice.between(0, 5) if term == "dysgeusia" else dice.near(22, 12, 2, 90)
    grade = dice.weighted(GRADES)
    lasts = dice.near(50 if grade in (1, None) else 80, 25, 10, 240)
    return Effect(term, grade, onset, lasts)


def between(dice: Dice) -> Effect | None:
    """An effect of the days after a dose, with hours for minutes; most doses have none."""
    if not dice.chance(0.02):
        return None
    lasts = None if dice.chance(0.08) else dice.between(3, 60) * 60
    onset = dice.between(10, 60) * 60
    return Effect(dice.pick(BETWEEN), dice.weighted(GRADES), onset, lasts)


# What happened, what was done, and how the session ended, in the words of a session's exception.
EMERGENCIES: Sequence[tuple[Effect, str, dict[str, int]]] = (
    (
        Effect("chest_pain", 3, 35, 25, "Pressure behind the breastbone", action="ECG, observed"),
        "Chest pain at 35 minutes: 12-lead ECG without change, pain gone at 60 minutes; "
        "left with the escort after a physician's look.",
        {"rise": 44, "ready_min": 175},
    ),
    (
        Effect("syncope", 3, 12, 4, "Fainted when the line was placed", action="Laid flat"),
        "Syncope for under a minute; pulse and pressure back within 4 minutes, watched longer.",
        {"rise": -18, "ready_min": 165},
    ),
    (
        Effect(
            "psychosis",
            3,
            30,
            95,
            "Held fixed beliefs about the staff",
            serious=True,
            criteria="Required intervention",
            action="Infusion or further devices stopped, quiet room",
        ),
        "Psychotic symptoms from 30 minutes on, gone at 125 minutes; prescriber called, "
        "next doses only after review.",
        {"cadss6": 22, "ready_min": 240},
    ),
    (
        Effect(
            "suicidal_ideation",
            3,
            95,
            70,
            "New thoughts of suicide after the dose, without a plan",
            action="Risk assessment, safety plan renewed",
        ),
        "Suicidal ideation voiced before leaving: assessed by the prescriber, safety plan "
        "renewed, collected by a relative.",
        {"ready_min": 190},
    ),
    (
        Effect(
            "resp_depression",
            4,
            20,
            15,
            "Respiratory rate 7, SpO2 86 %",
            serious=True,
            criteria="Life-threatening",
            action="Airway opened, oxygen, emergency services called",
        ),
        "Respiratory depression at 20 minutes: oxygen by mask, emergency services called, "
        "breathing normal after 15 minutes, sent to hospital for the night.",
        {"spo2": 86, "rr": 7, "moaas": 1, "ready_min": 210},
    ),
)


def emergency(dose: Dose, which: int) -> Dose:
    """That dose as an emergency."""
    effect, words, readings = EMERGENCIES[which % len(EMERGENCIES)]
    return replace(dose, exception=words, effects=(*dose.effects, effect), **readings)
