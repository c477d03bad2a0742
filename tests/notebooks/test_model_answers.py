"""A model answer says why: who got it wrong or right reads the reason, the trap, and how to check."""

from pathlib import Path

import pytest
from answer_cells import answer_cells

from nbsealed.course import model_answer

ROOT = Path(__file__).resolve().parents[2]
SETS = sorted(ROOT.glob("solutions/*/*.ipynb"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_autograded_model_answer_begins_with_an_explanation(path):
    explained = {name: model_answer(cell)[1].replace("\n", " ").partition("To check: ") for name, cell in answer_cells(path).items()}
    assert explained
    assert [name for name, (why, _, _) in explained.items() if len(why.split()) < 15] == [], "Say why, below ### BEGIN SOLUTION."
    assert [name for name, (_, _, check) in explained.items() if not check] == [], "End with: # To check: …"


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_no_explanation_is_released(path):
    released = answer_cells(ROOT / "exercises" / path.parent.name / path.name)
    for name, cell in answer_cells(path).items():
        lines = model_answer(cell)[1].splitlines()
        assert [line for line in lines if line and line in released[name].source] == []
