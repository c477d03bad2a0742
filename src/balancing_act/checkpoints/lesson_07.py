"""Checkpoints of lesson 7, Which explanation survives?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.hypotheses import diagnosticity, posterior, table, weights, without_each
from balancing_act.tables import load


@cache
def _likelihoods() -> pd.DataFrame:
    return table(load("likelihoods"), load("likelihood_words"))


@cache
def _groups() -> pd.Series:
    return load("hypothesis_evidence").set_index("evidence")["group"]


def _even() -> pd.Series:
    return pd.Series(1.0, index=_likelihoods().columns)


def _after(dependence: float) -> pd.Series:
    return posterior(_likelihoods(), _even(), weights(_groups(), dependence))


def _against() -> pd.Series:
    return (_likelihoods() < 0.5).sum()


def _deciding() -> str:
    first = _after(1).idxmax()
    then = without_each(_likelihoods(), _even(), _groups(), 1).idxmax(axis=1)
    (row,) = then.index[then != first]
    return row


_REFUSED = "troops_refused"


def _least_expects_exports() -> str:
    return _likelihoods().loc["eu_exports"].idxmin()


CHECKPOINTS = {
    "7-lowest": Checkpoint(
        answer=_least_expects_exports,
        because="It is the trade that the threat of penalties should stop. If you find the word too harsh, change it in the explorer.",
        hints=[
            "Read the column word from top to bottom: which explanation has the word furthest towards almost no chance?",
            "Ask which explanation forbids it: trade that invites penalties.",
        ],
        misconceptions=lambda: {
            _likelihoods().loc["eu_exports"].idxmax(): "That one expects it most. Which one expects it least?",
            "eu_exports": "That is the evidence. The key of an explanation is wanted, from the column hypothesis.",
        },
    ),
    "7-ratio": Checkpoint(
        answer=lambda: float(_likelihoods().loc[_REFUSED, "independent"] / _likelihoods().loc[_REFUSED, "latitude"]),
        because="The row is between two and three times as likely if the first explanation is true. That is all the row says.",
        hints=["Divide the likelihood under the one by the likelihood under the other.", "Independent above, latitude below."],
        misconceptions=lambda: {
            float(_likelihoods().loc[_REFUSED, "latitude"] / _likelihoods().loc[_REFUSED, "independent"]): (
                "That is the ratio for latitude against independence. Turn it round."
            ),
            float(_likelihoods().loc[_REFUSED, "independent"] - _likelihoods().loc[_REFUSED, "latitude"]): (
                "That is the difference. A likelihood ratio is a quotient."
            ),
        },
        within=0.02,
    ),
    "7-two": Checkpoint(
        answer=lambda: float(
            posterior(_likelihoods().loc[[_REFUSED], ["independent", "latitude"]], _even()[["independent", "latitude"]])["latitude"]
        ),
        because="Two even explanations become about 27 to 73. The likelihood itself, 0.325, is an answer to another question.",
        hints=[
            "Multiply each prior with its likelihood; then divide by the sum of the two products.",
            "0.5 times 0.325, divided by (0.5 times 0.325 plus 0.5 times 0.875).",
        ],
        misconceptions=lambda: {
            float(_likelihoods().loc[_REFUSED, "latitude"]): (
                "That is how likely the evidence is if the explanation is true, not how likely the explanation is given the evidence."
            ),
            float(
                posterior(_likelihoods().loc[[_REFUSED], ["independent", "latitude"]], _even()[["independent", "latitude"]])["independent"]
            ): "That is the probability of the other one.",
            float(_likelihoods().loc[_REFUSED, "latitude"] / 2): "Now divide by the sum of both products, so that the two add up to 1.",
        },
        within=0.006,
    ),
    "7-nothing": Checkpoint(
        answer=lambda: int((diagnosticity(_likelihoods()) == 0).sum()),
        because="Each fits all four explanations alike. They may be true, important and often quoted; here they do no work.",
        hints=["They are the rows with diagnosticity 0, at the end of the list.", "Count them: (told == 0).sum()."],
        misconceptions=lambda: {
            int((diagnosticity(_likelihoods()) > 0).sum()): "That many tell at least two explanations apart. How many tell none?",
            0: "Look at the end of the list: a diagnosticity of 0 means that all likelihoods in the row are equal.",
        },
    ),
    "7-sum": Checkpoint(
        answer=lambda: float(_after(0)[["independent", "hedging"]].sum()),
        because="So one table carries two headlines: to ask who decides, one adds them; to ask what the war changed, one does not.",
        hints=["In two of the four explanations Astana decides. Add their probabilities.", "Independent actor and hedging as before."],
        misconceptions=lambda: {
            float(_after(0)["independent"]): "That is the first explanation alone. In hedging it is Astana, too, that decides.",
            float(_after(0)[["sanctions", "latitude"]].sum()): "Those are the two in which others decide: the West or Moscow.",
        },
        within=0.006,
    ),
    "7-heuer": Checkpoint(
        answer=lambda: _against().idxmin(),
        because="By Heuer's count it does best, by Bayes' rule it does not: a middle explanation is seldom contradicted.",
        hints=["Find the smallest number in the list above.", 'Give the key of the explanation, for example "sanctions".'],
        misconceptions=lambda: {
            _against().idxmax(): "That one has most rows against it. Heuer looks for the one with fewest.",
            _after(0).idxmax(): "That one came first by Bayes' rule. Look at the count of rows below one half.",
        },
    ),
    "7-groups": Checkpoint(
        answer=lambda: _after(1).idxmax(),
        because="Row by row another one came first. Nothing changed but whether dependent rows count twice.",
        hints=["Read the column of dependence 1.", "Which explanation has the largest number in it?"],
        misconceptions=lambda: {
            _after(0).idxmax(): "That is the one that comes first if every row counts in full, the column of dependence 0.",
        },
    ),
    "7-decides": Checkpoint(
        answer=_deciding,
        because="It rests on one network that cites officials of the United States: that is what to check first.",
        hints=["Look for the row in which another explanation comes first.", "then[then != first] shows it; its index is the key."],
        misconceptions=lambda: {
            str(
                diagnosticity(_likelihoods()).idxmax()
            ): "That row tells most between some two explanations, but not between the first two.",
        },
    ),
}
