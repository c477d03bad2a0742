"""Archives as Canvas and Moodle give them, from the folder downloaded/ to marks."""

import unicodedata
import zipfile
from pathlib import Path

import jupytext
import nbformat
import pytest

from nbsealed.collect import read

ASSIGNMENT = "ps0_rehearsal"
CLASS = Path(__file__).parent / "classes" / ASSIGNMENT

CANVAS = {  # name in the archive: the submission of the class that is in it
    "nurlanovaaigerim_340934_208490284_ps0_rehearsal.ipynb": "right",
    "müllerjörg_LATE_340935_208490285_ps0_rehearsal-1.ipynb": "half_right",
    "ospanbota_340936_208490290_ps0_rehearsal.ipynb": "blank",  # handed in twice: the later one counts
    "ospanbota_340936_208490299_ps0_rehearsal-2.ipynb": "right",
    "__MACOSX/._ospanbota_340936_208490299_ps0_rehearsal-2.ipynb": None,
    "notes.ipynb": "right",  # nobody's
}
MOODLE = {
    "Айгерім Нұрланова_12345_assignsubmission_file_/ps0_rehearsal.ipynb": "right",
    unicodedata.normalize("NFD", "Müller Jörg") + "_12346_assignsubmission_file/ps0_rehearsal.ipynb": "half_right",
    "Bota Ospan_12347_assignsubmission_file_ps0_rehearsal.ipynb": "right",
    "Ann Lee_12348_assignsubmission_file_/ps0_rehearsal.ipynb": "right",  # two who are called alike
    "Ann Lee_12349_assignsubmission_file_/ps0_rehearsal.ipynb": "blank",
}


@pytest.fixture(scope="module")
def handed_in(make_course, answered):
    """A function that collects and grades an archive; gives what zip_collect said and the totals."""

    def grade(names: dict, students: str = ""):
        course = make_course()
        course.nbgrader("generate_assignment", ASSIGNMENT, "--force")
        if students:
            (course.folder / "students.csv").write_text(students, encoding="utf-8")
            course.nbgrader("db", "student", "import", "students.csv")
        folder = course.folder / "downloaded" / ASSIGNMENT / "archive"
        folder.mkdir(parents=True)
        with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
            for name, submission in names.items():
                archive.writestr(name, answered[submission] if submission else b"\0\5\x16\7")
        said = course.nbgrader("zip_collect", ASSIGNMENT)
        course.nbgrader("autograde", ASSIGNMENT)
        with course.gradebook() as gradebook:
            return said, {entry.student_id: entry.score for entry in gradebook.assignment_submissions(ASSIGNMENT)}

    return grade


@pytest.fixture(scope="module")
def answered() -> dict[str, str]:
    """The notebooks that the class hands in, as text."""
    released = nbformat.read(Path(__file__).parents[2] / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    made = {}
    for name in ("right", "half_right", "blank"):
        answers = {cell.metadata["title"]: cell.source for cell in jupytext.read(CLASS / f"{name}.py", fmt="py:percent").cells}
        notebook = nbformat.from_dict(released)
        for cell in notebook.cells:
            cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        made[name] = nbformat.writes(notebook)
        released = nbformat.read(Path(__file__).parents[2] / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    return made


def test_canvas(handed_in):
    said, marks = handed_in(CANVAS)
    assert set(marks) == {"340934", "340935", "340936"}
    assert marks["340934"] == marks["340936"] > marks["340935"] > 0
    assert "Left out" in said and "notes.ipynb" in said


def test_moodle(handed_in):
    said, marks = handed_in(MOODLE, "id,first_name,last_name\naigerim,Айгерім,Нұрланова\njoerg,Jörg,Müller\n")
    assert set(marks) == {"aigerim", "joerg", "Bota Ospan"}
    assert marks["aigerim"] == marks["Bota Ospan"] > marks["joerg"] > 0
    assert "two students are called Ann Lee" in said


@pytest.mark.parametrize(
    ("name", "student", "number", "notebook"),
    [
        ("submissions/smithjane_340934_208490284_ps1.ipynb", "340934", 208490284, "ps1"),
        ("smith_jane_340934_208490284_ps1-1.ipynb", "340934", 208490284, "ps1"),
        ("smithjane_LATE_340934_208490284_my_ps1 (1).ipynb", "340934", 208490284, "my_ps1 (1)"),
        ("anon_x7Kq2_208490284_ps1.ipynb", "anon_x7Kq2", 208490284, "ps1"),
        ("smithjane_340934_208490284_work/inner/ps1.ipynb", "340934", 208490284, "ps1"),  # handed in as an archive
        ("X_2026_1_ps/Jane O'Neil_77_assignsubmission_file_/ps1.ipynb", "Jane O'Neil", 77, "ps1"),
        ("Jane Smith_77_assignsubmission_file/sub/ps1.ipynb", "Jane Smith", 77, "ps1"),
        ("Jane Smith_77_assignsubmission_file_ps1.ipynb", "Jane Smith", 77, "ps1"),
    ],
)
def test_names(name, student, number, notebook):
    assert read(name)[:3] == (student, number, notebook)


@pytest.mark.parametrize(
    "name", ["ps1.ipynb", "smithjane_ps1.ipynb", "../_1_assignsubmission_file_/ps1.ipynb", "._1_assignsubmission_file_/a.ipynb"]
)
def test_other_names_are_left_out(name):
    assert read(name) is None
