"""A badge and a day, as they stand in a line of text."""

from datetime import date


def badge(colour: str, icon: str, words: str) -> str:
    """A badge inside a line of Markdown, so that a row of them wraps."""
    return f":{colour}-badge[:material/{icon}: {words}]"


def day(on: date) -> str:
    """A date as it is written on the screen."""
    return f"{on.day} {on:%b %Y}"
