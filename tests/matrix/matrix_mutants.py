"""Mutants of the model answers: each with one small change, as a slip of the hand would make it. A test that lets one pass is too weak.

Libraries for mutation testing change modules and run a test command for each mutant, in a process of its own. Here the code is in cells of
notebooks, the judge is at hand, and the slips worth trying are those of people who write pandas; so the changes are listed below.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from matrix_bench import Answer, ProblemSet, judge

from nbsealed.cells import hidden_lines

EQUIVALENT = Path(__file__).with_name("equivalent.yml")
SECONDS = 5  # of processor time for one mutant; a few run for ever

COMPARISONS = {
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "idxmin": "idxmax", "idxmax": "idxmin", "head": "tail", "tail": "head"}
NAMES |= {"sum": "max", "mean": "sum", "product": "zip", "combinations": "permutations", "log": "sqrt", "log10": "log"}

# What a chart looks like is not graded: colours, sizes, markers, lines drawn for the eye, and the wording of its texts.
LOOKS = {"color", "figsize", "linewidth", "marker", "rot", "label"}
DRAWN_FOR_THE_EYE = {"axhline", "tight_layout", "invert_yaxis", "set_xticks", "set_title", "set_xlabel", "set_ylabel"}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """What is changed, and the changed code, for each small change to the solution in a cell. What is released with it stays.

    Lines are counted without comments, so that a longer explanation gives no mutant another name; delimiters count.
    """
    tree, seen = ast.parse(source), {ast.unparse(ast.parse(source))}
    lines = set(hidden_lines(source, "### BEGIN SOLUTION", "### END SOLUTION")) or set(range(len(source)))
    comments = list(itertools.accumulate((bool(re.match(" *#(?!##)", each)) for each in source.splitlines()), initial=0))
    for parent in list(ast.walk(tree)):
        for name, value in list(ast.iter_fields(parent)):
            for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                line = getattr(node, "lineno", getattr(parent, "lineno", 0))
                number = line - comments[line]
                for variant in _variants(node, parent) if line in lines else ():
                    _put(parent, name, place, variant)
                    text = ast.unparse(tree)
                    _put(parent, name, place, node)
                    if text not in seen:
                        seen.add(text)
                        yield f"line {number}: {_short(node)} -> {_short(variant)}", text


def _put(parent: ast.AST, name: str, place: int | None, node: ast.AST | None) -> None:
    if place is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[place] = node


def _short(node: ast.AST | None) -> str:
    if node is None:
        return "nothing"
    return "nothing" if isinstance(node, ast.Pass) else " ".join(ast.unparse(node).split())[:100]


def _variants(node: object, parent: ast.AST) -> Iterator[ast.AST | None]:  # noqa: PLR0912  (one branch for each kind)
    if not isinstance(node, ast.AST) or _only_looks(node, parent):
        return
    match node:
        case ast.Compare(ops=[operator]):
            for other in COMPARISONS[type(operator)]:
                yield ast.Compare(node.left, [other()], node.comparators)
        case ast.BinOp() if type(node.op) in OPERATORS:
            yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
        case ast.BoolOp():
            yield ast.BoolOp(OPERATORS[type(node.op)](), node.values)
            yield from node.values  # one of the conditions alone
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case ast.Constant(value=str()) if not isinstance(parent, ast.Expr | ast.JoinedStr):
            yield ast.Constant(f"{node.value}x")
        case ast.Attribute() if node.attr in NAMES:
            yield ast.Attribute(node.value, NAMES[node.attr], node.ctx)
        case ast.Name(ctx=ast.Load()) if node.id in NAMES:
            yield ast.Name(NAMES[node.id], node.ctx)
        case ast.Call(func=ast.Attribute(), args=[]) if not isinstance(parent, ast.Expr):
            yield node.func.value
        case ast.Call(func=ast.Name(id="abs")):
            yield node.args[0]
        case ast.Slice():
            yield ast.Slice(None, node.upper, node.step) if node.lower and node.upper else ast.Slice(node.upper, node.lower, node.step)
        case ast.If() | ast.IfExp():
            kind = ast.If if isinstance(node, ast.If) else ast.IfExp
            yield kind(ast.Constant(True), node.body, node.orelse)
            yield kind(ast.Constant(False), node.body, node.orelse)
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, node.ifs[1:], node.is_async)
        case ast.keyword(arg=str()) if isinstance(parent, ast.Call):
            yield ast.keyword(None, ast.Dict([], []))  # something has to stand in its place: `**{}`
        case ast.Assign() | ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Return(value=ast.AST()):
            yield ast.Return(None)
        case ast.Continue():
            yield ast.Break()


def _only_looks(node: ast.AST, parent: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        return node.value.func.attr in DRAWN_FOR_THE_EYE - {"set_title", "set_xlabel", "set_ylabel"}
    if isinstance(node, ast.keyword):
        return node.arg in LOOKS
    if isinstance(parent, ast.keyword):
        return parent.arg in LOOKS
    return isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr in DRAWN_FOR_THE_EYE


def survivors(problem_set: ProblemSet) -> dict[str, tuple[int, dict[str, str]]]:
    """For each task the number of mutants, and those no test has caught, each with its reason where it is equivalent, else with ""."""
    known = (yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or {}).get(problem_set.name, {})
    made = {task: {} for task in problem_set.tasks}
    for task, by_change in made.items():
        for change, text in mutants(problem_set.models[task]):
            name = next(n for n in (change, *(f"{change} ({i})" for i in range(2, 99))) if n not in by_change)
            by_change[name] = text
    everything = [Answer(task, name, text) for task, by_change in made.items() for name, text in by_change.items()]
    caught = {(v.task, v.answer) for v in judge(problem_set, everything, SECONDS) if v.outcome != "passed"}
    return {
        task: (len(by_change), {name: known.get(task, {}).get(name, "") for name in by_change if (task, name) not in caught})
        for task, by_change in made.items()
    }


if __name__ == "__main__":  # python tests/matrix/matrix_mutants.py ps3_votes: what survives in one set, while you strengthen its tests
    import sys

    from matrix_bench import SETS, side_by_side

    chosen = sys.argv[1:] or SETS
    for name, by_task in zip(chosen, side_by_side(survivors, [ProblemSet(name) for name in chosen]), strict=True):
        for task, (number, left) in by_task.items():
            print(f"{name}, {task}: {number - len(left)} of {number} caught")
            print("".join(f"    {change}{f'  [{reason}]' if reason else ''}\n" for change, reason in left.items()), end="")
