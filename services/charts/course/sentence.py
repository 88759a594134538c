"""The conclusion of the picture in words: the card's heading, and what a screen reader says."""

from datetime import date

import pandas as pd

SEVERE = 3  # the grade from which one effect is worth a clause

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sentence(
    scores: pd.DataFrame, holds: pd.DataFrame, effects: pd.DataFrame, *, today: date
) -> str:
    """ "PHQ-9 fell 21 to 7 by 2 Nov; 17 today, up 10 from best. One hold, one grade 3 effect."

    The frames are those of `course`. Only complete scores are compared.
    """
    asked = scores[scores["instrument"] == "phq9"].sort_values("at", kind="stable")
    mood = "; ".join(_mood(asked, today))
    events = ", ".join([*_holds(holds, today), *_effects(effects)])
    return f"{mood}. {events[0].upper()}{events[1:]}." if events else f"{mood}."


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
