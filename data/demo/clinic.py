"""The whole clinic as a stream of rows."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from data.demo import house, patient, plans, stories
from data.demo.clock import days
from data.demo.dice import Dice
from data.demo.grid import Grid
from data.demo.ledger import Batch
from data.demo.shape import SHAPES, Size
from data.demo.world import World

AT_A_TIME = 100
"""Patients in memory at once."""
OLDEST_COURSE_DAYS = 1000
"""No course is longer, from inquiry to its last dose, so the clinic was there before all."""


def batches(size: Size, seed: int, day: date) -> Iterator[Batch]:
    """Rows by table, in the order of foreign keys; each part holds some patients whole."""
    shape = SHAPES[size]
    dice = Dice(seed, "clinic")
    clinic = house.build(
        shape.sites, shape.chairs, dice, day, day - days(shape.history_days + OLDEST_COURSE_DAYS)
    )
    yield from clinic.rows
    world = World(seed, day, clinic.places, Grid(clinic.places, day, seed))
    told = stories.write(world)
    yield from world.ledger.hand_on()
    rest = plans.plans(dice, shape, first=told)
    while part := list(islice(rest, AT_A_TIME)):
        for plan in part:
            patient.write(world, plan)
        yield from world.ledger.hand_on()
