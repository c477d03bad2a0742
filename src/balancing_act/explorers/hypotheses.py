"""The matrix: change a likelihood, leave out rows, choose priors, and see whether the verdict holds. Explorer of lesson 7."""

from functools import cache

import pandas as pd
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.hypotheses import matrix, percent
from balancing_act.explorers.base import Explorer, choose, choose_several, tick, whole_number
from balancing_act.measures.hypotheses import evidence_for, fewest_to_overtake, posterior, table, verdicts, weights, without_each
from balancing_act.tables import load

HYPOTHESES = load("hypotheses").set_index("hypothesis")["name"].to_dict()
WORDS = load("likelihood_words").set_index("word")
READINGS = {"middle": "in the middle of its range"} | {key: f"as far for {name} as it allows" for key, name in HYPOTHESES.items()}


@cache
def _evidence() -> pd.DataFrame:
    evidence = load("hypothesis_evidence").set_index("evidence")
    return evidence.assign(label=[f"{row.Index.replace('_', ' ')} ({row.date:%b %Y})" for row in evidence.itertuples()])


@cache
def _numbers(value: str) -> pd.DataFrame:
    return table(load("likelihoods"), WORDS.reset_index(), value)


@cache
def _judged() -> dict[tuple[str, str], str]:
    """The course's words by evidence and explanation."""
    return {(row.evidence, row.hypothesis): row.word for row in load("likelihoods").astype(object).itertuples()}


FIRST = "troops_refused"


class MatrixExplorer(Explorer):
    """Evidence by explanation. ``changes`` holds the reader's own words by evidence and explanation; the rest is the course's."""

    row = traitlets.Enum(list(_evidence().index), default_value=FIRST)
    column = traitlets.Enum(list(HYPOTHESES), default_value="latitude")
    word = traitlets.Enum(list(WORDS.index), default_value=_judged()[FIRST, "latitude"])
    changes = traitlets.Dict()
    with_changes = traitlets.Bool(True)
    left_out = traitlets.List(traitlets.Unicode())
    reading = traitlets.Enum(list(READINGS), default_value="middle")
    dependence = traitlets.Int(0, min=0, max=100)
    first_year = traitlets.Int(2014)
    last_year = traitlets.Int(2025)
    prior_independent = traitlets.Int(25, min=0, max=100)
    prior_hedging = traitlets.Int(25, min=0, max=100)
    prior_sanctions = traitlets.Int(25, min=0, max=100)
    prior_latitude = traitlets.Int(25, min=0, max=100)

    @traitlets.observe("row", "column", "changes")
    def _show_word(self, _change) -> None:
        self.word = self.changes.get((self.row, self.column), _judged()[self.row, self.column])

    @traitlets.observe("word")
    def _keep_word(self, _change) -> None:
        others = {cell: word for cell, word in self.changes.items() if cell != (self.row, self.column)}
        mine = {} if self.word == _judged()[self.row, self.column] else {(self.row, self.column): self.word}
        self.changes = others | mine

    def likelihoods(self, value: str) -> pd.DataFrame:
        """The table of likelihoods for the present state: value is low, likelihood or high.

        Raises ValueError when no row is left.
        """
        evidence = _evidence()
        keep = evidence["date"].dt.year.between(self.first_year, self.last_year) & ~evidence.index.isin(self.left_out)
        if not keep.any():
            raise ValueError("No evidence is left. Widen the years, or take rows back in.")
        numbers = _numbers(value).copy()
        for (row, column), word in self.changes.items() if self.with_changes else ():
            numbers.loc[row, column] = WORDS.loc[word, value]
        return numbers[keep]

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when no row, or no rival, is left."""
        low, high = self.likelihoods("low"), self.likelihoods("high")
        chances = (low + high) / 2 if self.reading == "middle" else low.assign(**{self.reading: high[self.reading]})
        prior = pd.Series({key: getattr(self, f"prior_{key}") for key in HYPOTHESES})
        if (prior > 0).sum() < 2:
            raise ValueError("Give at least two explanations a prior above 0: one alone has nothing to compete with.")
        rows = _evidence().loc[chances.index]
        weight = weights(rows["group"], self.dependence / 100)
        result = posterior(chances, prior, weight)
        first, second, *_ = result.sort_values(ascending=False, kind="stable").index
        then = without_each(chances, prior, rows["group"], self.dependence / 100).idxmax(axis=1)
        rows = rows.assign(told=evidence_for(chances, first, second, weight), then=then.map(HYPOTHESES).where(then != first, ""))
        fewest = {rival: fewest_to_overtake(chances, prior, rival, weight) for rival in HYPOTHESES if rival != first}
        wins = (verdicts(low, high, prior, weight).idxmax(axis=1) == first).mean()
        text = (
            f"{_ranked(result)} {_deciding(rows, fewest)} If each likelihood may lie anywhere in the range of its word, "
            f"{HYPOTHESES[first]} comes first in {percent(wins)} of the draws.{self._own()}"
        )
        return matrix(chances, result, HYPOTHESES, rows, text)

    def _own(self) -> str:
        if not self.changes or not self.with_changes:
            return ""
        labels = _evidence()["label"]
        said = [f"{labels[row]}, {HYPOTHESES[column]}: {_words(word)}" for (row, column), word in self.changes.items()]
        return f" Your words: {'; '.join(said)}."

    def controls(self):
        years = int(_evidence()["date"].dt.year.min()), int(_evidence()["date"].dt.year.max())
        labels = _evidence()["label"].to_dict()
        scale = {word: f"{_words(word)} ({100 * row.low:.0f} to {100 * row.high:.0f} %)" for word, row in WORDS.iterrows()}
        return {
            "row": choose("Evidence", labels),
            "column": choose("Explanation", HYPOTHESES),
            "word": choose("How likely then", scale),
            "with_changes": tick("use my words (untick to see the course's)"),
            "reading": choose("Read each word", READINGS),
            "dependence": whole_number("Dependence %", 0, 100, 25),
            "first_year": whole_number("First year", *years),
            "last_year": whole_number("Last year", *years),
            **{f"prior_{key}": whole_number(f"Prior {key}", 0, 100, 5) for key in HYPOTHESES},
            "left_out": choose_several("Leave out", labels, rows=6),
        }


def _words(word: str) -> str:
    return word.replace("_", " ")


def _ranked(result: pd.Series) -> str:
    (first, share), *others = result.sort_values(ascending=False, kind="stable").items()
    rest = ", ".join(f"{HYPOTHESES[key]} {percent(value)}" for key, value in others)
    return f"{HYPOTHESES[first]} comes first with {percent(share)}; then {rest}."


def _deciding(rows: pd.DataFrame, fewest: dict[str, list[str] | None]) -> str:
    """Which rows decide. rows: columns label and then; fewest: see measures.hypotheses.fewest_to_overtake."""
    deciding = rows[rows["then"] != ""]
    if len(deciding):
        named = "; ".join(f"{rival} without {_some(part['label'])}" for rival, part in deciding.groupby("then", sort=False))
        return f"One row decides: {named}."
    reached = {rival: found for rival, found in fewest.items() if found}
    if not reached:
        return "No row decides, nor do all of them: the priors do."
    rival = min(reached, key=lambda key: len(reached[key]))
    which = f": {' and '.join(rows.loc[reached[rival], 'label'])}" if len(reached[rival]) <= 3 else ""
    return f"No single row decides: for {HYPOTHESES[rival]} to overtake it, {len(reached[rival])} rows must go{which}."


def _some(labels: pd.Series) -> str:
    return ", or ".join(labels) if len(labels) <= 3 else f"any one of {len(labels)} rows marked in the picture"
