"""Checkpoints of lesson 8, What happened next?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.forecasts import base_rate, brier, calibration, skill, under
from balancing_act.tables import load


@cache
def _forecasts() -> pd.DataFrame:
    words = load("likelihood_words").astype({"word": object}).set_index("word")["likelihood"]
    forecasts = load("forecasts").set_index("forecast")
    return forecasts.assign(chance=forecasts["sounds"].astype(object).map(words))


@cache
def _record(reading: str) -> pd.DataFrame:
    """Forecasts with their outcome under a reading."""
    rules = under(load("resolution_rules"), reading).merge(load("forecast_outcomes"), on="rule").set_index("forecast")
    return _forecasts().join(rules[["outcome"]])


def _decided(reading: str, article: bool = False) -> tuple[pd.Series, pd.Series]:
    record = _record(reading)
    record = record[record["outcome"] != "unresolved"]
    record = record[record["paragraph"].notna()] if article else record
    return record["chance"], record["outcome"] == "came_true"


def _article() -> pd.DataFrame:
    return _forecasts()[_forecasts()["paragraph"].notna()]


def _lansing() -> float:
    return float(_forecasts().loc["lansing_china", "chance"])


def _days() -> int:
    named = load("events").set_index("event").loc["rosatom", "date"]
    return (named - _forecasts().loc["lansing_china", "said"]).days


def _best_reading() -> str:
    (reading,) = [reading for reading in ("narrow", "middle", "wide") if brier(*_decided(reading, article=True)) < 0.25]
    return reading


def _share_of_sure(reading: str) -> float:
    return float(calibration(*_decided(reading))["share"].iloc[-1])


def _unresolved(reading: str) -> int:
    return int((_record(reading)["outcome"] == "unresolved").sum())


CHECKPOINTS = {
    "8-vague": Checkpoint(
        answer=lambda: int(_article()["vague"].isna().sum()),
        because="Each of the five leaves open by when, how much, or what would count, as do most forecasts here that speak against the "
        "article's thesis. So nobody can ever be shown wrong.",
        hints=[
            "A forecast that can be checked as it stands has an empty cell in the column vague.",
            "Count the empty cells: isna().sum().",
        ],
        misconceptions=lambda: {
            len(_article()): "That is how many leave something open. How many leave nothing open?",
            int(_forecasts()["vague"].isna().sum()): "That is the number in the whole table. Here only those of the article count.",
        },
    ),
    "8-unresolved": Checkpoint(
        answer=lambda: _unresolved("narrow"),
        because="They are neither right nor wrong. To count them as wrong would punish vagueness, to count them as right would reward it.",
        hints=["Take one rule a forecast, and count the outcome unresolved.", '(record["outcome"] == "unresolved").sum()'],
        misconceptions=lambda: {
            int(
                (load("forecast_outcomes")["outcome"] == "unresolved").sum()
            ): "That counts every rule. Take the narrow one of each forecast.",
            int((_record("narrow")["outcome"] == "did_not").sum()): "Those did not come true. Which of them can the record not decide?",
        },
    ),
    "8-days": Checkpoint(
        answer=_days,
        because="A fortnight. The text explained a choice that had not been made, and explained it well.",
        hints=["Take the date of the event rosatom, less the day on which the forecast was said.", "From 30 May to 14 June 2025."],
        misconceptions=lambda: {
            -_days(): "The other way round: the later day less the earlier one.",
            _days() + 1: "From one day to the next is one day: count the nights.",
        },
    ),
    "8-score": Checkpoint(
        answer=lambda: _lansing() ** 2,
        because="Nearly the worst score there is. At 0.6 the same mistake would have cost 0.36.",
        hints=[
            "The score of one forecast is the squared distance between its probability and 1 or 0.",
            "It did not come true: (0.97 - 0) ** 2.",
        ],
        misconceptions=lambda: {
            _lansing(): "That is the distance. Square it.",
            (1 - _lansing()) ** 2: "That would be the score if it had come true.",
            1 - _lansing(): "Which outcome is 0, and which is 1? It did not come true. And square the distance.",
        },
        within=0.001,
    ),
    "8-half": Checkpoint(
        answer=lambda: 0.25,
        because="Whatever happens. So a score above 0.25 is worse than knowing nothing and saying so.",
        hints=["The distance to what happens is always one half.", "Square one half."],
        misconceptions=lambda: {
            0.5: "That is the distance. The score squares it.",
            0: "0 is the score of somebody who is certain and always right.",
        },
        within=0.001,
    ),
    "8-reading": Checkpoint(
        answer=_best_reading,
        because="The author has not changed, nor has the record. What changed is what we let count.",
        hints=["Look for a Brier score below 0.25.", 'The answer is "narrow", "middle" or "wide".'],
        misconceptions=lambda: {
            "narrow": "The narrow reading asks most. Is its score below 0.25?",
            "middle": "Compare with 0.25, the score of somebody who says 50 per cent each time.",
        },
    ),
    "8-skill": Checkpoint(
        answer=lambda: skill(*_decided("wide"), base_rate(_decided("wide")[1])),
        because="Most of what looked like skill was that nearly everything comes true if one asks for little.",
        hints=[
            "One minus the score of the forecasts over the score of the reference.",
            "The reference says the base rate of every forecast.",
        ],
        misconceptions=lambda: {
            skill(*_decided("wide"), 0.5): "That is the skill over saying 50 per cent. Here the reference is the base rate.",
            base_rate(_decided("wide")[1]): "That is the base rate itself. Use it as the reference.",
        },
        within=0.006,
    ),
    "8-sure": Checkpoint(
        answer=lambda: _share_of_sure("middle"),
        because="Said to be almost certain, and none came true: of a handful. Under the wide reading all did that could be resolved.",
        hints=["Look at the last row of the table of calibration.", "The column share."],
        misconceptions=lambda: {
            0.97: "That is what was said. What share came true?",
            _share_of_sure("wide"): "That is the share under the wide reading. Look at the table for the one between.",
        },
        within=0.006,
    ),
}
