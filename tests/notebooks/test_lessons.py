"""Every lesson runs from top to bottom, as a student presses Run All, without an error or a warning."""

import itertools
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from balancing_act.checkpoints import keys
from balancing_act.tables import data_folder

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
NUMBERED = [path for path in LESSONS if path.name[:2].isdigit()]
WITH_CHECKPOINTS = [*NUMBERED, ROOT / "lessons" / "toolbox.ipynb"]


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Each lesson run once, from a folder that is not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    return {
        path.name: NotebookClient(read(path), kernel_name="python3", timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
        for path in LESSONS
    }


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_runs_without_warnings(executed, path):
    for cell in executed[path.name].cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", f"{cell.id} prints to stderr: {output.text}"


@pytest.mark.parametrize("path", WITH_CHECKPOINTS, ids=lambda path: path.stem)
def test_every_checkpoint_stands_in_its_lesson_and_starts_unattempted(executed, path):
    checkpoints = keys(path.stem.split("_")[0].lstrip("0") or 0)
    assert len(checkpoints) >= 5
    replies = {}
    for cell in executed[path.name].cells:
        if cell.cell_type == "code" and "check(" in cell.source:
            key = next(key for key in checkpoints if f'check("{key}"' in cell.source)
            replies[key] = cell.outputs[-1].data["text/plain"]
    assert list(replies) == checkpoints
    assert all("Not answered yet" in reply for reply in replies.values())


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_lesson_keeps_to_the_form(path):
    notebook = read(path)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "minutes" in text and "**Before this:**" in text and "you can" in text
    assert text.count("What do you expect?") + text.count("Before you") >= 1
    assert "## Explore" in text
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 10, f"{cell.id} is longer than ten lines"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_headings_come_in_order(path):
    levels = []
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            levels += [len(line) - len(line.lstrip("#")) for line in cell.source.splitlines() if line.startswith("#")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", NUMBERED[1:], ids=lambda path: path.stem)
def test_further_reading_is_in_the_bibliography(path):
    entries = json.loads((data_folder() / "bibliography.json").read_text(encoding="utf-8"))
    titles = [_plain(re.split("[:?]", entry["title"])[0]) for entry in entries]  # without the subtitle
    reading = next(cell.source for cell in read(path).cells if cell.source.startswith("## Further reading"))
    for line in reading.splitlines():
        if line.startswith("- "):
            assert any(title in _plain(line) for title in titles), f"not in data/bibliography.json: {line}"


def test_every_link_to_the_glossary_leads_to_a_term_and_terms_are_in_alphabetical_order():
    glossary = "\n".join(cell.source for cell in read(ROOT / "lessons" / "glossary.ipynb").cells)
    terms = re.findall(r"^## (.+)$", glossary, flags=re.MULTILINE)
    assert terms == sorted(terms)
    anchors = {term.replace(" ", "-") for term in terms}
    for path in [*NUMBERED, *sorted((ROOT / "solutions").glob("*/*.ipynb"))]:
        text = "\n".join(cell.source for cell in read(path).cells)
        assert set(re.findall(r"glossary\.ipynb#([^)]+)\)", text)) <= anchors, path.name


def _plain(text):
    return text.casefold().translate(str.maketrans("’‘“”", "''\"\""))


def test_a_reader_without_a_kernel_sees_every_widget(executed):
    for name, notebook in executed.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if "application/vnd.jupyter.widget-view+json" in data:
                    shown = "Run this cell to use them." if "MyWork()" in cell.source else "<svg"  # buttons do nothing without a kernel
                    assert shown in data["text/html"] and len(data["text/plain"]) > 80, f"{name}: {cell.id}"
