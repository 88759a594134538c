"""Filled-in questionnaires for the tests beside it."""


def adding_up_to(total: int, items: int, highest: int) -> list[int]:
    """Answers whose sum is `total`, filled from the front."""
    return [min(highest, max(0, total - highest * number)) for number in range(items)]
