"""The agreement explorer without a browser: over its extremes and pairwise combinations of its controls."""

import html

import pytest
from allpairspy import AllPairs

from balancing_act.explorers.agreement import ROLL_CALLS, AgreementExplorer
from balancing_act.measures.votes import ABSENCE, ABSTENTION

CHOICES = {
    "countries": [["KAZ"], ["KAZ", "TUR", "USA"]],
    "partner": ["RUS", "USA", "CHN"],
    "abstention": list(ABSTENTION),
    "absence": list(ABSENCE),
    "roll_calls": list(ROLL_CALLS),
    "contested_only": [False, True],
    "first_year": [1992, 2014],
    "last_year": [2023, 2025],
    "split": [1992, 2015, 2025],
}
# A few dozen states in which every pair of choices of any two controls occurs.
PAIRWISE = [dict(zip(CHOICES, values, strict=True)) for values in AllPairs(list(CHOICES.values()))]


@pytest.fixture
def explorer():
    return AgreementExplorer()


def shown(explorer) -> str:
    return explorer.children[-1].value


@pytest.mark.parametrize("state", PAIRWISE, ids=lambda state: "-".join(map(str, state.values())))
def test_every_pair_of_choices_gives_a_chart_with_its_twin(state):
    explorer = AgreementExplorer(**state)
    chart = explorer.chart()
    assert chart.svg.startswith("<svg") and chart.text and len(chart.table) == len(explorer.countries)
    assert chart.table.stack().dropna().between(-1, 1).all()
    assert chart.text in html.unescape(shown(explorer))


def test_an_empty_choice_says_what_to_do(explorer):
    explorer.countries = []
    assert "Choose at least one country" in shown(explorer)
    explorer.countries = ["KAZ"]
    explorer.first_year, explorer.last_year, explorer.roll_calls = 1992, 1993, "only_ukraine"
    assert "No roll call is left" in shown(explorer)


def test_the_ukraine_votes_alone_show_no_yes_for_russia(explorer):
    explorer.roll_calls, explorer.abstention = "only_ukraine", "none"
    assert explorer.chart().table.loc["Kazakhstan", "before 2022"] > explorer.chart().table.loc["Kazakhstan", "from 2022"]
