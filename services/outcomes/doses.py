"""The doses with and without a PHQ-9 of the day: sessions, as their share counts them."""

import pandas as pd

from data.queries.insight import dose_people as queries
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS
from services.insight.ground import Ground
from services.insight.opening import Opened, as_drawn
from services.naming import full_name
from services.outcomes.completeness import completeness
from services.outcomes.headline import headline

NUMBER = "dose-any-(scored|unscored)"
DEFINITIONS = ("session_score",)


def find(user: User | None, ground: Ground, part: str, most: int) -> Opened:
    """The sessions of one part; `part` is scored or unscored."""
    scored = part == "scored"
    found = completeness(user, ground, headline(user, ground)).sessions
    title = f"doses {'with' if scored else 'without'} a PHQ-9 of the day"
    own = found if scored else found.rest
    if not ground.names:
        return as_drawn(title, own, DEFINITIONS)
    rest = (f"{'without' if scored else 'with'} one", own.rest.k)
    return Opened(title, own.k, own.n, (rest,), DEFINITIONS, _rows(user, ground, scored, most))


def _rows(user: User | None, ground: Ground, scored: bool, most: int) -> pd.DataFrame:
    with acting(user, Action.VIEW_CLINICAL, about="sessions by PHQ-9 of the day") as session:
        found = queries.sessions(session, ground.view, scored, most)
    rows = [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            "Date": row["local_date"],
            "Route": ROUTE_WORDS.get(row["route"], ""),
            "Dose": row["number"],
            "PHQ-9": row["phq9"],
        }
        for row in found
    ]
    columns = ["patient_id", "Patient", "Date", "Route", "Dose", "PHQ-9"]
    return pd.DataFrame(rows, columns=columns).astype({"Dose": "Int64", "PHQ-9": "Int64"})
