"""The agreement explorer without a browser: over its extremes and pairwise combinations of its controls."""

import html

import ipywidgets as widgets
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("partner", "USA"),
        ("abstention", "none"),
        ("absence", "disagree"),
        ("roll_calls", "with_emergency"),
        ("contested_only", True),
        ("first_year", 2018),
        ("last_year", 2023),
        ("split", 2015),
        ("countries", ["UZB"]),
    ],
)
def test_each_choice_changes_what_the_twin_says(explorer, name, value):
    before = explorer.chart().table.to_dict()
    setattr(explorer, name, value)
    assert explorer.chart().table.to_dict() != before


def test_a_control_and_its_trait_move_together(explorer):
    dropdown = next(w for w in _all_widgets(explorer) if getattr(w, "description", "") == "An absence is")
    dropdown.value = "abstain"
    assert explorer.absence == "abstain"
    explorer.absence = "disagree"
    assert dropdown.value == "disagree"


def test_every_control_has_a_label(explorer):
    controls = [w for w in _all_widgets(explorer) if hasattr(w, "value") and not isinstance(w, widgets.HTML)]
    assert len(controls) == len(CHOICES)
    assert all(w.description for w in controls)


def test_an_empty_choice_says_what_to_do(explorer):
    explorer.countries = []
    assert "Choose at least one country" in shown(explorer)
    explorer.countries = ["KAZ"]
    explorer.first_year, explorer.last_year, explorer.roll_calls = 1992, 1993, "only_ukraine"
    assert "No roll call is left" in shown(explorer)


def test_the_ukraine_votes_alone_show_no_yes_for_russia(explorer):
    explorer.roll_calls, explorer.abstention = "only_ukraine", "none"
    assert explorer.chart().table.loc["Kazakhstan", "before 2022"] > explorer.chart().table.loc["Kazakhstan", "from 2022"]


def test_the_notebook_carries_picture_and_words_without_a_kernel(explorer):
    bundle = explorer._repr_mimebundle_()
    assert "<svg" in bundle["text/html"] and "Kazakhstan" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def _all_widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _all_widgets(child)
