"""In what steps of time a ground is drawn, and the clinic's own aims."""

from datetime import date

from data.queries.insight import chairs as queries
from data.queries.insight.chairs import By
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground, day

MOST_WEEKS = 20
"""A longer span is drawn by month."""


def grain(ground: Ground) -> By:
    """Weeks, for those who may see names and a span that is not too long; else months."""
    since = ground.view.since
    if since is None or not ground.names:
        return By.MONTH
    return By.WEEK if (ground.view.until - since).days <= 7 * MOST_WEEKS else By.MONTH


def words(by: By, on: date) -> str:
    """The step that begins on a day: "24 Aug", "Aug 2026"."""
    return f"{on.day} {on:%b}" if by is By.WEEK else f"{on:%b %Y}"


def long_words(by: By, on: date) -> str:
    """ "the week of 24 Aug 2026", "Aug 2026"."""
    return f"the week of {day(on)}" if by is By.WEEK else f"{on:%B %Y}"


def targets(user: User | None) -> dict[str, float]:
    """The clinic's own aims, by the id of the figure."""
    with acting(user, Action.VIEW_NUMBERS, about="targets") as session:
        return queries.targets(session)
