"""Steps that keep one odd submission from costing a student points, or a class its grades.

Each is a preprocessor for one of nbgrader's lists: `Autograde.sanitize_preprocessors` (before anything runs),
`Autograde.autograde_preprocessors` (the run and what follows) or `GenerateFeedback.preprocessors`. Its docstring says which
behaviour of nbgrader 0.9.6 it answers.
"""

from collections import defaultdict

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, upgrade
from nbgrader import utils
from nbgrader.api import Gradebook, Notebook, SourceCell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool


class KeepOneCopy(NbGraderPreprocessor):
    """Let one cell count for each grade id. It stands in place of nbgrader's DeduplicateIds.

    Pasting or splitting a cell in JupyterLab copies its grade id. DeduplicateIds keeps the last copy, answered or not, and
    leaves empty metadata on the others; nbgrader takes those for an outdated format and stops the whole batch.

    Of an answer, the last copy that differs from the released cell counts; of a test or another locked cell, the last copy
    that does not differ. Where no copy fits, the last one counts. Spare copies with the student's own work stay as ordinary
    cells, so that the two halves of a split answer both run. Spare copies as released go, so that an empty function
    below an answer does not undo it.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        copies = defaultdict(list)
        for cell in nb.cells:
            if _grade_id(cell):
                copies[_grade_id(cell)].append(cell)
        counted = {grade_id: _counted(cells) for grade_id, cells in copies.items()}
        kept = []
        for cell in nb.cells:
            grade_id = _grade_id(cell)
            if grade_id not in counted or cell is counted[grade_id]:
                kept.append(cell)
            elif _differs(cell):
                self.log.warning("Cell '%s' is there more than once: a copy with other text does not count", grade_id)
                del cell.metadata["nbgrader"]
                kept.append(cell)
            else:
                self.log.warning("Cell '%s' is there more than once: a copy as released is left out", grade_id)
        nb.cells = kept
        return nb, resources


class RestoreCells(NbGraderPreprocessor):
    """Put the cells that a student deleted back where they stood. It comes after KeepOneCopy, before nbgrader's OverwriteCells.

    `OverwriteCells.add_missing_cells` does this for tests only, and fails with a KeyError when the cell before a deleted
    test is read-only or deleted too: a student who deletes a whole task then gets no grades for the others either.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb = upgrade(nb)  # notebooks saved by some editors have no cell ids, which the new cells have
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            released = gradebook.find_notebook(about["notebook"], about["assignment"])
            place = 0
            for source in released.source_cells:
                present = [i for i, cell in enumerate(nb.cells) if _grade_id(cell) == source.name]
                if present:
                    place = present[0] + 1
                    continue
                self.log.warning("Cell '%s' is missing: it is put back as released", source.name)
                note = f"The cell `{source.name}` was missing from what was handed in. It is put back as it was released."
                nb.cells[place:place] = [new_markdown_cell(note), _cell(source, released)]
                place += 2
        return nb, resources


class AllowWarnings(NbGraderPreprocessor):
    """Let a test cell that only warned keep its points. It comes after nbgrader's Execute.

    `nbgrader.utils.determine_grade` gives 0 to a test cell with any text on stderr, because some kernels report errors
    there. Python kernels report an exception as an error output, which still costs the points, and use stderr for warnings,
    logs and progress bars. In test cells this text becomes ordinary output, so the student still reads it in the feedback.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.name = "stdout"
        return cell, resources


class FeedbackStyle(Preprocessor):
    """Let a feedback page show messages whole and columns apart. It comes after nbconvert's CSSHTMLHeaderPreprocessor.

    The pages of `nbgrader generate_feedback` wrap no line of output, so that the end of most messages lies outside the page,
    and leave no room between the columns of a table.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        resources["inlining"]["css"].append(
            "pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; } th, td { padding: 0.2em 0.6em; text-align: left; }"
        )
        return nb, resources


def _grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _differs(cell: NotebookNode) -> bool:
    """Whether a cell differs from the released one, by the checksum that nbgrader wrote into it on release."""
    return utils.compute_checksum(cell) != cell.metadata.nbgrader.get("checksum")


def _counted(copies: list[NotebookNode]) -> NotebookNode:
    fitting = [cell for cell in copies if _differs(cell) == utils.is_solution(cell)]
    return (fitting or copies)[-1]


def _cell(source: SourceCell, released: Notebook) -> NotebookNode:
    """The notebook cell that a gradebook's source cell was made from, with its nbgrader metadata."""
    points = {cell.name: cell.max_score for cell in (*released.grade_cells, *released.task_cells)}
    about = {
        "schema_version": 3,
        "grade_id": source.name,
        "cell_type": source.cell_type,
        "checksum": source.checksum,
        "locked": source.locked,
        "grade": source.name in {cell.name for cell in released.grade_cells},
        "solution": source.name in {cell.name for cell in released.solution_cells},
        "task": source.name in {cell.name for cell in released.task_cells},
    }
    if source.name in points:
        about["points"] = points[source.name]
    new_cell = new_code_cell if source.cell_type == "code" else new_markdown_cell
    return new_cell(source.source, metadata={"nbgrader": about})
