"""The bench: many answers to each autograded task, judged without a kernel, in a fork of one process per problem set.

An answer runs in a copy of the process that has run the notebook up to it, model answers included. Its test cells are then run by
nbsealed's own parts: a frozen copy of the student's names, the encoding that carries them across, the judge that runs the cell.
Only the sandbox, the kernel and nbgrader's commands are left out; `test_matrix` sends a sample through those.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import linecache
import multiprocessing
import os
import resource
import socket
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import jupytext
import matplotlib
import nbformat
from nbgrader import utils

from nbsealed import cells, student
from nbsealed.judge import Names, Student, prepare, run_test

ROOT = Path(__file__).parents[2]
ANSWERS = Path(__file__).parent / "answers"
SETS = sorted(folder.name for folder in (ROOT / "solutions").iterdir())

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
SECONDS = 20  # of processor time for one answer
WAIT = 90  # seconds for one call of a function; less than that passes on a machine with much else to do


@dataclass(frozen=True)
class Answer:
    """One answer to one answer cell. `fails` gives, for each test cell that must refuse it, words of the message."""

    task: str
    name: str
    source: str
    fails: dict[str, str] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return not self.fails


@dataclass(frozen=True)
class Verdict:
    """What one test cell said of one answer; `line` is the line of the cell that raised, 0 when none did."""

    task: str
    answer: str
    test: str
    outcome: str
    message: str
    line: int


class ProblemSet:
    """A problem set's notebook in solutions/, and its release in exercises/."""

    def __init__(self, name: str):
        self.name = name
        self.cells = [cell for cell in _read("solutions", name) if cell.cell_type == "code"]
        self.stubs = {_id(cell): cell.source for cell in _read("exercises", name) if utils.is_solution(cell)}
        self.models = {_id(cell): cell.source for cell in self.cells if utils.is_solution(cell)}
        self.tests = {_id(cell): cell.source for cell in self.cells if _is_test(cell)}
        self.points = {_id(cell): cell.metadata.nbgrader.points for cell in self.cells if _is_test(cell)}

    def tests_of(self, task: str) -> list[str]:
        """The test cells below an answer cell, up to the next answer cell."""
        ids = [_id(cell) for cell in self.cells if utils.is_solution(cell) or _is_test(cell)]
        below = ids[ids.index(task) + 1 :]
        until = next((place for place, name in enumerate(below) if name in self.models), len(below))
        return below[:until]

    @property
    def tasks(self) -> list[str]:
        return [task for task in self.models if self.tests_of(task)]

    def hidden(self, test: str) -> set[int]:
        return set(cells.hidden_lines(self.tests[test], BEGIN, END))


def _read(folder: str, name: str) -> list[nbformat.NotebookNode]:
    return nbformat.read(ROOT / folder / name / f"{name}.ipynb", as_version=4).cells


