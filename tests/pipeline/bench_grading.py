"""How long a class takes: stock `nbgrader autograde`, the same with sealed grading, and `nbsealed grade` with one worker and with all.

    python tests/pipeline/bench_grading.py [number of submissions, 40] [problem set, ps3_votes]

The class is made from the submissions of `classes`, each varied so that no two are the same. All commands grade the same class on the
same machine, one after the other, and the marks are compared cell by cell.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from conftest import CLASSES, ROOT, Course, answer
from nbgrader import utils
from nbgrader.api import Gradebook

UNFIT = {"copied_and_deleted_cells"}  # stock nbgrader ends the whole batch there


def make_course(folder: Path, assignment: str, number: int, sealed: bool) -> Course:
    """A course with a class of `number` handed in, and released but not yet graded."""
    text = (ROOT / "nbgrader_config.py").read_text()
    if not sealed:
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("configure(c)", "c.Sandbox.")))
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(text)
    (folder / "solutions").mkdir()
    subprocess.run(["cp", "-r", ROOT / "solutions" / assignment, folder / "solutions"], check=True)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    course = Course(folder, os.environ | {"PATH": path, "NBGRADER_EXCHANGE": str(folder / "exchange")})
    course.nbgrader("generate_assignment", assignment)
    released = nbformat.read(folder / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    kinds = [path for path in sorted((CLASSES / assignment).glob("*.py")) if path.stem not in UNFIT]
    for student in range(number):
        notebook = answer(released, kinds[student % len(kinds)])
        for cell, before in zip(notebook.cells, released.cells, strict=True):
            if utils.is_solution(cell) and cell.cell_type == "code" and cell.source != before.source:
                cell.source += f"\n# student {student}"
        place = folder / "submitted" / f"s{student:05}" / assignment
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{assignment}.ipynb")
    return course


def marks(course: Course, assignment: str) -> dict[tuple[str, str], float | None]:
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        submissions = gradebook.assignment_submissions(assignment)
        return {(s.student_id, grade.name): grade.auto_score for s in submissions for book in s.notebooks for grade in book.grades}


def main(number: int = 40, assignment: str = "ps3_votes") -> None:
    processors = len(os.sched_getaffinity(0))
    programs = {
        "stock nbgrader autograde": (False, ["nbgrader", "autograde", assignment]),
        "sealed nbgrader autograde": (True, ["nbgrader", "autograde", assignment]),
        "nbsealed grade, 1 worker": (True, ["nbsealed", "grade", assignment, "--workers", "1"]),
        f"nbsealed grade, {processors} workers": (True, ["nbsealed", "grade", assignment, "--workers", str(processors)]),
    }
    given, first = {}, 0.0
    print(f"{number} submissions of {assignment}, {processors} processors\n\n{'':28}  s each   times as fast")
    with tempfile.TemporaryDirectory() as folder:
        for place, (name, (sealed, command)) in enumerate(programs.items()):
            course = make_course(Path(folder, str(place)), assignment, number, sealed)
            start = time.perf_counter()
            done = subprocess.run(
                [Path(sys.executable).with_name(command[0]), *command[1:]],
                cwd=course.folder,
                env=course.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            each = (time.perf_counter() - start) / number
            if done.returncode:
                sys.exit(f"{name} stopped:\n{done.stderr[-5000:]}")
            first = first or each
            given[name] = marks(course, assignment)
            print(f"{name:28}  {each:6.2f}   {first / each:13.1f}", flush=True)
    print()
    stock, sealed, *batches = given.values()
    for name, ours in zip(list(programs)[2:], batches, strict=True):
        differing = sum(ours[cell] != mark for cell, mark in sealed.items())
        print(f"{name}: {differing} of {len(sealed)} marks differ from sealed nbgrader autograde")
    differing = sum(stock[cell] != mark for cell, mark in sealed.items())
    print(f"stock nbgrader: {differing} differ (a test that warns has no points there)")
    if any(ours != sealed for ours in batches):
        sys.exit("The marks differ.")


if __name__ == "__main__":
    main(*(int(argument) if argument.isdigit() else argument for argument in sys.argv[1:]))
