"""Scores of forecasts: hand-solved cases, identities, and errors that say what to do."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from balancing_act import load
from balancing_act.measures.forecasts import READINGS, base_rate, brier, calibration, decomposition, skill, under

FOUR = pd.Series({"a": 0.8, "b": 0.8, "c": 0.2, "d": 0.2})
CAME = pd.Series({"d": False, "c": False, "b": False, "a": True})
RECORDS = some.lists(some.tuples(some.integers(0, 10), some.booleans()), min_size=1, max_size=40)


def record(pairs):
    return pd.Series([tenths / 10 for tenths, _ in pairs]), pd.Series([came for _, came in pairs])


def test_score_by_hand_matched_by_name():
    assert brier(FOUR, CAME) == pytest.approx((0.04 + 0.64 + 0.04 + 0.04) / 4)
    assert base_rate(CAME) == 0.25


def test_the_ends_of_the_scale():
    assert brier(CAME.astype(float), CAME) == 0 and brier((~CAME).astype(float), CAME) == 1
    assert brier(pd.Series(0.5, index=CAME.index), CAME) == 0.25


def test_parts_by_hand():
    parts = decomposition(FOUR, CAME)
    assert parts.to_dict() == pytest.approx({"calibration": 0.065, "resolution": 0.0625, "uncertainty": 0.1875})
    table = calibration(FOUR, CAME)
    assert table.index.to_list() == [0.2, 0.8] and table["forecasts"].to_list() == [2, 2] and table["share"].to_list() == [0, 0.5]


@given(RECORDS)
def test_the_parts_add_up_to_the_score(pairs):
    chances, came = record(pairs)
    parts = decomposition(chances, came)
    assert parts["calibration"] - parts["resolution"] + parts["uncertainty"] == pytest.approx(brier(chances, came), abs=1e-9)
    assert (parts >= -1e-12).all()


@given(RECORDS)
def test_whoever_says_the_base_rate_has_no_skill_over_it_and_scores_the_uncertainty(pairs):
    _, came = record(pairs)
    rate = pd.Series(base_rate(came), index=came.index)
    assert brier(rate, came) == pytest.approx(decomposition(rate, came)["uncertainty"], abs=1e-9)
    if 0 < base_rate(came) < 1:
        assert skill(rate, came, base_rate(came)) == pytest.approx(0)


@given(some.floats(0, 1), some.floats(0, 1))
def test_nobody_gains_by_saying_what_they_do_not_believe(believed, said):
    def expected(chance):
        yes, no = (brier(pd.Series([chance]), pd.Series([came])) for came in (True, False))
        return believed * yes + (1 - believed) * no

    assert expected(believed) <= expected(said) + 1e-12


def test_skill_against_a_number_and_against_another_forecast():
    assert skill(FOUR, CAME, 0.5) == pytest.approx(1 - 0.19 / 0.25)
    assert skill(FOUR, CAME, FOUR) == 0
    with pytest.raises(ValueError, match="Choose another reference"):
        skill(FOUR, CAME, CAME.astype(float))


def test_a_reading_takes_one_rule_of_each_forecast():
    rules = load("resolution_rules")
    for reading in READINGS:
        taken = under(rules, reading)
        assert sorted(taken.forecast) == sorted(load("forecasts").forecast)
    assert set(under(rules, "middle").query("forecast == 'article_threats'").reading) == {"middle"}
    assert set(under(rules, "middle").query("forecast == 'lansing_china'").reading) == {"narrow"}
    with pytest.raises(ValueError, match="narrow, middle, wide"):
        under(rules, "fair")


@pytest.mark.parametrize(
    ("chances", "came", "message"),
    [
        (pd.Series(dtype=float), pd.Series(dtype=bool), "no forecast to score"),
        (pd.Series({"a": 0.5}), pd.Series({"b": True}), "same index"),
        (pd.Series({"a": 0.5}), pd.Series({"a": None}), "cannot be scored"),
        (pd.Series({"a": 88}), pd.Series({"a": True}), "Divide per cents by 100"),
        (pd.Series({"a": float("nan")}), pd.Series({"a": True}), "between 0 and 1"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_what_to_do(chances, came, message):
    for measure in (brier, calibration, decomposition):
        with pytest.raises(ValueError, match=message):
            measure(chances, came)
