"""The charts of ties: sentence, table and picture say the same."""

import re

import pandas as pd
import pytest

from balancing_act.charts.trade import seam, side_by_side, tie

WORDS = {"tie": "imports of goods", "cut": "Russia", "unit": "billion dollars", "when": "In 2023", "note": "By another count 39%."}


def amounts():
    return pd.DataFrame({"Russia": [5.0, 4.0], "China": [2.0, 3.0], "Italy": [1.0, 1.0], "not listed": [2.0, 2.0]}, index=[2022, 2023])


def test_the_seam_is_told_in_points():
    shares = pd.DataFrame({"imf": [0.40, 0.38, None], "national": [None, 0.40, 0.42]}, index=[2017, 2018, 2019])
    chart = seam(shares, "Russia's share of imports")
    assert "from 2018 to 2018" in chart.text and "+2.0 to +2.0 points" in chart.text
    assert ">Bureau of National Statistics</text>" in chart.svg and ">both series</text>" in chart.svg


def test_exports_are_multiples_of_the_base_year():
    exports = pd.DataFrame({"KAZ": [5.0, 10.0], "RUS": [90.0, 45.0]}, index=[2021, 2023])
    chart = side_by_side(exports, {"KAZ": "Kazakhstan", "RUS": "Russia"}, base=2021)
    assert chart.text == "In 2023, as multiples of 2021: Kazakhstan 2.0, Russia 0.5."
    assert chart.table.loc[2023].to_dict() == {"Kazakhstan": 2.0, "Russia": 0.5}


@pytest.mark.parametrize(
    ("replaced", "lost", "compared"),
    [(0, "4.0 billion dollars, 40.0% of the whole", "less"), (0.5, "2.0 billion dollars, 20.0% of the whole", "more")],
)
def test_the_sentence_says_what_goes_and_what_would_cost_more(replaced, lost, compared):
    chart = tie(amounts(), ["Russia"], WORDS, 2023, replaced)
    assert chart.text.startswith("In 2023 Russia stood for 40.0% of Kazakhstan's imports of goods.")
    assert lost in chart.text and f"the largest other part, China, would remove {compared}: 30.0%." in chart.text
    assert chart.text.endswith("By another count 39%.")


def test_the_table_tells_before_and_after():
    table = tie(amounts(), ["Russia"], WORDS, 2023).table
    assert table.loc["Russia"].tolist() == [4.0, 40.0, 0.0]
    assert table.loc["China"].tolist() == pytest.approx([3.0, 30.0, 50.0])


def test_concentration_leaves_the_unlisted_partners_out():
    # Before: 0.16 + 0.09 + 0.01; after the cut of Russia: 0.25 + 1/36.
    assert "from 0.26 to 0.28" in tie(amounts(), ["Russia"], WORDS, 2023).text


def test_a_cut_of_everything_is_said_to_leave_nothing_to_concentrate():
    alone = pd.DataFrame({"Russia": [4.0]}, index=[2023])
    text = tie(alone, ["Russia"], WORDS, 2023).text
    assert "100.0% of the whole" in text and "Herfindahl" not in text


def test_what_is_replaced_is_drawn_with_a_pattern_of_its_own():
    plain, replaced = (tie(amounts(), ["Russia"], WORDS, 2023, share).svg for share in (0, 0.5))
    assert "dotted = replaced" in replaced and "dotted" not in plain
    assert len(re.findall("<pattern ", replaced)) > len(re.findall("<pattern ", plain)) - 1 and "<pattern " in plain


def test_a_year_without_a_figure_says_what_to_do():
    gap = amounts().astype(float)
    gap.loc[2022, "Russia"] = None
    with pytest.raises(ValueError, match="Choose a later year"):
        tie(gap, ["Russia"], WORDS, 2022)
