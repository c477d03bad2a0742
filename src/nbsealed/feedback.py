"""What a browser shows of a graded notebook: nothing that a submission could run there, and feedback without the hidden tests."""

from __future__ import annotations

import base64
import html
import re
from uuid import uuid4
from xml.etree import ElementTree

from bleach import ALLOWED_TAGS, clean
from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import markdown2html
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from nbsealed import cells
from nbsealed.course import Course

TAGS = [
    "br",
    "caption",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "ins",
    "kbd",
    "mark",
    "p",
    "pre",
    "s",
    "samp",
    "small",
    "span",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
]
ATTRIBUTES = [
    "align",
    "alt",
    "class",
    "colspan",
    "dir",
    "height",
    "href",
    "id",
    "lang",
    "open",
    "role",
    "rowspan",
    "scope",
    "src",
    "style",
    "title",
    "valign",
    "width",
]
STYLES = [
    *ALLOWED_CSS_PROPERTIES,
    *[
        "background",
        "border",
        "border-collapse",
        "border-spacing",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-height",
    ],
    *["max-width", "min-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top"],
]
PICTURES = ("image/gif", "image/jpeg", "image/png", "image/svg+xml")
MARKER = "for-the-marker"  # a cell's tag
MATH_LINK = "\\href"  # of MathJax, which takes a link to JavaScript too
HARMLESS_LINK = re.compile(r"(https?:|mailto:|attachment:|data:image/(gif|jpeg|png);)|[^:]*([/?#]|$)")


def _is_allowed(_tag: str, name: str, _value: str) -> bool:
    return name in ATTRIBUTES or name.startswith(("aria-", "data-"))


class Sanitize(SanitizeHTML):
    """Take out of a graded notebook what would run in the browser of whoever opens it. It comes last, after the marks are saved.

    Outputs go through nbconvert's sanitiser. A picture in SVG becomes an image, in which a browser runs no scripts and loads nothing.
    Widgets go, as they can bring JavaScript of their own; what else a widget shows remains. Markdown with HTML that is not harmless is
    shown as the text it is, and all other Markdown is left as it was written.
    """

    enabled = True
    tags = [*ALLOWED_TAGS, *TAGS]  # noqa: RUF012  (a trait's value)
    attributes = staticmethod(_is_allowed)
    styles = STYLES
    strip = True
    safe_output_keys = {"metadata", "text/plain", "text/markdown", "text/latex", *PICTURES}  # noqa: RUF012  (a trait's value)
    sanitized_output_types = {"text/html"}  # noqa: RUF012  (a trait's value)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        nb.metadata.pop("widgets", None)
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: ResourcesDict, cell_index: int) -> tuple[NotebookNode, ResourcesDict]:
        for files in cell.get("attachments", {}).values():
            for kind in set(files) - set(PICTURES):
                del files[kind]
        if cell.cell_type != "markdown":
            for data in [output.data for output in cell.get("outputs", []) if "data" in output]:
                for kind, render in (("text/markdown", markdown2html), ("text/latex", str)):
                    if kind in data and not self._is_harmless(render(data[kind])):
                        del data[kind]
            return super().preprocess_cell(cell, resources, cell_index)
        if not utils.is_locked(cell) and not self._is_harmless(markdown2html(cell.source)):
            text = "\n".join(f"    {line}" for line in cell.source.splitlines())
            cell.source = f"*This cell holds HTML that a browser could run. It is shown as text.*\n\n{text}"
        return cell, resources

    def sanitize_html_tags(self, html_str: str) -> str:
        pictures: dict[str, str] = {}

        def put_aside(found: re.Match) -> str:
            name = f"picture-{uuid4().hex}"
            pictures[name] = _image(found[0])
            return name

        text = re.sub(r"(?is)<svg\b.*?</svg\s*>", put_aside, str(html_str))
        text = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", text).replace(MATH_LINK, "")
        text = super().sanitize_html_tags(text)
        return re.sub(r"picture-[0-9a-f]{32}", lambda found: pictures.get(found[0], ""), text)

    def _is_harmless(self, markup: str) -> bool:
        """Whether HTML holds only what the sanitiser would leave as it is."""
        found = {name.lower() for name in re.findall(r"<[^a-zA-Z]*([^\s>/]*)", markup)}
        refused = []

        def look_at(tag: str, name: str, value: str) -> bool:
            link = re.sub(r"[\x00-\x20\x7f-\xa0]", "", html.unescape(value)).lower()
            styled = {rule.partition(":")[0].strip().lower() for rule in html.unescape(value).split(";") if rule.strip()}
            bad_link = name in ("href", "src") and not HARMLESS_LINK.match(link)
            if not _is_allowed(tag, name, value) or bad_link or (name == "style" and not styled <= set(STYLES)):
                refused.append(name)
            return True

        clean(markup, tags=found, attributes=look_at)
        return not refused and found <= set(self.tags) and MATH_LINK not in markup


def _image(svg: str) -> str:
    """A picture in SVG as an image; nothing where it is not well formed."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return ""
    words = [root.get("aria-label"), *(part.text for part in root if part.tag.rpartition("}")[2] in ("title", "desc"))]
    text = html.escape(" ".join(filter(None, words)))
    return f'<img alt="{text}" style="max-width: 100%" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


class MarkScheme(NbGraderPreprocessor):
    """Put the instructor's version of each answer that is marked by hand below the student's, for the formgrader. It comes last.

    nbgrader itself shows a mark scheme at task cells only. SealFeedback takes what is added here out again.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        models = Course.of(self.parent.parent, resources).models
        shown = []
        for cell in nb.cells:
            shown.append(cell)
            if _is_marked_by_hand(cell) and (model := models.get(cell.metadata.nbgrader.grade_id)):
                source, why = model
                text = source if cell.cell_type == "markdown" else f"{why}\n\n```\n{source}\n```".lstrip()
                shown.append(new_markdown_cell(f"**For the marker, not in the feedback**\n\n{text}", metadata={"tags": [MARKER]}))
        nb.cells = shown
        return nb, resources


def _is_marked_by_hand(cell: NotebookNode) -> bool:
    return utils.is_grade(cell) and utils.is_solution(cell)


class SealFeedback(NbGraderPreprocessor):
    """Take the hidden lines of test cells out of the feedback, with everything they printed, and what is for the marker.

    It comes after nbgrader's GetGrades.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        markers = ClearHiddenTests(parent=self)
        self.delimiters = markers.begin_test_delimeter, markers.end_test_delimeter
        nb.cells = [cell for cell in nb.cells if MARKER not in cell.metadata.get("tags", [])]
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
