"""When an assessment happened: an instant in UTC, with a note on what the file did not say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from data.formats.fhir.refused import Refused
from data.formats.fhir.times import DATE_ONLY, NO_ZONE, SKIPPED, TWICE, moment

NEW_YORK = ZoneInfo("America/New_York")

READ = {
    "2026-01-05T12:00:00+09:00": (datetime(2026, 1, 5, 3, tzinfo=UTC), ()),
    "2026-01-05T12:00:00.718Z": (datetime(2026, 1, 5, 12, 0, 0, 718_000, tzinfo=UTC), ()),
    "2026-01-05T12:00:00.123456789Z": (datetime(2026, 1, 5, 12, 0, 0, 123_456, tzinfo=UTC), ()),
    "2026-01-05T12:00Z": (datetime(2026, 1, 5, 12, tzinfo=UTC), ()),
    "2026-01-05T12:00:00": (datetime(2026, 1, 5, 17, tzinfo=UTC), (NO_ZONE,)),
    "2026-07-05T12:00:00": (datetime(2026, 7, 5, 16, tzinfo=UTC), (NO_ZONE,)),
    "2026-11-01T01:30:00": (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), (NO_ZONE, TWICE)),
    "2026-03-08T02:30:00-05:00": (datetime(2026, 3, 8, 7, 30, tzinfo=UTC), ()),
    "2026-01-05": (datetime(2026, 1, 5, 5, tzinfo=UTC), (DATE_ONLY,)),
}


@pytest.mark.parametrize("text", READ)
def test_a_time_is_read_as_what_it_says(text: str) -> None:
    assert moment(text, NEW_YORK) == READ[text]


UNKNOWN_DAY = ["2026", "2026-01", "05/01/2026", "2026-W01-1", "20260105", "1767614400", "today"]
NO_SUCH_DAY = ["2026-02-30", "2026-01-05T12:61:00Z", "0001-01-01T00:00:00+14:00", "0000-01-01"]


@pytest.mark.parametrize("text", [None, "", *UNKNOWN_DAY, *NO_SUCH_DAY, "2026-01-05T24:00:00Z"])
def test_what_names_no_day_is_no_time(text: str | None) -> None:
    with pytest.raises(Refused, match=r"^It (does not say|gives a date that does not exist)"):
        moment(text, NEW_YORK)


def test_a_time_that_the_clinic_s_clocks_skipped_is_no_time() -> None:
    with pytest.raises(Refused) as refused:
        moment("2026-03-08T02:30:00", NEW_YORK)
    assert str(refused.value) == SKIPPED
