"""Shares by series, the newest figure of a place, districts below a limit: solved by hand and on the tables."""

import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.people import SERIES, count_below, newest, place_names, place_shares, within_series


@pytest.fixture(scope="module")
def composition():
    return load("composition_regions")


def figures(*rows):
    return pd.DataFrame(rows, columns=["series", "year", "group", "percent"])


def test_every_series_of_the_tables_has_a_name(composition):
    assert set(load("ethnic_shares")["series"]) | set(composition["series"]) <= set(SERIES)


def test_a_change_is_computed_inside_a_series_only():
    shares = figures(("census", 2009, "Russians", 23.7), ("census", 2021, "Russians", 15.5), ("register", 2022, "Russians", 18.5))
    changes = within_series(shares)
    assert list(changes["series"]) == ["census"]
    assert changes["change"].item() == pytest.approx(-8.2)


def test_figures_of_unknown_series_are_never_compared():
    assert within_series(figures(("unknown", 2010, "Russians", 48.0), ("unknown", 2016, "Russians", 50.0))).empty


def test_of_two_figures_for_one_year_only_the_first_counts():
    shares = figures(("census", 2021, "Kazakhs", 40.0), ("census", 2009, "Kazakhs", 33.0), ("census", 2009, "Kazakhs", 36.0))
    assert within_series(shares)["change"].item() == pytest.approx(7.0)


def test_the_country_reproduces_the_published_changes():
    changes = within_series(load("ethnic_shares")).set_index(["group", "series"])["change"]
    assert changes["Russians", "census"] == pytest.approx(15.54 - 30.0)
    assert changes["Russians", "register"] == pytest.approx(18.47 - 18.85)
    assert ("Kazakhs", "register") not in changes.index


def test_a_city_is_not_taken_for_its_region(composition):
    names = place_names(composition)
    assert names[composition["city"].notna()].str.endswith("(city)").all()
    assert "Kostanay" in set(names) and "Kostanay (city)" in set(names)


def test_shares_of_places_have_a_year_and_a_value(composition):
    shares = place_shares(composition)
    assert list(shares.columns) == ["place", "series", "year", "group", "percent"]
    assert shares["percent"].between(0, 100).all() and shares["year"].between(1989, 2024).all()
    assert len(shares[shares["place"] == "Petropavl (city)"]) == 0  # its rows have no year


def test_the_newest_row_of_each_place_sorted_by_the_lead_of_russians(composition):
    places = newest(composition[composition["series"] == "census"])
    assert list(places["place"]) == ["North Kazakhstan", "Pavlodar", "Akmola"]
    assert places["lead"].round(2).tolist() == [6.91, -26.38, -28.89]
    assert (places["year"] == 2021).all()


def test_rows_without_both_shares_are_not_placed(composition):
    assert newest(composition[composition["series"] == "regional"]).empty


@pytest.mark.parametrize(("limit", "north", "kostanay"), [(40, 9, 10), (60, 12, 16), (80, 13, 18)])
def test_districts_below_a_limit(limit, north, kostanay):
    below = count_below(load("districts"), limit)["below"]
    assert (below["North Kazakhstan"], below["Kostanay"]) == (north, kostanay)


def test_units_without_a_class_are_counted_apart():
    counts = count_below(load("districts"), 80)
    assert counts["units"].sum() == 224 and counts["unclassified"].sum() == 5
    assert (counts["below"] + counts["unclassified"] <= counts["units"]).all()
