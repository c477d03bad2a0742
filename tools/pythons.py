"""Try the course on every supported Python of this computer: `make pythons`.

Each gets a fresh environment and a fresh copy of the course, and there the course is used as a newcomer and a teacher would use it, in
short. One more run, on the oldest Python, takes the lowest versions that pyproject.toml allows, so that its ranges are promises.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
import start  # noqa: E402

UV = [sys.executable, "-m", "uv"]
SET, HANDED_IN = "ps0_rehearsal", {"solves": 4, "leaves_blank": 0}  # who hands in, and the points that tests give
EVERY_MODULE = """
import importlib, pkgutil, sys, warnings
warnings.filterwarnings("error", module="balancing_act|nbsealed")
for name in ("balancing_act", "nbsealed"):
    for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
        module.name.endswith("__main__") or importlib.import_module(module.name)
"""
MARKS = """
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "balancing_act") as gradebook:
    for submission in gradebook.assignment_submissions("{0}"):
        print(submission.student.id, f"{{submission.score:g}}")
"""


class FailedError(Exception):
    """A command did not do what it should; its output says what."""


class Trial:
    """One Python with a fresh environment and a fresh copy of the course."""

    def __init__(self, python: start.Python, folder: Path, *, lowest: bool):
        self.python, self.lowest = python, lowest
        self.course, self.venv = folder / "course", folder / "course" / ".venv"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "NBGRADER", "PYTHON"))}
        self.environment = kept | {"HOME": str(folder), "PATH": f"{self.venv / 'bin'}:{os.environ['PATH']}"}

    def run(self, *command: str | Path) -> str:
        done = subprocess.run(
            command, cwd=self.course, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            raise FailedError(done.stdout)
        return done.stdout

    def install(self) -> None:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for path in [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]:
            (self.course / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, self.course / path)
        packages = ["--resolution", "lowest-direct", "--all-extras", "-r", "pyproject.toml"] if self.lowest else ["-r", "requirements.txt"]
        cache = {"UV_CACHE_DIR": subprocess.run([*UV, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()}
        self.environment |= cache
        self.run(*UV, "venv", "--quiet", "--python", self.python.path, self.venv)
        self.run(*UV, "pip", "install", "--quiet", "--python", self.venv, "--only-binary", ":all:", *packages)
        self.run(*UV, "pip", "install", "--quiet", "--python", self.venv, "--no-deps", "--editable", ".")

    def imports(self) -> None:
        self.run("python", "-c", EVERY_MODULE)

    def lesson(self) -> None:
        self.run("jupyter", "execute", "lessons/03_how_did_astana_vote.ipynb")

    def sealed(self) -> None:
        self.run("nbgrader", "generate_assignment", SET, "--force")
        for student, folder in zip(HANDED_IN, ("solutions", "exercises"), strict=True):
            shutil.copytree(self.course / folder / SET, self.course / "submitted" / student / SET)
        self.run("nbsealed", "grade", SET)
        self.check_marks()

    def autograde(self) -> None:
        self.run("nbgrader", "autograde", SET, "--force")
        self.check_marks()

    def check_marks(self) -> None:
        said = self.run("python", "-c", MARKS.format(SET))
        marks = {student: float(points) for student, points in map(str.split, said.splitlines())}
        if marks != HANDED_IN:
            raise FailedError(f"The marks should be {HANDED_IN}, and are {marks}.")

    def grade_my_work(self) -> None:
        said = self.run("make", "--silent", "grade", f"PS={SET}", "--old-file", ".venv/lab")
        if "points by the tests" not in said or "Warning" in said:
            raise FailedError(said)

    def help(self) -> None:
        for command in ("nbsealed --help", "nbsealed grade --help"):
            self.run(*command.split())


STEPS = (Trial.install, Trial.imports, Trial.lesson, Trial.sealed, Trial.autograde, Trial.grade_my_work, Trial.help)


def main() -> None:
    parser = argparse.ArgumentParser(description="Try the course on every supported Python of this computer.")
    parser.add_argument("python", nargs="*", help="only these")
    parser.add_argument("--ends", action="store_true", help="only the oldest and the newest")
    options = parser.parse_args()
    pythons = found(options.python)
    if options.ends:
        pythons = sorted({pythons[0], pythons[-1]})
    oldest = pythons[:1] if pythons[0].version[1] == min(start.MINORS) else []  # the lowest versions have no wheels for newer ones
    faults = ""
    print(f"{'interpreter':60} {'seconds':>7}  {'  '.join(step.__name__ for step in STEPS)}")
    for python, lowest in [*((python, True) for python in oldest), *((python, False) for python in pythons)]:
        name, begun, passed = f"{python}{', lowest versions' if lowest else ''}", time.monotonic(), []
        with tempfile.TemporaryDirectory(prefix="pythons-") as folder:
            trial = Trial(python, Path(folder), lowest=lowest)
            for step in STEPS:
                if step is not Trial.install and passed[0] == "NO":
                    break
                try:
                    step(trial)
                    passed.append("yes")
                except FailedError as error:
                    passed.append("NO")
                    faults += f"\n{name}, {step.__name__}:\n{error}"
        words = (f"{word:{len(step.__name__)}}" for step, word in zip(STEPS, passed, strict=False))
        print(f"{name:60} {time.monotonic() - begun:7.0f}  {'  '.join(words)}", flush=True)
    sys.exit(faults or None)


def found(chosen: list[str]) -> list[start.Python]:
    """Supported Pythons, the oldest first: those chosen, or all on the PATH and under pyenv, one for each version."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/*/bin/python")
    commands = [[path] for path in chosen] or [*start.candidates(), *([str(path)] for path in pyenv)]
    pythons = {python.version: python for python in map(start.ask, reversed(commands)) if python}
    if len(pythons) < len(chosen) or not pythons:
        sys.exit("Not every one is a Python that the course runs on." if chosen else "No Python was found that the course runs on.")
    return sorted(pythons.values())


if __name__ == "__main__":
    main()
