"""What is wrong with one rule of a clinic's own policy, each fault a sentence."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from data.reference.screening.policy import Basis, Case, Rule
from data.tables.vocabulary import Disposition

PARTS = {"id", "name", "inputs", "routes", "results", "passes", "rationale", "source"}
CASE = {"disposition", "basis", "words"}
VERDICTS: list[Disposition] = [each for each in Disposition if each is not Disposition.INCOMPLETE]
"""What a rule may come to, mildest first."""


def faults(
    own: Rule, given: Mapping[str, Any], sources: Mapping[str, Any], limits: Mapping[str, Any]
) -> Iterator[str]:
    """Every fault of the rule `given`, which stands for the shipped rule `own`."""
    if wrong := list(unequal(own.id, given, PARTS | ({"thresholds"} if own.thresholds else set()))):
        yield from wrong
        return
    for name in ("name", "rationale"):
        if not is_text(given[name]):
            yield f"{own.id}: {name} is to be a text."
    for name in ("inputs", "routes"):
        if given[name] != list(getattr(own, name)):
            yield f"{own.id}: {name} are what the program looks at: {_listed(getattr(own, name))}."
    yield from _sources(own.id, given["source"], sources)
    yield from template(f"{own.id}: passes", given["passes"], own.passes, own.thresholds)
    yield from _thresholds(own, given.get("thresholds", {}), limits["thresholds"])
    yield from _cases(own, given, limits["dispositions"])


def unequal(what: str, given: object, names: Collection[str]) -> Iterator[str]:
    """Sentences for a table that does not have exactly these names."""
    if not isinstance(given, Mapping):
        yield f"{what} is to be a table."
        return
    yield from (f"{what} has no {name}." for name in sorted(set(names) - set(given)))
    yield from (
        f"{what} has {name}, which means nothing here." for name in given if name not in names
    )


def number(what: str, given: object, low: int, high: int) -> Iterator[str]:
    """A sentence for what is no whole number from `low` to `high`."""
    if type(given) is not int or not low <= given <= high:
        yield f"{what} is {given!r}; it may be a whole number from {low} to {high}."


def template(what: str, given: object, own: str, more: Collection[str]) -> Iterator[str]:
    """A sentence for words that cannot be filled: blanks as in `own`, and those of `more`."""
    if not is_text(given):
        yield f"{what} is to be a text."
        return
    try:
        blanks = _blanks(str(given))
    except ValueError:
        yield f"{what} has a brace that opens or closes nothing."
        return
    for blank in sorted(blanks - _blanks(own) - set(more)):
        yield f"{what} has the blank {{{blank}}}, which nothing fills."


def is_text(given: object) -> bool:
    return isinstance(given, str) and bool(given.strip())


def _blanks(words: str) -> set[str]:
    """What stands in braces. A format or conversion makes another blank, which nothing fills."""
    return {
        f"{name}{'!' if conversion else ''}{conversion or ''}{':' if spec else ''}{spec or ''}"
        for _, name, spec, conversion in Formatter().parse(words)
        if name is not None
    }


def _sources(id: str, given: object, sources: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(given, list) or not given:
        yield f"{id} names no source."
        return
    for name in given:
        if str(name) not in sources:
            yield f"{id} names the source {name}, which is not among the sources."


def _thresholds(own: Rule, given: object, limits: Mapping[str, Any]) -> Iterator[str]:
    if wrong := list(unequal(f"{own.id}: thresholds", given, own.thresholds)):
        yield from wrong
        return
    assert isinstance(given, Mapping)
    for name in own.thresholds:
        yield from number(f"{own.id}: {name}", given[name], *limits[own.id][name])


def _cases(own: Rule, given: Mapping[str, Any], limits: Mapping[str, Any]) -> Iterator[str]:
    results = given["results"]
    if wrong := list(unequal(f"{own.id}: results", results, own.cases)):
        yield from wrong
        return
    set_anew = _set_anew(own, given.get("thresholds"))
    for name, case in own.cases.items():
        what, result = f"{own.id}, {name}", results[name]
        if wrong := list(unequal(what, result, CASE | ({"refused"} if case.refused else set()))):
            yield from wrong
            continue
        yield from template(f"{what}: words", result["words"], case.words, own.thresholds)
        given_as = result["disposition"]
        beyond = list(_strictness(what, case, given_as, limits.get(own.id, {}).get(name)))
        yield from beyond
        if not beyond:
            changed = given_as != case.disposition or bool(_blanks(case.words) & set_anew)
            yield from _basis(what, case, result["basis"], changed)
        if case.refused and result["refused"] is not True:
            yield f"{what}: refused is to stay true."


def _set_anew(own: Rule, given: object) -> set[str]:
    """The thresholds that the clinic changed. A case tells in its words which ones it rests on."""
    if not isinstance(given, Mapping):
        return set()
    return {name for name, value in own.thresholds.items() if given.get(name, value) != value}


def _basis(what: str, own: Case, given: object, changed: bool) -> Iterator[str]:
    basis = Basis.CLINIC if changed else own.basis
    if given != basis:
        why = "since the clinic changed it" if changed else "as shipped"
        yield f"{what}: basis is {given!r}; it is {basis.value!r}, {why}."


def _strictness(what: str, own: Case, given: object, limits: Sequence[str] | None) -> Iterator[str]:
    if given not in VERDICTS:
        yield f"{what}: disposition is {given!r}; it may be {_listed(VERDICTS)}."
        return
    label = own.basis is Basis.LABEL
    mildest, strictest = limits or (own.disposition if label else VERDICTS[0], VERDICTS[-1])
    severity = VERDICTS.index(Disposition(str(given)))
    if severity < VERDICTS.index(Disposition(mildest)):
        whose = "the label allows" if label else "may be"
        yield f"{what}: {given} is milder than {whose}: {mildest}."
    if severity > VERDICTS.index(Disposition(strictest)):
        yield f"{what}: {given} is stricter than may be: {strictest}."


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)
