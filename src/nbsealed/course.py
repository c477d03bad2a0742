"""What the grader knows of a course: where its files lie, and what the instructor's notebook imports and answers."""

from __future__ import annotations

import functools
import json
import sqlite3
import weakref
from pathlib import Path
from typing import ClassVar

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Base, Gradebook
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearMarkScheme, ClearSolutions
from sqlalchemy import create_engine

from nbsealed import cells

STORE = ".nbsealed"  # the folder, below that of the course, in which `nbsealed grade` keeps what it has done


class Course:
    """One notebook of one assignment, as the instructor made it."""

    _known: ClassVar[weakref.WeakKeyDictionary[BaseConverter, dict[tuple[str, str], Course]]] = weakref.WeakKeyDictionary()

    @classmethod
    def of(cls, converter: BaseConverter, resources: ResourcesDict) -> Course:
        """The course that a notebook is of; what is read of it serves all submissions of a command."""
        key = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
        known = cls._known.setdefault(converter, {})
        if key not in known:
            known[key] = cls(converter.coursedir, *key)
        return known[key]

    def __init__(self, directory: CourseDirectory, assignment: str, notebook: str):
        self.directory, self.assignment, self.notebook = directory, assignment, notebook

    def _folder(self, step: str, student: str) -> Path:
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, self.assignment)).absolute()

    def submission(self, student: str) -> Path:
        """The folder in which a submission is graded: the student's files, overwritten with the instructor's."""
        return self._folder("autograded", student)

    def submitted(self, student: str) -> Path:
        return self._folder("submitted", student)

    @property
    def material(self) -> Path:
        """The instructor's files."""
        return self._folder("source", ".")

    @property
    def secrets(self) -> tuple[Path, ...]:
        """What no submission may read: every step's folder, the gradebook, the configuration."""
        root = Path(self.directory.root).absolute()
        steps = ("source", "release", "submitted", "autograded", "feedback", "solution")
        names = {getattr(self.directory, f"{step}_directory") for step in steps}
        gradebook = self.directory.db_url.removeprefix("sqlite:///")
        return (*sorted(root / name for name in names), Path(gradebook), root / STORE, root / "nbgrader_config.py")

    @functools.cached_property
    def released(self) -> list[NotebookNode]:
        """The cells nbgrader keeps in the gradebook, as they were released, hidden tests included: name, cell_type, locked, source, …

        They stand in the order of the released notebook, or else of the instructor's. A gradebook promises no order: PostgreSQL gives
        rows that were updated last.
        """
        with Gradebook(self.directory.db_url) as gradebook:
            notebook = gradebook.find_notebook(self.notebook, self.assignment)
            graded = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
            solutions = {cell.name for cell in notebook.solution_cells}
            tasks = {cell.name for cell in notebook.task_cells}
            found = [
                NotebookNode(
                    name=cell.name,
                    cell_type=cell.cell_type,
                    locked=cell.locked,
                    source=cell.source,
                    checksum=cell.checksum,
                    points=graded.get(cell.name),
                    solution=cell.name in solutions,
                    task=cell.name in tasks,
                )
                for cell in notebook.source_cells
            ]
        names = self._order
        return sorted(found, key=lambda cell: names.index(cell.name) if cell.name in names else len(names))

    @functools.cached_property
    def kernelspec(self) -> dict[str, str]:
        """The kernel that the released notebook names, as nbgrader keeps it in the gradebook; empty where it names none."""
        with Gradebook(self.directory.db_url) as gradebook:
            return json.loads(gradebook.find_notebook(self.notebook, self.assignment).kernelspec or "{}") or {}

    @functools.cached_property
    def made(self) -> list[NotebookNode]:
        """The cells of the instructor's own notebook; none where it is not at hand."""
        return self._cells_of(self.material)

    @functools.cached_property
    def models(self) -> dict[str, tuple[str, str]]:
        """The instructor's own version of each answer, and what explains it, by grade id."""
        return {cell.metadata.nbgrader.grade_id: model_answer(cell) for cell in self.made if utils.is_solution(cell)}

    @property
    def _model(self) -> list[NotebookNode]:
        return [cell for cell in self.made if cell.cell_type == "code"]

    def _cells_of(self, folder: Path) -> list[NotebookNode]:
        """The cells of the notebook in a folder; none where it is not at hand."""
        path = folder / f"{self.notebook}.ipynb"
        return nbformat.read(path, as_version=4).cells if path.exists() else []

    @functools.cached_property
    def _released_cells(self) -> list[NotebookNode]:
        return [cell for cell in self._cells_of(self._folder("release", ".")) if "nbgrader" in cell.metadata]

    @property
    def _order(self) -> list[str]:
        """Grade ids as they follow each other in the notebook."""
        made = self._released_cells or [cell for cell in self.made if "nbgrader" in cell.metadata]
        return [cell.metadata.nbgrader.get("grade_id", "") for cell in made]

    @functools.cached_property
    def modules(self) -> tuple[str, ...]:
        """The modules that read-only cells other than tests import, without those that lie beside the notebook."""
        given = [cell.source for cell in self.released if cell.cell_type == "code" and cell.locked and cell.points is None]
        return cells.installed(given, self.material)

    @functools.cached_property
    def cell_ids(self) -> dict[str, str]:
        """The grade id of each cell id in the released notebook; none where it is not at hand."""
        return {cell["id"]: cell.metadata.nbgrader.grade_id for cell in self._released_cells if "id" in cell}

    @property
    def imports(self) -> list[str]:
        """What the instructor's notebook imports anywhere, model answers included."""
        return [cells.imports(source) for source in [*(cell.source for cell in self._model), *self._stubs]]

    @property
    def model(self) -> list[tuple[str, str, str]]:
        """Kind, name and source of the code cells of the instructor's own notebook; kind is ``test`` or empty."""
        marked = [(cell, cell.metadata.get("nbgrader", {})) for cell in self._model]
        return [
            ("test" if marks.get("grade") and not marks.get("solution") else "", marks.get("grade_id", ""), cell.source)
            for cell, marks in marked
        ]

    @functools.cached_property
    def answered(self) -> list[str]:
        """The names that model answers or their stubs bind or change."""
        sources = [*(cell.source for cell in self._model if utils.is_solution(cell)), *self._stubs]
        return sorted({name for source in sources for name in cells.answered(source)})

    @property
    def _stubs(self) -> list[str]:
        return [cell.source for cell in self.released if cell.solution and cell.cell_type == "code"]


