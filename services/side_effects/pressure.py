"""How far blood pressure rose in the chair, against the rises and peaks that count as large."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from data.queries.insight import pressures as queries
from data.reference.safety import Pressure, safety
from services.access import Action, User
from services.acting import acting
from services.charts.insight import pressure as charts
from services.charts.insight.style import percent, span
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import HIDDEN, Rate
from services.side_effects import hidden
from services.side_effects.bars import BIN, bars
from services.side_effects.quantiles import quantile
from services.side_effects.terms import share_words


@dataclass(frozen=True)
class Rises:
    """Sessions by rise in bars, those without both readings, and the large rises."""

    bars: pd.DataFrame
    median: float | None
    read: int | None
    unread: int | None
    large: Rate
    large_patients: Rate
    high: Rate


def figure(user: User | None, ground: Ground, which: str) -> Figure:
    """The picture of the systolic or the diastolic rise, with its table."""
    pressure = safety().pressures[which]
    found = rises(user, ground, pressure)
    title = f"{which.capitalize()} rise in the chair, {route_words(ground.view.route)}"
    shown = not found.bars.empty
    return Figure(
        title=title,
        picture=partial(
            charts.pressure,
            found.bars,
            said(ground, pressure, found),
            threshold=pressure.rise,
            median=found.median,
            title=title,
            subtitle=f"{found.read:,} sessions with both readings, in steps of {BIN} mmHg",
            axis=f"Peak {which} rise over the reading before the dose, mmHg",
        )
        if shown
        else None,
        table=_table(pressure, found),
        alt=f"{title}: {found.large.of} sessions rose {pressure.rise} mmHg or more, "
        f"{percent(found.large.share)}, {span(found.large.low, found.large.high)}."
        if shown
        else "",
        caption=_caption(ground, pressure, found) if shown else _nothing(found),
        opens=True,
        definitions=("pressure_rise",),
    )


def rises(user: User | None, ground: Ground, pressure: Pressure) -> Rises:
    """All of it on one ground."""
    with acting(user, Action.VIEW_NUMBERS, about=f"{pressure.id} rises") as session:
        rows = queries.rises(session, ground.view, pressure)
        sums = queries.sums(session, ground.view, pressure)
        people = {} if ground.names else queries.people(session, ground.view, pressure, BIN)
    known = {row["rise"]: row["n"] for row in rows if row["rise"] is not None}
    read = sum(known.values())
    unread = sum(row["n"] for row in rows) - read
    k = sum(n for rise, n in known.items() if rise >= pressure.rise)
    # Beside the sessions of the page those with readings would tell how many have none.
    nobody = hidden.few(ground, sums["read"]) or hidden.few(ground, sums["unread"])
    nobody = nobody or hidden.few(ground, unread)
    large = _rate(ground, k, read, sums["large"], sums["less"])
    if nobody:
        return Rises(bars(ground, {}, pressure, large, {}, sums), *NOTHING)
    return Rises(
        bars=bars(ground, known, pressure, large, people, sums),
        median=quantile(known, 0.5),
        read=None if hidden.few(ground, read) else read,
        unread=unread,
        large=large,
        large_patients=hidden.rate(
            ground, sums["large"], sums["read"], people=sums["large"], of_people=sums["read"]
        ),
        high=_rate(ground, sums["high"], sums["peak"], sums["over"], sums["under"]),
    )


NOTHING = (None, None, None, *(3 * (Rate(None, None),)))
"""Of what is hidden: median, read, unread, and the three rates."""


def _rate(ground: Ground, k: int, n: int, people: int, others: int) -> Rate:
    """k of n sessions, hidden where they, or the others, are of few people."""
    if hidden.few(ground, others):
        return Rate(None, None)
    return hidden.rate(ground, k, n, people=people, of_people=max(people, others))


def said(ground: Ground, pressure: Pressure, found: Rises) -> list[str]:
    """The lines beside the threshold."""
    if found.large.is_hidden:
        return [f"{pressure.rise} or more", HIDDEN]
    sessions = "1 session" if found.large.k == 1 else f"{found.large.k:,} sessions"
    lines = [
        f"{sessions} rose {pressure.rise} or more",
        f"{100 * (found.large.share or 0):.1f} % of sessions "
        f"({100 * (found.large.low or 0):.1f} to {100 * (found.large.high or 0):.1f})",
    ]
    people = found.large_patients
    lines.append(f"{people.of} patients" + ("" if people.is_hidden else f", {share_words(people)}"))
    return lines


def _table(pressure: Pressure, found: Rises) -> pd.DataFrame:
    drawn = found.bars
    rises = [
        tail or f"{start} to {end - 1}"
        for start, end, tail in zip(drawn["start"], drawn["end"], drawn["tail"], strict=True)
    ]
    large = f"rise-{pressure.id}-large"
    more = [
        (f"{pressure.rise} or more", found.large, large),
        (f"Peak of {pressure.peak} or more", found.high, f"peak-{pressure.id}"),
        (f"Patients with {pressure.rise} or more", found.large_patients, large),
    ]
    return pd.DataFrame(
        {
            "Rise, mmHg": [*rises, *(words for words, _, _ in more), "Without both readings"],
            "Sessions": [
                *(f"{n:,}" for n in drawn["n"]),
                *(rate.of for _, rate, _ in more),
                HIDDEN if found.unread is None else f"{found.unread:,}",
            ],
            NUMBER: [
                *drawn["number"],
                *(number for _, _, number in more),
                f"rise-{pressure.id}-unread",
            ],
        }
    )


def _caption(ground: Ground, pressure: Pressure, found: Rises) -> str:
    unread = HIDDEN if found.unread is None else f"{found.unread:,}"
    high = found.high
    parts = [f"Without both readings, not drawn: {unread}."]
    parts.append(
        f"A reading of {pressure.peak} or more: {high.of} sessions"
        + (f", {share_words(high)}." if high.k else ".")
    )
    route = ground.view.route
    if route and (published := pressure.published.get(route.value)):
        parts.append(f"Published, {published}.")
    if (found.bars["tail"] != "").any():
        parts.append("End bars hold all beyond them, so that none is of too few.")
    return " ".join(parts)


def _nothing(found: Rises) -> str:
    if found.read is None:
        return hidden.WHY
    return "No session has a reading before the dose and one after it."
