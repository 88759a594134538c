"""A cell that cannot be taken in."""


class Fault(Exception):
    """Its message is a sentence for the person at the screen: what is wrong and what to do. It
    never quotes the cell, which may tell of a patient."""
