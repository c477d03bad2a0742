"""The matrix: sentence, table and picture say the same."""

import pandas as pd
import pytest

from balancing_act.charts.hypotheses import matrix, percent

LIKELIHOODS = pd.DataFrame({"a": [0.875, 0.5], "b": [0.325, 0.5]}, index=["x", "y"])
ROWS = pd.DataFrame({"label": ["refusal (Feb 2022)", "oil <pipe>"], "told": [0.43, 0.0], "then": ["Second", ""]}, index=["x", "y"])
NAMES = {"a": "First of all", "b": "Second"}


@pytest.fixture
def chart():
    return matrix(LIKELIHOODS, pd.Series({"a": 0.73, "b": 0.27}), NAMES, ROWS, "First of all leads.")


def test_every_number_of_the_picture_stands_in_the_table(chart):
    assert chart.table.loc["refusal (Feb 2022)"].to_list() == [0.875, 0.325, 0.43, "Second"]
    assert list(chart.table.columns) == ["First of all", "Second", "for First of all, against Second", "comes first without it"]
    for shown in ("73 %", "27 %", "88 %", "32 %", "50 %"):
        assert f">{shown}</text>" in chart.svg


def test_only_the_row_that_decides_is_marked(chart):
    assert ">refusal (Feb 2022) ◆</text>" in chart.svg and ">oil &lt;pipe&gt;</text>" in chart.svg


def test_the_picture_is_named_and_says_what_the_bars_compare(chart):
    assert 'role="img" aria-label="The explanations and the evidence. First of all leads."' in chart.svg
    assert ">for First of all</text>" in chart.svg and ">against Second</text>" in chart.svg


def test_bars_are_told_apart_by_pattern_too(chart):
    assert chart.svg.count("<pattern") == 2 and chart.svg.count('<path d="M0 8 8 0"') == 1


@pytest.mark.parametrize(("share", "words"), [(0, "0 %"), (0.002, "under 1 %"), (0.5, "50 %"), (0.998, "over 99 %"), (1, "100 %")])
def test_nothing_is_called_certain_that_is_not(share, words):
    assert percent(share) == words
