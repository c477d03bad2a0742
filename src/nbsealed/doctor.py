"""The doctor: makes a gradable notebook of whatever was handed in, says what it did, and never stops the batch.

Three steps, each at a place nbgrader offers: `tidy_folder` before anything is copied (`Autograde.pre_convert_hook`), `PatientExporter` to
read the file (`Autograde.exporter_class`), and `Doctor` to align its cells with the released ones (`Autograde.sanitize_preprocessors`).
What was repaired stands in a cell at the top of the graded notebook, for student and instructor, and in ``nb.metadata.nbsealed.repairs``.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
import stat
from collections import defaultdict
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader import utils
from nbgrader.converters import NbGraderException
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, NbGraderPreprocessor
from traitlets import Integer

from nbsealed import EXECUTE, cells
from nbsealed.course import Course
from nbsealed.sandbox import Sandbox

NOT_FOLLOWED = "nbsealed did not follow this: "
NOT_GRADED = "nbsealed did not grade this: "  # in place of a notebook, followed by the reason
COPY = re.compile(r"(?:Copy of )?(?P<name>.+?)(?: ?\(\d+\)|-Copy\d+| copy(?: \d+)?)?\.ipynb", re.IGNORECASE)


# ---------------------------------------------------------------------------------------------------------------------------------
# The folder


def tidy_folder(*, notebooks: list[str], **_: Any) -> None:
    """Give notebooks like ``ps1 (1).ipynb`` back their name, and put a note in place of links out of the folder and special files.

    nbgrader would skip the first, and copy what the second lead to into the student's own folder. `notebooks` is changed in place.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for path in sorted(folder.rglob("*")):
            if reason := _leads_out(path, folder):
                path.unlink()
                path.write_text(NOT_FOLLOWED + reason + "\n", encoding="utf-8")
        for path in sorted(folder.glob("*.ipynb"), key=lambda path: path.stat().st_mtime, reverse=True):
            plain = folder / f"{COPY.fullmatch(path.name)['name']}.ipynb"
            if plain != path and not plain.exists():
                shutil.copy2(path, plain)
                notebooks.append(str(plain))


def _leads_out(path: Path, folder: Path) -> str:
    if path.is_symlink():
        target = path.resolve()
        return "" if target.is_relative_to(folder.resolve()) and target.exists() else f"a link to {path.readlink()}"
    mode = path.stat().st_mode
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "a special file"


# ---------------------------------------------------------------------------------------------------------------------------------
# The file


class PatientExporter(NotebookExporter):
    """Reads any file: what is not a notebook becomes an empty one with the reason, so that the submission is graded all the same.

    nbgrader makes one for each run, before it touches a submission. So where the students' code must not be run, it is said here, once.
    """

    max_size = Integer(200, help="Megabytes of the largest notebook that is read.").tag(config=True)

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        if EXECUTE in self.parent.autograde_preprocessors and (refusal := Sandbox.instance(parent=self).refusal):
            self.log.error(refusal)
            raise NbGraderException(refusal)

    def from_filename(self, filename: str, resources: dict | None = None, **kw: Any) -> tuple[NotebookNode, dict]:
        path = Path(filename)
        resources = resources or ResourcesDict()
        graded = Course.of(self.parent, resources).submission(resources["nbgrader"]["student"])
        if path.absolute().parent == graded:  # the doctor's own work, on its way to be graded
            return super().from_filename(filename, resources, **kw)
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        return self.from_notebook_node(read(path, self.max_size), resources=resources, **kw)


def read(path: Path, max_size: int = 200) -> NotebookNode:
    """The notebook in a file, in the current format; repairs and a refusal are noted in ``metadata.nbsealed``. Never raises."""
    repairs: list[str] = []
    try:
        notebook = _notebook(_text(path, max_size, repairs), repairs)
    except Exception as error:  # whatever a file holds, it costs one submission at most
        reason = str(error) if type(error) is ValueError else f"it cannot be read ({type(error).__name__})"
        notebook = new_notebook(metadata={"nbsealed": {"refused": f"The notebook was not graded: {reason}."}})
        repairs = [notebook.metadata.nbsealed.refused]
    if repairs:
        notebook.metadata.setdefault("nbsealed", NotebookNode())["repairs"] = repairs
    return notebook


