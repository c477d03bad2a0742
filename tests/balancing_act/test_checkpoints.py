"""Checkpoints tell unattempted, wrong and right apart, and answer a known misconception with its own hint."""

import numpy as np
import pandas as pd
import pytest

from balancing_act import check, hint, solution
from balancing_act.checkpoints import Checkpoint, _find, keys

LESSONS = [0, 1, 2, 3, 4, 5, 6, 7, 8, "toolbox"]
ALL = [key for lesson in LESSONS for key in keys(lesson)]


@pytest.mark.parametrize("key", ALL)
@pytest.mark.parametrize("nothing", [..., None, "", "  ", []], ids=["dots", "none", "empty", "blank", "empty list"])
def test_no_answer_is_unattempted(key, nothing):
    reply = check(key, nothing)
    assert reply.state == "unattempted"
    assert "Replace the three dots" in reply.message


@pytest.mark.parametrize("key", ALL)
def test_the_right_answer_is_right_and_explained(key):
    reply = check(key, _find(key).answer())
    assert reply.state == "right"
    assert reply.message == _find(key).because


@pytest.mark.parametrize("key", ALL)
def test_each_misconception_gets_its_own_hint(key):
    misconceptions = _find(key).misconceptions()
    for mistaken, message in misconceptions.items():
        assert check(key, mistaken).state == "wrong"
        assert check(key, mistaken).message == message
    assert len(set(misconceptions.values())) == len(misconceptions)


@pytest.mark.parametrize("key", ALL)
def test_another_wrong_answer_gets_a_general_hint_that_does_not_give_the_answer_away(key):
    right = _find(key).answer()
    wrong = "something else" if isinstance(right, str) else 987654
    reply = check(key, wrong)
    assert reply.state == "wrong"
    assert reply.message == _find(key).hints[0]


@pytest.mark.parametrize("key", ALL)
def test_an_answer_of_the_wrong_kind_is_told_what_is_wanted(key):
    wrong_kind = 3 if isinstance(_find(key).answer(), str) else "three"
    reply = check(key, wrong_kind)
    assert reply.state == "wrong"
    assert "is wanted here" in reply.message


@pytest.mark.parametrize("wrapped", [np.int64(35), np.array([35]), pd.Series([35]), 35.0])
def test_wrapped_numbers_count_as_numbers(wrapped):
    assert check("3-abstentions", wrapped).state == "right"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("12.5%", "Leave out the quotation marks and the per cent sign"),
        ((12, 5), "Write 0.5, not 0,5"),
        ((12, 0), "12000, not 12,000"),
        ([12000], "without brackets"),
        (12.0, "Python reads a point as the decimal sign."),
    ],
    ids=["per cent in quotation marks", "decimal comma", "comma for thousands", "in brackets", "point for thousands"],
)
def test_a_number_written_as_on_paper_is_told_how_python_writes_it(written, advice):
    reply = Checkpoint(answer=lambda: 12_000, because="", hints=["h"]).reply(written)
    assert reply.state == "wrong"
    assert advice in reply.message


def test_a_known_wrong_number_keeps_its_own_hint():
    thousands = Checkpoint(answer=lambda: 12_000, because="", hints=["h"], misconceptions=lambda: {12: "That is in thousands."})
    assert thousands.reply(12).message == "That is in thousands."


def test_true_is_not_the_number_one():
    one = Checkpoint(answer=lambda: 1, because="", hints=["h"])
    assert one.reply(True).state == "wrong"


def test_text_is_compared_without_case_and_spaces():
    assert check("3-video", " c ").state == "right"


def test_sets_are_compared_without_order():
    pair = Checkpoint(answer=lambda: {"KAZ", "RUS"}, because="both", hints=["h"])
    assert pair.reply(["rus", "KAZ"]).state == "right"
    assert pair.reply({"KAZ"}).state == "wrong"


def test_hints_come_in_order_and_the_last_one_stays():
    given = [hint("3-absence").message for _ in range(3)]
    assert given[0].startswith("(1 of 2)") and given[1].startswith("(2 of 2)") and given[2] == given[1]


def test_solution_shows_answer_and_reason():
    assert solution("3-yes").message.startswith("A/RES/77/284. Its subject is")


def test_an_unknown_name_says_where_to_look():
    with pytest.raises(KeyError, match="Copy its name from the notebook"):
        check("9-nothing", 1)


def test_the_reply_reads_without_colour():
    reply = check("3-abstentions", 45)
    assert "Not yet" in repr(reply) and "Not yet" in reply._repr_html_() and 'role="status"' in reply._repr_html_()
