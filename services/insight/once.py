"""Ask a question once a run of a page, however many of its figures need the answer.

Answers are kept in the run that asked, with who asked and on which ground, and go with it; a report
is such a run, too. Outside one, as in tests, every question is asked anew.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


def begin() -> None:
    """Begin a run of a page without any answer."""
    _answers.set({})


@contextmanager
def run() -> Iterator[None]:
    """A run of its own, as a report is, after which whatever was before goes on."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def once(ask: Callable[..., Found]) -> Callable[..., Found]:
    """`ask(user, ground, *more)`, whose arguments are hashable and whose answer nobody changes."""

    @functools.wraps(ask)
    def asked(*about: Any) -> Found:
        kept = _answers.get()
        if kept is None:
            return ask(*about)
        key = (asked, *about)
        if key not in kept:
            kept[key] = ask(*about)
        found: Found = kept[key]
        return found

    return asked