def _text(path: Path, max_size: int, repairs: list[str]) -> str:
    if path.stat().st_size > max_size * 2**20:
        raise ValueError(f"it is larger than {max_size} MB")
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    repairs.append("The file was not valid UTF-8; characters that could not be read were replaced by �.")
    return raw.decode("utf-8", errors="replace")


def _notebook(text: str, repairs: list[str]) -> NotebookNode:
    if text.startswith(NOT_FOLLOWED):
        raise ValueError(f"it is {text.removeprefix(NOT_FOLLOWED).strip()}")
    if text.startswith(NOT_GRADED):
        raise ValueError(text.removeprefix(NOT_GRADED).strip())
    if not text.strip():
        raise ValueError("the file is empty")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"the file is damaged (line {error.lineno}: {error.msg})") from None
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise ValueError("the file is not a notebook")
    if data["nbformat"] < 4:
        repairs.append(f"The notebook was in the old format {data['nbformat']} and was converted.")
        data = _upgraded(data)
    elif data["nbformat"] > 4:
        repairs.append(f"The notebook was in the newer format {data['nbformat']} and was read as format 4.")
    if not isinstance(data.get("cells"), list):
        raise ValueError("it has no cells")
    made = [cell for cell in (_cell(part) for part in data["cells"]) if cell]
    if len(made) < len(data["cells"]):
        repairs.append(f"{len(data['cells']) - len(made)} damaged cells were left out.")
    _name_apart(made)
    metadata = data.get("metadata") if isinstance(data.get("metadata"), dict) else {}
    return new_notebook(cells=made, metadata={key: value for key, value in metadata.items() if key in ("kernelspec", "language_info")})


def _upgraded(data: dict) -> dict:
    try:
        return nbformat.convert(nbformat.from_dict(data), 4)
    except Exception as error:
        raise ValueError(f"its format {data['nbformat']} cannot be converted") from error


def _cell(part: Any) -> NotebookNode | None:
    """A cell with its kind, source, metadata, id and outputs as far as they make sense; None for what is no cell."""
    if not isinstance(part, dict):
        return None
    source = part.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    kind = part.get("cell_type")
    if kind not in ("code", "markdown", "raw") or not isinstance(source, str):
        return None
    metadata = part["metadata"] if isinstance(part.get("metadata"), dict) else {}
    cell = nbformat.from_dict({"cell_type": kind, "metadata": metadata, "source": source})
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if isinstance(cell.metadata.get("nbgrader", {}), dict) is False:
        del cell.metadata["nbgrader"]
    if isinstance(part.get("id"), str) and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", part["id"]):
        cell["id"] = part["id"]
    if isinstance(part.get("outputs"), list) and kind == "code":
        cell.outputs = [nbformat.from_dict(output) for output in part["outputs"] if isinstance(output, dict)]
    if isinstance(part.get("attachments"), dict) and kind == "markdown":
        cell["attachments"] = nbformat.from_dict(part["attachments"])
    return cell


def _name_apart(made: list[NotebookNode]) -> None:
    seen: set[str] = set()
    for cell in made:
        if cell.get("id") is None or cell["id"] in seen:
            cell["id"] = new_raw_cell()["id"]
        seen.add(cell["id"])


# ---------------------------------------------------------------------------------------------------------------------------------
# The cells


