"""Feedback without the hidden tests: for each test cell the outcome, the message written for the student, and the visible part."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from nbsealed import cells


class SealFeedback(NbGraderPreprocessor):
    """Take the hidden lines of test cells out of the feedback, with everything they printed. It comes after nbgrader's GetGrades."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        markers = ClearHiddenTests(parent=self)
        self.delimiters = markers.begin_test_delimeter, markers.end_test_delimeter
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: ResourcesDict, index: int) -> tuple[NotebookNode, ResourcesDict]:
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
            hides = bool(cells.hidden_lines(cell.source, *self.delimiters))
            cell.source = cells.visible(cell.source, *self.delimiters)
            cell.outputs = [shown for shown in (_shown(output, cell, hides) for output in cell.outputs) if shown]
        return cell, resources


class FeedbackStyle(NbGraderPreprocessor):
    """Make long messages and tables readable. It comes after nbconvert's CSSHTMLHeaderPreprocessor, which makes the list of styles.

    The pages of `nbgrader generate_feedback` wrap no line of output, so that the end of most messages lies outside the page, and leave
    no room between the columns of a table.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        resources["inlining"]["css"].append(
            "pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; } th, td { padding: 0.2em 0.6em; text-align: left; }"
        )
        return nb, resources


def _shown(output: NotebookNode, cell: NotebookNode, hides: bool) -> NotebookNode | None:
    match output.output_type:
        case "error":
            verdict = cell.metadata.get("nbsealed", {"outcome": "failed", "message": "a test failed"})
            text = f"{verdict['outcome'].capitalize()}: {verdict['message']}"
            return new_output("error", ename=verdict["outcome"], evalue=verdict["message"], traceback=[text])
        case "execute_result":  # partial credit
            return output
        case _:
            return None if hides else output
