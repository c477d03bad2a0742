"""Below the errors that beginners meet most stands what to do next."""

import nbformat
import pytest
from nbclient import NotebookClient

CASES = {
    "a misspelt name": ("resolutions = 1\nresoltions", "Did you mean resolutions?"),
    "a cell not run": ("made_elsewhere", "If it is made in a cell above, run that cell first."),
    "a misspelt column": ("load('countries')['regoin']", "Did you mean region? Its columns: iso3, "),
    "a missing bracket": ("print('a'\nx = 1", "Python cannot read line 1."),
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
