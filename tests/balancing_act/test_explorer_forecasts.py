"""The forecast explorer without a browser: over its extremes and pairwise combinations of its controls."""

import html
import re

import pytest
from allpairspy import AllPairs

from balancing_act import load
from balancing_act.explorers.forecasts import REFERENCES, RULES, SIDES, STARTS, ForecastExplorer

ALL = list(load("forecasts").forecast)
CHOICES = {
    "forecast": ["article_threats", "sukhankin_decades"],
    "chances": [{}, {"article_threats": 0, "lansing_china": 100}, dict.fromkeys(ALL, 0), dict.fromkeys(ALL, 100)],
    "start": list(STARTS),
    "reading": list(RULES),
    "side": list(SIDES),
    "reference": list(REFERENCES),
}
# States in which every pair of choices of any two controls occurs.
PAIRWISE = [dict(zip(CHOICES, values, strict=True)) for values in AllPairs(list(CHOICES.values()))]


@pytest.fixture
def explorer():
    return ForecastExplorer()


def shown(explorer) -> str:
    return html.unescape(explorer.children[-1].value)


def score(explorer) -> float:
    return float(re.search(r"Brier score ([\d.]+)", explorer.chart().text).group(1))


@pytest.mark.parametrize("state", PAIRWISE, ids=range(len(PAIRWISE)))
def test_every_pair_of_choices_gives_a_chart_with_its_twin(state):
    explorer = ForecastExplorer(**state)
    chart = explorer.chart()
    assert chart.svg.startswith("<svg") and chart.text in shown(explorer)
    assert chart.table["probability"].between(0, 1).all() and 0 <= score(explorer) <= 1
    scored = chart.table["score"].dropna()
    assert scored.mean() == pytest.approx(score(explorer), abs=0.005)


def test_one_half_for_each_scores_a_quarter_under_every_rule(explorer):
    explorer.start = "half"
    for reading in RULES:
        explorer.reading = reading
        assert score(explorer) == 0.25 and "Skill +0 %: no better and no worse" in explorer.chart().text


def test_the_verdict_on_the_article_turns_with_the_rule(explorer):
    explorer.side = "article"
    assert "worse than the reference" in explorer.chart().text
    explorer.reading = "wide"
    assert "better than the reference" in explorer.chart().text


def test_the_score_is_the_sum_of_its_parts(explorer):
    for reading in RULES:
        explorer.reading = reading
        parts = re.search(r"calibration ([\d.]+) less resolution ([\d.]+) plus uncertainty ([\d.]+)\.", explorer.chart().text)
        calibration, resolution, uncertainty = (float(part) for part in parts.groups())
        assert calibration - resolution + uncertainty == pytest.approx(score(explorer), abs=0.02)


def test_a_reference_without_error_is_said_to_be_none(explorer):
    explorer.side, explorer.reading, explorer.reference = "independent", "wide", "record"
    assert "so there is no skill over it" in explorer.chart().text


def test_a_probability_is_kept_for_its_forecast_and_taken_back(explorer):
    explorer.forecast = "lansing_china"
    assert explorer.chance == 97 and explorer.chances == {}
    explorer.chance = 60
    explorer.forecast = "jones_bond"
    assert explorer.chance == 68 and explorer.chances == {"lansing_china": 60}
    assert explorer.chart().text.endswith("Your own: lansing china 60 %.")
    assert explorer.chart().table.loc["lansing china", "probability"] == 0.6
    explorer.forecast = "lansing_china"
    assert explorer.chance == 60
    explorer.chance = 97
    assert explorer.chances == {}


def test_what_the_reader_set_stays_when_the_others_start_anew(explorer):
    explorer.chance = 10
    explorer.start = "half"
    assert explorer.chances == {"article_threats": 10} and explorer.chance == 10


def test_probabilities_given_from_code_show_in_the_control():
    explorer = ForecastExplorer(chances={"article_threats": 35})
    assert explorer.chance == 35
