"""How scores changed over a course of treatment: response, remission, relapse and the rest.

Pure functions of totals and days. A total that is not known is None and stays so: nothing here
takes a missing score for a good or a bad one. The definitions and their sources are in
data/reference/outcomes.toml.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean, stdev

from data.reference.outcomes import Measure, Outcomes


@dataclass(frozen=True, slots=True)
class Point:
    """A total, `days` after the first dose by dates of the clinic."""

    days: int
    total: int


@dataclass(frozen=True, slots=True)
class Trend:
    """What a course came to. Days count from the first dose; None is "not, as far as scored"."""

    response_days: int | None = None
    sustained: bool | None = None
    remission_days: int | None = None
    relapse_days: int | None = None
    remission_lost_days: int | None = None
    worse: bool | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals of several people at one time point. Mean and sd are None where nobody has one."""

    n: int
    mean: float | None
    sd: float | None
    """Of a sample; None below two."""
    mean_change: float | None
    """Against their own baselines, of those who have one; below zero is a fall."""


def summary(totals: Sequence[int], baselines: Sequence[int | None]) -> Summary:
    """The totals that are there, and how far they lie from the same people's baselines."""
    changes = [
        total - base for total, base in zip(totals, baselines, strict=True) if base is not None
    ]
    return Summary(
        n=len(totals),
        mean=fmean(totals) if totals else None,
        sd=stdev(totals) if len(totals) > 1 else None,
        mean_change=fmean(changes) if changes else None,
    )


def is_entry(measure: Measure, baseline: int | None) -> bool | None:
    """Whether a baseline is high enough for a change to mean something."""
    return None if baseline is None else baseline >= measure.entry


def responded(measure: Measure, baseline: int, total: int) -> bool | None:
    """At least so many percent below baseline, exactly so many included. In whole numbers."""
    if measure.response is None or baseline <= 0:
        return None
    return 100 * (baseline - total) >= measure.response.percent * baseline


def remitted(measure: Measure, total: int) -> bool | None:
    """At or below the cut."""
    return None if measure.remission is None else total <= measure.remission.at_most


def reliable(measure: Measure, baseline: int, total: int) -> int:
    """1 better, -1 worse, 0 neither by at least the points one person's scores vary by."""
    better = total - baseline if measure.better_when_higher else baseline - total
    return (better >= measure.reliable) - (-better >= measure.reliable)


def worse(rules: Outcomes, baseline: int | None, totals: Sequence[int]) -> bool | None:
    """Whether any score rose far above baseline or above the best one before it."""
    if not totals:
        return None
    above = baseline is not None and max(totals) >= baseline + rules.worse_above_baseline
    best = accumulate(totals, min)
    return above or any(
        total >= low + rules.worse_above_best for total, low in zip(totals, best, strict=True)
    )


def trend(
    measure: Measure,
    rules: Outcomes,
    baseline: int | None,
    points: Sequence[Point],
    attempts: Sequence[int] = (),
) -> Trend:
    """The course that these scores tell, oldest first; `attempts` are days of suicide attempts.

    Response and what follows from it need a baseline at or above the entry cut.
    """
    if measure.better_when_higher:
        return Trend()
    declined = worse(rules, baseline, [point.total for point in points])
    if baseline is None or not is_entry(measure, baseline):
        return Trend(worse=declined)
    response = _first(points, [bool(responded(measure, baseline, p.total)) for p in points])
    remission = _first(points, [bool(remitted(measure, p.total)) for p in points])
    return Trend(
        response_days=response,
        sustained=_sustained(measure, rules, baseline, points, response),
        remission_days=remission,
        relapse_days=_relapse(measure, rules, baseline, points, attempts, response),
        remission_lost_days=_relapse(measure, rules, baseline, points, attempts, remission),
        worse=declined,
    )


def _first(points: Sequence[Point], met: Sequence[bool]) -> int | None:
    return next((point.days for point, yes in zip(points, met, strict=True) if yes), None)


def _sustained(
    measure: Measure, rules: Outcomes, baseline: int, points: Sequence[Point], since: int | None
) -> bool | None:
    if since is None:
        return None
    until = since + rules.sustained_days
    within = [p for p in points if since <= p.days <= until]
    if not all(responded(measure, baseline, p.total) for p in within):
        return False
    after = next((p for p in points if p.days >= until), None)
    return None if after is None else bool(responded(measure, baseline, after.total))


def _relapse(
    measure: Measure,
    rules: Outcomes,
    baseline: int,
    points: Sequence[Point],
    attempts: Sequence[int],
    since: int | None,
) -> int | None:
    if since is None or measure.relapse_from is None:
        return None
    attempted = min((day for day in attempts if day > since), default=None)
    began: int | None = None
    for point in points:
        if point.days <= since:
            continue
        bad = point.total >= measure.relapse_from and not responded(measure, baseline, point.total)
        began = (point.days if began is None else began) if bad else None
        if began is not None and point.days - began >= rules.relapse_span_days:
            return point.days if attempted is None else min(point.days, attempted)
    return attempted
