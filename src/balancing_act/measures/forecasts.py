"""Forecasts against the record: how good stated probabilities were, and against what.

A forecast is a probability between 0 and 1, and its outcome true or false. The score is Brier's (Verification of forecasts
expressed in terms of probability, Monthly Weather Review 78, 1950) for events of two outcomes, as it is used today: half of
what Brier's own formula gives. It is taken apart as Murphy did (A New Vector Partition of the Probability Score, Journal of
Applied Meteorology 12, 1973). A forecast that the record cannot resolve has no outcome, and so no score.
"""

import pandas as pd

# Which of a forecast's rules a reading takes: the first that there is.
READINGS = {"narrow": ["narrow", "only"], "middle": ["middle", "narrow", "only"], "wide": ["wide", "only"]}


def under(rules: pd.DataFrame, reading: str) -> pd.DataFrame:
    """One rule for each forecast: that of the reading, or the only one; for middle the narrow one where there is none between.

    rules: columns forecast and reading (narrow, middle, wide or only). Raises ValueError for an unknown reading.
    """
    if reading not in READINGS:
        raise ValueError(f"A reading is one of {', '.join(READINGS)}; got {reading!r}.")
    wanted = rules[rules["reading"].isin(READINGS[reading])]
    ranked = wanted.sort_values("reading", key=lambda readings: readings.astype(object).map(READINGS[reading].index), kind="stable")
    return ranked.drop_duplicates("forecast").sort_index()


def brier(chances: pd.Series, came_true: pd.Series) -> float:
    """Mean squared distance between probability and outcome: 0 perfect, 0.25 for saying one half of everything, 1 the worst.

    chances: probabilities between 0 and 1. came_true: True or False for each, with the same index.
    Raises ValueError when there is nothing to score, an outcome is missing, or a probability is none.
    """
    chances, happened = _checked(chances, came_true)
    return float(((chances - happened) ** 2).mean())


def base_rate(came_true: pd.Series) -> float:
    """The share of the outcomes that are True, 0 to 1. It is known only afterwards. Errors as in brier."""
    _, happened = _checked(pd.Series(0.5, index=came_true.index), came_true)
    return float(happened.mean())


def calibration(chances: pd.Series, came_true: pd.Series) -> pd.DataFrame:
    """What became of the forecasts that were given the same probability.

    One row a probability that was stated (the index, in ascending order), with forecasts, how many there were, and share,
    how many of them came true, 0 to 1. Errors as in brier.
    """
    chances, happened = _checked(chances, came_true)
    groups = happened.groupby(chances.round(9))
    table = pd.DataFrame({"forecasts": groups.size(), "share": groups.mean()})
    return table.rename_axis("chance")


def decomposition(chances: pd.Series, came_true: pd.Series) -> pd.Series:
    """Murphy's three parts of the Brier score: it equals calibration - resolution + uncertainty.

    calibration: distance between the probabilities and what came of them, 0 is best (Murphy's word is reliability).
    resolution: how far the forecaster told apart what would happen from what would not; more is better.
    uncertainty: how mixed the outcomes were, at most 0.25; no forecaster can change it.
    Forecasts are grouped by the very probability that was stated: with wider groups the sum would not hold. Errors as in brier.
    """
    table = calibration(chances, came_true)
    weight = table["forecasts"] / table["forecasts"].sum()
    rate = (weight * table["share"]).sum()
    parts = {
        "calibration": (weight * (table.index - table["share"]) ** 2).sum(),
        "resolution": (weight * (table["share"] - rate) ** 2).sum(),
        "uncertainty": rate * (1 - rate),
    }
    return pd.Series(parts, dtype=float)


def skill(chances: pd.Series, came_true: pd.Series, reference: pd.Series | float) -> float:
    """What part of the reference's error the forecasts avoid: 1 all of it, 0 none, below 0 they are worse than the reference.

    reference: another forecast of the same outcomes, or one probability for all of them. Errors as in brier; ValueError too
    when the reference is perfect, because no error is left to avoid.
    """
    if not isinstance(reference, pd.Series):
        reference = pd.Series(float(reference), index=chances.index)
    error = brier(reference, came_true)
    if error == 0:
        raise ValueError("The reference has no error here, so there is no skill over it. Choose another reference.")
    return 1 - brier(chances, came_true) / error


def _checked(chances: pd.Series, came_true: pd.Series) -> tuple[pd.Series, pd.Series]:
    if len(chances) == 0:
        raise ValueError("There is no forecast to score. Choose a reading under which the record decides at least one.")
    if set(chances.index) != set(came_true.index):
        raise ValueError("Probabilities and outcomes need the same index: one outcome for each forecast.")
    if came_true.isna().any():
        raise ValueError("A forecast without an outcome cannot be scored. Leave those out that the record cannot resolve.")
    if not chances.between(0, 1).all():
        raise ValueError("A probability lies between 0 and 1. Divide per cents by 100.")
    return chances.astype(float), came_true.loc[chances.index].astype(float)
