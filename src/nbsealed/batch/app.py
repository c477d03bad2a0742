"""The commands `nbsealed` and `nbsealed grade`. They read nbgrader_config.py, as nbgrader's commands do."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from textwrap import dedent

from jupyter_core.application import NoStart
from nbgrader.api import MissingEntry
from nbgrader.apps.baseapp import NbGrader, nbgrader_aliases, nbgrader_flags
from nbgrader.converters import BaseConverter, NbGraderException
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column, Table
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from traitlets import Bool, Integer, Unicode, default

from nbsealed.batch.bundle import Bundle, Graded, Submission, Unfit, demands, read_files, settings
from nbsealed.batch.record import GradebookLost, Recorder, summary
from nbsealed.batch.store import Busy, Store
from nbsealed.batch.worker import WorkerAutograde
from nbsealed.batch.workers import Cluster, Local, WorkersLost
from nbsealed.course import STORE, Course
from nbsealed.execute import SealedExecute
from nbsealed.sandbox import Sandbox

OUTCOMES = ("passed", "partial", "failed", "unattempted", "timed out", "crashed", "refused")


class GradeApp(NbGrader):
    """``nbsealed grade``."""

    name = "nbsealed-grade"
    description = dedent(
        """\
        Grade a class: the same marks as `nbgrader autograde`, by several workers at once.

        Killed at any moment and started again, it goes on where it was. Submissions that have not changed since they were graded are
        not run again, unless the assignment, its tests or settings have changed.

        Exit code 0: every submission is graded and in the gradebook. 1: it could not begin, or had to stop; what has been graded is kept,
        and the same command goes on. 2: some submissions could not be graded; the others are in the gradebook.
        """
    )
    examples = """
        nbsealed grade ps1
        nbsealed grade ps1 --student anna
        nbsealed grade ps1 --regrade
        nbsealed grade ps1 --executor tcp://192.168.1.10:8786
    """

    executor = Unicode(help="Address of a Dask scheduler, such as tcp://192.168.1.10:8786. Empty: workers on this machine.").tag(
        config=True
    )
    workers = Integer(help="Workers on this machine. Default: one for each processor.").tag(config=True)
    regrade = Bool(False, help="Grade every submission again, and say whose marks change and why.").tag(config=True)

    aliases = {  # noqa: RUF012  (traitlets')
        **{name: trait for name, trait in nbgrader_aliases.items() if name != "notebook"},
        "executor": "GradeApp.executor",
        "workers": "GradeApp.workers",
    }
    flags = {**nbgrader_flags, "regrade": ({"GradeApp": {"regrade": True}}, regrade.help)}  # noqa: RUF012

    @default("workers")
    def _workers_default(self) -> int:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    @default("log_level")
    def _log_level_default(self) -> int:
        return logging.ERROR  # what is logged of each submission would drown the rest

    @default("classes")
    def _classes_default(self) -> list:
        return [*super()._classes_default(), BaseConverter, Recorder, WorkerAutograde, SealedExecute, Sandbox]

    def start(self) -> None:
        super().start()
        if (self.extra_args and self.coursedir.assignment_id) or len(self.extra_args) > 1:
            self.fail("Name one assignment, as an argument or with --assignment.")
        self.coursedir.assignment_id = (self.extra_args or [self.coursedir.assignment_id])[0]
        if not self.coursedir.assignment_id:
            self.fail("Name the assignment, for example: nbsealed grade ps1")
        self.console = Console(stderr=True, quiet=self.log_level >= logging.CRITICAL)
        try:
            sys.exit(2 if self._grade() else 0)
        except MissingEntry as error:
            self.fail("%s. Make it with: nbgrader generate_assignment", error)
        except (Busy, Unfit) as error:
            self.fail("%s", error)
        except NbGraderException:  # logged where it arose
            self._relay("")
            sys.exit(1)
        except (GradebookLost, SQLAlchemyError, WorkersLost, OSError) as error:
            self.fail("%s\nNothing that was graded is lost: give the same command again to go on.", error)
        except KeyboardInterrupt:
            self.fail("Stopped. What has been graded is kept: give the same command again to go on.")

    def _grade(self) -> list[str]:
        """Grade the class; gives the students whose submission could not be graded."""
        self.keys: dict[str, str] = {}
        with ExitStack() as ending:
            self.recorder = ending.enter_context(closing(Recorder(coursedir=self.coursedir, parent=self)))
            self.bundle = self._bundle(self.recorder.divide())
            self.found = self.recorder.submissions()
            self.known = self.recorder.known()
            path = Path(self.coursedir.root, STORE, f"{self.bundle.assignment}.sqlite")
            self.store = ending.enter_context(closing(Store(path)))
            self.store.begin(self.found if self.regrade else ())
            self.entries = self.store.entries()
            run, failed = self._run()
            if not [student for student, entry in self.store.entries().items() if entry.again and student not in failed]:
                self.store.finish()
            self._report(run, failed)
        return failed

    def _run(self) -> tuple[list[str], list[str]]:
        """Grade what has to be graded. Gives these students, and those among them for whom it failed."""
        failed = []
        bar = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        with Progress(*bar, console=self.console, speed_estimate_period=300) as progress:
            self._log_above_the_bar()
            run = [student for student in self.found if not (self._is_done(student) and self._is_recorded(student))]
            task = progress.add_task(f"Grading {self.bundle.assignment}", total=len(run))
            if run:
                with closing(self._workers(len(run))) as workers:
                    for submission, graded in workers.grade(self._read(run)):
                        if not self._keep(submission, graded):
                            failed.append(submission.student)
                        progress.advance(task)
        return run, failed

    def _bundle(self, steps: list[str]) -> Bundle:
        sandbox = Sandbox.instance(parent=self)
        if sandbox.refusal and not self.executor:
            raise Unfit(sandbox.refusal)
        assignment = self.coursedir.assignment_id
        notebooks, sources = {}, []
        kernels = {notebook.name: notebook.kernelspec for notebook in self.recorder.gradebook.find_assignment(assignment).notebooks}
        for name, kernelspec in kernels.items():
            course = Course(self.coursedir, assignment, name)
            notebooks[name] = {"kernelspec": kernelspec, "cells": [dict(cell) for cell in course.released]}
            sources += course.imports
        files = {}
        for step in ("source", "release"):
            folder = Path(self.coursedir.format_path(getattr(self.coursedir, f"{step}_directory"), ".", assignment))
            files |= {f"{step}/{name}": content for name, content in read_files(folder, self.coursedir.ignore).items()}
        config = settings(self.config)
        config.setdefault("Autograde", {})["autograde_preprocessors"] = steps
        return Bundle(assignment, config, files, notebooks, demands(sources, sandbox.readable))

    def _is_done(self, student: str) -> bool:
        """Whether the store holds the result of this very submission."""
        entry = self.entries.get(student)
        if not entry or entry.again or (entry.recorded and student not in self.known):
            return False
        return entry.key == self._submission(student).key(self.bundle)

    def _is_recorded(self, student: str) -> bool:
        """Whether a result that is in the store stands in the gradebook; what a killed command left is written now."""
        return self.entries[student].recorded or self._record(student, self.store.waiting(student))

    def _submission(self, student: str) -> Submission:
        return Submission(student, read_files(Path(self.found[student][0]), self.coursedir.ignore))

    def _read(self, students: list[str]) -> Iterator[Submission]:
        """Submissions, one after the other as workers ask for them, after the hook that comes before autograding."""
        for student in students:
            folder, notebooks = self.found[student]
            self.found[student] = folder, self.recorder.tidy(notebooks)
            submission = self._submission(student)
            self.keys[student] = submission.key(self.bundle)
            yield submission

    def _workers(self, number: int) -> Local | Cluster:
        return Cluster(self.bundle, self.executor) if self.executor else Local(self.bundle, max(1, min(self.workers, number)))

    def _keep(self, submission: Submission, graded: Graded) -> bool:
        """Put a result into the store and the gradebook. False where there is none, or the gradebook does not take it."""
        student = submission.student
        for level, message in graded.log:
            self.log.log(level if graded.notebooks else max(level, logging.ERROR), "%s: %s", student, message)
        if not graded.notebooks:
            return False
        before = self.recorder.standings([student])[student] if student in self.known else None
        self.store.keep(student, self.keys.pop(student), graded, summary(graded), before)
        return self._record(student, graded)

    def _record(self, student: str, graded: Graded) -> bool:
        _, notebooks = self.found[student]
        well = self.recorder.record(student, notebooks, graded)
        self._relay(student, logging.NOTSET if well else logging.ERROR)
        if well:
            self.store.recorded(student)
        return well

    def _relay(self, about: str, least: int = logging.NOTSET) -> None:
        """Log what the recorder has to say."""
        for level, message in self.recorder.keeper.taken():
            self.log.log(max(level, least), "%s%s", about and f"{about}: ", message)

    def _log_above_the_bar(self) -> None:
        """Send log lines to where the bar makes way for them."""
        for handler in self.log.handlers:
            if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
                handler.setStream(sys.stderr)

    # -----------------------------------------------------------------------------------------------------------------------------
    # What is said at the end

    def _report(self, run: list[str], failed: list[str]) -> None:
        entries = {student: entry for student, entry in self.store.entries().items() if student in self.found}
        count: dict[tuple[str, str], Counter] = {}
        for entry in entries.values():
            for notebook, tests in entry.summary.outcomes.items():
                for test, (outcome, _) in tests.items():
                    count.setdefault((notebook, test), Counter())[outcome] += 1
        table = Table(
            Column("test", no_wrap=True), *OUTCOMES, title="Submissions by test and outcome", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
        )
        for (_, test), counter in count.items():
            table.add_row(test, *(str(counter[outcome] or "") for outcome in OUTCOMES))
        say = Console(quiet=self.console.quiet, soft_wrap=True, highlight=False, markup=False).print
        if count:
            say(table)
        repaired = sum(entry.summary.repairs > 0 for entry in entries.values())
        refused = sum(entry.summary.refused for entry in entries.values())
        say(f"{len(self.found)} submissions: {len(run) - len(failed)} graded now, {len(self.found) - len(run)} unchanged since.")
        say(f"Put right by the doctor: {repaired}, refused: {refused}. To be marked by hand: {self.recorder.waiting_for_marks()}.")
        changes = self._changes()
        if self.regrade or changes:
            say(f"Changed: {len(changes)} of {len(self.store.before())} that had been graded before.")
        for line in [line for lines in changes.values() for line in lines]:
            say(line)
        if failed:
            say(f"Could not be graded: {', '.join(failed)}. The log above says why; they are tried again next time.")

    def _changes(self) -> dict[str, list[str]]:
        """For each student whose marks are not what they were when the round began: by how much, in which cells and why."""
        old = self.store.before()
        new = self.recorder.standings(old)
        changes = {}
        for student, before in old.items():
            after = new[student]
            cells = [
                f"    {cell}: {_mark(was[0])} -> {_mark(now[0])}, {_verdict(was)} -> {_verdict(now)}"
                for cell, now in after["cells"].items()
                if (was := before["cells"].get(cell, [None, "", ""]))[:2] != now[:2]
            ]
            if cells:
                changes[student] = [f"  {student}: {_mark(before['score'])} -> {_mark(after['score'])}", *cells]
        return changes


def _mark(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"


def _verdict(standing: list) -> str:
    _, outcome, message = standing
    return f"{outcome or 'no outcome'}{f' ({message})' if message else ''}"


class NbSealedApp(NbGrader):
    """``nbsealed``."""

    name = "nbsealed"
    description = "Sealed grading for nbgrader."
    subcommands = {"grade": (GradeApp, "Grade a class with several workers.")}  # noqa: RUF012

    def start(self) -> None:
        if self.subapp is None:
            self.print_help()
            raise NoStart
        super().start()


def main() -> None:
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # of no use to a teacher
    NbSealedApp.launch_instance()
