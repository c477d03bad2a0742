"""How well two markers agree: weighted kappa, and how far one lies above the other."""

import math
from collections.abc import Sequence

import numpy as np


def weighted_kappa(first: Sequence[float], second: Sequence[float]) -> float:
    """Cohen's kappa with quadratic weights of two markings of the same answers: 1 for the same marks, 0 for no more than chance.

    first, second: points, in the same order. A disagreement counts by the square of its size, and is compared with the mean over
    all pairs of a mark of the first and a mark of the second (J. Cohen 1968, https://doi.org/10.1037/h0026256). Missing when it
    is not defined: both gave the same one mark to every answer. Raises ValueError for two lengths, or none.
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if first.shape != second.shape or not len(first):
        raise ValueError(f"Both markings need the same answers, one or more; these are {len(first)} and {len(second)} marks.")
    observed = ((first - second) ** 2).mean()
    chance = ((first[:, None] - second[None, :]) ** 2).mean()
    return float(1 - observed / chance) if chance else math.nan


def kappa_interval(first: Sequence[float], second: Sequence[float], share: float = 0.9, repeats: int = 2000) -> tuple[float, float]:
    """Between which bounds weighted kappa lies in a share of the samples drawn anew, with replacement, from the answers.

    A percentile bootstrap (B. Efron 1979, https://doi.org/10.1214/aos/1176344552), always with the same random numbers. With few
    answers it is rough, and rather too narrow.
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    random = np.random.default_rng(1968)
    drawn = random.integers(len(first), size=(repeats, len(first)))
    kappas = [weighted_kappa(first[sample], second[sample]) for sample in drawn]
    low, high = np.nanquantile(kappas, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
