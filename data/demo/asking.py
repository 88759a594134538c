"""How somebody answers at screening, as chance and the plan have it."""

from dataclasses import dataclass
from datetime import date

from data.demo import mood, scores
from data.demo.asked import Asked
from data.demo.causes import Cause
from data.demo.dice import Dice
from data.demo.people import Person
from data.demo.tried import History

EVER_HARMED = 0.15
PLANS = (
    ["psychotherapy", "antidepressant", "follow-up"],
    ["psychotherapy", "antidepressant", "lifestyle", "follow-up"],
    ["antidepressant", "follow-up"],
)
REMARKS = (
    "Comes by bus; the sister drives home.",
    "Afraid of needles.",
    "Works nights until the end of the month.",
)


@dataclass(frozen=True)
class Traits:
    """What is the same each time that somebody is screened."""

    history: History
    harmed: bool
    had_plan: bool
    rated: bool
    """Whether a clinician rates depression as well."""


def traits(dice: Dice, history: History, *, rated: bool) -> Traits:
    """Drawn once an episode; `rated` says that one is rated for sure."""
    harmed = dice.chance(EVER_HARMED)
    return Traits(history, harmed, harmed and dice.chance(0.6), rated or dice.chance(0.3))


def throw(
    dice: Dice,
    person: Person,
    line: mood.Mood,
    cause: Cause,
    on: date,
    always: Traits,
) -> Asked:
    """A pass through screening on that day."""
    phq9 = mood.at_intake(dice, line)
    item9 = phq9[scores.ITEM9] or 0
    return Asked(
        on=on,
        cause=cause,
        history=always.history,
        phq9=phq9,
        cssrs=_cssrs(dice, item9, always.harmed),
        audit=cause.audit or person.audit,
        madrs=mood.rated(dice, sum(answer or 0 for answer in phq9)) if always.rated else None,
        pressures=_pressures(dice, person),
        had_plan=always.had_plan,
        more={
            "outside_records": dice.chance(0.7),
            "urine_drug_screen": dice.weighted({"not_done": 60, "negative": 40}),
            "ride_home_arranged": dice.chance(0.9),
            "comprehensive_plan": dice.pick(PLANS),
            "remarks": dice.pick(REMARKS) if dice.chance(0.15) else None,
        },
    )


def _pressures(dice: Dice, person: Person) -> list[list[int]]:
    """Two readings, seated; the second is mostly a little lower."""
    calmer = dice.between(0, 4)
    return [[person.sbp, person.dbp], [person.sbp - calmer, person.dbp - calmer // 2]]


def _cssrs(dice: Dice, item9: int, harmed: bool) -> list[int | None]:
    """Questions 1 to 5, then behaviour ever and in three months; blank where the form skips."""
    thoughts = item9 >= 2 or (item9 == 1 and dice.chance(0.4))
    deeper = [int(dice.chance(chance)) for chance in (0.3, 0.08, 0.03)] if thoughts else [None] * 3
    recent = int(dice.chance(0.06)) if harmed else None
    return [int(item9 > 0 or thoughts), int(thoughts), *deeper, int(harmed), recent]
