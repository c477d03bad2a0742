"""Stocks and flows: hand-solved cases, and balances that must hold whatever is assumed."""

import itertools

import numpy as np
import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.migration import DAYS, MOBILISATION, Assumptions, compare, draws, net_flows, rounding, simulate

START = DAYS.get_loc(MOBILISATION)


@pytest.fixture(scope="module")
def figures():
    return load("russian_citizens")


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [(98_000, 97_500, 98_500), (22_500, 22_450, 22_550), (200_000, 150_000, 250_000), (441, 440.5, 441.5), (1, 0.5, 1.5)],
)
def test_rounding_is_half_a_unit_of_the_last_digit_that_counts(stated, low, high):
    assert rounding(stated) == (low, high)


def test_nothing_is_rounded_to_nought():
    with pytest.raises(ValueError, match="at least 1"):
        rounding(0)


def test_net_flows_pair_what_one_official_said_of_one_period(figures):
    flows = net_flows(figures)
    since = flows[flows["period_start"] == MOBILISATION]
    assert dict(zip(since["period_end"].dt.strftime("%m-%d"), since["net"], strict=True)) == {
        "09-27": 34_000,
        "10-04": 53_000,
        "11-29": 80_000,
        "12-31": 57_000,
    }
    # July, September and the year to December have entries alone.
    assert len(flows) == 10


def test_a_period_with_one_direction_only_has_no_net():
    one = pd.DataFrame({"period_start": [MOBILISATION], "period_end": [MOBILISATION], "said_by": "x", "measure": "entries", "persons": 5})
    assert net_flows(one).empty


def test_half_of_the_wave_has_come_after_the_days_chosen():
    result = simulate(Assumptions(usual=0, wave=1000, half_arrived=10, settling=1))
    assert result["entries"][:START].sum() == 0
    assert result["entries"][START : START + 10].sum() == pytest.approx(500)
    assert result["remaining"][START + 19, 0] == pytest.approx(750)
    assert result["exits"].sum() == pytest.approx(0, abs=1e-6)


def test_a_tenth_leaves_each_week():
    # Everybody comes within the first hours, so a week later a tenth is gone.
    result = simulate(Assumptions(wave=1000, half_arrived=0.01, settling=0, leaving=0.1))["remaining"][START:, 0]
    assert result[0] == pytest.approx(1000)
    assert result[7] == pytest.approx(900) and result[14] == pytest.approx(810)


CORNERS = [
    Assumptions(0, 0, wave, half, settling, leaving)
    for wave, half, settling, leaving in itertools.product([0, 5e5], [1, 90], [0, 1], [0, 1])
]


@pytest.mark.parametrize("assumed", [Assumptions(), *CORNERS])
def test_the_balance_holds_on_every_day(assumed):
    result = simulate(assumed)
    stock, entries, exits = result["stock"][:, 0], result["entries"][:, 0], result["exits"][:, 0]
    assert np.allclose(np.diff(stock, prepend=assumed.baseline), entries - exits, atol=1e-5)
    assert (result["remaining"] >= 0).all() and (exits >= -1e-6).all() and entries.sum() <= assumed.usual * len(DAYS) + assumed.wave + 1e-6


def test_draws_stay_within_the_margin_and_do_not_change_from_call_to_call():
    drawn = draws(Assumptions(wave=100, settling=0.9, leaving=0.5), 0.2)
    assert drawn.wave.min() >= 80 and drawn.wave.max() <= 120 and drawn.wave.std() > 0
    assert drawn.settling.max() == 1
    assert (drawn.wave == draws(Assumptions(wave=100), 0.2).wave).all()
    assert (draws(Assumptions(wave=100), 0).wave == 100).all()


def test_an_exact_model_agrees_with_figures_rounded_from_it():
    result = simulate(Assumptions(baseline=130_000, usual=8_000, wave=0))
    said = pd.DataFrame(
        {
            "period_start": ["2022-03-01", "2022-03-01", "2022-09-21", "2022-04-13"],
            "period_end": ["2022-03-10", "2022-03-10", "2022-12-31", "2022-04-13"],
            "measure": ["entries", "exits", "remaining", "working"],
            "persons": [80_000, 90_000, 1_000, 5],
        }
    ).astype({"period_start": "datetime64[ns]", "period_end": "datetime64[ns]"})
    compared = compare(result, said)
    assert compared["modelled"].tolist() == [80_000, 80_000, 0]
    assert compared["agrees"].tolist() == [True, False, False]


def test_no_baseline_fits_both_official_stocks(figures):
    stocks = figures[figures["measure"] == "stock"]
    for baseline in (130_000, 240_000):
        agrees = compare(simulate(draws(Assumptions(baseline=baseline), 0.1)), stocks)["agrees"]
        assert agrees.sum() == 1
