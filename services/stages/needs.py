"""What a step needs and the record does not hold yet, in sentences. Pure."""

from collections.abc import Callable, Mapping

from data.queries.stages import Held
from data.reference.stages import Step, stages
from data.tables.vocabulary import Route, Verdict
from services.consents import NEEDED

_MET: Mapping[str, Callable[[Step, Held], bool]] = {
    "decision": lambda step, held: held.decided is step.verdict,
    "route": lambda step, held: held.route is not None,
    "consent": lambda step, held: _consented(held),
    "plan": lambda step, held: held.planned,
    "no_consent": lambda step, held: not _consented(held),
    "authorisation": lambda step, held: held.route is not Route.NASAL or held.authorised,
    "booking": lambda step, held: held.booked,
    "nothing_booked": lambda step, held: not held.booked,
    "dose": lambda step, held: held.dosed,
    "review_continue": lambda step, held: held.reviewed is Verdict.CONTINUE,
    "review_stop": lambda step, held: held.reviewed is Verdict.STOP,
    "risk_assessed": lambda step, held: not held.at_risk,
    "silent": lambda step, held: held.silent_days >= stages().silent_days.get(held.stage, 0),
    "outreach": lambda step, held: held.attempts >= stages().attempts,
}


def missing(step: Step, held: Held) -> list[str]:
    """What the step still needs; empty where it may be made."""
    lacking = [need for need in step.needs if not _MET[need](step, held)]
    return list(dict.fromkeys(_words(need, held.route) for need in lacking))


def faults(step: Step, reason: str | None, note: str | None) -> list[str]:
    """What is wrong with the reason given for a step."""
    if step.reasons and reason not in stages().reasons[step.reasons]:
        return ["Choose the reason from the list."]
    if reason == "other" and not (note or "").strip():
        return ["Say in the note what the other reason is."]
    return []


def _words(need: str, route: Route | None) -> str:
    table = stages()
    if need != "consent":
        return table.needs[need]
    return table.consent[route] if route else table.needs["route"]


def _consented(held: Held) -> bool:
    return held.route is not None and NEEDED[held.route] in held.consents
