"""How people and what they typed are written, on the screen and on paper."""

import unicodedata


def full_name(family: str, given: str) -> str:
    """ "Okafor, Ada"; somebody known by a number only is "Subject 12"."""
    return f"{family}, {given}" if given else family


def visible(text: str) -> str:
    """Control and direction characters shown by their code, so that nothing reads as it is not."""
    return "".join(
        f"[U+{ord(sign):04X}]" if unicodedata.category(sign) in {"Cc", "Cf"} else sign
        for sign in text
    )
