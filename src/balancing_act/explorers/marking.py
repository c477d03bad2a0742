"""The marking desk: model essays, one at a time and without their key, marked criterion by criterion."""

import html
import json
from pathlib import Path

import ipywidgets as widgets
import traitlets
from nbconvert.filters import markdown2html

from balancing_act.charts.marking import beside_key
from balancing_act.explorers.base import _Keys, choose
from balancing_act.marking import MarkingError, WrittenTask, tasks
from balancing_act.marking.calibration import Comparison, compare, read_marks, shuffled, unmarked, write_marks
from balancing_act.marking.rubric import assignments, essays, folder, in_words


def practisable() -> dict[str, WrittenTask]:
    """The written tasks that have model essays, by what the marker chooses from."""
    written = [task for name in assignments() for task in tasks(name) if essays(task)]
    return {f"{task.assignment}, {task.answer}": task for task in written}


class _Lines(_Keys):
    """Lets the words of a level and the name of a criterion run over several lines; ipywidgets keeps each to one."""

    # ipywidgets puts a radio button behind its text and lets it float, which brings it beside the last line.
    _css = f"""{_Keys._css}
    .balancing-act-marking .widget-radio {{ height: auto; line-height: 1.4; margin-top: 0.8em; }}
    .balancing-act-marking .widget-radio > .widget-label {{ white-space: normal; text-align: left; line-height: 1.4; font-weight: bold; }}
    .balancing-act-marking .widget-radio-box label {{ position: relative; height: auto; line-height: 1.4; padding: 0 0 0.3em 1.8em; }}
    .balancing-act-marking .widget-radio-box input {{ position: absolute; left: 0.2em; top: 0; height: 1.4em; margin: 0; }}
    """


