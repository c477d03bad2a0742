"""The zoo, graded by the real nbgrader: no point unearned, no earned point lost, nothing leaked, nothing left behind, no batch stopped."""

import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from commands import run
from zoo_assignment import CANARY, TESTS
from zoo_course import ENVIRONMENT, ZooCourse
from zoo_submissions import ZOO

pytestmark = pytest.mark.timeout(3600)  # the first test waits until the whole zoo has been graded

NAMES = [submission.name for submission in ZOO]


class Graded:
    """What grading the whole zoo has left."""

    def __init__(self, course: ZooCourse, exits: list[int]):
        self.root, self.exits = course.root, exits
        self.called, self.marks = course.was_called(), course.marks()

    def notebook(self, name: str) -> nbformat.NotebookNode:
        return nbformat.read(self.root / "autograded" / name / "ps1/ps1.ipynb", as_version=4)

    def feedback(self, name: str) -> str:
        return (self.root / "feedback" / name / "ps1/ps1.html").read_text()

    def outcomes(self, name: str) -> dict[str, str]:
        return {c.metadata.nbgrader.grade_id: c.metadata.nbsealed.outcome for c in self.notebook(name).cells if "nbsealed" in c.metadata}


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("nbsealed grade", marks=pytest.mark.xdist_group("zoo by nbsealed")),
        pytest.param("nbgrader autograde", marks=[pytest.mark.proof, pytest.mark.xdist_group("zoo by nbgrader")]),
    ],
)
def graded(request, tmp_path_factory):
    """The zoo, graded by one of the two commands, with feedback."""
    with ZooCourse(tmp_path_factory.mktemp("zoo"), ZOO) as course:
        (course.root / "before").write_text(snapshot(course.root))
        commands = [request.param.split(), ["nbgrader", "generate_feedback"]]
        exits = [run([sys.executable, "-m", *each, "ps1"], course.root, ENVIRONMENT, status=None).returncode for each in commands]
        yield Graded(course, exits)


def snapshot(root: Path) -> str:
    """Names and contents of what grading has no business to change."""
    files = sorted(path for top in ("source", "release") for path in (root / top).rglob("*") if path.is_file())
    return "\n".join(f"{path} {hash(path.read_bytes())}" for path in files)


def test_the_batch_runs_to_its_end(graded):
    assert graded.exits == [0, 0]
    assert set(graded.marks) == set(NAMES)


@pytest.mark.parametrize("submission", ZOO, ids=NAMES)
def test_marks(graded, submission):
    assert graded.marks[submission.name] == submission.earns, submission.does


@pytest.mark.parametrize("name", NAMES)
def test_nothing_secret_reaches_the_student(graded, name):
    """Every hidden line and every model answer holds the canary: it is in no output of the student's cells and nowhere in the feedback."""
    for cell in graded.notebook(name).cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            assert CANARY not in str(cell.outputs)
    feedback = graded.feedback(name)
    assert CANARY not in feedback
    assert "Traceback" not in feedback or name in ("raises", "honest_class") or "Error" in feedback
    for _, test in TESTS.values():
        hidden = test.split("### BEGIN HIDDEN TESTS")[1].split("### END HIDDEN TESTS")[0]
        for line in filter(None, map(str.strip, hidden.splitlines())):
            assert line not in feedback


def test_the_release_holds_no_secret(graded):
    assert CANARY not in (graded.root / "release/ps1/ps1.ipynb").read_text()


def test_nothing_is_left_behind(graded):
    assert not list(graded.root.rglob("*escaped*"))
    assert snapshot(graded.root) == (graded.root / "before").read_text()
    for folder in ("/tmp", "/dev/shm", "/var/tmp", str(Path.home())):
        assert not list(Path(folder).glob("zoo-escaped*"))
    assert not graded.called
    assert not processes("zoo-daemon")


def processes(name: str, patience: float = 5) -> list[str]:
    end = time.monotonic() + patience
    while True:
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        found = [line for line in listed.splitlines() if line.startswith(name)]
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("name", "test", "outcome"),
    [
        ("honest", "mean-test", "passed"),
        ("blank", "mean-test", "unattempted"),
        ("wrong_numbers", "total-test", "failed"),
        ("hard_coded", "words-test", "partial"),
        ("wrong_numbers", "words-test", "failed"),
        ("endless_function", "mean-test", "timed out"),
        ("exits_in_function", "mean-test", "crashed"),
        ("equals_everything", "table-test", "refused"),
        ("truncated", "total-test", "refused"),
    ],
)
def test_the_instructor_sees_the_outcome(graded, name, test, outcome):
    assert graded.outcomes(name)[test] == outcome
    if outcome not in ("passed", "partial"):
        cell = next(cell for cell in graded.notebook(name).cells if cell.metadata.get("nbgrader", {}).get("grade_id") == test)
        assert outcome.capitalize() in str(cell.outputs)
        assert outcome.capitalize() in graded.feedback(name)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("duplicated", "was there 3 times"),
        ("deleted", "was missing and is put back"),
        ("moved", "had been moved"),
        ("retyped", "was a raw cell and is a code cell again"),
        ("renamed", "unknown name"),
        ("stripped", "had lost its name"),
        ("edited_tests", "had been changed; its text is restored"),
        ("copy_name", "handed in as ps1 (1).ipynb"),
        ("two_copies", "was handed in as well"),
        ("truncated", "the file is damaged"),
        ("empty_file", "the file is empty"),
        ("not_utf8", "not valid UTF-8"),
        ("format_3", "old format 3"),
        ("format_5", "newer format 5"),
        ("linked_notebook", "a link to"),
    ],
)
def test_repairs_are_told_to_student_and_instructor(graded, name, note):
    assert any(note in repair for repair in graded.notebook(name).metadata.nbsealed.repairs)
    assert note in graded.feedback(name)


def test_messages_written_for_the_student_are_shown(graded):
    assert "total is not the sum of the amounts" in graded.feedback("wrong_numbers")
    assert "total should be a number" in graded.feedback("text_for_number")


def test_a_function_where_a_number_was_expected_is_met_by_the_test_itself(graded):
    """It takes a second run of the notebook, of which the student sees nothing."""
    assert "total should be a number" in graded.feedback("function_for_number")
    answer = next(cell for cell in graded.notebook("function_for_number").cells if cell["id"] == "total")
    assert [output["text"] for output in answer.outputs] == ["once\n"]


def test_memory_is_limited_for_all_processes_together(graded):
    assert "took too much memory together" in graded.feedback("memory_of_many")
    assert graded.outcomes("memory_of_many_in_function")["words-test"] in ("crashed", "timed out")  # on a busy machine time is up first


def test_outputs_and_text_run_no_script(graded):
    cells = {cell["id"]: cell for cell in graded.notebook("scripts").cells}
    shown = [text for output in cells["first"].outputs for kind, text in output.data.items() if kind != "text/plain"]
    assert shown and "zoo-script" not in str(shown)
    assert "It is shown as text" in cells["script"].source
    assert not re.search(r"<[^>]*zoo-script", graded.feedback("scripts"))
