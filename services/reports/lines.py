"""What the clinic report holds, in order: a figure more is a line more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.queries.insight.doses import Column
from data.queries.insight.effects import Per
from data.tables.vocabulary import Route
from services.access import User
from services.caseload import People
from services.insight import ground as grounds
from services.insight.figure import Figure, Make
from services.insight.ground import Ground, route_words
from services.outcomes import compare, sessions, shares, shift, times, weeks
from services.reports import effect_facts, outcome_facts
from services.side_effects import columns, medicines, pressure, serious, terms, timing
from services.utilization import (
    by_month,
    decisions,
    funnel,
    heat,
    minutes,
    no_show,
    overruns,
    standing,
    summary,
)

Fact = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One figure: `make(user, ground, *more)`, with `people` named after those, where it asks for
    the names of groups. Two that are half as wide stand side by side."""

    make: Make
    more: tuple[Any, ...] = ()
    half: bool = False
    named: bool = False

    def figure(self, user: User | None, ground: Ground, people: People) -> Figure:
        """Make it."""
        return self.make(user, ground, *self.more, *([people] if self.named else []))


Facts = Callable[[User | None, Ground], list[Fact]]
"""Label and words of what stands before the figures."""


@dataclass(frozen=True)
class Part:
    """Figures on one ground; without a title there is no other in its section."""

    title: str
    ground: Ground
    lines: Sequence[Line]
    facts: Facts | None


@dataclass(frozen=True)
class Section:
    """`months` is how far back it looks at least, to have an answer at all; `why` says so."""

    title: str
    lines: Sequence[Line]
    facts: Facts | None = None
    by_route: bool = False
    """Facts and lines for one route after the other, because the two are never mixed."""
    also: Sequence[Line] = ()
    """Of both routes together, at the end."""
    months: int = 1
    why: str = ""

    def parts(self, ground: Ground) -> list[Part]:
        """What to print, in order."""
        if not self.by_route:
            return [Part("", ground, [*self.lines, *self.also], self.facts)]
        routes = [ground.view.route] if ground.view.route else list(Route)
        found = [
            Part(route_words(each), grounds.of_route(ground, each), self.lines, self.facts)
            for each in routes
        ]
        return [*found, Part("", ground, self.also, None)] if self.also else found


def _serious(user: User | None, ground: Ground) -> Figure:
    """Counted and not listed, whoever asks: a report names nobody."""
    return serious.figure(user, replace(ground, minimum=ground.minimum or 1))


SECTIONS = [
    Section(
        "Outcomes",
        [
            Line(shares.figure, ("response",), half=True),
            Line(shares.figure, ("remission",), half=True),
            Line(shift.figure),
            Line(times.to_response, (None,), half=True, named=True),
            Line(times.to_relapse, (None,), half=True, named=True),
            Line(compare.published, ("response",)),
            Line(weeks.figure, half=True),
            Line(sessions.figure, half=True),
        ],
        facts=outcome_facts.facts,
        months=12,
        why="Courses by their first dose. It takes months to see what a course did, so this part "
        "looks back at least twelve.",
    ),
    Section(
        "Side effects",
        [
            Line(terms.figure, (Per.PATIENTS,)),
            Line(columns.figure, (Column.NUMBER,)),
            Line(pressure.figure, ("systolic",), half=True),
            Line(pressure.figure, ("diastolic",), half=True),
            Line(medicines.figure),
            Line(timing.figure),
        ],
        facts=effect_facts.facts,
        by_route=True,
        also=[Line(_serious)],
    ),
    Section(
        "Utilization",
        [
            Line(summary.figure, named=True),
            Line(heat.figure),
            Line(minutes.figure),
            Line(no_show.figure, half=True),
            Line(funnel.figure, half=True),
            Line(overruns.figure),
            Line(by_month.figure),
            Line(standing.figure),
            Line(decisions.figure, half=True),
            Line(decisions.rules, half=True),
        ],
    ),
]