def _id(cell: nbformat.NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id


def _is_test(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


# ---------------------------------------------------------------------------------------------------------------------------------
# The answers


def read_answers(problem_set: ProblemSet) -> list[Answer]:
    """The answers in answers/<set>.py; README.md describes the form. Raises ValueError for what does not fit the problem set."""
    found = []
    for cell in jupytext.read(ANSWERS / f"{problem_set.name}.py", fmt="py:percent").cells:
        task, _, name = cell.metadata.get("title", "").partition(": ")
        where = f"{problem_set.name}.py, {task}: {name}"
        if cell.cell_type != "code" or task not in problem_set.tasks or not name:
            raise ValueError(f"{where}: begin an answer with `# %% ANSWER CELL: name`. Answer cells: {', '.join(problem_set.tasks)}")
        if any((answer.task, answer.name) == (task, name) for answer in found):
            raise ValueError(f"{where}: give the two answers of this name different names")
        found.append(_answer(problem_set, task, name, cell.source, where))
    return found


def _answer(problem_set: ProblemSet, task: str, name: str, text: str, where: str) -> Answer:
    tests, fails, code, source = problem_set.tests_of(task), {}, [], ""
    for line in text.splitlines():
        words = line.removeprefix("# ")
        if line == "# model":
            source = problem_set.models[task]
        elif line.startswith("# with: "):
            old, arrow, new = (words.removeprefix("with: ") + " ").partition(" -> ")
            source = source or problem_set.models[task]
            if not arrow or old not in source:
                raise ValueError(f"{where}: write `# with: old -> new`; {old!r} must be in the model answer")
            source = source.replace(old, new.rstrip())
        elif line.startswith("# fails"):
            test, _, message = words.removeprefix("fails").strip().partition(": ") if words[5] != ":" else (tests[0], "", words[7:])
            if test not in tests or (words[5] == ":" and len(tests) > 1):
                raise ValueError(f"{where}: write `# fails TEST CELL: message` with one of {', '.join(tests)}")
            fails[test] = message
        else:
            code.append(line)
    return Answer(task, name, "\n".join([source, *code]).strip("\n"), fails)


def blanks(problem_set: ProblemSet) -> list[Answer]:
    """The released cells, as they are."""
    return [Answer(task, "blank", problem_set.stubs[task], dict.fromkeys(problem_set.tests_of(task), "")) for task in problem_set.tasks]


# ---------------------------------------------------------------------------------------------------------------------------------
# Running them


def judge(problem_set: ProblemSet, answers: Iterable[Answer], seconds: int = SECONDS) -> list[Verdict]:
    """Run each answer in its place of the notebook, and its test cells on it."""
    waiting: dict[str, list[Answer]] = {}
    for answer in answers:
        waiting.setdefault(answer.task, []).append(answer)
    matplotlib.use("agg")
    warnings.simplefilter("ignore")  # as in the kernel, where a warning costs nothing
    bench, verdicts = _Bench(problem_set), []
    for cell in problem_set.cells:
        if utils.is_solution(cell):
            for answer in waiting.get(_id(cell), []):
                said = apart(lambda answer=answer: bench.verdicts(answer), seconds)
                dead = [asdict(Verdict(answer.task, answer.name, t, "crashed", "", 0)) for t in problem_set.tests_of(answer.task)]
                verdicts += [Verdict(**verdict) for verdict in said or dead]
            bench.run(cell.source)
        elif _is_test(cell):
            bench.after(cell.source)
        else:
            bench.run(cell.source)
            if utils.is_locked(cell):
                prepare(cell.source, bench.names)
    return verdicts


class _Bench:
    def __init__(self, problem_set: ProblemSet):
        self.problem_set = problem_set
        self.kernel: dict[str, Any] = {"__name__": "__main__"}
        self.names, self.imports = Names(), {}
        sources = [*problem_set.models.values(), *problem_set.stubs.values()]
        self.answered = {name for source in sources for name in cells.answered(source)}
        prepare("\n".join(cells.imports(cell.source) for cell in problem_set.cells), self.imports)

    def run(self, source: str) -> None:
        """Run a cell as the kernel does: an error ends the cell, and the charts are drawn at its end."""
        file = f"<cell {hash(source)}>"
        text = cells.without_magics(source)
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, file, "exec"), self.kernel)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            for number in pyplot.get_fignums():
                pyplot.figure(number).canvas.draw()
            pyplot.close("all")

    def after(self, test: str) -> None:
        """What a test cell leaves behind for the cells below it."""
        self.run(cells.definitions(cells.visible(test, BEGIN, END)))
        prepare(cells.assignments(test), self.names)

    def verdicts(self, answer: Answer) -> list[dict]:
        self.run(answer.source)
        result = []
        for test in self.problem_set.tests_of(answer.task):
            said = self.verdict(test)
            line = int(said["detail"].split(":")[0].removeprefix("line ")) if said.get("detail", "").startswith("line ") else 0
            result.append(asdict(Verdict(answer.task, answer.name, test, said["outcome"], said.get("message", ""), line)))
            self.after(self.problem_set.tests[test])
        return result

    def verdict(self, test: str) -> dict:
        names = Names()
        names.update(self.names)
        with frozen(self.kernel) as channel:
            names.connect(Student(channel, WAIT, keep_state=True), self.answered, self.imports)
            return run_test(self.problem_set.tests[test], names, self.problem_set.hidden(test))


@contextlib.contextmanager
def frozen(names: dict[str, Any]) -> Iterator[socket.socket]:
    """A line to a frozen copy of this process, which answers for `names`."""
    near, far = socket.socketpair()
    with near, far:
        os.environ[student.CHANNEL] = str(far.fileno())
        student.freeze(names)
        _, (fd, *_), _, _ = socket.recv_fds(near, 1, 4)
    with socket.socket(fileno=fd) as channel:
        yield channel


