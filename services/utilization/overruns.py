"""The picture of minutes beyond the plan: late start, long dose, slow discharge."""

from functools import partial
from typing import Any

import pandas as pd

from services.access import User
from services.caseload import ROUTE_WORDS
from services.charts.insight import steps as charts
from services.insight import groups
from services.insight.figure import Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import Rate
from services.utilization import beside
from services.utilization.noted import by_route, may_split

PART_WORDS = {
    "late_start": "Late start",
    "long_dose": "Long dose",
    "slow_discharge": "Slow discharge",
}
HIDDEN = Rate(None, None)


def figure(user: User | None, ground: Ground) -> Figure:
    """Hours of each part, with the sessions they come from."""
    rows = by_route(user, ground)
    total, late = _total(rows), over(user, ground)
    n = beside.beside(user, ground).noted
    few = 0 < total["n"] < (ground.minimum or 0)
    drawn = total["n"] and not few
    title = "Beyond the plan, hours"
    said = f"{'a hidden number of' if n is None else f'{n:,}'} sessions with noted times"
    return Figure(
        title=title,
        picture=partial(
            charts.steps,
            bars(total, late),
            title=title,
            subtitle=said.capitalize(),
            after=112,
        )
        if drawn
        else None,
        table=pd.DataFrame() if few else _table(user, ground, rows),
        alt=f"{title}, over {said}: "
        + ", ".join(f"{PART_WORDS[part]} {total[part] / 60:,.0f} hours" for part in PART_WORDS)
        + "."
        if drawn
        else "",
        caption=_caption(bool(drawn), few),
        opens=True,
        definitions=("overruns",),
    )


COUNTS = ("n", *PART_WORDS, *(f"{part}_n" for part in PART_WORDS), "taken", "planned")


def over(user: User | None, ground: Ground) -> dict[str, Rate]:
    """Sessions with each part, of all with noted times."""
    total = _total(by_route(user, ground))
    if beside.beside(user, ground).noted is None:
        return dict.fromkeys(PART_WORDS, HIDDEN)
    return {part: groups.rate(ground, total[f"{part}_n"], total["n"]) for part in PART_WORDS}


def bars(total: dict[str, Any], late: dict[str, Rate]) -> pd.DataFrame:
    """name, said, value (hours), words, number."""
    rows = [
        {
            "name": words,
            "said": "" if late[part].k is None else f"{late[part].k:,} sessions",
            "value": total[part] / 60,
            "words": f"{total[part] / 60:,.0f} h",
            "number": f"over-{part}",
        }
        for part, words in PART_WORDS.items()
    ]
    return pd.DataFrame(rows, columns=["name", "said", "value", "words", "number"])


def _total(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(row[name] for row in rows) for name in COUNTS}


def _table(user: User | None, ground: Ground, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A row a route and part; where routes may not stand apart, a row a part."""
    if may_split(ground, rows):
        named = {ROUTE_WORDS.get(row["group"], "Route not known"): row for row in rows}
    else:
        route = route_words(ground.view.route)
        named = {route[:1].upper() + route[1:]: _total(rows)}
    secret = beside.beside(user, ground).noted is None
    late = {part: _rates(ground, part, named) for part in PART_WORDS}
    lines = [
        {
            "Route": name,
            "Part": words,
            "Hours beyond the plan": round(row[part] / 60, 1),
            "Sessions": HIDDEN.of if secret else late[part][name].of,
            "Minutes a session": round(row[part] / row["n"], 1),
            "Taken of planned": f"{100 * row['taken'] / row['planned']:.0f} %",
        }
        for name, row in named.items()
        if row["n"]
        for part, words in PART_WORDS.items()
    ]
    return pd.DataFrame(lines)


def _rates(ground: Ground, part: str, named: dict[str, dict[str, Any]]) -> dict[str, Rate]:
    counts = {name: (row[f"{part}_n"], row["n"]) for name, row in named.items()}
    return groups.rates(ground, counts)


def _caption(drawn: bool, few: bool) -> str:
    if drawn:
        return "A short part does not pay for a long one."
    if few:
        return "Too few sessions stand behind this to show it to those who see no names: hidden."
    return "No session of this period and filter has noted times."
