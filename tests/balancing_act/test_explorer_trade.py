"""The explorer of ties without a browser: over its extremes and pairwise combinations of its controls."""

import html

import pytest
from allpairspy import AllPairs

from balancing_act.explorers.trade import CUTS, POSSIBLE, TIES, TiesExplorer

CHOICES = {
    "tie": list(TIES),
    "cut": list(CUTS),
    "replaced": [0, 40, 100],
    "year": [1992, 2010, 2019, 2025],
    "series": ["national", "imf"],
    "union": [False, True],
}
# A few dozen states in which every pair of choices of any two controls occurs, as far as the tie has such a part.
PAIRWISE = [
    dict(zip(CHOICES, values, strict=True))
    for values in AllPairs(list(CHOICES.values()), filter_func=lambda row: len(row) < 2 or row[1] in POSSIBLE[row[0]])
]


@pytest.fixture
def explorer():
    return TiesExplorer()


def shown(explorer) -> str:
    return explorer.children[-1].value


@pytest.mark.parametrize("state", PAIRWISE, ids=lambda state: "-".join(map(str, state.values())))
def test_every_pair_of_choices_gives_a_chart_with_its_twin_or_says_what_to_do(state):
    explorer = TiesExplorer(**state)
    try:
        chart = explorer.chart()
    except ValueError as problem:
        # Trade with Russia begins in 1994, and China delivered no arms in most windows.
        assert "Choose a later year" in str(problem)
        assert state["year"] == 1992 or state["tie"] == "arms"
        assert html.escape(str(problem)) in shown(explorer)
        return
    assert chart.svg.startswith("<svg") and chart.text in html.unescape(shown(explorer))
    assert chart.table["share, per cent"].between(0, 100.001).all() and chart.table["share, per cent"].sum() < 100.001


def test_replacing_more_removes_less(explorer):
    lost = []
    for replaced in (0, 50, 100):
        explorer.replaced = replaced
        lost.append(float(explorer.chart().text.split("dollars, ")[1].split("%")[0]))
    assert lost == [27.9, 13.9, 0.0]


def test_the_largest_partner_depends_on_what_counts_as_one(explorer):
    explorer.tie = "both"
    assert "the largest other part, China" in explorer.chart().text
    explorer.union = True
    assert "the largest other part, European Union" in explorer.chart().text


def test_the_other_series_is_quoted_where_the_two_overlap(explorer):
    explorer.year = 2019
    assert "36.0%" in explorer.chart().text and "By the figures of the IMF the share is 36.6%." in explorer.chart().text
    explorer.year = 2023
    assert "IMF" not in explorer.chart().text


def test_a_year_outside_the_figures_shows_the_nearest(explorer):
    explorer.series, explorer.year = "imf", 2025
    assert explorer.chart().text.startswith("In 2020 ")


def test_a_part_that_the_tie_does_not_have_says_what_to_choose(explorer):
    explorer.cut = "cpc"
    assert "choose one of these to cut: Russia, China" in shown(explorer)
    explorer.tie = "oil"
    assert "the CPC pipeline stood for" in shown(explorer)