def apart(work: Callable[[], Any], seconds: int) -> Any:
    """What `work` returns in a fork of this process, as plain data; None when it takes more processor time or dies."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for fd in (0, 1, 2):
                os.dup2(nowhere, fd)
            text = json.dumps(work()).encode()
            with os.fdopen(writing, "wb") as stream:
                stream.write(text)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        text = stream.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


# ---------------------------------------------------------------------------------------------------------------------------------
# What the hidden tests can say


def hidden_assertions(problem_set: ProblemSet, test: str) -> list[tuple[range, list[str]]]:
    """The hidden assertions of a test cell: their lines, and the sentences they choose from where the message is looked up."""
    tree, hidden = ast.parse(cells.without_magics(problem_set.tests[test])), problem_set.hidden(test)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert | ast.Raise) and node.lineno in hidden:
            message = node.msg if isinstance(node, ast.Assert) else None
            found.append((range(node.lineno, node.end_lineno + 1), _choices(tree, message)))
    return sorted(found, key=lambda assertion: assertion[0].start)


def _choices(tree: ast.Module, message: ast.expr | None) -> list[str]:
    if message is None or isinstance(message, ast.Constant | ast.JoinedStr):
        return []
    name = next(node.id for node in ast.walk(message) if isinstance(node, ast.Name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and ast.unparse(node.targets[0]) == name:
            return [value.value for value in node.value.values]
        if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
            names = [ast.unparse(part) for part in node.target.elts]
            if name in names:
                return [row.elts[names.index(name)].value for row in node.iter.elts]
    raise ValueError(f"line {message.lineno}: where do the messages in {name} come from?")


def unreached(problem_set: ProblemSet, answers: Iterable[Answer], verdicts: Iterable[Verdict]) -> list[str]:
    """Hidden assertions, and sentences of theirs, that no wrong answer has met."""
    wrong = {(answer.task, answer.name) for answer in answers if not answer.right}
    met = [verdict for verdict in verdicts if (verdict.task, verdict.answer) in wrong]
    found = []
    for test in problem_set.tests:
        lines = {verdict.line for verdict in met if verdict.test == test}
        said = {verdict.message for verdict in met if verdict.test == test}
        for place, choices in hidden_assertions(problem_set, test):
            text = problem_set.tests[test].splitlines()[place.start - 1].strip()
            if lines.isdisjoint(place):
                found.append(f"{test}, line {place.start}: {text}")
            found += [f"{test}, line {place.start}: {choice}" for choice in choices if choice not in said]
    return found


# ---------------------------------------------------------------------------------------------------------------------------------
# Whether it is as it should be


def faults(answers: Iterable[Answer], verdicts: Iterable[Verdict]) -> list[str]:
    """Right answers refused, wrong ones accepted, and messages other than the one an answer must get."""
    known = {(answer.task, answer.name): answer for answer in answers}
    found = []
    for verdict in verdicts:
        answer = known[verdict.task, verdict.answer]
        where = f"{verdict.task}: {verdict.answer} ({verdict.test})"
        if verdict.test not in answer.fails:
            if verdict.outcome != "passed":
                found.append(f"{where} is refused, {verdict.outcome}: {verdict.message}")
        elif verdict.outcome == "passed":
            found.append(f"{where} is accepted")
        elif answer.fails[verdict.test] not in verdict.message:
            found.append(f"{where} should be told {answer.fails[verdict.test]!r} and is told, {verdict.outcome}: {verdict.message}")
    return found


def side_by_side(work: Callable, sets: Iterable) -> Iterator:
    """What `work` returns for each problem set, each in a fork of this process."""
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        yield from pool.map(work, sets)


def bench(name: str) -> tuple[list[Answer], list[Verdict], list[str]]:
    """The answers to a problem set, the verdicts on them, and what is wrong with either."""
    problem_set = ProblemSet(name)
    answers = read_answers(problem_set)
    everything = [*answers, *blanks(problem_set)]
    verdicts = judge(problem_set, everything)
    wrong = faults(everything, verdicts)
    wrong += [f"no wrong answer meets {place}" for place in unreached(problem_set, answers, verdicts)]
    for verdict in verdicts:
        if verdict.answer == "blank" and "answered" not in verdict.message:
            wrong.append(f"{verdict.task}: the blank is told {verdict.message!r}")
    for task in problem_set.tasks:
        right = sum(answer.right for answer in answers if answer.task == task)
        if right < 3:
            wrong.append(f"{task}: {right} right answers, and three are asked")
    return everything, verdicts, wrong


if __name__ == "__main__":  # python tests/matrix/matrix_bench.py ps3_votes: what is wrong with one set, while you write its answers
    chosen = sys.argv[1:] or SETS
    for name, (*_, found) in zip(chosen, side_by_side(bench, chosen), strict=True):
        print("\n".join([f"{name}: {len(found)} faults", *found]))
