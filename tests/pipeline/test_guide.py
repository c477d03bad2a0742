"""The commands of the instructor's guide, from the list of students to the exports, run as they stand there, with a class of three."""

import csv
import re
from pathlib import Path

import nbformat
import pytest
from commands import run

GUIDE = Path(__file__).parents[2] / "teaching" / "guide.md"
SECTION = re.compile(r"^## From release to grades\n(.*?)^## ", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ASSIGNMENT = "ps0_rehearsal"


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    """The named blocks of the section, in order."""
    return {name: text for _, name, text in BLOCK.findall(SECTION.search(GUIDE.read_text(encoding="utf-8"))[1])}


@pytest.fixture(scope="module")
def course(make_course, blocks, tmp_path_factory):
    """A course after all commands of the guide; the students fetch and hand in between, and the teacher marks."""
    exchange = tmp_path_factory.mktemp("exchange")
    course = make_course(exchange=exchange)
    (course.folder / "students.csv").write_text(blocks["students.csv"], encoding="utf-8")

    def do(block: str) -> None:
        run(["bash", "-e", "-c", blocks[block]], course.folder, course.environment)

    do("class")
    do("release")
    for student in ("aigerim", "joerg"):
        hand_in(make_course(exchange=exchange), student)
    do("grade")
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            for grade in submission.notebooks[0].grades:
                if grade.needs_manual_grade:
                    grade.manual_score, grade.needs_manual_grade = 1, False
        gradebook.db.commit()
    do("return")
    do("export")
    return course


def hand_in(student_course, student: str) -> None:
    student_course.nbgrader("fetch_assignment", ASSIGNMENT)
    path = student_course.folder / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("contries", "countries")
    nbformat.write(notebook, path)
    student_course.nbgrader("submit", ASSIGNMENT, f"--student={student}")


def test_the_section_has_every_step(blocks):
    assert list(blocks) == ["class", "students.csv", "release", "grade", "return", "export"]


def test_both_get_marks_and_feedback(course):
    with course.gradebook() as gradebook:
        marks = {entry.student_id: entry.score for entry in gradebook.assignment_submissions(ASSIGNMENT)}
    assert set(marks) == {"aigerim", "joerg"} and marks["aigerim"] == marks["joerg"] > 0
    for student in marks:
        assert (course.folder / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").exists()


def test_the_exports_are_there_and_tell_the_absent_apart(course):
    with (course.folder / "moodle.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["ID number"]: row for row in csv.DictReader(lines)}
    assert rows["joerg"]["Surname"] == "Müller" and float(rows["joerg"][ASSIGNMENT]) > 0
    assert rows["bota"][ASSIGNMENT] == ""
    for name in ("grades.csv", "tasks.csv", "canvas.csv"):
        assert "Nurlanova" in (course.folder / name).read_text(encoding="utf-8")


def test_every_make_target_and_file_of_the_guide_exists():
    root = GUIDE.parents[1]
    text = GUIDE.read_text(encoding="utf-8")
    targets = set(re.findall(r"^(?:`?)make ([a-z-]+)", text, re.MULTILINE)) | set(re.findall(r"`make ([a-z-]+)`", text))
    rules = (root / "Makefile").read_text(encoding="utf-8")
    assert {target for target in targets if f"\n{target}:" not in rules} == set()
