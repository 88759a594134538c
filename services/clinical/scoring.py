"""Scores a questionnaire: arithmetic only; every range, cut and band comes with the instrument."""

from collections.abc import Collection
from dataclasses import dataclass

from data import reference
from data.reference import Band, Instrument
from services.clinical import flags, totals
from services.clinical.answers import AnswerRefused, Answers, checked, in_words, set_aside, skipped
from services.clinical.triage import level_reached

__all__ = ["AnswerRefused", "Answers", "Score", "band", "reading", "score", "score_of_total"]


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to.

    `total` is None unless every item that applies is answered (or the total came alone), and
    always where the instrument has none. `severity` is the id of a band, or of a triage level,
    which is a floor while the screen is incomplete. `answered` counts items out of `of`, the
    items that apply. `maximum` is the highest total this person could have reached.
    """

    instrument_id: str
    total: int | None
    severity: str | None
    answered: int
    of: int
    missing: tuple[str, ...]
    complete: bool
    maximum: int | None
    flags: frozenset[str]


def score(
    instrument: Instrument,
    answers: Answers,
    *,
    sex: str | None = None,
    not_applicable: Collection[str] = (),
) -> Score:
    """Score answers given in questionnaire order or by item id, None for an item not answered.

    `sex` is sex for clinical use; unknown takes the lower cut. An item in `not_applicable` is not
    missing, lowers the maximum, and an answer to it is not counted.
    """
    given = checked(instrument, answers)
    aside = set_aside(instrument, not_applicable)
    left_out = skipped(instrument, given).union([item.id for item in aside])
    applying = {item_id: given[item_id] for item_id in given if item_id not in left_out}
    answered = {item_id: answer for item_id, answer in applying.items() if answer is not None}
    missing = tuple([item_id for item_id in applying if item_id not in answered])
    complete = not missing
    total = totals.total(instrument, answered) if complete else None
    reached = band(instrument, total)
    return Score(
        instrument_id=instrument.id,
        total=total,
        severity=reached.id if reached else level_reached(instrument, given, complete),
        answered=len(answered),
        of=len(applying),
        missing=missing,
        complete=complete,
        maximum=totals.highest(instrument, aside),
        flags=frozenset(flags.raised(instrument, applying, total, sex)),
    )


def score_of_total(instrument: Instrument, total: int, *, sex: str | None = None) -> Score:
    """Score a total that came without its items, of which nothing is then known, item 9 included.

    `complete` is False unless the instrument is kept as a total: nobody here saw the answers.
    """
    if instrument.method == "total_only":
        return score(instrument, [total], sex=sex)
    possible = totals.possible(instrument)
    if not possible:
        raise AnswerRefused(f"{instrument.name} has no total.")
    if type(total) is not int or total not in possible:
        raise AnswerRefused(f"A {instrument.name} total is {in_words(possible)}.")
    reached = band(instrument, total)
    unknown = dict.fromkeys(instrument.item_ids)
    return Score(
        instrument_id=instrument.id,
        total=total,
        severity=reached.id if reached else None,
        answered=0,
        of=len(instrument.items),
        missing=(),
        complete=False,
        maximum=instrument.maximum,
        flags=frozenset(flags.raised(instrument, unknown, total, sex)),
    )


def band(instrument: Instrument, total: int | None) -> Band | None:
    """The severity band of a total; None without a total, or where the instrument has no bands."""
    if total is not None:
        for each in instrument.bands:
            if each.low <= total <= each.high:
                return each
    return None


def reading(score: Score) -> str:
    """A score in words that say what it is made of: "14 (9 of 9)", "incomplete, 8 of 9"."""
    instrument = reference.instrument(score.instrument_id)
    items = f"{score.answered} of {score.of}"
    if score.total is not None:
        alone = not score.answered or instrument.method == "total_only"
        return f"{score.total} (total only)" if alone else f"{score.total} ({items})"
    made_of = f"complete, {items}" if score.complete else f"incomplete, {items}"
    for level in instrument.levels:
        if level.id == score.severity:
            floor = "" if score.complete or level is instrument.levels[0] else "at least "
            return f"{floor}{level.label} ({made_of})"
    return made_of
