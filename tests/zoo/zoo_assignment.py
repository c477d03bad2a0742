"""The zoo's assignment: five tasks with tests (10 points), one marked by hand, and a canary in everything a student must not see."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CANARY = "canary"  # every secret holds this word, and no submission does

SETUP = """\
import pandas as pd

sales = pd.DataFrame({"city": ["Almaty", "Astana", "Almaty", "Oral"], "amount": [10.0, 20.5, 30.0, 5.5]})


def close(a, b):
    return abs(a - b) < 1e-9
"""

MODEL = {
    "total": 'total = sales["amount"].sum()  # canary-model',
    "mean": "def mean_of(values):\n    return sum(values) / len(values) if values else None  # canary-model",
    "table": 'by_city = sales.groupby("city", as_index=False)["amount"].sum()  # canary-model',
    "words": "def words(text):\n    return text.lower().split()  # canary-model",
    "chart": "import matplotlib.pyplot as plt\n\nfig, ax = plt.subplots()\n"
    'ax.bar(by_city["city"], by_city["amount"], label="sales")\nax.set_title("Sales by city")\nax.set_ylabel("amount")  # canary-model',
}

STUBS = {
    "total": "total = None",
    "mean": "def mean_of(values):\n    raise NotImplementedError",
    "table": "by_city = None",
    "words": "def words(text):\n    raise NotImplementedError",
    "chart": "import matplotlib.pyplot as plt\n\nfig, ax = plt.subplots()",
}

TESTS = {
    "total": (
        2,
        """\
assert isinstance(total, float), "total should be a number"
### BEGIN HIDDEN TESTS
expected = sales["amount"].sum()  # canary-total
assert close(total, expected), "total is not the sum of the amounts"
### END HIDDEN TESTS""",
    ),
    "mean": (
        3,
        """\
assert mean_of([1, 2, 3]) == 2, "the mean of 1, 2, 3 is 2"
### BEGIN HIDDEN TESTS
assert mean_of([4, 4, 10]) == 6, "try other numbers"  # canary-mean
assert mean_of([]) is None, "what is the mean of nothing?"
given = [3, 1, 2]
assert mean_of(given) == 2
assert given == [3, 1, 2], "the list should be left as it was"
### END HIDDEN TESTS""",
    ),
    "table": (
        2,
        """\
assert list(by_city.columns) == ["city", "amount"]
### BEGIN HIDDEN TESTS
canary_table = pd.DataFrame({"city": ["Almaty", "Astana", "Oral"], "amount": [40.0, 20.5, 5.5]})
pd.testing.assert_frame_equal(by_city.sort_values("city", ignore_index=True), canary_table)
### END HIDDEN TESTS""",
    ),
    "words": (
        2,
        """\
points = 0
points += words("One two") == ["one", "two"]
### BEGIN HIDDEN TESTS
points += words("THREE canary-words Four") == ["three", "canary-words", "four"]
### END HIDDEN TESTS
points""",
    ),
    "chart": (
        1,
        """\
assert ax.get_ylabel() == "amount", "label the vertical axis"
### BEGIN HIDDEN TESTS
assert "canary" not in ax.get_title()
assert sorted(bar.get_height() for bar in ax.patches) == [5.5, 20.5, 40.0], "the bars do not show the sums"
### END HIDDEN TESTS""",
    ),
}


def _code(source: str, name: str, **marks: object) -> NotebookNode:
    metadata = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False, "locked": False, "task": False, **marks}
    return new_code_cell(source, id=name, metadata={"nbgrader": metadata})


def source_notebook() -> NotebookNode:
    """The instructor's notebook."""
    made = [new_markdown_cell("# Sales", id="title"), _code(SETUP, "setup", locked=True)]
    for name, (points, test) in TESTS.items():
        made.append(new_markdown_cell(f"## {name}", id=f"{name}-text"))
        made.append(_code(f"### BEGIN SOLUTION\n{MODEL[name]}\n### END SOLUTION\n", name, solution=True))
        made.append(_code(test, f"{name}-test", grade=True, locked=True, points=points))
    essay = new_markdown_cell("What did you learn?", id="essay")
    essay.metadata["nbgrader"] = {
        **made[1].metadata["nbgrader"],
        "grade_id": "essay",
        "grade": True,
        "solution": True,
        "locked": False,
        "points": 2,
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=[*made, essay], metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
