"""A scratch course in which nbgrader grades one notebook of a learner, for `selfgrade`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from nbsealed import EXECUTE, CannotGrade, system
from nbsealed.course import gradebook_in_memory, model_answer
from nbsealed.execute import is_test, write_verdicts
from nbsealed.sandbox import Sandbox

ME = "me"  # the name of the student


def grade(notebook: Path, course: Path, source: Path, config: Config, tell: Callable[[dict], None]) -> None:
    """Grade a learner's notebook in the copy of the course that the configuration names, tell the result, then make the feedback page.

    `source` is the place of the instructor's version in the course, and in the copy. Raises `CannotGrade`.
    """
    assignment, copy = notebook.stem, Path(config.CourseDirectory.root)
    config.CourseDirectory.db_url, memory = gradebook_in_memory(copy.name)
    config.NbGraderAPI.log_level = logging.ERROR
    steps = config.Autograde.get("autograde_preprocessors", [])
    if system.not_linux() and EXECUTE in steps:
        steps[steps.index(EXECUTE)] = StockExecute
    with closing(memory):
        api = NbGraderAPI(config=config)
        submitted, graded, feedback = (
            Path(api.coursedir.format_path(getattr(api.coursedir, f"{step}_directory"), ME, assignment))
            for step in ("submitted", "autograded", "feedback")
        )
        kept, solution = course / feedback.relative_to(copy), course / source / notebook.name
        submitted.mkdir(parents=True)
        shutil.copy(notebook, submitted)
        _done(api.generate_assignment(assignment))
        _done(api.autograde(assignment, ME))
        tasks = _tasks(api, assignment, graded / notebook.name, solution)
        shutil.rmtree(kept, ignore_errors=True)
        tell(
            {
                "assignment": assignment,
                "score": sum(task["score"] for task in tasks),
                "max_score": sum(task["max_score"] for task in tasks),
                "by_hand": sum(task["by_hand"] for task in tasks),
                "unsealed": Sandbox.instance().missing,
                "feedback": str(kept / f"{assignment}.html"),
                "solution": str(solution),
                "tasks": tasks,
            }
        )
        _done(api.generate_feedback(assignment, ME))
        shutil.copytree(feedback, kept)


def _done(step: dict) -> None:
    """Look whether a step of nbgrader's has succeeded."""
    if not step["success"]:
        raise CannotGrade(f"nbgrader stopped:\n{step.get('log', '')}{step.get('error', '')}")


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
