"""The part of the course that runs in a browser alone: what `make lite` makes, from a plain web server, with no other host."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.proof

ROOT = Path(__file__).parents[2]
# Python starts in the page, which takes half a minute where two processors are busy.
START = 240_000


@pytest.fixture(scope="module")
def lite(tmp_path_factory, serve):
    """The address of the site."""
    folder = tmp_path_factory.mktemp("lite") / "site"
    made = subprocess.run([sys.executable, ROOT / "tools" / "lite.py", folder], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return serve(folder)


@pytest.fixture
def page(visit, lite):
    """The page that says what this is. At the end, nothing has gone wrong and no other host was asked."""
    page = visit(lite)
    page.goto(f"{lite}/")
    yield page
    assert page.asked == []
    assert page.errors == []


def enter(page: Page, name: str) -> None:
    """Open a notebook from the first page, and wait for Python."""
    page.get_by_role("link", name=name).click()
    page.get_by_text("Python (Pyodide) | Idle").wait_for(timeout=START)


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def answer(page: Page, old: str, new: str) -> None:
    """Change a cell as a reader does, and run it."""
    cell = page.locator(".jp-CodeCell", has_text=old)
    code = cell.locator(".cm-line").all_inner_texts()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("\n".join(code).replace(old, new))
    page.keyboard.press("Shift+Enter")


def answer_wrong_then_right(page: Page, key: str, name: str, *, wrong: str, hint: str, right: str) -> None:
    """Answer a checkpoint twice, and read what it says before, between and after. name: the variable of the answer."""
    reply = page.locator(".jp-CodeCell", has_text=f'check("{key}"').get_by_role("status")
    expect(reply).to_contain_text("Not answered yet")
    for old, new, said in [("...", wrong, hint), (wrong, right, "Right.")]:
        answer(page, f"{name} = {old}", f"{name} = {new}")
        expect(reply).to_contain_text(said)


def test_the_first_page_is_accessible(page):
    assert Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"] == []


def test_the_votes_by_keyboard_and_a_checkpoint(page):
    enter(page, "How did they vote?")
    run_all(page)
    explorer = page.locator(".vote-map")
    said, choice = explorer.get_by_role("status"), explorer.get_by_role("combobox", name="Resolution")
    expect(said).to_have_text("Kazakhstan abstained on A/RES/ES-11/4 of 12 October 2022 (35 abstained).", timeout=START)
    expect(explorer.locator("svg.world-map")).to_be_visible()
    choice.focus()
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Kazakhstan voted No on A/RES/ES-11/3 of 7 April 2022 (24 voted No).")
    expect(explorer.locator("[data-part=text]")).to_contain_text("93 Yes, 24 No, 58 abstaining, 18 not voting.")
    expect(explorer.locator(".world [data-iso3=KAZ]")).to_have_class("member no")
    hint = "Those who abstained did vote"
    answer_wrong_then_right(page, "0-sum", "did_not_vote", wrong="45", hint=hint, right="193 - 143 - 5 - 35")


def test_the_argument_by_keyboard_and_a_checkpoint(page):
    enter(page, "What does the article claim?")
    run_all(page)
    explorer = page.locator(".argument-explorer")
    text, said = explorer.locator("[data-part=text]"), explorer.locator("[data-part=said]")
    expect(text).to_contain_text("0 rejected", timeout=START)
    expect(explorer.locator("svg.argument-map")).to_be_visible()
    explorer.get_by_role("combobox", name="Look at").focus()
    page.keyboard.type("Tokayev, 17")
    expect(said).to_contain_text("Tokayev, 17 June 2022: accepted.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Tokayev, 17 June 2022: rejected.")
    expect(text).to_contain_text("1 rejected")
    hint = "Give the key of the evidence."
    answer_wrong_then_right(page, "1-rescue", "rescuing", wrong='"june_refusal"', hint=hint, right='"quasi_states"')


def test_what_needs_pandas_says_that_it_is_not_here(page):
    enter(page, "How did they vote?")
    answer(page, 'describe("ukraine_votes")', 'from balancing_act import load; load("ukraine_votes")')
    cell = page.locator(".jp-CodeCell", has_text="load; load")
    expect(cell.locator(".jp-OutputArea-output")).to_contain_text("No module named 'pandas'", timeout=START)
