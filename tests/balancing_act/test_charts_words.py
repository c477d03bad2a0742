"""The timeline says in words what it draws."""

import pandas as pd
import pytest

from balancing_act.charts.words import timeline

TURN = pd.Timestamp("2022-02-24")


def events(*rows):
    table = pd.DataFrame(rows, columns=["date", "direction"])
    return table.assign(date=pd.to_datetime(table["date"]), recoded=False)


def test_the_sentence_counts_and_compares():
    chart = timeline(
        events(("2020-01-01", "with"), ("2021-01-01", "away"), ("2022-03-01", "away"), ("2023-01-01", "balance")), TURN, "the invasion"
    )
    assert chart.text.startswith("4 events: 2 away from Russia, 1 balance, 1 with Russia.")
    assert "50% point away before the invasion (1 of 2) and 100% from then on (1 of 1): the share rose by 50 points." in chart.text
    assert chart.table.loc["away from Russia"].tolist() == [1, 1, 2]
    assert "away from Russia: 2</text>" in chart.svg


def test_the_day_of_the_turn_belongs_to_the_later_period():
    chart = timeline(events(("2022-02-23", "away"), ("2022-02-24", "away")), TURN, "the invasion")
    assert chart.table.loc["away from Russia"].tolist() == [1, 1, 2]


def test_no_dot_lies_on_both_sides_of_the_turn():
    # Two days apart, the first before the turn: drawn in two quarters, so no second row of dots is needed.
    apart = timeline(events(("2022-02-23", "away"), ("2022-02-25", "away")), TURN, "the invasion")
    together = timeline(events(("2022-02-24", "away"), ("2022-02-25", "away")), TURN, "the invasion")
    height = [float(chart.svg.split('viewBox="0 0 ')[1].split('"')[0].split()[1]) for chart in (apart, together)]
    assert height[0] < height[1]


def test_one_side_without_a_direction_is_not_compared():
    assert "nothing to compare" in timeline(events(("2022-03-01", "away")), TURN, "the invasion").text


def test_the_note_stands_at_the_end():
    assert timeline(events(("2022-03-01", "with")), TURN, "the invasion", "One more thing.").text.endswith("One more thing.")


def test_no_event_says_what_to_do():
    with pytest.raises(ValueError, match="Widen the years"):
        timeline(events(("2022-03-01", "with")).iloc[:0], TURN, "the invasion")
