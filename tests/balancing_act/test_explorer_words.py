"""The timeline of events without a browser: over the extremes and pairwise combinations of its controls."""

import html

import pytest
from allpairspy import AllPairs

from balancing_act.explorers.words import AS_CODED, CODINGS, KINDS, SELECTIONS, SOURCES, TURNS, TimelineExplorer

CHOICES = {
    "coding": list(CODINGS),
    "selection": list(SELECTIONS),
    "kind": list(KINDS),
    "sources": list(SOURCES),
    "first_year": [2014, 2025],
    "last_year": [2016, 2026],
    "turn": list(TURNS),
    "event": ["crimea_statement", "vote_2026"],
    "direction": [AS_CODED, "pressure"],
}
# A couple of dozen states in which every pair of choices of any two controls occurs.
PAIRWISE = [dict(zip(CHOICES, values, strict=True)) for values in AllPairs(list(CHOICES.values()))]


@pytest.fixture
def explorer():
    return TimelineExplorer()


def shown(explorer) -> str:
    return html.unescape(explorer.children[-1].value)


@pytest.mark.parametrize("state", PAIRWISE, ids=lambda state: "-".join(map(str, state.values())))
def test_every_pair_of_choices_shows_a_chart_or_says_what_to_do(state):
    explorer = TimelineExplorer(**state)
    try:
        chart = explorer.chart()
    except ValueError as problem:
        assert "Widen the years or choose more kinds" in str(problem)
        assert str(problem) in shown(explorer)
    else:
        assert chart.svg.startswith("<svg") and chart.text in shown(explorer)
        assert chart.table["all"].sum() == int(chart.text.split(" events")[0])


def test_the_second_coding_turns_the_lead_round(explorer):
    assert "29 away from Russia, 22 balance, 23 with Russia" in explorer.chart().text
    explorer.coding = "direction_b"
    assert "17 away from Russia, 35 balance, 20 with Russia" in explorer.chart().text
    assert "It agrees with the first coding on 70 of 88 events (kappa: 0.73)." in explorer.chart().text


def test_the_turn_turns_the_change_round(explorer):
    explorer.sources = "high"
    assert "rose by" in explorer.chart().text
    explorer.sources, explorer.turn = "all", "2022-10-01"
    assert "fell by" in explorer.chart().text


def test_events_are_coded_anew_one_after_the_other(explorer):
    explorer.event, explorer.direction = "spief", "balance"
    explorer.event = "un_speech"
    assert explorer.direction == AS_CODED
    explorer.direction = "with"
    assert explorer.recoded == {"spief": "balance", "un_speech": "with"}
    assert "27 away from Russia, 23 balance, 24 with Russia" in explorer.chart().text
    explorer.event = "spief"
    assert explorer.direction == "balance"
    explorer.direction = AS_CODED
    assert explorer.recoded == {"un_speech": "with"}


def test_own_codings_set_from_code_reach_the_form(explorer):
    explorer.recoded = {explorer.event: "balance"}
    assert explorer.direction == "balance"
    assert "Coded by you: 1." in explorer.chart().text


def test_own_codings_hold_for_either_coding(explorer):
    explorer.recoded = {"un_speech": "with"}
    explorer.coding = "direction_b"
    assert "21 with Russia" in explorer.chart().text
