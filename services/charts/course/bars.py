"""One lane for each drug, as they share no scale: a bar for every dose, as high as its amount."""

import altair as alt
import pandas as pd

from services.charts.course.plane import TOP, Plane, spaced

TALLEST = 2.2  # points of score
BELOW = 1.3  # from the middle of a lane to the foot of its bars
NAMES = {"ketamine": "IV, mg/kg", "esketamine": "Spravato, mg"}
MOST_HAIRLINES = 60  # more would be a grey wash
CHANGE = 0.05  # a dose by weight is rounded to whole milligrams: 0.51 after 0.50 is no change


def hairlines(plane: Plane, doses: pd.DataFrame) -> list[alt.Chart]:
    """What happened on a dosing day is read along this line, from the score down to the effects."""
    seen = doses[doses["status"] != "booked"].drop_duplicates("x")
    drawn = seen.assign(y=TOP, y2=plane.floor) if len(seen) <= MOST_HAIRLINES else seen.head(0)
    return [
        alt.Chart(drawn.reindex(columns=["x", "y", "y2"]), name="hairlines")
        .mark_rule(color=plane.palette.axis, strokeWidth=1)
        .encode(x=plane.x(), y=plane.y(), y2="y2:Q")
    ]


def lane(plane: Plane, doses: pd.DataFrame, drug: str, middle: float) -> list[alt.Chart]:
    bars = _bars(doses[doses["drug"] == drug], middle)
    ink = plane.palette
    color = ink.categories[list(NAMES).index(drug)]
    held = bars["status"] == "booked"
    base = alt.Chart(bars[~held], name=f"{drug} doses").encode(x=plane.x(), y=plane.y(), y2="y2:Q")
    width = _bar_width(plane, bars)
    return [
        base.mark_bar(color=color, stroke=color, size=width).encode(
            fillOpacity=alt.FillOpacity("filled:Q", scale=None)
        ),
        base.mark_bar(fillOpacity=0, stroke=color, strokeDash=[2, 2], size=width).properties(
            data=bars[held], name=f"{drug} booked"
        ),
        *_words(plane, bars, drug),
    ]


def _bars(doses: pd.DataFrame, middle: float) -> pd.DataFrame:
    """`amount` is mg/kg for IV ketamine and mg for Spravato, as each is prescribed.

    An unknown amount gets a full bar with "?", because a short one would be read as a low dose.
    """
    by_weight = doses["drug"] == "ketamine"
    amount = doses["mg"].where(~by_weight, doses["mg_per_kg"]).astype("Float64")
    share = (amount / amount.max()).fillna(1).astype("float64")
    foot = middle - BELOW
    return doses.assign(
        amount=amount,
        y2=foot,
        y=foot + TALLEST * share,
        filled=doses["status"].map({"given": 1.0, "stopped": 0.25}),
    )


def _bar_width(plane: Plane, bars: pd.DataFrame) -> alt.ExprRef:
    """Nine pixels, or what the two closest doses leave at the drawn width."""
    closest = bars["x"].drop_duplicates().diff().min()
    share = 1 if pd.isna(closest) else closest / plane.span
    return alt.ExprRef(f"clamp(width * {share:.5f} * 0.7, 2, 9)")


def _words(plane: Plane, bars: pd.DataFrame, drug: str) -> list[alt.Chart]:
    """Written only where it is news: an amount that changes, a dose stopped, the next one booked.

    Of two amounts without room for both the later stays: it is the one the patient came to.
    """
    ink = plane.palette
    said = bars.assign(words=_news(bars))
    said = said[said["words"] != ""]
    said = said.assign(
        color=said["status"].map({"given": ink.ink, "stopped": ink.stop.text, "booked": ink.muted}),
        wide=said["words"].str.len() * 6.5 + 6,
        rank=said["status"].map({"stopped": 0, "given": 1, "booked": 2}),
    )
    shown = spaced(said.sort_values(["rank", "x"], ascending=[True, False]), plane)
    return [
        alt.Chart(shown, name=f"{drug} words")
        .mark_text(baseline="bottom", dy=-3, fontWeight=600)
        .encode(x=plane.x(), y=plane.y(), text="words:N", color=alt.Color("color:N", scale=None))
    ]


def _news(bars: pd.DataFrame) -> list[str]:
    news: list[str] = []
    written = None
    for status, amount in zip(bars["status"], bars["amount"], strict=True):
        if status != "given":
            word = status if status == "stopped" or status not in news else ""
        elif pd.isna(amount):
            word = "?"
        elif written is None or abs(amount - written) > CHANGE * written:
            word, written = f"{round(amount, 2):g}", amount
        else:
            word = ""
        news.append(word)
    return news
