"""From solutions/ to what students get, and the way there and back through the exchange."""

import json
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(folder.name for folder in (ROOT / "solutions").iterdir())


@pytest.fixture(scope="module")
def course(make_course):
    """A course whose exercises are all made anew."""
    course = make_course()
    course.nbgrader("generate_assignment", "*", "--force")
    return course


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_exercises_are_made_from_solutions(course, assignment):
    committed, made = (
        {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (root / "exercises" / assignment).glob("*.ipynb")}
        for root in (ROOT, course.folder)
    )
    assert committed == made, (
        f"exercises/{assignment} is not what solutions/{assignment} makes. Run `make exercises` and commit the result."
    )


def test_no_exercise_without_a_solution():
    assert sorted(folder.name for folder in (ROOT / "exercises").iterdir()) == ASSIGNMENTS


def validate(course, folder: str) -> list[str]:
    """What Validate says of each problem set in a folder, in the order of ASSIGNMENTS."""
    said = course.nbgrader("validate", *[f"{folder}/{name}/{name}.ipynb" for name in ASSIGNMENTS])
    return re.findall(r"Success! Your notebook passes all the tests|VALIDATION FAILED ON \d+ CELL", said)


@pytest.mark.proof
def test_validate_passes_every_solution(course):
    assert validate(course, "solutions") == ["Success! Your notebook passes all the tests"] * len(ASSIGNMENTS)


@pytest.mark.proof
def test_validate_fails_every_task_of_every_exercise(course):
    def graded(name: str) -> int:
        cells = nbformat.read(course.folder / "exercises" / name / f"{name}.ipynb", as_version=4).cells
        return sum(bool(cell.metadata.get("nbgrader", {}).get("grade")) for cell in cells)

    assert validate(course, "exercises") == [f"VALIDATION FAILED ON {graded(name)} CELL" for name in ASSIGNMENTS]


def test_out_and_back_through_the_exchange(make_course, tmp_path):
    teacher, student = make_course(exchange=tmp_path), make_course(exchange=tmp_path)
    teacher.nbgrader("generate_assignment", "ps0_rehearsal", "--force")
    teacher.nbgrader("release_assignment", "ps0_rehearsal")

    student.nbgrader("fetch_assignment", "ps0_rehearsal")
    notebook = Path("ps0_rehearsal", "ps0_rehearsal.ipynb")
    work = (student.folder / notebook).read_text(encoding="utf-8").replace("contries", "countries")
    (student.folder / notebook).write_text(work, encoding="utf-8")
    student.nbgrader("submit", "ps0_rehearsal", "--student=aigerim")

    teacher.nbgrader("collect", "ps0_rehearsal")
    assert (teacher.folder / "submitted" / "aigerim" / notebook).read_text(encoding="utf-8") == work
