"""A student works through a lesson and its problem set in JupyterLab by typing, and validates."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]

ANSWERS = {
    'table_name = "contries"': 'table_name = "countries"\ncountries = load(table_name)\ncountries',
    "one_row = ...": 'resolutions = load("ukraine_resolutions")\none_row = "B"',
    "referenda = ...": 'referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]',
    "not_voting = ...": 'counts = referenda["vote"].value_counts()\nyes, no = counts["yes"], counts["no"]\n'
    'abstain, not_voting = counts["abstain"], counts["not_voting"]',
    "YOUR ANSWER HERE": "Neither. Kazakhstan abstained, which fits both. Why it abstained, one vote cannot tell.",
}


def test_validate_says_what_is_missing_and_when_all_is_answered(lab):
    page = lab.open("exercises/ps0_rehearsal/ps0_rehearsal.ipynb")

    failed = validate(page)
    expect(failed.get_by_text("The following cell failed:")).to_have_count(9)
    for task in ("1", "2a", "2b", "3a", "3b"):
        expect(failed).to_contain_text(f"AssertionError: You have not answered task {task} yet")
    expect(failed).to_contain_text("You did not provide a response.")
    failed.get_by_role("button", name="Ok").click()

    page.get_by_role("heading", name="Problem set 0: a rehearsal").click()
    for released, answer in ANSWERS.items():
        walk_to(page, released)
        page.keyboard.press("Enter")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(answer)
        page.keyboard.press("Shift+Enter")

    expect(validate(page)).to_contain_text("Success! Your notebook passes all the tests.")
    page.close()


@pytest.mark.proof
def test_a_lesson_runs_moves_its_map_and_judges_an_answer(lab):
    page = lab.open("lessons/03_how_did_astana_vote.ipynb")
    lab.run_all(page)

    scroll_to(page, "vote-map")
    explorer = page.locator(".vote-map")
    expect(explorer.get_by_role("status")).to_have_text("Kazakhstan abstained on A/RES/ES-11/4 of 12 October 2022 (35 abstained).")
    for _ in range(4):
        explorer.get_by_role("button", name="Next").click()
    expect(explorer.get_by_role("status")).to_contain_text("Kazakhstan voted Yes on A/RES/77/284")
    expect(explorer.locator(".world [data-iso3=KAZ]")).to_have_class("member yes")
    expect(explorer.locator("[data-part=text]")).to_contain_text("122 Yes, 5 No, 18 abstaining")

    scroll_to(page, "check-abstentions-answer")
    cell = page.locator(".jp-CodeCell", has_text="abstentions = ...")
    expect(cell).to_contain_text("Not answered yet")
    for number, reply in [("45", "Absence is not abstention."), ("35", "Right.")]:
        cell = page.locator(".jp-CodeCell", has_text='check("3-abstentions"')
        cell.locator(".cm-content").click()
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(f'check("3-abstentions", {number})')
        page.keyboard.press("ControlOrMeta+Enter")
        expect(cell.locator(".jp-OutputArea")).to_contain_text(reply)
    page.close()


@pytest.mark.proof
def test_validate_counts_what_is_left_of_problem_set_3(lab):
    page = lab.open("exercises/ps3_votes/ps3_votes.ipynb")
    walk_to(page, "kaz_counts = ...")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type('kaz_counts = votes[votes["iso3"] == "KAZ"]["vote"].value_counts()')
    page.keyboard.press("Shift+Enter")

    failed = validate(page)
    expect(failed).not_to_contain_text("Task 1 is not answered yet")
    for task in ("2", "3", "4a", "4b", "5a", "5b", "6", "7a", "7b"):
        expect(failed).to_contain_text(f"Task {task} is not answered yet")
    page.close()


def test_grade_my_work_shows_points_messages_and_the_model_answer(lab):
    path = "exercises/ps0_rehearsal/ps0_rehearsal.ipynb"
    shutil.copy(ROOT / path, lab.folder / path)  # as released; another test has answered and saved it
    page = lab.open(path)
    walk_to(page, 'table_name = "contries"')
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(ANSWERS['table_name = "contries"'])
    page.keyboard.press("Shift+Enter")
    has_run(page, "task-1-repair")  # a result that comes after Ctrl+S leaves the notebook unsaved
    page.keyboard.press("Control+S")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)

    walk_to(page, 'grade_my_work("ps0_rehearsal")')
    page.keyboard.press("Control+Enter")
    output = page.locator(".jp-CodeCell", has_text='grade_my_work("ps0_rehearsal")').locator(".jp-OutputArea")
    expect(output).to_contain_text("1 of 4 points by the tests.", timeout=300_000)
    expect(output).to_contain_text("You have not answered task 2a yet")
    expect(output).not_to_contain_text("what you last ran is not what is saved")
    serious = [found["id"] for found in Axe().run(page, context=".jp-mod-active .jp-OutputArea").response["violations"]]
    assert serious == []

    output.get_by_text("Model answer", exact=True).first.click()
    expect(output.get_by_text("To check: run the cell again")).to_be_visible()
    expect(output.get_by_text('table_name = "countries"').first).to_be_visible()
    output.get_by_role("link", name="Open the model solution").click()
    expect(page.get_by_role("tab", name="ps0_rehearsal.ipynb")).to_have_count(2)
    page.close()


def scroll_to(page: Page, cell_id: str) -> None:
    """Bring a cell into view: JupyterLab keeps only the cells near the visible ones in the page."""
    page.evaluate(
        """id => {
          const notebook = jupyterapp.shell.currentWidget.content;
          return notebook.scrollToItem(notebook.widgets.findIndex(cell => cell.model.id === id));
        }""",
        cell_id,
    )


def has_run(page: Page, cell_id: str) -> None:
    """Wait until a cell has been run and the kernel has nothing left to do."""
    page.wait_for_function(
        """id => {
          const { content, sessionContext } = jupyterapp.shell.currentWidget;
          const cell = content.widgets.find(cell => cell.model.id === id);
          return cell.model.executionCount && sessionContext.session.kernel.status === 'idle';
        }""",
        arg=cell_id,
    )


def walk_to(page: Page, text: str) -> None:
    """Run cell after cell with Shift+Enter until the cell with this line is the active one."""
    active = page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
    for _ in range(30):
        if text in active.locator(".jp-InputArea").inner_text().splitlines():
            return
        page.keyboard.press("Shift+Enter")
    raise AssertionError(f"No cell below holds the line {text!r}.")


def validate(page: Page):
    """Press Validate and give the dialog with the results."""
    page.get_by_role("button", name="Validate").click()
    results = page.get_by_role("dialog").filter(has_text="Validation Results")
    expect(results).to_be_visible(timeout=120_000)
    return results
