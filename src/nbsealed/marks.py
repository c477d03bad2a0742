"""All marks of a course as one table, from the gradebook and the graded notebooks. Exports and the class report are made from it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd
from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

COLUMNS = {
    "assignment": "str",
    "notebook": "str",
    "task": "str",
    "written": "bool",
    "student_id": "str",
    "last_name": "str",
    "first_name": "str",
    "points": "float64",
    "max_points": "float64",
    "outcome": "str",
    "message": "str",
}
TO_MARK, NOT_GRADED, NOT_HANDED_IN = "to mark", "not graded", "not handed in"


def task_marks(
    gradebook: Gradebook, directory: CourseDirectory, assignments: Collection[str] = (), students: Collection[str] = ()
) -> pd.DataFrame:
    """One row for each student and graded cell, in the order of the notebooks; `COLUMNS` gives the columns and their types.

    assignments, students: only these; all where none is named.

    written: whether a person marks it. points: nan where there is no mark yet; extra credit is in them, a penalty for lateness is not.
    outcome: what nbsealed found (``passed``, ``failed``, …; in a course that is graded without it ``passed``, ``partial`` or ``failed``
    by points), for a written answer ``marked`` or ``to mark``; ``not graded`` where a submission has not been through autograde, and
    ``not handed in`` where there is none. message: what the failed test said to the student.
    """
    rows = itertools.chain.from_iterable(
        _assignment(gradebook, directory, assignment, students)
        for assignment in gradebook.assignments
        if not assignments or assignment.name in assignments
    )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def total_marks(gradebook: Gradebook, tasks: pd.DataFrame) -> pd.DataFrame:
    """One row for each student and assignment in a table of `task_marks`.

    Columns: assignment, student_id, last_name, first_name; score: points less the penalty for lateness, at least 0, and nan as long as
    a mark is missing; max_score; penalty: points; seconds_late; unmarked: number of written answers that wait for a mark; outcome:
    ``complete``, ``to mark``, ``not graded`` or ``not handed in``.
    """
    keys = ["assignment", "student_id"]
    late = pd.DataFrame(
        [
            (entry.name, entry.student_id, entry.late_submission_penalty or 0.0, entry.total_seconds_late)
            for name in tasks["assignment"].unique()
            for entry in gradebook.assignment_submissions(name)
        ],
        columns=[*keys, "penalty", "seconds_late"],
    ).astype({"assignment": "str", "student_id": "str", "penalty": "float64", "seconds_late": "float64"})
    groups = tasks.assign(unmarked=tasks["outcome"] == TO_MARK).groupby(keys, sort=False)
    totals = groups.agg(
        last_name=("last_name", "first"),
        first_name=("first_name", "first"),
        points=("points", "sum"),
        max_score=("max_points", "sum"),
        unmarked=("unmarked", "sum"),
        outcome=("outcome", "first"),
    ).reset_index()
    totals = totals.merge(late, on=keys, how="left").fillna({"penalty": 0.0, "seconds_late": 0.0})
    absent = totals["outcome"].isin([NOT_GRADED, NOT_HANDED_IN])
    totals["outcome"] = totals["outcome"].where(absent, (totals["unmarked"] > 0).map({True: TO_MARK, False: "complete"}))
    totals["score"] = (totals["points"] - totals["penalty"]).clip(lower=0).where(totals["outcome"] == "complete")
    return totals.drop(columns="points")


def _assignment(gradebook: Gradebook, directory: CourseDirectory, assignment: Assignment, students: Collection[str]) -> Iterator[tuple]:
    cells = [(notebook.name, *cell) for notebook in assignment.notebooks for cell in _graded_cells(notebook)]
    graded = {student for (student,) in gradebook.db.query(SubmittedAssignment.student_id).filter_by(assignment_id=assignment.id)}
    grades = _grades(gradebook, assignment)
    for student in gradebook.students:
        if students and student.id not in students:
            continue
        about = student.id, student.last_name or "", student.first_name or ""
        verdicts = {}
        if student.id in graded:
            folder = Path(directory.format_path(directory.autograded_directory, student.id, assignment.name))
            verdicts = {notebook.name: _verdicts(folder / f"{notebook.name}.ipynb") for notebook in assignment.notebooks}
        elif Path(directory.format_path(directory.submitted_directory, student.id, assignment.name)).exists():
            absence = NOT_GRADED
        else:
            absence = NOT_HANDED_IN
        for notebook, cell, max_points, written in cells:
            grade = grades.get((student.id, notebook, cell))
            if grade is None:
                points, outcome, message = None, NOT_GRADED if student.id in graded else absence, ""
            else:
                points, outcome, message = _mark(*grade, max_points, written, verdicts[notebook].get(cell, {}))
            yield assignment.name, notebook, cell, written, *about, points, max_points, outcome, message


def _graded_cells(notebook: Notebook) -> list[tuple[str, float, bool]]:
    """Name, points and whether a person marks it, in the order of the notebook."""
    order = {cell.name: place for place, cell in enumerate(notebook.source_cells)}
    answers = {cell.name for cell in notebook.solution_cells}
    cells = [(cell.name, cell.max_score, cell.name in answers) for cell in notebook.grade_cells]
    cells += [(cell.name, cell.max_score, True) for cell in notebook.task_cells]
    return sorted(cells, key=lambda cell: order.get(cell[0], len(order)))


def _grades(gradebook: Gradebook, assignment: Assignment) -> dict[tuple[str, str, str], tuple[float, bool]]:
    """Score and whether it waits for a person, by student, notebook and cell. One question to the database, however large the class."""
    asked = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.score, Grade.needs_manual_grade)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
    )
    return {(student, notebook, cell): (score, waits) for student, notebook, cell, score, waits in asked}


def _mark(score: float, waits: bool, max_points: float, written: bool, verdict: dict) -> tuple[float | None, str, str]:
    if waits:
        return None, TO_MARK, ""
    if written:
        return score, "marked", ""
    by_points = "passed" if score >= max_points else "partial" if score > 0 else "failed"
    return score, verdict.get("outcome", by_points), verdict.get("message", "")


def _verdicts(path: Path) -> dict[str, dict]:
    """What nbsealed found, by grade id; empty where the graded notebook is gone or was graded without nbsealed."""
    if not path.exists():
        return {}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    marked = [cell["metadata"] for cell in cells if "nbsealed" in cell["metadata"]]
    return {metadata["nbgrader"]["grade_id"]: metadata["nbsealed"] for metadata in marked}
