"""Words that people typed, shown as they were typed and never as markup."""

import re

from services.naming import visible

__all__ = ["counted", "plain", "visible"]

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain(text: str) -> str:
    """Text for a Markdown place: every sign of markup escaped, hidden direction marks visible."""
    return MARKUP.sub(r"\\\1", visible(text))


def counted(number: int, one: str, many: str) -> str:
    """ "1 person", "2 people"."""
    return f"{number} {one if number == 1 else many}"
