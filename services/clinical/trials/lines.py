"""One sentence a trial: what is known of it, whether it counts, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.clinical.trials.evidence import Evidence, Setting
from services.clinical.trials.runs import overlapping
from services.clinical.trials.trial import Fault, Trial


class Verdict(StrEnum):
    """Whether a trial is counted as a failed adequate one."""

    COUNTS = "counts"
    UNCLEAR = "unclear"
    DOES_NOT_COUNT = "does_not_count"
    EARLIER_EPISODE = "earlier_episode"


@dataclass(frozen=True, slots=True)
class Line:
    """A trial as it is shown, with the entries it was told in and what is missing, in clauses."""

    entries: tuple[Trial, ...]
    verdict: Verdict
    words: str
    missing: tuple[str, ...] = ()


def judged(evidence: Evidence, setting: Setting) -> Line:
    """The line of a trial that stands by itself."""
    told = told_as(evidence, setting)
    if evidence.counts is None:
        return unclear(evidence, setting, evidence.missing)
    if evidence.counts:
        return Line(evidence.entries, Verdict.COUNTS, f"{told}: {_counts(evidence, setting)}.")
    return Line(evidence.entries, Verdict.DOES_NOT_COUNT, f"{told}: {_why_not(evidence, setting)}.")


def unclear(evidence: Evidence, setting: Setting, missing: Sequence[str]) -> Line:
    """A trial that may count once what is missing is known."""
    words = f"{told_as(evidence, setting)}: {' and '.join(missing)}, so it cannot count yet."
    return Line(evidence.entries, Verdict.UNCLEAR, words, tuple(missing))


def at_fault(trial: Trial, found: Sequence[Fault], *, may_count: bool) -> Line:
    """A trial with something in it that cannot be right."""
    wrong = " ".join(fault.words for fault in found)
    if not may_count:
        return Line((trial,), Verdict.DOES_NOT_COUNT, f"{_name(trial)}: {wrong}")
    words = f"{_name(trial)}: {wrong} It cannot count until this is put right."
    return Line((trial,), Verdict.UNCLEAR, words, tuple(fault.words for fault in found))


def of_earlier_episode(trial: Trial) -> Line:
    words = f"{_name(trial)}: ended before this episode began, so it does not count."
    return Line((trial,), Verdict.EARLIER_EPISODE, words)


def counted_already(evidence: Evidence, setting: Setting) -> Line:
    told = told_as(evidence, setting)
    words = f"{told}: this medicine is counted already, so it does not count again."
    return Line(evidence.entries, Verdict.DOES_NOT_COUNT, words)


def told_as(evidence: Evidence, setting: Setting) -> str:
    """ "Sertraline 200 mg, 8 weeks at an adequate dose, 20 % better"."""
    return ", ".join(_told(evidence, setting))


def _told(evidence: Evidence, setting: Setting) -> Iterator[str]:
    entries = evidence.entries
    yield _name(max(entries, key=lambda entry: (entry.mg_a_day or 0, entry.dose or "", entry.name)))
    if len(entries) > 1:
        yield f"one trial told in {len(entries)} entries without a gap"
    if weeks := _weeks(evidence, setting):
        yield weeks
    if evidence.improved is not None and evidence.worked is not None:
        yield _better(evidence.improved)
    if _stopped_for_side_effects(evidence):
        yield "stopped for side effects"


def _weeks(evidence: Evidence, setting: Setting) -> str:
    entries = evidence.entries
    least, most = evidence.least, evidence.most
    told = [entry.weeks_adequate for entry in entries if entry.weeks_adequate is not None]
    if _too_low(evidence, setting):
        return _in_weeks(sum(told)) if told else ""
    dose = " at an adequate dose" if _is_drug(evidence) else ""
    if len(told) == len(entries) and not overlapping(entries, setting.on):
        adequate = [e.weeks_adequate or 0 for e in entries if not setting.too_low(e)]
        part = f", at most {int(most // 7)} of them in this episode"
        return f"{_in_weeks(sum(adequate))}{dose}{part if most < 7 * sum(adequate) else ''}"
    if evidence.long_enough is False:
        return f"at most {_in_weeks(int(most // 7))}{dose}"
    return f"at least {_in_weeks(int(least // 7))}{dose}" if least else ""


def _counts(evidence: Evidence, setting: Setting) -> str:
    if _stopped_for_side_effects(evidence):
        weeks = _in_weeks(setting.rules.adequate.weeks.value)
        return f"it had lasted at least {weeks} by then, so it counts"
    return "counts"


def _why_not(evidence: Evidence, setting: Setting) -> str:
    if evidence.treatment_class and evidence.treatment_class.why:
        return evidence.treatment_class.why
    if evidence.worked:
        return "it worked, so it is no failed trial"
    if _too_low(evidence, setting):
        least = setting.least_dose(evidence.entries[0])
        assert least is not None
        return f"below the least adequate dose of {least.mg} mg a day, so it does not count"
    if _stopped_for_side_effects(evidence):
        return "intolerance is not inadequate response, so it does not count"
    short = f"shorter than {_in_weeks(setting.rules.adequate.weeks.value)}"
    if any(entry.is_current and entry.started_on for entry in evidence.entries):
        return f"{short} so far, so it does not count yet"
    return f"{short}, so it does not count"


def _name(trial: Trial) -> str:
    return f"{trial.name} {trial.dose}" if trial.dose else trial.name


def _in_weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


def _better(percent: int) -> str:
    if percent == 0:
        return "not better"
    return f"{percent} % better" if percent > 0 else f"{-percent} % worse"


def _is_drug(evidence: Evidence) -> bool:
    return all(entry.kind == "drug" for entry in evidence.entries)


def _too_low(evidence: Evidence, setting: Setting) -> bool:
    return all(map(setting.too_low, evidence.entries))


def _stopped_for_side_effects(evidence: Evidence) -> bool:
    return any(entry.stopped_for == "side_effects" for entry in evidence.entries)
