"""Every day of the course in words: the table beside the picture and the tooltip in it."""

from collections.abc import Callable

import pandas as pd

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
    days["Hold"] = [_on_hold(day, holds) for day in days.index]
    return days.fillna(NOTHING).rename_axis("Date").reset_index()


def _score(score: pd.Series) -> str:
    """ "14 (9 of 9)", or "incomplete, 8 of 9": a number says what it is made of."""
    made_of = f"{score['answered']} of {score['of']}"
    if pd.isna(score["total"]):
        return f"incomplete, {made_of}"
    return f"{score['total']:g} ({made_of})"


def _dose(dose: pd.Series) -> str:
    amount = "dose unknown" if pd.isna(dose["mg"]) else f"{dose['mg']:g} mg"
    weight = "" if pd.isna(dose["mg_per_kg"]) else f" ({dose['mg_per_kg']:.2g} mg/kg)"
    state = {"given": "", "booked": ", booked", "stopped": ", stopped early"}[dose["status"]]
    session = "" if pd.isna(dose["number"]) else f", session {dose['number']:g}"
    return f"{DRUGS[dose['drug']]} {amount}{weight}{session}{state}"


def _effect(effect: pd.Series) -> str:
    grade = ", no grade yet" if pd.isna(effect["grade"]) else f" grade {effect['grade']:g}"
    return f"{effect['label']}{grade}"


def _item9(score: pd.Series) -> str:
    return "unknown" if pd.isna(score["item9"]) else f"{score['item9']:g}"


def _rise(dose: pd.Series) -> str:
    return "unknown" if pd.isna(dose["peak_rise"]) else f"{dose['peak_rise']:+.0f} mmHg"


def _reason(hold: pd.Series) -> str:
    return str(hold["reason"])


def _on_hold(day: pd.Timestamp, holds: pd.DataFrame) -> str:
    start, end = (pd.to_datetime(holds[column]).dt.normalize() for column in ("start", "end"))
    started, lasting = start <= day, end.isna() | (day <= end)
    return "; ".join(holds.loc[started & lasting, "reason"]) or NOTHING


def _by_day(frame: pd.DataFrame, words: Callable[[pd.Series], str]) -> pd.Series:
    """What `words` says of the rows of each day, in the order in which they happened."""
    if frame.empty:
        return pd.Series(dtype="str", index=pd.DatetimeIndex([]))
    rows = frame.sort_values("at", kind="stable")
    return rows.apply(words, axis=1).groupby(rows["at"].dt.normalize()).agg("; ".join)
