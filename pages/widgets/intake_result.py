"""What the rules say, growing beside the form: what fires, what is missing, what passes."""

from collections.abc import Sequence

import streamlit as st

from data.reference.screening import Basis, form
from data.tables.vocabulary import Disposition
from pages.widgets.badges import badge, day
from pages.widgets.screening_card import COLOURS
from pages.widgets.text import counted, plain
from services.clinical.eligibility import Finding, Standing, State
from services.intake.judging import Screened

WORDS = {
    Disposition.ELIGIBLE: "Eligible by the rules",
    Disposition.INCOMPLETE: "Not complete yet",
    Disposition.REVIEW: "Needs a clinician's review",
    Disposition.DEFER: "Defer",
    Disposition.NOT_RECOMMENDED: "Not recommended",
}
FOR_A_REASON = (Disposition.REVIEW, Disposition.DEFER, Disposition.NOT_RECOMMENDED)
BASIS_WORDS = {
    Basis.LABEL: "the label",
    Basis.CONSENSUS: "published consensus",
    Basis.CLINIC: "this clinic's own policy",
}
OF_THE_PERSON = ("age", "sex")
"""Answers that no section asks for: the person's details have them."""
ICONS = {
    State.PASSES: ":green[:material/check:]",
    State.NOT_MET: ":orange[:material/remove:]",
    State.UNKNOWN: ":gray[:material/help:]",
}


def show(screened: Screened) -> None:
    """The result in one card, worst first, with the reasons one click away."""
    result = screened.result
    with st.container(border=True, gap="xsmall"):
        colour, icon = COLOURS[result.disposition.value]
        st.markdown(badge(colour, icon, WORDS[result.disposition]))
        if result.disposition in FOR_A_REASON:
            st.markdown(f"**{plain(result.words[:1].upper() + result.words[1:])}**")
        _missing(screened)
        for number, finding in enumerate(result.fired):
            _finding(finding, _rationale(result.standings, finding), number)
        _others(result.standings)
        if screened.before is not None:
            _before(screened)
        st.markdown(
            f":small[:gray[Rules {plain(result.policy_version)}. They recommend; "
            "a prescriber decides.]]"
        )


def _missing(screened: Screened) -> None:
    """Required answers that are open, by what is wrong with them."""
    gaps = screened.result.gaps
    if not gaps:
        return
    names = {id: form().questions[id].name for id in gaps}
    kinds: dict[str, list[str]] = {}
    for id, gap in gaps.items():
        kinds.setdefault(gap.value, []).append(names[id])
    with st.expander(f"{counted(len(gaps), 'answer is', 'answers are')} missing", key="missing"):
        for kind, open_ones in kinds.items():
            st.markdown(f"{kind.capitalize()}: {plain(', '.join(open_ones))}")
        if not gaps.keys().isdisjoint(OF_THE_PERSON):
            st.markdown("Birth date and sex are entered under Details, at the top of the page.")


def _finding(finding: Finding, rationale: str, number: int) -> None:
    colour, icon = COLOURS[finding.result.value]
    until = f" Until {day(finding.until)}." if finding.until else ""
    told, why = st.columns([5, 1], vertical_alignment="center", gap="xsmall")
    told.markdown(
        f":{colour}[:material/{icon}:] **{plain(finding.name)}**  {plain(finding.words)}{until}"
    )
    with why.popover("Why", type="tertiary", key=f"why-{finding.rule}-{number}"):
        st.markdown(
            f"**{finding.rule}**, from {BASIS_WORDS[finding.basis]}. {plain(rationale)}\n\n"
            + "\n".join(f"- {plain(each)}" for each in finding.source)
        )


def _rationale(standings: Sequence[Standing], finding: Finding) -> str:
    return next(each.rule.rationale for each in standings if each.rule.id == finding.rule)


def _others(standings: Sequence[Standing]) -> None:
    """Rules that did not fire: what they looked at, and why they are quiet."""
    quiet = [each for each in standings if each.state is not State.FIRED]
    passes = sum(each.state is State.PASSES for each in quiet)
    unknown = sum(each.state is State.UNKNOWN for each in quiet)
    with st.expander(f"{passes} rules pass, {unknown} are unknown", key="quiet"):
        for each in quiet:
            icon = ICONS.get(each.state, ":gray[:material/horizontal_rule:]")
            st.markdown(
                f"{icon} **{plain(each.rule.name)}** {plain(each.words)}",
                help=f"{each.rule.id}. {plain(each.rule.rationale)} "
                f"Source: {plain('; '.join(each.rule.source))}",
            )


def _before(screened: Screened) -> None:
    """The same answers by the version that was in force before."""
    before = screened.before
    assert before is not None
    with st.expander(f"Under the earlier rules {before.policy_version}", key="before"):
        st.markdown(f"**{WORDS[before.disposition]}**")
        for finding in before.fired:
            st.markdown(f"- {plain(finding.name)}: {plain(finding.words)}")


def trials(screened: Screened) -> None:
    """How the treatments tried were counted, line by line."""
    counted_trials = screened.known.trials
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**Treatments tried:** {plain(counted_trials.words)}")
        for line in counted_trials.lines:
            st.markdown(f"- {plain(line.words)}")
