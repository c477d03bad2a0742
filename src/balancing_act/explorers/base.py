"""What the explorers share: state in traits, controls or a map that follow it, and words for readers without a kernel."""

import difflib
import html
from uuid import uuid4

import anywidget
import ipywidgets as widgets
import traitlets

from balancing_act.charts.base import Chart

# Two controls fit side by side beside JupyterLab's list of files, so that the picture stays in sight of them.
_WIDTH = "31em"
_WIDE = {"style": {"description_width": "9em"}, "layout": {"width": _WIDTH}}
_SEVERAL = "Hold Ctrl (on a Mac, Cmd) and click to add one or take one away. By keyboard: Shift and the arrow keys."


class _Keys(anywidget.AnyWidget):
    """Leaves the keys typed at a control to that control, and sets the lines of the text as close as text is set elsewhere.

    JupyterLab takes an arrow or a letter typed at a menu or a tick box for a notebook command, unless the focused element
    itself carries this attribute; ipywidgets has no way to set it.
    """

    _esm = """
    function render({ el }) {
      el.hidden = true;
      const mark = ({ target }) => {
        if (target.closest(".balancing-act-explorer")) target.setAttribute("data-lm-suppress-shortcuts", "true");
      };
      document.addEventListener("focusin", mark);
      return () => document.removeEventListener("focusin", mark);
    }
    export default { render };
    """
    _css = ".balancing-act-explorer .widget-html-content { line-height: 1.5; }"


class Explorer(widgets.VBox):
    """A chart and the controls that change it.

    A subclass names its state as traits, gives ``controls``, one for each trait, and computes ``chart`` from the traits
    alone; a ValueError raised there is shown to the reader in place of the picture, so its message says what to do.
    The traits may be set from code or through the controls, with or without a browser.
    """

    def __init__(self, **state):
        super().__init__(layout=widgets.Layout(max_width="66em"), **state)
        self._view = widgets.HTML()
        self.children = [self._form(), _Keys(), self._view]
        self.add_class("balancing-act-explorer")
        self.observe(self._draw, names=list(type(self).class_own_traits()))
        self._draw()

    def chart(self) -> Chart:
        """The chart for the present state."""
        raise NotImplementedError

    def controls(self) -> dict[str, widgets.Widget]:
        """The controls by the name of the trait each of them sets."""
        raise NotImplementedError

    def _form(self) -> widgets.Widget:
        controls = self.controls()
        for name, control in controls.items():
            # A list of several choices is a tuple to ipywidgets.
            transform = (tuple, list) if isinstance(control, widgets.SelectMultiple) else None
            traitlets.link((self, name), (control, "value"), transform=transform)
        several = [control for control in controls.values() if isinstance(control, widgets.SelectMultiple)]
        single = [control for control in controls.values() if control not in several]
        if not several:
            return widgets.Box(single, layout=widgets.Layout(flex_flow="row wrap"))
        lists = [widgets.VBox([control, widgets.HTML(_SEVERAL, layout={"width": _WIDTH})]) for control in several]
        return widgets.HBox([widgets.VBox(single), *lists], layout=widgets.Layout(flex_flow="row wrap"))

    def _draw(self, _change=None) -> None:
        try:
            self._view.value = self.chart()._repr_html_()
        except ValueError as problem:
            self._view.value = f'<p role="alert">{html.escape(str(problem))}</p>'

    def _repr_mimebundle_(self, **kwargs):
        # Picture and words travel in the notebook, for readers without a kernel and for print.
        chart = self.chart()
        return {**super()._repr_mimebundle_(**kwargs), "text/html": chart._repr_html_(), "text/plain": repr(chart)}


class MapExplorer(anywidget.AnyWidget):
    """A map drawn once, of which each change of state rewrites only what it touches.

    A subclass names its state as synced traits, listed in ``STATE`` in the order in which the module's functions take them, and
    gives ``_esm``, ``_css``, ``chart`` and: ``_view()``, all that the page shows for the present state, as plain data;
    ``_page(name)``, the page as HTML, its ids beginning with name; ``_moves()``, where each arrow key leads from each place;
    ``_words()``, HTML to stand below the picture for readers without a kernel. JavaScript only writes the view into the page.
    """

    STATE: tuple[str, ...]

    view = traitlets.Dict(read_only=True).tag(sync=True)
    page = traitlets.Unicode(read_only=True).tag(sync=True)
    moves = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, **state):
        super().__init__(**state)
        with self.hold_sync():
            self.set_trait("moves", self._moves())
            self.set_trait("page", self._page(f"map-{uuid4().hex[:8]}"))
            self._follow()
        self.observe(self._follow, names=list(self.STATE))

    def chart(self) -> Chart:
        """The map of the present state as a chart: picture, sentence and table."""
        raise NotImplementedError

    def _state(self) -> list:
        return [getattr(self, name) for name in self.STATE]

    def _follow(self, _change=None) -> None:
        self.set_trait("view", self._view())

    def _repr_mimebundle_(self, **kwargs):
        # The picture and its words travel in the notebook, for readers without a kernel and for print.
        data, metadata = super()._repr_mimebundle_(**kwargs)
        chart = self.chart()
        return {**data, "text/html": chart._repr_html_() + self._words(), "text/plain": repr(chart)}, metadata


def known(value: str, allowed: list[str], what: str, where: str) -> str:
    """The value, if it is one of those allowed; else TraitError with the nearest two, and with where they are all listed."""
    if value in allowed:
        return value
    spelt = {name.casefold(): name for name in allowed}
    near = [spelt[name] for name in difflib.get_close_matches(value.casefold(), spelt, n=2)]
    guess = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise traitlets.TraitError(f"There is no {what} {value!r}.{guess} {where}")


def choose(label: str, choices: dict) -> widgets.Dropdown:
    """A list to choose one value from. choices: value to what the reader sees."""
    return widgets.Dropdown(options=_options(choices), description=label, **_WIDE)


def choose_several(label: str, choices: dict, rows: int = 14) -> widgets.SelectMultiple:
    """A list to choose several values from; its trait is a list."""
    return widgets.SelectMultiple(options=_options(choices), description=label, rows=rows, **_WIDE)


def whole_number(label: str, lowest: int, highest: int, step: int = 1) -> widgets.BoundedIntText:
    """A box for a whole number between two bounds; its arrows go by steps."""
    return widgets.BoundedIntText(description=label, min=lowest, max=highest, step=step, **_WIDE)


def tick(label: str) -> widgets.Checkbox:
    """A box to tick."""
    return widgets.Checkbox(description=label, indent=False, layout={"width": _WIDTH})


def _options(choices: dict) -> list[tuple]:
    return [(shown, value) for value, shown in choices.items()]
