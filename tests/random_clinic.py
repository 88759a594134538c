"""Clinics that nobody thought of: how many are tried, and each in a site of its own."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from sqlmodel import Session

from data import database
from data.tables import Site
from data.tables.vocabulary import Role
from services import facts
from services.access import User
from tests import made
from tests.clinic import ZONE

Told = dict[str, Any]
"""What happens to one patient."""


def examples(number: int) -> Callable[[Any], Any]:
    """So many tries, each as slow as a database is."""
    calm = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=number, deadline=None, suppress_health_check=calm)


def in_a_site(
    patients: list[Told],
    put: Callable[[Session, Told, int | None], None],
    compare: Callable[[User, int | None], None],
) -> None:
    """Put these people into a site of their own, and count there: entries cannot be deleted."""
    site = made.put(Site(name="Main Street", tz=ZONE.key)).id
    user = made.user(Role.PRACTITIONER)
    with Session(database.engine()) as session:
        for told in patients:
            put(session, told, site)
        facts.rebuild(session)
        session.commit()
    compare(user, site)
