"""Reads `rules.toml` into a Policy. It only puts together; what it trusts was checked before."""

import functools
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.reference.screening.policy import Basis, Case, Escalation, Policy, Rule
from data.tables.vocabulary import Disposition, Route

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """One TOML file of this folder, as it stands."""
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


@functools.cache
def shipped() -> Policy:
    """The policy that comes with the product. Read once; the file is part of the program."""
    return built(read("rules.toml"))


def built(body: Mapping[str, Any]) -> Policy:
    """The policy of a body without faults. Dates may be ISO text, as JSON has them."""
    sources = body["sources"]
    return Policy(
        version=body["version"],
        effective_from=day(body["effective_from"]),
        checked_by=body["checked_by"],
        escalation=Escalation(**body["escalation"]),
        rules=MappingProxyType({each["id"]: _rule(each, sources) for each in body["rule"]}),
    )


def day(value: date | str) -> date:
    """A date, or ISO text of one; ValueError where it is neither."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _rule(entry: Mapping[str, Any], sources: Mapping[str, str]) -> Rule:
    return Rule(
        id=entry["id"],
        name=entry["name"],
        inputs=tuple(entry["inputs"]),
        routes=tuple(map(Route, entry["routes"])),
        thresholds=MappingProxyType(dict(entry.get("thresholds", {}))),
        cases=MappingProxyType({name: _case(**case) for name, case in entry["results"].items()}),
        passes=entry["passes"],
        rationale=entry["rationale"],
        source=tuple(sources[id] for id in entry["source"]),
    )


def _case(disposition: str, basis: str, words: str, refused: bool = False) -> Case:
    return Case(Disposition(disposition), Basis(basis), words, refused)
