"""The students' copy holds what students need and nothing that gives answers to problem sets away."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary_{}_51f0"
COPIED = ("lessons", "exercises", "data", "src", "etc")  # whoever adds a folder to the copy says so here too
BEGINNINGS = {"### BEGIN SOLUTION": "# {}", "### BEGIN HIDDEN TESTS": "# {}", "=== BEGIN MARK SCHEME ===": "{}"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "NBGRADER"))}
ENVIRONMENT["PATH"] = f"{Path(sys.executable).parent}:{ENVIRONMENT['PATH']}"


def run(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course with a canary in every secret place, and exercises and copy made from that. A class has handed in set 0."""
    folder = tmp_path_factory.mktemp("canaries") / "course"
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for path in folder.glob("solutions/*/*.ipynb"):
        plant(path)
    for number, secret in enumerate(sorted(set(folder.glob("*/")) - {folder / name for name in COPIED})):
        (secret / "note.md").write_text(CANARY.format(f"file_{number}"))
    run(folder, "nbgrader", "generate_assignment", "*", "--force")
    run(folder, sys.executable, "tools/student_copy.py")
    for student in ("fills in", "leaves blank"):
        place = folder / "submitted" / student.replace(" ", "_") / "ps0_rehearsal"
        shutil.copytree(folder / "exercises" / "ps0_rehearsal", place)
    solved = folder / "submitted" / "fills_in" / "ps0_rehearsal" / "ps0_rehearsal.ipynb"
    solved.write_text(solved.read_text(encoding="utf-8").replace("contries", "countries"), encoding="utf-8")
    run(folder, "nbgrader", "autograde", "ps0_rehearsal")
    run(folder, "nbgrader", "generate_feedback", "ps0_rehearsal")
    return folder


def plant(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    number = 0
    for cell in notebook.cells:
        lines = []
        for line in cell.source.split("\n"):
            lines.append(line)
            for beginning, form in BEGINNINGS.items():
                if beginning in line:
                    number += 1
                    indent = line[: len(line) - len(line.lstrip())]
                    lines.append(indent + form.format(CANARY.format(f"{path.stem}_{number}")))
        cell.source = "\n".join(lines)
    assert number
    nbformat.write(notebook, path)


def holding(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and b"canary_" in path.read_bytes()]


def test_the_canaries_are_where_they_were_planted(course):
    planted = re.findall(r"canary_\w+", "".join(path.read_text(encoding="utf-8") for path in course.glob("solutions/*/*.ipynb")))
    secrets = sum(
        path.read_text(encoding="utf-8").count(beginning) for path in ROOT.glob("solutions/*/*.ipynb") for beginning in BEGINNINGS
    )
    assert len(planted) == len(set(planted)) == secrets > 0
    assert {"solutions", "teaching", "tests"} <= {path.parent.name for path in course.glob("*/note.md")}


def test_no_canary_is_in_the_copy(course):
    copy = course / "dist" / "balancing-act-student"
    assert (copy / "lessons").exists()
    assert holding(copy) == []
    with zipfile.ZipFile(f"{copy}.zip") as archive:
        assert [name for name in archive.namelist() if b"canary_" in archive.read(name)] == []
        assert {name for name in archive.namelist() if not name.endswith("/")} == {
            f"{copy.name}/{path.relative_to(copy).as_posix()}" for path in copy.rglob("*") if path.is_file()
        }


def test_no_canary_is_in_what_is_released_or_given_back(course):
    assert holding(course / "exercises") == []
    assert len(list((course / "feedback").rglob("*.html"))) == 2
    assert holding(course / "feedback") == []


def test_a_release_with_a_solution_in_it_is_not_copied(course):
    release = course / "exercises" / "ps0_rehearsal" / "ps0_rehearsal.ipynb"
    kept = release.read_bytes()
    shutil.copy(course / "solutions" / "ps0_rehearsal" / "ps0_rehearsal.ipynb", release)
    done = subprocess.run(
        [sys.executable, "tools/student_copy.py"], cwd=course, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    release.write_bytes(kept)
    assert done.returncode != 0 and "Run make exercises" in done.stderr
    assert list((course / "dist").iterdir()) == []
    run(course, sys.executable, "tools/student_copy.py")


@pytest.fixture(scope="module")
def copy(course, tmp_path_factory) -> Path:
    """The unpacked copy on a student's computer, after the installation of `make lab`."""
    home = tmp_path_factory.mktemp("student home")
    with zipfile.ZipFile(course / "dist" / "balancing-act-student.zip") as archive:
        archive.extractall(home)
    folder = home / "balancing-act-student"
    # uv brings the packages in seconds; start.py does the rest, as at the second start.
    uv = [sys.executable, "-m", "uv"]
    python = f"{sys.base_prefix}/bin/python3.{sys.version_info.minor}"
    run(folder, *uv, "venv", "--quiet", "--seed", "--python", python, ".venv")
    run(folder, *uv, "pip", "install", "--quiet", "--python", ".venv", "-r", "requirements.txt")
    run(folder, python, "start.py", "--set-up", "--python", python)
    return folder


def test_make_lists_what_a_student_can_do(copy):
    listed = run(copy, "make")
    assert re.findall(r"^make (\S+)", listed, flags=re.MULTILINE) == ["help", "lab", "clean"]


def test_make_lab_would_start_jupyterlab_from_the_copy(copy):
    assert "start.py" in run(copy, "make", "--dry-run", "lab")
    code = "import balancing_act; from balancing_act.tables import data_folder; print(balancing_act.__file__, data_folder(), sep='\\n')"
    assert all(Path(line).is_relative_to(copy) for line in run(copy, copy / ".venv/bin/python", "-c", code).splitlines())
    assert run(copy, ".venv/bin/jupyter", "lab", "--version").startswith("4.")


def test_a_lesson_runs_and_validate_works(copy, monkeypatch):
    lesson = nbformat.read(copy / "lessons" / "00_start_here.ipynb", as_version=4)
    for cell in lesson.cells:
        if cell.id == "check-rows-answer":
            cell.source = cell.source.replace("...", "len(countries)")
    kernel = {"argv": [str(copy / ".venv/bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    spec = copy / ".venv/share/jupyter/kernels/of_the_copy"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps(kernel | {"display_name": "copy", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(copy / ".venv/share/jupyter"))
    NotebookClient(lesson, kernel_name="of_the_copy", timeout=300, resources={"metadata": {"path": str(copy / "lessons")}}).execute()
    assert '"0-rows", "state": "right"' in (copy / "progress.jsonl").read_text()
    said = run(copy, ".venv/bin/nbgrader", "validate", "exercises/ps0_rehearsal/ps0_rehearsal.ipynb")
    assert "VALIDATION FAILED ON" in said and "Traceback (most recent call last):\n  File" not in said
