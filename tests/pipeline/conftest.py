"""Whole classes, graded with nbgrader's own commands in a temporary copy of the course.

A class is a folder classes/<assignment>/ with

- one <student>.py for each submission, in jupytext's percent format. The title of a cell is the grade id of the cell it
  fills; cells that are not named stay as released. The tag "deleted" takes the cell away. The tag "copy" adds a cell below
  the one of that grade id, with the same metadata, as pasting or splitting a cell does; without text it is as released;
- marks.csv: for each student the expected mark of each graded cell. At a hand-marked answer it is what the teacher enters;
- messages.csv: what a student's feedback says at a cell. At a hand-marked answer it is the teacher's comment.
"""

import copy
import csv
import os
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
import pytest
from commands import run
from nbgrader.api import Gradebook

ROOT = Path(__file__).parents[2]
CLASSES = Path(__file__).parent / "classes"


@dataclass(frozen=True)
class Course:
    """A copy of the course that a teacher or a student works in."""

    folder: Path
    environment: dict

    def nbgrader(self, *arguments: str) -> str:
        """Run an nbgrader command as typed in the course's folder, and give what it printed. It must succeed."""
        done = run(["nbgrader", *arguments], self.folder, self.environment)
        return done.stdout + done.stderr

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", "balancing_act")


@dataclass(frozen=True)
class GradedClass:
    """A class whose submissions went through autograde, marking by hand, generate_feedback and export."""

    assignment: str
    course: Course
    marks: dict[str, dict[str, float]]  # student -> grade id -> mark
    messages: dict[tuple[str, str], list[str]]  # student and grade id -> messages

    def feedback(self, student: str) -> Path:
        return self.course.folder / "feedback" / student / self.assignment / f"{self.assignment}.html"


@pytest.fixture(scope="session")
def make_course(tmp_path_factory):
    """A function that copies the course into a new folder. Copies share an exchange when they are given one."""

    def make(exchange: Path | None = None) -> Course:
        home = tmp_path_factory.mktemp("home")
        folder = home / "course"
        folder.mkdir()
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        for name in ("solutions", "exercises"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "IPYTHON", "NBGRADER"))}
        environment["HOME"] = str(home)
        # As in an activated environment: nbgrader starts alembic by its bare name.
        environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
        if exchange:
            environment["NBGRADER_EXCHANGE"] = str(exchange)
        return Course(folder, environment)

    return make


@pytest.fixture(scope="session", params=sorted(folder.name for folder in CLASSES.iterdir()))
def graded(request, make_course) -> GradedClass:
    assignment = request.param
    class_folder = CLASSES / assignment
    marks = {row.pop("student"): {grade_id: float(mark) for grade_id, mark in row.items()} for row in read(class_folder / "marks.csv")}
    messages = defaultdict(list)
    for row in read(class_folder / "messages.csv"):
        messages[row["student"], row["grade_id"]].append(row["message"])
    course = make_course()
    course.nbgrader("generate_assignment", assignment, "--force")
    released = nbformat.read(course.folder / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    for answers in sorted(class_folder.glob("*.py")):
        folder = course.folder / "submitted" / answers.stem / assignment
        folder.mkdir(parents=True)
        nbformat.write(answer(released, answers), folder / f"{assignment}.ipynb")
    course.nbgrader("autograde", assignment)
    mark_by_hand(course, assignment, marks, messages)
    course.nbgrader("generate_feedback", assignment)
    course.nbgrader("export")
    return GradedClass(assignment, course, marks, messages)


@pytest.fixture(scope="session")
def hand_in():
    """A function that gives the committed exercise of an assignment as one student of its class answers it."""

    def make(assignment: str, student: str) -> nbformat.NotebookNode:
        released = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
        return answer(released, CLASSES / assignment / f"{student}.py")

    return make


def read(table: Path) -> list[dict]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def answer(released: nbformat.NotebookNode, answers: Path) -> nbformat.NotebookNode:
    """The released notebook as one student hands it in."""
    notebook = copy.deepcopy(released)
    for written in jupytext.read(answers, fmt="py:percent").cells:
        grade_id = written.metadata["title"]
        tags = written.metadata.get("tags", [])
        *_, place = (i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
        if "deleted" in tags:
            del notebook.cells[place]
            continue
        if "copy" in tags:
            pasted = next(copy.deepcopy(cell) for cell in released.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
            pasted.id = f"{pasted.id}-copy"
            place += 1
            notebook.cells.insert(place, pasted)
            if not written.source:
                continue
        notebook.cells[place].source = written.source
    return notebook


def mark_by_hand(course: Course, assignment: str, marks: dict, messages: dict) -> None:
    """Enter the marks and comments that the tables give for hand-marked answers, as the formgrader does."""
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if not grade.needs_manual_grade:
                        continue
                    grade.manual_score = marks[submission.student.id][grade.name]
                    grade.needs_manual_grade = False
                    comment = gradebook.find_comment(grade.name, notebook.name, assignment, submission.student.id)
                    comment.manual_comment = " ".join(messages[submission.student.id, grade.name])
        gradebook.db.commit()
