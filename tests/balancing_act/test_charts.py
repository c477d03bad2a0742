"""Charts carry a picture, a sentence and a table made from the same figures."""

import re

import pandas as pd
import pytest

from balancing_act.charts.votes import agreement_lines

NAMES = {"KAZ": "Kazakhstan", "UZB": "Uzbekistan"}


def by_year(late):
    return pd.DataFrame({"KAZ": [0.8, 0.8, late, late], "UZB": [0.9, 0.9, 0.7, 0.7]}, index=[2020, 2021, 2022, 2025])


@pytest.mark.parametrize(("late", "words"), [(0.6, "fell by 0.20"), (0.9, "rose by 0.10"), (0.8, "did not change")])
def test_the_sentence_says_what_the_line_does(late, words):
    chart = agreement_lines(by_year(late), NAMES, "Russia", split=2022)
    assert f"Kazakhstan's agreement with Russia {words}" in chart.text
    assert chart.table.loc["Kazakhstan", "change"] == pytest.approx(late - 0.8)


def test_a_period_without_votes_is_said_to_be_empty():
    chart = agreement_lines(by_year(0.6), NAMES, "Russia", split=1990)
    assert "too few votes" in chart.text


def test_the_picture_is_named_for_screen_readers_and_keeps_its_text():
    svg = agreement_lines(by_year(0.6), NAMES, "Russia", split=2022).svg
    assert 'role="img"' in svg and re.search(r'aria-label="Agreement with Russia by year\.', svg)
    assert ">Kazakhstan</text>" in svg


def test_two_charts_on_one_page_share_no_ids():
    pages = [agreement_lines(by_year(late), NAMES, "Russia", split=2022).svg for late in (0.6, 0.9)]
    first, second = (set(re.findall(r'\bid="([^"]+)"', svg)) for svg in pages)
    assert first and not first & second
    for svg in pages:
        assert {ref for ref in re.findall(r"url\(#([^)]+)\)", svg)} <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_a_year_without_votes_leaves_a_gap_in_the_line():
    svg = agreement_lines(by_year(0.6), NAMES, "Russia", split=2022).svg
    thick = next(path for path in re.findall(r'<path d="([^"]+)"[^>]*stroke-width: 2.6', svg))
    assert thick.count("M") == 2  # 2020-2022, then 2025 on its own


def test_the_notebook_shows_picture_sentence_and_table():
    chart = agreement_lines(by_year(0.6), NAMES, "Russia", split=2022)
    html = chart._repr_html_()
    assert html.index("<svg") < html.index("<figcaption") < html.index("<table")
    assert "Uzbekistan" in repr(chart)
