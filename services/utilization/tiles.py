"""The figures at the top of the page, each with what it is of and how it went over time."""

from dataclasses import dataclass
from typing import Any

from data.queries.insight.chairs import By
from services.access import User
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.utilization import attendance, chairs, completion, flow, series, third_next
from services.utilization.shares import interval, percent, words


@dataclass(frozen=True)
class Tile:
    """One figure in words. `course` has its values over time;
    `number` opens by a link in the words `link`."""

    kpi: str
    label: str
    value: str
    below: str
    course: tuple[float, ...]
    link: str
    number: str


def tiles(user: User | None, ground: Ground) -> list[Tile]:
    """In the order in which they are shown."""
    by = series.grain(ground)
    return [
        _use(user, ground, by),
        _no_show(user, ground, by),
        _waiting(user, ground),
        _third_next(user, ground),
        _done(user, ground, "induction_completed", "Induction completed", "closed"),
        _done(user, ground, "rems_on_time", "REMS on time", "due"),
    ]


def _use(user: User | None, ground: Ground, by: By) -> Tile:
    use = chairs.use(user, ground)
    course = [each.actual for _, each in _in_order(chairs.by_group(user, ground, by))]
    total = use.total
    return Tile(
        kpi="chair_use",
        label="Chair use, actual",
        value=percent(total.actual) or "not known",
        below=f"scheduled {percent(total.scheduled)}" if use.known else "no opening hours",
        course=_known(course),
        link=f"{total.visits:,} in a chair" if ground.names else "Who was in a chair",
        number="chair-use",
    )


def _no_show(user: User | None, ground: Ground, by: By) -> Tile:
    rate = attendance.attendance(user, ground).no_show
    course = attendance.by_group(user, ground, by)["no_show"].values()
    return Tile(
        kpi="no_show",
        label="No-show",
        value=words(rate),
        below=_of(rate, "counted"),
        course=_known([each.share for each in course], any(each.is_hidden for each in course)),
        link="Who did not come",
        number="fate-no_show",
    )


def _waiting(user: User | None, ground: Ground) -> Tile:
    found = flow.waiting(user, ground)
    known = found.median is not None
    return Tile(
        kpi="inquiry_to_first_dose",
        label="Inquiry to first dose",
        value=f"{found.median:.0f} days" if known else "not known",
        below=f"median, {_ninety(found)}" if known else _no_median(found),
        course=tuple(flow.medians(user, ground).values()),
        link="Who still waits",
        number="first-dose-open",
    )


def _ninety(found: flow.Waiting) -> str:
    if found.ninety is not None:
        return f"90 % within {found.ninety:.0f}"
    return "too few for 90 %" if "ninety" in found.few else "90 % not reached"


def _no_median(found: flow.Waiting) -> str:
    return "too few to tell" if "median" in found.few else "most still wait"


def _third_next(user: User | None, ground: Ground) -> Tile:
    value, each = third_next.words(third_next.third_next(user, ground))
    return Tile(
        kpi="third_next_available",
        label="Third next available",
        value=value,
        below=each,
        course=(),
        link="Who has no booking",
        number="backlog",
    )


def _done(user: User | None, ground: Ground, kpi: str, label: str, of: str) -> Tile:
    rate: Rate = completion.done(user, ground, kpi)
    course = _in_order(completion.by_group(user, ground, kpi, By.MONTH))
    kind = {"induction_completed": "induction", "rems_on_time": "rems"}[kpi]
    return Tile(
        kpi=kpi,
        label=label,
        value=words(rate),
        below=_of(rate, of),
        course=_known(
            [each.share for _, each in course], any(each.is_hidden for _, each in course)
        ),
        link="Who did not" if kind == "induction" else "Which were not",
        number=f"{kind}-open",
    )


def _of(rate: Rate, counted: str) -> str:
    """What it is of and how far it is known: "12 of 240, 2.9 to 8.5 %"."""
    if rate.is_hidden:
        return rate.of
    if not rate.n:
        return f"none {counted}"
    return f"{rate.of if rate.is_headline else counted}, {interval(rate)}"


def _in_order(found: dict[Any, Any]) -> list[tuple[Any, Any]]:
    dated = [(key, each) for key, each in found.items() if key is not None]
    return sorted(dated, key=lambda pair: pair[0])


def _known(course: list[float | None], hidden: bool = False) -> tuple[float, ...]:
    """Rounded, so that a point tells no more than a tile; none where any is hidden, for what is
    left would not be the course."""
    if hidden:
        return ()
    return tuple(round(each, 3) for each in course if each is not None)