def gradebook_in_memory(name: str) -> tuple[str, sqlite3.Connection]:
    """The address of an empty gradebook, and the connection that it lives as long as."""
    place = f"file:{name}?mode=memory&cache=shared"
    connection = sqlite3.connect(place, uri=True, check_same_thread=False)
    url = f"sqlite:///{place}&uri=true"
    engine = create_engine(url)
    Base.metadata.create_all(engine)  # where tables are missing, nbgrader looks for the program alembic to make them
    engine.dispose()
    return url, connection


def model_answer(cell: NotebookNode) -> tuple[str, str]:
    """The instructor's own version of an answer, with its mark scheme, without the lines that delimit them; and what explains it.

    The explanation is the comment with which a solution in code begins, without its signs; a line of the sign alone parts paragraphs.
    """
    solution, scheme = ClearSolutions(), ClearMarkScheme()
    delimiters = (
        *(solution.begin_solution_delimeter, solution.end_solution_delimeter),
        *(scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
    )
    answer, explanation, at_head = [], [], False
    for line in cell.source.splitlines():
        if any(mark in line for mark in delimiters):
            at_head = cell.cell_type == "code" and solution.begin_solution_delimeter in line
        elif at_head and line.lstrip().startswith("#"):
            explanation.append(line.strip().removeprefix("#").strip())
        else:
            at_head = False
            answer.append(line)
    return "\n".join(answer).strip(), "\n".join(explanation)
