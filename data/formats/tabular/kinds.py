"""What the rows of a table are, guessed from its headings; None where that is to be asked."""

from collections.abc import Sequence

from data.formats.tabular import headings
from data.reference.columns import columns
from data.reference.columns_type import Kind


def guess(heads: Sequence[str]) -> str | None:
    """The kind that most columns speak for. A list of patients is what nothing else is."""
    found = {id: headings.fields(heads, kind) for id, kind in columns().kinds.items()}
    told = {id for id, fields in found.items() if _is_told(columns().kinds[id], fields)}
    others = [id for id in columns().kinds if id in told - {"patients"}]
    if not others:
        return "patients" if told else None
    ranks = {id: _rank(columns().kinds[id], found[id]) for id in others}
    best = max(ranks.values())
    first, *rest = [id for id in others if ranks[id] == best]
    if any(found[id] != found[first] for id in rest):
        return None
    # A list of patients may have a column of weights: one such column without a date is no table
    # of readings for certain.
    return None if "patients" in told and best <= (1, False) else first


def _is_told(kind: Kind, fields: dict[str, str]) -> bool:
    there = _names(fields)
    return any(there.issuperset(group) for group in kind.told_by)


def _rank(kind: Kind, fields: dict[str, str]) -> tuple[int, bool]:
    """How many columns are this kind's own, and whether a row can say all it needs."""
    there = _names(fields)
    own = there - columns().person - {"date", "time"}
    items = sum(headings.is_answers(field) for field in fields.values())
    return len(own) + items, there.issuperset(kind.needs)


def _names(fields: dict[str, str]) -> set[str]:
    names = {field.partition("@")[0] for field in fields.values() if not headings.is_answers(field)}
    return names | ({"answers"} if any(map(headings.is_answers, fields.values())) else set())
