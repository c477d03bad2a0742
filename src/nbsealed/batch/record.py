"""The one writer to the gradebook: nbgrader's Autograde, with what a worker has graded in place of the execution."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.converters.base import BaseConverter
from nbgrader.preprocessors import SaveAutoGrades
from sqlalchemy.exc import SQLAlchemyError
from traitlets.utils.importstring import import_item

from nbsealed.batch.bundle import Graded, Unfit
from nbsealed.batch.store import Summary
from nbsealed.batch.worker import LogKeeper
from nbsealed.execute import SealedExecute

PAUSES = (0.5, 1, 2, 4, 8)  # seconds between attempts to write

# What stands in the gradebook for a student: {"score": …, "cells": {"notebook/cell": [mark of the autograder, outcome, message]}}
Standing = dict[str, Any]


class GradebookLost(RuntimeError):  # noqa: N818  (says what is lost)
    """The gradebook cannot be reached."""


class Recorder(Autograde):
    """Writes results as `nbgrader autograde` does: students, timestamps, files, marks, penalties, permissions."""

    graded: Graded | None = None
    _found: tuple[str, list[str]] | None = None

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.force = True
        self.keeper = LogKeeper()
        self.log = self.keeper.logger("nbsealed.record")

    def divide(self) -> list[str]:
        """Leave the steps from SaveAutoGrades on to this recorder, and give the names of those before it, which are for workers.

        Raises `Unfit` where the course is not sealed or nothing would be saved.
        """
        steps = [import_item(step) if isinstance(step, str) else step for step in self.autograde_preprocessors]
        if not any(issubclass(step, SealedExecute) for step in steps):
            raise Unfit("This course is not sealed. Put configure(c) from nbsealed into nbgrader_config.py.")
        saves = next((place for place, step in enumerate(steps) if issubclass(step, SaveAutoGrades)), None)
        if saves is None:
            raise Unfit("c.Autograde.autograde_preprocessors has no SaveAutoGrades: no marks would be saved.")
        self.autograde_preprocessors = steps[saves:]
        return [f"{step.__module__}.{step.__qualname__}" for step in steps[:saves]]

    def submissions(self) -> dict[str, tuple[str, list[str]]]:
        """Folder and notebooks of each student's submission. Raises NbGraderException where there is none."""
        self._found = None
        self.init_notebooks()
        whom = re.compile(self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True))
        excluded = self.coursedir.student_id_exclude.split(",")
        found = {whom.match(folder)["student_id"]: (folder, sorted(notebooks)) for folder, notebooks in self.assignments.items()}
        return {student: found[student] for student in sorted(found) if student not in excluded}

    def init_notebooks(self) -> None:
        if self._found is None:
            super().init_notebooks()
        else:
            self.assignments = dict([self._found])

    def tidy(self, notebooks: list[str]) -> list[str]:
        """Run the hook that comes before autograding, and give the notebooks there are then."""
        self.notebooks = list(notebooks)
        super().run_pre_convert_hook()
        return sorted(self.notebooks)

    def run_pre_convert_hook(self) -> None:
        """Nothing: it has been run, before the submission went to a worker."""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        name = Path(notebook_filename).name
        resources = self.init_single_notebook_resources(notebook_filename)
        folder = Path(self._format_dest(resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(self.graded.notebooks[name], encoding="utf-8")
        self._sanitizing = False
        self._init_preprocessors()
        try:
            BaseConverter.convert_single_notebook(self, str(folder / name))
        finally:
            self._sanitizing = True

    def record(self, folder: str, notebooks: list[str], graded: Graded) -> bool:
        """Write a result to the gradebook and the folder of graded submissions. Whether that could be done; if not, the log says why.

        Raises `GradebookLost` when the gradebook does not come back for a quarter of a minute.
        """
        self.graded, self._found = graded, (folder, notebooks)
        refusals = 0
        for pause in (*PAUSES, 0):
            try:
                self.start()
                return True
            except NbGraderException:
                refusals += self._reachable()
            if refusals == 2:  # it is not the gradebook
                return False
            time.sleep(pause)
        raise GradebookLost("The gradebook cannot be reached or written to.")

    def _reachable(self) -> bool:
        try:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                gradebook.find_assignment(self.coursedir.assignment_id)
        except (SQLAlchemyError, MissingEntry):
            return False
        return True

    def known(self) -> set[str]:
        """Students whose submission stands in the gradebook and in the folder of graded submissions."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            students = {submission.student_id for submission in gradebook.assignment_submissions(self.coursedir.assignment_id)}
        return {student for student in students if self._autograded(student).exists()}

    def standings(self, students: Iterable[str]) -> dict[str, Standing]:
        """What stands in the gradebook for each student."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            return {student: self._standing(gradebook, student) for student in students}

    def _standing(self, gradebook: Gradebook, student: str) -> Standing:
        submission = gradebook.find_submission(self.coursedir.assignment_id, student)
        cells = {}
        for notebook in submission.notebooks:
            path = self._autograded(student) / f"{notebook.name}.ipynb"
            outcomes = outcomes_in(path.read_text(encoding="utf-8")) if path.exists() else {}
            for grade in notebook.grades:
                cells[f"{notebook.name}/{grade.name}"] = [grade.auto_score, *outcomes.get(grade.name, ["", ""])]
        return {"score": submission.score, "cells": cells}

    def waiting_for_marks(self) -> int:
        """How many submissions have answers that wait for marking by hand."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            return sum(submission.needs_manual_grade for submission in gradebook.assignment_submissions(self.coursedir.assignment_id))

    def _autograded(self, student: str) -> Path:
        return Path(self._format_dest(self.coursedir.assignment_id, student))


def outcomes_in(notebook: str) -> dict[str, list[str]]:
    """Outcome and message of each test cell in a graded notebook."""
    cells = json.loads(notebook)["cells"]
    verdicts = {cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["nbsealed"] for cell in cells if _is_judged(cell)}
    return {name: [verdict["outcome"], verdict.get("message", "")] for name, verdict in verdicts.items()}


def _is_judged(cell: dict) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("grade")) and "outcome" in cell["metadata"].get("nbsealed", {})


def summary(graded: Graded) -> Summary:
    """What to remember of a result."""
    notes = [json.loads(text)["metadata"].get("nbsealed", {}) for text in graded.notebooks.values()]
    outcomes = {name.removesuffix(".ipynb"): outcomes_in(text) for name, text in graded.notebooks.items()}
    return Summary(outcomes, sum(len(note.get("repairs", [])) for note in notes), any("refused" in note for note in notes))
