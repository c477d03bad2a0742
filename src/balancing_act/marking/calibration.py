"""Practice in marking: the order of the model essays, a marker's own marks in a file, and their comparison with the key."""

import csv
import math
import os
import random
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from balancing_act.marking.rubric import SIDES, Essay, MarkingError, WrittenTask, assignments, essays, tasks
from balancing_act.measures.marking import kappa_interval, weighted_kappa

# A convention, that of D. Williamson, X. Xi and F. J. Breyer (2012, https://doi.org/10.1111/j.1745-3992.2011.00223.x) for scoring
# by machine beside people: where signal outweighs noise. It is not a law.
GOOD_ENOUGH = 0.70

_COLUMNS = ["assignment", "answer", "essay", "criterion", "points"]

Marks = dict[str, dict[str, float]]  # essay -> criterion -> points


def shuffled(task: WrittenTask, seed: str) -> list[Essay]:
    """The model essays of a task in an order that says nothing about the key. The same seed gives the same order."""
    found = list(essays(task))
    random.Random(f"{seed} {task.assignment} {task.answer}").shuffle(found)
    return found


def read_marks(file: Path, task: WrittenTask) -> Marks:
    """The marks that a file holds for the essays of a task; none when there is no file yet.

    Raises MarkingError for a file that is no table of marks, and for a mark that the rubric does not know.
    """
    levels = {criterion.key: criterion.levels for criterion in task.criteria}
    known = {essay.key for essay in essays(task)}
    marks: Marks = {}
    for number, row in enumerate(_rows(file), start=2):
        if (row["assignment"], row["answer"]) != (task.assignment, task.answer):
            continue
        try:
            points = float(row["points"])
        except ValueError:
            points = math.nan
        if row["essay"] not in known or points not in levels.get(row["criterion"], ()):
            raise MarkingError(
                f"{file.name}, line {number}: {', '.join(row.values())} fits no essay and level. Correct or delete the line."
            )
        marks.setdefault(row["essay"], {})[row["criterion"]] = points
    return marks


def write_marks(file: Path, task: WrittenTask, marks: Marks) -> None:
    """Put the marks for a task into a file; those for other tasks stay. Raises MarkingError for a file that is no table of marks."""
    others = [row for row in _rows(file) if (row["assignment"], row["answer"]) != (task.assignment, task.answer)]
    own = [
        dict(zip(_COLUMNS, (task.assignment, task.answer, essay, criterion, f"{points:g}"), strict=True))
        for essay, given in marks.items()
        for criterion, points in given.items()
    ]
    new = file.with_name(f"{file.name}.new")
    with new.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, _COLUMNS)
        table.writeheader()
        table.writerows(others + own)
    os.replace(new, file)  # whole or not at all


def _rows(file: Path) -> list[dict]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        rows = list(table)
    if table.fieldnames != _COLUMNS or any(None in row or None in row.values() for row in rows):
        raise MarkingError(
            f"{file.name} is no table of marks: its columns should be {', '.join(_COLUMNS)}. Give it another name and start anew."
        )
    return rows


def unmarked(task: WrittenTask, marks: Marks) -> list[str]:
    """The keys of the essays that lack a mark for some criterion."""
    wanted = {criterion.key for criterion in task.criteria}
    return [essay.key for essay in essays(task) if set(marks.get(essay.key, ())) != wanted]


@dataclass(frozen=True)
class Comparison:
    """A marker beside the key.

    criteria: one row a criterion and one for the total, with kappa (missing where it is not defined), same (how many essays got
    the mark of the key) and difference (mean of the marker's points less the key's); sides: one row a side, with essays (how
    many), key and given (mean totals) and difference; essays: one row an essay, with side, key, given and difference (totals);
    interval: of the total's kappa; step: the smallest step of the rubric.
    """

    criteria: pd.DataFrame
    sides: pd.DataFrame
    essays: pd.DataFrame
    interval: tuple[float, float]
    step: float

    @property
    def text(self) -> str:
        """What the marker should know, in sentences."""
        total = self.criteria.loc["total"]
        if math.isnan(total["kappa"]):
            agreement = "Kappa is not defined, because you gave every essay the mark that the key gives to all."
        else:
            enough = "good enough" if round(total["kappa"], 2) >= GOOD_ENOUGH else "not yet good enough"
            low, high = self.interval
            agreement = (
                f"Weighted kappa for the totals is {total['kappa']:.2f}: {enough} by the convention of {GOOD_ENOUGH:.2f}. "
                f"So few essays leave it unsure: {low:.2f} to {high:.2f}."
            )
        return f"{agreement} {_leaning(total['difference'], self.step)} {self._sides()}"

    def _sides(self) -> str:
        favour = self.sides.loc["for", "difference"] - self.sides.loc["against", "difference"]
        if abs(favour) < self.step:
            return "Beside the key, essays for and against fare alike with you."
        favoured, other = ("for", "against") if favour > 0 else ("against", "for")
        return f"Beside the key, essays {favoured} got {abs(favour):.2f} points more from you than essays {other}: read those again."


def _leaning(difference: float, step: float) -> str:
    if abs(difference) < step / 2:
        return f"On average you are {abs(difference):.2f} points from the key: neither strict nor lenient."
    return f"On average you give {abs(difference):.2f} points {'more' if difference > 0 else 'less'} than the key: " + (
        "lenient." if difference > 0 else "strict."
    )


def compare(task: WrittenTask, marks: Marks) -> Comparison:
    """A marker's marks beside the key. Raises MarkingError as long as an essay lacks a mark, so that nobody sees the key early."""
    key, left = essays(task), unmarked(task, marks)
    if left or not key:
        raise MarkingError(f"{len(key) - len(left)} of {len(key)} essays are marked. The key is shown when all are.")
    rows = {}
    for criterion in task.criteria:
        rows[criterion.name] = _agreement([essay.marks[criterion.key] for essay in key], [marks[essay.key][criterion.key] for essay in key])
    totals = pd.DataFrame(
        [[essay.side, task.total(essay.marks, essay.text), task.total(marks[essay.key], essay.text)] for essay in key],
        index=[essay.key for essay in key],
        columns=["side", "key", "given"],
    )
    totals["difference"] = totals["given"] - totals["key"]
    rows["total"] = _agreement(totals["key"], totals["given"])
    sides = totals.groupby("side")[["key", "given", "difference"]].mean().reindex([side for side in SIDES if side in set(totals["side"])])
    sides.insert(0, "essays", totals["side"].value_counts())
    interval = kappa_interval(totals["key"], totals["given"])
    return Comparison(pd.DataFrame.from_dict(rows, orient="index"), sides, totals, interval, task.step)


def progress(file: str | Path) -> pd.DataFrame:
    """How far a marker is: one row a written task that has essays, with essays, marked, and kappa (missing until all are marked)."""
    rows = {}
    for task in (task for name in assignments() for task in tasks(name) if essays(task)):
        marks = read_marks(Path(file), task)
        left = len(unmarked(task, marks))
        kappa = math.nan if left else compare(task, marks).criteria.loc["total", "kappa"]
        rows[task.assignment, task.answer] = {"essays": len(essays(task)), "marked": len(essays(task)) - left, "kappa": kappa}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["problem set", "answer"])


def _agreement(key, given) -> dict:
    pairs = list(zip(key, given, strict=True))
    return {
        "kappa": weighted_kappa(*zip(*pairs, strict=True)),
        "same": sum(a == b for a, b in pairs),
        "difference": sum(b - a for a, b in pairs) / len(pairs),
    }
