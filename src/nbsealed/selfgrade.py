"""Grade one's own copy of a notebook as the instructor would: ``python -m nbsealed.selfgrade exercises/ps1/ps1.ipynb``.

It needs the course around the notebook, with its nbgrader_config.py and the instructor's version of the assignment. Everything
happens in a copy: neither the notebook nor a gradebook is touched. The feedback page goes to the course's folder of feedback, under
the student name "me". It is the learner's own code on the learner's own machine, so it may do without a sandbox where there is none.
On systems other than Linux, where the sealed grader cannot run, nbgrader's own way to run tests takes its place.

With ``--json`` the result is printed as data: ``assignment``, ``score`` and ``max_score`` (points given by tests), ``by_hand``
(points left to mark by hand), ``unsealed`` (why there was no sandbox, or empty), ``feedback`` and ``solution`` (paths), and
``tasks``, a list of ``title``, ``score``, ``max_score``, ``by_hand``, ``messages`` and ``model``, a list of model answers, each with its
``source`` and ``why``: the comment with which its solution begins, or nothing.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import Execute
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from nbsealed import EXECUTE, system
from nbsealed.course import model_answer
from nbsealed.execute import is_test, write_verdicts
from nbsealed.sandbox import Sandbox

ME = "me"
CONFIG = "nbgrader_config.py"


class CannotGrade(RuntimeError):  # noqa: N818  (says why)
    """The notebook cannot be graded here; the message says why, and what can be done."""


def selfgrade(notebook: Path) -> dict:
    """Grade a notebook in place of its instructor; the result as described above. Raises `CannotGrade`."""
    notebook = notebook.resolve()
    if not notebook.exists():
        raise CannotGrade(f"There is no notebook {notebook}.")
    course, config = _course_of(notebook)
    assignment = notebook.stem
    with tempfile.TemporaryDirectory(prefix="nbsealed-", ignore_cleanup_errors=True) as place:
        folder = Path(place).resolve()
        api = NbGraderAPI(config=_at(folder, config))
        directory = api.coursedir
        source = Path(directory.format_path(directory.source_directory, ".", assignment))
        submitted, graded, feedback = (
            Path(directory.format_path(getattr(directory, f"{step}_directory"), ME, assignment))
            for step in ("submitted", "autograded", "feedback")
        )
        solution = course / source.relative_to(folder)
        shutil.copytree(solution, source)
        submitted.mkdir(parents=True)
        shutil.copy(notebook, submitted)
        for step in (
            lambda: api.generate_assignment(assignment),
            lambda: api.autograde(assignment, ME),
            lambda: api.generate_feedback(assignment, ME),
        ):
            done = step()
            if not done["success"]:
                raise CannotGrade(f"nbgrader stopped:\n{done.get('log', '')}{done.get('error', '')}")
        kept = course / feedback.relative_to(folder)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(feedback, kept)
        tasks = _tasks(api, assignment, graded / notebook.name, solution / notebook.name)
    return {
        "assignment": assignment,
        "score": sum(task["score"] for task in tasks),
        "max_score": sum(task["max_score"] for task in tasks),
        "by_hand": sum(task["by_hand"] for task in tasks),
        "unsealed": Sandbox.instance().missing,
        "feedback": str(kept / f"{assignment}.html"),
        "solution": str(solution / notebook.name),
        "tasks": tasks,
    }


def _course_of(notebook: Path) -> tuple[Path, Config]:
    """The course that a notebook lies in: the folder with nbgrader's configuration, and what that says."""
    for folder in notebook.parents:
        if (folder / CONFIG).exists():
            config = PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
            source = folder / config.CourseDirectory.get("source_directory", "source")
            if (source / notebook.stem / notebook.name).exists():
                return folder, config
            raise CannotGrade(
                f"{source.name}/{notebook.stem} is not there, so the hidden tests are not either: only your teacher can grade this copy. "
                "Press Validate to run the tests you can see, then hand it in."
            )
    raise CannotGrade(
        f"Here are no hidden tests: no folder around {notebook.name} has a {CONFIG}, so only your teacher can grade this copy. "
        "Press Validate to run the tests you can see, then hand it in."
    )


