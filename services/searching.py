"""What somebody typed into the search field, understood as a clinic means it."""

import re
from contextlib import suppress
from datetime import date, datetime

from data.queries.caseload import Search
from data.tables.search import digits_reversed, fold

DAY_FORMATS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y")
LONGEST = 100
"""Characters that are looked at; names and numbers are shorter."""
WORDS = 6
"""Words that are looked at; each more is another place where the given name may begin."""
NEVER_STORED = re.compile("[\0\ud800-\udfff]")
"""Signs that no database takes, and that no name holds."""


def understand(typed: str) -> Search | None:
    """Beginnings of either name or of both, an MRN, a birth date, or the last digits of a phone.

    Empty input is no search. A day that can be read in two orders is looked for in both.
    """
    text = NEVER_STORED.sub(" ", typed[:LONGEST]).strip()
    if days := tuple(dict.fromkeys(_days(text))):
        return Search(birth_dates=days)
    words = fold(text.replace(",", " ")).split()[:WORDS]
    if not words:
        return None
    digits = re.sub(r"[\s().+-]", "", text)
    return Search(
        names=tuple(_names(words)),
        # As typed, because other clinics number in small letters, and as this one writes it.
        mrns=tuple(dict.fromkeys((text, text.upper()))) if re.search(r"\d", text) else (),
        phone_reversed=digits_reversed(digits) if re.fullmatch("[0-9]+", digits) else None,
    )


def _names(words: list[str]) -> list[tuple[str, str]]:
    """Every place where one name may end and the other begin; a second name may be missing."""
    cuts = range(1, len(words) + 1)
    return [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in cuts]


def _days(text: str) -> list[date]:
    found = []
    for form in DAY_FORMATS:
        with suppress(ValueError):
            found.append(datetime.strptime(text, form).date())  # noqa: DTZ007  (a day, no time)
    return found
