"""Names as files write them: whether two of them can be one person's."""

import re

from data.tables.search import fold

Name = tuple[str | None, str | None]
"""Family and given name. One that came in one piece has no given name."""


def words(name: Name) -> tuple[str, ...]:
    """The folded words of the whole name in alphabetical order, whatever stood in which column."""
    return tuple(sorted(word for part in name for word in _split(part)))


def agree(one: Name, other: Name) -> bool:
    """Whether the family names are the same, or the first given names (a surname may change), or
    one name has every word of the other."""
    ours, theirs = set(words(one)), set(words(other))
    return (
        _same(_split(one[0]), _split(other[0]))
        or _same(_split(one[1])[:1], _split(other[1])[:1])
        or ours <= theirs
        or theirs <= ours
        or bool(_ends(one) & theirs)
        or bool(_ends(other) & ours)
    )


def is_whole(name: Name) -> bool:
    """Whether more than one word of it is told."""
    return len(words(name)) > 1


def _ends(name: Name) -> set[str]:
    """Of a name in one piece either the first word or the last is the family name."""
    parts = [] if name[1] else _split(name[0])
    return {*parts[:1], *parts[-1:]}


def _same(one: list[str], other: list[str]) -> bool:
    return bool(one) and one == other


def _split(part: str | None) -> list[str]:
    bare = fold(part or "").replace("'", "")
    return re.findall(r"[^\W_]+", bare) or bare.split()
