"""Grade the zoo with stock nbgrader, otter-grader and nbsealed, and write the table in README.md: ``python tests/zoo/table.py``.

Stock nbgrader and otter-grader run the submissions as they are, so each of their runs is shut into a bubblewrap container of its own with
limits on memory, processes and time. otter-grader is installed from the package index into a folder beside the courses for the occasion.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from zoo_assignment import CANARY, TESTS
from zoo_course import CONFIG, ZooCourse, marks_in
from zoo_submissions import ZOO, Scene, Submission

from nbsealed.sandbox import _bind, _installation, _parents

OTTER = ["otter-grader==7.0.0", "ipykernel==7.4.0", "pandas==3.1.1", "matplotlib==3.11.2", "ipywidgets==8.1.9"]
USERS = itertools.count(61200)  # nobody's, and one for each run: limits on processes count for a user
SECONDS = 150
WORKERS = 5


def shut_in(command: list[str], root: Path, python: Path) -> bool:
    """Run a grader's command in a container that may write to `root` only. Whether it ended well, and in time."""
    walls = [
        "bwrap",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--die-with-parent",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--perms",
        "1777",
        "--tmpfs",
        "/tmp",
    ]
    walls += ["--perms", "0755", "--tmpfs", str(Path.home())]  # root's own folder is closed to others; a Python may lie in it
    walls += [part for path in _installation(str(python / "python")) for part in _bind(Path(path))]
    walls += [
        *_parents(root),
        "--bind",
        str(root),
        str(root),
        "--chdir",
        str(root),
        "--setenv",
        "HOME",
        str(root),
        "--setenv",
        "PATH",
        f"{python}:/usr/bin:/bin",
    ]
    user = str(next(USERS))
    drop = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if os.geteuid() == 0 else []
    limits = ["prlimit", "--nproc=100", f"--data={3 * 2**30}", f"--fsize={2**28}", f"--cpu={SECONDS}"]
    if drop:
        subprocess.run(["chown", "-R", user, str(root)], check=True)
    try:
        return not subprocess.run([*walls, *drop, *limits, *command], capture_output=True, timeout=SECONDS, check=False).returncode
    except subprocess.TimeoutExpired:
        return False


def leaks(notebook: Path) -> bool:
    """Whether an output of the student's own cells shows something secret."""
    if not notebook.exists():
        return False
    cells = nbformat.read(notebook, as_version=4).cells
    return any(CANARY in str(cell.get("outputs")) for cell in cells if not cell.metadata.get("nbgrader", {}).get("grade"))


def hand_in(submission: Submission, root: Path, released: Path) -> Path:
    """Write a submission below `root`."""
    folder = root / "submitted" / submission.name / "ps1"
    folder.mkdir(parents=True)
    submission.write(Scene(root, nbformat.read(released, as_version=4)), folder)
    return folder


def stock(submission: Submission, template: Path, scratch: Path) -> str:
    """The points stock nbgrader gives, in a course with this submission and the honest one."""
    root = scratch / submission.name
    shutil.copytree(template, root)
    for one in {submission.name: submission, "honest": next(s for s in ZOO if s.name == "honest")}.values():
        hand_in(one, root, root / "release/ps1/ps1.ipynb")
    python = Path(sys.executable).parent
    well = shut_in([str(python / "nbgrader"), "autograde", "ps1", "--student", submission.name], root, python)
    try:
        marks = [mark for mark in marks_in(root).get(submission.name, {}).values() if mark is not None]
    except Exception:  # the submission has damaged the gradebook
        marks = []
    said = points(sum(marks)) if marks else "no marks"
    if not well:
        said += ", stopped"
    if leaks(root / "autograded" / submission.name / "ps1/ps1.ipynb"):
        said += ", leak"
    if any(root.rglob("*escaped*")):
        said += ", escaped"
    return said


def otter_tests(folder: Path) -> None:
    """The assignment's tests in otter's format: one question a task, hidden cases marked as such."""
    folder.mkdir()
    for task, (worth, cell) in TESTS.items():
        source = cell.removeprefix("points = 0\n").removesuffix("\npoints").replace("points +=", "assert")
        visible, _, hidden = source.partition("### BEGIN HIDDEN TESTS\n")
        cases = [
            {
                "code": "\n".join(f">>> {line}" for line in part.splitlines() if line and not line.startswith("###")),
                "hidden": secret,
                "locked": False,
            }
            for part, secret in ((visible, False), (hidden, True))
        ]
        suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        (folder / f"{task}.py").write_text(f"OK_FORMAT = True\ntest = { ({'name': task, 'points': worth, 'suites': [suite]})!r}\n")


