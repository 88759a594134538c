"""What the page counts, in one sentence: who was dosed, how often, and how many had any effect."""

from dataclasses import dataclass

from data.queries.insight import effect_people
from data.queries.insight import effects as queries
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground
from services.insight.rates import HIDDEN, Rate
from services.side_effects import hidden


@dataclass(frozen=True)
class Overview:
    """Patients and sessions with a dose and of them with any effect; None is hidden.

    `between` are effects told between sessions, `unplaced` those that follow no dose at all;
    `serious` events and how many of them nobody has reported.
    """

    patients: Rate
    sessions: Rate
    between: int | None
    unplaced: int | None
    serious: int | None
    unreported: int | None


def overview(user: User | None, ground: Ground) -> Overview:
    """All of it on one ground, whose route is set."""
    with acting(user, Action.VIEW_NUMBERS, about="side effects") as session:
        found = queries.totals(session, ground.view)
        events = effect_people.serious_counts(session, ground.view)
    reported = sum(row["reported"] for row in events)
    unreported = sum(row["open"] for row in events)
    people = found["patients"]

    def shown(n: int, of_people: int) -> int | None:
        return None if hidden.few(ground, n) or hidden.few(ground, of_people) else n

    had = found["patients_with"]
    open_ones = shown(unreported, unreported)
    if hidden.few(ground, reported):
        open_ones = None if unreported else 0
    return Overview(
        patients=hidden.rate(ground, had, people, people=had, of_people=people),
        sessions=hidden.rate(
            ground, found["sessions_with"], found["sessions"], people=had, of_people=people
        ),
        between=shown(found["between"], found["patients_between"]),
        unplaced=shown(found["unplaced"], found["unplaced"]),
        serious=shown(reported + unreported, reported + unreported),
        unreported=open_ones,
    )


def nobody(found: Overview) -> bool:
    """Whether nobody was dosed at all."""
    return found.patients.n == 0


def sentence(found: Overview, filter_words: str) -> str:
    """The same in words, as Markdown; the denominators in bold."""
    beginning = filter_words[:1].upper() + filter_words[1:]
    if nobody(found):
        return (
            f"{beginning}. **Nobody was given a dose**, so nothing can be counted. "
            "Take a longer period, the other route, or a filter away."
        )
    had, with_any = found.patients, found.sessions
    parts = [
        f"{beginning}. **{_n(had.n, 'patient')} dosed, {_n(with_any.n, 'session')}**.",
        f"At least one side effect: {_of(had)} of the patients, {_of(with_any)} of the sessions.",
    ]
    if found.serious != 0:
        late = HIDDEN if found.unreported is None else f"{found.unreported:,}"
        parts.append(f"{_n(found.serious, 'serious event')}, not yet reported: {late}.")
    if found.between != 0:
        parts.append(
            f"{_n(found.between, 'effect')} told between sessions: counted for patients only."
        )
    if found.unplaced:
        parts.append(
            f"Left out: {_n(found.unplaced, 'effect')} without a dose before, of no route."
        )
    return " ".join(parts)


def _of(rate: Rate) -> str:
    if rate.is_hidden or not rate.n:
        return HIDDEN
    whole = f"{100 * (rate.low or 0):.0f} to {100 * (rate.high or 0):.0f}"
    return f"{rate.percent} ({whole})"


def _n(n: int | None, word: str) -> str:
    if n is None:
        return f"{word}s {HIDDEN}"
    return f"{n:,} {word}{'' if n == 1 else 's'}"
