"""What every explorer promises, without a browser. What one of them alone shows is in the test file of its name."""

import html

import ipywidgets as widgets
import pytest
import traitlets

from balancing_act.argument import read
from balancing_act.charts.world_map import members
from balancing_act.explorers.agreement import AgreementExplorer
from balancing_act.explorers.argument_map import ArgumentMap
from balancing_act.explorers.base import Explorer, MapExplorer
from balancing_act.explorers.forecasts import ForecastExplorer
from balancing_act.explorers.hypotheses import MatrixExplorer
from balancing_act.explorers.migration import WaveExplorer
from balancing_act.explorers.people import CompositionExplorer, NorthExplorer
from balancing_act.explorers.trade import TiesExplorer
from balancing_act.explorers.vote_map import VoteMap
from balancing_act.explorers.words import TimelineExplorer

# A value for every choice that changes what the explorer says.
OTHER = {
    AgreementExplorer: [
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
    ForecastExplorer: [
        ("forecast", "jones_bond"),
        ("chance", 5),
        ("start", "half"),
        ("reading", "wide"),
        ("reading", "middle"),
        ("side", "mixed"),
        ("reference", "persistence"),
    ],
    MatrixExplorer: [
        ("word", "almost_certain"),
        ("left_out", ["arms"]),
        ("reading", "independent"),
        ("dependence", 100),
        ("first_year", 2022),
        ("last_year", 2022),
        ("prior_independent", 90),
        ("prior_hedging", 0),
        ("prior_sanctions", 100),
        ("prior_latitude", 5),
    ],
    WaveExplorer: [
        ("baseline", 300_000),
        ("usual", 5_000),
        ("wave", 200_000),
        ("half_arrived", 20),
        ("settling", 60),
        ("leaving", 5),
        ("margin", 5),
        ("whose", "consuls"),
    ],
    CompositionExplorer: [("place", "Pavlodar"), ("series", ["census"]), ("first_year", 1999), ("last_year", 2009), ("joined", True)],
    NorthExplorer: [("north", ["Kostanay"]), ("limit", 60)],
    TiesExplorer: [
        ("tie", "exports"),
        ("tie", "oil"),
        ("tie", "arms"),
        ("cut", "China"),
        ("year", 2021),
        ("series", "imf"),
        ("union", True),
        ("replaced", 50),
    ],
    TimelineExplorer: [
        ("coding", "direction_b"),
        ("selection", "article"),
        ("kind", "words"),
        ("sources", "high"),
        ("first_year", 2022),
        ("last_year", 2022),
        ("turn", "2022-10-01"),
        ("event", "spief"),
        ("direction", "with"),
        ("recoded", {"spief": "with", "un_speech": "balance"}),
    ],
}
IMPOSSIBLE = {
    ForecastExplorer: [("chance", 101), ("chance", -1), ("reading", "fair"), ("reference", "me"), ("forecast", "weather")],
    MatrixExplorer: [("dependence", 101), ("prior_latitude", -1), ("word", "perhaps"), ("reading", "best")],
    WaveExplorer: [("settling", 101), ("whose", "press")],
    TiesExplorer: [("replaced", 120), ("tie", "gas")],
    TimelineExplorer: [("recoded", {"spief": "sideways"}), ("event", "no_such_event")],
}

# The places of every map.
MAPS = {ArgumentMap: set(read().graph.nodes), VoteMap: set(members())}

every_explorer = pytest.mark.parametrize("explorer", OTHER, ids=lambda explorer: explorer.__name__)


def one_by_one(states: dict) -> list:
    return [
        pytest.param(explorer, name, value, id=f"{explorer.__name__}-{name}-{place}")
        for explorer, pairs in states.items()
        for place, (name, value) in enumerate(pairs)
    ]


def all_widgets(widget: widgets.Widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_widgets(child)


def controls(explorer: Explorer) -> dict:
    """The controls on the page by what stands beside them."""
    return {w.description: w for w in all_widgets(explorer) if hasattr(w, "value") and not isinstance(w, widgets.HTML)}


def another(control: widgets.Widget):
    """A value that the control can take and does not have."""
    match control:
        case widgets.Checkbox():
            return not control.value
        case widgets.BoundedIntText():
            return control.min if control.value == control.max else control.max
        case widgets.SelectMultiple():
            return tuple(value for _label, value in control.options if value not in control.value) or control.value[:1]
        case _:
            return next(value for _label, value in control.options if value != control.value)


def as_trait(value):
    """A list of several choices is a tuple to ipywidgets."""
    return list(value) if isinstance(value, tuple) else value


def test_none_is_left_out():
    assert set(OTHER) == set(Explorer.__subclasses__())
    assert set(MAPS) == set(MapExplorer.__subclasses__())


@pytest.mark.parametrize(("explorer", "name", "value"), one_by_one(OTHER))
def test_each_choice_changes_what_the_twin_says(explorer, name, value):
    made = explorer()
    before = made.chart().text
    setattr(made, name, value)
    assert made.chart().text != before


@pytest.mark.parametrize(("explorer", "name", "value"), one_by_one(IMPOSSIBLE))
def test_impossible_states_are_refused(explorer, name, value):
    with pytest.raises(traitlets.TraitError):
        setattr(explorer(), name, value)


@every_explorer
def test_every_choice_has_a_control_with_a_label_and_moves_with_it(explorer):
    made = explorer()
    # What a reader set for one of many things is kept in a Dict, which no control shows as a whole.
    choices = {name for name, trait in made.class_own_traits().items() if not isinstance(trait, traitlets.Dict)}
    labels = {name: control.description for name, control in made.controls().items()}
    shown = controls(made)
    assert set(labels) == choices and set(labels.values()) == set(shown) and all(shown)
    for name, label in labels.items():
        control, before = shown[label], getattr(made, name)
        control.value = another(control)
        assert getattr(made, name) == as_trait(control.value) != before
        setattr(made, name, before)
        assert as_trait(control.value) == before


@every_explorer
def test_the_notebook_carries_picture_and_words_without_a_kernel(explorer):
    made = explorer()
    bundle, words = made._repr_mimebundle_(), made.chart().text
    assert "<svg" in bundle["text/html"] and words in html.unescape(bundle["text/html"]) and words in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize(("explorer", "places"), MAPS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_arrow_keys_of_a_map_reach_every_place_from_every_place(explorer, places):
    moves = explorer().moves

    def reached(start):
        seen, todo = {start}, [start]
        while todo:
            new = set(moves[todo.pop()].values()) - seen
            seen |= new
            todo += new
        return seen

    assert all(reached(place) == places for place in places)
