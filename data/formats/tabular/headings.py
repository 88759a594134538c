"""What the headings of a table are taken for, one kind of table at a time."""

import re
from collections.abc import Iterable, Sequence

from data import reference
from data.formats.tabular import series
from data.reference.columns import columns, plain
from data.reference.columns_type import Kind

_NUMBERED = ("sbp", "dbp", "bp", "hr")

# What a heading adds to the name of a total to say of which visit it is: bdi.2m, phq9_week_4.
_VISIT = re.compile(
    r"(pre|post|base|baseline|bl|screening|start|end|final|discharge|(follow|fu|fup)(up)?\d*|"
    r"(week|wk|w|month|mo|m|day|d|visit|v|t)\d{1,3}|\d{1,3}(weeks?|wks?|w|months?|mo|m|days?|d))"
)


def fields(headings: Sequence[str], kind: Kind) -> dict[str, str]:
    """Field by heading, each field once: of two columns that could be one, the first."""
    found: dict[str, str] = {}
    answers = _answers(headings) if kind.id == "assessments" else {}
    for heading in headings:
        field = kind.by_heading.get(plain(heading)) or answers.get(heading)
        field = field or (_reading(heading, kind) if kind.id == "vitals" else None)
        if field and field not in found.values():
            found[heading] = field
    return _wide(found) if answers else found


def is_answers(field: str) -> bool:
    """Whether the field is an item or a total of a questionnaire."""
    stem, dot, _ = field.partition("@")[0].rpartition(".")
    return bool(dot) and stem in ("item", *reference.instrument_ids())


def _wide(found: dict[str, str]) -> dict[str, str]:
    """Beside columns of items, a column called "score" has no answers: it is the total."""
    bare = any(field.startswith("item.") for field in found.values())
    return {
        heading: "total" if field == "value" else field
        for heading, field in found.items()
        if field != "value" or (bare and "total" not in found.values())
    }


def _answers(headings: Sequence[str]) -> dict[str, str]:
    """Items, totals and dates of visits by heading. What a whole series says comes first."""
    in_series = series.together([plain(heading) for heading in headings]).fields
    found = {}
    for heading in headings:
        word = plain(heading)
        alone = _named(word) or _bare(word) or _at_visit(heading)
        field = in_series.get(word, alone)
        if field:
            found[heading] = field
    return found


def _named(word: str) -> str | None:
    """An item or the total of the instrument with the longest name that the heading begins with."""
    for name in sorted(columns().names, key=len, reverse=True):
        if not word.startswith(name):
            continue
        instrument, rest = columns().names[name], word.removeprefix(name)
        if rest in columns().total_words:
            return f"{instrument}.total"
        number = _numbered(rest, columns().item_words)
        if number and number <= len(reference.instrument(instrument).items):
            return f"{instrument}.{number}"
    return None


def _bare(word: str) -> str | None:
    number = _numbered(word, columns().bare_items)
    return f"item.{number}" if number else None


def _numbered(word: str, prefixes: Iterable[str]) -> int | None:
    for prefix in sorted(prefixes, key=len, reverse=True):
        digits = word.removeprefix(prefix)
        if word.startswith(prefix) and re.fullmatch(r"\d{1,2}", digits, re.ASCII):
            return int(digits) or None
    return None


def _at_visit(heading: str) -> str | None:
    """A total of one visit, or the date of that visit: bdi.pre, bdi.pre.date, date_2m."""
    parts = [part for part in re.split(r"[\W_]+", heading.casefold()) if part]
    dated = "date" in parts
    parts = [part for part in parts if part != "date"]
    for cut in range(len(parts) - 1, -1, -1):
        name, visit = "".join(parts[:cut]), "".join(parts[cut:])
        field = "date" if dated and not name else _named(name) if name else None
        if field and _VISIT.fullmatch(visit) and (field == "date" or field.endswith(".total")):
            return f"{'date' if dated else field}@{visit}"
    return None


def _reading(heading: str, kind: Kind) -> str | None:
    """One of several readings in a row: BPXSY1, sbp_2."""
    word = plain(heading)
    field = kind.by_heading.get(word.rstrip("0123456789"))
    return f"{field}@{word[-1]}" if field in _NUMBERED and word[-1:].isdigit() else None
