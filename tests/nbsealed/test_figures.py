"""Charts cross as data and come back as real axes."""

import altair as alt
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from nbsealed import answers


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def crossed(axes):
    return answers.loads(answers.dumps(axes))


def test_a_column_filled_cell_by_cell_is_a_line_of_numbers(ax):
    table = pd.DataFrame(index=[2014, 2015], columns=["KAZ"])
    table.loc[2014, "KAZ"], table.loc[2015, "KAZ"] = 0.5, 0.75
    assert table["KAZ"].dtype == object
    ax.plot(table.index, table["KAZ"], label="Kazakhstan")
    (line,) = crossed(ax).get_lines()
    assert [float(value) for value in line.get_ydata()] == [0.5, 0.75] and line.get_label() == "Kazakhstan"


def test_categories_stay_names(ax):
    ax.plot(["first", "second"], [1, 2])
    again = crossed(ax)
    assert list(again.get_lines()[0].get_xdata()) == ["first", "second"]
    assert [text.get_text() for text in again.get_xticklabels()] == ["first", "second"]


@pytest.fixture
def sales():
    return pd.DataFrame({"city": ["Almaty", "Oral"], "amount": [40.0, 5.5], "day": pd.to_datetime(["2022-10-12", "2023-02-23"])})


def test_an_altair_chart_comes_back_with_its_data_and_encoding(sales):
    chart = alt.Chart(sales, title="Sales").mark_bar(tooltip=True).encode(x=alt.X("city:N", title="City"), y="amount:Q", color="day:T")
    again = crossed(chart)
    assert type(again) is alt.Chart
    assert again.to_dict() == chart.to_dict()
    spec = again.to_dict()
    assert spec["title"] == "Sales" and spec["mark"]["type"] == "bar"
    assert spec["encoding"]["x"] == {"field": "city", "title": "City", "type": "nominal"}
    pd.testing.assert_frame_equal(again.data, sales)


@pytest.mark.parametrize(
    "make",
    [
        lambda base: base.mark_line() + base.mark_point(),
        lambda base: base.mark_line() | base.mark_bar(),
        lambda base: base.mark_line() & base.mark_bar(),
        lambda base: base.mark_bar().facet("city:N"),
        lambda base: base.mark_bar().encode(x=alt.X(alt.repeat("column"), type="quantitative")).repeat(column=["amount"]),
        lambda base: base.mark_point().transform_filter("datum.amount > 10").interactive(),
    ],
    ids=["layers", "beside", "below", "facets", "repeated", "filtered and interactive"],
)
def test_altair_charts_of_charts(sales, make):
    chart = make(alt.Chart(sales).encode(x="city", y="amount"))
    again = crossed(chart)
    assert type(again) is type(chart)
    assert again.to_dict() == chart.to_dict()


def test_an_altair_chart_without_its_data_names_the_address():
    chart = alt.Chart("data/sales.csv").mark_bar().encode(x="city:N")
    assert crossed(chart).data.url == "data/sales.csv"


def test_what_is_no_chart_of_altair_or_cannot_be_drawn_is_refused(sales):
    class Lies(alt.Chart):
        def __eq__(self, other):
            return True

        __hash__ = None

    for value in (alt.X("city"), Lies(sales).mark_bar(), alt.Chart(sales)):
        assert isinstance(crossed(value), answers.Refused), value
    wide = alt.Chart(pd.DataFrame({"a": range(6000)})).mark_point().encode(x="a")
    assert "MaxRowsError" in repr(crossed(wide))
