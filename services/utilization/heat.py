"""The picture of chairs in use by weekday or chair, and hour."""

from functools import partial

import pandas as pd

from data.queries.insight.chairs import By
from services.access import User
from services.charts.insight import occupancy as charts
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.utilization import chairs

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_ROWS = 24
CLOSED = "closed"
LINES = ("weekday", "chair")


def figure(user: User | None, ground: Ground, line: str = "weekday") -> Figure:
    """By "weekday" or by "chair"; nothing is drawn where no site says when it is open."""
    frame = cells(user, ground, line)
    title = f"Chairs in use by {line} and hour, % of open chair-minutes"
    known = frame[frame["share"].notna()]
    rows = list(dict.fromkeys(frame["row"]))
    drawn = frame[frame["row"].isin(rows[:MOST_ROWS])]
    more = f" The first {MOST_ROWS} chairs are drawn." if len(rows) > MOST_ROWS else ""
    return Figure(
        title=title,
        picture=partial(
            charts.occupancy, drawn, title=title, subtitle="Of all open days; darker is fuller"
        )
        if len(known)
        else None,
        table=_table(frame),
        alt=_alt(title, known),
        caption=f"Minutes in the chair as noted, to yesterday.{more}"
        if len(known)
        else "Chair use is not known: no site of this filter has opening hours and bookings. "
        "Opening hours are kept with the site.",
        opens=True,
        definitions=("chair_use",),
    )


def cells(user: User | None, ground: Ground, line: str) -> pd.DataFrame:
    """row, hour, share (nan where closed), words, of, number; only hours with any open time."""
    minutes = chairs.by_hour(user, ground, By.CHAIR if line == "chair" else None)
    columns = ["row", "hour", "share", "words", "of", "number"]
    used = [place for place, (_, available) in minutes.items() if available]
    hours, keys = sorted({hour for _, hour in used}), {row for row, _ in used}
    if line == "chair":
        names = {key: name for key, name in chairs.names(user, ground).items() if key in keys}
    else:
        names = {key: WEEKDAYS[key] for key in sorted(keys)}
    found = []
    for key, name in names.items():
        for hour in hours:
            occupied, available = minutes[key, hour]
            share = occupied / available if available else None
            found.append(
                {
                    "row": name,
                    "hour": f"{hour:02}:00",
                    "share": share,
                    "words": CLOSED if share is None else f"{100 * share:.0f}",
                    "of": f"{occupied / 60:,.1f} of {available / 60:,.1f}",
                    "number": f"cell-{key}-{hour}",
                }
            )
    return pd.DataFrame(found, columns=columns).astype({"share": float})


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame()
    wide = frame.pivot(index="row", columns="hour", values="words")
    return wide.reindex(list(dict.fromkeys(frame["row"]))).reset_index(names="")


def _alt(title: str, known: pd.DataFrame) -> str:
    if known.empty:
        return ""
    ordered = known.sort_values("share").to_dict("records")
    least, most = ordered[0], ordered[-1]
    return (
        f"{title}: most on {most['row']} at {most['hour']}, {most['words']} %, "
        f"least on {least['row']} at {least['hour']}, {least['words']} %."
    )
