"""How soon an effect comes after the start of the dose, and how long it lasts."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial

import pandas as pd

from data.queries.insight import effects as queries
from data.queries.insight.effects import Per
from services.access import Action, User
from services.acting import acting
from services.charts.insight import timing as charts
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import HIDDEN
from services.side_effects import hidden
from services.side_effects.quantiles import quantile
from services.side_effects.terms import label

FEWEST = 5
"""Fewer known times have no quartiles."""
MOST = 10
"""Effects in rows; the commonest."""
KINDS = {"onset": "onset_min", "lasted": "lasted_min"}
TITLE = "How soon it comes, and how long it lasts, minutes"


@dataclass(frozen=True)
class Times:
    """Minutes of one effect: of `known` times; `missing` are those that nobody noted."""

    known: int
    missing: int
    q1: float | None
    median: float | None
    q3: float | None
    hidden: bool = False


def figure(user: User | None, ground: Ground) -> Figure:
    """The picture with its table."""
    found = times(user, ground)
    title = f"{TITLE}, {route_words(ground.view.route)}"
    frame = _frame(dict(list(found.items())[:MOST]))
    shown = not frame.empty
    first = next(iter(found), "")
    return Figure(
        title=title,
        picture=partial(
            charts.timing,
            frame,
            title=title,
            subtitle="Mark: median. Line: middle half. Right: medians, onset and length",
        )
        if shown
        else None,
        table=_table(found),
        alt=_alt(label(first), found[first]) if shown else "",
        caption=_caption(found) if shown else _nothing(found),
        opens=True,
        definitions=("onset", "duration"),
    )


def times(user: User | None, ground: Ground) -> dict[str, dict[str, Times]]:
    """Onset and length of each effect in sessions, the commonest first; times hidden are none."""
    found: dict[str, dict[str, Times]] = {}
    counts: dict[str, dict[str, Counter[int | None]]] = {}
    with acting(user, Action.VIEW_NUMBERS, about="onset and duration") as session:
        for kind, column in KINDS.items():
            counts[kind] = defaultdict(Counter)
            for row in queries.minutes(session, ground.view, column):
                counts[kind][row["term"]][row["minutes"]] += row["n"]
        people = queries.people(session, ground.view, Per.SESSIONS)
    common = sorted(people, key=lambda code: (-counts["onset"][code].total(), code))
    for code in common:
        few = hidden.few(ground, people[code])
        found[code] = {kind: _times(ground, counts[kind][code], few) for kind in KINDS}
    if ground.minimum is not None:  # the order of what is hidden would tell how much it is
        shown = {code: each for code, each in found.items() if not each["onset"].hidden}
        found = shown | {code: found[code] for code in sorted(found)}
    return found


def _times(ground: Ground, counts: Counter[int | None], few: bool) -> Times:
    known = {value: n for value, n in counts.items() if value is not None}
    n, missing = sum(known.values()), counts[None]
    if few or hidden.few(ground, n) or hidden.few(ground, missing):
        return Times(n, missing, None, None, None, hidden=True)
    if n < FEWEST:
        return Times(n, missing, None, None, None)
    q1, median, q3 = (quantile(known, share) for share in (0.25, 0.5, 0.75))
    return Times(n, missing, q1, median, q3)


def _frame(found: dict[str, dict[str, Times]]) -> pd.DataFrame:
    """name, kind, q1, median, q3, words, number: a row an effect and kind with quartiles."""
    rows = [
        {
            "name": label(code),
            "kind": kind,
            "q1": each.q1,
            "median": each.median,
            "q3": each.q3,
            "words": f"{each.median:.0f}",
            "of": f"{each.known} known, {each.missing} not",
            "number": f"times-{code}",
        }
        for code, kinds in found.items()
        for kind, each in kinds.items()
        if each.median is not None
    ]
    return pd.DataFrame(
        rows, columns=["name", "kind", "q1", "median", "q3", "words", "of", "number"]
    )


def _table(found: dict[str, dict[str, Times]]) -> pd.DataFrame:
    columns: dict[str, list[str]] = {"Effect": [label(code) for code in found]}
    for kind, word in (("onset", "Onset"), ("lasted", "Lasted")):
        each = [found[code][kind] for code in found]
        columns[f"{word}, median"] = [_said(times) for times in each]
        columns[f"{word}, middle half"] = [
            "" if times.q1 is None or times.q3 is None else f"{times.q1:.0f} to {times.q3:.0f}"
            for times in each
        ]
        columns[f"{word} known"] = [HIDDEN if times.hidden else f"{times.known}" for times in each]
        columns[f"{word} missing"] = [
            HIDDEN if times.hidden else f"{times.missing}" for times in each
        ]
    columns[NUMBER] = [f"times-{code}" for code in found]
    return pd.DataFrame(columns)


def _said(times: Times) -> str:
    if times.hidden:
        return HIDDEN
    return "" if times.median is None else f"{times.median:.0f}"


def _alt(name: str, kinds: dict[str, Times]) -> str:
    onset, lasted = kinds["onset"], kinds["lasted"]
    said = [f"comes after a median of {_said(onset)} minutes"] if onset.median is not None else []
    said += [f"lasts {_said(lasted)}"] if lasted.median is not None else []
    return f"{name}, the most frequent, {' and '.join(said)}." if said else ""


def _caption(found: dict[str, dict[str, Times]]) -> str:
    if any(each.hidden for kinds in found.values() for each in kinds.values()):
        return "Effects in sessions. Hidden and rare ones have no mark; see the table."
    onset = sum(kinds["onset"].missing for kinds in found.values())
    lasted = sum(kinds["lasted"].missing for kinds in found.values())
    return (
        f"Effects in sessions. No onset noted of {onset:,}; no end of {lasted:,}, which go on "
        "or were not noted. Fewer than 5 known times have no mark."
    )


def _nothing(found: dict[str, dict[str, Times]]) -> str:
    if not found:
        return "No side effect was noted in a session."
    if any(each.hidden for kinds in found.values() for each in kinds.values()):
        return hidden.WHY
    return "No effect has five known times yet, from which on a median says anything."
