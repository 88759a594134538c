"""When something happened: FHIR's text to an instant, with a note on what was not said."""

import re
from datetime import UTC, datetime, tzinfo

from data.formats.fhir.refused import Refused

DATE_ONLY = "The file gives only the date; the time of day is unknown."
NO_ZONE = "The file gives no time zone; the time was taken as the clinic's own."
SKIPPED = (
    "That time did not exist at the clinic: the clocks went forward over it. Correct the time."
)
TWICE = "The clocks went back in that hour; the first of the two was taken."

_DAY = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?"
_OFFSET = r"Z|[+-]\d{2}:\d{2}"
_MOMENT = re.compile(rf"{_DAY}(?P<clock>T{_CLOCK}(?P<offset>{_OFFSET})?)?", re.ASCII)


def moment(
    text: str | None, zone: tzinfo, done: str = "filled in"
) -> tuple[datetime, tuple[str, ...]]:
    """The instant in UTC and notes. A bare date is midnight in `zone`; a month is no instant.

    `done` is what was done then, for the sentence of a refusal.
    """
    if not text:
        raise Refused(f"It does not say when it was {done}.")
    match = _MOMENT.fullmatch(text)
    if not match:
        raise Refused(f"It does not say on which day it was {done}.")
    try:
        given = datetime.fromisoformat(text)
        instant = (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("It gives a date that does not exist.") from None
    if not match["clock"]:
        return instant, (DATE_ONLY,)
    return instant, () if match["offset"] else (NO_ZONE, *_on_the_clock(given, zone))


def _on_the_clock(told: datetime, zone: tzinfo) -> list[str]:
    """A note on a time that the clinic's clocks showed twice; Refused for one they skipped."""
    first, second = (told.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != told:
        raise Refused(SKIPPED)
    return [TWICE] if first.utcoffset() != second.utcoffset() else []


def written(text: str | None, zone: tzinfo) -> datetime | None:
    """When something was written down; None where the file does not clearly say."""
    try:
        return moment(text, zone)[0]
    except Refused:
        return None
