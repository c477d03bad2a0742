"""Those who work in Binder are told that it forgets: once at the beginning, and again when work
is not saved. Nobody else is.
"""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CELLS = """
from IPython.core.interactiveshell import InteractiveShell
import datetime, os
shell = InteractiveShell.instance()
shell.run_cell("from balancing_act import check")
from balancing_act import reminder
reminder.PAUSE = datetime.timedelta(seconds={pause})
for cell in {cells!r}:
    print("#", flush=True)
    shell.run_cell(cell)
"""
FORGETS, UNSAVED = "Binder forgets everything after 10 minutes", "since you last saved your work"


@pytest.fixture
def lessons(tmp_path) -> Path:
    shutil.copytree(ROOT / "lessons", tmp_path / "lessons", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return tmp_path / "lessons"


def said(lessons: Path, *cells: str, pause: timedelta = timedelta(), **environment: str) -> list[str]:
    """What a kernel in the folder for lessons says: as it imports the course, then cell by cell."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("BINDER", "NBGRADER"))}
    code = CELLS.format(pause=pause.total_seconds(), cells=cells)
    done = subprocess.run([sys.executable, "-c", code], cwd=lessons, env=others | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("#\n")


def test_in_binder_the_first_cell_and_unsaved_work_bring_a_line(lessons):
    cells = [
        "1",
        "_ = check('0-sum', 10)",
        "from balancing_act.backup import save_my_work; _ = save_my_work()",
        "1",
        "_ = check('0-sum', 3)",
    ]
    first, nothing_done, answered, saved, same, more = said(lessons, *cells, BINDER_LAUNCH_HOST="https://mybinder.org/")
    assert first.count(FORGETS) == 1 and "Lesson 0, Take your work with you" in first
    assert [UNSAVED in each for each in (nothing_done, answered, saved, same, more)] == [False, True, False, False, True]


def test_in_binder_nobody_is_reminded_again_within_the_pause(lessons):
    cells = ["_ = check('0-sum', 10)"] * 3
    spoken = said(lessons, *cells, pause=timedelta(minutes=15), BINDER_LAUNCH_HOST="https://mybinder.org/")
    assert [UNSAVED in each for each in spoken] == [False] * 4


def test_elsewhere_and_while_grading_nothing_is_said(lessons):
    cell = "_ = check('0-sum', 10)"
    assert said(lessons, cell) == ["", ""]
    assert said(lessons, cell, BINDER_LAUNCH_HOST="https://mybinder.org/", NBGRADER_EXECUTION="autograde") == ["", ""]
