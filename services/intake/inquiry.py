"""What somebody told who asks for treatment, and what is wrong with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.tables.search import digits_reversed
from data.tables.vocabulary import Route

LONGEST_NAME, LONGEST_TEXT = 200, 2000
EARLIEST_BIRTH = 1900
FEWEST_DIGITS = 7


@dataclass(frozen=True)
class Inquiry:
    """What was told on the phone. Empty is not asked; None of a question is not answered."""

    family: str = ""
    given: str = ""
    preferred_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    message_ok: bool | None = None
    text_ok: bool | None = None
    talk_to: str = ""
    language: str = ""
    heard: str = ""
    """How they heard of the clinic."""
    referrer: str = ""
    asked_route: Route | None = None
    preferred_times: str = ""
    text: str = ""


def faults(inquiry: Inquiry, today: date, *, known: bool) -> list[str]:
    """Every fault, each a sentence; of somebody `known` neither name nor contact is needed."""
    found = []
    names = (inquiry.family, inquiry.given, inquiry.preferred_name, inquiry.talk_to)
    if not known and not (inquiry.family.strip() or inquiry.given.strip()):
        found.append("A name is missing. One name is enough.")
    if not known and not (inquiry.phone.strip() or inquiry.email.strip()):
        found.append("Give a phone number or an email address, so that they can be reached.")
    found += _contact_faults(inquiry)
    born = inquiry.birth_date
    if born is not None and not date(EARLIEST_BIRTH, 1, 1) <= born <= today:
        found.append(f"The birth date lies in the future or before {EARLIEST_BIRTH}.")
    if any(len(name) > LONGEST_NAME for name in names):
        found.append(f"A name is longer than {LONGEST_NAME} characters.")
    if any(len(words) > LONGEST_TEXT for words in _texts(inquiry)):
        found.append(f"A text is longer than {LONGEST_TEXT:,} characters.")
    if any(not _readable(words) for words in (*names, *_texts(inquiry))):
        found.append("A field holds characters that cannot be shown. Type it again.")
    return found


def _contact_faults(inquiry: Inquiry) -> list[str]:
    faults = []
    if inquiry.phone.strip() and len(digits_reversed(inquiry.phone) or "") < FEWEST_DIGITS:
        faults.append(f"The phone number has fewer than {FEWEST_DIGITS} digits.")
    email = inquiry.email.strip()
    name, at, host = email.partition("@")
    if email and not (name and at and "." in host and not set(email) & set(" ,;<>")):
        faults.append("The email address is not one: it reads like name@example.org.")
    return faults


def _texts(inquiry: Inquiry) -> Sequence[str]:
    return (
        *(inquiry.phone, inquiry.email, inquiry.language, inquiry.heard),
        *(inquiry.referrer, inquiry.preferred_times, inquiry.text),
    )


def _readable(words: str) -> bool:
    return all(each.isprintable() or each in "\r\n\t" for each in words)
