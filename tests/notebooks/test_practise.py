"""The instructors' notebook in marking/ runs from top to bottom, without a warning, and keeps to the form of the lessons."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

PATH = Path(__file__).resolve().parents[2] / "marking" / "practise.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    client = NotebookClient(
        nbformat.read(PATH, as_version=4), kernel_name="python3", timeout=120, resources={"metadata": {"path": str(folder)}}
    )
    return client.execute()


def outputs(executed):
    return {cell.id: cell.outputs for cell in executed.cells if cell.cell_type == "code"}


def test_it_runs_without_warnings(executed):
    assert [output for shown in outputs(executed).values() for output in shown if output.get("name") == "stderr"] == []


def test_it_shows_the_desk_and_how_far_the_marker_is(executed):
    shown = outputs(executed)
    assert "application/vnd.jupyter.widget-view+json" in shown["desk"][-1].data
    table = shown["progress"][-1].data["text/plain"]
    assert table.count("essay") >= 6 and "steelman" in table


def test_it_keeps_to_the_form_of_the_lessons():
    cells = nbformat.read(PATH, as_version=4).cells
    assert all(len(cell.source.splitlines()) <= 10 for cell in cells if cell.cell_type == "code")
    headings = [
        line.split(" ")[0] for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines() if line.startswith("#")
    ]
    assert headings == ["#"] + ["##"] * (len(headings) - 1)
