"""How many trials were adequate and failed, and what the screening rules make of that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.reference.treatments import Treatments
from services.clinical.trials import lines
from services.clinical.trials.evidence import Setting
from services.clinical.trials.lines import Line
from services.clinical.trials.medicine import medicine
from services.clinical.trials.trial import Trial, faults

Answer = int | bool | str | None


@dataclass(frozen=True, slots=True)
class TrialCount:
    """Prior treatments counted, each medicine once; with `asked` False nothing is known of them.

    `failed` is a lower bound: `unclear` more could count once what is missing is known. Of the
    `adequate` ones some `worked`, some failed, and of some it is not known.
    """

    asked: bool
    failed: int
    unclear: int
    adequate: int
    worked: int
    psychotherapy: bool
    current_since: date | None
    """The newest start, change of dose or psychotherapy among what is still taken."""
    current_undated: int
    """Treatments not known to have ended, without a start: one of them may be newer."""
    lines: tuple[Line, ...]
    """Every entry is in one of them: oldest first, without a start last."""

    @property
    def words(self) -> str:
        """The count in one sentence."""
        if not self.asked:
            return "Prior treatments are not known."
        counted = f"{self.failed} failed adequate trial{'s' if self.failed != 1 else ''}"
        if not self.unclear:
            return f"{counted}."
        return f"{counted}; {self.unclear} more could count once what is missing is known."


def count(
    trials: Iterable[Trial],
    rules: Treatments,
    on: date,
    *,
    episode_began: date | None = None,
    asked: bool = False,
) -> TrialCount:
    """The trials by the rules, as of a day, in whatever order they come.

    `asked` says that somebody answered although there are no trials: nothing tried. Without it
    no trials means not asked.
    """
    told = sorted(trials, key=_order)
    setting = Setting(rules, on, episode_began)
    here = [trial for trial in told if not _is_earlier(trial, setting)]
    medicines = [medicine(entries, setting) for entries in _by_treatment(here, rules)]
    earlier = [lines.of_earlier_episode(trial) for trial in told if _is_earlier(trial, setting)]
    shown = [*earlier, *(line for each in medicines for line in each.lines)]
    starts = [t.started_on for t in told if t.is_current and not _is_ahead(t, on)]
    return TrialCount(
        asked=asked or bool(told),
        failed=sum(each.failed for each in medicines),
        unclear=sum(each.is_unclear for each in medicines),
        adequate=sum(each.adequate for each in medicines),
        worked=sum(each.worked for each in medicines),
        psychotherapy=any(_is_psychotherapy(trial, setting) for trial in here),
        current_since=max(filter(None, starts), default=None),
        current_undated=starts.count(None),
        lines=tuple(sorted(shown, key=lambda line: _order(line.entries[0]))),
    )


def answers(counted: TrialCount) -> dict[str, Answer]:
    """What the screening rules read; every answer is None where nobody was asked.

    `adequate_trials_count` is of failed adequate trials and a lower bound while `trials_unclear`
    is not 0. `current_treatment_start` is an ISO date, and None also where nothing is taken.
    """
    start = counted.current_since
    found: dict[str, Answer] = {
        "adequate_trials_count": counted.failed,
        "adequate_trials_all": counted.adequate,
        "psychotherapy_tried": counted.psychotherapy,
        "current_treatment_start": start.isoformat() if start else None,
        "current_treatments_undated": counted.current_undated,
        "trials_unclear": counted.unclear,
    }
    return found if counted.asked else dict.fromkeys(found)


def _by_treatment(trials: Iterable[Trial], rules: Treatments) -> list[list[Trial]]:
    found: dict[str, list[Trial]] = {}
    for trial in trials:
        listed = rules.named(trial.name)
        name = listed.name if listed else trial.name
        found.setdefault(" ".join(name.split()).casefold(), []).append(trial)
    return list(found.values())


def _is_earlier(trial: Trial, setting: Setting) -> bool:
    began, ended = setting.began, trial.ended_on
    return bool(began and ended and ended < began) and not faults(trial, setting.on)


def _is_ahead(trial: Trial, on: date) -> bool:
    return trial.started_on is not None and trial.started_on > on


def _is_psychotherapy(trial: Trial, setting: Setting) -> bool:
    known = setting.treatment_class(trial)
    return known is not None and known.code == "psychotherapy"


def _order(trial: Trial) -> tuple[bool, date, str]:
    """Oldest first, without a start last, and always the same way."""
    return trial.started_on is None, trial.started_on or date.min, repr(trial)
