"""The outcomes in a few lines: who was counted, how they did, and how much of it is known."""

from services.access import User
from services.insight.ground import Ground
from services.insight.rates import HIDDEN, Rate
from services.outcomes.completeness import completeness
from services.outcomes.headline import COUNTED, STANDING_WORDS, headline
from services.outcomes.shift import resolved
from services.outcomes.wellbeing import Wellbeing, wellbeing


def facts(user: User | None, ground: Ground) -> list[tuple[str, str]]:
    """Label and words, as the page says them."""
    found = headline(user, ground)
    known = completeness(user, ground, found)
    left_out = [
        f"{'a hidden number' if n is None else n} {STANDING_WORDS[standing]}"
        for standing, n in found.standing.items()
        if standing not in COUNTED and n != 0
    ]
    return [
        ("Courses dosed", count(found.dosed)),
        ("Not counted", "; ".join(left_out) or "nobody"),
        ("Response at end of induction", rate(found.response)),
        ("Remission at end of induction", rate(found.remission)),
        ("Reliably better, reliably worse", f"{rate(found.better)}; {rate(found.worse)}"),
        ("Item 9 resolved", rate(resolved(user, ground).rate)),
        ("Quality of life, WHO-5", _wellbeing(wellbeing(user, ground))),
        ("PHQ-9 on the day of the session", rate(known.sessions)),
        ("Evaluable", rate(known.evaluable)),
        ("Scored in the last 14 days, of those in treatment", rate(known.recent)),
    ]


def count(n: int | None) -> str:
    """A number of people, or that it is hidden."""
    return HIDDEN if n is None else f"{n:,}"


def rate(found: Rate) -> str:
    """ "56 % (98 of 174), 95 % interval 49 to 63"; "2 of 7" where few; "hidden"; "not known"."""
    if found.is_hidden or not found.n:
        return found.percent
    of = "" if found.percent == found.of else f" ({found.k:,} of {found.n:,})"
    return f"{found.percent}{of}, {found.interval}"


def _wellbeing(found: Wellbeing) -> str:
    if found.baseline is None or found.last is None or found.days is None:
        return "no two scores to compare, or too few to show"
    return (
        f"{found.baseline:.0f} at baseline, {found.last:.0f} at the last score, {found.days:.0f} "
        f"days on (means of {found.better.n}; 0 to 100, higher is better). "
        f"Better by 10 or more: {found.better.of}; worse: {found.worse.of}"
    )
