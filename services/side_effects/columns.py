"""Sessions with each effect by the number of the session or its dose, as a table of shares."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from data.queries.insight import effects as queries
from data.queries.insight.doses import Column, words
from data.tables.vocabulary import Route
from services.access import Action, User
from services.acting import acting
from services.charts.insight import by_session as charts
from services.charts.insight.style import percent
from services.insight import ground as grounds
from services.insight import opening
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import Rate
from services.side_effects import hidden
from services.side_effects.terms import label

FEWEST = 5
"""A column of fewer sessions has no percentages."""
MOST = 8
"""Effects in rows; the commonest."""
ANY, ANY_WORDS = "any", "Any effect"

TITLES = {
    Column.NUMBER: "Sessions with the effect, by session number, %",
    Column.DOSE: "Sessions with the effect, by dose, %",
}
SUBTITLES = {
    Column.NUMBER: "Last row: sessions. Those who stop after trouble leave later columns",
    Column.DOSE: "Last row: sessions. Doses were chosen, not drawn by lot",
}


@dataclass(frozen=True)
class Columns:
    """Rates by effect and column, and the sessions of each column (None is hidden)."""

    sizes: dict[str, int | None]
    rates: dict[str, dict[str, Rate]]


def figure(user: User | None, ground: Ground, column: Column) -> Figure:
    """The picture with its table."""
    title = f"{TITLES[column]}, {route_words(ground.view.route)}"
    definitions = ("sessions_with_effect", _definition(column))
    if not grounds.may_compare(ground):
        return Figure(title, None, pd.DataFrame(), "", hidden.NARROW, definitions=definitions)
    found = columns(user, ground, column)
    drawn = dict(list(found.rates.items())[: MOST + 1])
    cells = cells_frame(found, drawn, column, ground.view.route)
    shown = bool(cells["share"].notna().any()) and len(found.sizes) > 1
    return Figure(
        title=title,
        picture=partial(
            charts.by_session,
            cells,
            sizes_frame(found),
            title=title,
            subtitle=SUBTITLES[column],
            axis={Column.NUMBER: "Session", Column.DOSE: _unit(ground)}[column],
        )
        if shown
        else None,
        table=_table(found),
        alt=_alt(found) if shown else "",
        caption=_caption(cells) if shown else _nothing(found),
        opens=True,
        definitions=definitions,
    )


def columns(user: User | None, ground: Ground, column: Column) -> Columns:
    """Every effect by number or dose, the commonest first; any effect before all."""
    with acting(user, Action.VIEW_NUMBERS, about=f"side effects by {column.value}") as session:
        sizes = queries.sizes(session, ground.view, column)
        rows = queries.by_column(session, ground.view, column)
    there = {row["words"]: row for row in sizes}
    order = [each for each in words(column, ground.view.route) if each in there]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row["term"]][row["words"]] = row["n"]
        people[row["term"]][row["words"]] = row["people"]
    common = sorted(counts, key=lambda code: (-sum(counts[code].values()), code))
    told = opening.parts(ground, {each: there[each]["n"] for each in order})
    any_effect = {each: (there[each]["any"], there[each]["n"]) for each in order}
    anybody = {each: there[each]["people"] for each in order}
    found = {ANY: hidden.row(ground, any_effect, anybody, told)}
    for code in common:
        both = {each: (counts[code].get(each, 0), there[each]["n"]) for each in order}
        found[code] = hidden.row(ground, both, people[code], told)
    return Columns(told, found if order else {})


def cells_frame(
    found: Columns,
    drawn: Mapping[str, Mapping[str, Rate]],
    column: Column,
    route: Route | None,
) -> pd.DataFrame:
    """name, column, share, words, of, number: one cell each; no share is too few or hidden."""
    rows = []
    places = {each: place for place, each in enumerate(words(column, route))}
    for code, rates in drawn.items():
        for at, rate in rates.items():
            size = found.sizes[at]
            few = size is not None and 0 < size < FEWEST
            share = None if few or size is None else rate.share
            rows.append(
                {
                    "name": _name(code),
                    "column": at,
                    "share": share,
                    "words": "<5" if few else "–" if share is None else _percent(share),
                    "of": "fewer than 5 sessions" if few else rate.of,
                    "number": f"{column.value}-{places[at]}-{code}",
                }
            )
    names = ["name", "column", "share", "words", "of", "number"]
    return pd.DataFrame(rows, columns=names).astype({"share": float})


def sizes_frame(found: Columns) -> pd.DataFrame:
    """column, words: the sessions of each column, for its foot."""
    told = {at: "–" if n is None else f"{n:,}" for at, n in found.sizes.items()}
    return pd.DataFrame({"column": list(told), "words": list(told.values())})


def _percent(share: float) -> str:
    """Whole, but never 0 for what is more than nothing."""
    return f"{100 * share:.1f}" if 0 < share < 0.005 else f"{100 * share:.0f}"


def _name(code: str) -> str:
    return ANY_WORDS if code == ANY else label(code)


def _unit(ground: Ground) -> str:
    return "mg per session" if "mg" in words(Column.DOSE, ground.view.route)[0] else "mg per kg"


def _definition(column: Column) -> str:
    return {Column.NUMBER: "session_number", Column.DOSE: "dose_band"}[column]


def _table(found: Columns) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Effect": [_name(code) for code in found.rates],
            **{at: [found.rates[code][at].of for code in found.rates] for at in found.sizes},
            NUMBER: ["any-sessions" if code == ANY else f"sessions-{code}" for code in found.rates],
        }
    )


def _alt(found: Columns) -> str:
    any_effect = found.rates[ANY]
    said = ", ".join(
        f"{at}: {percent(rate.share)}, {rate.of}"
        for at, rate in any_effect.items()
        if not rate.is_hidden
    )
    return f"Sessions with any effect: {said}."


def _caption(cells: pd.DataFrame) -> str:
    parts = []
    if (cells["words"] == "<5").any():
        parts.append("<5: fewer than five sessions, no percentage.")
    if (cells["words"] == "–").any():
        parts.append("–: hidden, too few people to show without names.")
    return " ".join(parts)


def _nothing(found: Columns) -> str:
    if not found.rates:
        return "Nobody was given a dose in this filter."
    if len(found.sizes) == 1:
        (only,) = found.sizes
        return f"Every session was in one group, {only}, so there is nothing to compare."
    if any(n is None for n in found.sizes.values()) or any(
        rate.is_hidden for row in found.rates.values() for rate in row.values()
    ):
        return hidden.WHY
    return "No group has five sessions yet, from which on a percentage says anything."
