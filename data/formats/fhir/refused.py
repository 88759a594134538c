"""What a reader of one resource says when it cannot take it in."""


class Refused(Exception):
    """One resource cannot be taken in. The message is a sentence for `LeftOut.why`."""
