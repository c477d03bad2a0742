"""The rubrics and model essays of marking/, one folder a problem set, and the cells of a notebook that a rubric fills."""

import copy
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import jsonschema
import yaml

SIDES = ("for", "against", "neither")
BEGIN, END = "=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="


class MarkingError(ValueError):
    """A rubric or essay that cannot be used: the message names the file and the entry, and says what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Criterion:
    """One thing the marker looks for. levels: points to what an answer at that level does, from most points to none."""

    key: str
    name: str
    levels: dict[float, str]


@dataclass(frozen=True, eq=False)
class Essay:
    """A model answer with its key.

    marks and reasons: by key of the criterion, the points it earns and why; side: ``for`` the article's claim, ``against`` it
    or ``neither``; wrong: figures in the text that are wrong on purpose.
    """

    key: str
    side: str
    text: str
    marks: dict[str, float]
    reasons: dict[str, str]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class WrittenTask:
    """A written task and its rubric.

    assignment: the problem set; answer: the grade id of the answer cell; question: the id of the cell that ends with the table
    of criteria; words: the length asked for (from, to), from where on it costs points (fewest, most) and how many (penalty), or
    None; sides: what each side stands for in this task; examples: model answers, each with its title as key.
    """

    assignment: str
    answer: str
    question: str
    points: float
    words: dict | None
    rule: str
    sides: dict[str, str]
    criteria: tuple[Criterion, ...]
    examples: tuple[Essay, ...]

    @property
    def step(self) -> float:
        """The smallest difference between two levels of a criterion, in points."""
        return min(a - b for criterion in self.criteria for a, b in zip(criterion.levels, list(criterion.levels)[1:], strict=False))

    def penalty(self, text: str) -> float:
        """The points that the length of an answer costs."""
        if self.words is None or self.words["fewest"] <= len(text.split()) <= self.words["most"]:
            return 0.0
        return self.words["penalty"]

    def total(self, marks: dict[str, float], text: str) -> float:
        """The points of an answer: its criteria, less what its length costs, and never below 0."""
        return max(0.0, sum(marks[criterion.key] for criterion in self.criteria) - self.penalty(text))

    def table(self) -> str:
        """The criteria and levels as students see them, in Markdown."""
        points = {tuple(criterion.levels) for criterion in self.criteria}
        if len(points) == 1:
            head = [in_words(level) for level in self.criteria[0].levels]
            names = [criterion.name for criterion in self.criteria]
        else:
            head = [_SHARES[share] for share in _shares(self.criteria[0])]
            names = [f"{criterion.name} ({in_words(max(criterion.levels))})" for criterion in self.criteria]
        rows = [[name, *criterion.levels.values()] for name, criterion in zip(names, self.criteria, strict=True)]
        lines = [f"| {' | '.join(row)} |" for row in (["criterion", *head], ["---"] * (len(head) + 1), *rows)]
        return "\n".join(lines + (["", self._length()] if self.words else []))

    def mark_scheme(self) -> str:
        """What the marker sees in the answer cell of the notebook in solutions/, in Markdown."""
        length = [self._length()] if self.words else []
        intro = ["Mark each criterion by the level it reaches in the table of the task.", *length, self.rule]
        practice = f"Before you mark a class, practise on {len(essays(self))} model essays: open `marking/practise.ipynb`."
        examples = [
            f'**{example.key}: {self.total(example.marks, example.text):g} of {self.points:g}.** "{example.text}"'
            for example in self.examples
        ]
        return "\n\n".join([" ".join(intro), *([practice] if essays(self) else []), *examples])

    def _length(self) -> str:
        words = self.words
        return f"Fewer than {words['fewest']} or more than {words['most']} words cost {in_words(words['penalty'])}."


# How the levels are called where one criterion is worth more points than another.
_SHARES = {1: "full marks", 0.5: "half of them", 0: "0 points"}


def _shares(criterion: Criterion) -> list[float]:
    return [points / max(criterion.levels) for points in criterion.levels]


def in_words(points: float) -> str:
    """Points as a reader says them: "half a point", "1 point", "2 points"."""
    return {0.5: "half a point", 1: "1 point"}.get(points, f"{points:g} points")


@cache
def folder() -> Path:
    """The folder marking/ of the checkout. It is for markers only, so an installed package does not hold it."""
    found = Path(__file__).resolve().parents[3] / "marking"
    if not found.is_dir():
        raise MarkingError(
            "Rubrics and model essays are in the folder marking/ of the course's repository. Work in a copy of it: make lab."
        )
    return found


def assignments() -> list[str]:
    """The problem sets that have a rubric."""
    return sorted(path.parent.name for path in folder().glob("*/rubric.yml"))


@cache
def tasks(assignment: str) -> tuple[WrittenTask, ...]:
    """The written tasks of a problem set.

    Raises MarkingError where its rubric.yml breaks the schema, levels do not fall to 0, criteria of different points have other
    levels than full, half and none, the criteria do not add up to the points of the task, or no level gives an example's mark.
    """
    content = _read(assignment, "rubric")
    return tuple(_task(assignment, entry) for entry in content["tasks"])


@cache
def essays(task: WrittenTask) -> tuple[Essay, ...]:
    """The model essays of a written task, none where it has none.

    Raises MarkingError where essays.yml breaks the schema, names a key twice, or has a mark that no level gives.
    """
    if not (folder() / task.assignment / "essays.yml").exists():
        return ()
    entries = [part for part in _read(task.assignment, "essays")["tasks"] if part["answer"] == task.answer]
    found = tuple(
        Essay(
            essay["key"],
            essay["side"],
            essay["text"],
            {key: points for key, (points, _) in essay["marks"].items()},
            {key: reason for key, (_, reason) in essay["marks"].items()},
            tuple(essay.get("wrong", ())),
        )
        for entry in entries
        for essay in entry["essays"]
    )
    if twice := {essay.key for essay in found if [other.key for other in found].count(essay.key) > 1}:
        raise MarkingError(f"{task.assignment}, essays.yml: {', '.join(sorted(twice))}: a key may be used once only.")
    for essay in found:
        _check_marks(task, essay)
    return found


def fill(notebook: dict, written: tuple[WrittenTask, ...]) -> dict:
    """A copy of a notebook in which each table of criteria and each mark scheme is that of its written task.

    notebook: as json reads it. The table and all that follows it in the cell of the question is replaced, and so is all between
    the marks of the mark scheme. Raises MarkingError for a cell that is not there or has nothing to replace.
    """
    filled = copy.deepcopy(notebook)
    cells = {cell["id"]: cell for cell in filled["cells"]}
    for task in written:
        for cell_id, opening, new in [
            (task.question, "| criterion |", task.table()),
            (task.answer, BEGIN, f"{BEGIN}\n{task.mark_scheme()}\n{END}"),
        ]:
            source = "".join(cells[cell_id]["source"]) if cell_id in cells else ""
            if opening not in source:
                raise MarkingError(f"{task.assignment}: no cell {cell_id!r} with {opening!r} in it. Correct the cell or its rubric.yml.")
            cells[cell_id]["source"] = (source[: source.index(opening)] + new).splitlines(keepends=True)
    return filled


def _read(assignment: str, kind: str) -> dict:
    path = folder() / assignment / f"{kind}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    schema = json.loads(files(__package__).joinpath("marking.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema | {"$ref": f"#/$defs/{kind}"})
    problem = jsonschema.exceptions.best_match(validator.iter_errors(content))
    if problem is not None:
        where = "/".join(map(str, problem.absolute_path)) or "as a whole"
        raise MarkingError(f"{assignment}, {path.name}, {where}: {problem.message}")
    return content


def _task(assignment: str, entry: dict) -> WrittenTask:
    criteria = tuple(
        Criterion(item["key"], item["name"], {level["points"]: level["text"] for level in item["levels"]}) for item in entry["criteria"]
    )
    examples = tuple(Essay(item["title"], item["side"], item["text"], item["marks"], {}) for item in entry["examples"])
    fields = {key: entry[key] for key in ("answer", "question", "points", "rule", "sides")}
    task = WrittenTask(assignment, words=entry.get("words"), criteria=criteria, examples=examples, **fields)
    where = f"{assignment}, rubric.yml, {task.answer}"
    for criterion, item in zip(criteria, entry["criteria"], strict=True):
        points = [level["points"] for level in item["levels"]]
        if points != sorted(set(points), reverse=True) or points[-1] != 0:
            raise MarkingError(f"{where}, {criterion.key}: levels go from most points to 0, each once; these are {points}.")
    if len({tuple(criterion.levels) for criterion in criteria}) > 1 and any(_shares(item) != list(_SHARES) for item in criteria):
        raise MarkingError(f"{where}: criteria of different points have three levels each: full marks, half of them and 0.")
    most = sum(max(criterion.levels) for criterion in criteria)
    if most != task.points:
        raise MarkingError(f"{where}: the criteria add up to {most:g} points, the task has {task.points:g}.")
    for example in examples:
        _check_marks(task, example)
    return task


def _check_marks(task: WrittenTask, essay: Essay) -> None:
    where = f"{task.assignment}, {task.answer}, {essay.key}"
    levels = {criterion.key: criterion.levels for criterion in task.criteria}
    if set(essay.marks) != set(levels):
        raise MarkingError(f"{where}: marks are given for {', '.join(essay.marks)}; the criteria are {', '.join(levels)}.")
    for key, points in essay.marks.items():
        if points not in levels[key]:
            raise MarkingError(f"{where}, {key}: no level gives {points:g} points.")
    if essay.side not in task.sides:
        raise MarkingError(f"{where}: the task has no side {essay.side!r}.")