class MarkingDesk(widgets.VBox):
    """Model essays to mark, one at a time; when all are marked, the comparison with the key.

    chosen: the written task, a name of practisable(); number: which essay is shown, from 1; marks: essay key to criterion to
    points. Marks are kept in the file as they are given, so that a marker may stop and go on another day.
    """

    chosen = traitlets.Enum(list(practisable()))
    number = traitlets.Int(1)
    marks = traitlets.Dict()

    def __init__(self, file: str | Path = "my_marks.csv", **state):
        self.file = Path(file)
        super().__init__(layout=widgets.Layout(max_width="60em"))
        self.add_class("balancing-act-explorer")
        self.add_class("balancing-act-marking")
        menu = choose("Written task", {name: name for name in practisable()})
        self._task, self._essay, self._result = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._levels = widgets.VBox()
        self._choices: dict[str, list[widgets.RadioButtons]] = {}  # by essay
        self._back, self._on = widgets.Button(description="Essay before"), widgets.Button(description="Next essay")
        self._back.on_click(lambda _: setattr(self, "number", self.number - 1))
        self._on.on_click(lambda _: setattr(self, "number", self.number + 1))
        self.children = [menu, self._task, self._essay, self._levels, widgets.HBox([self._back, self._on]), _Lines(), self._result]
        self.observe(self._open, "chosen")
        self.observe(self._turn, "number")
        self.observe(self._keep, "marks")
        self.chosen = state.pop("chosen", next(iter(practisable())))
        traitlets.link((self, "chosen"), (menu, "value"))
        for name, value in state.items():
            setattr(self, name, value)

    @property
    def task(self) -> WrittenTask:
        return practisable()[self.chosen]

    @property
    def pile(self) -> list:
        """The essays in the order in which the marker sees them."""
        return shuffled(self.task, self.file.name)

    def comparison(self) -> Comparison:
        """The marks beside the key. Raises MarkingError as long as an essay lacks a mark."""
        return compare(self.task, self.marks)

    def mark(self, criterion: str, points: float, essay: str | None = None) -> None:
        """Give an essay, by its key, its points for a criterion; the essay that is shown, where none is named."""
        essay = essay or self.pile[self.number - 1].key
        self.marks = {**self.marks, essay: {**self.marks.get(essay, {}), criterion: points}}

    def start_again(self) -> None:
        """Forget all marks for this written task."""
        self.marks = {}
        self._choices.clear()
        self.number = 1
        self._turn()

    @traitlets.validate("number")
    def _within(self, proposal):
        return min(max(proposal["value"], 1), len(self.pile))

    def _open(self, _change=None) -> None:
        task = self.task
        self._task.value = f"<details><summary>The task</summary>{markdown2html(_question(task))}</details>"
        self.marks = read_marks(self.file, task)
        left = unmarked(task, self.marks)
        self._choices.clear()
        self.number = next((place for place, essay in enumerate(self.pile, start=1) if essay.key in left), 1)
        self._turn()

    def _choice(self, criterion, essay: str) -> widgets.RadioButtons:
        """The levels of a criterion for one essay. A choice that comes when the next essay is shown already still counts for its own."""
        options = [(f"{in_words(points)}: {text}", points) for points, text in criterion.levels.items()]
        choice = widgets.RadioButtons(options=options, value=None, description=criterion.name, layout={"width": "auto"})
        choice.style.description_width = "12em"
        choice.observe(lambda change: change["new"] is None or self.mark(criterion.key, change["new"], essay), "value")
        return choice

    def _turn(self, _change=None) -> None:
        essay = self.pile[self.number - 1]
        length = len(essay.text.split())
        cost = self.task.penalty(essay.text)
        words = f"{length} words" + (f"; the length costs {in_words(cost)}, which is taken off for you" if cost else "")
        text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in essay.text.split("\n\n"))
        self._essay.value = f"<h3>Essay {self.number} of {len(self.pile)}</h3>{text}<p><em>{words}.</em></p>"
        if essay.key not in self._choices:
            self._choices[essay.key] = [self._choice(criterion, essay.key) for criterion in self.task.criteria]
        self._levels.children = self._choices[essay.key]
        given = self.marks.get(essay.key, {})
        for criterion, choice in zip(self.task.criteria, self._levels.children, strict=True):
            choice.value = given.get(criterion.key)
        self._back.disabled, self._on.disabled = self.number == 1, self.number == len(self.pile)
        self._show()

    def _keep(self, _change=None) -> None:
        if self.marks != read_marks(self.file, self.task):
            write_marks(self.file, self.task, self.marks)
        self._show()

    def _show(self) -> None:
        try:
            comparison = self.comparison()
        except MarkingError as not_yet:
            self._result.value = f'<p role="status">{html.escape(str(not_yet))}</p>'
            return
        numbers = {essay.key: place for place, essay in enumerate(self.pile, start=1)}
        chart = beside_key(comparison, numbers, self.task.points)
        self._result.value = chart._repr_html_() + _tables(comparison, self.task) + _reasons(self.task, self.marks, numbers)


def _question(task: WrittenTask) -> str:
    """The text of the task, up to the table of criteria, as the notebook in solutions/ has it."""
    notebook = folder().parent / "solutions" / task.assignment / f"{task.assignment}.ipynb"
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if cell["id"] == task.question)
    return source.split("\n| criterion |")[0].lstrip("#")


def _tables(comparison: Comparison, task: WrittenTask) -> str:
    style = {"border": 0, "float_format": "{:.2f}".format, "na_rep": "not defined"}
    sides = comparison.sides.rename(index=lambda side: f"{side}: {task.sides[side]}")
    return f"<h3>By criterion</h3>{comparison.criteria.to_html(**style)}<h3>By side</h3>{sides.to_html(**style)}"


def _reasons(task: WrittenTask, marks: dict, numbers: dict[str, int]) -> str:
    """Where the marker and the key differ, essay by essay, with the key's reason."""
    items = []
    for essay in sorted(essays(task), key=lambda essay: numbers[essay.key]):
        for criterion in task.criteria:
            given, key = marks[essay.key][criterion.key], essay.marks[criterion.key]
            if given != key:
                what = f"Essay {numbers[essay.key]}, {criterion.name}: you {given:g}, the key {key:g}: {essay.reasons[criterion.key]}."
                items.append(f"<li>{html.escape(what)}</li>")
    return "<h3>Where you and the key differ</h3>" + (f"<ul>{''.join(items)}</ul>" if items else "<p>Nowhere.</p>")
