"""The whole clinic as a stream of rows."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from data.demo import house, patient, plans, stories
from data.demo.grid import Grid
from data.demo.judged import Judge
from data.demo.ledger import Batch, Ledger
from data.demo.shape import Part, Shape
from data.demo.world import World

AT_A_TIME = 100
"""Patients in memory at once."""


def batches(shape: Shape, seed: int, day: date, judge: Judge) -> Iterator[Batch]:
    """Rows by table, in the order of foreign keys; each piece holds some patients whole."""
    for number in range(shape.parts):
        yield from of_part(Part(shape, number), seed, day, judge)


def of_part(part: Part, seed: int, day: date, judge: Judge) -> Iterator[Batch]:
    """The rows of one part, which refer to no other part."""
    dice = part.dice(seed)
    sites = house.build(part, dice, day)
    yield from sites.rows
    ledger = Ledger(last=part.earlier_rows)
    world = World(seed, day, sites.places, Grid(sites.places, day, seed), ledger, judge)
    if part.number == 0:
        stories.write(world)
        yield from ledger.hand_on()
    rest = plans.plans(dice, part, first=stories.COUNT + part.earlier_patients)
    while some := list(islice(rest, AT_A_TIME)):
        for plan in some:
            patient.write(world, plan)
        yield from ledger.hand_on()
