"""A clinic's own version of the screening rules, taken whole or refused with every fault.

It is a changed copy of `rules.toml`. A clinic may set thresholds within `limits.toml`, say what a
result comes to, and write its own words. What the program evaluates (rules, inputs, routes, cases)
stays as shipped, and whatever the clinic changed must call itself the clinic's.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from data.formats.errors import NotReadable
from data.reference.screening import rule_faults
from data.reference.screening.policy import Policy
from data.reference.screening.policy_file import built, day, read, shipped
from data.reference.screening.rule_faults import is_text, number, unequal

PARTS = {"version", "effective_from", "checked_by", "sources", "escalation", "rule"}


class PolicyRefused(NotReadable):
    """This is no policy to screen by. `faults` has every reason, each a sentence."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def policy_of(body: Mapping[str, Any]) -> Policy:
    """The policy of a body shaped as `rules.toml`, its dates as dates or ISO text.

    Raises PolicyRefused with every fault; nothing of a bad body is used.
    """
    faults = list(_faults(body))
    if faults:
        raise PolicyRefused(faults)
    policy = built(body)
    if policy.version == shipped().version and policy != shipped():
        raise PolicyRefused([f"Version {policy.version} is the shipped one's; give it its own."])
    return policy


def _faults(body: Mapping[str, Any]) -> Iterator[str]:
    if wrong := list(unequal("The policy", body, PARTS)):
        yield from wrong
        return
    for name in ("version", "checked_by"):
        if not is_text(body[name]):
            yield f"The policy's {name} is to be a text."
    if not _is_day(body["effective_from"]):
        yield "The policy's effective_from is to be a date, such as 2026-11-26."
    yield from _escalation(body["escalation"])
    sources = body["sources"]
    if not isinstance(sources, Mapping) or not all(map(is_text, sources.values())):
        yield "The policy's sources are to be texts by name."
        sources = {}
    yield from _rules(body["rule"], sources)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, date | str) and type(day(value)) is date
    except ValueError:
        return False


def _escalation(given: object) -> Iterator[str]:
    own = read("rules.toml")["escalation"]
    if wrong := list(unequal("The escalation", given, set(own))):
        yield from wrong
        return
    assert isinstance(given, Mapping)
    low, high = read("limits.toml")["escalation"]["item9"]
    yield from number("Escalation: item9", given["item9"], low, high)
    for name in sorted(set(own) - {"item9"}):
        yield from rule_faults.template(f"Escalation: {name}", given[name], own[name], ())


def _rules(given: object, sources: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        yield "The policy's rules are to be a list of tables."
        return
    ids = [each.get("id") for each in given]
    for id in dict.fromkeys(map(str, ids)):
        if id not in shipped().rules:
            yield f"There is no rule called {id}."
        elif ids.count(id) > 1:
            yield f"{id} is there more than once."
    yield from (f"{id} is missing." for id in shipped().rules if id not in ids)
    limits = read("limits.toml")
    for each in given:
        if (own := shipped().rules.get(str(each.get("id")))) is not None:
            yield from rule_faults.faults(own, each, sources, limits)
