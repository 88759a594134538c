"""A share with what it is a share of: k of n, its interval, or that it is hidden."""

from dataclasses import dataclass
from math import isnan

from services.statistics.proportions import wilson

FEW = 11
"""Fewer than this make no headline: the count is shown, and no percentage on its own."""

HIDDEN = "hidden"


@dataclass(frozen=True)
class Rate:
    """k of n with its 95 percent Wilson interval; both None where they are hidden."""

    k: int | None
    n: int | None

    @property
    def is_hidden(self) -> bool:
        """Whether this person may not see it, because too few people stand behind it."""
        return self.k is None or self.n is None

    @property
    def rest(self) -> "Rate":
        """Those of the same who are not in it; hidden with it."""
        if self.k is None or self.n is None:
            return Rate(None, None)
        return Rate(self.n - self.k, self.n)

    @property
    def share(self) -> float | None:
        """None where it is hidden or of nobody."""
        return self.k / self.n if self.k is not None and self.n else None

    @property
    def low(self) -> float | None:
        return self._limit(0)

    @property
    def high(self) -> float | None:
        return self._limit(1)

    @property
    def percent(self) -> str:
        """ "56 %", "5 of 9" below the number that makes a headline, "hidden", "not known"."""
        if self.is_hidden:
            return HIDDEN
        if not self.n:
            return "not known"
        return f"{self.k} of {self.n}" if self.n < FEW else f"{self._whole(self.share)} %"

    @property
    def interval(self) -> str:
        """ "95 % interval 49 to 63"; empty where there is none."""
        low, high = self._whole(self.low), self._whole(self.high)
        return "" if low is None else f"95 % interval {low} to {high}"

    @property
    def of(self) -> str:
        """ "98 of 174"."""
        return HIDDEN if self.is_hidden else f"{self.k:,} of {self.n:,}"

    @property
    def both(self) -> str:
        """ "56 %, 98 of 174"; the count alone where it makes no headline or stands there anyway."""
        return f"{self.percent}, {self.of}" if self.is_headline else self.percent

    @property
    def is_headline(self) -> bool:
        """Whether it is told as a percentage."""
        return not self.is_hidden and (self.n or 0) >= FEW

    def _limit(self, side: int) -> float | None:
        if self.k is None or not self.n:
            return None
        limit = wilson(self.k, self.n)[side]
        return None if isnan(limit) else limit

    @staticmethod
    def _whole(share: float | None) -> int | None:
        return None if share is None else round(100 * share)


def told(k: int | None, n: int | None) -> Rate:
    """k of n, hidden whole where k is; n may be told of nobody."""
    return Rate(None, None) if k is None else Rate(k, n)
