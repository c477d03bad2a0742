"""The bench of tests/matrix runs no kernel, no sandbox and no nbgrader command. A sample of its answers goes through all of them."""

from matrix_bench import judge


def verdicts(graded, student) -> dict[str, tuple[str, str]]:
    """Outcome and message of each test cell."""
    cells = [cell for cell in graded.notebook(student).cells if "nbsealed" in cell.metadata]
    return {cell.metadata.nbgrader.grade_id: (cell.metadata.nbsealed.outcome, cell.metadata.nbsealed.get("message", "")) for cell in cells}


def test_a_right_answer_earns_all_points(graded):
    assert verdicts(graded, "bench_right") == dict.fromkeys(graded.sample.problem_set.tests, ("passed", ""))


def test_a_wrong_answer_gets_the_verdict_of_the_bench(graded):
    wrong = graded.sample.answers["bench_wrong"]
    expected = {verdict.test: (verdict.outcome, verdict.message) for verdict in judge(graded.sample.problem_set, [wrong])}
    found = verdicts(graded, "bench_wrong")
    assert {test: found[test] for test in expected} == expected
