"""The charts of migration: sentence, table and picture say the same."""

import pandas as pd
import pytest

from balancing_act.charts.migration import figures_met, gross_and_net, people_there, period
from balancing_act.measures.migration import DAYS, Assumptions, compare, simulate


def figures():
    rows = [
        ("2022-09-21", "2022-09-27", "entries", 98_000),
        ("2022-09-21", "2022-09-27", "exits", 64_000),
        ("2022-12-31", "2022-12-31", "stock", 298_000),
        ("2022-09-21", "2023-12-31", "remaining", 80_000),
    ]
    table = pd.DataFrame(rows, columns=["period_start", "period_end", "measure", "persons"]).assign(said_by="an official")
    return table.astype({"period_start": "datetime64[ns]", "period_end": "datetime64[ns]"})


@pytest.fixture(scope="module")
def compared():
    return compare(simulate(Assumptions(wave=0, usual=9_143)), figures())


def test_gross_and_net_stand_side_by_side():
    flows = pd.DataFrame(
        {"period_start": [DAYS[0]], "period_end": [DAYS[5]], "said_by": ["x"], "entries": [98_000], "exits": [100_000], "net": [-2_000]}
    )
    chart = gross_and_net(flows)
    assert chart.text == "1-6 Jan 2022: 98,000 in, 100,000 out, net -2,000."
    assert chart.table.loc["1-6 Jan 2022", "net"] == -2_000 and ">-2</text>" in chart.svg


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-10-03", "2022-10-03", "3 Oct 2022"),
        ("2022-09-21", "2022-09-27", "21-27 Sep 2022"),
        ("2022-09-21", "2022-10-04", "21 Sep-4 Oct 2022"),
        ("2022-09-21", "2023-08-23", "21 Sep 2022-23 Aug 2023"),
    ],
)
def test_a_period_is_said_as_shortly_as_can_be(start, end, words):
    assert period(pd.Timestamp(start), pd.Timestamp(end)) == words


def test_people_over_time_carry_the_line_and_every_kind_of_point(compared):
    chart = people_there(DAYS, simulate(Assumptions()), compared, (353_000, "353,000 claimed"), "As told.")
    assert chart.text == "As told." and ">353,000 claimed</text>" in chart.svg
    for words in ("official: in the country", "official: still there", "official: entries minus exits since 21 September 2022"):
        assert f">{words}</text>" in chart.svg


def test_each_figure_says_whether_it_agrees(compared):
    chart = figures_met(compared, "As told.")
    assert chart.table["agrees"].to_dict() == {
        "entries, 21-27 Sep 2022: 98,000": "no",
        "exits, 21-27 Sep 2022: 64,000": "yes",
        "in the country, 31 Dec 2022: 298,000": "no",
        "of the wave still there, 31 Dec 2023: 80,000": "no",
    }
    assert all(f">{figure}</text>" in chart.svg for figure in chart.table.index)
