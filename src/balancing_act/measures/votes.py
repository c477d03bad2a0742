"""Agreement between two states in roll calls, under every usual coding of abstention and absence.

The score of one roll call is 1 for the same vote and 0 for opposite votes. What an abstention and an absence count for
is a choice (Lijphart 1963, https://www.cambridge.org/core/journals/american-political-science-review/article/
analysis-of-bloc-voting-in-the-general-assembly-a-critique-and-a-proposal/2BFAD11EE8CCFEAC78E8A97F1FF52D94;
Haege and Hug 2016, https://archive-ouverte.unige.ch/unige:78941), so both are parameters everywhere.
"""

import numpy as np
import pandas as pd

ABSTENTION = {
    "half": "half an agreement with Yes or No",
    "none": "no agreement with Yes or No",
    "drop": "left out",
}
ABSENCE = {
    "drop": "left out",
    "abstain": "counted as abstention",
    "disagree": "counted as disagreement",
}
_POSITION = {"yes": 1.0, "abstain": 0.5, "no": 0.0}


def wide(votes: pd.DataFrame, rollcalls: pd.DataFrame) -> pd.DataFrame:
    """One row a roll call, one column a country, next to the columns of the roll call itself.

    votes: columns rollcall, iso3, vote. rollcalls: column rollcall and any others. A country that has no row for a roll
    call (not yet a member, or not found) is missing there.
    """
    table = votes.astype({"vote": object}).pivot(index="rollcall", columns="iso3", values="vote")
    return rollcalls.set_index("rollcall").join(table)


def agreement_scores(first: pd.Series, second: pd.Series, abstention: str = "half", absence: str = "drop") -> pd.Series:
    """Score every roll call of two states between 0 (opposite) and 1 (the same).

    first, second: votes ("yes", "abstain", "no", "not_voting" or missing) on the same index.
    abstention: a key of ABSTENTION, what an abstention against a Yes or No counts for; two abstentions are the same vote,
    except under "drop", which keeps only roll calls where both voted Yes or No.
    absence: a key of ABSENCE; under "disagree" one absence is a disagreement, and two are left out.
    Returns floats, missing where the roll call is not compared. Raises ValueError for an unknown coding.
    """
    if abstention not in ABSTENTION or absence not in ABSENCE:
        raise ValueError(
            f"abstention is one of {', '.join(ABSTENTION)} and absence one of {', '.join(ABSENCE)}; got {abstention!r}, {absence!r}."
        )
    first, second = first.astype(object), second.astype(object)
    listed = first.notna() & second.notna()
    one_absent = listed & ((first == "not_voting") ^ (second == "not_voting"))
    if absence == "abstain":
        first, second = first.replace("not_voting", "abstain"), second.replace("not_voting", "abstain")
    a, b = first.map(_POSITION).astype(float), second.map(_POSITION).astype(float)
    scores = 1 - (a - b).abs() if abstention == "half" else (a == b).astype(float).where(a.notna() & b.notna())
    if abstention == "drop":
        scores = scores.where((a != 0.5) & (b != 0.5))
    if absence == "disagree":
        scores = scores.mask(one_absent, 0.0)
    return scores


def contested(rollcalls: pd.DataFrame, share: float = 0.9) -> pd.Series:
    """Whether fewer than this share of the members that voted or abstained voted Yes.

    rollcalls: columns yes, no, abstain (numbers of members). Near-unanimous votes say little about who sides with whom.
    """
    return rollcalls["yes"] / (rollcalls["yes"] + rollcalls["no"] + rollcalls["abstain"]) < share


def agreement_by_year(
    table: pd.DataFrame, countries: list[str], partner: str, abstention: str = "half", absence: str = "drop"
) -> pd.DataFrame:
    """Mean agreement with a partner by year. Rows: years; columns: countries; values 0 to 1, missing where nothing compares.

    table: as made by ``wide``, with a column year.
    """
    scores = {country: agreement_scores(table[country], table[partner], abstention, absence) for country in countries}
    return pd.DataFrame(scores).groupby(table["year"]).mean()


def change(scores: pd.Series, year: pd.Series, before: tuple[int, int], after: tuple[int, int]) -> float:
    """Mean score in the years after minus mean score in the years before (both ends included); missing if either is empty."""
    means = [scores[year.between(*window)].mean() for window in (before, after)]
    return float(np.subtract(means[1], means[0]))
