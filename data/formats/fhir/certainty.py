"""Whether what a resource says is meant to be true."""

from data.formats.fhir import words
from data.formats.fhir.refused import Refused
from data.formats.fhir.words import Coded

_LEFT_OUT = {
    "entered-in-error": "The file says that it was entered in error.",
    "refuted": "The file says that it was refuted.",
}
_DOUBT = {"unconfirmed", "provisional", "differential", "unknown"}


def check(verification: Coded) -> None:
    """Raises Refused for what the file itself takes back."""
    for code in sorted(words.codes(verification) & _LEFT_OUT.keys()):
        raise Refused(_LEFT_OUT[code])


def doubt(verification: Coded) -> list[str]:
    """A note on what is not confirmed."""
    doubted = _DOUBT & words.codes(verification)
    return ["The file marks it as not confirmed."] if doubted else []
