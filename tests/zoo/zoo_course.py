"""A course with the zoo in it: released, handed in, graded and given feedback by the real nbgrader commands."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat
from commands import run
from nbgrader.api import Gradebook
from zoo_assignment import source_notebook
from zoo_submissions import Scene, Submission

CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "zoo"
c.Execute.timeout = 8
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
"""
SEALED = """
from nbsealed import configure

configure(c)
c.SealedExecute.call_timeout = 4
c.SealedExecute.test_timeout = 15
c.Sandbox.total_memory = 1024
"""
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}  # nbgrader looks for alembic there


class ZooCourse:
    """A course folder under `root` in which the submissions have been handed in. Use as a context: somebody listens on a port meanwhile."""

    def __init__(self, root: Path, submissions: Iterable[Submission], config: str = CONFIG + SEALED):
        self.root, self.submissions = root, list(submissions)
        (root / "source/ps1").mkdir(parents=True)
        nbformat.write(source_notebook(), root / "source/ps1/ps1.ipynb")
        (root / "nbgrader_config.py").write_text(config)
        self.nbgrader("generate_assignment", "ps1")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        scene = Scene(root, nbformat.read(root / "release/ps1/ps1.ipynb", as_version=4), self.listener.getsockname()[1])
        for submission in self.submissions:
            folder = root / "submitted" / submission.name / "ps1"
            folder.mkdir(parents=True)
            submission.write(scene, folder)

    def __enter__(self) -> ZooCourse:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def nbgrader(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Give a command of nbgrader's in the course. Raises RuntimeError when it fails; with `check` off it may."""
        return run([sys.executable, "-m", "nbgrader", *arguments], self.root, ENVIRONMENT, status=0 if check else None)

    def marks(self) -> dict[str, dict[str, float | None]]:
        return marks_in(self.root)

    def was_called(self) -> bool:
        """Whether somebody has connected to the port."""
        try:
            self.listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True


def marks_in(root: Path) -> dict[str, dict[str, float | None]]:
    """Automatic marks by student and test in the gradebook of a course."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {
            submission.student_id: {g.name: g.auto_score for n in submission.notebooks for g in n.grades if g.name != "essay"}
            for submission in gradebook.assignment_submissions("ps1")
        }
