"""What somebody typed into the search field, understood as a clinic means it."""

import re
from contextlib import suppress
from datetime import date, datetime

from data.queries.caseload import Search
from data.tables.search import digits_reversed, fold

DAY_FORMATS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y")
LONGEST = 100
"""Characters that are looked at; names and numbers are shorter."""


def understand(typed: str) -> Search | None:
    """Beginnings of either name, an MRN, a birth date, or the last digits of a phone.

    Empty input is no search. A day that can be read in two orders is looked for in both.
    """
    text = typed.strip()[:LONGEST]
    if not text:
        return None
    days = tuple(dict.fromkeys(_days(text)))
    if days:
        return Search(birth_dates=days)
    digits = re.sub(r"[\s().+-]", "", text)
    if digits.isascii() and digits.isdigit():
        return Search(mrn=text, phone_reversed=digits_reversed(text))
    if re.fullmatch(r"[A-Za-z]{1,4}-?\d+", text):
        return Search(mrn=text.upper(), names=(fold(text),))
    names = tuple(fold(word) for word in re.split(r"[\s,]+", text) if fold(word))
    return Search(names=names) if names else None


def _days(text: str) -> list[date]:
    found = []
    for form in DAY_FORMATS:
        with suppress(ValueError):
            found.append(datetime.strptime(text, form).date())  # noqa: DTZ007  (a day, no time)
    return found
