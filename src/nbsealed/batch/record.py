"""The one writer to the gradebook: what nbgrader's Autograde leaves of a submission, made of what a worker has graded."""

from __future__ import annotations

import contextlib
import functools
import json
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import BaseConverter
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from sqlalchemy.exc import SQLAlchemyError
from traitlets.utils.importstring import import_item

from nbsealed.batch.bundle import Graded, Unfit
from nbsealed.batch.store import Summary
from nbsealed.batch.worker import FileAutograde, LogKeeper, TakeMarks
from nbsealed.execute import SealedExecute

KNOWN = ("nbconvert", "nbgrader", "nbsealed")  # packages whose steps need no gradebook, late penalties apart
PAUSES = (0.5, 1, 2, 4, 8)  # seconds between attempts to write

# What stands in the gradebook for a student: {"score": …, "cells": {"notebook/cell": [mark of the autograder, outcome, message]}}
Standing = dict[str, Any]


class GradebookLost(RuntimeError):  # noqa: N818  (says what is lost)
    """The gradebook cannot be reached."""


class Recorder(FileAutograde):
    """Writes results as `nbgrader autograde` does: students, timestamps, files, marks, penalties, permissions.

    One connection to the gradebook serves all submissions, and the marks of each are one transaction.
    """

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.keeper = LogKeeper()
        self.log = self.keeper.logger("nbsealed.record")
        self._open: Gradebook | None = None

    @property
    def gradebook(self) -> Gradebook:
        if self._open is None:
            self._open = Gradebook(self.coursedir.db_url, self.coursedir.course_id)
        return self._open

    def close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def divide(self) -> list[str]:
        """Keep the steps that need the gradebook, and give the names of the others, which are for workers.

        Late penalties need it, and so may steps of the instructor's own that come after SaveAutoGrades. Raises `Unfit` where the course
        is not sealed or nothing would be saved.
        """
        steps = [import_item(step) if isinstance(step, str) else step for step in self.autograde_preprocessors]
        if not any(issubclass(step, SealedExecute) for step in steps):
            raise Unfit("This course is not sealed. Put configure(c) from nbsealed into nbgrader_config.py.")
        saves = next((place for place, step in enumerate(steps) if issubclass(step, SaveAutoGrades)), None)
        if saves is None:
            raise Unfit("c.Autograde.autograde_preprocessors has no SaveAutoGrades: no marks would be saved.")
        self.autograde_preprocessors = [
            step for step in steps[saves:] if issubclass(step, AssignLatePenalties) or step.__module__.partition(".")[0] not in KNOWN
        ]
        self._only_penalties = all(issubclass(step, AssignLatePenalties) for step in self.autograde_preprocessors)
        workers = [*steps[:saves], TakeMarks, *(step for step in steps[saves + 1 :] if step not in self.autograde_preprocessors)]
        return [f"{step.__module__}.{step.__qualname__}" for step in workers]

    def submissions(self) -> dict[str, tuple[str, list[str]]]:
        """Folder and notebooks of each student's submission. Raises NbGraderException where there is none."""
        self.init_notebooks()
        whom = re.compile(self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True))
        excluded = self.coursedir.student_id_exclude.split(",")
        found = {whom.match(folder)["student_id"]: (folder, sorted(notebooks)) for folder, notebooks in self.assignments.items()}
        return {student: found[student] for student in sorted(found) if student not in excluded}

    def tidy(self, notebooks: list[str]) -> list[str]:
        """Run the hook that comes before autograding, and give the notebooks there are then."""
        self.notebooks = list(notebooks)
        self.run_pre_convert_hook()
        return sorted(self.notebooks)

    def record(self, student: str, notebooks: list[str], graded: Graded) -> bool:
        """Write a result to the gradebook and the folder of graded submissions. Whether that could be done; if not, the log says why.

        Raises `GradebookLost` when the gradebook does not come back for a quarter of a minute.
        """
        refusals = 0
        for pause in (*PAUSES, 0):
            try:
                with contextlib.chdir(self.coursedir.root):
                    self._write(student, notebooks, graded)
                return True
            except Exception:
                self.log.exception("What was graded could not be written")
                self.close()
                shutil.rmtree(self._autograded(student), ignore_errors=True)
                refusals += self._reachable()
            if refusals == 2:  # it is not the gradebook
                return False
            time.sleep(pause)
        raise GradebookLost("The gradebook cannot be reached or written to.")

    def _write(self, student: str, notebooks: list[str], graded: Graded) -> None:
        assignment, folder = self.coursedir.assignment_id, self._autograded(student)
        self.notebooks = notebooks
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.init_assignment(assignment, student)
        for name, text in graded.notebooks.items():
            (folder / name).write_text(text, encoding="utf-8")
        is_late = self._save(student, graded)
        if is_late or not self._only_penalties:
            self._take_other_steps([folder / name for name in graded.notebooks])
        self.set_permissions(assignment, student)
        self.run_post_convert_hook()

    def _save(self, student: str, graded: Graded) -> bool:
        """Tell the gradebook what SaveAutoGrades would tell it. Gives whether the submission is late."""
        if self.create_student:
            self.gradebook.update_or_create_student(student)
        else:
            self.gradebook.find_student(student)
        assignment = self.coursedir.assignment_id
        timestamp = self.coursedir.get_existing_timestamp(self._format_source(assignment, student))
        submission = self.gradebook.update_or_create_submission(assignment, student, **({"timestamp": timestamp} if timestamp else {}))
        for notebook in submission.notebooks:
            marks = graded.marks.get(f"{notebook.name}.ipynb")
            for grade in notebook.grades:
                grade.auto_score = marks.scores[self._names[grade.cell_id]] if marks else 0
                grade.needs_manual_grade = bool(marks) and (grade.manual_score is not None or grade.auto_score is None)
            if marks:
                for comment in notebook.comments:
                    comment.auto_comment = marks.comments[self._names[comment.cell_id]]
                notebook.late_submission_penalty = None
        self.gradebook.db.commit()
        return submission.total_seconds_late > 0

    @functools.cached_property
    def _names(self) -> dict[str, str]:
        """The name of each cell by its key in the gradebook."""
        notebooks = self.gradebook.find_assignment(self.coursedir.assignment_id).notebooks
        kinds = "grade_cells", "solution_cells", "task_cells"
        return {cell.id: cell.name for notebook in notebooks for kind in kinds for cell in getattr(notebook, kind)}

    def _take_other_steps(self, notebooks: list[Path]) -> None:
        self.writer, self.exporter = FilesWriter(parent=self), self.exporter_class(parent=self, config=self.config)
        self._sanitizing = False
        self._init_preprocessors()
        try:
            for path in notebooks:
                BaseConverter.convert_single_notebook(self, str(path))
        finally:
            self._sanitizing = True

    def _reachable(self) -> bool:
        try:
            self.gradebook.find_assignment(self.coursedir.assignment_id)
        except (SQLAlchemyError, MissingEntry):
            self.close()
            return False
        return True

    def known(self) -> set[str]:
        """Students whose submission stands in the gradebook and in the folder of graded submissions."""
        students = {submission.student_id for submission in self.gradebook.assignment_submissions(self.coursedir.assignment_id)}
        return {student for student in students if self._autograded(student).exists()}

    def standings(self, students: Iterable[str]) -> dict[str, Standing]:
        """What stands in the gradebook for each student."""
        return {student: self._standing(student) for student in students}

    def _standing(self, student: str) -> Standing:
        submission = self.gradebook.find_submission(self.coursedir.assignment_id, student)
        cells = {}
        for notebook in submission.notebooks:
            path = self._autograded(student) / f"{notebook.name}.ipynb"
            outcomes = outcomes_in(path.read_text(encoding="utf-8")) if path.exists() else {}
            for grade in notebook.grades:
                cells[f"{notebook.name}/{grade.name}"] = [grade.auto_score, *outcomes.get(grade.name, ["", ""])]
        return {"score": submission.score, "cells": cells}

    def waiting_for_marks(self) -> int:
        """How many submissions have answers that wait for marking by hand."""
        return sum(submission.needs_manual_grade for submission in self.gradebook.assignment_submissions(self.coursedir.assignment_id))

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
