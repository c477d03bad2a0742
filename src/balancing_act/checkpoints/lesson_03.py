"""Checkpoints of lesson 3, How did Astana vote?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.votes import agreement_scores, change, contested, wide
from balancing_act.tables import load

REFERENDA = "A/RES/ES-11/4"
SIX = ["A/RES/68/262", "A/RES/71/205", "A/RES/76/179", "A/RES/ES-11/1", "A/RES/77/284", "A/RES/78/221"]
NEIGHBOURS = ["KGZ", "TJK", "TKM", "UZB"]


@cache
def _votes_on(country: str) -> pd.Series:
    votes = load("ukraine_votes")
    return votes[votes["iso3"] == country].set_index("resolution")["vote"].astype(object)


@cache
def _regular() -> pd.DataFrame:
    table = wide(load("rollcall_votes"), load("rollcalls"))
    return table[~table["emergency_session"]]


def _tally() -> pd.Series:
    return load("ukraine_resolutions").set_index("resolution").loc[REFERENDA]


def _by_hand(abstention: str, absence: str) -> float:
    scores = agreement_scores(_votes_on("KAZ")[SIX], _votes_on("RUS")[SIX], abstention, absence)
    return float(scores.mean())


def _falls() -> pd.Series:
    table = _regular()
    scores = agreement_scores(table["KAZ"], table["RUS"])
    return pd.Series({y: change(scores, table["year"], (y - 4, y - 1), (y, y + 1)) for y in range(1998, 2023)})


def _neighbours_that_fell() -> int:
    table = _regular()
    changes = [change(agreement_scores(table[n], table["RUS"]), table["year"], (2018, 2021), (2022, 2023)) for n in NEIGHBOURS]
    return sum(c < 0 for c in changes)


def _agreement(year: int, contested_only: bool) -> float:
    table = _regular()
    keep = (table["year"] == year) & (contested(table) | (not contested_only))
    return float(agreement_scores(table["KAZ"], table["RUS"])[keep].mean())


CHECKPOINTS = {
    "3-abstentions": Checkpoint(
        answer=lambda: int(_tally()["abstain"]),
        because="Kazakhstan was one of them: it abstained on the very text that rejects the referenda.",
        hints=["Run the cell above and read the line 'abstain'.", "You want the members who abstained, not those who did not vote."],
        misconceptions=lambda: {
            int(_tally()["abstain"] + _tally()["not_voting"]): "You added those who did not vote. Absence is not abstention.",
            int(_tally()["not_voting"]): "That is the number of members who did not vote at all.",
            int(_tally()["no"]): "That is the number of members who voted No.",
            int(_tally()["yes"]): "That is the number of members who voted Yes.",
        },
    ),
    "3-yes": Checkpoint(
        answer=lambda: _votes_on("KAZ").eq("yes").idxmax(),
        because="Its subject is cooperation with the Council of Europe; its text names the aggression by the Russian Federation.",
        hints=[
            "Filter the list: kazakhstan[kazakhstan['vote'] == 'yes'].",
            "It is from April 2023, and the symbol stands in the column resolution.",
        ],
        misconceptions=lambda: {
            REFERENDA: "That is the text that rejects the referenda. Kazakhstan abstained on it.",
            "A/RES/ES-11/1": "That is the text on the aggression of March 2022. Kazakhstan abstained on it.",
            "A/RES/78/221": "On that one Kazakhstan did not vote, for the first time in the series on human rights.",
        },
    ),
    "3-absence": Checkpoint(
        answer=lambda: int(_votes_on("TKM").eq("abstain").sum()),
        because="Turkmenistan never raised its hand for anything here: every one of its rows says not_voting.",
        hints=["Find Turkmenistan's row and the column abstain.", "not_voting is a column of its own. It does not count here."],
        misconceptions=lambda: {
            int(_votes_on("TKM").eq("not_voting").sum()): "That is how often it did not vote. Absence is not abstention.",
            int(_votes_on("KAZ").eq("abstain").sum()): "That is Kazakhstan's row, or one with the same number. Look for Turkmenistan.",
        },
    ),
    "3-video": Checkpoint(
        answer=lambda: "C",
        because="The tally fits the article, since 66 members did not vote, but six names out of 66 neither confirm nor rule out another.",
        hints=[
            "How many members does the tally leave for 'not voting', and how many of them are named?",
            "Look for Kazakhstan in the lists.",
        ],
        misconceptions=lambda: {
            "A": "That most of the named neighbours did not vote makes it plausible, but it is no record of Kazakhstan's vote.",
            "B": "Only six of the 66 members who did not vote are named. Missing from a list of six is not the same as having voted.",
        },
    ),
    "3-by-hand": Checkpoint(
        answer=lambda: _by_hand("half", "drop"),
        because="Three points from five votes. The sixth is left out, because Kazakhstan did not vote on it.",
        hints=[
            "Score each row: 1 if alike, 0 if one Yes and one No, one half if one of them abstained.",
            "Add the scores and divide by the number of rows in which both voted or abstained.",
        ],
        misconceptions=lambda: {
            _by_hand("half", "disagree"): "You divided by six. The vote with an absence is left out, so five are left.",
            _by_hand("half", "abstain"): "You read the absence as an abstention. Here it is left out.",
            _by_hand("none", "drop"): "You counted only identical votes. Here an abstention against a No scores one half.",
            _by_hand("drop", "drop"): "You left the abstentions out. Here an abstention against a No scores one half.",
        },
        within=0.005,
    ),
    "3-placebo": Checkpoint(
        answer=lambda: int(_falls().idxmin()),
        because="Seven years before the article, in the wake of 2014, the fall was larger than at 2022.",
        hints=["The list is sorted: the largest fall stands first.", "A fall is a negative number; the largest is the most negative."],
        misconceptions=lambda: {
            2022: "There is a fall at 2022, but look at the top of the list.",
            int(_falls().idxmax()): "That year has the largest rise. A fall is negative.",
        },
    ),
    "3-neighbours": Checkpoint(
        answer=_neighbours_that_fell,
        because="Kazakhstan's fall is among the larger ones, but not alone: a pattern of the region, with one exception.",
        hints=["Count the negative numbers.", "Only KGZ, TJK, TKM and UZB are asked for; leave out KAZ, ARM and BLR."],
        misconceptions=lambda: {
            _neighbours_that_fell() + 1: "Count the four neighbours only, without Kazakhstan itself.",
            _neighbours_that_fell() + 2: "Armenia and Belarus are in the list for comparison; they are not in Central Asia.",
            0: "A minus sign means that agreement fell.",
        },
    ),
    "3-2025": Checkpoint(
        answer=lambda: _agreement(2025, contested_only=True),
        because="More than half of the jump has gone. It came from the near-unanimous votes, of which 2025 has many more.",
        hints=["Read the last table, row 2025, column KAZ.", "The table above it counts all votes; you want the one for contested votes."],
        misconceptions=lambda: {
            _agreement(2025, contested_only=False): "That is the figure for all votes. You want contested votes only.",
            _agreement(2023, contested_only=True): "That is the figure for 2023.",
        },
        within=0.006,
    ),
    "3-two-measures": Checkpoint(
        answer=lambda: "C",
        because="Two measures from the same authors and votes, two stories. An ideal point is drawn by all states, not by Russia alone.",
        hints=[
            "Compare the rows 2021 and 2022 in both columns, ideal_point and rus.",
            "A lower ideal point is further from the United States.",
        ],
        misconceptions=lambda: {
            "A": "Agreement did fall. But a lower ideal point is further from the United States, where Russia and China are.",
            "B": "The ideal point looks like that. But the column rus fell.",
        },
    ),
}