def otter(submission: Submission, template: Path, scratch: Path, programs: Path) -> str:
    """The points ``otter run`` gives."""
    root = scratch / submission.name
    (root / "out").mkdir(parents=True)
    handed_in = min(hand_in(submission, root, template / "release/ps1/ps1.ipynb").glob("*.ipynb"), key=lambda path: len(path.name))
    if not handed_in.is_file():
        return "no marks"
    shutil.copy(handed_in, root / "ps1.ipynb")
    shutil.copy(scratch / "autograder.zip", root)
    well = shut_in([str(programs / "otter"), "run", "-a", "autograder.zip", "-o", "out", "ps1.ipynb"], root, programs)
    results = root / "out/results.json"
    tests = json.loads(results.read_text())["tests"] if results.exists() else []
    scores = [test["score"] for test in tests if test["name"] in TESTS]
    said = points(sum(scores)) if scores else "no marks"
    return said if well else f"{said}, stopped"


def sealed(root: Path) -> dict[str, str]:
    with ZooCourse(root, ZOO) as course:
        well = course.nbgrader("autograde", "ps1", check=False).returncode == 0
        marks = course.marks()
    said = {}
    for submission in ZOO:
        told = points(sum(mark or 0 for mark in marks[submission.name].values())) if submission.name in marks else "no marks"
        leak = leaks(root / "autograded" / submission.name / "ps1/ps1.ipynb")
        said[submission.name] = told + ("" if well else ", stopped") + (", leak" if leak else "")
    return said


def points(number: float) -> str:
    return f"{number:g}"


def main() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        top = Path(name)
        top.chmod(0o755)
        for place in ("stock", "otter", "sealed", "template"):
            (top / place).mkdir()
        programs = Path(os.environ.get("OTTER_BIN", top / "otter-venv/bin"))
        if not programs.exists():
            subprocess.run([sys.executable, "-m", "venv", str(programs.parent)], check=True)
            subprocess.run([str(programs / "pip"), "install", "--quiet", *OTTER], check=True)
        otter_tests(top / "otter/tests")
        subprocess.run(
            [str(programs / "otter"), "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], cwd=top / "otter", check=True
        )
        template = top / "template/course"
        with ZooCourse(template, [], CONFIG), ThreadPoolExecutor(WORKERS) as pool:
            by_sealed = pool.submit(sealed, top / "sealed/course")
            by_stock = list(pool.map(lambda s: stock(s, template, top / "stock"), ZOO))
            by_otter = list(pool.map(lambda s: otter(s, template, top / "otter", programs), ZOO))
            by_nbsealed = by_sealed.result()
    rows = [
        f"| `{s.name}` | {s.does} | {points(sum(s.earns.values()))} | {mark(s, one)} | {mark(s, two)} | {mark(s, by_nbsealed[s.name])} |"
        for s, one, two in zip(ZOO, by_stock, by_otter, strict=True)
    ]
    wrong = [
        sum(mark(s, said).startswith("**") for s, said in zip(ZOO, column, strict=True))
        for column in (by_stock, by_otter, by_nbsealed.values())
    ]
    text = Path(__file__).with_name("README.md")
    head = text.read_text().partition("<!-- table -->")[0]
    table = [
        "| Submission | What it does | Earned | nbgrader 0.9.6 | otter-grader 7.0.0 | nbsealed |",
        "|---|---|---|---|---|---|",
        *rows,
        f"| **not as earned** | of {len(ZOO)} | | {wrong[0]} | {wrong[1]} | {wrong[2]} |",
    ]
    text.write_text(f"{head}<!-- table -->\n\n" + "\n".join(table) + "\n")


def mark(submission: Submission, said: str) -> str:
    """Bold where it is not simply what was earned."""
    return said if said == points(sum(submission.earns.values())) else f"**{said}**"


if __name__ == "__main__":
    main()
