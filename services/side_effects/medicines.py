"""What was given against effects in sessions, and whether it worked."""

from collections import defaultdict
from functools import partial

import pandas as pd

from data.queries.insight import effects as queries
from services.access import Action, User
from services.acting import acting
from services.charts.insight import medicines as charts
from services.charts.insight.style import percent
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import HIDDEN, Rate
from services.side_effects import hidden
from services.side_effects.terms import label
from services.statistics.suppression import hide

KINDS = {True: "worked", False: "not", None: "unknown"}
WORDS = {"worked": "Worked", "not": "Did not", "unknown": "Nobody said"}
TITLE = "Medicine given against an effect, and whether it worked"


def figure(user: User | None, ground: Ground) -> Figure:
    """The picture with its table."""
    found = medicines(user, ground)
    title = f"{TITLE}, {route_words(ground.view.route)}"
    known = found[~found["hidden"]]
    shown = not known.empty
    return Figure(
        title=title,
        picture=partial(
            charts.medicines,
            _rows(known),
            _segments(known),
            title=title,
            subtitle="Times given. Dark: worked. Pale: did not. Dashed: nobody said",
        )
        if shown
        else None,
        table=_table(found),
        alt=_alt(known) if shown else "",
        caption=_caption(found) if shown else _nothing(found),
        opens=True,
        definitions=("medicine_worked",),
    )


def medicines(user: User | None, ground: Ground) -> pd.DataFrame:
    """against, worked, not, unknown, given: how often by effect, the most often first.

    `hidden` is a row of which anything is hidden, `worked_hidden` and so on say what.
    """
    with acting(user, Action.VIEW_NUMBERS, about="medicines given") as session:
        found = queries.medicines(session, ground.view)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(WORDS, 0))
    told: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(WORDS, 0))
    for row in found:
        kind = KINDS[row["worked"]]
        counts[row["against"]][kind] += row["n"]
        # What few people were given, however often, is hidden as what was given once.
        told[row["against"]][kind] += 1 if hidden.few(ground, row["people"]) else row["n"]
    names = list(counts)
    frame = pd.DataFrame([counts[name] for name in names], columns=list(WORDS), index=names)
    frame = frame.astype("int64")
    cells = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    rows_hidden = pd.Series(False, index=frame.index)
    if ground.minimum is not None and not frame.empty:
        as_told = pd.DataFrame([told[name] for name in names], columns=list(WORDS), index=names)
        flags = hide(as_told.astype("int64"), ground.minimum)
        cells, rows_hidden = flags.cells, flags.rows
    frame = frame.assign(
        given=frame.sum(axis=1),
        hidden=(cells.any(axis=1) | rows_hidden).astype(bool),
        given_hidden=rows_hidden.astype(bool),
        **{f"{kind}_hidden": cells[kind].astype(bool) for kind in WORDS},
    )
    frame = frame.rename_axis("against").reset_index()
    shown = frame[~frame["hidden"]].sort_values(["given", "against"], ascending=[False, True])
    return pd.concat([shown, frame[frame["hidden"]].sort_values("against")], ignore_index=True)


def _rate(row: "pd.Series[int]") -> Rate:
    return Rate(int(row["worked"]), int(row["worked"] + row["not"]))


def _rows(known: pd.DataFrame) -> pd.DataFrame:
    """name, words, given: a row each, with what is at its right."""
    rates = [_rate(row) for _, row in known.iterrows()]
    return pd.DataFrame(
        {
            "name": [label(code) for code in known["against"]],
            "words": [
                f"{rate.of} worked" if rate.n else f"{unknown} not said"
                for rate, unknown in zip(rates, known["unknown"], strict=True)
            ],
            "given": known["given"],
        }
    )


def _segments(known: pd.DataFrame) -> pd.DataFrame:
    """name, kind, start, end, n, words, number: the parts of the bars from the left."""
    rows = []
    for _, row in known.iterrows():
        start = 0
        for kind, words in WORDS.items():
            n = int(row[kind])
            if n:
                number = f"medicine-{row['against']}-{kind}"
                rows.append((label(row["against"]), kind, start, start + n, n, words, number))
            start += n
    columns = ["name", "kind", "start", "end", "n", "words", "number"]
    return pd.DataFrame(rows, columns=columns)


def _table(found: pd.DataFrame) -> pd.DataFrame:
    def column(name: str) -> list[str]:
        pairs = zip(found[name], found[f"{name}_hidden"], strict=True)
        return [HIDDEN if concealed else f"{n:,}" for n, concealed in pairs]

    return pd.DataFrame(
        {
            "Against": [label(code) for code in found["against"]],
            "Given": column("given"),
            **{words: column(kind) for kind, words in WORDS.items()},
            NUMBER: [f"medicine-{code}" for code in found["against"]],
        }
    )


def _alt(known: pd.DataFrame) -> str:
    first = known.iloc[0]
    rate = _rate(first)
    return (
        f"Most often given against {label(first['against']).lower()}: {first['given']} times; "
        f"worked in {rate.of} of which somebody said so, {percent(rate.share)}."
    )


def _caption(found: pd.DataFrame) -> str:
    if found["hidden"].any():
        names = ", ".join(label(code).lower() for code in found["against"][found["hidden"]])
        return f"Too few to show all of it without names, see the table: {names}."
    return "Shares are of those of which somebody said whether it worked."


def _nothing(found: pd.DataFrame) -> str:
    return hidden.WHY if len(found) else "No medicine was given against an effect in a session."
