"""Forecasts against the record: sentence, table and picture say the same."""

import pandas as pd
import pytest

from balancing_act.charts.forecasts import OUTCOMES, against_the_record

ROWS = pd.DataFrame(
    {
        "label": ["oil routes", "the <wave>", "decades", "treaty"],
        "chance": [0.9, 0.3, 0.6, 0.9],
        "outcome": ["came_true", "did_not", "unresolved", "did_not"],
        "true_if": ["x", "y", "z", "w"],
    }
)


@pytest.fixture
def chart():
    return against_the_record(ROWS, "Brier score 0.3.")


def test_every_forecast_stands_in_the_table_with_its_score(chart):
    assert list(chart.table.index) == ["oil routes", "treaty", "decades", "the <wave>"]
    assert chart.table["outcome"].to_list() == ["came true", "did not", "cannot be resolved", "did not"]
    scores = chart.table["score"]
    assert scores.drop("decades").to_list() == pytest.approx([0.01, 0.81, 0.09]) and pd.isna(scores["decades"])


def test_the_picture_is_named_and_labels_every_forecast(chart):
    assert 'role="img" aria-label="Forecasts against the record. Brier score 0.3."' in chart.svg
    for label in ("oil routes", "the &lt;wave&gt;", "decades", "treaty", "came true", "did not", "cannot be resolved"):
        assert f">{label}</text>" in chart.svg, label


def test_outcomes_are_told_apart_by_shape_too():
    assert len({marker for marker, *_ in OUTCOMES.values()}) == len(OUTCOMES)


def test_the_points_of_the_calibration_say_how_many_forecasts_they_stand_for(chart):
    numbers = chart.svg[chart.svg.index("dashed: as often as said") :]
    assert ">2</text>" in numbers and ">1</text>" in numbers


def test_without_anything_resolved_the_picture_is_drawn_all_the_same():
    chart = against_the_record(ROWS.query("outcome == 'unresolved'"), "Nothing to score.")
    assert len(chart.table) == 1 and "<svg" in chart.svg
