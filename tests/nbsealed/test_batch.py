"""`nbsealed grade`: the same marks as `nbgrader autograde`, whatever happens on the way. The commands are run as a teacher runs them."""

import datetime
import os
import signal
import textwrap
from pathlib import Path

import pytest
from batch_course import CLASS, EARNED, course, descendants, everything, grade, graded, marks, start, until, workers
from nbgrader.api import Gradebook
from zoo_course import CONFIG, SEALED

from nbsealed.batch.bundle import Unfit, check, demands

pytestmark = pytest.mark.timeout(1800)

LATE = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
DUE = datetime.datetime(2026, 3, 1)


def url(root):
    return f"sqlite:///{root}/gradebook.db"


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """Two courses with the same class, one late: graded by nbgrader, and by nbsealed. Feedback and export are nbgrader's in both."""
    roots = [tmp_path_factory.mktemp(name) / "course" for name in ("stock", "batch")]
    made = [course(root, config=CONFIG + SEALED + LATE) for root in roots]
    for one in made:
        (one.root / "submitted/hard_coded/ps1/timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
        (one.root / "submitted/honest/ps1/timestamp.txt").write_text("2026-02-28 12:00:00 UTC")
        (one.root / "submitted/honest/ps1/notes").mkdir()
        (one.root / "submitted/honest/ps1/notes/read me.txt").write_text("mine")
        with Gradebook(url(one.root)) as gradebook:
            gradebook.update_or_create_assignment("ps1", duedate=DUE)
    made[0].nbgrader("autograde", "ps1")
    said = grade(made[1].root, "--workers", "2")
    for one in made:
        one.nbgrader("generate_feedback", "ps1")
        one.nbgrader("export")
    return [*made, said]


def assert_same(stock, batch):
    ours, theirs = everything(batch.root), everything(stock.root)
    assert ours.keys() == theirs.keys()
    assert {name: ours[name] for name in ours if ours[name] != theirs[name]} == {
        name: theirs[name] for name in ours if ours[name] != theirs[name]
    }


def test_all_that_is_left_is_as_nbgrader_leaves_it(twins):
    stock, batch, said = twins
    assert marks(url(batch.root)) == EARNED
    assert_same(stock, batch)
    assert f"{len(CLASS)} submissions: {len(CLASS)} graded now" in said.stdout
    assert "refused: 1" in said.stdout
    with Gradebook(url(batch.root)) as gradebook:
        assert gradebook.find_submission_notebook("ps1", "ps1", "hard_coded").late_submission_penalty > 0


@pytest.mark.proof
def test_a_regrade_keeps_what_was_marked_by_hand_and_says_who_changed(twins):
    """The instructor corrects a test. Both commands grade again; marks and comments entered by hand stay."""
    stock, batch, _ = twins
    unchanged = grade(batch.root)
    assert f"0 graded now, {len(CLASS)} unchanged" in unchanged.stdout
    for one in (stock, batch):
        with Gradebook(url(one.root)) as gradebook:
            mark = gradebook.find_grade("mean-test", "ps1", "ps1", "honest")
            mark.manual_score, mark.extra_credit, mark.needs_manual_grade = 1.5, 0.5, False
            gradebook.find_comment("mean", "ps1", "ps1", "honest").manual_comment = "Seen in class."
            gradebook.db.commit()
        source = one.root / "source/ps1/ps1.ipynb"
        text = source.read_text()
        assert text.count('\\"two\\"]') == 1
        source.write_text(text.replace('\\"two\\"]', '\\"2\\"]'))
        one.nbgrader("generate_assignment", "ps1", "--force")
    stock.nbgrader("autograde", "ps1", "--force")
    said = grade(batch.root, "--regrade")
    for one in (stock, batch):
        one.nbgrader("generate_feedback", "ps1", "--force")
        one.nbgrader("export")
    assert_same(stock, batch)
    with Gradebook(url(batch.root)) as gradebook:
        assert gradebook.find_grade("mean-test", "ps1", "ps1", "honest").score == 2
        assert gradebook.find_comment("mean", "ps1", "ps1", "honest").comment == "Seen in class."
    assert "  honest: " in said.stdout
    assert "ps1/words-test: 2 -> 1, passed -> partial" in said.stdout
    assert "  blank: " not in said.stdout
    assert f"of {len(CLASS)} that had been graded before" in said.stdout


def test_the_killed_command_goes_on_where_it_was(tmp_path):
    batch = course(tmp_path / "course")
    with start(batch.root) as running:
        until(lambda: len(graded(batch.root)) >= 2)
        started = descendants(running.pid)
        running.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))  # workers and sandboxes end with it
    done = {student for student, its in marks(url(batch.root)).items() if its == EARNED[student]}
    written = {student: (batch.root / f"autograded/{student}/ps1/ps1.ipynb").stat().st_mtime_ns for student in graded(batch.root)}
    said = grade(batch.root)
    assert marks(url(batch.root)) == EARNED
    again = {name for name, when in written.items() if (batch.root / f"autograded/{name}/ps1/ps1.ipynb").stat().st_mtime_ns != when}
    assert len(again) <= 1  # the one that was being written
    assert len(done) >= 1
    assert f"{len(CLASS)} submissions:" in said.stdout
    assert f" {len(CLASS)} graded now" not in said.stdout


