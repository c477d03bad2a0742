"""Grades one submission after another in a scratch course: nbgrader's own Autograde, whose marks are taken down, not saved.

The scratch course holds one assignment and one submission at a time; its gradebook is in memory and knows no students. The course's own
gradebook is never seen here.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Collection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import find_all_files
from traitlets import Integer
from traitlets.config import Config, LoggingConfigurable

from nbsealed.batch.bundle import Bundle, Graded, Marks, Submission, Unfit, check
from nbsealed.course import gradebook_in_memory
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


class FileAutograde(Autograde):
    """nbgrader's Autograde without the student's rows in the gradebook."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the student's files to the folder of graded submissions, and the instructor's over them."""
        BaseConverter.init_assignment(self, assignment_id, student_id)
        source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", assignment_id))
        destination = Path(self._format_dest(assignment_id, student_id))
        kept = {source / name for name in self.exclude_overwriting.get(assignment_id, [])}
        for path in map(Path, find_all_files(str(source), [*self.coursedir.ignore, "*.ipynb"])):
            if path not in kept:
                target = destination / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copy(path, target)


class WorkerAutograde(FileAutograde):
    """Grades the notebooks that the assignment has. What the gradebook is to be told of each is in `marks`."""

    limit = Integer(3600, help="Seconds for one submission. A worker that takes longer ends, and the submission is tried again.").tag(
        config=True
    )

    def __init__(self, names: Collection[str], **kwargs: Any):
        super().__init__(**kwargs)
        self.names = names
        self.marks: dict[str, Marks] = {}

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        super().init_assignment(assignment_id, student_id)
        self.marks = {}
        self.notebooks = [path for path in self.notebooks if Path(path).stem in self.names]
        if not self.notebooks:
            self.log.error("There is no notebook of this assignment among what was handed in.")
            raise NbGraderException


class TakeMarks(SaveAutoGrades):
    """nbgrader's SaveAutoGrades with a sheet of paper for a gradebook."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id = about["notebook"], about["assignment"], about["student"]
        self.gradebook = _Sheet()
        NbGraderPreprocessor.preprocess(self, nb, resources)
        scores = {name: grade.auto_score for name, grade in self.gradebook.grades.items()}
        comments = {name: comment.auto_comment for name, comment in self.gradebook.comments.items()}
        self.parent.parent.marks[self.notebook_id] = Marks(scores, comments)
        return nb, resources


class _Sheet:
    """What SaveAutoGrades uses of a gradebook."""

    def __init__(self) -> None:
        self.grades: dict[str, SimpleNamespace] = {}
        self.comments: dict[str, SimpleNamespace] = {}
        self.db = SimpleNamespace(commit=lambda: None)

    def find_grade(self, name: str, *_: str) -> SimpleNamespace:
        return self.grades.setdefault(name, SimpleNamespace(manual_score=None))

    def find_comment(self, name: str, *_: str) -> SimpleNamespace:
        return self.comments.setdefault(name, SimpleNamespace())


class ScratchCourse:
    """A course folder with one assignment, in a temporary folder."""

    def __init__(self, bundle: Bundle):
        self.bundle = bundle
        check(bundle.demands)
        config = Config(bundle.config)
        Sandbox.clear_instance()
        sandbox = Sandbox.instance(config=config)
        if sandbox.refusal:
            raise Unfit(f"A worker cannot build the sandbox: {sandbox.missing}.")
        folder = Path(tempfile.mkdtemp(prefix="nbsealed-"))
        self.close = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        for name, content in bundle.files.items():
            step, _, rest = name.partition("/")
            _write(folder / step / bundle.assignment / rest, content)
        self.log = LogKeeper()
        url, self._memory = gradebook_in_memory(folder.name)
        self.directory = CourseDirectory(
            root=str(folder),
            db_url=url,
            assignment_id=bundle.assignment,
            config=Config({"CourseDirectory": bundle.config.get("CourseDirectory", {})}),
        )
        self._fill_gradebook()
        top = LoggingConfigurable(config=config, log=self.log.logger("nbsealed"))
        self.converter = WorkerAutograde(bundle.notebooks, coursedir=self.directory, parent=top)
        gc.freeze()  # to look through all that is loaded for garbage, again and again, would find none

    def _fill_gradebook(self) -> None:
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
        watch = threading.Timer(self.converter.limit, os._exit, [1])  # whoever gave the submission sees a lost worker
        watch.daemon = True
        watch.start()
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
            return Graded(graded, {name: self.converter.marks[name.removesuffix(".ipynb")] for name in graded}, self.log.taken())
        except Exception:
            self.log.logger("nbsealed").exception("Grading failed")
            return Graded({}, {}, self.log.taken())
        finally:
            watch.cancel()
            shutil.rmtree(submitted.parent, ignore_errors=True)
            shutil.rmtree(autograded.parent, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
