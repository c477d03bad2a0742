"""Class report: what the marks of a class say, for the instructor. It is computed on this machine, and nothing is sent anywhere.

Each question is a method of `ClassReport` and answered by a `Finding`: a sentence, a table, and where it helps a picture of it.

Difficulty of a task is the mean share of its points that was reached, the *p value* of classical test theory; discrimination is its
*item-rest correlation*, Pearson's r with the points of the same students in all other tasks of the assignment. Sources: on item
discrimination L. Crocker and J. Algina, Introduction to Classical and Modern Test Theory, as told in
https://www.questionmark.com/item-analysis-report-item-total-correlation-discrimination/; that the item itself is left out of the rest, and
that below 0.2 is low, from https://easystats.github.io/performance/reference/item_discrimination.html. In a small class both are rough.
"""

from __future__ import annotations

import html
import io
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from nbsealed.marks import COLUMNS, NOT_GRADED, NOT_HANDED_IN, TO_MARK, task_marks, total_marks

HARD, LOW_DISCRIMINATION, FEW = 0.3, 0.2, 20
NEEDS_HELP = 0.5
BLUE, ORANGE = "#0072B2", "#E69F00"  # of the palette of Okabe and Ito


@dataclass(frozen=True)
class Finding:
    """An answer of the report. In a notebook it shows the picture, the sentence and the table; as text, the last two."""

    title: str
    text: str
    table: pd.DataFrame
    svg: str = ""

    def __repr__(self) -> str:
        return f"{self.title}\n{self.text}\n{self.table.to_string(na_rep='-')}"

    def _repr_html_(self) -> str:
        numbered = isinstance(self.table.index, pd.RangeIndex)
        table = self.table.to_html(border=0, na_rep="-", float_format="{:.2f}".format, index=not numbered)
        words = f"<figcaption><strong>{html.escape(self.title)}.</strong> {html.escape(self.text)}</figcaption>"
        scrolls = f'<div role="region" tabindex="0" aria-label="{html.escape(self.title)}" style="overflow-x:auto">{table}</div>'
        return f'<figure style="margin:0">{self.svg}{words}{scrolls}</figure>'


