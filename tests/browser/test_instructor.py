"""A problem set goes out, comes back, is marked and returned, all in JupyterLab."""

import getpass
import re

import nbformat
import pandas as pd
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

# Whoever works in this JupyterLab is both the teacher and the one student.
STUDENT = getpass.getuser()
ANSWER = "Kazakhstan abstained, so it did not vote as Russia did."
COMMENT = "The reason is there. What can this vote not tell us?"


@pytest.fixture
def page(lab):
    """JupyterLab with no file open."""
    page = lab.open("exercises")
    yield page
    page.close()


@pytest.mark.proof
def test_out_back_marked_and_returned(lab, page):
    formgrader = open_formgrader(page)
    press(formgrader, assignment(formgrader).locator(".assign a"))
    press(formgrader, assignment(formgrader).locator(".release a"))

    choose(page, "Assignment List")
    page.get_by_role("button", name="Fetch", exact=True).click()
    submit = page.get_by_role("button", name="Submit")
    expect(submit).to_be_visible()
    answer(lab.folder / "ps0_rehearsal" / "ps0_rehearsal.ipynb")
    submit.click()
    expect(page.get_by_role("button", name="Fetch Feedback")).to_be_visible()

    formgrader = open_formgrader(page)
    press(formgrader, assignment(formgrader).locator(".collect a"))
    assignment(formgrader).locator(".num-submissions").get_by_role("link", name="1").click()
    submission = formgrader.get_by_role("row").filter(has_text=STUDENT)
    expect(submission).to_contain_text("needs autograding")
    press(formgrader, submission.locator(".autograde a"))
    expect(submission).to_contain_text("needs manual grading")
    expect(submission).to_contain_text("1 / 5")

    formgrader.get_by_role("link", name="Manual Grading").click()
    formgrader.locator("td a", has_text="ps0_rehearsal").click()
    expect(formgrader.get_by_role("columnheader", name="Avg. Score")).to_be_visible()
    formgrader.locator("td a", has_text="ps0_rehearsal").click()
    formgrader.get_by_role("link", name="Submission #1").click()
    expect(formgrader.get_by_text(ANSWER)).to_be_visible()
    expect(formgrader.get_by_role("columnheader", name="criterion")).to_be_visible()
    expect(formgrader.get_by_text("For the marker, not in the feedback")).to_be_visible()
    expect(formgrader.get_by_text("Neither: 1 of 1.")).to_be_visible()
    enter(formgrader.locator("#task-4-words"), "0.5")
    enter(formgrader.locator("#task-4-words-comment"), COMMENT)
    formgrader.get_by_role("link", name="Manual Grading").click()
    formgrader.get_by_role("link", name="Manage Assignments").click()
    press(formgrader, assignment(formgrader).locator(".generate-feedback a"))
    press(formgrader, assignment(formgrader).locator(".release-feedback a"))

    choose(page, "Assignment List")
    page.get_by_role("button", name="Fetch Feedback").click()
    page.get_by_text("view feedback").click()
    page.get_by_role("listitem", name="Name: ps0_rehearsal.html").dblclick()
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    expect(feedback.get_by_role("heading", name="ps0_rehearsal (Score: 1.5 / 5.0)")).to_be_visible()
    expect(feedback.get_by_text(COMMENT)).to_be_visible()
    expect(feedback.get_by_text("For the marker")).to_have_count(0)

    lab.nbgrader("export", "--exporter=nbsealed.exports.CanvasExport", "--to=canvas.csv", "--assignment=ps0_rehearsal")
    marks = pd.read_csv(lab.folder / "canvas.csv").set_index("SIS Login ID")
    assert marks.loc[STUDENT, "ps0_rehearsal"] == 1.5


def choose(page: Page, entry: str) -> None:
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name=entry).click()


def open_formgrader(page: Page) -> FrameLocator:
    choose(page, "Formgrader")
    formgrader = page.frame_locator("iframe")
    formgrader.get_by_role("link", name="Manage Assignments").click()
    return formgrader


def assignment(formgrader: FrameLocator) -> Locator:
    """The row of the rehearsal in the table of problem sets."""
    return formgrader.get_by_role("row").filter(has_text="ps0_rehearsal")


def press(formgrader: FrameLocator, icon: Locator) -> None:
    """Press an icon of the formgrader and wait until it reports success."""
    icon.click()
    report = formgrader.get_by_role("dialog")
    expect(report).to_contain_text(re.compile("Success|Error"))
    expect(report).to_contain_text("Success")
    report.get_by_role("button", name="OK").click()
    expect(report).to_be_hidden()


def enter(field: Locator, text: str) -> None:
    """Type into a field of the marking page and wait until the formgrader has saved it."""
    field.fill(text)
    with field.page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        field.press("Tab")


def answer(path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = {"task-4-words": ANSWER}.get(cell.id, cell.source.replace("contries", "countries"))
    nbformat.write(notebook, path)
