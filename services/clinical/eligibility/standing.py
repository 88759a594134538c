"""How every rule stands: fired, passing, or unknown for want of which answers."""

from collections.abc import Iterator, Mapping

from data.reference.screening import Policy, Rule, form
from data.tables.vocabulary import Route
from services.clinical.eligibility.facts import DoesNotApply, Facts, Gap, Open
from services.clinical.eligibility.judging import Hit, Judge
from services.clinical.eligibility.result import Finding, Standing, State
from services.clinical.eligibility.rules import JUDGES
from services.clinical.eligibility.words import capital, shown, small

TRIALS = ("R01", "R02", "R03", "R04", "R03b")
"""The rules on earlier treatment, in the order in which they are judged."""


def standings(policy: Policy, facts: Facts, route: Route | None) -> tuple[Standing, ...]:
    """How every rule stands, in the order of the policy."""
    rules = policy.rules
    stand = {id: _stand(rules[id], JUDGES[id], facts, route) for id in JUDGES if id not in TRIALS}
    for id in TRIALS:
        if stand["R05"].state is State.FIRED:
            needless = f"Not needed: {small(rules['R05'].name)} (R05)."
            stand[id] = Standing(rules[id], State.NOT_EVALUATED, needless, {})
        else:
            stand[id] = _stand(rules[id], JUDGES.get(id) or _uncovered(stand), facts, route)
    return tuple(stand[id] for id in rules)


def _uncovered(stand: Mapping[str, Standing]) -> Judge:
    """R03b: too few trials failed, and none of the other rules on that applies."""

    def judge(rule: Rule, facts: Facts) -> Iterator[Hit]:
        if facts.get("indication") == "other":
            yield Hit("indication", {"indication": "other"})
        facts.need("indication")
        others = [stand[id] for id in ("R01", "R02", "R03", "R04", "R05")]
        if any(each.state is State.FIRED for each in others):
            return
        if lacks := [id for each in others for id in each.lacks]:
            raise Open(lacks)
        counts = {id: facts.get(id) for id in ("adequate_trials_count", "adequate_trials_all")}
        failed, adequate = counts.values()
        yield Hit("trials", counts, {"value": failed, "adequate": adequate})

    return judge


def _stand(rule: Rule, judge: Judge, facts: Facts, route: Route | None) -> Standing:
    """How one rule stands. What fired stands, whatever else is open."""
    if not rule.is_for(route):
        return Standing(rule, State.OTHER_ROUTE, "Not for this route.", {})
    findings: list[Finding] = []
    lacks: dict[str, Gap] = {}
    state = State.NOT_MET if rule.id == "R01" else State.PASSES
    try:
        for hit in judge(rule, facts):
            findings.append(_finding(rule, hit))  # noqa: PERF401  what was found before stays
    except Open as missing:
        state, lacks = State.UNKNOWN, {id: facts.gaps[id] for id in missing.ids}
    except DoesNotApply:
        state = State.DOES_NOT_APPLY
    state = State.FIRED if findings else state
    return Standing(
        rule, state, _words(rule, state, findings, lacks, facts), lacks, tuple(findings)
    )


def _finding(rule: Rule, hit: Hit) -> Finding:
    case = rule.cases[hit.case]
    values = {"value": next(iter(hit.inputs.values())), "until": hit.until, **hit.values}
    blanks = {name: shown(value) for name, value in {**rule.thresholds, **values}.items()}
    return Finding(
        rule=rule.id,
        name=rule.name,
        result=case.disposition,
        inputs=hit.inputs,
        words=case.words.format(**blanks),
        basis=case.basis,
        source=rule.source,
        routes=rule.routes,
        until=hit.until,
        refused=case.refused,
    )


def _words(
    rule: Rule, state: State, findings: list[Finding], lacks: Mapping[str, Gap], facts: Facts
) -> str:
    if state is State.FIRED:
        return " ".join(finding.words for finding in findings)
    if state is State.UNKNOWN:
        return _open(lacks)
    if state is State.DOES_NOT_APPLY:
        return "Does not apply to this patient."
    blanks = {id: shown(facts.get(id)) for id in rule.inputs}
    return rule.passes.format(**{**blanks, **rule.thresholds})


def _open(lacks: Mapping[str, Gap]) -> str:
    """ "Not asked: stroke, brain injury. Unknown: severe valve disease."."""
    names = {id: question.name for id, question in form().questions.items()}
    kinds = {kind: [names[id] for id in lacks if lacks[id] is kind] for kind in Gap}
    return " ".join(f"{capital(kind)}: {', '.join(of)}." for kind, of in kinds.items() if of)
