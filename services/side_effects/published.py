"""What published studies saw, as marks beside the clinic's patients of the same route."""

import pandas as pd

from data.queries.insight import effects as queries
from data.queries.insight.effects import Per
from data.reference.safety import safety
from data.reference.side_effects import side_effects
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground
from services.side_effects.quantiles import quantile

SHAPES = ("tick", "diamond")
SIGNS = {"tick": "┃", "diamond": "◇"}
COLUMNS = ["code", "name", "share", "shape", "source", "verified", "words"]


def marks(ground: Ground, per: Per, codes: list[str]) -> pd.DataFrame:
    """code, name, share, shape (tick, diamond), source, verified, words: the marks of these rows.

    None beside sessions, for a published rate is per patient over a course, and none without a
    route, for a study looked at one.
    """
    route = ground.view.route
    if per is Per.SESSIONS or route is None:
        return pd.DataFrame(columns=COLUMNS)
    studies = [study.source for study in safety().published.get(route.value, ())]
    shapes = dict(zip(studies, SHAPES, strict=False))
    known = [side_effects().terms[code] for code in codes if code in side_effects().terms]
    rows = [
        (
            term.code,
            term.label,
            rate.percent / 100,
            shapes[rate.source.id],
            rate.source.id,
            rate.verified,
            f"{rate.source.name}, n {rate.source.n}: {rate.percent:g} %",
        )
        for term in known
        for rate in term.rates
        if rate.source.id in shapes
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def words(user: User | None, ground: Ground, drawn: pd.DataFrame) -> str:
    """The key of the marks, with n and population of each study, and how long people were here."""
    shapes = dict(zip(drawn["source"], drawn["shape"], strict=True))
    route = ground.view.route
    said = [
        f"{SIGNS[shapes[study.source]]} {study.words} ({study.population})."
        for study in (safety().published.get(route.value, ()) if route else ())
        if study.source in shapes
    ]
    said.append("Published per patient over a whole course, asked in another way.")
    if not drawn["verified"].all():
        said.append("Pale: not yet checked against its source.")
    with acting(user, Action.VIEW_NUMBERS, about="sessions a patient") as session:
        each = queries.sessions_each(session, ground.view)
    median = quantile({row["sessions"]: row["n"] for row in each}, 0.5)
    if median is not None:
        said.append(f"Here: median {median:g} sessions a patient.")
    return " ".join(said)
