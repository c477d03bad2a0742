"""Counting directions, agreement of two codings with and without chance, coding anew: solved by hand and on the table."""

import math

import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.words import DIRECTIONS, agreement, away_share, count_directions, recode


def kappa(first, second):
    observed, expected = agreement(pd.Series(first), pd.Series(second))
    return (observed - expected) / (1 - expected)


def test_every_direction_is_counted_also_those_that_do_not_occur():
    counts = count_directions(pd.Series(["with", "away", "away"]))
    assert counts.to_dict() == {"away": 2, "balance": 0, "with": 1, "pressure": 0, "outside": 0}


def test_the_table_knows_no_other_direction():
    for coding in ("direction_a", "direction_b"):
        assert count_directions(load("events")[coding]).sum() == 88


def test_an_unknown_direction_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="'sideways': a direction is one of away, balance, with"):
        count_directions(pd.Series(["away", "sideways"]))


def test_the_share_is_taken_among_events_that_point_to_a_side():
    assert away_share(count_directions(pd.Series(["away", "away", "away", "with", "balance", "pressure"]))) == 0.75
    assert math.isnan(away_share(count_directions(pd.Series(["balance"]))))


def test_agreement_by_hand():
    first = ["yes"] * 20 + ["no"] * 30
    second = ["yes"] * 5 + ["no"] * 40 + ["yes"] * 5
    assert agreement(pd.Series(first), pd.Series(second)) == pytest.approx((0.6, 0.56))
    assert kappa(list("abab"), list("baba")) == pytest.approx(-1)
    assert kappa(list("aabb"), list("abab")) == pytest.approx(0)


def test_a_label_of_one_coder_only_adds_nothing_to_chance():
    assert agreement(pd.Series(list("aabc")), pd.Series(list("aabd"))) == pytest.approx((0.75, 5 / 16))


def test_rows_are_compared_by_position():
    first = pd.Series(["away", "with"], index=[5, 6])
    assert agreement(first, pd.Series(["away", "with"]))[0] == 1


def test_the_two_codings_of_the_table():
    events = load("events")
    assert kappa(events["direction_a"], events["direction_b"]) == pytest.approx(0.73, abs=0.005)


def test_recoding_changes_the_named_events_only():
    coded = pd.Series(pd.Categorical(["away", "with", "balance"], categories=list(DIRECTIONS)), index=["a", "b", "c"])
    assert recode(coded, {"b": "pressure"}).to_dict() == {"a": "away", "b": "pressure", "c": "balance"}
    assert recode(coded, {}).to_dict() == coded.to_dict()
