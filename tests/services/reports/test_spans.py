"""The months and periods of a report."""

from datetime import date

import pytest

from services.reports.spans import Span, said, spans


def test_the_month_that_ended_last_comes_first() -> None:
    first, second, *_ = spans(date(2026, 1, 1))
    assert first == Span("December 2025", date(2025, 12, 1), date(2025, 12, 31))
    assert second == Span("November 2025", date(2025, 11, 1), date(2025, 11, 30))


def test_there_are_twelve_months_and_no_span_is_finer_than_a_month() -> None:
    found = spans(date(2024, 3, 31))
    assert [each.words for each in found[:2]] == ["February 2024", "January 2024"]
    assert found[0].until == date(2024, 2, 29)
    assert found[11].words == "March 2023"
    assert len({each.words for each in found}) == len(found)
    for each in found:
        assert each.since is None or each.since.day == 1
    assert found[12] == Span("March 2024, so far", date(2024, 3, 1), date(2024, 3, 31))
    assert found[-1].since is None


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "October 2026"),
        (date(2026, 10, 1), date(2026, 10, 30), "1 Oct 2026 to 30 Oct 2026"),
        (date(2026, 9, 1), date(2026, 10, 31), "1 Sep 2026 to 31 Oct 2026"),
        (None, date(2026, 10, 31), "until 31 Oct 2026"),
    ],
)
def test_a_whole_month_is_called_by_its_name(since: date | None, until: date, words: str) -> None:
    assert said(since, until) == words
