"""Your forecasts against the record: set probabilities, choose what counts as true, and see score and skill. Explorer of lesson 8."""

from functools import cache

import pandas as pd
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.forecasts import against_the_record
from balancing_act.explorers.base import Explorer, choose, whole_number
from balancing_act.measures.forecasts import base_rate, brier, decomposition, skill, under
from balancing_act.tables import load

STARTS = {"authors": "as sure as the sentence sounds", "half": "50 % for each"}
RULES = {"narrow": "narrow: asks most", "middle": "between; narrow where there is none", "wide": "wide: asks least"}
SIDES = {
    "all": "all",
    "article": "the article's",
    "independent": "by authors for the thesis",
    "not_independent": "by authors against it",
    "mixed": "by officials and others",
}
REFERENCES = {"half": "50 % for each", "record": "the base rate of the record", "persistence": "nothing changes"}


@cache
def _forecasts() -> pd.DataFrame:
    """One row a forecast, with its short label and, in per cent, how sure it sounds."""
    forecasts = load("forecasts").set_index("forecast")
    sure = forecasts["sounds"].astype(object).map(load("likelihood_words").astype({"word": object}).set_index("word")["likelihood"])
    labels = [key.replace("_", " ") for key in forecasts.index]
    return forecasts.assign(label=labels, sure=(100 * sure).round().astype(int))


@cache
def _resolved(reading: str) -> pd.DataFrame:
    """Rule and outcome of each forecast under a reading."""
    rules = under(load("resolution_rules"), reading).merge(load("forecast_outcomes"), on="rule")
    return rules.astype({"outcome": object}).set_index("forecast")


FIRST = "article_threats"


class ForecastExplorer(Explorer):
    """Probabilities against the record. ``chances`` holds the reader's own, in per cent by forecast; ``start`` fills the rest."""

    forecast = traitlets.Enum(list(_forecasts().index), default_value=FIRST)
    chance = traitlets.Int(int(_forecasts().loc[FIRST, "sure"]), min=0, max=100)
    chances = traitlets.Dict()
    start = traitlets.Enum(list(STARTS), default_value="authors")
    reading = traitlets.Enum(list(RULES), default_value="narrow")
    side = traitlets.Enum(list(SIDES), default_value="all")
    reference = traitlets.Enum(list(REFERENCES), default_value="half")

    @traitlets.observe("forecast", "chances", "start")
    def _show_chance(self, _change) -> None:
        self.chance = self.chances.get(self.forecast, self._begun(self.forecast))

    @traitlets.observe("chance")
    def _keep_chance(self, _change) -> None:
        others = {key: chance for key, chance in self.chances.items() if key != self.forecast}
        mine = {} if self.chance == self._begun(self.forecast) else {self.forecast: self.chance}
        self.chances = others | mine

    def _begun(self, forecast: str) -> int:
        return int(_forecasts().loc[forecast, "sure"]) if self.start == "authors" else 50

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when the record decides none of the forecasts chosen."""
        forecasts = _forecasts()
        if self.side == "article":
            forecasts = forecasts[forecasts["paragraph"].notna()]
        elif self.side != "all":
            forecasts = forecasts[forecasts["side"] == self.side]
        percents = [self.chances.get(key, self._begun(key)) for key in forecasts.index]
        rows = forecasts[["label"]].assign(chance=[percent / 100 for percent in percents])
        rows = rows.join(_resolved(self.reading)[["outcome", "true_if", "needs_change"]])
        return against_the_record(rows, f"{self._scored(rows)} {self._chosen()}{self._own()}")

    def _scored(self, rows: pd.DataFrame) -> str:
        resolved = rows[rows["outcome"] != "unresolved"]
        if resolved.empty:
            raise ValueError("The record decides none of these forecasts. Choose another reading, or more forecasts.")
        came_true = resolved["outcome"] == "came_true"
        score, parts = brier(resolved["chance"], came_true), decomposition(resolved["chance"], came_true)
        return (
            f"Brier score {score:.2f} over {len(resolved)} forecasts, of which {came_true.sum()} came true; "
            f"{len(rows) - len(resolved)} of {len(rows)} cannot be resolved. 0 would be perfect; 50 % for each scores 0.25. "
            f"{self._skill(resolved, came_true)} The score is calibration {parts['calibration']:.2f} "
            f"less resolution {parts['resolution']:.2f} plus uncertainty {parts['uncertainty']:.2f}."
        )

    def _skill(self, resolved: pd.DataFrame, came_true: pd.Series) -> str:
        reference = {
            "half": 0.5,
            "record": base_rate(came_true),
            "persistence": (~resolved["needs_change"]).astype(float),
        }[self.reference]
        try:
            over = skill(resolved["chance"], came_true, reference)
        except ValueError:
            return f"The reference, {REFERENCES[self.reference]}, has no error here, so there is no skill over it."
        verdict = "better" if over > 0.005 else "worse" if over < -0.005 else "no better and no worse"
        return f"Skill {100 * over:+.0f} %: {verdict} than the reference, {REFERENCES[self.reference]}."

    def _chosen(self) -> str:
        """The chosen forecast in full; the list of them cuts it off."""
        chosen = _forecasts().loc[self.forecast]
        chance = self.chances.get(self.forecast, self._begun(self.forecast))
        return f"The chosen forecast, {chosen['label']}, at {chance} %: {chosen['statement']}"

    def _own(self) -> str:
        labels = _forecasts()["label"]
        said = [f"{labels[key]} {chance} %" for key, chance in self.chances.items()]
        return f" Your own: {'; '.join(said)}." if said else ""

    def controls(self):
        return {
            "forecast": choose("Forecast", {key: f"{row.label}: {row.statement}" for key, row in _forecasts().iterrows()}),
            "chance": whole_number("Probability %", 0, 100, 5),
            "start": choose("The others", STARTS),
            "reading": choose("What counts", RULES),
            "reference": choose("Compare with", REFERENCES),
            "side": choose("Forecasts", SIDES),
        }
