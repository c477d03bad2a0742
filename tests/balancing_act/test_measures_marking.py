"""Weighted kappa against published results and by hand, and the interval around it."""

import math

import pytest

from balancing_act.measures.marking import kappa_interval, weighted_kappa

# Twenty people rated for anxiety by two raters: the data "anxiety" of the R package irr (second and third rater). Nobody was
# given a 5 there, and irr counts by rank among the ratings that occur; so 6 is the fifth rating here.
SECOND = [3, 5, 4, 5, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
THIRD = [2, 1, 4, 4, 3, 2, 1, 5, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]


def test_a_published_result():
    # kappa2(anxiety[, 2:3], "squared") of irr, as statsmodels quotes it in its tests.
    assert weighted_kappa(SECOND, THIRD) == pytest.approx(0.2520325, abs=1e-7)


def test_by_hand():
    # Differences 0, 0, 1, 1: observed (0 + 0 + 1 + 1) / 4 = 1/2. All 16 pairs of one's 0, 1, 1, 2 and the other's 0, 1, 2, 1
    # have squares that add up to 16, so chance is 1. Kappa is 1 - 1/2.
    assert weighted_kappa([0, 1, 1, 2], [0, 1, 2, 1]) == pytest.approx(0.5)


def test_of_two_marks_it_is_cohens_kappa():
    # J. Cohen's measure without weights: observed 0.7, chance 0.5.
    first, second = [1] * 25 + [0] * 25, [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert weighted_kappa(first, second) == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_a_large_disagreement_weighs_more_than_several_small_ones():
    key = [0, 1, 2, 3, 4]
    assert weighted_kappa(key, [4, 1, 2, 3, 4]) < weighted_kappa(key, [1, 0, 3, 2, 4])


def test_the_unit_does_not_matter_but_a_marker_who_gives_more_agrees_less():
    assert weighted_kappa([0, 1, 2], [0, 2, 2]) == pytest.approx(weighted_kappa([0, 0.5, 1], [0, 1, 1]))
    assert weighted_kappa([0, 1, 2], [1, 2, 3]) < 1


def test_two_who_give_the_same_one_mark_to_all():
    assert math.isnan(weighted_kappa([1, 1, 1], [1, 1, 1]))
    assert weighted_kappa([1, 1, 1], [0, 1, 1]) == pytest.approx(0)


@pytest.mark.parametrize("marks", [([], []), ([1], [1, 2])])
def test_markings_of_different_answers_are_refused(marks):
    with pytest.raises(ValueError, match="need the same answers"):
        weighted_kappa(*marks)


def test_the_interval_lies_around_kappa_and_narrows_with_more_answers():
    low, high = kappa_interval(SECOND, THIRD)
    assert low < weighted_kappa(SECOND, THIRD) < high
    tight_low, tight_high = kappa_interval(SECOND * 20, THIRD * 20)
    assert tight_high - tight_low < (high - low) / 2


def test_the_interval_can_be_repeated():
    assert kappa_interval(SECOND, THIRD) == kappa_interval(SECOND, THIRD)
