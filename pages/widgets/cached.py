"""Figures and pictures that are kept until the record changes: the only shared caches.

The key holds the ground (filter, day, what this person may see, the version of the record), so
nobody is given a figure that was made for other eyes, and a change of the record makes new ones.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from services.access import User
from services.insight.ground import Ground

Found = TypeVar("Found")

MOST = 300
"""Figures at once, a few kB each."""


def figure(ask: Callable[..., Found], user: User, ground: Ground, *more: Any) -> Found:
    """`ask(user, ground, *more)`, or what it answered before on the same ground."""
    name = f"{ask.__module__}.{ask.__qualname__}"
    found: Found = _kept(name, ground, more, lambda: ask(user, ground, *more))
    return found


def spec(name: str, ground: Ground, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """A finished picture; making one takes ten to fifty times as long as showing it."""
    found: dict[str, Any] = _kept(f"spec {name}", ground, (), make)
    return found


@st.cache_data(max_entries=MOST, show_spinner=False, hash_funcs={Ground: repr})
def _kept(name: str, ground: Ground, more: tuple[Any, ...], _make: Callable[[], Any]) -> Any:
    return _make()
