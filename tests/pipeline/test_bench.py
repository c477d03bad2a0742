"""The bench of tests/matrix runs no kernel, no sandbox and no nbgrader command. A sample of its answers goes through all of them."""

import copy

import nbformat
import pytest
from matrix_bench import SETS, ProblemSet, judge, read_answers


@pytest.fixture(scope="module", params=SETS)
def sample(request, make_course):
    """The verdicts of nbgrader on a right and on a wrong answer to one task, with the model answers to all others; the wrong answer."""
    name, course = request.param, make_course()
    problem_set = ProblemSet(name)
    answers = read_answers(problem_set)
    wrong = wrong_answer(problem_set, answers)
    right = next(answer for answer in answers if answer.task == wrong.task and answer.right)
    course.nbgrader("generate_assignment", name, "--force")
    released = nbformat.read(course.folder / "exercises" / name / f"{name}.ipynb", as_version=4)
    for student, answer in {"right": right, "wrong": wrong}.items():
        sheet = {**problem_set.models, answer.task: answer.source}
        notebook = copy.deepcopy(released)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = sheet.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        folder = course.folder / "submitted" / student / name
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{name}.ipynb")
    course.nbgrader("autograde", name)
    return problem_set, {student: verdicts(course, name, student) for student in ("right", "wrong")}, wrong


def wrong_answer(problem_set, answers):
    """Of a function where there is one: functions cross to the judge in another way than data."""
    wrong = [answer for answer in answers if not answer.right]
    return next((answer for answer in wrong if "def " in problem_set.models[answer.task]), wrong[0])


def verdicts(course, name, student) -> dict[str, tuple[str, str]]:
    """Outcome and message of each test cell."""
    notebook = nbformat.read(course.folder / "autograded" / student / name / f"{name}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if "nbsealed" in cell.metadata]
    return {cell.metadata.nbgrader.grade_id: (cell.metadata.nbsealed.outcome, cell.metadata.nbsealed.get("message", "")) for cell in cells}


def test_a_right_answer_earns_all_points(sample):
    problem_set, graded, _ = sample
    assert graded["right"] == dict.fromkeys(problem_set.tests, ("passed", ""))


def test_a_wrong_answer_gets_the_verdict_of_the_bench(sample):
    problem_set, graded, wrong = sample
    expected = {verdict.test: (verdict.outcome, verdict.message) for verdict in judge(problem_set, [wrong])}
    assert {test: graded["wrong"][test] for test in expected} == expected
