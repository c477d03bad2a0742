"""Collector plugin for `nbgrader zip_collect`: the archives that Canvas and Moodle give.

In nbgrader_config.py, or on the command line with ``--collector=nbsealed.collect.ArchiveCollector``::

    c.ZipCollectApp.collector_plugin = "nbsealed.collect.ArchiveCollector"

The archive goes into ``downloaded/<assignment>/archive/``; then ``nbgrader zip_collect <assignment>``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin

# Canvas: smithjane_340934_208490284_ps1-1.ipynb. The numbers are those of student and file, LATE_ stands before them where it was late,
# "-1" is Canvas's mark of a file handed in again. Anonymous marking: anon_x7Kq2_208490284_ps1.ipynb.
CANVAS = re.compile(r"(?:.*/)?(?:[^/]*?_)??(?:LATE_)?(?P<student>\d+|anon_[^\W_]+)_(?P<number>\d+)_[^/]+(?:/.*)?")
AGAIN = re.compile(r"-\d{1,2}$")

# Moodle: Jane Smith_12345_assignsubmission_file_/ps1.ipynb; newer versions leave the last underscore out, and without folders the name of
# the file follows it. The number is another one in each assignment, so that only the name says who it is.
MOODLE = re.compile(r"(?:.*/)?(?P<student>[^/._][^/_]*)_(?P<number>\d+)_assignsubmission_file(?:_?/.*|_(?P<name>[^/]+))")


class Found(NamedTuple):
    student: str
    number: int
    notebook: str
    named: bool  # by name, as in Moodle, not by id


class ArchiveCollector(FileNameCollectorPlugin):
    """Recognises files by the names that Canvas and Moodle give them, so that no regular expression is needed.

    From Canvas, a student's id is Canvas's number. From Moodle, it is that of the student in the gradebook who has this name, in either
    order, and the name itself where there is none. Of a notebook handed in twice the latest counts. A file that cannot be recognised, and
    those of two students with one name, are left out with a warning; the others are collected.

    Sources of the names: lib/content_zipper.rb in https://github.com/instructure/canvas-lms, and mod/assign/classes/downloader.php in
    https://github.com/moodle/moodle.
    """

    def collect(self, submitted_file: str) -> dict | None:
        path = Path(submitted_file)
        if not _is_notebook(path):
            return None
        chosen = self._choose(next(folder for folder in path.parents if folder.name == self.parent.extracted_directory))
        return chosen.get(path)

    def _choose(self, folder: Path) -> dict[Path, dict]:
        """Student and notebook of each file to collect, chosen once for all files."""
        if hasattr(self, "_chosen"):
            return self._chosen
        self._chosen: dict[Path, dict] = {}
        groups: dict[tuple, list[tuple[Found, Path]]] = defaultdict(list)
        for path in sorted(filter(_is_notebook, folder.rglob("*"))):
            if found := read(path.relative_to(folder).as_posix()):
                groups[found.student, found.notebook].append((found, path))
            else:
                self.log.warning("Left out: %s. It is named neither as Canvas nor as Moodle names a submission", path)
        for (student, notebook), copies in groups.items():
            latest, path = max(copies, key=lambda copy: copy[0].number)
            if latest.named and len({found.number for found, _ in copies}) > 1:
                self.log.error("Left out: two students are called %s. Copy their notebooks to the folder submitted by hand", student)
                continue
            if ids := self._ids(latest):
                self._chosen[path] = {"student_id": ids, "file_id": notebook}
        return self._chosen

    def _ids(self, found: Found) -> str | None:
        """The student's id; None, with a warning, where it cannot be told."""
        if not found.named:
            return found.student
        if not hasattr(self, "_known"):
            self._known: dict[str, list[str]] = defaultdict(list)
            with Gradebook(self.parent.coursedir.db_url) as gradebook:
                for student in gradebook.students:
                    first, last = student.first_name or "", student.last_name or ""
                    for name in {_plain(f"{first} {last}"), _plain(f"{last} {first}")}:
                        self._known[name].append(student.id)
        ids = self._known.get(_plain(found.student), [found.student])
        if len(ids) > 1:
            self.log.error("Left out: %s may be %s. Copy the notebook to the folder submitted by hand", found.student, " or ".join(ids))
            return None
        return ids[0]


def read(name: str) -> Found | None:
    """What the path of a file inside an archive says, None where it is of no known form."""
    stem = Path(name).stem
    if match := MOODLE.fullmatch(name):
        notebook = Path(match["name"]).stem if match["name"] else stem
        return Found(unicodedata.normalize("NFC", match["student"]), int(match["number"]), notebook, named=True)
    if match := CANVAS.fullmatch(name):
        # What follows the numbers is the notebook, or a folder unpacked from what was handed in.
        return Found(match["student"], int(match["number"]), AGAIN.sub("", _after_numbers(stem, match)), named=False)
    return None


def _after_numbers(stem: str, match: re.Match) -> str:
    numbers = f"{match['student']}_{match['number']}_"
    return stem[stem.index(numbers) + len(numbers) :] if numbers in stem else stem


def _is_notebook(path: Path) -> bool:
    # Archives made on a Mac hold a shadow of each file, and JupyterLab keeps a checkpoint.
    return path.suffix == ".ipynb" and not path.name.startswith("._") and ".ipynb_checkpoints" not in path.parts


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
