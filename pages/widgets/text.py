"""Words that people typed, shown as they were typed and never as markup."""

import re
import unicodedata

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain(text: str) -> str:
    """Text for a Markdown place: every sign of markup escaped, hidden direction marks visible."""
    return MARKUP.sub(r"\\\1", visible(text))


def counted(number: int, one: str, many: str) -> str:
    """ "1 person", "2 people"."""
    return f"{number} {one if number == 1 else many}"


def visible(text: str) -> str:
    """Control and direction characters shown by their code, so that nothing reads as it is not."""
    return "".join(
        f"[U+{ord(sign):04X}]" if unicodedata.category(sign) in {"Cc", "Cf"} else sign
        for sign in text
    )
