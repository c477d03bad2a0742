"""Rival explanations weighed by evidence: Bayes' rule on a table of likelihoods.

A table of likelihoods has one row a piece of evidence, one column an explanation, and in each cell the chance, between 0
and 1, of seeing that evidence if the explanation is true. The rows are the columns of Heuer's matrix turned into numbers
(Psychology of Intelligence Analysis, 1999, chapter 8); that the numbers are judgements is not mended by the arithmetic.

Evidence of one group is not independent. Its rows are given less weight by the design effect of samples drawn in clusters
(Kish, Survey Sampling, 1965): n rows that depend on each other by r count as n / (1 + (n - 1) r) independent ones.
"""

import numpy as np
import pandas as pd


def table(likelihoods: pd.DataFrame, words: pd.DataFrame, value: str = "likelihood") -> pd.DataFrame:
    """The table of likelihoods as numbers: rows and columns in the order in which they first appear.

    likelihoods: columns evidence, hypothesis, word. words: columns word and the value asked for (low, likelihood or high).
    """
    numbers = likelihoods["word"].astype(object).map(words.astype({"word": object}).set_index("word")[value])
    long = likelihoods[["evidence", "hypothesis"]].astype(object).assign(number=numbers)
    wide = long.pivot(index="evidence", columns="hypothesis", values="number")
    return wide.loc[long["evidence"].unique(), long["hypothesis"].unique()]


def weights(groups: pd.Series, dependence: float) -> pd.Series:
    """What each row counts for, 0 to 1, when rows of one group depend on each other by ``dependence``.

    groups: the group of each row. dependence: 0, all rows are independent, to 1, a group is worth one row.
    Raises ValueError for a dependence outside this range.
    """
    if not 0 <= dependence <= 1:
        raise ValueError(f"dependence lies between 0 (independent) and 1 (a group counts once); got {dependence!r}.")
    size = groups.map(groups.value_counts())
    return 1 / (1 + (size - 1) * dependence)


def posterior(likelihoods: pd.DataFrame, prior: pd.Series, weight: pd.Series | None = None) -> pd.Series:
    """The probability of each explanation after the evidence; the probabilities add up to 1.

    likelihoods: chances between 0 and 1, 0 excluded. prior: a weight for each explanation, at least one above 0; the
    weights need not add up to 1. weight: what each row counts for; 1 if not given. Raises ValueError for anything else.
    """
    prior = prior.reindex(likelihoods.columns).astype(float)
    if prior.isna().any() or (prior < 0).any() or prior.sum() == 0:
        raise ValueError("Give each explanation a prior of 0 or more, and at least one of them more than 0.")
    if not ((likelihoods > 0) & (likelihoods <= 1)).all(axis=None):
        raise ValueError("A likelihood lies above 0 and not above 1: with 0 a single row would decide for ever.")
    weight = pd.Series(1.0, index=likelihoods.index) if weight is None else weight.loc[likelihoods.index]
    with np.errstate(divide="ignore"):
        score = np.log(prior.to_numpy()) + weight.to_numpy() @ np.log(likelihoods.to_numpy())
    return pd.Series(_normalised(score), index=likelihoods.columns)


def evidence_for(likelihoods: pd.DataFrame, first: str, second: str, weight: pd.Series | None = None) -> pd.Series:
    """How far each row speaks for the first explanation against the second: log10 of the likelihood ratio.

    1 means ten to one for the first, -1 ten to one for the second, 0 nothing.
    """
    ratio = np.log10(likelihoods[first] / likelihoods[second])
    return ratio if weight is None else ratio * weight


def diagnosticity(likelihoods: pd.DataFrame) -> pd.Series:
    """How far each row tells any two explanations apart: log10 of the largest over the smallest likelihood, 0 or more."""
    return np.log10(likelihoods.max(axis=1) / likelihoods.min(axis=1))


def without_each(likelihoods: pd.DataFrame, prior: pd.Series, groups: pd.Series, dependence: float) -> pd.DataFrame:
    """The posterior when one row is left out, for each row in turn. Rows: the row left out; columns: explanations.

    The other rows of its group then weigh more, because there are fewer of them.
    """
    logs = np.log(likelihoods.to_numpy())
    number, _ = pd.factorize(groups.loc[likelihoods.index])
    same = number[:, None] == number  # rows by rows: of one group
    size = same.sum(axis=1)
    whole = (same @ logs) / (1 + (size - 1) * dependence)[:, None]
    # Of a group of one nothing is left: its sum is 0, so the divisor does not matter.
    rest = (same @ logs - logs) / np.maximum(1 + (size - 2) * dependence, 1)[:, None]
    total = (whole / size[:, None]).sum(axis=0)
    with np.errstate(divide="ignore"):
        score = np.log(prior.reindex(likelihoods.columns).to_numpy(float)) + total - whole + rest
    return pd.DataFrame(_normalised(score), index=likelihoods.index, columns=likelihoods.columns)


def fewest_to_overtake(likelihoods: pd.DataFrame, prior: pd.Series, rival: str, weight: pd.Series) -> list[str] | None:
    """The fewest rows to leave out so that the rival is more probable than the explanation that comes first.

    The weights of the other rows stay as they are, so the rows that speak most against the rival go first, and no smaller
    set does it. Returns None if even that does not help (the prior decides), and an empty list if the rival comes first.
    """
    first = posterior(likelihoods, prior, weight).idxmax()
    if rival == first:
        return []
    against = evidence_for(likelihoods, first, rival, weight).sort_values(ascending=False, kind="stable")
    with np.errstate(divide="ignore"):
        lead = np.log10(float(prior[first])) - np.log10(float(prior[rival])) + against.sum()
    reached = (lead - against[against > 0].cumsum()) < 0
    return list(reached.index[: int(reached.to_numpy().argmax()) + 1]) if reached.any() else None


def verdicts(low: pd.DataFrame, high: pd.DataFrame, prior: pd.Series, weight: pd.Series, draws: int = 500) -> pd.DataFrame:
    """Posteriors when each likelihood is drawn anew, evenly between low and high. Rows: draws; columns: explanations.

    The same draws for the same arguments, so that a figure can be compared with the one before.
    """
    random = np.random.default_rng(2022)
    drawn = random.uniform(low, high, size=(draws, *low.shape))
    with np.errstate(divide="ignore"):
        score = np.log(prior.reindex(low.columns).to_numpy(float)) + (np.log(drawn) * weight.to_numpy()[:, None]).sum(axis=1)
    return pd.DataFrame(_normalised(score), columns=low.columns)


def _normalised(score: np.ndarray) -> np.ndarray:
    """Probabilities from logarithms, over the last axis."""
    # Only differences matter; taking the largest away keeps long products from vanishing.
    odds = np.exp(score - score.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)
