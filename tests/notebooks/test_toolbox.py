"""Nobody needs to have programmed before: the toolbox shows every tool that a model answer uses."""

import ast
import json
from pathlib import Path

import pytest
from answer_cells import answer_cells

ROOT = Path(__file__).resolve().parents[2]
SETS = sorted(ROOT.glob("solutions/*/*.ipynb"))
WRITTEN = (ast.If, ast.IfExp, ast.For, ast.While, ast.Continue, ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp)
OPERATORS = (ast.AugAssign, ast.BoolOp, ast.BitAnd, ast.BitOr, ast.Invert, ast.Slice, ast.JoinedStr)


def code(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def tools(sources: list[str]) -> set[str]:
    """Statements and operators by the name of their node, functions as ``sum()``, methods as ``.sum()``."""
    found = set()
    for node in [node for source in sources for node in ast.walk(ast.parse(source))]:
        if isinstance(node, (*WRITTEN, *OPERATORS)):
            found.add(type(node).__name__)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.add(f".{node.func.attr}()")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(f"{node.func.id}()")
    return found


def defined(sources: list[str]) -> set[str]:
    return {f"{node.name}()" for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_tool_of_a_model_answer_is_shown(path):
    shown = tools([*code(ROOT / "lessons/toolbox.ipynb"), *code(ROOT / "lessons/00_start_here.ipynb")])
    answers = [cell.source for cell in answer_cells(path).values()]
    assert tools(answers) - shown - defined(code(path)) == set()
