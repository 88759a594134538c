"""One medicine and its trials: each weighed, and counted once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.clinical.trials import lines
from services.clinical.trials.evidence import Evidence, Setting, weigh
from services.clinical.trials.lines import Line, Verdict
from services.clinical.trials.runs import is_dated, without_gaps
from services.clinical.trials.trial import Trial, faults


@dataclass(frozen=True, slots=True)
class Medicine:
    """One treatment of this episode: its trials, and their lines."""

    trials: tuple[Evidence, ...]
    lines: tuple[Line, ...]

    @property
    def failed(self) -> bool:
        return any(line.verdict is Verdict.COUNTS for line in self.lines)

    @property
    def is_unclear(self) -> bool:
        return not self.failed and any(line.verdict is Verdict.UNCLEAR for line in self.lines)

    @property
    def adequate(self) -> bool:
        return any(trial.adequate for trial in self.trials)

    @property
    def worked(self) -> bool:
        return any(trial.adequate and trial.worked for trial in self.trials)


def medicine(entries: Sequence[Trial], setting: Setting) -> Medicine:
    """The trials that the entries of one treatment make, counted once."""
    wrong = [entry for entry in entries if faults(entry, setting.on)]
    sound = [entry for entry in entries if entry not in wrong]
    trials = tuple(weigh(run, setting) for run in _runs(sound, setting))
    undated = len(trials) > 1 and not all(map(is_dated, sound))
    whole = weigh(sound, setting) if undated else None
    shown = _once(trials, [_line(trial, whole, setting) for trial in trials], setting)
    return Medicine(trials, (*shown, *(_at_fault(entry, setting) for entry in wrong)))


def _runs(entries: Sequence[Trial], setting: Setting) -> Iterator[list[Trial]]:
    """Entries that are one trial together; one without dates stands alone."""
    yield from without_gaps([entry for entry in entries if is_dated(entry)], setting.on)
    yield from ([entry] for entry in entries if not is_dated(entry))


def _line(trial: Evidence, whole: Evidence | None, setting: Setting) -> Line:
    """As it stands; unclear where, as one trial with undated entries, it might stand otherwise."""
    if whole is None or not _might_differ(trial, whole):
        return lines.judged(trial, setting)
    return lines.unclear(trial, setting, ["without dates it may be one trial with another entry"])


def _might_differ(trial: Evidence, whole: Evidence) -> bool:
    """Whether more entries could change what is known: a best or a length only ever grows."""
    if trial.counts is None or trial.worked or trial.never_counts:
        return False
    return whole.counts is not True if trial.counts else whole.long_enough is not False


def _once(trials: Sequence[Evidence], shown: Sequence[Line], setting: Setting) -> Iterator[Line]:
    """The lines of one medicine, of which only the first that counts does."""
    first = next((line for line in shown if line.verdict is Verdict.COUNTS), None)
    for trial, line in zip(trials, shown, strict=True):
        may_count = line.verdict in (Verdict.COUNTS, Verdict.UNCLEAR)
        again = first is not None and line is not first and may_count
        yield lines.counted_already(trial, setting) if again else line


def _at_fault(trial: Trial, setting: Setting) -> Line:
    known = setting.treatment_class(trial)
    return lines.at_fault(trial, faults(trial, setting.on), may_count=not known or known.counts)
