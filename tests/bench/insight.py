"""How long the insight pages' data take, beside the bare SQL of the same run. Run by hand:

    DATABASE_URL=sqlite:///group.db python -m tests.bench.insight [3m|12m|all]

Prints, for each figure, the service in milliseconds, the same statements through the bare driver,
and their ratio; then the sums of each page. Nothing is asserted: machines differ, ratios less.
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa

from data import database
from data.tables.base import now
from data.tables.vocabulary import Role
from services import clinic as house
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground, Period, View
from services.reports.lines import SECTIONS
from tests.clinic import OWNER, statements, user

RUNS = 3

Asked = tuple[str, Callable[[], Any]]


def main(period: Period) -> None:
    someone, zone = user(OWNER), house.zone()
    assert Role.PRACTITIONER in someone.roles
    today = now().astimezone(zone).date()
    ground = grounds.stand(someone, "bench", View(grounds.since(period, today), today), zone)
    for page, figures in pages(someone, ground):
        sums = [0.0, 0.0]
        for name, ask in figures:
            took = fastest(ask)
            with statements() as sent:
                ask()
            bare = fastest(partial(run, sent))
            sums = [sums[0] + took, sums[1] + bare]
            print(f"  {name:46} {took:8.1f} {bare:8.1f} {took / max(bare, 0.01):6.1f}")  # noqa: T201
        print(f"{page:48} {sums[0]:8.1f} {sums[1]:8.1f} {sums[0] / sums[1]:6.1f}")  # noqa: T201


def pages(someone: User, ground: Ground) -> Iterator[tuple[str, list[Asked]]]:
    """The figures that the clinic report prints, which are the main ones of every page."""
    people = grounds.people(someone)
    for section in SECTIONS:
        asked: list[Asked] = []
        for part in section.parts(ground):
            for line in part.lines:
                name = " ".join([line.make.__module__, *map(str, line.more)]).removeprefix(
                    "services."
                )
                asked.append((name, partial(line.figure, someone, part.ground, people)))
        yield section.title, asked


def fastest(ask: Callable[[], Any]) -> float:
    """Milliseconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        began = time.perf_counter()
        ask()
        best = min(best, time.perf_counter() - began)
    return best * 1000


def run(sent: list[tuple[str, Any]]) -> None:
    """The same SELECTs through the driver, their rows fetched and thrown away."""
    with database.engine().execution_options(write=False).connect() as connection:
        cursor = connection.connection.cursor()
        for text, given in sent:
            if text.lstrip().startswith("SELECT"):
                cursor.execute(text, given)
                cursor.fetchall()
        connection.execute(sa.text("SELECT 1"))


if __name__ == "__main__":
    main(Period(sys.argv[1] if len(sys.argv) > 1 else "12m"))
