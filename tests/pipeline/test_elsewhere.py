"""What a student uses works on Windows and macOS too: all that these lack is taken away, from each process that is started.

tests/elsewhere/sitecustomize.py says what that is.
"""

import ast
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from commands import run

ROOT = Path(__file__).parents[2]
ELSEWHERE = ROOT / "tests" / "elsewhere"
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
SYSTEMS = {"win32": "Windows", "darwin": "macOS"}

EVERYTHING = """
import importlib, pkgutil
import balancing_act, nbsealed, nbsealed.selfgrade
from balancing_act import check, checkpoints, explorers, learner

for package in (balancing_act, nbsealed):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)

for lesson in pkgutil.iter_modules(checkpoints.__path__):
    for key in checkpoints.keys(lesson.name.removeprefix("lesson_")):
        assert check(key, checkpoints._find(key).answer()).state == "right", key
assert learner.progress().text.startswith("You have answered"), learner.progress().text
assert all(lesson.right == lesson.checkpoints > 0 for lesson in learner.progress().lessons)

kinds = [explorers.base.Explorer, explorers.base.MapExplorer]
for kind in kinds:
    kinds += kind.__subclasses__()
shown = [str(kind()._repr_mimebundle_()) for kind in kinds if not kind.__subclasses__()]
assert len(shown) > 5 and all("text/html" in page for page in shown)
"""


def elsewhere(system: str) -> dict[str, str]:
    """Of the environment, what makes a Python believe that it runs on another system; its texts are in another encoding, too."""
    return {"ELSEWHERE": system, "PYTHONPATH": os.fspath(ELSEWHERE), "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_lessons_checkpoints_explorers_and_progress_work(system, tmp_path):
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / LESSONS[0].name).write_text(LESSONS[0].read_text(encoding="utf-8"), encoding="utf-8")
    cells = [cell for path in LESSONS for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    imported = [
        ast.unparse(part) for cell in cells for part in ast.parse(cell.source).body if isinstance(part, ast.Import | ast.ImportFrom)
    ]
    assert len(imported) > len(LESSONS)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*imported, EVERYTHING])],
        cwd=lessons,
        env=os.environ | elsewhere(system),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_is_taken_away_is_missed(tmp_path):
    """The test above can fail: a module of ours that needs Linux is told so."""
    package = tmp_path / "nbsealed"
    package.mkdir()
    tries = ["import resource", "import os; os.fork", "from os import memfd_create", "import ctypes; ctypes.CDLL(None)"]
    for number, source in enumerate(["", *tries]):
        (package / f"{'__init__' if not number else f'try_{number}'}.py").write_text(source, encoding="utf-8")
    for number, source in enumerate(tries, start=1):
        command = [sys.executable, "-c", f"import nbsealed.try_{number}"]
        done = subprocess.run(command, cwd=tmp_path, env=os.environ | elsewhere("win32"), capture_output=True, text=True, check=False)
        assert done.stderr.strip().splitlines()[-1].startswith(("ModuleNotFoundError", "AttributeError", "ImportError", "TypeError")), (
            source
        )


@pytest.mark.parametrize(
    ("system", "assignment", "student"), [("win32", "ps0_rehearsal", "half_right"), ("darwin", "ps3_votes", "warning")]
)
def test_grade_my_work_says_so_and_gives_the_same_marks_and_messages(make_course, hand_in, system, assignment, student):
    course = make_course()
    (course.folder / "lessons").mkdir()
    (course.folder / "lessons" / LESSONS[0].name).touch()
    notebook = course.folder / "exercises" / assignment / f"{assignment}.ipynb"
    nbformat.write(hand_in(assignment, student), notebook)
    graded = run([sys.executable, "-m", "balancing_act", notebook], course.folder, course.environment | elsewhere(system))
    classes = Path(__file__).with_name("classes") / assignment
    assert graded.stdout.count(f"because the sealed grader needs Linux, and this is {SYSTEMS[system]}.") == 1

    [marks] = [row for row in read(classes / "marks.csv") if row.pop("student") == student]
    solution = nbformat.read(ROOT / "solutions" / assignment / f"{assignment}.ipynb", as_version=4)
    by_hand = {cell.id for cell in solution.cells if cell.metadata.get("nbgrader", {}).get("grade") and cell.metadata.nbgrader.solution}
    earned = sum(float(mark) for name, mark in marks.items() if name not in by_hand)
    assert re.search(rf"^{earned:g} of [\d.]+ points by the tests", graded.stdout, re.MULTILINE)
    expected = [
        row["message"].partition(": ")[2]
        for row in read(classes / "messages.csv")
        if row["student"] == student and row["grade_id"] not in by_hand
    ]
    said = " ".join(graded.stdout.split())
    assert [message for message in expected if " ".join(message.split()) not in said] == []
    assert (course.folder / "feedback" / "me" / assignment / f"{assignment}.html").exists()
    [event] = [json.loads(line) for line in (course.folder / "progress.jsonl").read_text(encoding="utf-8").splitlines() if line]
    assert (event["set"], event["points"]) == (assignment, earned)


def test_files_are_opened_with_an_encoding():
    """On Windows the default is another one than everywhere else. tarfile, zipfile and os have an `open` of their own, for bytes."""
    missed = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        for call in [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]:
            name = ast.unparse(call.func)
            method = name.rpartition(".")[2]
            if method not in ("open", "fdopen", "read_text", "write_text", "NamedTemporaryFile") or name in (
                "os.open",
                "tarfile.open",
                "zipped.open",
            ):
                continue
            given = [ast.unparse(value) for value in [*call.args, *(keyword.value for keyword in call.keywords)]]
            is_bytes = any(re.fullmatch(r"'[rwxa]b\+?'", value) for value in given) or (method == "NamedTemporaryFile" and not given)
            if not is_bytes and not any(keyword.arg == "encoding" for keyword in call.keywords):
                missed.append(f"{path.relative_to(ROOT)}:{call.lineno}: {name}")
    assert missed == []


def read(table: Path) -> list[dict]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
