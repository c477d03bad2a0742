"""The class report on an empty, a small and a large gradebook. Figures are checked against a calculation by hand or by numpy."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from nbsealed.report import ClassReport

NOTEBOOK = Path(__file__).parents[2] / "teaching" / "class_report.ipynb"
QUESTIONS = ("to_mark", "distribution", "difficulty", "wrong_answers", "needs_help")


def test_without_a_gradebook_it_is_empty_and_makes_none(tmp_path):
    report = ClassReport(tmp_path)
    for question in QUESTIONS:
        finding = getattr(report, question)()
        assert finding.text and finding.table.empty
        assert finding.title in finding._repr_html_()
    assert list(tmp_path.iterdir()) == []


def test_what_waits_is_counted_and_is_no_zero(marked_course):
    report = ClassReport(marked_course.folder)
    assert report.to_mark().text.startswith("1 written answers wait for a mark")
    assert "1 submissions have not been through nbgrader autograde" in report.to_mark().text
    assert "ps1: 2 complete" in report.distribution().text
    essay = report.difficulty().table.set_index("task").loc["essay"]
    assert (essay["students"], essay["difficulty"]) == (2, (3.5 + 4) / 2 / 4)


def test_a_message_given_to_students_is_counted(marked_course):
    [row] = ClassReport(marked_course.folder).wrong_answers().table.to_dict("records")
    assert (row["task"], row["message"], row["students"]) == ("count-test", "Count the rows, not the columns.", 1)


def test_who_handed_nothing_in_is_listed_and_who_is_not_graded_is_not(marked_course):
    listed = ClassReport(marked_course.folder).needs_help().table.set_index("student_id")["why"]
    assert listed.to_dict() == {"340938": "ps1: handed nothing in"}


def test_an_unknown_assignment_is_refused(marked_course):
    with pytest.raises(ValueError, match=r"There is no assignment ps9\. The gradebook has: ps1, ps2"):
        ClassReport(marked_course.folder, ["ps9"]).to_mark()


def test_pictures_have_words(marked_course):
    for finding in (ClassReport(marked_course.folder).distribution(), ClassReport(marked_course.folder).difficulty()):
        assert 'role="img" aria-label="' in finding.svg and finding.text in repr(finding)


def test_five_hundred_students(large_course):
    report = ClassReport(large_course.folder, ["ps2"])
    table = report.difficulty().table.set_index("task")
    points = report.tasks[report.tasks["points"].notna()].pivot(index="student_id", columns="task", values="points")
    for task, row in table.iterrows():
        rest = points.drop(columns=task).sum(axis=1)
        assert row["discrimination"] == pytest.approx(np.corrcoef(points[task], rest)[0, 1])
    assert table["students"].tolist() == [500] * 3
    assert table.loc["count-test", "look at it"] == ""
    assert table.loc["load-test", "look at it"] == "does not tell students apart"  # its marks were drawn by lot
    assert table.loc["essay", "look at it"] == "hard"
    assert "ps2: 500 complete" in report.distribution().text
    [message] = report.wrong_answers().table["message"].unique()
    assert message == "Count the rows, not the columns."
    weak = points.sum(axis=1) / 9 < 0.5
    assert set(points.index[weak]) <= set(report.needs_help().table["student_id"])


@pytest.mark.parametrize("folder", ["empty", "marked"])
def test_the_notebook_runs(tmp_path, marked_course, folder):
    if folder == "empty":
        (tmp_path / "gradebook.db").unlink()
    place = tmp_path / "teaching"
    place.mkdir()
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    done = NotebookClient(notebook, kernel_name="python3", timeout=300, resources={"metadata": {"path": str(place)}}).execute()
    for cell in done.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", f"{cell.id} prints to stderr: {output.text}"
    shown = next(cell for cell in done.cells if cell.id == "to-mark").outputs[0].data["text/plain"]
    assert ("1 written answers wait" if folder == "marked" else "0 written answers wait") in shown
