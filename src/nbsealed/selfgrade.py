"""Grade one's own copy of a notebook as the instructor would: ``python -m nbsealed.selfgrade exercises/ps1/ps1.ipynb``.

It needs the course around the notebook, with its nbgrader_config.py and the instructor's version of the assignment. Everything
happens in a copy: neither the notebook nor a gradebook is touched. The feedback page goes to the course's folder of feedback, under
the student name "me". It is the learner's own code on the learner's own machine, so it may do without a sandbox where there is none.
On systems other than Linux, where the sealed grader cannot run, nbgrader's own way to run tests takes its place.

The result is printed as soon as it is there; the feedback page is made after it. With ``--json`` it is printed as data, on one
line: ``assignment``, ``score`` and ``max_score`` (points given by tests), ``by_hand`` (points left to mark by hand), ``unsealed`` (why
there was no sandbox, or empty), ``feedback`` and ``solution`` (paths), and ``tasks``, a list of ``title``, ``score``, ``max_score``,
``by_hand``, ``messages`` and ``model``, a list of model answers, each with its ``source`` and ``why``: the comment with which its
solution begins, or nothing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

from nbsealed import CannotGrade, ahead, cells, system
from nbsealed.sandbox import Sandbox

CONFIG = "nbgrader_config.py"


def selfgrade(notebook: Path, tell: Callable[[dict], None]) -> None:
    """Grade a notebook in place of its instructor, tell the result as described above, and make the feedback page.

    Raises `CannotGrade`.
    """
    notebook = notebook.resolve()
    if not notebook.exists():
        raise CannotGrade(f"There is no notebook {notebook}.")
    course, source, config = _course_of(notebook)
    with tempfile.TemporaryDirectory(prefix="nbsealed-", ignore_cleanup_errors=True) as place:
        copy = Path(place).resolve()
        shutil.copytree(course / source, copy / source)
        config.CourseDirectory.root = str(copy)
        config.Sandbox.allow_unsealed = True
        Sandbox.instance(config=config)
        if not system.not_linux():
            ahead.begin(copy / source, _modules(course / source / notebook.name))
        from nbsealed import scratch  # noqa: PLC0415  (loads nbgrader, which takes as long as what has been begun)

        scratch.grade(notebook, course, source, config, tell)


def _course_of(notebook: Path) -> tuple[Path, Path, Config]:
    """The course that a notebook lies in: the folder with nbgrader's configuration, the place of the instructor's version in it, and
    what the configuration says.
    """
    for folder in notebook.parents:
        if (folder / CONFIG).exists():
            config = PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
            source = Path(config.CourseDirectory.get("source_directory", "source"), notebook.stem)
            if (folder / source / notebook.name).exists():
                return folder, source, config
            raise CannotGrade(
                f"{source} is not there, so the hidden tests are not either: only your teacher can grade this copy. "
                "Press Validate to run the tests you can see, then hand it in."
            )
    raise CannotGrade(
        f"Here are no hidden tests: no folder around {notebook.name} has a {CONFIG}, so only your teacher can grade this copy. "
        "Press Validate to run the tests you can see, then hand it in."
    )


def _modules(notebook: Path) -> tuple[str, ...]:
    """What the set-up cells of the instructor's notebook import, as `Course.modules` will say too."""
    marked = [(cell, cell["metadata"].get("nbgrader", {})) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
    given = [
        "".join(cell["source"])
        for cell, marks in marked
        if cell["cell_type"] == "code" and marks.get("locked") and not marks.get("grade") and not marks.get("solution")
    ]
    return cells.installed(given, notebook.parent)


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
    warnings.filterwarnings("ignore", module="nbgrader")  # what it says of its own queries
    try:
        selfgrade(given.notebook, lambda result: print(json.dumps(result) if given.json else report(result), flush=True))
    except CannotGrade as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
