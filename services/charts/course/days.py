"""Every day of the course in words: the table beside the picture and the tooltip in it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

Row = Mapping[Hashable, Any]

NOTHING = "–"
DRUGS = {"ketamine": "IV ketamine", "esketamine": "Spravato"}


def table(
    scores: pd.DataFrame, doses: pd.DataFrame, holds: pd.DataFrame, effects: pd.DataFrame
) -> pd.DataFrame:
    """One row a day on which something is recorded, newest first; the frames are those of `course`.

    "–" says nothing belongs to that day; "unknown" says that something does and was not recorded.
    """
    phq9, gad7 = (scores[scores["instrument"] == name] for name in ("phq9", "gad7"))
    seen = doses[doses["status"] != "booked"]
    columns = {
        "PHQ-9": _by_day(phq9, _score),
        "Item 9": _by_day(phq9, _item9),
        "GAD-7": _by_day(gad7, _score),
        "Dose": _by_day(doses, _dose),
        "Peak systolic rise": _by_day(seen, _rise),
        "Side effects": _by_day(effects, _effect),
        "Hold": _by_day(holds.rename(columns={"start": "at"}), _reason),
    }
    days = pd.DataFrame(columns).sort_index(ascending=False)
    uneventful = days["Side effects"].isna() & days["Peak systolic rise"].notna()
    days["Side effects"] = days["Side effects"].mask(uneventful, "none recorded")
    spans = holds.to_dict("records")
    days["Hold"] = [_on_hold(day, spans) for day in days.index]
    return days.fillna(NOTHING).rename_axis("Date").reset_index()


def _score(score: Row) -> str:
    """ "14 (9 of 9)", or "incomplete, 8 of 9": a number says what it is made of."""
    made_of = f"{score['answered']} of {score['of']}"
    if _missing(score["total"]):
        return f"incomplete, {made_of}"
    if not score["answered"]:
        return f"{score['total']:g} (total only)"
    return f"{score['total']:g} ({made_of})"


def _dose(dose: Row) -> str:
    if dose["status"] == "booked":
        return f"{DRUGS[dose['drug']]}, booked"
    amount = "dose unknown" if _missing(dose["mg"]) else f"{dose['mg']:g} mg"
    weight = "" if _missing(dose["mg_per_kg"]) else f" ({dose['mg_per_kg']:.2f} mg/kg)"
    state = {"given": "", "stopped": ", stopped early"}[dose["status"]]
    session = "" if _missing(dose["number"]) else f", session {dose['number']:g}"
    return f"{DRUGS[dose['drug']]} {amount}{weight}{session}{state}"


def _effect(effect: Row) -> str:
    grade = ", no grade yet" if _missing(effect["grade"]) else f" grade {effect['grade']:g}"
    return f"{effect['label']}{grade}"


def _item9(score: Row) -> str:
    return "unknown" if _missing(score["item9"]) else f"{score['item9']:g}"


def _rise(dose: Row) -> str:
    return "unknown" if _missing(dose["peak_rise"]) else f"{dose['peak_rise']:+.0f} mmHg"


def _reason(hold: Row) -> str:
    return str(hold["reason"])


def _missing(value: Any) -> bool:
    return bool(pd.isna(value))


def _on_hold(day: pd.Timestamp, holds: Sequence[Row]) -> str:
    lasting = [
        str(hold["reason"])
        for hold in holds
        if hold["start"].normalize() <= day and (_missing(hold["end"]) or day <= hold["end"])
    ]
    return "; ".join(lasting) or NOTHING


def _by_day(frame: pd.DataFrame, words: Callable[[Row], str]) -> pd.Series:
    """What `words` says of the rows of each day, in the order in which they happened."""
    if frame.empty:
        return pd.Series(dtype="str", index=pd.DatetimeIndex([]))
    rows = frame.sort_values("at", kind="stable")
    # Plain rows: pandas makes a Series of each otherwise, at ten times the price.
    said = pd.Series([words(row) for row in rows.to_dict("records")], index=rows.index)
    return said.groupby(rows["at"].dt.normalize()).agg("; ".join)
