"""What a browser's Python runs, it runs without pandas, numpy and matplotlib: the two maps, and the notebooks of lite/."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(ROOT.glob("lite/*.ipynb"))
BARE = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pandas", "numpy", "matplotlib"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


def run(code: str, folder: Path) -> list[str]:
    """What a Python prints that has none of the three."""
    done = subprocess.run([sys.executable, "-c", BARE + code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_vote_map_follows_its_state_and_leaves_picture_and_words(tmp_path):
    code = """
from balancing_act.explorers.vote_map import VoteMap

explorer = VoteMap()
explorer.resolution, explorer.country = "A/RES/77/284", "UZB"
print(explorer.view["said"])
data, _ = explorer._repr_mimebundle_()
print("<svg" in data["text/html"], '<th scope="row">Not voting</th>' in data["text/html"])
"""
    assert run(code, tmp_path) == ["Uzbekistan abstained on A/RES/77/284 of 26 April 2023 (18 abstained).", "True True"]


def test_the_argument_map_follows_its_state_and_leaves_picture_and_words(tmp_path):
    code = """
from balancing_act.explorers.argument_map import ArgumentMap

explorer = ArgumentMap(focus="no_recognition")
before = explorer.view["said"]
explorer.rejected = ["quasi_states"]
print(before.partition(",")[0], explorer.view["said"].partition(",")[0], sep="\\n")
data, _ = explorer._repr_mimebundle_()
print("<svg" in data["text/html"], '<th scope="row">Referenda not recognised</th>' in data["text/html"])
"""
    assert run(code, tmp_path) == ["Referenda not recognised: stands", "Referenda not recognised: does not stand", "True True"]


def test_what_needs_pandas_says_so(tmp_path):
    code = """
from balancing_act import load
try:
    load("countries")
except ModuleNotFoundError as missing:
    print(missing)
"""
    assert run(code, tmp_path) == ["No module named 'pandas'"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_for_the_browser_runs_and_its_answers_can_be_checked(tmp_path, path):
    """Run from top to bottom, then give each checkpoint its right answer."""
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    keys = [line.split('"')[1] for cell in cells for line in cell.splitlines() if line.startswith("check(")]
    judged = f"""
from balancing_act.checkpoints import _find
print(*[check(key, _find(key).answer()).state for key in {keys}])
"""
    said = run("\n".join([*cells, judged]), tmp_path)
    assert len(keys) >= 2
    assert said[-1] == " ".join(["right"] * len(keys))
