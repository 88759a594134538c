"""Who stands in a stage for longer than it is expected to take, as of today."""

from dataclasses import dataclass

from data.queries import queue as queries
from data.queries.queue import Filters
from data.reference.stages import StageRow, stages
from data.tables.vocabulary import Stage
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground
from services.insight.once import once

OVER, WITHIN = "longer than expected", "within the days expected"


@dataclass(frozen=True)
class Standing:
    """The people of one stage, over its expected days and within them. None is hidden."""

    row: StageRow
    over: int | None
    within: int | None

    @property
    def people(self) -> int | None:
        return opening.total([self.over, self.within])


def timed() -> tuple[StageRow, ...]:
    """Stages from the first call to treatment that are to be over by some day, in their order."""
    return tuple(
        row
        for stage in Stage
        if (row := stages().rows[stage]).expected_days is not None or stage is Stage.DEFERRED
    )


def untimed() -> tuple[StageRow, ...]:
    """Those that have no such day, and end nothing."""
    rest = (stages().rows[stage] for stage in Stage)
    return tuple(row for row in rest if row not in timed() and not row.closes)


@once
def stuck(user: User | None, ground: Ground) -> tuple[Standing, ...]:
    """By stage, whatever the period."""
    with acting(user, Action.VIEW_NUMBERS, about="longer in a stage than expected") as session:
        counts = queries.counts(session, filters(ground), ground.today)
    found = []
    for row in timed():
        people, over = counts.people.get(row.stage, 0), counts.over.get(row.stage, 0)
        shown = opening.parts(ground, {OVER: over, WITHIN: people - over})
        found.append(Standing(row, shown[OVER], shown[WITHIN]))
    return tuple(found)


def filters(ground: Ground, *of: Stage) -> Filters:
    """The page's filter without its period."""
    view = ground.view
    return Filters(of, view.site_id, view.practitioner_id, route=view.route)
