"""Export plugins for `nbgrader export`: marks for Canvas, for Moodle, and task by task.

::

    nbgrader export --exporter=nbsealed.exports.CanvasExport --to=canvas.csv
    nbgrader export --exporter=nbsealed.exports.MoodleExport --to=moodle.csv
    nbgrader export --exporter=nbsealed.exports.TaskExport --to=tasks.csv

``--assignment`` and ``--student`` choose, as for nbgrader's own export. That one counts an essay that nobody has marked and a problem set
that nobody has handed in as 0. Here such a mark is left empty, and the command says whose marks are not complete and why. Without
``--assignment``, assignments that nobody has handed in are left out. The files are UTF-8.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pandas as pd
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Enum

from nbsealed.marks import NOT_GRADED, NOT_HANDED_IN, TO_MARK, task_marks, total_marks

WHY = {
    TO_MARK: "have written answers that are not marked yet (formgrader, Manual Grading)",
    NOT_GRADED: "have not been graded (nbgrader autograde)",
    NOT_HANDED_IN: "have handed nothing in",
}


class MarksExport(ExportPlugin):
    """What the three have in common: they read the marks, say what is not complete, and write one CSV file."""

    file: ClassVar[str] = "marks.csv"

    def export(self, gradebook: Gradebook) -> None:
        names = [str(name) for name in self.assignment]
        self._refuse_unknown("assignment", names, [assignment.name for assignment in gradebook.assignments])
        self._refuse_unknown("student", self.student, [student.id for student in gradebook.students])
        directory = self.parent.coursedir if self.parent else CourseDirectory(parent=self)
        tasks = task_marks(gradebook, directory, names, [str(student) for student in self.student])
        if not names:
            used = tasks.loc[tasks["outcome"] != NOT_HANDED_IN, "assignment"].unique()
            tasks = tasks[tasks["assignment"].isin(used)]
        totals = total_marks(gradebook, tasks)
        self._say_what_is_missing(totals)
        self._say_who_is_unknown(gradebook, directory, totals["assignment"].unique())
        path = Path(self.to or self.file)
        self.table(tasks, totals).to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        self.log.info("Wrote %s", path)

    def table(self, tasks: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
        """What is written, from the tables of `nbsealed.marks`."""
        raise NotImplementedError

    def _refuse_unknown(self, kind: str, asked: Iterable, known: list[str]) -> None:
        unknown = [str(name) for name in asked if str(name) not in known]
        if unknown:
            raise ValueError(f"There is no {kind} {', '.join(unknown)} in the gradebook. It has: {', '.join(known) or 'none'}.")

    def _say_what_is_missing(self, totals: pd.DataFrame) -> None:
        for assignment, of_one in totals.groupby("assignment", sort=False):
            for outcome, why in WHY.items():
                students = of_one.loc[of_one["outcome"] == outcome, "student_id"]
                if len(students):
                    self.log.warning("%s: %d %s; no mark is exported for %s", assignment, len(students), why, ", ".join(students))

    def _say_who_is_unknown(self, gradebook: Gradebook, directory: CourseDirectory, assignments: Iterable[str]) -> None:
        known = {student.id for student in gradebook.students}
        for assignment in assignments:
            folder = Path(directory.format_path(directory.submitted_directory, ".", assignment)).parent
            handed_in = {path.parent.name for path in folder.glob(f"*/{glob.escape(assignment)}")}
            if unknown := sorted(handed_in - known):
                self.log.warning(
                    "%s: %d are in no row, because the gradebook does not know them before nbgrader autograde: %s",
                    assignment,
                    len(unknown),
                    ", ".join(unknown),
                )


class CanvasExport(MarksExport):
    """The CSV file that Canvas takes under Grades, Import.

    Columns Student, ID, SIS User ID, SIS Login ID and Section, then one for each assignment; a first row with the points possible. Canvas
    finds a student by ID, else by one of the SIS columns, else by name, and an assignment by its title; it asks about any it does not
    have, and shows every change before it makes it. Section may be empty. Where a mark is empty, Canvas has no mark after the import.

    Sources: the guide of Ohio State University to the import, https://teaching.resources.osu.edu/toolsets/carmencanvas/guides/\
calculating-final-grades/import-csv-file-carmen-grades, and Canvas's own reader, lib/gradebook_importer.rb in
    https://github.com/instructure/canvas-lms.
    """

    file = "canvas.csv"

    id_column = Enum(
        ["ID", "SIS User ID", "SIS Login ID"],
        default_value="SIS Login ID",
        help="The column for the students' ids. `ID` where they are Canvas's own numbers, as after collecting Canvas's archives.",
    ).tag(config=True)

    def table(self, tasks: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
        people = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        marks = _wide(totals)
        possible = totals.groupby("assignment", sort=False)["max_score"].first().map(_number)
        students = pd.DataFrame("", index=marks.index, columns=people)
        students["Student"] = [_name(*names) for names in marks.index]
        students[self.id_column] = marks.index.get_level_values("student_id")
        first = pd.DataFrame([{**dict.fromkeys(people, ""), "Student": "    Points Possible", **possible}])
        return pd.concat([first, students.join(marks)], ignore_index=True)[[*people, *possible.index]]


class MoodleExport(MarksExport):
    """A CSV file for Moodle's Grades, Import, CSV file.

    Columns First name, Surname, ID number, Email address, then one for each assignment. Moodle asks which column goes where: map "ID
    number" to "ID number" (or "Email address" to "Email address"), and each assignment to its grade item. An empty mark becomes no grade.
    Moodle reads a row with an empty identifier as one more row of the student before; so the email column is only there when everybody
    has an address.

    Sources: https://docs.moodle.org/405/en/Grade_import, and Moodle's own reader, grade/import/csv/classes/load_data.php in
    https://github.com/moodle/moodle.
    """

    file = "moodle.csv"

    def export(self, gradebook: Gradebook) -> None:
        self.addresses = {student.id: student.email or "" for student in gradebook.students}
        super().export(gradebook)

    def table(self, tasks: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
        marks = _wide(totals)
        people = marks.index.to_frame(index=False)
        columns = {"First name": people["first_name"], "Surname": people["last_name"], "ID number": people["student_id"]}
        addresses = people["student_id"].map(self.addresses)
        if all(addresses):
            columns["Email address"] = addresses
        else:
            self.log.warning("No column for email addresses, as not everybody has one; let Moodle find the students by ID number")
        return pd.DataFrame(columns).join(marks.reset_index(drop=True))


class TaskExport(MarksExport):
    """Marks task by task: one row for each student and graded cell, with the columns of `nbsealed.marks.COLUMNS`."""

    file = "tasks.csv"

    def table(self, tasks: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
        return tasks.assign(points=tasks["points"].map(_number), max_points=tasks["max_points"].map(_number))


def _wide(totals: pd.DataFrame) -> pd.DataFrame:
    """Marks as text, one row for each student in the order of names, one column for each assignment."""
    people = ["last_name", "first_name", "student_id"]
    wide = totals.pivot(index=people, columns="assignment", values="score")
    return wide[totals["assignment"].unique()].map(_number)


def _name(last: str, first: str, student: str) -> str:
    return ", ".join(filter(None, [last, first])) or student


def _number(points: float) -> str:
    """At most two decimals, as both systems show; empty for no mark."""
    return "" if pd.isna(points) else f"{points:.2f}".rstrip("0").rstrip(".")
