"""Reading whatever is handed in. The alignment of cells is tested with the real command, in the zoo."""

import json
import os

import nbformat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from nbsealed.doctor import NOT_FOLLOWED, _longest_rise, read, tidy_folder

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON,
        "source": st.text() | st.lists(st.text()) | JSON,
        "metadata": st.fixed_dictionaries({}, optional={"nbgrader": JSON}) | JSON,
        "id": st.sampled_from(["a", "b", "not an id"]) | JSON,
        "outputs": JSON,
        "attachments": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"nbformat": st.integers(0, 9)}, optional={"nbformat_minor": JSON, "cells": st.lists(CELL) | JSON, "metadata": JSON, "worksheets": JSON}
)


@given(st.binary() | st.text().map(str.encode) | JSON.map(json.dumps).map(str.encode) | NOTEBOOK.map(json.dumps).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_file_becomes_a_notebook(tmp_path, raw):
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(raw)
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # nbgrader's ClearOutput comes next
    nbformat.validate(notebook)


def test_the_reason_is_given(tmp_path):
    path = tmp_path / "ps1.ipynb"
    for text, reason in [
        ("", "empty"),
        ("{", "damaged (line 1"),
        ("[]", "not a notebook"),
        (NOT_FOLLOWED + "a link to /x", "a link to /x"),
    ]:
        path.write_text(text)
        assert reason in read(path).metadata.nbsealed.refused
    path.write_text(nbformat.writes(new_notebook()))
    assert "nbsealed" not in read(path).metadata
    assert "larger than 0 MB" in read(path, max_size=0).metadata.nbsealed.refused


def test_copies_get_their_name_back(tmp_path):
    for name in ("ps1 (1).ipynb", "ps2-Copy1.ipynb", "Copy of ps3.ipynb", "ps4.ipynb", "ps4 (2).ipynb"):
        (tmp_path / name).write_text(name)
    notebooks = [str(path) for path in tmp_path.glob("*.ipynb")]
    tidy_folder(notebooks=notebooks, assignment="a", student="s")
    assert {(tmp_path / f"ps{n}.ipynb").read_text() for n in (1, 2, 3, 4)} == {
        "ps1 (1).ipynb",
        "ps2-Copy1.ipynb",
        "Copy of ps3.ipynb",
        "ps4.ipynb",
    }
    assert str(tmp_path / "ps1.ipynb") in notebooks


def test_links_out_of_the_folder_are_replaced_by_a_note(tmp_path):
    folder = tmp_path / "handed_in"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "ps1.ipynb").write_text("{}")
    (folder / "inside").symlink_to("ps1.ipynb")
    (folder / "outside").symlink_to(tmp_path / "secret")
    (folder / "folder").symlink_to(tmp_path)
    (folder / "nowhere").symlink_to("missing")
    os.mkfifo(folder / "pipe")
    tidy_folder(notebooks=[str(folder / "ps1.ipynb")])
    assert (folder / "inside").is_symlink()
    for name in ("outside", "folder", "nowhere", "pipe"):
        assert (folder / name).read_text().startswith(NOT_FOLLOWED)
        assert not (folder / name).is_symlink()
    assert (tmp_path / "secret").read_text() == "secret"


@given(st.lists(st.integers(0, 50), unique=True))
def test_longest_rise(numbers):
    rise = _longest_rise(numbers)
    assert rise == sorted(rise)
    assert [number for number in numbers if number in rise] == rise


def test_other_cells_keep_what_makes_sense(tmp_path):
    path = tmp_path / "ps1.ipynb"
    data = json.loads(nbformat.writes(new_notebook(cells=[new_code_cell("x", id="a"), new_code_cell("y", id="b")])))
    data["cells"][1]["id"] = "a"
    data["cells"].append({"cell_type": "markdown", "source": ["# Title\n", "text"], "metadata": {"nbgrader": 3, "tags": ["x"]}})
    path.write_text(json.dumps(data))
    notebook = read(path)
    assert [cell.source for cell in notebook.cells] == ["x", "y", "# Title\ntext"]
    assert len({cell["id"] for cell in notebook.cells}) == 3
    assert notebook.cells[2].metadata == {"tags": ["x"]}
