"""The months and periods of which a report can be made."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from services.insight import ground as grounds
from services.insight.ground import PERIOD_WORDS, Period

MONTHS = 12


@dataclass(frozen=True)
class Span:
    """Dates of the clinic, both ends included; without a beginning, everything until then."""

    words: str
    since: date | None
    until: date


def spans(today: date) -> list[Span]:
    """Last month first, as that is what a monthly report is about; this month is not over yet."""
    this = today.replace(day=1)
    last = this - timedelta(days=1)
    months = [_month(last.year * 12 + last.month - 1 - back) for back in range(MONTHS)]
    return [
        *months,
        Span(f"{said(this, last_day(this))}, so far", this, today),
        *(
            Span(f"{PERIOD_WORDS[each]} until today", grounds.since(each, today), today)
            for each in Period
            if each is not Period.ALL
        ),
        Span("Everything until today", None, today),
    ]


def said(since: date | None, until: date) -> str:
    """ "October 2026" where it is that month, else from when to when."""
    if since is None:
        return f"until {grounds.day(until)}"
    if since.day == 1 and last_day(since) == until:
        return f"{since:%B %Y}"
    return f"{grounds.day(since)} to {grounds.day(until)}"


def last_day(on: date) -> date:
    """The last day of its month."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def _month(number: int) -> Span:
    first = date(number // 12, number % 12 + 1, 1)
    return Span(said(first, last_day(first)), first, last_day(first))
