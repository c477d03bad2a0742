"""Courses for the tests of `nbsealed grade`, with a few of the zoo's submissions, and all that grading leaves, ready to be compared."""

from __future__ import annotations

import contextlib
import csv
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
from commands import run
from nbgrader.api import Gradebook
from zoo_course import ENVIRONMENT, ZooCourse
from zoo_submissions import ZOO

# One each of: all right, nothing done, partial credit, cells gone, another file name, no notebook at all, cells moved. A kernel that
# ends is not among them: what is seen of it depends on the moment, so two gradings agree in marks and not to the letter.
CLASS = ("honest", "blank", "hard_coded", "deleted", "copy_name", "truncated", "moved")
FEW = ("honest", "blank", "hard_coded", "deleted")
EARNED = {submission.name: submission.earns for submission in ZOO if submission.name in CLASS}


def course(root: Path, names: tuple[str, ...] = CLASS, **config: str) -> ZooCourse:
    """A course in which the named submissions of the zoo are handed in."""
    assert len(EARNED) == len(CLASS)
    made = ZooCourse(root, [submission for submission in ZOO if submission.name in names], **config)
    made.__exit__()
    return made


def grade(root: Path, *options: str, status: int = 0) -> subprocess.CompletedProcess:
    return run(command(*options), root, ENVIRONMENT, status=status)


@contextlib.contextmanager
def start(root: Path, *options: str) -> Iterator[subprocess.Popen]:
    """The running command; it does not outlive a test."""
    with subprocess.Popen(
        command(*options), cwd=root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "nbsealed", "grade", "ps1", *options]


def until(true: Callable[[], object], seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def graded(root: Path) -> list[str]:
    """Students whose submission has been graded and written."""
    return sorted(path.parts[-3] for path in (root / "autograded").glob("*/ps1/ps1.ipynb"))


def descendants(pid: int) -> dict[int, str]:
    """Command lines of the processes that a process has started, and those have started, by process id."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [(int(one), int(parent), line) for one, parent, line in (row.split(maxsplit=2) for row in listed.splitlines())]
    found: dict[int, str] = {}
    while more := {one: line for one, parent, line in rows if parent in {pid, *found} and one not in found}:
        found |= more
    return found


def workers(command: subprocess.Popen) -> list[int]:
    """The worker processes of a command: copies of the process that has loaded what they need."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in psutil.Process(command.pid).children():
            if "multiprocessing.forkserver" in " ".join(process.cmdline()):
                return [worker.pid for worker in process.children()]
    return []


def marks(url: str) -> dict[str, dict[str, float | None]]:
    with Gradebook(url) as gradebook:
        return {
            submission.student_id: {g.name: g.auto_score for n in submission.notebooks for g in n.grades if g.name != "essay"}
            for submission in gradebook.assignment_submissions("ps1")
        }


def everything(root: Path) -> dict:
    """All that autograde, generate_feedback and export have left: gradebook, files with permissions, pages, table of marks."""
    found: dict = {}
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        for submission in gradebook.assignment_submissions("ps1"):
            found[submission.student_id] = submission.timestamp, submission.score, submission.needs_manual_grade
            for notebook in submission.notebooks:
                place = f"{submission.student_id}/{notebook.name}"
                found[place] = notebook.late_submission_penalty, notebook.score, notebook.max_score, notebook.needs_manual_grade
                for grade in notebook.grades:
                    found[f"{place}/{grade.name}/grade"] = (
                        grade.auto_score,
                        grade.manual_score,
                        grade.extra_credit,
                        grade.needs_manual_grade,
                        grade.score,
                    )
                for comment in notebook.comments:
                    found[f"{place}/{comment.name}/comment"] = comment.auto_comment, comment.manual_comment
    for path in sorted((root / "autograded").rglob("*")):
        shape = path.stat().st_mode
        found[str(path.relative_to(root))] = (shape, content(path)) if path.is_file() else shape
    for path in sorted((root / "feedback").rglob("*.html")):
        found[str(path.relative_to(root))] = re.sub(r"cell-id=\w+", "", path.read_text())
    with (root / "grades.csv").open(newline="") as lines:
        found["export"] = sorted(map(str, csv.DictReader(lines)))
    return found


def content(path: Path) -> object:
    """A file's bytes; of a notebook what does not differ from run to run."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.pop("id")  # cells that are put back get a new one
        cell.metadata.pop("execution", None)  # times
    return re.sub(r"0x[0-9a-f]{6,}|nbsealed-\w+|ipykernel_\d+/\d+", "", json.dumps(notebook, sort_keys=True))
