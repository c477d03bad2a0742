"""The cells of a problem set that a student fills in with code."""

from pathlib import Path

import nbformat
from nbgrader.utils import is_solution


def answer_cells(path: Path) -> dict[str, nbformat.NotebookNode]:
    """The answer cells of a notebook by their id: with the model answers in solutions/, empty in exercises/, none in a lesson."""
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code" and is_solution(cell)}
