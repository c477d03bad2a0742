"""Grade my work: a learner's own copy, graded from the terminal and from within the notebook."""

import csv
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from commands import run
from nbclient import NotebookClient

from balancing_act.grading import Graded

ROOT = Path(__file__).parents[2]
SET = "ps0_rehearsal"
NOTEBOOK = Path("exercises", SET, f"{SET}.ipynb")
RUN = "grade-my-work-run"


def outcome(cell) -> str:
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)


@pytest.fixture(scope="module")
def learner(make_course, hand_in):
    """A copy of the course in which problem set 0 is half right."""
    course = make_course()
    nbformat.write(hand_in(SET, "half_right"), course.folder / NOTEBOOK)
    return course


def selfgrade(course, *options: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "nbsealed.selfgrade", NOTEBOOK, *options]
    return run(command, course.folder, course.environment | environment, status=None)


@pytest.fixture(scope="module")
def result(learner) -> dict:
    before = (learner.folder / NOTEBOOK).read_bytes()
    run = selfgrade(learner, "--json")
    assert run.returncode == 0, run.stderr
    assert (learner.folder / NOTEBOOK).read_bytes() == before
    assert not (learner.folder / "gradebook.db").exists()
    return json.loads(run.stdout)


def test_marks_are_those_of_the_class(result):
    with Path(__file__).with_name("classes").joinpath(SET, "marks.csv").open(encoding="utf-8", newline="") as lines:
        [marks] = [row for row in csv.DictReader(lines) if row.pop("student") == "half_right"]
    graded = nbformat.read(ROOT / "solutions" / SET / f"{SET}.ipynb", as_version=4).cells
    by_hand = {cell.id for cell in graded if cell.metadata.get("nbgrader", {}).get("grade") and cell.metadata.nbgrader.solution}
    assert result["score"] == sum(float(mark) for name, mark in marks.items() if name not in by_hand)
    assert (result["max_score"], result["by_hand"]) == (4, 1)


def test_messages_are_those_of_the_feedback_page(result):
    page = BeautifulSoup(Path(result["feedback"]).read_text(encoding="utf-8"), "html.parser").text
    said = [message for task in result["tasks"] for message in task["messages"]]
    assert said
    assert [message for message in said if message not in page] == []


def test_model_answers_come_without_their_markers(result):
    models = [model["source"] for task in result["tasks"] for model in task["model"]]
    assert any("countries" in model for model in models)
    assert not [model for model in models if "SOLUTION" in model or "MARK SCHEME" in model]


def test_a_model_answer_is_shown_below_its_explanation(result):
    def shown(task):
        page = BeautifulSoup(Graded(result | {"tasks": [task]}, datetime.now(), [])._repr_html_(), "html.parser")
        return [(part.name, part.text) for part in page.details.find_all(["p", "pre"])]

    task = result["tasks"][2]
    assert [name for name, _ in shown(task)] == ["p", "p", "pre"] * 2
    assert all(text.startswith("To check: ") for _, text in shown(task)[1::3])
    made_up = task | {"model": [{"why": "A share\nis <b>below</b> 1.\n\nTo check: s < 1.", "source": "s = ...\n\ns = a if a < b else 0"}]}
    assert shown(made_up) == [("p", "A share\nis <b>below</b> 1."), ("p", "To check: s < 1."), ("pre", "s = a if a < b else 0")]


def test_what_is_begun_ahead_is_what_is_used(learner):
    """One warm process and one judge: where the environment or a module differs, others would be started beside them, unseen."""
    code = f"""
from pathlib import Path
from nbsealed import ahead, sandbox, selfgrade

selfgrade.selfgrade(Path({str(NOTEBOOK)!r}), lambda result: None)
print(len(sandbox.Warm._running), ahead._begun)
"""
    assert run([sys.executable, "-c", code], learner.folder, learner.environment).stdout == "1 {}\n"


def test_the_result_is_printed_before_the_page_is_made(learner):
    command = [sys.executable, "-m", "nbsealed.selfgrade", NOTEBOOK, "--json"]
    with subprocess.Popen(command, cwd=learner.folder, env=learner.environment, stdout=subprocess.PIPE, text=True) as grader:
        page = Path(json.loads(grader.stdout.readline())["feedback"])
        assert not page.exists()  # nor an old one
    assert grader.returncode == 0
    assert page.exists()


def test_without_bubblewrap_it_says_so_and_goes_on(learner, result, tmp_path):
    """Nor is any other program needed, such as alembic, which nbgrader starts for a new gradebook."""
    (tmp_path / "python").symlink_to(sys.executable)
    run = selfgrade(learner, PATH=str(tmp_path))
    assert run.returncode == 0, run.stderr
    assert "Your code ran without a sandbox (the program bwrap is not installed" in run.stdout
    assert f"{result['score']:g} of {result['max_score']:g} points by the tests." in run.stdout


@pytest.mark.parametrize("gone", ["solutions", "nbgrader_config.py"])
def test_an_enrolled_students_copy_is_left_to_the_teacher(make_course, gone):
    course = make_course()
    (course.folder / gone).rename(course.folder / "elsewhere")
    run = selfgrade(course)
    assert run.returncode == 1
    assert "only your teacher can grade this copy. Press Validate" in run.stderr
    assert not (course.folder / "feedback").exists()


def test_the_notebook_grades_its_saved_copy_and_says_what_was_not_saved(learner, result, monkeypatch):
    """Run in a kernel as JupyterLab does, cell ids and all, with one answer changed after the notebook was saved."""
    path = learner.folder / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == "task-1-repair")
    cell.source = 'table_name = "regions"'
    for variable in [name for name in os.environ if name not in learner.environment]:
        monkeypatch.delenv(variable)
    for name, value in learner.environment.items():
        monkeypatch.setenv(name, value)

    class Lab(NotebookClient):
        """Sends the id of each cell along, as JupyterLab does."""

        async def async_execute_cell(self, cell, cell_index, **kwargs):
            session, send = self.kc.session, self.kc.session.msg
            session.msg = lambda kind, *args, **more: send(kind, *args, **more) | {"metadata": {"cellId": cell.id}}
            try:
                return await super().async_execute_cell(cell, cell_index, **kwargs)
            finally:
                session.msg = send

    Lab(notebook, allow_errors=True, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    said = outcome(next(cell for cell in notebook.cells if cell.id == RUN))
    assert f"{result['score']:g} of {result['max_score']:g} points by the tests." in said
    assert "Task 1" in said and "what you last ran is not what is saved" in said
    assert said.count("what you last ran is not what is saved") == 1


def test_nothing_is_graded_while_nbgrader_runs_the_notebook(graded):
    for student in graded.marks:
        for cell in graded.notebook(student).cells:
            if "grade_my_work(" in cell.source:
                assert "Points" not in outcome(cell)
                assert "points by the tests" not in outcome(cell)


@pytest.mark.parametrize("assignment", sorted(folder.name for folder in (ROOT / "solutions").iterdir()))
def test_every_problem_set_ends_with_grade_my_work(assignment):
    first, *others = (
        [
            cell.source.replace(f'"{name}"', '"…"')
            for cell in nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4).cells[-2:]
        ]
        for name in (SET, assignment)
    )
    assert 'grade_my_work("…")' in first[-1]
    assert others == [first]
