"""The picture of who stands in a stage for longer than it is expected to take."""

from functools import partial

import pandas as pd

from data.tables.vocabulary import Stage
from services.access import User
from services.caseload import stage_words
from services.charts.insight import steps as charts
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground
from services.utilization.stuck import Standing, stuck, untimed

HIDDEN = "hidden"
TITLE = "Longer in a stage than expected"


def figure(user: User | None, ground: Ground) -> Figure:
    """A bar a stage, those over its days first; as of today."""
    found = stuck(user, ground)
    told = [each for each in found if each.over is not None]
    here = sum((each.people or 0) for each in told) > 0
    nobody = len(told) == len(found) and not here
    return Figure(
        title=TITLE,
        picture=partial(
            charts.steps,
            bars(found),
            title=TITLE,
            subtitle="People by stage today, those over its days first",
            after=98,
            row=charts.LOW_ROW,
            ink="hold",
        )
        if here
        else None,
        table=pd.DataFrame() if nobody else _table(found),
        alt=f"{TITLE}: "
        + ", ".join(
            f"{stage_words(each.row.stage)} {_over(each)} of {each.people}" for each in told
        )
        + ".",
        caption=_caption(ground, found, nobody),
        opens=True,
        definitions=("stuck",),
    )


def bars(found: tuple[Standing, ...]) -> pd.DataFrame:
    """name, said, value, words, number, part, part_words, part_number."""
    rows = [
        {
            "name": stage_words(each.row.stage),
            "said": _expected(each),
            "value": each.people,
            "words": HIDDEN if each.people is None else f"{each.people:,}",
            "number": f"stuck-{each.row.stage.value}-within",
            "part": each.over,
            "part_words": f"{_over(each)} over",
            "part_number": f"stuck-{each.row.stage.value}-over",
        }
        for each in found
    ]
    return pd.DataFrame(rows).astype({"value": float, "part": float})


def _table(found: tuple[Standing, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Stage": stage_words(each.row.stage),
                "Expected": _expected(each),
                "Over": _over(each),
                "Within": HIDDEN if each.within is None else f"{each.within:,}",
                "Kept moving by": each.row.owner.capitalize(),
                NUMBER: f"stuck-{each.row.stage.value}-over",
            }
            for each in found
        ]
    )


def _expected(each: Standing) -> str:
    days = each.row.expected_days
    if days is None:
        return "until its revisit date" if each.row.stage is Stage.DEFERRED else ""
    return f"{days} {'day' if days == 1 else 'days'} expected"


def _over(each: Standing) -> str:
    return HIDDEN if each.over is None else f"{each.over:,}"


def _caption(ground: Ground, found: tuple[Standing, ...], nobody: bool) -> str:
    if nobody:
        return "Nobody of this filter stands in a stage that is expected to end."
    without = " and ".join(stage_words(row.stage).lower() for row in untimed())
    parts = ["As of today, whatever the period."]
    parts += [f"Not drawn, for no days are expected: {without}."] if without else []
    parts += ["Who has no route yet is not counted."] if ground.view.route else []
    if any(each.over is None for each in found):
        parts.append("What is hidden would tell of few people.")
    return " ".join(parts)
