"""A submission that attacks the browser of whoever opens it: in the formgrader's marking page and in the feedback nothing runs."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

NAME, STUDENT = "attacked", "mallory"


def run(name: str) -> str:
    """JavaScript that leaves a flag in the page and asks another machine."""
    return f"window.ran=(window.ran||'')+'{name} ';new Image().src='https://attacked.example/{name}'"


SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{run("onload")}"><title>Hostile</title><script>{run("svg")}</script></svg>'
HTML = f"""<script>{run("script")}</script><img src="x" onerror="{run("onerror")}"><a href="javascript:{run("link")}">press me</a>
<div onclick="{run("click")}" onmouseover="{run("mouse")}">press me</div><iframe srcdoc="<script>{run("frame")}</script>"></iframe>
<scr<script></script>ipt>{run("split")}</script><details open ontoggle="{run("toggle")}"><summary>press me</summary>x</details>{SVG}"""
MATH = rf"$\href{{javascript:{run('math')}}}{{x}}$"
CODE = f"""
import pandas as pd
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
from balancing_act.explorers.people import NorthExplorer

hostile, svg, math = {HTML!r}, {SVG!r}, {MATH!r}
display(HTML(hostile), SVG(svg), Javascript({run("javascript")!r}), Markdown(hostile), Markdown(math), Latex(math))
display(pd.DataFrame({{"city": ["Oral"]}}), NorthExplorer())
answer = 1
"""


def marks(name: str, **kind) -> dict:
    return {"nbgrader": {"grade_id": name, "schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False, **kind}}


@pytest.fixture(scope="module")
def graded(lab):
    """The address of the marking page and that of the feedback page of the attack."""
    cells = [
        new_code_cell("### BEGIN SOLUTION\nanswer = 1\n### END SOLUTION", metadata=marks("code", solution=True)),
        new_code_cell("assert answer == 1", metadata=marks("code-test", grade=True, locked=True, points=1)),
        new_markdown_cell("Model answer", metadata=marks("words", grade=True, solution=True, points=1)),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    for folder in (lab.folder / "solutions" / NAME, lab.folder / "submitted" / STUDENT / NAME):
        folder.mkdir(parents=True)
    notebook = new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, lab.folder / "solutions" / NAME / f"{NAME}.ipynb")
    lab.nbgrader("generate_assignment", NAME)
    notebook = nbformat.read(lab.folder / "exercises" / NAME / f"{NAME}.ipynb", as_version=4)
    notebook.cells[0].source, notebook.cells[2].source = CODE, HTML
    notebook.cells += [new_markdown_cell(text) for text in (MATH, f"[press me](<javascript:{run('markdown')}>)", SVG)]
    nbformat.write(notebook, lab.folder / "submitted" / STUDENT / NAME / f"{NAME}.ipynb")
    lab.nbgrader("autograde", NAME)
    lab.nbgrader("generate_feedback", NAME)
    with Gradebook(f"sqlite:///{lab.folder / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(NAME, NAME, STUDENT)
        assert submission.score == 1
        marking = f"{lab.address}/formgrader/submissions/{submission.id}/?token={lab.token}"
    return {"marking": marking, "feedback": (lab.folder / "feedback" / STUDENT / NAME / f"{NAME}.html").as_uri()}


@pytest.mark.parametrize("where", ["marking", "feedback"])
def test_nothing_runs_and_honest_outputs_show(lab, graded, where):
    page = lab.visit(graded[where])
    page.get_by_role("cell", name="Oral").wait_for()
    page.wait_for_timeout(500)  # what does not happen cannot be waited for
    assert not any(frame.evaluate("window.ran") for frame in page.frames)
    for part in page.get_by_text("press me").all():
        part.hover(force=True)
        part.click(force=True)
    page.wait_for_timeout(500)
    assert not any(frame.evaluate("window.ran") for frame in page.frames)
    assert [address for address in lab.requested_elsewhere if "attacked.example" in address] == []
    # MathJax leaves code alone, and would make a link of this anywhere else.
    rest = page.evaluate("() => { document.querySelectorAll('pre, code').forEach(part => part.remove()); return document.body.innerText }")
    assert "\\href" not in rest

    assert page.get_by_text("Model answer", exact=True).count() == (where == "marking")
    picture = page.locator("img[alt*='Kazakhs']")
    assert picture.evaluate("picture => picture.complete && picture.naturalWidth > 100")
    page.close()
