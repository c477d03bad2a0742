"""Grade my work: a learner's own copy of a problem set, graded as a teacher would, from within the notebook or by `make grade`.

The grader is a program of its own, the same as a teacher's. It works on a copy of the saved notebook and prints its result as data;
this module asks it, shows what it says and notes it in the learner's progress.
"""

import ast
import contextlib
import html
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from balancing_act.learner import record_set

GRADER = "nbsealed.selfgrade"

_last_run: dict[str, str] = {}  # cell id -> source, of the cells run since the course was imported


@dataclass(frozen=True)
class Graded:
    """A graded problem set.

    result: what the grader printed (see nbsealed.selfgrade); saved: when the graded copy was saved; unsaved: titles of tasks whose
    answer was last run in another form than the saved one.
    """

    result: dict
    saved: datetime
    unsaved: list[str]

    @property
    def summary(self) -> str:
        """Score, what is left to mark by hand, and which copy was graded."""
        r = self.result
        by_hand = f" {r['by_hand']:g} more are for you to give, with the criteria in the task." if r["by_hand"] else ""
        return f"{r['score']:g} of {r['max_score']:g} points by the tests.{by_hand} Graded: the copy saved at {self.saved:%H:%M:%S}."

    @property
    def notes(self) -> list[str]:
        """What a reader should know about this grading."""
        notes = [
            f"{title}: what you last ran is not what is saved. If you have not saved since, press Ctrl+S (on a Mac, ⌘S) and run this again."
            for title in self.unsaved
        ]
        if self.result["unsealed"]:
            notes.append(f"Your code ran without a sandbox, because {self.result['unsealed']}. The tests and the points are the same.")
        return notes

    def __repr__(self) -> str:
        tasks = [f"{_points(task)}: {' '.join([task['title'], *task['messages']])}" for task in self.result["tasks"]]
        files = [f"Feedback page: {self.result['feedback']}", f"Model answers: {self.result['solution']}"]
        return "\n".join([self.summary, *self.notes, *tasks, *files])

    def _repr_html_(self) -> str:
        e, top = html.escape, "text-align:left;vertical-align:top"
        rows = "".join(
            f'<tr><th scope="row" style="{top}">{e(task["title"])}</th><td style="{top}">{_points(task)}</td>'
            f'<td style="{top}">{"<br>".join(map(e, task["messages"])) or _verdict(task)}{_model(task)}</td></tr>'
            for task in self.result["tasks"]
        )
        notes = "".join(f'<p role="alert">⚠ {e(note)}</p>' for note in self.notes)
        return (
            f'<div style="max-width:75em"><p role="status"><strong>{e(self.summary)}</strong></p>{notes}'
            '<table><thead><tr><th scope="col" style="text-align:left">Task</th><th scope="col" style="text-align:left">Points</th>'
            f'<th scope="col" style="text-align:left">What the tests say</th></tr></thead><tbody>{rows}</tbody></table>'
            f'<p><a href="{_link(self.result["feedback"])}">Open the feedback page</a> (your notebook with all comments) · '
            f'<a href="{_link(self.result["solution"])}">Open the model solution</a> (with its hidden tests)</p></div>'
        )


@dataclass(frozen=True)
class NotGraded:
    """Why there are no marks, and what can be done."""

    reason: str

    def __repr__(self) -> str:
        return f"Not graded. {self.reason}"

    def _repr_html_(self) -> str:
        style = "border-left:6px solid #555555;padding:.4em .8em;max-width:52em;white-space:pre-wrap"
        return f'<div role="status" style="{style}"><strong>Not graded.</strong> {html.escape(self.reason)}</div>'


def grade_my_work(assignment: str) -> Graded | NotGraded:
    """Grade the saved copy of a problem set that this notebook is, hidden tests included. It changes neither notebook nor gradebook.

    assignment: the name of the problem set and of its notebook, for example "ps3_votes". While nbgrader itself runs the notebook,
    nothing is graded.
    """
    if "NBGRADER_EXECUTION" in os.environ:
        return NotGraded("nbgrader is running this notebook; it has its own tests.")
    notebook = Path.cwd() / f"{assignment}.ipynb"
    if not notebook.exists():
        return NotGraded(f"There is no {notebook.name} in {notebook.parent}. Run this in the notebook of the problem set.")
    return grade(notebook)


