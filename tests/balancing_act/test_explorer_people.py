"""The explorers of lesson 5 without a browser: over the extremes and pairwise combinations of their controls."""

import html

import pytest
from allpairspy import AllPairs

from balancing_act.explorers.people import LIMITS, CompositionExplorer, NorthExplorer
from balancing_act.measures.people import SERIES

CHOICES = {
    "place": ["Kazakhstan", "North Kazakhstan", "Kostanay", "Kostanay (city)", "Aktobe (city)"],
    "series": [list(SERIES), ["census"], ["register", "unknown"]],
    "first_year": [1959, 2009],
    "last_year": [2010, 2018, 2024],
    "joined": [False, True],
}
PAIRWISE = [dict(zip(CHOICES, values, strict=True)) for values in AllPairs(list(CHOICES.values()))]
NORTHS = [["North Kazakhstan"], ["Akmola", "Kostanay", "North Kazakhstan", "Pavlodar"], ["Atyrau", "Mangystau"]]


def shown(explorer) -> str:
    return html.unescape(explorer.children[-1].value)


@pytest.mark.parametrize("state", PAIRWISE, ids=lambda state: "-".join(map(str, state.values())))
def test_every_pair_of_choices_shows_a_chart_or_says_what_to_do(state):
    explorer = CompositionExplorer(**state)
    try:
        chart = explorer.chart()
    except ValueError as problem:
        assert "Choose more series or widen the years" in str(problem)
        assert str(problem) in shown(explorer)
    else:
        assert chart.svg.startswith("<svg") and chart.text in shown(explorer)
        assert chart.table.stack().dropna().between(0, 100).all()


def test_the_census_alone_shows_no_rise_of_russians():
    explorer = CompositionExplorer(series=["census"])
    assert explorer.chart().table["Russians"].is_monotonic_decreasing


@pytest.mark.parametrize("north", NORTHS, ids="-".join)
@pytest.mark.parametrize("limit", LIMITS)
def test_every_north_and_limit_adds_up_to_the_country(north, limit):
    explorer = NorthExplorer(north=north, limit=limit)
    chart = explorer.chart()
    assert chart.table["units"].sum() == 224
    assert set(chart.table.index[: len(north)]) == set(north)
    assert chart.text in shown(explorer)


def test_an_empty_north_says_what_to_do():
    explorer = NorthExplorer()
    explorer.north = []
    assert "Choose at least one region" in shown(explorer)
