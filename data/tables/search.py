"""How names and telephone numbers are folded for searching: once for rows, once for questions."""

import unicodedata

# Letters that Unicode does not take apart into a base and an accent, and quotes typed for one.
UNMARKED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
        "\u02bc": "'",
    }
)


def fold(text: str) -> str:
    """Without accents, case or double spaces, so that "lukasz" finds "Łukasz"."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().translate(UNMARKED).split())


def digits_reversed(phone: str) -> str:
    """Only the digits, last one first: the digits people know then are a prefix of an index."""
    return "".join(digit for digit in reversed(phone) if digit.isdecimal() and digit.isascii())
