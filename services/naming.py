"""How people and what they typed are written, on the screen and on paper."""

import re
import unicodedata

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold: with one inside, no workbook opens and no SVG is read."""

LANGUAGES = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "hmn": "Hmong",
    "hy": "Armenian",
    "lo": "Lao",
    "pa": "Punjabi",
    "vi": "Vietnamese",
}


def language(code: str | None) -> str:
    """ "Hmong" for "hmn"; a code that is not known here stays as it is, and nothing is empty."""
    return LANGUAGES.get(code or "", code or "")


def full_name(family: str, given: str) -> str:
    """ "Okafor, Ada"; somebody known by a number only is "Subject 12"."""
    return f"{family}, {given}" if given else family


def visible(text: str) -> str:
    """Control and direction characters shown by their code, so that nothing reads as it is not."""
    return "".join(
        code(sign) if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign for sign in text
    )


def coded(text: str, forbidden: re.Pattern[str]) -> str:
    """The text with every character of the pattern, which finds one at a time, as its code."""
    return forbidden.sub(lambda found: code(found[0]), text)


def code(sign: str) -> str:
    """ "[U+202E]"."""
    return f"[U+{ord(sign):04X}]"