def grade(notebook: Path) -> Graded | NotGraded:
    """Grade a copy of a notebook, and note the result in the learner's progress."""
    print("Grading a copy of your saved notebook. This takes about ten seconds.", flush=True)
    saved = datetime.fromtimestamp(notebook.stat().st_mtime)
    unsaved = _unsaved(json.loads(notebook.read_text(encoding="utf-8")))
    command = [sys.executable, "-P", "-X", "utf8", "-m", GRADER, "--json", notebook]
    with tempfile.TemporaryFile() as problems:
        grader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=problems, encoding="utf-8")
        said = grader.stdout.readline()
        Thread(target=grader.communicate).start()  # makes the feedback page meanwhile; Python does not end before it
        if not said:
            grader.wait()
            problems.seek(0)
            return NotGraded(problems.read().decode(errors="replace").strip() or "The grader stopped without a word.")
    result = json.loads(said)
    with contextlib.suppress(OSError):  # marks are worth showing where no progress can be kept
        record_set(result["assignment"], result["score"], result["max_score"] + result["by_hand"], result["by_hand"])
    return Graded(result, saved, unsaved)


def watch(shell: Any) -> None:
    """Note what is run in each cell from now on, so that an answer which was not saved can be told."""

    def note(result: Any) -> None:
        if result.info.cell_id:
            _last_run[result.info.cell_id] = result.info.raw_cell

    shell.events.register("post_run_cell", note)


def _unsaved(notebook: dict) -> list[str]:
    """The headings above answers whose last run differs from what is saved."""
    titles, heading = [], ""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = next((line.lstrip("# ") for line in reversed(source.splitlines()) if line.startswith("#")), heading)
        elif cell["metadata"].get("nbgrader", {}).get("solution") and not _same(_last_run.get(cell.get("id"), source), source):
            titles.append(heading)
    return list(dict.fromkeys(titles))


def _same(ran: str, saved: str) -> bool:
    """Whether two sources do the same; blanks and comments do not count."""
    try:
        return ast.dump(ast.parse(ran)) == ast.dump(ast.parse(saved))
    except SyntaxError:
        return ran.strip() == saved.strip()


def _points(task: dict) -> str:
    by_tests = f"{task['score']:g} of {task['max_score']:g}" if task["max_score"] else ""
    by_hand = f"{task['by_hand']:g} by hand" if task["by_hand"] else ""
    return ", ".join(part for part in (by_tests, by_hand) if part) or "no points"


def _verdict(task: dict) -> str:
    return "All tests passed." if task["max_score"] else "Mark this one yourself, with the criteria in the task."


def _model(task: dict) -> str:
    """The model answers of a task, folded away: what explains each, in paragraphs, then the answer without the dots that it replaces."""
    e, answers = html.escape, ""
    for model in task["model"]:
        source = re.sub(r"^\w+ = \.\.\.\n+", "", model["source"], flags=re.MULTILINE)
        answers += "".join(f'<p style="margin:.6em 0">{e(part)}</p>' for part in model["why"].split("\n\n") if part)
        answers += f'<pre style="white-space:pre-wrap;word-break:normal;margin-bottom:1.2em">{e(source)}</pre>'
    style = "border-left:4px solid #0072B2;padding-left:.8em"
    return (
        f'<details style="margin-top:.4em"><summary>Model answer</summary><div style="{style}">{answers}</div></details>' if answers else ""
    )


def _link(path: str) -> str:
    """A file's address for a link in the notebook, which JupyterLab reads from the notebook's folder on."""
    # Resolved, as the path is: on Windows there is no way from a drive's letter to the server that it stands for.
    return html.escape(Path(os.path.relpath(path, Path.cwd().resolve())).as_posix())
