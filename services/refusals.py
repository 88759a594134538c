"""Errors whose message is meant for the person at the screen: a sentence, and no patient data."""


class Refusal(Exception):
    """Something was not done. The message says what, why, and what to do."""


class NotAllowed(Refusal):
    """This person may not do this."""


class NotFound(Refusal):
    """There is no such thing, or none that may be seen."""


class Conflict(Refusal):
    """Somebody else was first."""


class BadInput(Refusal):
    """What was entered cannot be kept. `faults` lists every reason, each a sentence."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class Unavailable(Refusal):
    """The record cannot be opened, read or written now."""
