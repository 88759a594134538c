"""Whether what a resource says is meant to be true."""

from data.formats.fhir import words
from data.formats.fhir.refused import Refused
from data.formats.fhir.words import Coded

_LEFT_OUT = {
    "entered-in-error": "The file says that it was entered in error.",
    "refuted": "The file says that it was refuted.",
}
_NOT_YET = {"unconfirmed", "provisional", "differential"}
_DOUBT = _NOT_YET | {"unknown"}


def check(verification: Coded) -> None:
    """Raises Refused for what the file itself takes back."""
    for code in sorted(words.codes(verification) & _LEFT_OUT.keys()):
        raise Refused(_LEFT_OUT[code])


def confirmed(verification: Coded) -> None:
    """Raises Refused, too, for what is only thought of: no diagnosis yet."""
    check(verification)
    for code in sorted(words.codes(verification) & _NOT_YET):
        raise Refused(f"The file marks it as {code}, which is no diagnosis yet.")


def doubt(verification: Coded) -> list[str]:
    """A note on what is not confirmed."""
    doubted = _DOUBT & words.codes(verification)
    return ["The file marks it as not confirmed."] if doubted else []