class ClassReport:
    """The report on a course.

    folder: the course's folder, with nbgrader_config.py and gradebook.db. assignments: only these. A course whose gradebook does not
    exist yet, or is empty, has an empty report. Raises ValueError for an assignment that the gradebook does not know.
    """

    def __init__(self, folder: Path | str = ".", assignments: Collection[str] = ()):
        self.folder = Path(folder).resolve()
        self.assignments = list(assignments)

    @cached_property
    def _tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        directory = CourseDirectory(root=str(self.folder), config=_configuration(self.folder))
        database = Path(directory.db_url.removeprefix("sqlite:///"))
        if directory.db_url.startswith("sqlite:///") and not database.exists():
            none = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
            return none, none.assign(**dict.fromkeys(("score", "max_score"), none["points"]))
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            known = [assignment.name for assignment in gradebook.assignments]
            if unknown := [name for name in self.assignments if name not in known]:
                raise ValueError(f"There is no assignment {', '.join(unknown)}. The gradebook has: {', '.join(known) or 'none'}.")
            tasks = task_marks(gradebook, directory, self.assignments)
            used = tasks.loc[tasks["outcome"] != NOT_HANDED_IN, "assignment"].unique()
            tasks = tasks[tasks["assignment"].isin(used)]
            return tasks, total_marks(gradebook, tasks)

    @property
    def tasks(self) -> pd.DataFrame:
        """One row for each student and task of what somebody has handed in (see `nbsealed.marks.task_marks`)."""
        return self._tables[0]

    @property
    def totals(self) -> pd.DataFrame:
        """One row for each student and assignment (see `nbsealed.marks.total_marks`)."""
        return self._tables[1]

    def distribution(self) -> Finding:
        """How many students reached which share of the points, by assignment, among those whose marks are complete."""
        title = "Distribution of marks"
        complete = self.totals.dropna(subset=["score"])
        if complete.empty:
            return Finding(title, "No marks are complete yet.", pd.DataFrame())
        share = complete["score"] / complete["max_score"]
        bands = pd.cut(share.clip(0, 1), [-0.001, 0.2, 0.4, 0.6, 0.8, 1], labels=["0-20 %", "20-40 %", "40-60 %", "60-80 %", "80-100 %"])
        table = pd.crosstab(complete["assignment"], bands, dropna=False).rename_axis(None, axis=1)
        groups = share.groupby(complete["assignment"])
        table = table.assign(students=groups.size(), median=groups.median(), lowest=groups.min(), highest=groups.max())
        text = " ".join(
            f"{name}: {row['students']:.0f} complete, half of them at {row['median']:.0%} of the points or less."
            for name, row in table.iterrows()
        )
        return Finding(title, text, table, _bars(table.iloc[:, :5], title, text))

    def difficulty(self) -> Finding:
        """Difficulty and discrimination of each task (see the module)."""
        marked = self.tasks.dropna(subset=["points"])
        rows = []
        for assignment, of_one in marked.groupby("assignment", sort=False):
            points = of_one.pivot(index="student_id", columns=["notebook", "task"], values="points")
            for (notebook, task), reached in points.items():
                most = of_one.loc[(of_one["notebook"] == notebook) & (of_one["task"] == task), "max_points"].iloc[0]
                rest = points.drop(columns=[(notebook, task)]).sum(axis=1)
                both = pd.DataFrame({"task": reached, "rest": rest}).dropna()
                varies = len(both) > 2 and both["task"].nunique() > 1 and both["rest"].nunique() > 1
                r = both["task"].corr(both["rest"]) if varies else float("nan")
                rows.append((assignment, task, len(both), both["task"].mean() / most if most else float("nan"), r))
        table = pd.DataFrame(rows, columns=["assignment", "task", "students", "difficulty", "discrimination"])
        hard, low = table["difficulty"] < HARD, (table["discrimination"] < LOW_DISCRIMINATION) & (table["students"] >= FEW)
        table["look at it"] = hard.map({True: "hard ", False: ""}) + low.map({True: "does not tell students apart", False: ""})
        table["look at it"] = table["look at it"].str.strip()
        if table.empty:
            return Finding("Difficulty of the tasks", "No task has marks yet.", table)
        text = f"{hard.sum()} of {len(table)} tasks are hard (under {HARD:.0%} of the points on average); "
        text += f"{low.sum()} hardly tell strong students from weak ones (correlation with the rest under {LOW_DISCRIMINATION}; "
        text += f"not said of tasks with under {FEW} students)."
        picture = table.set_index(table["assignment"] + ", " + table["task"])[["difficulty"]]
        return Finding("Difficulty of the tasks", text, table, _lines(picture["difficulty"], "Difficulty of the tasks", text))

    def wrong_answers(self, most: int = 20) -> Finding:
        """The messages that most students were given, by task. most: how many."""
        title = "Common wrong answers"
        failed = self.tasks[self.tasks["message"] != ""]
        failed = failed.assign(message=failed["message"].str.replace("\n", " "))  # pandas would write a line's end as \\n
        counts = failed.groupby(["assignment", "task", "outcome", "message"], sort=False).size().rename("students").reset_index()
        table = counts.sort_values("students", ascending=False, kind="stable").head(most).reset_index(drop=True)
        if table.empty:
            return Finding(title, "No test has said anything yet.", table)
        top = table.iloc[0]
        return Finding(title, f"The commonest, given to {top['students']} students, is in {top['task']}: {top['message']}", table)

    def needs_help(self) -> Finding:
        """Who has less than half of the points marked so far, handed nothing in, or left half of the tasks unattempted, and where.

        One row for each student, those with the most assignments first. A submission that has not been graded counts as none of these.
        """
        title = "Who may need help"
        marked = self.tasks[self.tasks["points"].notna() | (self.tasks["outcome"] == NOT_HANDED_IN)]
        marked = marked.assign(left=marked["outcome"] == "unattempted", absent=marked["outcome"] == NOT_HANDED_IN)
        people = ["student_id", "last_name", "first_name"]
        each = marked.groupby([*people, "assignment"], sort=False).agg(
            points=("points", "sum"), most=("max_points", "sum"), left=("left", "mean"), absent=("absent", "any")
        )
        reasons = {
            "handed nothing in": each["absent"],
            "few points": ~each["absent"] & (each["points"] < NEEDS_HELP * each["most"]),
            "many tasks not attempted": each["left"] >= 0.5,
        }
        each["why"] = pd.Series(
            ["; ".join(word for word, holds in reasons.items() if holds.loc[one]) for one in each.index], index=each.index, dtype="str"
        )
        listed = each[each["why"] != ""].reset_index()
        listed["why"] = listed["assignment"] + ": " + listed["why"]
        table = listed.groupby(people, sort=False).agg(assignments=("why", "size"), why=("why", ", ".join)).reset_index()
        table = table.sort_values("assignments", ascending=False, kind="stable").reset_index(drop=True)
        rule = "less than half of the points marked so far, nothing handed in, or half of the tasks or more not attempted"
        return Finding(title, f"{len(table) or 'No'} students are listed. The rule: {rule}.", table)

    def to_mark(self) -> Finding:
        """Which written answers wait for a mark, and which submissions for autograde."""
        waiting = self.tasks[self.tasks["outcome"].isin([TO_MARK, NOT_GRADED])]
        essays = waiting[waiting["outcome"] == TO_MARK].groupby(["assignment", "task"], sort=False).size().rename("to mark").reset_index()
        ungraded = waiting.loc[waiting["outcome"] == NOT_GRADED, ["assignment", "student_id"]].drop_duplicates()
        text = f"{essays['to mark'].sum()} written answers wait for a mark (Nbgrader, Formgrader, Manual Grading)."
        if len(ungraded):
            text += f" {len(ungraded)} submissions have not been through nbgrader autograde."
        return Finding("Still to mark", text, essays)


