"""Marks leave in the files that Canvas and Moodle take. What is not finished is said and never a silent 0.

The files in golden/ are what the exports write for the course in conftest.py, read line by line against the formats.
"""

import csv
import io
from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize(
    ("exporter", "file"), [("CanvasExport", "canvas.csv"), ("MoodleExport", "moodle.csv"), ("TaskExport", "tasks.csv")]
)
def test_the_file_is_the_golden_one(marked_course, exporter, file):
    written = marked_course.export(exporter)
    assert written == (GOLDEN / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("exporter", ["CanvasExport", "MoodleExport", "TaskExport"])
def test_what_is_not_finished_is_said(marked_course, exporter, capfd):
    marked_course.export(exporter)
    said = capfd.readouterr().err
    assert "ps1: 1 have written answers that are not marked yet" in said and "340936" in said
    assert "ps1: 1 have not been graded (nbgrader autograde); no mark is exported for 340937" in said
    assert "ps1: 1 have handed nothing in; no mark is exported for 340938" in said
    assert "ps1: 1 are in no row, because the gradebook does not know them before nbgrader autograde: 999999" in said
    assert "ps2" not in said


def test_canvas_finds_the_header_the_points_and_every_name(marked_course):
    written = marked_course.export("CanvasExport", "--CanvasExport.id_column=ID")
    header, possible, *students = csv.reader(io.StringIO(written))
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert "Points Possible" in possible[0] and possible[5:] == ["9"]
    marks = {row[1]: (row[0], row[5]) for row in students}
    assert marks["340934"] == ("Müller, jun., Jörg", "7")
    assert marks["340935"] == ("Нұрланова, Айгерім", "5")  # 6 points, 1 less for being late
    assert [marks[student][1] for student in ("340936", "340937", "340938")] == ["", "", ""]


def test_moodle_gets_no_column_with_an_empty_identifier(marked_course, capfd):
    with marked_course.gradebook() as gradebook:
        gradebook.update_or_create_student("340938", email=None)
    written = marked_course.export("MoodleExport")
    assert "Email address" not in written.splitlines()[0]
    assert all(row["ID number"] for row in csv.DictReader(io.StringIO(written)))
    assert "not everybody has" in capfd.readouterr().err


def test_assignment_and_student_can_be_chosen(marked_course):
    written = marked_course.export("TaskExport", "--assignment", "ps2", "--student", "340938")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert {(row["assignment"], row["student_id"], row["outcome"], row["points"]) for row in rows} == {
        ("ps2", "340938", "not handed in", "")
    }
    assert len(rows) == 3


def test_an_unknown_assignment_is_refused_with_the_known_ones(marked_course):
    with pytest.raises(ValueError, match=r"There is no assignment ps9 in the gradebook. It has: ps1, ps2\."):
        marked_course.export("CanvasExport", "--assignment", "ps9")
    assert not (marked_course.folder / "out.csv").exists()


def test_an_empty_gradebook_gives_an_empty_file(tmp_path, marked_course):
    (tmp_path / "gradebook.db").unlink()
    for exporter in ("CanvasExport", "MoodleExport", "TaskExport"):
        written = marked_course.export(exporter)
        assert len(list(csv.reader(io.StringIO(written)))) <= 2
