"""Times that are taken, of one chair or one person, among which an overlap is found at once."""

from bisect import bisect_left, insort
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]
"""From its begin to its end, which is no part of it."""


class Spans:
    """Sorted by their begins. They may overlap each other: what is here already is as it is."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._longest = timedelta()

    def add(self, span: Span) -> None:
        """Take it, once however often it is told."""
        at = bisect_left(self._spans, span)
        if self._spans[at : at + 1] != [span]:
            insort(self._spans, span)
            self._longest = max(self._longest, span[1] - span[0])

    def overlap(self, span: Span) -> bool:
        """Whether one of them lies over a part of it. None that begins earlier than the longest
        of them lasts can reach it."""
        begins, over = span
        first = bisect_left(self._spans, (begins - self._longest, begins - self._longest))
        until = bisect_left(self._spans, (over, over - self._longest), lo=first)
        return any(end > begins for _, end in self._spans[first:until])
