"""Ties: hand-solved cases, wholes that add up, and figures published elsewhere."""

import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.trade import NOT_LISTED, cut, deliveries, herfindahl, oil_by_route, partner_mix, turnover


@pytest.fixture(scope="module")
def trade():
    return load("trade_partners")


@pytest.mark.parametrize(("year", "flow", "per_cent"), [(2021, "imports", 42.5), (2023, "imports", 27.9), (2023, "both", 19.4)])
def test_russian_shares_are_those_published(trade, year, flow, per_cent):
    amounts = turnover(trade, flow).loc[("national", year)]
    assert round(100 * amounts["Russia"] / amounts["World"], 1) == per_cent


def test_both_directions_need_both_directions():
    one_way = pd.DataFrame({"series": "imf", "year": 2000, "partner": ["A", "A", "B"], "flow": ["imports", "exports", "imports"]})
    amounts = turnover(one_way.assign(usd_million=[1.0, 2.0, 4.0])).loc[("imf", 2000)]
    assert amounts["A"] == 3 and pd.isna(amounts["B"])


def test_an_unknown_flow_is_refused_with_the_known_ones(trade):
    with pytest.raises(ValueError, match="imports, exports, both"):
        turnover(trade, "transit")


@pytest.mark.parametrize("series", ["imf", "national"])
@pytest.mark.parametrize("union", [False, True])
def test_the_parts_of_a_mix_add_up_to_the_world_and_none_is_negative(trade, series, union):
    for flow in ("imports", "exports", "both"):
        mix = partner_mix(trade, flow, series, union)
        world = turnover(trade, flow).loc[series]["World"]
        assert mix.sum(axis="columns").sub(world).abs().max() < 1e-6
        assert mix.min().min() >= 0
        assert ("European Union" in mix) == union and ("Italy" in mix) != union
        assert not {"World", "CIS", "EAEU"} & set(mix) and NOT_LISTED in mix


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [([1.0], 1, 1), ([0.5, 0.5], 0.5, 0.5), ([0.25] * 4, 0.25, 0.25), ([0.5, 0.3], 0.34, 0.38), ([0.0], 0, 1)],
)
def test_concentration_solved_by_hand(shares, low, high):
    ends = herfindahl(pd.DataFrame([shares])).iloc[0]
    assert ends["low"] == pytest.approx(low) and ends["high"] == pytest.approx(high)


def test_oil_by_route_keeps_to_the_stated_totals():
    tonnes = oil_by_route(load("oil_routes"))
    assert list(tonnes.index) == [2022, 2023, 2024, 2025]
    assert tonnes.sum(axis="columns").round(1).to_dict() == {2022: 64.3, 2023: 70.5, 2024: 57.3, 2025: 76.3}
    shares = tonnes.div(tonnes.sum(axis="columns"), axis="index")
    assert list((100 * shares["past"]).round(1)) == [3.0, 5.3, 3.8, 3.3]
    assert round(100 * shares.loc[2022, "cpc"]) == 81


def test_a_ship_to_makhachkala_does_not_pass_russia():
    routes = load("oil_routes")
    assert oil_by_route(routes).loc[2025, "past"] == pytest.approx(1.5 + 1.0)


def test_windows_of_five_years_give_the_published_share():
    windows = deliveries(load("arms"), "KAZ")
    share = windows["Russia"] / windows.sum(axis="columns")
    assert (round(share[2024], 2), round(share[2019], 2)) == (0.88, 0.91)
    assert round(windows.loc[2024, "Russia"]) == 1175
    assert windows.index.min() == 1999


def test_the_newer_of_the_two_downloads_is_the_one_in_the_table_arms():
    vintages = load("arms_vintages").pivot(index="year", columns="downloaded", values="tiv_million")
    arms = load("arms").query("recipient == 'KAZ' and supplier == 'Russia' and year >= 2020").set_index("year")["tiv_million"]
    older, newer = vintages.columns
    assert (vintages[newer] == arms).all()
    assert vintages[older].sum() == pytest.approx(625.2) and pd.isna(vintages.loc[2024, older])


@pytest.mark.parametrize(("replaced", "left"), [(0, [0, 30, 10]), (0.5, [0, 52.5, 17.5]), (1, [0, 75, 25])])
def test_a_cut_is_made_good_in_proportion(replaced, left):
    assert cut(pd.Series([60.0, 30.0, 10.0]), [0], replaced).tolist() == pytest.approx(left)


def test_a_cut_leaves_its_table_as_it_was():
    amounts = pd.Series([60.0, 40.0])
    cut(amounts, [0], 0.5)
    assert amounts.tolist() == [60.0, 40.0]


def test_impossible_replacements_are_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        cut(pd.Series([1.0, 1.0]), [0], 50)
    with pytest.raises(ValueError, match="Nothing is left"):
        cut(pd.Series([1.0, 0.0]), [0], 0.5)
