"""The picture of minutes beyond the plan: late start, long dose, slow discharge."""

from functools import partial
from typing import Any

import pandas as pd

from data.queries.insight import chairs as queries
from data.queries.insight.chairs import By
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS
from services.charts.insight import steps as charts
from services.insight import opening
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.once import once

PART_WORDS = {
    "late_start": "Late start",
    "long_dose": "Long dose",
    "slow_discharge": "Slow discharge",
}


def figure(user: User | None, ground: Ground) -> Figure:
    """Hours of each part, with the sessions they come from."""
    rows = by_route(user, ground)
    total = {name: sum(row[name] for row in rows) for name in COUNTS}
    n = total["n"]
    title = "Beyond the plan, hours"
    return Figure(
        title=title,
        picture=partial(
            charts.steps,
            bars(ground, total),
            title=title,
            subtitle=f"{n:,} sessions with noted times",
            after=112,
        )
        if n
        else None,
        table=_table(ground, rows),
        alt=f"{title}, over {n:,} sessions: "
        + ", ".join(f"{PART_WORDS[part]} {total[part] / 60:,.0f} hours" for part in PART_WORDS)
        + ".",
        caption="A short part does not pay for a long one."
        if n
        else "No session of this period and filter has noted times.",
        opens=True,
        definitions=("overruns",),
    )


COUNTS = ("n", *PART_WORDS, *(f"{part}_n" for part in PART_WORDS), "taken", "planned")


@once
def by_route(user: User | None, ground: Ground) -> list[dict[str, Any]]:
    """A row a route: its group, and what is in `COUNTS`."""
    with acting(user, Action.VIEW_NUMBERS, about="overruns") as session:
        return list(queries.overruns(session, ground.view, By.ROUTE))


def bars(ground: Ground, total: dict[str, Any]) -> pd.DataFrame:
    """name, said, value (hours), words, number."""
    rows = []
    for part, words in PART_WORDS.items():
        late = _late(ground, total, part)
        rows.append(
            {
                "name": words,
                "said": "" if late is None else f"{late:,} sessions",
                "value": total[part] / 60,
                "words": f"{total[part] / 60:,.0f} h",
                "number": f"over-{part}",
            }
        )
    return pd.DataFrame(rows, columns=["name", "said", "value", "words", "number"])


def _late(ground: Ground, total: dict[str, Any], part: str) -> int | None:
    over = total[f"{part}_n"]
    return opening.parts(ground, {"over": over, "not": total["n"] - over})["over"]


def _table(ground: Ground, rows: list[dict[str, Any]]) -> pd.DataFrame:
    lines = []
    for row in rows:
        for part, words in PART_WORDS.items():
            late = _late(ground, row, part)
            lines.append(
                {
                    "Route": ROUTE_WORDS.get(row["group"], "Route not known"),
                    "Part": words,
                    "Hours beyond the plan": round(row[part] / 60, 1),
                    "Sessions": "hidden" if late is None else f"{late:,} of {row['n']:,}",
                    "Minutes a session": round(row[part] / row["n"], 1),
                    "Taken of planned": f"{100 * row['taken'] / row['planned']:.0f} %",
                }
            )
    return pd.DataFrame(lines)
