"""Reading the source of cells: what they import and define, which names an answer binds, which lines are hidden."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager


def without_magics(source: str) -> str:
    """The cell as plain Python: magics become calls of ``get_ipython()``."""
    try:
        return TransformerManager().transform_cell(source)
    except SyntaxError:
        return source


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(without_magics(source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def imports(source: str) -> str:
    """The import statements at the top level of a cell."""
    return _join(s for s in _statements(source) if isinstance(s, ast.Import | ast.ImportFrom))


def modules(source: str) -> set[str]:
    """The modules that a cell imports at its top level, with dots."""
    named = {alias.name for s in _statements(source) if isinstance(s, ast.Import) for alias in s.names}
    return named | {s.module for s in _statements(source) if isinstance(s, ast.ImportFrom) and s.module and not s.level}


def installed(sources: Iterable[str], folder: Path) -> tuple[str, ...]:
    """The modules that cells import at their top level, without those that lie beside the notebook, in its folder."""
    beside = {path.stem for path in folder.iterdir()} if folder.is_dir() else set()
    return tuple(name for name in sorted({name for source in sources for name in modules(source)}) if name.partition(".")[0] not in beside)


@functools.lru_cache  # a test is the same in each submission
def definitions(source: str) -> str:
    """Imports, functions and classes at the top level of a cell."""
    return _join(s for s in _statements(source) if isinstance(s, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef))


def assignments(source: str) -> str:
    """`definitions`, and assignments."""
    kinds = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
    return _join(s for s in _statements(source) if isinstance(s, kinds))


def _join(statements: Iterable[ast.stmt]) -> str:
    return "\n".join(ast.unparse(statement) for statement in statements)


def answered(source: str) -> set[str]:
    """Names that an answer binds or may change at the top level: assigned, defined, stored into, or with a method called on them."""
    names: set[str] = set()
    for statement in _statements(source):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
                names.add(_root(node))
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
                names.add(_root(node.value.func))
    return names - {""}


def named(source: str) -> set[str]:
    """The names that a cell uses anywhere."""
    return {node.id for statement in _statements(source) for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def hidden_lines(source: str, begin: str, end: str) -> list[int]:
    """Numbers (from 1) of the lines from one marker of hidden tests to the other, as nbgrader finds them."""
    hidden, inside = [], False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or begin in line
        if inside:
            hidden.append(number)
        inside = inside and end not in line
    return hidden


def visible(source: str, begin: str, end: str) -> str:
    """The cell without its hidden tests, as a student gets it."""
    hidden = set(hidden_lines(source, begin, end))
    return "\n".join(line for number, line in enumerate(source.split("\n"), start=1) if number not in hidden)
