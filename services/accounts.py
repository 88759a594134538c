"""Who is here: until an identity provider is configured, six invented people of a demonstration."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from data import demo, settings
from data.migrate import Schema, state
from data.queries import members, organisation
from services.access import SYSTEM, Action, User
from services.acting import acting, user_of
from services.refusals import Refusal, Unavailable

SCHEMA_WORDS = {
    Schema.MISSING: (
        "There is no record here yet. Run `python3 manage.py start`, "
        "which makes one and loads the demonstration."
    ),
    Schema.OLDER: (
        "The record was made by an older version of this program. "
        "Run `python3 manage.py migrate`; it makes a copy first."
    ),
    Schema.NEWER: (
        "The record was made by a newer version of this program, so this one does not open it. "
        "Update the program."
    ),
    Schema.UNREACHABLE: (
        "The record cannot be reached now. Check that the database of DATABASE_URL runs, "
        "then load this page again."
    ),
}


@dataclass(frozen=True)
class Demonstration:
    """What the frame shows of a demonstration: its day and the people one can look through."""

    clinic: str
    zone: ZoneInfo
    """Of the clinic's first site: in it days begin and times are shown."""
    anchor_day: date
    people: tuple[User, ...]


def insist(user: User, action: Action) -> None:
    """Refuse at the door, where it is written down, what an address asked for without the right.

    Raises NotAllowed unless this person may do this.
    """
    with acting(user, action):
        pass


def demonstration() -> Demonstration:
    """The open record and who may be chosen.

    Raises Unavailable where the schema does not fit, Refusal where the record holds real people
    (it needs sign-in, which is not configured) or browsers come from elsewhere.
    """
    found = state()
    if found is not Schema.CURRENT:
        raise Unavailable(SCHEMA_WORDS[found])
    with acting(SYSTEM, Action.OPEN_RECORD) as session:
        meta = organisation.meta(session)
        site = organisation.first_site(session)
        people = members.by_emails(session, demo.VIEW_AS)
    if meta is None or not meta.demonstration or meta.anchor_day is None:
        raise Refusal(
            "This record is not marked as a demonstration, and no sign-in is configured, so it "
            "stays closed. Point DATABASE_URL at a demonstration, or configure an identity "
            "provider."
        )
    if settings.origins():
        raise Refusal(
            "A demonstration has no sign-in, so it opens only on this machine. "
            "Unset CLINIC_ORIGINS to use it."
        )
    return Demonstration(
        clinic=meta.name,
        zone=ZoneInfo(site.tz if site else "UTC"),
        anchor_day=meta.anchor_day,
        people=tuple(user_of(member) for member in people),
    )
