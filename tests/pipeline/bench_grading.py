"""How long a class takes: stock `nbgrader autograde`, otter-grader, sealed grading, and `nbsealed grade` with one worker and with all.

    python tests/pipeline/bench_grading.py [number of submissions, 40] [problem set, ps3_votes]

The class is made from the submissions of `classes`, each varied so that no two are the same. All programs grade the same class on the
same machine, one after the other, and the marks are compared cell by cell. otter-grader has no command for a class without containers, so
it grades the submissions one after the other with `otter run`; it is installed for the occasion, or found in $OTTER_BIN.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

import nbformat

sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("matrix", "zoo")]
from commands import run
from conftest import CLASSES, ROOT, Course, answer
from nbgrader import utils
from nbgrader.api import Gradebook

UNFIT = {"copied_and_deleted_cells", "copied_cells", "deleted_cells", "endless_loop"}  # stock nbgrader ends the batch, or waits for a limit
OTTER = "otter-grader==7.0.0"
OTTER_TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points!r}


@test_case(hidden=True)
def test_cell(env):
    exec({source!r}, dict(env))
"""


def make_course(folder: Path, assignment: str, number: int, *, sealed: bool) -> Course:
    """A course with a class of `number` handed in, and released but not yet graded."""
    text = (ROOT / "nbgrader_config.py").read_text()
    if not sealed:
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("configure(c)", "c.Sandbox.")))
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(text)
    shutil.copytree(ROOT / "solutions" / assignment, folder / "solutions" / assignment)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    course = Course(folder, os.environ | {"PATH": path, "NBGRADER_EXCHANGE": str(folder / "exchange")})
    course.nbgrader("generate_assignment", assignment)
    released = nbformat.read(folder / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    stubs = {cell.metadata.nbgrader.grade_id: cell.source for cell in released.cells if utils.is_solution(cell)}
    kinds = [path for path in sorted((CLASSES / assignment).glob("*.py")) if path.stem not in UNFIT]
    for student in range(number):
        notebook = answer(released, kinds[student % len(kinds)])
        for cell in notebook.cells:
            if utils.is_solution(cell) and cell.cell_type == "code" and cell.source != stubs[cell.metadata.nbgrader.grade_id]:
                cell.source += f"\n# student {student}"
        place = folder / "submitted" / f"s{student:05}" / assignment
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{assignment}.ipynb")
    return course


def by_command(command: list[str], course: Course) -> None:
    """Grade the class with one command."""
    run(command, course.folder, course.environment)


def by_otter(programs: Path, assignment: str, course: Course) -> None:
    """Grade the class with otter-grader, by the same test cells."""
    (course.folder / "tests").mkdir()
    (course.folder / "out").mkdir()
    for cell in nbformat.read(course.folder / "solutions" / assignment / f"{assignment}.ipynb", as_version=4).cells:
        if utils.is_grade(cell) and not utils.is_solution(cell):
            name, points = cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points
            test = OTTER_TEST.format(name=name, points=points, source=cell.source)
            (course.folder / "tests" / f"{name.replace('-', '_')}.py").write_text(test)
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"}
    run(["otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], course.folder, environment)
    for handed_in in sorted(course.folder.glob(f"submitted/*/{assignment}/*.ipynb")):
        shutil.copy(handed_in, course.folder)
        run(["otter", "run", "-a", "autograder.zip", "-o", "out", handed_in.name], course.folder, environment)


def otter_programs(folder: Path) -> Path:
    """Where the program otter is, with the course's packages beside it."""
    if "OTTER_BIN" in os.environ:
        return Path(os.environ["OTTER_BIN"])
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", folder / "bin/python", OTTER, "--editable", ROOT], check=True)
    return folder / "bin"


def marks(course: Course, assignment: str) -> dict[tuple[str, str], float | None]:
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        submissions = gradebook.assignment_submissions(assignment)
        return {(s.student_id, grade.name): grade.auto_score for s in submissions for book in s.notebooks for grade in book.grades}


def measured(grade: Callable[[Course], None], course: Course, results: str) -> tuple[float, float, float]:
    """Seconds that it takes, those until the first file of the pattern `results` is there, megabytes of the largest process it starts."""
    first = []

    def watch() -> None:
        while not any(course.folder.glob(results)):
            time.sleep(0.02)
        first.append(time.perf_counter() - start)

    start = time.perf_counter()
    watcher = threading.Thread(target=watch)
    watcher.start()
    grade(course)
    total = time.perf_counter() - start
    watcher.join()
    return total, first[0], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def own_cells(course: Course, assignment: str) -> float:
    """Seconds that the cells of a submission ran, tests left out; the mean over the class."""

    def spent(path: Path) -> float:
        ran = [cell.metadata.get("execution", {}) for cell in nbformat.read(path, as_version=4).cells if not utils.is_grade(cell)]
        times = [[datetime.fromisoformat(e[key]) for key in ("iopub.status.busy", "shell.execute_reply")] for e in ran if len(e) > 2]
        return sum((end - start).total_seconds() for start, end in times)

    return statistics.fmean(map(spent, course.folder.glob(f"autograded/*/{assignment}/*.ipynb")))


def main(number: int = 40, assignment: str = "ps3_votes") -> None:
    processors = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        one, all_of_them = "nbsealed grade, 1 worker", f"nbsealed grade, {processors} workers"
        batch = ["nbsealed", "grade", assignment, "--workers"]
        programs = {
            "stock nbgrader autograde": (False, partial(by_command, ["nbgrader", "autograde", assignment])),
            OTTER.replace("==", " "): (False, partial(by_otter, otter_programs(Path(folder, "otter-programs")), assignment)),
            "sealed nbgrader autograde": (True, partial(by_command, ["nbgrader", "autograde", assignment])),
            one: (True, partial(by_command, [*batch, "1"])),
            all_of_them: (True, partial(by_command, [*batch, str(processors)])),
        }
        given, courses, each = {}, {}, {}
        print(f"{number} submissions of {assignment}, {processors} processors\n")
        print(f"{'':28}  s each   times as fast   first, s   largest, MB")
        for name, (sealed, grade) in programs.items():
            courses[name] = make_course(Path(folder, name.replace(" ", "-")), assignment, number, sealed=sealed)
            with ProcessPoolExecutor(1) as pool:  # so that its memory can be told from that of what was started before
                results = "out/*" if name.startswith("otter") else f"autograded/*/{assignment}/*.ipynb"
                spent, first, peak = pool.submit(measured, grade, courses[name], results).result()
            each[name] = spent / number
            times = each["stock nbgrader autograde"] / each[name]
            print(f"{name:28}  {each[name]:6.2f}   {times:13.1f}   {first:8.1f}   {peak:11.0f}", flush=True)
            if not name.startswith("otter"):
                given[name] = marks(courses[name], assignment)
        ran = own_cells(courses[one], assignment)
        print(f"\nA submission's own cells ran {ran:.2f} s; one worker took {each[one] - ran:.2f} s more for each.")
    sealed = given["sealed nbgrader autograde"]
    for name, theirs in given.items():
        differing = sum(theirs[cell] != mark for cell, mark in sealed.items())
        print(f"{name}: {differing} of {len(sealed)} marks differ from sealed nbgrader autograde")
    print("(Where a test warns, stock nbgrader gives no points.)")
    if not given[one] == given[all_of_them] == sealed:
        sys.exit("The marks differ.")


if __name__ == "__main__":
    main(*(int(argument) if argument.isdigit() else argument for argument in sys.argv[1:]))
