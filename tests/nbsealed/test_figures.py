"""Charts cross as data and come back as real axes."""

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
