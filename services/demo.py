"""The demonstration: a clinic of invented people, loaded only into an empty database."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from data import database, demo, migrate, settings
from data.demo.clock import ZONE
from data.queries import organisation
from data.reference.screening import shipped
from data.tables.base import now
from data.tables.vocabulary import Route
from services import facts, upgrading
from services.access import SYSTEM, Action
from services.acting import acting
from services.clinical.eligibility import screen
from services.refusals import Conflict, Refusal

SEED = 20261123
INVENTED = 0.5
"""Part of the work that is done when all rows are in and what is shown of them is not."""
LOST = (
    "A process that invents patients ended before it was done, perhaps for want of memory. "
    "Nothing was kept; give the same command again."
)

Progress = Callable[[str, float], None]
"""Hears what is being done and how much of it is done, 0 to 1."""


def load(size: demo.Size, *, day: date, seed: int = SEED, progress: Progress) -> dict[str, int]:
    """Load the invented clinic whose today is `day`; returns rows by table.

    Raises Conflict unless the database is empty: real data and invented people never meet, and
    the mark that says "demonstration" is set here and nowhere else. Raises Refusal for a size that
    the embedded database is not for.
    """
    _check(size)
    with acting(SYSTEM, Action.LOAD_DEMO) as session:
        if not organisation.is_empty(session):
            raise Conflict(
                "This database already holds something, and a demonstration is loaded only into "
                "an empty one. Nothing was changed. For a new one beside it use --fresh."
            )
        try:
            counts = demo.load(session, size, seed, day, judge, _part(progress, 0, INVENTED))
        except demo.CrewLost:
            raise Refusal(LOST) from None
        told = _part(progress, INVENTED, 1)
        with demo.fact_references_aside(session.connection()):
            facts.rebuild(session, lambda part: told("what lists and pictures show", part))
        session.info["detail"] = {"size": size.value, "seed": seed, "counts": counts}
    return counts


def judge(answers: demo.Answers, route: Route | None, on: date) -> demo.Judged:
    """What the shipped rules say of invented answers, as a screening keeps it."""
    result = screen(answers, shipped(), route=route, on=on)
    return demo.Judged(
        policy_version=result.policy_version,
        disposition=result.disposition,
        escalate=result.escalate,
        missing=list(result.missing),
        findings=[finding.row() for finding in result.fired],
    )


def _part(progress: Progress, begins: float, ends: float) -> Progress:
    """Progress of one part of the work, as progress of the whole."""
    return lambda words, part: progress(words, begins + (ends - begins) * part)


def at_server_start() -> None:
    """Give a newcomer who runs the server plainly what `manage.py start` gives: a living clinic.

    Only where nobody configured a database: a configured one is never made or filled by chance.
    """
    if settings.nothing_configured():
        upgrading.upgrade()
        load_first(lambda words, part: None)


def load_first(progress: Progress) -> bool:
    """At the first start, fill an empty database with the small clinic; says whether it did."""
    with acting(SYSTEM, Action.OPEN_RECORD) as session:
        if not organisation.is_empty(session):
            return False
    load(demo.Size.SMALL, day=today(), progress=progress)
    return True


def fresh(size: demo.Size, *, day: date, seed: int = SEED, progress: Progress) -> Path:
    """A new demonstration in the old one's place; returns where the old one is kept."""
    _check(size)
    kept = _set_aside()
    migrate.upgrade()
    load(size, day=day, seed=seed, progress=progress)
    return kept


def today() -> date:
    """Today where the invented clinic is."""
    return datetime.now(ZONE).date()


def _check(size: demo.Size) -> None:
    if size is demo.Size.NETWORK and database.sqlite_file() is not None:
        raise Refusal(
            "A network of 200,000 patients needs PostgreSQL: the embedded database would take "
            "hours and some 16 GB. Point DATABASE_URL at an empty one, or choose a smaller size."
        )


def _set_aside() -> Path:
    """Move the demonstration's file aside; raises Refusal where there is none in a file."""
    file = database.sqlite_file()
    if file is None:
        raise Refusal(
            "A fresh demonstration beside the old one needs the embedded database. "
            "On PostgreSQL, point DATABASE_URL at an empty database and load it there."
        )
    with acting(SYSTEM, Action.OPEN_RECORD) as session:
        meta = organisation.meta(session)
    if meta is None or not meta.demonstration:
        raise Refusal("This database is not a demonstration, so it stays where it is.")
    kept = file.with_name(f"{file.stem}-{meta.anchor_day}-{now():%H%M%S}.db")
    database.engine().dispose()
    migrate.backup(kept)
    for part in (file, *file.parent.glob(f"{file.name}-*")):
        part.unlink()
    return kept
