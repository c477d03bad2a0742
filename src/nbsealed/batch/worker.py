"""Grades one submission after another in a scratch course: nbgrader's own Autograde, up to where it would write marks.

The scratch course holds one assignment and one submission at a time; its gradebook is in memory. The course's own gradebook is never
seen here.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
import tempfile
import threading
import weakref
from pathlib import Path

from nbgrader.api import Base, Gradebook
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine
from traitlets.config import Config, LoggingConfigurable

from nbsealed.batch.bundle import Bundle, Graded, Submission, Unfit, check
from nbsealed.sandbox import Sandbox

_turn = threading.Lock()  # nbgrader changes the working folder, so a process grades one submission at a time
_scratch: ScratchCourse | None = None


def grade(bundle: Bundle, submission: Submission) -> Graded:
    """Grade a submission. Raises `Unfit` where this machine would not give the same marks; whatever else fails is in the log."""
    global _scratch  # noqa: PLW0603  (a worker keeps its scratch course, and with it the judge)
    with _turn:
        if _scratch is None or _scratch.bundle.digest != bundle.digest:
            if _scratch:
                _scratch.close()
            _scratch = None
            _scratch = ScratchCourse(bundle)
        return _scratch.grade(submission)


class LogKeeper(logging.Handler):
    """Keeps messages with their levels."""

    def __init__(self):
        super().__init__()
        self.kept: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append((record.levelno, self.format(record)))

    def taken(self) -> list[tuple[int, str]]:
        """What was logged since the last call."""
        kept, self.kept = self.kept, []
        return kept

    def logger(self, name: str) -> logging.Logger:
        """A logger that tells this keeper alone."""
        logger = logging.Logger(name, logging.INFO)
        logger.addHandler(self)
        return logger


class ScratchCourse:
    """A course folder with one assignment, in a temporary folder."""

    def __init__(self, bundle: Bundle):
        self.bundle = bundle
        check(bundle.demands)
        config = Config(bundle.config)
        Sandbox.clear_instance()
        sandbox = Sandbox.instance(config=config)
        if sandbox.missing and not sandbox.allow_unsealed:
            raise Unfit(f"A worker cannot build the sandbox: {sandbox.missing}.")
        folder = Path(tempfile.mkdtemp(prefix="nbsealed-"))
        self.close = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        for name, content in bundle.files.items():
            step, _, rest = name.partition("/")
            _write(folder / step / bundle.assignment / rest, content)
        self.log = LogKeeper()
        url = f"file:{folder.name}?mode=memory&cache=shared"
        self._memory = sqlite3.connect(url, uri=True, check_same_thread=False)  # the database lives as long as this connection
        self.directory = CourseDirectory(
            root=str(folder),
            db_url=f"sqlite:///{url}&uri=true",
            assignment_id=bundle.assignment,
            config=Config({"CourseDirectory": bundle.config.get("CourseDirectory", {})}),
        )
        self._fill_gradebook()
        top = LoggingConfigurable(config=config, log=self.log.logger("nbsealed"))
        self.converter = Autograde(coursedir=self.directory, parent=top, create_student=True)

    def _fill_gradebook(self) -> None:
        # The tables first: nbgrader would look for the program alembic to make them.
        engine = create_engine(self.directory.db_url)
        Base.metadata.create_all(engine)
        engine.dispose()
        with Gradebook(self.directory.db_url) as gradebook:
            assignment = self.bundle.assignment
            gradebook.add_assignment(assignment)
            for name, notebook in self.bundle.notebooks.items():
                place = name, assignment
                gradebook.add_notebook(*place, kernelspec=notebook["kernelspec"])
                for cell in notebook["cells"]:
                    about = {key: cell[key] for key in ("cell_type", "locked", "source", "checksum")}
                    gradebook.add_source_cell(cell["name"], *place, **about)
                    worth = {"max_score": cell["points"], "cell_type": cell["cell_type"]}
                    if cell["task"]:
                        gradebook.add_task_cell(cell["name"], *place, **worth)
                    elif cell["points"] is not None:
                        gradebook.add_grade_cell(cell["name"], *place, **worth)
                    if cell["solution"]:
                        gradebook.add_solution_cell(cell["name"], *place)

    def grade(self, submission: Submission) -> Graded:
        self.directory.student_id = "*"
        submitted, autograded = (
            Path(self.directory.format_path(step, submission.student, self.bundle.assignment)) for step in ("submitted", "autograded")
        )
        try:
            for name, content in submission.files.items():
                _write(submitted / name, content)
            with contextlib.suppress(NbGraderException):  # its reason is in the log
                self.converter.start()
            graded = {path.name: path.read_text(encoding="utf-8") for path in autograded.glob("*.ipynb")}
            return Graded(graded, self.log.taken())
        except Exception:
            self.log.logger("nbsealed").exception("Grading failed")
            return Graded({}, self.log.taken())
        finally:
            shutil.rmtree(submitted.parent, ignore_errors=True)
            shutil.rmtree(autograded.parent, ignore_errors=True)
            with Gradebook(self.directory.db_url) as gradebook, contextlib.suppress(Exception):
                gradebook.remove_student(submission.student)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
