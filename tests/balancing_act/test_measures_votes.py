"""Agreement between states: hand-solved cases, every coding, and figures published elsewhere."""

import itertools

import numpy as np
import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.votes import ABSENCE, ABSTENTION, agreement_by_year, agreement_scores, change, contested, wide

KAZ = pd.Series(["abstain", "no", "no", "abstain", "yes", "not_voting"])
RUS = pd.Series(["no"] * 6)


@pytest.fixture(scope="module")
def table():
    return wide(load("rollcall_votes"), load("rollcalls"))


@pytest.mark.parametrize(
    ("abstention", "absence", "mean"),
    [
        ("half", "drop", 3 / 5),
        ("half", "abstain", 3.5 / 6),
        ("half", "disagree", 3 / 6),
        ("none", "drop", 2 / 5),
        ("none", "abstain", 2 / 6),
        ("drop", "drop", 2 / 3),
        ("drop", "disagree", 2 / 4),
    ],
)
def test_six_votes_solved_by_hand(abstention, absence, mean):
    assert agreement_scores(KAZ, RUS, abstention, absence).mean() == pytest.approx(mean)


def test_two_absences_are_left_out_unless_they_count_as_abstentions():
    both = pd.Series(["not_voting"])
    assert agreement_scores(both, both, absence="drop").isna().all()
    assert agreement_scores(both, both, absence="disagree").isna().all()
    assert agreement_scores(both, both, absence="abstain").tolist() == [1.0]


@pytest.mark.parametrize(("abstention", "absence"), list(itertools.product(ABSTENTION, ABSENCE)))
def test_scores_are_symmetric_and_lie_between_0_and_1(table, abstention, absence):
    one = agreement_scores(table["KAZ"], table["RUS"], abstention, absence)
    other = agreement_scores(table["RUS"], table["KAZ"], abstention, absence)
    pd.testing.assert_series_equal(one, other)
    assert one.dropna().between(0, 1).all()


def test_a_state_agrees_with_itself(table):
    scores = agreement_scores(table["UZB"], table["UZB"])
    assert (scores.dropna() == 1).all()


def test_a_vote_that_was_not_found_is_not_compared():
    assert agreement_scores(pd.Series([None, "yes"]), pd.Series(["yes", "yes"]), absence="disagree").tolist()[1:] == [1.0]
    assert np.isnan(agreement_scores(pd.Series([None]), pd.Series(["yes"]), absence="disagree")[0])


def test_an_unknown_coding_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="half, none, drop"):
        agreement_scores(KAZ, RUS, abstention="third")


def test_agreement_reproduces_the_similarity_computed_by_the_first_research(table):
    # 1 for the same vote, 0.5 for one step, 0 for opposite, absences dropped; Voeten file without emergency sessions.
    regular = table[~table["emergency_session"]]
    by_year = agreement_by_year(regular, ["KAZ"], "RUS")["KAZ"]
    assert by_year[[1992, 2003, 2013, 2016, 2021, 2022, 2023]].round(2).tolist() == [0.87, 0.92, 0.79, 0.71, 0.75, 0.75, 0.64]


def test_2025_rises_by_less_on_contested_votes(table):
    regular = table[~table["emergency_session"]]
    everything = agreement_by_year(regular, ["KAZ"], "RUS")["KAZ"]
    only_contested = agreement_by_year(regular[contested(regular)], ["KAZ"], "RUS")["KAZ"]
    assert everything[2025] - everything[2023] > 2 * (only_contested[2025] - only_contested[2023])


def test_change_is_after_minus_before_and_missing_without_votes():
    year = pd.Series([2000, 2001, 2002, 2003])
    scores = pd.Series([0.0, 0.5, 1.0, np.nan])
    assert change(scores, year, (2000, 2001), (2002, 2003)) == pytest.approx(0.75)
    assert np.isnan(change(scores, year, (1990, 1991), (2002, 2003)))