KILLER = """\
import os, signal, time
from nbgrader.preprocessors import NbGraderPreprocessor

class Killer(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        if any("END THE GRADER" in cell.source for cell in nb.cells):
            os.kill(os.getpid(), signal.SIGKILL)
        if any("HANG THE GRADER" in cell.source for cell in nb.cells):
            time.sleep(10_000)
        return nb, resources
"""


@pytest.mark.proof
def test_lost_workers_are_replaced_and_a_submission_that_ends_them_is_refused(tmp_path):
    """A worker is killed from outside, and one submission ends each worker that reads it: its own marks are lost, nobody else's."""
    batch = course(tmp_path / "course", config=CONFIG + SEALED + 'c.Autograde.sanitize_preprocessors.insert(1, "killer_step.Killer")\n')
    (batch.root / "killer_step.py").write_text(KILLER)
    path = batch.root / "submitted/blank/ps1/ps1.ipynb"
    path.write_text(path.read_text().replace("raise NotImplementedError", "raise NotImplementedError  # END THE GRADER", 1))
    with start(batch.root) as running:
        until(lambda: workers(running))
        os.kill(workers(running)[0], signal.SIGKILL)
        said, _ = running.communicate()
    assert running.returncode == 0, said
    assert marks(url(batch.root)) == EARNED
    assert "ended the grader again and again" in (batch.root / "autograded/blank/ps1/ps1.ipynb").read_text()
    assert "refused: 2" in said


@pytest.mark.proof
def test_a_submission_that_hangs_its_workers_is_refused(tmp_path):
    """What hangs is the grader itself, not the student's cells, which have limits of their own."""
    config = 'c.Autograde.sanitize_preprocessors.insert(1, "killer_step.Killer")\nc.WorkerAutograde.limit = 20\n'
    batch = course(tmp_path / "course", ("honest", "blank"), config=CONFIG + SEALED + config)
    (batch.root / "killer_step.py").write_text(KILLER)
    path = batch.root / "submitted/blank/ps1/ps1.ipynb"
    path.write_text(path.read_text().replace("raise NotImplementedError", "raise NotImplementedError  # HANG THE GRADER", 1))
    said = grade(batch.root)
    assert marks(url(batch.root)) == {name: EARNED[name] for name in ("honest", "blank")}
    assert "refused: 1" in said.stdout


@pytest.mark.proof
def test_what_cannot_be_graded_is_named_and_the_others_are_graded(tmp_path):
    """A step of the instructor's own raises an error at one submission: exit code 2, and the log says why."""
    step = textwrap.dedent(
        """\
        from nbgrader.preprocessors import NbGraderPreprocessor

        class Fussy(NbGraderPreprocessor):
            def preprocess(self, nb, resources):
                if resources["nbgrader"]["student"] == "blank":
                    raise ZeroDivisionError("not this one")
                return nb, resources
        """
    )
    batch = course(
        tmp_path / "course",
        ("honest", "blank"),
        config=CONFIG + SEALED + 'c.Autograde.sanitize_preprocessors.insert(1, "fussy_step.Fussy")\n',
    )
    (batch.root / "fussy_step.py").write_text(step)
    said = grade(batch.root, status=2)
    assert "not this one" in said.stderr
    assert "Could not be graded: blank" in said.stdout
    assert marks(url(batch.root)) == {"honest": EARNED["honest"]}
    assert graded(batch.root) == ["honest"]


@pytest.mark.parametrize(
    ("options", "config", "reason"),
    [
        ((), CONFIG, "not sealed"),
        (("--Sandbox.bwrap=",), CONFIG + SEALED, "bwrap is not installed"),
        (("--student=nobody",), CONFIG + SEALED, "No notebooks were matched"),
        (("--executor=tcp://127.0.0.1:9",), CONFIG + SEALED, "same command again"),
    ],
)
def test_what_keeps_it_from_beginning_is_said(tmp_path, options, config, reason):
    batch = course(tmp_path / "course", ("honest",), config=config)
    said = grade(batch.root, *options, status=1)
    assert reason in said.stderr
    assert "Traceback" not in said.stderr
    assert graded(batch.root) == []


def test_a_machine_that_would_give_other_marks_is_told_apart(tmp_path):
    """What a worker's machine must share with the teacher's: versions, and the files that notebooks may read."""
    table = tmp_path / "table.csv"
    table.write_text("1")
    wanted = demands(["import pandas as pd"], [str(table)])
    check(wanted)
    assert "pandas" in wanted["packages"]
    table.write_text("2")
    with pytest.raises(Unfit, match=r"table\.csv is another"):
        check(wanted)
    table.unlink()
    with pytest.raises(Unfit, match=r"table\.csv is missing"):
        check(wanted)
    wanted["packages"]["pandas"] = "1.0"
    with pytest.raises(Unfit, match="pandas is another"):
        check(wanted)
