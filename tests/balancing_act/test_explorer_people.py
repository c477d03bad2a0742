"""The explorers of lesson 5 without a browser: over the extremes and pairwise combinations of their controls."""

import html

import ipywidgets as widgets
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


def all_widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_widgets(child)


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


@pytest.mark.parametrize(
    ("name", "value"),
    [("place", "Pavlodar"), ("series", ["census"]), ("first_year", 1999), ("last_year", 2009), ("joined", True)],
)
def test_each_choice_changes_what_is_said(name, value):
    explorer = CompositionExplorer()
    before = shown(explorer)
    setattr(explorer, name, value)
    assert explorer.chart().text not in html.unescape(before)


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


@pytest.mark.parametrize(("name", "value"), [("north", ["Kostanay"]), ("limit", 60)])
def test_another_north_or_limit_changes_what_is_said(name, value):
    explorer = NorthExplorer()
    before = explorer.chart().text
    setattr(explorer, name, value)
    assert explorer.chart().text != before


def test_an_empty_north_says_what_to_do():
    explorer = NorthExplorer()
    explorer.north = []
    assert "Choose at least one region" in shown(explorer)


@pytest.mark.parametrize("explorer", [CompositionExplorer, NorthExplorer])
def test_every_control_has_a_label_and_moves_its_trait(explorer):
    made = explorer()
    controls = [w for w in all_widgets(made) if hasattr(w, "value") and not isinstance(w, widgets.HTML)]
    assert len(controls) == len(made.class_own_traits()) and all(control.description for control in controls)
    dropdown = next(control for control in controls if isinstance(control, widgets.Dropdown))
    dropdown.value = dropdown.options[-1][1]
    name = "place" if explorer is CompositionExplorer else "limit"
    assert getattr(made, name) == dropdown.value


@pytest.mark.parametrize("explorer", [CompositionExplorer, NorthExplorer])
def test_the_notebook_carries_picture_and_words_without_a_kernel(explorer):
    bundle = explorer()._repr_mimebundle_()
    assert "<svg" in bundle["text/html"] and "Kazakh" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
