"""Words that people typed, shown as they were typed and never as markup."""

import re

from services.naming import visible

__all__ = ["counted", "plain", "visible"]

# Within a word "-" and "_" are no markup, and a label's name would be read out with the escape.
MARKUP = re.compile(r"([\\`*{}\[\]()#+.!|<>~$:&]|(?<![^\W_])[-_]|[-_](?![^\W_]))")


def plain(text: str) -> str:
    """Text for a Markdown place: every sign of markup escaped, hidden direction marks visible."""
    return MARKUP.sub(r"\\\1", visible(text))


def counted(number: int, one: str, many: str) -> str:
    """ "1 person", "2,000 people"."""
    return f"{number:,} {one if number == 1 else many}"
