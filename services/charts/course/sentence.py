"""The conclusion of the picture in words: the card's heading, and what a screen reader says."""

from datetime import date

import pandas as pd

SEVERE = 3  # the grade from which one effect is worth a clause

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sentence(
    scores: pd.DataFrame, holds: pd.DataFrame, effects: pd.DataFrame, *, today: date
) -> str:
    """ "Item 9 is 2 today, 0 on 16 Nov. PHQ-9 fell 21 to 7 by 2 Nov; 17 today, up 10 from best."

    The frames are those of `course`. Only complete scores are compared.
    """
    asked = scores[scores["instrument"] == "phq9"].sort_values("at", kind="stable")
    mood = "; ".join(_mood(asked, today))
    events = ", ".join([*_holds(holds, today), *_effects(effects)])
    parts = [_item9(asked, today), mood, events[:1].upper() + events[1:]]
    return " ".join(f"{part}." for part in parts if part)


def _item9(asked: pd.DataFrame, today: date) -> str:
    """First, because it cannot wait: item 9 of 1 or more, or that it is unknown now."""
    if asked.empty:
        return ""
    newest, earlier = asked.iloc[-1], asked.iloc[:-1].dropna(subset="item9")
    was = ""
    if not earlier.empty:
        was = f", {earlier.iloc[-1]['item9']:g} {_on(earlier.iloc[-1], today)}"
    if pd.isna(newest["item9"]):
        return f"Item 9 unknown {_on(newest, today)}{was}"
    return f"Item 9 is {newest['item9']:g} {_on(newest, today)}{was}" if newest["item9"] else ""


def _mood(asked: pd.DataFrame, today: date) -> list[str]:
    complete = asked.dropna(subset="total")
    if asked.empty:
        return ["No PHQ-9 yet"]
    if complete.empty:
        return ["No complete PHQ-9 yet", *_unscored(asked, today)]
    later = asked[asked["at"] > complete["at"].iloc[-1]]
    return [*_trend(complete, today), *_unscored(later, today)]


def _trend(complete: pd.DataFrame, today: date) -> list[str]:
    first, last = complete.iloc[0], complete.iloc[-1]
    if len(complete) == 1:
        return [f"PHQ-9 {first['total']:g} {_on(first, today)}, the only complete score"]
    totals = complete["total"]
    best, worst = complete.iloc[totals.argmin()], complete.iloc[totals.argmax()]
    if best["total"] < first["total"]:
        turn, verb, back = best, "fell", "up {:g} from best"
    elif worst["total"] > first["total"]:
        turn, verb, back = worst, "rose", "down {:g} from worst"
    else:
        since = _day(first["at"], today)
        return [f"PHQ-9 {first['total']:g} in all {len(complete)} scores since {since}"]
    moved = f"PHQ-9 {verb} {first['total']:g} to {turn['total']:g} by {_day(turn['at'], today)}"
    if last["at"] == turn["at"]:
        return [moved]
    change = abs(last["total"] - turn["total"])
    end = f"{last['total']:g} {_on(last, today)}"
    return [moved, f"{end}, {back.format(change)}" if change else f"still {end}"]


def _unscored(asked: pd.DataFrame, today: date) -> list[str]:
    if asked.empty:
        return []
    last = asked.iloc[-1]
    answered = f"{last['answered']} of {last['of']} answered"
    return [f"the last, {_on(last, today)}, incomplete: {answered}"]


def _holds(holds: pd.DataFrame, today: date) -> list[str]:
    lasting = holds[holds["end"].isna()]
    ended = len(holds) - len(lasting)
    since = [f"on hold since {_day(start, today)}" for start in lasting["start"]]
    return [*([_count(ended, "hold")] if ended else []), *since]


def _effects(effects: pd.DataFrame) -> list[str]:
    grades = effects["grade"].dropna()
    severe = grades[grades >= SEVERE].value_counts().sort_index(ascending=False)
    words = [_count(number, f"grade {grade:g} effect") for grade, number in severe.items()]
    ungraded = int(effects["grade"].isna().sum())
    return [*words, f"{_count(ungraded, 'effect')} without a grade"] if ungraded else words


def _count(number: int, noun: str) -> str:
    amount = COUNTS[number] if number < len(COUNTS) else str(number)
    return f"{amount} {noun}" if number == 1 else f"{amount} {noun}s"


def _on(score: pd.Series, today: date) -> str:
    day = _day(score["at"], today)
    return day if day == "today" else f"on {day}"


def _day(at: pd.Timestamp, today: date) -> str:
    if at.date() == today:
        return "today"
    return f"{at.day} {at:%b}" if at.year == today.year else f"{at.day} {at:%b %Y}"
