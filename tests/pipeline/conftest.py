"""Whole classes, graded with nbgrader's own commands in a temporary copy of the course.

A class is a folder classes/<assignment>/ with

- one <student>.py for each submission, in jupytext's percent format. The title of a cell is the grade id of the cell it
  fills; cells that are not named stay as released. The tag "deleted" takes the cell away. The tag "copy" adds a cell below
  the one of that grade id, with the same metadata, as pasting or splitting a cell does; without text it is as released;
- marks.csv: for each student the expected mark of each graded cell. At a hand-marked answer it is what the teacher enters;
- messages.csv: what a student's feedback says at a cell. At a hand-marked answer it is the teacher's comment.

Two more hand in with each class, who are not in its tables: a sample of the bench of tests/matrix.
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
from matrix_bench import Answer, ProblemSet, read_answers
from nbgrader.api import Gradebook

ROOT = Path(__file__).parents[2]
CLASSES = Path(__file__).parent / "classes"
ASSIGNMENTS = sorted(folder.name for folder in CLASSES.iterdir())
ALWAYS = ("ps0_rehearsal", "ps3_votes")  # the shortest set, and one with functions and every kind of fault; `make proof` takes all


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
class Sample:
    """Model answers to all tasks of a problem set but one, which has a right and a wrong answer of the bench."""

    problem_set: ProblemSet
    answers: dict[str, Answer]  # student -> answer

    @classmethod
    def of(cls, assignment: str) -> "Sample":
        problem_set = ProblemSet(assignment)
        answers = read_answers(problem_set)
        wrong = [answer for answer in answers if not answer.right]
        # Of a function where there is one: functions cross to the judge in another way than data.
        chosen = next((answer for answer in wrong if "def " in problem_set.models[answer.task]), wrong[0])
        right = next(answer for answer in answers if answer.task == chosen.task and answer.right)
        return cls(problem_set, {"bench_right": right, "bench_wrong": chosen})

    def sheet(self, released: nbformat.NotebookNode, student: str) -> nbformat.NotebookNode:
        """The released notebook as one of the two hands it in."""
        answer = self.answers[student]
        sources = {**self.problem_set.models, answer.task: answer.source}
        notebook = copy.deepcopy(released)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = sources.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        return notebook


@dataclass(frozen=True)
class GradedClass:
    """A class whose submissions went through autograde, marking by hand, generate_feedback and export."""

    assignment: str
    course: Course
    marks: dict[str, dict[str, float]]  # student -> grade id -> mark
    messages: dict[tuple[str, str], list[str]]  # student and grade id -> messages
    sample: Sample

    def notebook(self, student: str) -> nbformat.NotebookNode:
        path = self.course.folder / "autograded" / student / self.assignment / f"{self.assignment}.ipynb"
        return nbformat.read(path, as_version=4)

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


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(name, marks=[pytest.mark.xdist_group(f"class {name}"), *([] if name in ALWAYS else [pytest.mark.proof])])
        for name in ASSIGNMENTS
    ],
)
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
    sample = Sample.of(assignment)
    handed_in = {answers.stem: answer(released, answers) for answers in sorted(class_folder.glob("*.py"))}
    handed_in |= {student: sample.sheet(released, student) for student in sample.answers}
    for student, notebook in handed_in.items():
        folder = course.folder / "submitted" / student / assignment
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{assignment}.ipynb")
    course.nbgrader("autograde", assignment)
    mark_by_hand(course, assignment, marks, messages)
    course.nbgrader("generate_feedback", assignment)
    course.nbgrader("export")
    return GradedClass(assignment, course, marks, messages, sample)


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
    """Enter the marks and comments that the tables give for hand-marked answers, as the formgrader does; 0 for who is in none."""
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if not grade.needs_manual_grade:
                        continue
                    grade.manual_score = marks[submission.student.id][grade.name] if submission.student.id in marks else 0
                    grade.needs_manual_grade = False
                    comment = gradebook.find_comment(grade.name, notebook.name, assignment, submission.student.id)
                    comment.manual_comment = " ".join(messages[submission.student.id, grade.name])
        gradebook.db.commit()
