"""A small course with a gradebook, as grading leaves it behind: names of all kinds, a late, a missing and an unmarked submission."""

import contextlib
import datetime
import json
import os
import random
import shutil
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.exportapp import ExportApp
from sqlalchemy import text
from sqlalchemy.exc import SAWarning

STUDENTS = [  # id, first name, last name, email
    ("340934", "Jörg", "Müller, jun.", "joerg@example.org"),
    ("340935", "Айгерім", "Нұрланова", "aigerim@example.org"),
    ("340936", 'Ana "Anka"', "Lopez", "ana@example.org"),
    ("340937", "", "", "nameless@example.org"),
    ("340938", "Bota", "Ospan", "bota@example.org"),
]
CELLS = [("load-test", 2), ("count-test", 3), ("essay", 4)]
DUE = datetime.datetime(2026, 10, 1, 12)


@dataclass(frozen=True)
class MarkedCourse:
    folder: Path

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", "made")

    def export(self, exporter: str, *arguments: str) -> str:
        """The file that `nbgrader export` writes."""
        app = ExportApp()
        with contextlib.chdir(self.folder):
            app.initialize([f"--exporter=nbsealed.exports.{exporter}", "--to=out.csv", *arguments])
            app.start()
        return (self.folder / "out.csv").read_text(encoding="utf-8")


@pytest.fixture
def marked_course(made_once, tmp_path) -> MarkedCourse:
    return MarkedCourse(shutil.copytree(made_once, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def path_to_alembic() -> Iterator[None]:
    """As in an activated environment: nbgrader starts alembic by its bare name when it makes a gradebook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, path_to_alembic) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    course = MarkedCourse(folder)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'made'\n")
    with course.gradebook() as gradebook:
        for id, first, last, email in STUDENTS:
            gradebook.add_student(id, first_name=first or None, last_name=last or None, email=email)
        for name in ("ps1", "ps2"):
            add_assignment(gradebook, name)
        points = {"load-test": 2, "count-test": 1.5, "essay": None}
        hand_in(course, gradebook, "ps1", "340934", points | {"essay": 3.5})
        hand_in(course, gradebook, "ps1", "340935", points | {"count-test": 0, "essay": 4}, late=True)
        hand_in(course, gradebook, "ps1", "340936", points)  # the essay is not marked
        (folder / "submitted" / "340937" / "ps1").mkdir(parents=True)  # collected, not graded
        (folder / "submitted" / "999999" / "ps1").mkdir(parents=True)  # by somebody nobody knows yet
    return folder


@pytest.fixture(scope="session")
def large_course(made_once, tmp_path_factory) -> MarkedCourse:
    """500 students more, whose marks in ps2 follow what they can do; those of load-test are drawn by lot, and the essay is hard."""
    course = MarkedCourse(shutil.copytree(made_once, tmp_path_factory.mktemp("large") / "course"))
    lot = random.Random(2026)
    with course.gradebook() as gradebook:
        gradebook.db.execute(text("PRAGMA synchronous = OFF"))
        for number in range(500):
            skill = lot.random()
            points = {
                "load-test": lot.choice([0, 2]),
                "count-test": round(3 * min(1, max(0, skill + lot.gauss(0, 0.2)))),
                "essay": round(2 * skill * lot.random()),
            }
            gradebook.add_student(f"s{number:03}")
            hand_in(course, gradebook, "ps2", f"s{number:03}", points)
    return course


def add_assignment(gradebook: Gradebook, name: str) -> None:
    gradebook.add_assignment(name, duedate=DUE.isoformat())
    gradebook.add_notebook(name, name)
    for cell, points in CELLS:
        kind = "markdown" if cell == "essay" else "code"
        gradebook.add_grade_cell(cell, name, name, max_score=points, cell_type=kind)
        gradebook.add_source_cell(cell, name, name, cell_type=kind)
    gradebook.add_solution_cell("essay", name, name)


def hand_in(course: MarkedCourse, gradebook: Gradebook, assignment: str, student: str, points: dict, *, late: bool = False) -> None:
    """One graded submission: the marks in the gradebook, the outcomes in the notebook of the folder autograded."""
    timestamp = DUE + datetime.timedelta(hours=2 if late else -2)
    with warnings.catch_warnings(category=SAWarning, action="ignore"):  # nbgrader's add_submission makes SQLAlchemy warn
        submission = gradebook.add_submission(assignment, student, timestamp=timestamp)
    [notebook] = submission.notebooks
    notebook.late_submission_penalty = 1.0 if late else None
    cells = []
    for grade in notebook.grades:
        mark = points[grade.name]
        if grade.name == "essay":
            grade.manual_score, grade.needs_manual_grade = mark, mark is None
            continue
        grade.auto_score, grade.needs_manual_grade = mark, False
        outcome = "passed" if mark == grade.max_score else "partial" if mark else "failed"
        verdict = {"outcome": outcome} if mark else {"outcome": outcome, "message": "Count the rows, not the columns."}
        cells.append({"metadata": {"nbgrader": {"grade_id": grade.name}, "nbsealed": verdict}})
    gradebook.db.commit()
    folder = course.folder / "autograded" / student / assignment
    folder.mkdir(parents=True)
    (folder / f"{assignment}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
