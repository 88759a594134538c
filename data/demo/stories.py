"""A few patients whose story is set by hand, so that pictures and walk-throughs stay the same."""

from data.demo import ada, patient
from data.demo.plans import Outcome, Plan
from data.demo.world import World
from data.tables.vocabulary import Route, Sex, Stage

COUNT = 3


def write(world: World) -> None:
    """Writes them all, numbered from 0."""
    ada.write(world, number=0)
    _a_name_with_marks(world, number=1)
    _two_courses(world, number=2)


def _a_name_with_marks(world: World, number: int) -> None:
    """A name that must come through every page, file and search unharmed."""
    plan = Plan(number, 1, Stage.MAINTENANCE, Route.IV, Outcome.REMISSION, doses=13, last_ago=9)
    named = {"family": "O'Neill-Łukasz", "given": "José María", "preferred": "Chema"}
    patient.write(world, plan, sex=Sex.MALE, language="es", **named)


def _two_courses(world: World, number: int) -> None:
    """Infusions completed last year; back, and on Spravato since two weeks."""
    first = Plan(number, 1, Stage.COMPLETED, Route.IV, Outcome.RESPONSE, doses=6, last_ago=260)
    again = Plan(number, 1, Stage.INDUCTION, Route.NASAL, Outcome.RESPONSE, doses=4, last_ago=2)
    patient.write(world, first, again, family="Varela", given="Inês", sex=Sex.FEMALE)
