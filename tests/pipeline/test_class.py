"""A class from handed-in notebooks to marks, feedback pages and the table of totals."""

import csv
import itertools

from bs4 import BeautifulSoup
from nbgrader import utils


def test_every_submission_is_in_the_table_of_marks(graded):
    assert {folder.name for folder in (graded.course.folder / "autograded").iterdir()} == {*graded.marks, *graded.sample.answers}


def test_every_mark(graded):
    given = {}
    with graded.course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(graded.assignment):
            given[submission.student.id] = {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}
    assert {student: given[student] for student in graded.marks} == graded.marks


def test_nothing_is_left_to_mark(graded):
    with graded.course.gradebook() as gradebook:
        waiting = [
            submission.student.id for submission in gradebook.assignment_submissions(graded.assignment) if submission.needs_manual_grade
        ]
    assert waiting == []


def test_feedback_shows_points_and_messages(graded):
    for student, marks in graded.marks.items():
        page = BeautifulSoup(graded.feedback(student).read_text(encoding="utf-8"), "html.parser")
        assert f"(Score: {sum(marks.values())} / " in page.h4.text
        for grade_id, mark in marks.items():
            cell = page.find("a", attrs={"name": grade_id}).find_parent("div", class_="cell").text
            assert f"Score: {mark} / " in cell, f"{student}, {grade_id}"
            for message in graded.messages[student, grade_id]:
                assert message in cell, f"{student}, {grade_id}"


def test_the_mark_scheme_is_for_the_marker_alone(graded):
    for student in graded.marks:
        cells = graded.notebook(student).cells
        below = [after for cell, after in itertools.pairwise(cells) if utils.is_grade(cell) and utils.is_solution(cell)]
        assert below and all("Mark each criterion" in cell.source for cell in below)
        page = graded.feedback(student).read_text(encoding="utf-8")
        assert "For the marker" not in page and "Mark each criterion" not in page


def test_export_gives_the_totals(graded):
    with (graded.course.folder / "grades.csv").open(encoding="utf-8", newline="") as lines:
        totals = {row["student_id"]: float(row["score"]) for row in csv.DictReader(lines) if row["assignment"] == graded.assignment}
    assert set(totals) == {*graded.marks, *graded.sample.answers}
    assert {student: totals[student] for student in graded.marks} == {name: sum(marks.values()) for name, marks in graded.marks.items()}