class Doctor(NbGraderPreprocessor):
    """Align a submission with the released notebook: its kernel and its cells.

    Afterwards each released cell is there once, in its place, with its kind and metadata, a locked one with its text and hidden tests too,
    and no other cell has metadata of nbgrader's. So it stands in place of nbgrader's DeduplicateIds, OverwriteKernelspec, OverwriteCells
    and CheckCellMetadata, each of which would look the cells up or check them anew. Of an answer handed in twice, the last copy that
    differs from the released cell counts. The student's other cells stay where they are.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        self.course, self.student = Course.of(self.parent.parent, resources), resources["nbgrader"]["student"]
        self.hidden, self.scheme = ClearHiddenTests(parent=self), ClearMarkScheme(parent=self)
        self.released = {cell.name: cell for cell in self.course.released}
        self.repairs: list[str] = list(nb.metadata.get("nbsealed", {}).get("repairs", []))
        if not self.repairs:
            self._note_name()
        if self.course.kernelspec:
            nb.metadata["kernelspec"] = NotebookNode(self.course.kernelspec)
        found = self._labelled(nb)
        if len(found) < len(self.released):
            self._recognise(nb, found)
        self._restore(nb, found)
        if not nb.metadata.get("nbsealed", {}).get("refused"):
            self._order(nb, found)
        for repair in self.repairs:
            self.log.warning("%s, %s: %s", self.student, self.course.notebook, repair)
        if self.repairs:
            nb.metadata.setdefault("nbsealed", NotebookNode())["repairs"] = self.repairs
            notes = "\n".join(f"- {repair}" for repair in self.repairs)
            nb.cells.insert(0, new_markdown_cell(f"**Notes on the notebook as it was handed in**\n\n{notes}"))
        return nb, resources

    def as_released(self, cell: NotebookNode) -> str:
        """A released cell's source as students got it, without hidden tests and marking scheme."""
        source = cells.visible(cell.source, self.hidden.begin_test_delimeter, self.hidden.end_test_delimeter)
        return cells.visible(source, self.scheme.begin_mark_scheme_delimeter, self.scheme.end_mark_scheme_delimeter)

    def _differs(self, cell: NotebookNode, name: str) -> bool:
        return cell.source.strip() != self.as_released(self.released[name]).strip()

    def _note_name(self) -> None:
        graded = self.course.submitted(self.student) / f"{self.course.notebook}.ipynb"
        for path in sorted(graded.parent.glob("*.ipynb")):
            if path != graded and COPY.fullmatch(path.name)["name"] == self.course.notebook and graded.exists():
                same = path.read_bytes() == graded.read_bytes()
                said = f"It was handed in as {path.name}." if same else f"{path.name} was handed in as well; {graded.name} is graded."
                self.repairs.append(said)

    def _labelled(self, nb: NotebookNode) -> dict[str, NotebookNode]:
        """The cell that counts for each grade id that is there. Other cells lose their marks; spare copies as released are left out."""
        copies: dict[str, list[NotebookNode]] = defaultdict(list)
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if isinstance(name, str) and name in self.released:
                copies[name].append(cell)
            elif cell.metadata.pop("nbgrader", {}).get("grade_id"):
                self.repairs.append(f"A cell had the unknown name `{str(name)[:60]}`.")
        found = {}
        for name, same in copies.items():
            fitting = [cell for cell in same if self._differs(cell, name) == self.released[name].solution]
            found[name] = (fitting or same)[-1]
            spare = [cell for cell in same if cell is not found[name]]
            if spare:
                self.repairs.append(f"The cell `{name}` was there {len(same)} times; one of them counts.")
            for cell in spare:
                del cell.metadata["nbgrader"]
                if not self._differs(cell, name):
                    nb.cells = [other for other in nb.cells if other is not cell]
        return found

    def _recognise(self, nb: NotebookNode, found: dict[str, NotebookNode]) -> None:
        """Find released cells that lost their name: by cell id, by text, and for answers by what they define or where they stand."""
        ids = self.course.cell_ids
        names = list(self.released)
        taken = {id(cell) for cell in found.values()}

        def take(name: str, cell: NotebookNode) -> None:
            found[name] = cell
            taken.add(id(cell))
            self.repairs.append(f"The cell `{name}` had lost its name and was recognised.")

        free = lambda: [cell for cell in nb.cells if id(cell) not in taken]  # noqa: E731
        for cell in free():
            name = ids.get(cell["id"])
            if name in self.released and name not in found:
                take(name, cell)
        for name, released in self.released.items():
            if name not in found:
                same = [cell for cell in free() if cell.source.strip() == self.as_released(released).strip() != ""]
                if same:
                    take(name, same[-1])
        for number, (name, released) in enumerate(self.released.items()):
            if name in found or not released.solution:
                continue
            places = {id(cell): place for place, cell in enumerate(nb.cells)}
            before = max((places[id(found[other])] for other in names[:number] if other in found), default=-1)
            after = min((places[id(found[other])] for other in names[number + 1 :] if other in found), default=len(nb.cells))
            between = [cell for cell in free() if before < places[id(cell)] < after and _like(cell, released)]
            stub = self.as_released(released)
            likely = [cell for cell in between if cells.answered(cell.source) & cells.answered(stub)] or [
                cell for cell in between if difflib.SequenceMatcher(None, cell.source, stub).ratio() > 0.6
            ]
            if likely or len(between) == 1:
                take(name, (likely or between)[-1])

    def _restore(self, nb: NotebookNode, found: dict[str, NotebookNode]) -> None:
        """Give every cell found its kind, text and metadata, and put back the missing ones."""
        place = 0
        for name, released in self.released.items():
            if name not in found:
                cell = self._new(released)
                nb.cells.insert(place, cell)
                found[name] = cell
                self.repairs.append(f"The cell `{name}` was missing and is put back as it was released.")
            else:
                self._mend(nb, found, name)
            place = next(at for at, cell in enumerate(nb.cells) if cell is found[name]) + 1

    def _mend(self, nb: NotebookNode, found: dict[str, NotebookNode], name: str) -> None:
        cell, released = found[name], self.released[name]
        fresh = self._new(released)
        fresh["id"] = cell["id"]
        if cell.cell_type != released.cell_type:
            self.repairs.append(f"The cell `{name}` was a {cell.cell_type} cell and is a {released.cell_type} cell again.")
        if not released.locked:
            fresh.source = cell.source
            fresh.metadata = NotebookNode({**cell.metadata, **fresh.metadata})
            if cell.cell_type == fresh.cell_type == "markdown" and "attachments" in cell:
                fresh["attachments"] = cell["attachments"]
        elif self._differs(cell, name):
            self.repairs.append(f"The read-only cell `{name}` had been changed; its text is restored.")
        found[name] = fresh
        nb.cells = [fresh if other is cell else other for other in nb.cells]

    def _new(self, released: NotebookNode) -> NotebookNode:
        source = released.source if released.locked else self.as_released(released)
        cell = (new_code_cell if released.cell_type == "code" else new_markdown_cell)(source)
        about = {
            "schema_version": 3,
            "grade_id": released.name,
            "cell_type": released.cell_type,
            "checksum": released.checksum,
            "grade": released.points is not None and not released.task,
            "solution": released.solution,
            "locked": released.locked,
            "task": released.task,
        }
        cell.metadata["nbgrader"] = NotebookNode(about if released.points is None else {**about, "points": released.points})
        return cell

    def _order(self, nb: NotebookNode, found: dict[str, NotebookNode]) -> None:
        """Put released cells that were moved back in their place; as few as possible are touched."""
        names = list(self.released)
        by_cell = {id(cell): name for name, cell in found.items()}
        standing = [names.index(by_cell[id(cell)]) for cell in nb.cells if id(cell) in by_cell]
        keep = set(_longest_rise(standing))
        for number, name in enumerate(names):
            if number in keep:
                continue
            cell = found[name]
            nb.cells = [other for other in nb.cells if other is not cell]
            after = found[names[number - 1]] if number else None
            place = next((at + 1 for at, other in enumerate(nb.cells) if other is after), 0)
            nb.cells.insert(place, cell)
            self.repairs.append(f"The cell `{name}` had been moved and is back in its place.")


def _like(cell: NotebookNode, released: NotebookNode) -> bool:
    """Whether a cell without a name may be this one: of its kind, or of another kind that students turn code into by mistake."""
    return cell.cell_type in (released.cell_type, "raw") or (cell.cell_type == "markdown" and utils.is_solution(cell))


def _longest_rise(numbers: list[int]) -> list[int]:
    """A longest increasing subsequence."""
    best: list[list[int]] = []
    for number in numbers:
        longest = max((chain for chain in best if chain[-1] < number), key=len, default=[])
        best.append([*longest, number])
    return max(best, key=len, default=[])
