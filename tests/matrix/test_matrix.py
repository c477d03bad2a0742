"""Every answer on the bench gets what it deserves, and the tables say so. README.md describes the bench."""

import pytest
from matrix_bench import ANSWERS, SETS, Answer, ProblemSet, bench, faults, judge, read_answers, side_by_side, unreached
from matrix_mutants import mutants, survivors
from matrix_table import HERE, MUTANTS, RESULTS, mutation, readme, results


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.xdist_group(f"bench {name}")) for name in SETS])
def found(request):
    """The name of a problem set, its answers, the verdicts on them, and what is wrong with either."""
    [result] = side_by_side(bench, [request.param])  # in a process of its own: answers leave charts and settings behind
    return request.param, *result


def test_every_problem_set_is_on_the_bench():
    assert [name for name in SETS if not (ANSWERS / f"{name}.py").exists()] == []


def test_no_right_answer_is_refused_and_each_wrong_one_gets_its_message(found):
    *_, wrong = found
    assert wrong == []


def test_the_table_is_up_to_date(found):
    name, answers, verdicts, _ = found
    written = (RESULTS / f"{name}.md").read_text(encoding="utf-8")
    assert written == results(ProblemSet(name), answers, verdicts), "Run make matrix and commit the result."


def test_the_summary_is_up_to_date():
    assert (HERE / "README.md").read_text(encoding="utf-8") == readme(), "Run make matrix and commit the result."


def test_the_bench_tells_what_is_wrong():
    """A right answer refused, a wrong one accepted, another message, an assertion that no wrong answer meets."""
    problem_set = ProblemSet("ps0_rehearsal")
    answers = [
        Answer("task-2-load", "refused", 'resolutions = load("countries")\none_row = "B"'),
        Answer("task-2-load", "accepted", 'resolutions = load("ukraine_resolutions")\none_row = "B"', {"task-2-row-test": "no"}),
        Answer("task-2-load", "told", 'resolutions = load("ukraine_resolutions")\none_row = "A"', {"task-2-row-test": "votes"}),
        Answer("task-2-load", "crash", "import os\nos._exit(0)"),
    ]
    verdicts = judge(problem_set, answers)
    said = faults(answers, verdicts)
    assert [fault.split(" (")[0] for fault in said] == [f"task-2-load: {n}" for n in ("refused", "accepted", "told", "crash", "crash")]
    missing = unreached(problem_set, answers, verdicts)
    assert any(place.startswith("task-2-row-test") and '!= "C"' in place for place in missing)
    assert not any(place.startswith("task-2-row-test") and '!= "A"' in place for place in missing)


def test_a_message_that_is_looked_up_counts_for_each_of_its_sentences():
    problem_set = ProblemSet("ps3_votes")
    answers = [answer for answer in read_answers(problem_set) if answer.task == "flaw" and answer.name != "absences"]
    missing = [place for place in unreached(problem_set, answers, judge(problem_set, answers)) if place.startswith("flaw-test")]
    assert missing == ["flaw-test, line 10: Counting absences in another way shifts both years. It is a choice, not the main flaw."]


def test_small_changes_of_code():
    changed = dict(mutants('"""Words."""\nif a < 1 and not b:\n    c = max(d[1:])\nax.set_title("Words", color="red")'))
    assert {
        "line 2: a < 1 -> a <= 1",
        "line 2: a < 1 -> a >= 1",
        "line 2: a < 1 and (not b) -> a < 1 or not b",
        "line 2: not b -> b",
        "line 2: 1 -> 2",
        "line 3: max -> min",
        "line 3: 1: -> :1",
        "line 3: c = max(d[1:]) -> nothing",
    } <= set(changed)
    assert not any("Words" in change and "set_title" not in change for change in changed)
    assert not any("red" in change and "set_title" not in change for change in changed)


def test_no_mutant_of_a_small_set_survives_without_a_reason():
    by_task = survivors(ProblemSet("ps0_rehearsal"))
    assert [change for _, left in by_task.values() for change, reason in left.items() if not reason] == []
    written = (MUTANTS / "ps0_rehearsal.md").read_text(encoding="utf-8")
    assert written == mutation("ps0_rehearsal", by_task), "Run make matrix and commit the result."
