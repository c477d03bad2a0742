"""The explorer of the wave without a browser: over its extremes and pairwise combinations of its controls."""

import html

import pytest
from allpairspy import AllPairs

from balancing_act.explorers.migration import VIEWS, WHOSE, WaveExplorer

CHOICES = {
    "baseline": [0, 600_000],
    "usual": [0, 30_000],
    "wave": [0, 600_000],
    "half_arrived": [1, 90],
    "settling": [0, 100],
    "leaving": [0, 100],
    "margin": [0, 50],
    "whose": list(WHOSE),
    "view": list(VIEWS),
}
# States in which every pair of choices of any two controls occurs.
PAIRWISE = [dict(zip(CHOICES, values, strict=True)) for values in AllPairs(list(CHOICES.values()))]


@pytest.fixture
def explorer():
    return WaveExplorer()


def shown(explorer) -> str:
    return explorer.children[-1].value


@pytest.mark.parametrize("state", PAIRWISE, ids=lambda state: "-".join(map(str, state.values())))
def test_every_pair_of_choices_gives_a_chart_with_its_twin(state):
    explorer = WaveExplorer(**state)
    chart = explorer.chart()
    assert chart.svg.startswith("<svg") and chart.text in html.unescape(shown(explorer))
    assert (chart.table["model, low"] <= chart.table["model, high"]).all()


def test_both_views_say_the_same(explorer):
    people = explorer.chart()
    explorer.view = "figures"
    figures = explorer.chart()
    assert people.text == figures.text and people.svg != figures.svg
    assert people.table.equals(figures.table)


def test_every_official_figure_on_people_and_crossings_of_whole_days_is_there(explorer):
    assert len(explorer.chart().table) == 27
    by_office = []
    for office in ("interior", "labour", "consuls"):
        explorer.whose = office
        by_office.append(len(explorer.chart().table))
    assert by_office == [19, 6, 2]


def test_the_number_of_the_article_needs_a_larger_country(explorer):
    assert "353,000 of the article lie above" in explorer.chart().text
    explorer.baseline = 300_000
    assert "353,000 of the article lie within" in explorer.chart().text
    explorer.baseline = 500_000
    assert "353,000 of the article lie below" in explorer.chart().text


def test_each_ministry_needs_another_country(explorer):
    fits = {}
    for baseline in (130_000, 240_000):
        explorer.baseline = baseline
        table = explorer.chart().table
        fits[baseline] = list(table.loc[table.index.str.startswith("in the country"), "agrees"])
    assert fits == {130_000: ["yes", "no"], 240_000: ["no", "yes"]}
