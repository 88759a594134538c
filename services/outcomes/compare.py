"""Response or remission beside each other by group, and beside published results."""

from functools import partial

import pandas as pd

from data import reference
from data.queries.insight.splits import Split
from data.reference.benchmarks import Benchmark, benchmarks
from data.tables.vocabulary import Route
from services.access import User
from services.caseload import People
from services.charts.insight import rows as charts
from services.charts.insight.style import percent, span
from services.insight import groups
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import FEW, Rate
from services.outcomes.headline import by_group, headline
from services.statistics.proportions import wilson

RANKED = 20
"""Groups smaller than this stand in their own order, not by their share."""

CAUTION = {
    Split.PLAN: (
        "The clinic tells patients that those who keep the whole plan do better. Who keeps it "
        "may differ in other ways too, so this cannot show that it is the plan that helps."
    ),
    Split.ROUTE: "The route was chosen, not drawn by lot: groups differ in more than the route.",
    Split.PRACTITIONER: "Practitioners see different patients: this is no ranking of them.",
}


def by(user: User | None, ground: Ground, split: Split, people: People, measure: str) -> Figure:
    """One row a group: dot, interval, "29 of 55"; those of few as rings, those hidden last."""
    found = by_group(user, ground, split, people)[measure]
    enough = all((rate.n or 0) >= RANKED for rate in found.values())
    ordered = sorted(
        found.items(), key=lambda each: (each[1].is_hidden, -(each[1].share or 0) if enough else 0)
    )
    title = f"{measure.capitalize()} at end of induction, by {groups.SPLIT_WORDS[split].lower()}"
    keys = {words: key for key, words in groups.names(split, people).items()}
    frame = pd.DataFrame(
        [
            _row(name, rate, f"by-{split.value}-{groups.word(keys[name])}-{measure}")
            for name, rate in ordered
        ],
        columns=COLUMNS,
    )
    drawn = frame["share"].notna().any()
    small = "" if enough else f" Groups under {RANKED} are not ranked."
    return Figure(
        title=title,
        picture=partial(
            charts.rows,
            frame,
            title=title,
            subtitle="Evaluable courses; a ring where fewer than 11",
            measure=measure,
        )
        if drawn
        else None,
        table=_table(frame),
        alt=f"{title}: " + "; ".join(f"{name} {rate.both}" for name, rate in ordered) + ".",
        opens=True,
        caption=(CAUTION.get(split, "Groups may differ in other ways too.") + small)
        if drawn
        else "No group has a course that can be evaluated and shown.",
        definitions=("evaluable", measure, *_of(split)),
    )


def published(user: User | None, ground: Ground, measure: str, instrument: str = "phq9") -> Figure:
    """The clinic's share above published ones: context, and pale where it is not comparable."""
    own: Rate = getattr(headline(user, ground, instrument), measure)
    name = reference.instrument(instrument).name
    rows = [
        {
            **_row("This clinic", own, f"{measure}-yes"),
            "below": f"{name}, end of induction",
            "measure": f"{name}, end of induction",
            "pale": False,
            "differs": "",
        }
    ]
    rows += [
        _published(each, measure, instrument, ground.view.route)
        for each in benchmarks()
        if getattr(each, measure) is not None
    ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "below", "measure", "pale", "differs"])
    title = f"{measure.capitalize()} beside published results"
    return Figure(
        title=title,
        picture=partial(
            charts.rows,
            frame,
            title=title,
            subtitle="Context, not targets: other patients, other clinics",
            measure=measure,
        ),
        table=_table(frame).assign(Measured=frame["measure"], Comparable=frame["differs"]),
        alt=f"{title}: this clinic {own.percent}; "
        + "; ".join(f"{row['name']} {percent(row['share'])}" for row in rows[1:])
        + ".",
        opens=True,
        caption="Only a result with the same measure, time point and route is drawn at full "
        "strength; below each other one stands in what it differs.",
        definitions=("evaluable", measure),
    )


COLUMNS = ["name", "share", "low", "high", "of", "few", "number"]


def _row(name: str, rate: Rate, number: str) -> dict[str, object]:
    return {
        "name": name,
        "share": rate.share,
        "low": rate.low,
        "high": rate.high,
        "of": rate.of,
        "few": (rate.n or 0) < FEW,
        "number": number,
    }


def _published(
    each: Benchmark, measure: str, instrument: str, route: Route | None
) -> dict[str, object]:
    share: float = getattr(each, measure)
    margin: float | None = getattr(each, f"{measure}_margin")
    low, high = (
        wilson(round(share * each.n), each.n)
        if margin is None
        else (share - margin, share + margin)
    )
    differs = each.differs(instrument, "end_of_induction", route)
    name = (
        "mixed scales" if each.instrument == "mixed" else reference.instrument(each.instrument).name
    )
    return {
        "name": each.name,
        "share": share,
        "low": low,
        "high": high,
        "of": f"n {each.n:,}",
        "few": False,
        "number": "",
        "below": f"Other {', '.join(differs)}" if differs else f"{name}, {each.when}",
        "measure": f"{each.population}; {name}, {each.when}",
        "pale": bool(differs),
        "differs": f"no: other {', '.join(differs)}" if differs else "yes",
    }


def _of(split: Split) -> tuple[str, ...]:
    return {
        Split.PLAN: ("plan_kept",),
        Split.TRIALS: ("trials",),
        Split.PRACTITIONER: ("practitioner",),
        Split.BASELINE: ("baseline",),
    }.get(split, ())


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Group": frame["name"],
            "Courses": frame["of"],
            "Share": [percent(share) or "–" for share in frame["share"]],
            "95 % interval": [
                span(*each) for each in zip(frame["low"], frame["high"], strict=True)
            ],
        }
    )