def _at(folder: Path, config: Config) -> Config:
    """The course's configuration, for a copy of the course in another folder."""
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    config.Sandbox.allow_unsealed = True
    config.NbGraderAPI.log_level = logging.ERROR
    steps = config.Autograde.get("autograde_preprocessors", [])
    if system.not_linux() and EXECUTE in steps:
        steps[steps.index(EXECUTE)] = StockExecute
    return config


class StockExecute(Execute):
    """nbgrader's own Execute, which runs the tests in the student's kernel, with verdicts as the sealed one writes them."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict, **kwargs: Any) -> tuple[NotebookNode, ResourcesDict]:
        nb, resources = super().preprocess(nb, resources, **kwargs)
        write_verdicts(nb, {index: _verdict(cell) for index, cell in enumerate(nb.cells) if is_test(cell)})
        return nb, resources


def _verdict(cell: NotebookNode) -> dict:
    """What became of a test cell that has run."""
    verdict: dict[str, Any] = {"outcome": "passed"}
    for output in cell.outputs:
        match output.output_type:
            case "error" if output.ename == "AssertionError":
                verdict |= {"outcome": "failed", "message": output.evalue or "a test failed"}
            case "error":
                verdict |= {"outcome": "failed", "message": f"{output.ename}: {output.evalue}"}
            case "execute_result":
                verdict["credit"] = utils.get_partial_grade(output, float(cell.metadata.nbgrader.points))
            case "stream" if output.name == "stdout":
                verdict["stdout"] = verdict.get("stdout", "") + output.text
    return verdict


def _tasks(api: NbGraderAPI, assignment: str, graded: Path, solution: Path) -> list[dict]:
    """One entry for each heading above graded cells: points, what the tests say, model answers."""
    with api.gradebook as gradebook:
        grades = {grade.name: grade for grade in gradebook.find_submission_notebook(graded.stem, assignment, ME).grades}
        found: dict[str, dict] = {}
        verdicts = {_name(cell): cell.metadata.get("nbsealed", {}) for cell in nbformat.read(graded, as_version=4).cells}
        heading = ""
        for cell in nbformat.read(solution, as_version=4).cells:
            heading = _heading(cell) or heading
            name = _name(cell)
            if not (utils.is_solution(cell) or name in grades):
                continue
            task = found.setdefault(
                heading, {"title": heading, "score": 0.0, "max_score": 0.0, "by_hand": 0.0, "messages": [], "model": []}
            )
            if utils.is_solution(cell):
                task["model"].append(dict(zip(("source", "why"), model_answer(cell), strict=True)))
            if name not in grades:
                continue
            grade, verdict = grades[name], verdicts.get(name, {})
            if utils.is_solution(cell):
                task["by_hand"] += grade.max_score
                continue
            task["score"] += grade.score
            task["max_score"] += grade.max_score
            if verdict.get("message"):
                task["messages"].append(verdict["message"])
    return list(found.values())


def _name(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _heading(cell: NotebookNode) -> str:
    """The last heading in a cell of text."""
    lines = cell.source.splitlines() if cell.cell_type == "markdown" and not utils.is_solution(cell) else []
    return next((line.lstrip("# ") for line in reversed(lines) if line.startswith("#")), "")


def report(result: dict) -> str:
    """A result as text for a terminal."""
    lines = []
    for task in result["tasks"]:
        points = f"{task['score']:g} of {task['max_score']:g}" if task["max_score"] else f"{task['by_hand']:g} by hand"
        lines += [f"{points:>10}  {task['title']}", *(f"{'':>12}{message}" for message in task["messages"])]
    lines += ["", f"{result['score']:g} of {result['max_score']:g} points by the tests."]
    if result["by_hand"]:
        lines.append(f"{result['by_hand']:g} more are for you to give, with the criteria in the task.")
    if result["unsealed"]:
        lines.append(f"Your code ran without a sandbox ({result['unsealed']}). The tests are the same.")
    lines += [f"Feedback page: {result['feedback']}", f"Model answers: {result['solution']}"]
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(prog="python -m nbsealed.selfgrade", description="Grade your own copy of a notebook.")
    options.add_argument("notebook", type=Path)
    options.add_argument("--json", action="store_true", help="print the result as data")
    given = options.parse_args()
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's, about its own queries
    # nbgrader starts alembic by its bare name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    try:
        result = selfgrade(given.notebook)
    except CannotGrade as problem:
        sys.exit(str(problem))
    print(json.dumps(result) if given.json else report(result))


if __name__ == "__main__":
    main()
