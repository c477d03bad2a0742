"""Weighing explanations: hand-solved cases, and brute force where a shortcut is taken."""

import itertools

import numpy as np
import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.hypotheses import (
    diagnosticity,
    evidence_for,
    fewest_to_overtake,
    posterior,
    table,
    verdicts,
    weights,
    without_each,
)

TWO = pd.DataFrame({"a": [0.9, 0.5, 0.4], "b": [0.3, 0.5, 0.6]}, index=["x", "y", "z"])
EVEN = pd.Series({"a": 1.0, "b": 1.0})
GROUPS = pd.Series({"x": "one", "y": "two", "z": "two"})


@pytest.fixture
def random_table():
    maker = np.random.default_rng(5)
    rows = [f"e{number}" for number in range(7)]
    likelihoods = pd.DataFrame(maker.uniform(0.1, 0.95, (7, 3)), index=rows, columns=list("pqr"))
    return likelihoods, pd.Series({"p": 2.0, "q": 1.0, "r": 1.5}), pd.Series(list("uuvvvwx"), index=rows)


def test_words_become_the_numbers_of_the_scale_in_order_of_appearance():
    numbers = table(load("likelihoods"), load("likelihood_words"), "low")
    assert list(numbers.columns) == list(load("hypotheses").hypothesis)
    assert list(numbers.index) == list(load("hypothesis_evidence").evidence)
    assert numbers.loc["eu_exports", "sanctions"] == 0.05 and numbers.loc["mir_cards", "sanctions"] == 0.95


def test_bayes_rule_solved_by_hand():
    assert posterior(TWO.loc[["x"]], EVEN).to_dict() == pytest.approx({"a": 0.75, "b": 0.25})
    assert posterior(TWO, EVEN)["a"] == pytest.approx(0.18 / (0.18 + 0.09))
    assert posterior(TWO, pd.Series({"b": 2.0, "a": 1.0}))["a"] == pytest.approx(0.5)


def test_the_order_of_rows_and_columns_does_not_matter(random_table):
    likelihoods, prior, _ = random_table
    turned = posterior(likelihoods.iloc[::-1, ::-1], prior)
    pd.testing.assert_series_equal(turned[likelihoods.columns], posterior(likelihoods, prior))


def test_a_long_table_does_not_vanish():
    long = pd.concat([TWO.loc[["y"]]] * 5000)
    assert posterior(long.reset_index(drop=True), EVEN)["a"] == pytest.approx(0.5)


def test_a_prior_of_nothing_stays_nothing():
    assert posterior(TWO, pd.Series({"a": 0, "b": 3})).to_dict() == {"a": 0.0, "b": 1.0}


@pytest.mark.parametrize("prior", [{"a": 0, "b": 0}, {"a": -1, "b": 2}, {"a": 1}])
def test_an_impossible_prior_is_refused(prior):
    with pytest.raises(ValueError, match="Give each explanation a prior of 0 or more"):
        posterior(TWO, pd.Series(prior))


def test_a_likelihood_of_nothing_is_refused():
    with pytest.raises(ValueError, match="a single row would decide for ever"):
        posterior(TWO.replace(0.3, 0.0), EVEN)


def test_dependence_goes_from_every_row_to_every_group():
    assert weights(GROUPS, 0).to_dict() == {"x": 1, "y": 1, "z": 1}
    assert weights(GROUPS, 1).to_dict() == {"x": 1, "y": 0.5, "z": 0.5}
    assert weights(GROUPS, 0.5)["y"] == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="between 0"):
        weights(GROUPS, 1.5)


def test_the_same_row_seven_times_is_one_row_when_a_group_counts_once():
    seven = pd.DataFrame({"a": [0.9] * 7, "b": [0.3] * 7})
    assert posterior(seven, EVEN)["b"] < 0.001
    assert posterior(seven, EVEN, weights(pd.Series(["g"] * 7), 1))["a"] == pytest.approx(0.75)


def test_diagnosticity_and_evidence_for():
    assert diagnosticity(TWO).round(6).to_dict() == pytest.approx({"x": 0.477121, "y": 0, "z": 0.176091})
    assert evidence_for(TWO, "a", "b")["x"] == pytest.approx(np.log10(3))
    assert evidence_for(TWO, "b", "a", weights(GROUPS, 1))["z"] == pytest.approx(np.log10(1.5) / 2)


@pytest.mark.parametrize("dependence", [0, 0.3, 1])
def test_leaving_out_each_row_is_what_leaving_it_out_gives(random_table, dependence):
    likelihoods, prior, groups = random_table
    without = without_each(likelihoods, prior, groups, dependence)
    for row in likelihoods.index:
        rest = likelihoods.drop(index=row)
        one_by_one = posterior(rest, prior, weights(groups[rest.index], dependence))
        pd.testing.assert_series_equal(without.loc[row], one_by_one, check_names=False)


def test_fewest_rows_is_what_trying_all_sets_finds(random_table):
    likelihoods, prior, groups = random_table
    weight = weights(groups, 0)
    first = posterior(likelihoods, prior).idxmax()
    for rival in set(likelihoods.columns) - {first}:
        found = fewest_to_overtake(likelihoods, prior, rival, weight)
        smallest = next(
            (
                size
                for size in range(1, len(likelihoods) + 1)
                for rows in itertools.combinations(likelihoods.index, size)
                if (after := posterior(likelihoods.drop(index=list(rows)), prior))[rival] > after[first]
            ),
            None,
        )
        assert (len(found) if found else None) == smallest
        if found:
            after = posterior(likelihoods.drop(index=found), prior)
            assert after[rival] > after[first]


def test_no_set_of_rows_overtakes_a_prior_that_decides():
    weight = weights(GROUPS, 0)
    assert fewest_to_overtake(TWO, pd.Series({"a": 99.0, "b": 1.0}), "b", weight) is None
    assert fewest_to_overtake(TWO, pd.Series({"a": 1.0, "b": 0.0}), "b", weight) is None
    assert fewest_to_overtake(TWO, EVEN, "a", weight) == []
    assert fewest_to_overtake(TWO, EVEN, "b", weight) == ["x"]


def test_drawn_verdicts_stay_within_the_ends_and_come_back_the_same():
    low, high = TWO - 0.1, TWO + 0.05
    drawn = verdicts(low, high, EVEN, weights(GROUPS, 0))
    assert drawn.sum(axis=1).round(9).eq(1).all()
    best = posterior(low.assign(a=high["a"]), EVEN)["a"]
    worst = posterior(high.assign(a=low["a"]), EVEN)["a"]
    assert drawn["a"].between(worst, best).all()
    pd.testing.assert_frame_equal(drawn, verdicts(low, high, EVEN, weights(GROUPS, 0)))
