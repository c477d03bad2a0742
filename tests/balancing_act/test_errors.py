"""Below the errors that beginners meet most stands what to do next."""

import nbformat
import pytest
from nbclient import NotebookClient

CASES = {
    "a misspelt name": ("resolutions = 1\nresoltions", "Did you mean resolutions?"),
    "a cell not run": ("made_elsewhere", "If it is made in a cell above, run that cell first."),
    "a misspelt column": ("load('countries')['regoin']", "Did you mean region? Its columns: iso3, "),
    "a text without quotation marks": ("abstain", "If it is meant as a text, put it in quotation marks."),
    "a missing bracket": ("print('a'\nx = 1", "Python cannot read line 1. Look there and in the line above for a bracket"),
    "a missing bracket after a number": ("print(0.125\nx = 1", "Look there and in the line above for a bracket"),
    "a missing quotation mark": ("x = 1\ny = 'abstain", "line 2. A text needs the same quotation mark"),
    "typographer's quotation marks": ("x = “abstain”", "straight quotation marks"),
    "a per cent sign": ("x = 12.5 %  # per cent", "Leave out the per cent sign"),
    "a decimal comma and a per cent sign": ("x = 12,5%", "Leave out the per cent sign"),
    "a comma for thousands": ("x = 1,050", "Write thousands without a sign"),
    "a space for thousands": ("x = 110 000", "Write thousands without a sign"),
    "points for millions": ("x = 1.700.000", "Write thousands without a sign"),
    "an answer left blank": ("x =\nx", "Nothing stands after the equals sign."),
    "a space too many": ("x = 1\n  y = 1", "Take away the spaces"),
}
QUIET = {"a key of a dict": "{}['a']", "a failed test": "assert False, 'Count again.'", "no error": "1"}


def shown(*cells: str) -> list[list[str]]:
    """What each cell shows in a real kernel, as plain text."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ("from balancing_act import load", *cells)])
    NotebookClient(notebook, kernel_name="python3", timeout=120, allow_errors=True).execute()
    return [
        [output["data"]["text/plain"] for output in cell.outputs if output.output_type == "display_data"] for cell in notebook.cells[1:]
    ]


def test_a_common_error_comes_with_a_hint():
    for (name, (_, words)), texts in zip(CASES.items(), shown(*(code for code, _ in CASES.values())), strict=True):
        assert [words in text and text.startswith("? Hint.") for text in texts] == [True], name


def test_elsewhere_the_message_stands_alone():
    assert shown(*QUIET.values()) == [[]] * len(QUIET)


def test_nothing_is_added_while_nbgrader_runs_the_notebook(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert shown("resoltions") == [[]]
