"""How a patient is called on the screen."""


def full_name(family: str, given: str) -> str:
    """ "Okafor, Ada"; somebody known by a number only is "Subject 12"."""
    return f"{family}, {given}" if given else family
