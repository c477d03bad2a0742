"""The bench of tests/matrix runs no kernel, no sandbox and no nbgrader command. A sample of its answers goes through all of them."""

import copy

import nbformat
import pytest
from matrix_bench import SETS, ProblemSet, judge, read_answers


@pytest.fixture(scope="module")
def course(make_course):
    """A course in which one student of each set has a right answer to every task, and one a wrong answer to one task."""
    course = make_course()
    course.nbgrader("generate_assignment", "*", "--force")
    for name in SETS:
        problem_set = ProblemSet(name)
        released = nbformat.read(course.folder / "exercises" / name / f"{name}.ipynb", as_version=4)
        sheets = {"right": {task: right_answer(problem_set, task).source for task in problem_set.tasks}}
        wrong = wrong_answer(problem_set)
        sheets["wrong"] = {**problem_set.models, wrong.task: wrong.source}
        for student, sheet in sheets.items():
            notebook = copy.deepcopy(released)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.source = sheet.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
            folder = course.folder / "submitted" / student / name
            folder.mkdir(parents=True)
            nbformat.write(notebook, folder / f"{name}.ipynb")
        course.nbgrader("autograde", name)
    return course


def right_answer(problem_set, task):
    return next(answer for answer in read_answers(problem_set) if answer.task == task and answer.right)


def wrong_answer(problem_set):
    """Of a function where there is one: functions cross to the judge in another way than data."""
    wrong = [answer for answer in read_answers(problem_set) if not answer.right]
    return next((answer for answer in wrong if "def " in problem_set.models[answer.task]), wrong[0])


def graded(course, name, student) -> dict[str, tuple[str, str]]:
    notebook = nbformat.read(course.folder / "autograded" / student / name / f"{name}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if "nbsealed" in cell.metadata]
    return {cell.metadata.nbgrader.grade_id: (cell.metadata.nbsealed.outcome, cell.metadata.nbsealed.get("message", "")) for cell in cells}


@pytest.mark.parametrize("name", SETS)
def test_right_answers_earn_all_points(course, name):
    assert graded(course, name, "right") == dict.fromkeys(ProblemSet(name).tests, ("passed", ""))


@pytest.mark.parametrize("name", SETS)
def test_a_wrong_answer_gets_the_verdict_of_the_bench(course, name):
    problem_set = ProblemSet(name)
    wrong = wrong_answer(problem_set)
    expected = {verdict.test: (verdict.outcome, verdict.message) for verdict in judge(problem_set, [wrong])}
    said = graded(course, name, "wrong")
    assert {test: said[test] for test in expected} == expected
