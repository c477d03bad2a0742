"""The charts of lesson 5 say in words what they draw, and never call a step between two counts a change."""

import pandas as pd
import pytest

from balancing_act import load
from balancing_act.charts.people import district_tiles, share_lines, two_groups
from balancing_act.measures.people import newest


@pytest.fixture
def shares():
    return load("ethnic_shares")


def places(series):
    composition = load("composition_regions")
    return newest(composition[composition["series"] == series])


def test_the_twin_names_the_series_of_every_change(shares):
    text = share_lines(shares, "Kazakhstan").text
    assert "Russians, census: 30.0 per cent in 1999, 15.5 in 2021 (-14.5 points)" in text
    assert "Russians, register, before the census of 2021: 18.9 per cent in 2020, 18.5 in 2022 (-0.4 points)" in text


def test_joined_series_are_said_to_mix_counts(shares):
    text = share_lines(shares, "Kazakhstan", joined=True).text
    assert "different counts" in text and "Russians +2.9 points from 2021 (census) to 2022 (register" in text


def test_joining_one_series_changes_nothing(shares):
    assert "joining changes nothing" in share_lines(shares[shares["series"] == "census"], "Kazakhstan", joined=True).text


def test_one_figure_gives_no_change():
    one = pd.DataFrame({"series": ["register"], "year": [2018], "group": ["Russians"], "percent": [41.28]})
    assert "no change can be computed" in share_lines(one, "Kostanay").text


def test_sources_that_disagree_about_a_year_keep_a_row_each():
    two = pd.DataFrame({"series": "census", "year": [2009, 2009, 2021], "group": "Kazakhs", "percent": [33.0, 35.9, 37.6]})
    assert share_lines(two, "North Kazakhstan").table["Kazakhs"].tolist() == [33.0, 35.9, 37.6]


@pytest.mark.parametrize(("series", "larger"), [("census", "North Kazakhstan"), ("register", "Kostanay")])
def test_the_larger_group_depends_on_the_series_and_the_places_it_covers(series, larger):
    chart = two_groups(places(series), series)
    assert chart.text == f"Russians are the larger of the two groups in 1 of 3 places: {larger}."
    assert ">Russians</text>" in chart.svg


def test_a_series_without_places_says_what_to_do():
    with pytest.raises(ValueError, match="Choose another series"):
        two_groups(places("regional"), "regional")


def test_tiles_count_units_inside_and_outside_the_north():
    chart = district_tiles(load("districts"), ["North Kazakhstan", "Kostanay"], 40)
    assert "19 of 34 districts and cities have fewer than 40 per cent Kazakhs; elsewhere 12 of 190" in chart.text
    assert "61% lie in that north" in chart.text
    assert "Ridder" in chart.table.loc["East Kazakhstan", "below 40 per cent"]
    assert list(chart.table.index[:2]) == ["North Kazakhstan", "Kostanay"]


def test_every_tile_carries_its_class_in_words():
    svg = district_tiles(load("districts"), ["Akmola"], 40).svg
    assert svg.count("&lt;40</text>") == 31 and svg.count(">?</text>") == 5
