"""What is read from the source of cells."""

import pytest

from nbsealed import cells


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1", {"x"}),
        ("a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}),
        ("df['new'] = 1\ndf.columns = []", {"df"}),
        ("df.sort_values('x', inplace=True)", {"df"}),
        ("def f(x):\n    y = x\n    return y", {"f"}),
        ("class A:\n    b = 1", {"A"}),
        ("import pandas as pd\nfrom os import path", set()),
        ("for n in range(3):\n    total += n", {"n", "total"}),
        ("print(x)\nx.mean() + 1", set()),
        ("%matplotlib inline\nx = 1", {"x", "get_ipython"} - {"get_ipython"}),
        ("not python at all (", set()),
    ],
)
def test_names_an_answer_binds_or_changes(source, names):
    assert cells.answered(source) - {"get_ipython"} == names


def test_definitions_and_imports():
    source = "import os\nx = f(1)\ndef g():\n    return 1\nprint(x)"
    assert cells.definitions(source) == "import os\ndef g():\n    return 1"
    assert cells.imports(source) == "import os"
    assert "x = f(1)" in cells.assignments(source) and "print" not in cells.assignments(source)


def test_hidden_lines():
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc\n# BEGIN HIDDEN TESTS\nd"
    assert cells.hidden_lines(source, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS") == [2, 3, 4, 6, 7]
    assert cells.visible(source, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS") == "a\nc"
