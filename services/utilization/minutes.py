"""The picture of where the chair-minutes went, chair by chair."""

from functools import partial

import pandas as pd

from data.queries.insight.chairs import By
from services.access import User
from services.charts.insight import chair_minutes as charts
from services.charts.insight.style import percent
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import HIDDEN
from services.utilization import beside, chairs, series
from services.utilization.beside import Beside
from services.utilization.chairs import ChairUse, Minutes

MOST_CHAIRS = 24


def figure(user: User | None, ground: Ground) -> Figure:
    """A bar a chair; chairs that were never open in the period are not there."""
    names, minutes = chairs.names(user, ground), chairs.by_group(user, ground, By.CHAIR)
    found = {key: minutes[key] for key in names if key in minutes and minutes[key].available}
    frame = bars({names[key]: each for key, each in found.items()}, list(found))
    use = chairs.use(user, ground)
    target = None if use.part else series.targets(user).get("chair_use")
    title = "Where the chair-minutes went"
    waited = sum(each.waiting for each in found.values()) / 60
    return Figure(
        title=title,
        picture=partial(
            charts.chair_minutes,
            frame.head(MOST_CHAIRS),
            target=target,
            title=title,
            subtitle=f"Tick: booked. Waiting to leave took {waited:,.0f} h",
        )
        if len(frame)
        else None,
        table=table(frame),
        alt=f"{title}: {percent(use.total.actual)} of the open time somebody was in the chair, "
        f"{percent(use.total.scheduled)} was booked; {waited:,.0f} hours were waiting to leave.",
        caption=said(use, beside.beside(user, ground), len(frame))
        if len(frame)
        else "Chair use is not known: no site of this filter has opening hours and bookings.",
        opens=True,
        definitions=("chair_use", "chair_use_scheduled"),
    )


def bars(found: dict[str, Minutes], keys: list[object]) -> pd.DataFrame:
    """name, treated, actual, ticked (shares), of, number, and the minutes by name."""
    rows = [
        {
            "name": name,
            "treated": (each.occupied - each.waiting) / each.available,
            "actual": each.occupied / each.available,
            "ticked": each.booked / each.available,
            "of": f"{each.occupied / 60:,.0f} of {each.available / 60:,.0f}",
            "number": f"chair-{key}",
            **{part: getattr(each, part) / 60 for part in PARTS},
        }
        for key, (name, each) in zip(keys, found.items(), strict=True)
    ]
    columns = ["name", "treated", "actual", "ticked", "of", "number", *PARTS]
    return pd.DataFrame(rows, columns=columns)


PARTS = {
    "available": "Open",
    "booked": "Booked",
    "occupied": "In the chair",
    "waiting": "of these waiting to leave",
    "idle": "Idle",
    "outside": "Outside open hours",
}


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """Hours by chair."""
    hours = {f"{words}, h": frame[part].round(1) for part, words in PARTS.items()}
    return pd.DataFrame(
        {"Chair": frame["name"], "In use": [percent(each) for each in frame["actual"]], **hours}
    )


def said(use: ChairUse, counts: Beside, drawn: int) -> str:
    """What must be said beside the picture."""
    if counts.imputed is None or counts.in_chair is None:
        parts = ["Where no times are noted the plan stands in; for how many visits is hidden."]
    else:
        parts = [
            f"Times noted for all but {counts.imputed:,} of {counts.in_chair:,} visits, where the "
            "plan stands in."
        ]
    if use.total.outside:
        parts.append(f"{use.total.outside / 60:,.1f} h outside open hours are not counted.")
    if use.overlaps:
        overlaps = HIDDEN if counts.overlaps is None else f"{counts.overlaps:,}"
        parts.append(f"Visits that overlap on one chair, an error of the data: {overlaps}.")
    if use.unknown:
        parts.append(f"Left out, without opening hours: {', '.join(use.unknown)}.")
    if use.part:
        parts.append("Only the part of this filter, of all open minutes.")
    if drawn > MOST_CHAIRS:
        parts.append(f"The first {MOST_CHAIRS} chairs are drawn.")
    return " ".join(parts)
