"""The matrix explorer without a browser: over its extremes and pairwise combinations of its controls."""

import html

import pytest
from allpairspy import AllPairs

from balancing_act.explorers.hypotheses import HYPOTHESES, READINGS, MatrixExplorer

CHOICES = {
    "changes": [{}, {("troops_refused", "latitude"): "almost_certain", ("arms", "hedging"): "almost_no_chance"}],
    "with_changes": [False, True],
    "left_out": [[], ["troops_refused", "mir_cards"]],
    "reading": list(READINGS),
    "dependence": [0, 40, 100],
    "first_year": [2014, 2022],
    "last_year": [2022, 2025],
    "prior_independent": [0, 25, 100],
    "prior_hedging": [0, 25],
    "prior_sanctions": [25, 100],
    "prior_latitude": [25, 100],
}
# States in which every pair of choices of any two controls occurs.
PAIRWISE = [dict(zip(CHOICES, values, strict=True)) for values in AllPairs(list(CHOICES.values()))]


@pytest.fixture
def explorer():
    return MatrixExplorer()


def shown(explorer) -> str:
    return html.unescape(explorer.children[-1].value)


@pytest.mark.parametrize("state", PAIRWISE, ids=range(len(PAIRWISE)))
def test_every_pair_of_choices_gives_a_chart_with_its_twin(state):
    explorer = MatrixExplorer(**state)
    chart = explorer.chart()
    assert chart.svg.startswith("<svg") and chart.text in shown(explorer)
    assert chart.table[list(HYPOTHESES.values())].stack().between(0, 1).all()


def test_the_verdict_turns_when_dependent_rows_count_once(explorer):
    assert explorer.chart().text.startswith("Latitude that Moscow grants comes first")
    explorer.dependence = 100
    text = explorer.chart().text
    assert text.startswith("Hedging as before comes first")
    assert "One row decides: Latitude that Moscow grants without troops refused (Feb 2022)." in text


def test_rows_marked_as_deciding_decide(explorer):
    column = explorer.chart().table["comes first without it"]
    deciding = column[column != ""]
    assert len(deciding)
    for label, then in deciding.items():
        explorer.left_out = [label.split(" (", maxsplit=1)[0].replace(" ", "_")]
        assert explorer.chart().text.startswith(f"{then} comes first")


@pytest.mark.parametrize("hypothesis", HYPOTHESES)
def test_each_explanation_can_come_first_within_the_words(explorer, hypothesis):
    explorer.reading = hypothesis
    assert explorer.chart().text.startswith(f"{HYPOTHESES[hypothesis]} comes first")


def test_a_word_is_kept_for_its_cell_and_taken_back(explorer):
    explorer.row, explorer.column = "goods_106", "independent"
    assert explorer.word == "unlikely" and explorer.changes == {}
    explorer.word = "very_likely"
    explorer.row = "brics"
    assert explorer.word == "roughly_even" and explorer.changes == {("goods_106", "independent"): "very_likely"}
    assert "Your words: goods 106 (Oct 2023), Independent actor: very likely." in explorer.chart().text
    assert explorer.chart().table.loc["goods 106 (Oct 2023)", "Independent actor"] == 0.875
    explorer.with_changes = False
    assert explorer.chart().table.loc["goods 106 (Oct 2023)", "Independent actor"] == 0.325
    explorer.row = "goods_106"
    assert explorer.word == "very_likely"
    explorer.word = "unlikely"
    assert explorer.changes == {}


def test_changes_given_from_code_show_in_the_control():
    explorer = MatrixExplorer(changes={("troops_refused", "latitude"): "likely"})
    assert explorer.word == "likely"
    explorer.changes = {}
    assert explorer.word == "unlikely"


def test_an_empty_choice_says_what_to_do(explorer):
    explorer.first_year, explorer.last_year = 2019, 2019
    assert "No evidence is left" in shown(explorer)
    explorer.first_year = 2014
    explorer.prior_independent = explorer.prior_hedging = explorer.prior_sanctions = 0
    assert "at least two explanations" in shown(explorer)
