"""What is true of the clinic as a whole."""

from zoneinfo import ZoneInfo

from data.queries import organisation
from services.access import SYSTEM, Action
from services.acting import acting


def zone() -> ZoneInfo:
    """The time zone of the clinic's first site, in which days begin; UTC before there is one."""
    with acting(SYSTEM, Action.OPEN_RECORD) as session:
        site = organisation.first_site(session)
    return ZoneInfo(site.tz if site else "UTC")
