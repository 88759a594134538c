"""How many had it: patients with at least one event over patients treated, as trials report it."""

from collections.abc import Mapping

import pandas as pd

from services.statistics.proportions import wilson


def incidence(
    events: pd.DataFrame,
    arms: Mapping[str, int],
    *,
    patient: str = "patient_id",
    arm: str = "arm",
    event: str = "event",
) -> pd.DataFrame:
    """One row an event and arm: event, arm, n, N, percent, low, high (percent, Wilson, 95 %).

    `events` has one row an occurrence, the same event of one patient as often as it came; rows
    without an event or a patient say nothing. `arms` are all patients treated, those without any
    event included, for they are not in `events`. Events come in the order in which they first
    appear, each with every arm.
    """
    known = events.dropna(subset=[patient, arm, event])
    if strange := sorted(set(known[arm]) - set(arms)):
        raise ValueError(f"No size is given for: {', '.join(map(str, strange))}.")
    people = known.drop_duplicates([event, arm, patient]).groupby([event, arm], sort=False).size()
    rows = []
    for name in known[event].drop_duplicates():
        for group, size in arms.items():
            n = int(people.get((name, group), 0))
            if n > size:
                raise ValueError(f"{n} patients with an event cannot be of {size} in {group}.")
            low, high = wilson(n, size)
            percent = 100 * n / size if size else float("nan")
            rows.append((name, group, n, size, percent, 100 * low, 100 * high))
    return pd.DataFrame(rows, columns=["event", "arm", "n", "N", "percent", "low", "high"])
