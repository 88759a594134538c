"""One lane for each kind of side effect: a dot is grade 1, a circle carries its grade."""

import altair as alt
import pandas as pd

from services.charts.course.plane import Plane, spaced

MOST_LANES = 5
OTHER = "Other"
UNGRADED = 1.5  # the rank of an unknown grade, which must not hide behind a mild one


def kinds(effects: pd.DataFrame) -> dict[str, str]:
    """The lane of each kind, most frequent first; beyond five lanes the rarest share "Other"."""
    counts = effects.groupby("label").size().sort_index()
    labels = list(counts.sort_values(ascending=False, kind="stable").index)
    own = labels if len(labels) <= MOST_LANES else labels[: MOST_LANES - 1]
    return {label: label if label in own else OTHER for label in labels}


def marks(plane: Plane, effects: pd.DataFrame, lanes: dict[str, float]) -> list[alt.Chart]:
    """Where days crowd, the worst grade of them is drawn; the tooltip and the table keep each."""
    worst = _worst(plane, effects, lanes)
    return [
        *_lane_lines(plane, lanes),
        alt.Chart(worst, name="effects")
        .mark_point(shape="circle", strokeWidth=1.25, opacity=1)
        .encode(
            x=plane.x(),
            y=plane.y(),
            size=alt.Size("area:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        ),
        alt.Chart(worst[worst["words"] != ""], name="grades")
        .mark_text(fontSize=10, fontWeight=700, dy=0.5)
        .encode(x=plane.x(), y=plane.y(), text="words:N", color=alt.Color("color:N", scale=None)),
    ]


def _worst(plane: Plane, effects: pd.DataFrame, lanes: dict[str, float]) -> pd.DataFrame:
    rank = effects["grade"].astype("Float64").fillna(UNGRADED).astype("float64")
    drawn = effects.assign(rank=rank, y=effects["label"].map(kinds(effects)).map(lanes), wide=13)
    drawn = drawn.sort_values(["rank", "x"], ascending=[False, True])
    fitting = [spaced(lane, plane) for _, lane in drawn.groupby("y")]
    shown = pd.concat(fitting) if fitting else drawn
    looks = pd.DataFrame(
        [_look(plane, rank) for rank in shown["rank"]],
        columns=["area", "fill", "stroke", "color", "words"],
        index=shown.index,
    )
    return shown.join(looks)


def _look(plane: Plane, rank: float) -> tuple[int, str, str, str, str]:
    ink = plane.palette
    if rank == UNGRADED:
        return 118, ink.page, ink.neutral.mark, ink.neutral.text, "?"
    if rank < 2:
        return 26, ink.neutral.mark, ink.neutral.mark, ink.page, ""
    claim = ink.hold if rank < 3 else ink.stop
    return 118 if rank < 3 else 150, claim.mark, claim.mark, ink.page, f"{rank:g}"


def _lane_lines(plane: Plane, lanes: dict[str, float]) -> list[alt.Chart]:
    return [
        alt.Chart(plane.across(pd.DataFrame({"y": list(lanes.values())})), name="effect lanes")
        .mark_rule(color=plane.palette.grid)
        .encode(x=plane.x(), x2="x2:Q", y=plane.y())
    ]
