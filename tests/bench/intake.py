"""How long the way in takes to show, beside the bare SQL of the same run. Run by hand:

    DATABASE_URL=sqlite:///group.db python -m tests.bench.intake [3m|12m|all]

Prints for the queue and each picture, three times over, what tests.bench.insight prints of figures.
"""

import sys
from collections.abc import Iterator
from functools import partial

from data.queries.queue import Filters
from data.tables.base import now
from services import clinic as house
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground, Period, View
from services.intake import queue
from services.utilization import by_month, decisions, funnel, standing
from tests.bench.insight import Asked, fastest, run
from tests.clinic import OWNER, statements, user

REPEATS = 3
FIGURES = {
    "funnel": funnel.figure,
    "funnel by month": by_month.figure,
    "longer in a stage than expected": standing.figure,
    "decisions": decisions.figure,
    "rules": decisions.rules,
}


def main(period: Period) -> None:
    someone, zone = user(OWNER), house.zone()
    today = now().astimezone(zone).date()
    ground = grounds.stand(someone, "bench", View(grounds.since(period, today), today), zone)
    for _ in range(REPEATS):
        for name, ask in asked(someone, ground):
            took = fastest(ask)
            with statements() as sent:
                ask()
            bare = fastest(partial(run, sent))
            print(f"{name:34} {took:8.1f} {bare:8.1f} {took / max(bare, 0.01):6.1f}")  # noqa: T201


def asked(someone: User, ground: Ground) -> Iterator[Asked]:
    """The first screen of the queue, the same of those who are over, and the pictures."""
    everyone = Filters(queue.WAITING)
    late = Filters(queue.WAITING, over=True)
    yield "queue", partial(queue.show, someone, everyone, ground.zone)
    yield "queue, those over", partial(queue.show, someone, late, ground.zone)
    for name, make in FIGURES.items():
        yield name, partial(make, someone, ground)


if __name__ == "__main__":
    main(Period(sys.argv[1] if len(sys.argv) > 1 else "12m"))
