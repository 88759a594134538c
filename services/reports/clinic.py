"""The clinic report: the main figures of every insight page for one month or period, as PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from data.queries import organisation
from data.tables.base import now
from services.access import Action, User
from services.acting import acting
from services.caseload import People
from services.insight import ground as grounds
from services.insight import meanings, once
from services.insight.ground import Ground
from services.reports import pdf, printed, spans
from services.reports.lines import SECTIONS, Line, Section

Progress = Callable[[str, float], None]
"""Hears what is being done and how much of it is done, 0 to 1."""


def clinic_report(user: User | None, ground: Ground, progress: Progress) -> bytes:
    """The report as PDF. It names no patient; for those who see no names small counts are hidden.

    Audited every time. Raises NotAllowed for those who may not take numbers out.
    """
    asked = f"clinic report, {grounds.about(ground.view)}"
    with acting(user, Action.EXPORT_NUMBERS, about=asked) as session:
        meta = organisation.meta(session)
    leaving, people = ground.for_export(), grounds.people(user)
    steps = _Steps(progress, _count(leaving) + 1)
    with once.run():
        sections = [_section(user, leaving, people, section, steps) for section in SECTIONS]
    made = now()
    steps.next("the pages")
    said = {
        "title": "Clinic report",
        "clinic": meta.name if meta else "Clinic",
        "demonstration": bool(meta and meta.demonstration),
        "period": spans.said(leaving.view.since, leaving.view.until),
        "filter": grounds.words(leaving.view, people),
        "made": pdf.moment(made, ground.zone),
        "author": user.name if user else "",
        "small": _small(leaving),
        "sections": sections,
        "books": meanings.used(
            name
            for section in sections
            for part in section["parts"]
            for figure in part["figures"]
            for name in figure["definitions"]
        ),
    }
    report = pdf.made("clinic", said, made)
    progress("ready", 1.0)
    return report


class _Steps:
    """Tells how many of so many steps are done."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def next(self, words: str) -> None:
        self._progress(words, self._done / self._of)
        self._done += 1


def _count(ground: Ground) -> int:
    return sum(len(part.lines) for section in SECTIONS for part in section.parts(ground))


def _section(
    user: User | None, ground: Ground, people: People, section: Section, steps: _Steps
) -> dict[str, Any]:
    wide = at_least(ground, section.months)

    def figure(line: Line, of: Ground) -> dict[str, Any]:
        steps.next(section.title)
        return printed.figure(line.figure(user, of, people), half=line.half)

    return {
        "title": section.title,
        "filter": grounds.words(wide.view, people),
        "why": section.why,
        "parts": [
            {
                "title": part.title,
                "filter": grounds.words(part.ground.view, people),
                "facts": part.facts(user, part.ground) if part.facts else [],
                "figures": [figure(line, part.ground) for line in part.lines],
            }
            for part in section.parts(wide)
        ],
    }


def at_least(ground: Ground, months: int) -> Ground:
    """The same ground, looking back so many months from its end if it looks back less."""
    view = ground.view
    if view.since is None:
        return ground
    month = view.until.year * 12 + view.until.month - months
    since = min(view.since, date(month // 12, month % 12 + 1, 1))
    return replace(ground, view=replace(view, since=since))


def _small(ground: Ground) -> str:
    if ground.minimum is None:
        return (
            "Small counts are shown, because the author may see the people behind them. "
            "Those who know the clinic may recognise somebody: do not pass this on."
        )
    return (
        f"Counts of 1 to {ground.minimum - 1} are hidden, and whatever they could be worked out "
        "from. Hidden is not zero."
    )
