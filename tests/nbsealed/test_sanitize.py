"""What a browser is shown of a graded notebook runs nothing, and honest work looks as it did."""

import pandas as pd
import pytest
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nbsealed.feedback import Sanitize

TITLED = '<svg xmlns="http://www.w3.org/2000/svg"><title>A map</title><style>path { fill: red }</style><path d="M0 0"/></svg>'


def text(source: str, **metadata) -> str:
    nb = new_notebook(cells=[new_markdown_cell(source, metadata=metadata)])
    Sanitize().preprocess(nb, ResourcesDict())
    return nb.cells[0].source


def shown(**data: object) -> dict:
    nb = new_notebook(cells=[new_code_cell("", outputs=[new_output("display_data", {k.replace("_", "/", 1): v for k, v in data.items()})])])
    Sanitize().preprocess(nb, ResourcesDict())
    return dict(nb.cells[0].outputs[0].data)


@pytest.mark.parametrize(
    "source",
    [
        "# Title\n\n> a quotation with `code <b>`, $x < y$ & **bold**, [a link](https://example.org/?a=1)\n\n1. one\n- two",
        "| a | b |\n|:--|--:|\n| 1 | 2 |",
        "```python\nif a < b:\n    print('<script>')\n```",
        "a < b and c > d; <kbd>K</kbd> H<sub>2</sub>O <https://example.org>",
        "<details><summary>more</summary>text</details><p style='color: red'>red</p>",
        "![a picture](picture.png) and [a part](#title)",
    ],
)
def test_honest_markdown_stays_as_it_is(source):
    assert text(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<div\nonclick=alert(1)>x</div>",
        "[x](javascript:alert(1))",
        "<a href='jav&#x61;script:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<form action='https://example.org'><input></form>",
        "<p style='position: fixed'>over everything</p>",
        '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
        r"$\href{javascript:alert(1)}{x}$",
    ],
)
def test_markdown_that_could_run_is_shown_as_text(source):
    lines = text(source).splitlines()
    assert lines[:2] == ["*This cell holds HTML that a browser could run. It is shown as text.*", ""]
    assert lines[2:] == [f"    {line}" for line in source.splitlines()]


def test_the_instructors_own_markdown_is_left_alone():
    marks = {"locked": True, "grade": False, "solution": False, "schema_version": 3, "grade_id": "text", "task": False}
    assert text("<iframe src='film'></iframe>", nbgrader=marks) == "<iframe src='film'></iframe>"


def test_tables_and_pictures_still_show():
    table = shown(text_html=pd.DataFrame({"city": ["Oral"]})._repr_html_())["text/html"]
    assert all(part in table for part in ("<table", "<thead>", "<th>city</th>", "<td>Oral</td>"))
    assert "style scoped" not in table and "vertical-align" not in table
    picture = shown(text_html=f"<figure>{TITLED}<figcaption>Below</figcaption></figure>")["text/html"]
    assert '<img alt="A map"' in picture and "data:image/svg+xml;base64," in picture and "Below" in picture
    assert shown(image_png="aGVsbG8=", text_plain="x") == {"image/png": "aGVsbG8=", "text/plain": "x"}
    assert shown(text_latex="$x^2$") == {"text/latex": "$x^2$"}


def test_what_would_run_is_taken_out_of_outputs():
    run = "alert(1)"
    mixed = (
        f"<b onclick='{run}'>x</b><script>{run}</script><img src=x onerror={run}><a href='javascript:{run}'>y</a><svg onload={run}></svg>"
    )
    assert run not in shown(text_html=mixed)["text/html"]
    # Split in two, so that taking the inner one out puts the outer one together.
    assert "<script" not in shown(text_html=f"<scr<script></script>ipt>{run}</script>")["text/html"]
    assert "<svg" not in shown(text_html=f"<s<svg></svg>vg onload={run}>")["text/html"]
    assert shown(application_javascript=run, text_plain="x") == {"text/plain": "x"}
    assert shown(**{"application_vnd.jupyter.widget-view+json": {}}, text_plain="x") == {"text/plain": "x"}
    assert shown(text_markdown=f"[x](javascript:{run})", text_plain="x") == {"text/plain": "x"}
    assert shown(text_latex=rf"$\href{{javascript:{run}}}{{x}}$", text_plain="x") == {"text/plain": "x"}
    nb = new_notebook(metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}}})
    Sanitize().preprocess(nb, ResourcesDict())
    assert "widgets" not in nb.metadata
