"""Checkpoints of lesson 2, What did Astana say?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.words import agreement, count_directions
from balancing_act.tables import load

TEN = [
    "spief",
    "un_speech",
    "embassies_warn",
    "residence_rule",
    "csto_exercises",
    "referendums_statement",
    "care_for_russians",
    "tone_protest",
    "vote_es_11_4",
    "first_visit_moscow",
]


@cache
def _events() -> pd.DataFrame:
    return load("events").set_index("event")


def _days(first: str, second: str) -> int:
    return int((_events().loc[second, "date"] - _events().loc[first, "date"]).days)


def _counts(coding: str) -> pd.Series:
    return count_directions(_events()[coding])


def _lead(coding: str) -> int:
    counts = _counts(coding)
    return int(counts["away"] - counts["with"])


@cache
def _ten() -> tuple[float, float]:
    """Observed and expected agreement on the ten events."""
    chosen = _events().loc[TEN]
    return agreement(chosen["direction_a"], chosen["direction_b"])


def _kappa(observed: float, expected: float) -> float:
    return (observed - expected) / (1 - expected)


@cache
def _years_without_events() -> int:
    years = _events()["date"].dt.year
    return len(set(range(years.min(), years.max() + 1)) - set(years))


def _years_with_one() -> int:
    return int((_events()["date"].dt.year.value_counts() == 1).sum())


CHECKPOINTS = {
    "2-days": Checkpoint(
        answer=lambda: _days("un_speech", "referendums_statement"),
        because="The voting in the occupied regions was going on when the ministry spoke, so 'not long after' fits.",
        hints=[
            "Subtract the earlier date from the later one.",
            "The speech has the date 2022-09-20, the statement on the referendums 2022-09-26.",
        ],
        misconceptions=lambda: {
            _days("un_speech", "referendums_statement") + 1: "You counted both days. Between two dates lies their difference.",
            -_days("un_speech", "referendums_statement"): "Later minus earlier: the number is positive.",
            _days(
                "embassies_warn", "referendums_statement"
            ): "That is the distance from the warning of the embassies. Start at the speech.",
        },
    ),
    "2-gloss": Checkpoint(
        answer=lambda: "B",
        because="The spokesman's words name three principles. That they amount to a refusal is a conclusion, and a reasonable one.",
        hints=[
            "Look for the word recognise in the words themselves, and then at who speaks.",
            "One of them is not the voice of Kazakhstan at all.",
        ],
        misconceptions=lambda: {
            "A": "Read his words once more: which verb stands in them, and what does it refer to?",
            "C": "In June he spoke of Donetsk and Luhansk as states. The referendums in four regions came three months later.",
        },
    ),
    "2-both": Checkpoint(
        answer=lambda: "A",
        because="Naming principles is what the two have in common, so principles alone cannot be what changed.",
        hints=[
            "Take each of the three and look for it in the rows of both years.",
            "The note to the first row of 2014 says which principle is missing there.",
        ],
        misconceptions=lambda: {
            "B": "It is named in 2022. Look at the note beside the principles of 2014.",
            "C": "That is said in 2014. What does the statement of 2022 say about the will of the people there?",
        },
    ),
    "2-rule": Checkpoint(
        answer=lambda: str(_events().loc["xi_visit", "direction_b"]),
        because="Neither state decided what Xi would say, so rule 2 fits first. The first coder looked at what the promise meant: away.",
        hints=[
            "Go through the five rules from the top and stop at the first that fits.",
            "Who acts here? Does rule 1 fit? Does rule 2?",
        ],
        misconceptions=lambda: {
            "away": "So the first coder decided, by the likely meaning. By the rule, ask first who acted.",
            "balance": "That is rule 5, for what no earlier rule catches. Does an earlier one fit?",
            "pressure": "Rule 1 needs somebody from Russia who acts against Kazakhstan.",
        },
    ),
    "2-second": Checkpoint(
        answer=lambda: -_lead("direction_b"),
        because="One reader says that Astana turned away more often than it went along, the other that it did not. Same events.",
        hints=["Read the column direction_b.", "Subtract the number of 'away' from the number of 'with'."],
        misconceptions=lambda: {
            _lead("direction_a"): "That is the lead of 'away' by the first coding. The second coding is asked.",
            _lead("direction_b"): "Turn it round: 'with' minus 'away'.",
            int(_counts("direction_b")["with"]): "That is how many are coded 'with'. By how many is it more than 'away'?",
        },
    ),
    "2-kappa": Checkpoint(
        answer=lambda: _kappa(*_ten()),
        because="Seven in ten looks better than it is: about three in ten would agree by chance.",
        hints=[
            "In how many of the ten rows are the two codings the same? Divide by ten: that is the observed agreement.",
            "For each direction multiply the two coders' shares, and add the products: that is the agreement by chance.",
        ],
        misconceptions=lambda: {
            _ten()[0]: "That is the observed agreement. Take away what chance would give, and divide by what is left to gain.",
            _ten()[1]: "That is the agreement to expect by chance.",
            _ten()[0] - _ten()[1]: "One step is missing: divide by one minus the agreement by chance.",
            _kappa(_ten()[0], 1 / 5): "You gave every direction the same chance. Use how often each coder used it.",
        },
        within=0.006,
    ),
    "2-years": Checkpoint(
        answer=_years_without_events,
        because="An empty year is a year in which nobody looked, until shown otherwise.",
        hints=["Compare the years in the list with all years from 2014 to 2026.", "A year without events does not appear in the list."],
        misconceptions=lambda: {
            0: "The list leaves out years without events. Which numbers between 2014 and 2026 are missing?",
            _years_with_one(): "That is the number of years with a single event. A year without events does not appear in the list.",
        },
    ),
    "2-drop": Checkpoint(
        answer=lambda: _lead("direction_a"),
        because="That is a small part of the table, and nobody would notice their absence.",
        hints=["How many more 'away' than 'with' are there by the first coding?", "With equal numbers 'away' is no longer ahead."],
        misconceptions=lambda: {
            _lead("direction_a") + 1: "One fewer is enough: with equal numbers 'away' is no longer ahead.",
            -_lead("direction_b"): "That is the lead of 'with' by the second coding. Take the first.",
        },
    ),
}