def _configuration(folder: Path) -> Config:
    """What the course's nbgrader_config.py sets; nothing where there is none."""
    if not (folder / "nbgrader_config.py").exists():
        return Config()
    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


def _bars(counts: pd.DataFrame, title: str, text: str) -> str:
    """One row of bars for each line of a table."""
    figure = Figure(figsize=(8, 0.8 + 1.2 * len(counts)), layout="constrained")
    for ax, (name, row) in zip(figure.subplots(len(counts), squeeze=False, sharex=True)[:, 0], counts.iterrows(), strict=True):
        bars = ax.bar(list(row.index), row, color=BLUE)
        ax.bar_label(bars, fontsize=8)
        ax.set_title(name, fontsize=9, loc="left")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.set_yticks([])
        ax.margins(y=0.25)
    ax.set_xlabel("share of the points; numbers of students on the bars")
    return _svg(figure, title, text)


def _lines(values: pd.Series, title: str, text: str) -> str:
    """One bar for each value from 0 to 1; those under `HARD` are hatched too."""
    figure = Figure(figsize=(8, 0.8 + 0.25 * len(values)), layout="constrained")
    ax = figure.subplots()
    hard = values < HARD
    bars = ax.barh(list(values.index), values.fillna(0), color=hard.map({True: ORANGE, False: BLUE}))
    for bar, hatched in zip(bars, hard, strict=True):
        bar.set_hatch("//" if hatched else "")
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.set_xlabel("mean share of the points (1 is easy); hatched: hard")
    ax.tick_params(labelsize=8)
    ax.spines[["top", "right"]].set_visible(False)
    return _svg(figure, title, text)


def _svg(figure: Figure, title: str, text: str) -> str:
    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": title}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    drawing = buffer.getvalue()
    label = html.escape(f"{title}. {text}")
    start = f'<svg role="img" aria-label="{label}" style="max-width:100%;height:auto;background:#fff" '
    return drawing[drawing.index("<svg") :].replace("<svg ", start, 1)
