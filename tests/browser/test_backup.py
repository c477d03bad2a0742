"""A learner takes the work out of one copy of the course, and brings it into a fresh one."""

import json
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
LESSON = "lessons/00_start_here.ipynb"
SET = "exercises/ps0_rehearsal/ps0_rehearsal.ipynb"


@pytest.fixture
def fresh(lab):
    """Makes the course of JupyterLab one that nobody has worked in; also afterwards."""

    def wipe():
        for name in ("lessons", "exercises"):
            shutil.rmtree(lab.folder / name)
            shutil.copytree(ROOT / name, lab.folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        (lab.folder / "progress.jsonl").unlink(missing_ok=True)

    wipe()
    yield wipe
    wipe()


def test_work_is_saved_to_the_learners_computer_and_brought_back(lab, fresh, tmp_path):
    answered = json.loads((lab.folder / SET).read_text(encoding="utf-8"))
    next(cell for cell in answered["cells"] if cell["id"] == "task-2-load")["source"] = "one_row = 'B'  # my answer"
    (lab.folder / SET).write_text(json.dumps(answered), encoding="utf-8")
    page = lab.run("import os\nos.chdir('lessons')\nfrom balancing_act import check\ncheck('0-sum', 10)")
    expect(page.locator(".jp-OutputArea")).to_contain_text("Right.")
    page.close()

    page, buttons = open_buttons(lab)
    with page.expect_download() as download:
        buttons.get_by_role("button", name="Save my work").press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    expect(buttons.get_by_role("status")).to_contain_text(f"{SET}, saved just now")
    expect(buttons.get_by_role("status")).to_contain_text("1 line of progress")
    page.close()

    fresh()
    page, buttons = open_buttons(lab)
    buttons.get_by_label("choose your file").set_input_files(ROOT / "docs" / "site.png")
    expect(buttons.get_by_role("status")).to_contain_text("This is not a file that Save my work made.")
    expect(buttons.get_by_role("button", name="Bring it back")).to_be_hidden()
    buttons.get_by_label("choose your file").set_input_files(file)
    expect(buttons.get_by_role("status")).to_contain_text("This will be brought back")
    assert not (lab.folder / "progress.jsonl").exists()
    buttons.get_by_role("button", name="Bring it back").press("Enter")
    expect(buttons.get_by_role("status")).to_contain_text("is back")
    assert [found["id"] for found in Axe().run(page, context=".my-work").response["violations"]] == []
    page.close()

    assert "# my answer" in (lab.folder / SET).read_text(encoding="utf-8")
    page = lab.run("import os\nos.chdir('lessons')\nfrom balancing_act.learner import progress\nprint(progress().text)")
    expect(page.locator(".jp-OutputArea")).to_contain_text("You have answered 1 of")
    assert lab.requested_elsewhere == []
    page.close()


def open_buttons(lab) -> tuple[Page, object]:
    """The two buttons in a notebook beside the lessons."""
    page = lab.run("import os\nos.chdir('lessons')\nfrom balancing_act.backup import MyWork\nMyWork()")
    expect(page.locator(".my-work")).to_be_visible()
    return page, page.locator(".my-work")
