"""What somebody told of themselves and of what they ask for, and what is wrong with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from data.tables.search import digits_reversed
from data.tables.vocabulary import Route, Sex

LONGEST_NAME, LONGEST_TEXT = 200, 2000
EARLIEST_BIRTH = 1900
FEWEST_DIGITS = 7


NAMES = ("family", "given", "preferred_name", "talk_to")


@dataclass(frozen=True)
class Details:
    """Who somebody is and how to reach them, by the names of the patient's columns. Empty is not
    asked; None of a question is not answered."""

    family: str = ""
    given: str = ""
    preferred_name: str = ""
    birth_date: date | None = None
    sex_clinical: Sex | None = None
    phone: str = ""
    email: str = ""
    message_ok: bool | None = None
    text_ok: bool | None = None
    talk_to: str = ""
    language: str = ""


@dataclass(frozen=True)
class Inquiry(Details):
    """What was told on the phone."""

    heard: str = ""
    """How they heard of the clinic."""
    referrer: str = ""
    asked_route: Route | None = None
    preferred_times: str = ""
    text: str = ""


def faults(told: Details, today: date, *, known: bool) -> list[str]:
    """Every fault, each a sentence; of somebody `known` neither name nor contact is needed."""
    found = [] if known else nameless(told)
    if not known and not (told.phone.strip() or told.email.strip()):
        found.append("Give a phone number or an email address, so that they can be reached.")
    found += _contact_faults(told)
    born = told.birth_date
    if born is not None and not date(EARLIEST_BIRTH, 1, 1) <= born <= today:
        found.append(f"The birth date lies in the future or before {EARLIEST_BIRTH}.")
    texts = _texts(told)
    if any(len(getattr(told, name)) > LONGEST_NAME for name in NAMES):
        found.append(f"A name is longer than {LONGEST_NAME} characters.")
    if any(len(words) > LONGEST_TEXT for words in texts):
        found.append(f"A text is longer than {LONGEST_TEXT:,} characters.")
    if any(not _readable(words) for words in texts):
        found.append("A field holds characters that cannot be shown. Type it again.")
    return found


def nameless(told: Details) -> list[str]:
    """The fault of having no name at all."""
    named = told.family.strip() or told.given.strip()
    return [] if named else ["A name is missing. One name is enough."]


def _contact_faults(told: Details) -> list[str]:
    faults = []
    if told.phone.strip() and len(digits_reversed(told.phone) or "") < FEWEST_DIGITS:
        faults.append(f"The phone number has fewer than {FEWEST_DIGITS} digits.")
    email = told.email.strip()
    name, at, host = email.partition("@")
    if email and not (name and at and "." in host and not set(email) & set(" ,;<>")):
        faults.append("The email address is not one: it reads like name@example.org.")
    return faults


def _texts(told: Details) -> Sequence[str]:
    """Everything that was typed."""
    values = (getattr(told, field.name) for field in fields(told))
    return [str(value) for value in values if isinstance(value, str)]


def _readable(words: str) -> bool:
    return all(each.isprintable() or each in "\r\n\t" for each in words)
