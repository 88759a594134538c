"""PHQ-9 before each dose: median and quartiles, with the number still in it, and single lines."""

import random
from collections import Counter, defaultdict
from functools import partial

import pandas as pd

from data.queries.insight import scores as queries
from services.access import Action, User
from services.acting import acting
from services.charts.insight import sessions as charts
from services.clinical import change
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.once import once
from services.insight.rates import HIDDEN
from services.outcomes import before_dose
from services.outcomes.before_dose import QUARTILES, Dose

MOST_SESSIONS = 12
MOST_LINES = 60
"""Above this single lines cannot be told apart."""

FEWEST = 5
SEED = 1
"""The same courses are drawn each time, by lot and not by looking."""


def figure(user: User | None, ground: Ground) -> Figure:
    """The picture with its table; single lines only for those who may see who they are."""
    frame = quartiles(user, ground)
    lines, courses = _lines(user, ground) if ground.names else (_no_lines(), 0)
    drawn = frame["median"].notna().any()
    title = "PHQ-9 before each dose, with median and quartiles"
    shown = min(courses, MOST_LINES)
    lot = f"{shown} of {courses} courses at random; " if courses > MOST_LINES else ""
    known = frame[frame["median"].notna()]
    return Figure(
        title=title,
        picture=partial(
            charts.sessions,
            frame,
            lines,
            title=title,
            subtitle=f"{lot}number scored below".capitalize(),
        )
        if drawn
        else None,
        table=_table(frame) if ground.names else _table(frame).drop(columns=["Mean", "SD"]),
        alt=_said(known) if drawn else "",
        caption=(
            "Those who leave are not in later medians, so a falling median is not by itself a "
            "benefit."
            if drawn
            else f"No dose has {_fewest(ground)} or more scores of the day before it."
        ),
        opens=True,
        definitions=("session_score",),
    )


def quartiles(user: User | None, ground: Ground) -> pd.DataFrame:
    """A row a dose: number, given, n (scored), words, q1, median, q3, mean; counted in full.

    Without names no mean and SD, which with quartiles of few give the single scores.
    """
    totals, doses = _counted(user, ground)
    least = max(FEWEST, ground.minimum or 0)
    found = []
    for number, dose in doses.items():
        scored = sorted(totals[number].elements())
        fit = len(scored) >= _fewest(ground)
        q1, middle, q3 = _quartiles(scored) if fit else (None, None, None)
        of = change.summary(scored, [None] * len(scored)) if fit and ground.names else None
        enough = dose.scored is not None and dose.scored >= least
        found.append(
            {
                "number": number,
                "given": dose.given if (dose.given or 0) >= least else None,
                "n": dose.scored if enough else None,
                "words": _words(dose, least),
                "q1": q1,
                "median": middle,
                "q3": q3,
                "mean": None if of is None else of.mean,
                "sd": None if of is None else of.sd,
            }
        )
    columns = ["number", "given", "n", "words", "q1", "median", "q3", "mean", "sd"]
    numeric = dict.fromkeys(("q1", "median", "q3", "mean", "sd"), "float")
    return pd.DataFrame(found, columns=columns).astype(numeric)


def doses(user: User | None, ground: Ground) -> dict[int, Dose]:
    """Courses given each dose and scored before it, by its number, as the table tells them."""
    return _counted(user, ground)[1]


@once
def _counted(
    user: User | None, ground: Ground
) -> tuple[defaultdict[int, Counter[int]], dict[int, Dose]]:
    """How often each total was met before each dose, and what may be told of the counts."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes by session") as session:
        rows = queries.totals_by_session(session, ground.view, MOST_SESSIONS)
        given = queries.reached_session(session, ground.view, MOST_SESSIONS)
        of_all = queries.scored_sessions(session, ground.view)
    totals: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for row in rows:
        totals[row["number"]][row["total"]] += row["n"]
    counts = {number: (totals[number].total(), n) for number, n in sorted(given.items())}
    later = (
        of_all.scored - sum(k for k, _ in counts.values()),
        of_all.n - sum(n for _, n in counts.values()),
    )
    return totals, before_dose.told(ground, counts, later)


def _words(dose: Dose, least: int) -> str:
    if dose.scored is None:
        return HIDDEN
    return str(dose.scored) if dose.scored >= least else f"<{least}"


def _quartiles(ordered: list[int]) -> tuple[float, float, float]:
    """The values below which a quarter, half and three quarters lie, linear between two."""

    def at(part: float) -> float:
        place = part * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])

    return at(0.25), at(0.5), at(0.75)


def _fewest(ground: Ground) -> int:
    """Scores of a dose from which on its quartiles are told."""
    return FEWEST if ground.minimum is None else QUARTILES * max(FEWEST, ground.minimum)


def _lines(user: User | None, ground: Ground) -> tuple[pd.DataFrame, int]:
    """course, doses, total of some courses drawn by lot, and how many there are."""
    with acting(user, Action.VIEW_CLINICAL, about="outcomes, single courses") as session:
        everybody = queries.scored_courses(session, ground.view, "phq9")
        lot = random.Random(SEED)  # noqa: S311  a drawing, not a secret
        chosen = lot.sample(everybody, min(len(everybody), MOST_LINES))
        rows = queries.lines(session, chosen, "phq9", MOST_SESSIONS)
    order = {episode: number for number, episode in enumerate(chosen)}
    frame = pd.DataFrame(
        [
            {"course": order[row["episode_id"]], "number": row["doses"] + 1, "total": row["total"]}
            for row in rows
        ],
        columns=["course", "number", "total"],
    )
    return frame.drop_duplicates(["course", "number"], keep="last"), len(everybody)


def _no_lines() -> pd.DataFrame:
    return pd.DataFrame({"course": [], "number": [], "total": []})


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    def rounded(name: str) -> list[str]:
        return ["" if pd.isna(value) else f"{value:.1f}" for value in frame[name]]

    return pd.DataFrame(
        {
            "Before dose": frame["number"],
            "Doses given": [HIDDEN if pd.isna(n) else f"{n:.0f}" for n in frame["given"]],
            "Scored": frame["words"],
            "Lower quartile": rounded("q1"),
            "Median": rounded("median"),
            "Upper quartile": rounded("q3"),
            "Mean": rounded("mean"),
            "SD": rounded("sd"),
        }
    )


def _said(known: pd.DataFrame) -> str:
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"Median PHQ-9 {first['median']:g} before dose {first['number']} "
        f"(scored: {first['words']}), "
        f"{last['median']:g} before dose {last['number']} (scored: {last['words']})."
    )
