"""What a number that opens is: rows of a fact, in parts that add up."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlmodel import Session

from services.insight.ground import Ground

Where = Callable[[Session, Ground], list[Any]]
Parts = Callable[[Session, Ground], dict[str, Any]]


class Kind(Enum):
    """What is counted, and so what a row of the list is."""

    VISITS = auto()
    COURSES = auto()
    DECISIONS = auto()
    PEOPLE = auto()


@dataclass(frozen=True)
class Asked:
    """A number in words. `where` says what is looked at; `parts` (conditions by their words, the
    number's own first) are each in it and share nothing. The parts up to `within` are what the
    number is counted of; the others were left out before. `columns` are shown beside the usual."""

    title: str
    where: Where
    parts: Parts
    within: int
    definitions: tuple[str, ...]
    columns: tuple[str, ...] = ()
    kind: Kind = Kind.VISITS
    source: Any = None
    """What is selected from; None is the fact alone."""
