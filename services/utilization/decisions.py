"""The pictures of what screenings were decided to be, and of the rules that fired."""

from functools import partial

import pandas as pd

from services.access import User
from services.charts.insight import steps as charts
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.utilization.screening import VERDICT_WORDS, Mix, mix

HIDDEN = "hidden"
FEW = "What is hidden would tell of few people."
DECIDED = "Screening decisions"
RULES = "Rules that fired most"


def figure(user: User | None, ground: Ground) -> Figure:
    """A bar a verdict, overrides first."""
    found = mix(user, ground)
    frame = bars(found)
    return Figure(
        title=DECIDED,
        picture=partial(
            charts.steps,
            frame,
            title=DECIDED,
            subtitle="Signed in the period, overrides of the rules first",
            after=110,
            row=charts.LOW_ROW,
            ink="response",
        )
        if frame["value"].notna().any()
        else None,
        table=_table(frame, "Decided"),
        alt=f"{DECIDED}: {_listed(frame)}.",
        caption=_caption(frame, "An override is a decision other than what the rules said.")
        if len(frame)
        else "Nothing of this filter was decided in the period.",
        opens=True,
        definitions=("screening_mix",),
    )


def rules(user: User | None, ground: Ground) -> Figure:
    """A bar a rule, the screenings in which it was overridden first."""
    frame = rule_bars(mix(user, ground))
    return Figure(
        title=RULES,
        picture=partial(
            charts.steps,
            frame,
            title=RULES,
            subtitle="Screenings decided in the period, overridden ones first",
            row=charts.LOW_ROW,
            ink="response",
        )
        if len(frame)
        else None,
        table=_table(frame, "Rule"),
        alt=f"{RULES}: {_listed(frame)}.",
        caption=_caption(
            frame,
            "Overridden: the decision is milder than the rule. Rules that hold nobody up are left "
            "out.",
        )
        if len(frame)
        else "No rule spoke against going ahead in the screenings decided in the period, or too "
        "few to show.",
        opens=True,
        definitions=("screening_mix",),
    )


def bars(found: Mix) -> pd.DataFrame:
    """name, said (share of all decided), value, words, number, part, part_words, part_number."""
    return _frame(
        [
            {
                "name": words,
                "said": "" if n is None else Rate(n, found.decided).percent,
                "number": f"decided-{each.value}",
                "part_number": f"override-{each.value}",
                **_counts(n, found.overrides[words], "overrides"),
            }
            for each, words in VERDICT_WORDS.items()
            if (n := found.verdicts[words]) != 0
        ]
    )


def rule_bars(found: Mix) -> pd.DataFrame:
    """The same of rules."""
    return _frame(
        [
            {
                "name": each.name,
                "said": "",
                "number": f"rule-{each.rule}",
                "part_number": f"rule-{each.rule}-over",
                **_counts(each.n, each.overridden, "overridden"),
            }
            for each in found.rules
        ]
    )


def _counts(n: int | None, part: int | None, name: str) -> dict[str, object]:
    return {
        "value": n,
        "words": HIDDEN if n is None else f"{n:,}",
        "part": part,
        "part_words": f"{name} hidden" if part is None else f"{part:,} {name}",
        "told": HIDDEN if part is None else f"{part:,}",
    }


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    columns = ["name", "said", "number", "part_number"]
    columns += ["value", "words", "part", "part_words", "told"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "part": float})


def _table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    shown = {name: frame["name"], "Screenings": frame["words"], "Overridden": frame["told"]}
    return pd.DataFrame({**shown, NUMBER: frame["number"]})


def _listed(frame: pd.DataFrame) -> str:
    rows = zip(frame["name"], frame["words"], frame["told"], strict=True)
    return ", ".join(f"{name} {n}, overridden {over}" for name, n, over in rows)


def _caption(frame: pd.DataFrame, words: str) -> str:
    hidden = frame[["value", "part"]].isna().any(axis=None)
    return f"{words} {FEW}" if hidden else words
