"""Events coded for their direction: counting the directions, and how often two codings agree, with and without chance.

A direction is a judgement, so the coding is a parameter everywhere. What each coding means stands in the description of the
table events.
"""

from collections.abc import Mapping

import pandas as pd

DIRECTIONS = {
    "away": "away from Russia",
    "balance": "balance",
    "with": "with Russia",
    "pressure": "pressure from Russia",
    "outside": "outside both",
}


def count_directions(directions: pd.Series) -> pd.Series:
    """How many events have each direction: whole numbers by the keys of DIRECTIONS, 0 for one that does not occur.

    Raises ValueError for a direction that is none of them.
    """
    unknown = set(directions.astype(object)) - set(DIRECTIONS)
    if unknown:
        raise ValueError(f"{', '.join(sorted(map(repr, unknown)))}: a direction is one of {', '.join(DIRECTIONS)}.")
    return directions.astype(object).value_counts().reindex(list(DIRECTIONS), fill_value=0)


def away_share(counts: pd.Series) -> float:
    """The share of "away" among the events that point to a side, "away" or "with": 0 to 1, missing when none does.

    counts: see count_directions.
    """
    sided = counts["away"] + counts["with"]
    return float(counts["away"] / sided) if sided else float("nan")


def agreement(first: pd.Series, second: pd.Series) -> tuple[float, float]:
    """The observed agreement of two codings of the same events, and the agreement to expect by chance, both 0 to 1.

    Rows are compared by position. Chance is what two coders would reach who each use the categories as often as these two do,
    but without looking at the events (J. Cohen 1960, https://doi.org/10.1177/001316446002000104).
    """
    first, second = (pd.Series(list(coding), dtype=object) for coding in (first, second))
    shares = pd.DataFrame({"first": first.value_counts(normalize=True), "second": second.value_counts(normalize=True)}).fillna(0)
    return float((first == second).mean()), float((shares["first"] * shares["second"]).sum())


def recode(directions: pd.Series, changes: Mapping[str, str]) -> pd.Series:
    """A coding with some events coded anew. directions: by event key; changes: event key to direction."""
    return directions.astype(object).where(~directions.index.isin(list(changes)), directions.index.map(changes))
