"""Agreement with Russia, or anybody, under every coding: the second explorer of lesson 3."""

from functools import cached_property

import ipywidgets as widgets
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.votes import agreement_lines
from balancing_act.measures.votes import ABSENCE, ABSTENTION, agreement_by_year, contested, wide
from balancing_act.tables import load

ROLL_CALLS = {
    "regular": "regular sessions, as in the usual data",
    "with_emergency": "regular and emergency sessions",
    "without_ukraine": "all but the votes on Ukraine",
    "only_ukraine": "only the votes on Ukraine",
}


class AgreementExplorer(widgets.VBox):
    """Yearly agreement of chosen countries with a partner, and the change at a chosen year.

    The traits are the state: set them from code or through the controls. ``chart()`` gives the picture, its sentence and
    its table for the state at hand, with or without a browser.
    """

    countries = traitlets.List(traitlets.Unicode(), default_value=["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    partner = traitlets.Unicode("RUS")
    abstention = traitlets.Enum(list(ABSTENTION), default_value="half")
    absence = traitlets.Enum(list(ABSENCE), default_value="drop")
    roll_calls = traitlets.Enum(list(ROLL_CALLS), default_value="regular")
    contested_only = traitlets.Bool(False)
    first_year = traitlets.Int(2010)
    last_year = traitlets.Int(2025)
    split = traitlets.Int(2022)

    def __init__(self, **state):
        super().__init__(layout=widgets.Layout(max_width="60em"), **state)
        self._view = widgets.HTML()
        self.children = [self._controls(), self._view]
        self.observe(self._draw, names=list(AgreementExplorer.class_own_traits()))
        self._draw()

    @cached_property
    def votes(self):
        """All roll calls, one row each, one column a country."""
        return wide(load("rollcall_votes"), load("rollcalls"))

    @cached_property
    def names(self) -> dict[str, str]:
        """English name of each country that has votes here, by ISO code, in alphabetical order of the names."""
        countries = load("countries").set_index("iso3")["name"]
        return countries[countries.index.isin(self.votes.columns)].sort_values().to_dict()

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when no country is chosen or no roll call is left."""
        table = self.votes
        keep = table["year"].between(self.first_year, self.last_year)
        if self.roll_calls == "regular":
            keep &= ~table["emergency_session"]
        elif self.roll_calls == "without_ukraine":
            keep &= ~table["on_ukraine"]
        elif self.roll_calls == "only_ukraine":
            keep &= table["on_ukraine"]
        if self.contested_only:
            keep &= contested(table)
        if not self.countries:
            raise ValueError("Choose at least one country.")
        if not keep.any():
            raise ValueError("No roll call is left with these choices. Widen the years or change the kind of votes.")
        by_year = agreement_by_year(table[keep], self.countries, self.partner, self.abstention, self.absence)
        return agreement_lines(by_year, self.names, self.names[self.partner], self.split)

    def _draw(self, _change=None) -> None:
        try:
            self._view.value = self.chart()._repr_html_()
        except ValueError as problem:
            self._view.value = f'<p role="alert">{problem}</p>'

    def _controls(self) -> widgets.Widget:
        by_name = [(name, iso3) for iso3, name in self.names.items()]
        years = {"min": int(self.votes["year"].min()), "max": int(self.votes["year"].max())}
        wide_label = {"style": {"description_width": "9em"}, "layout": widgets.Layout(width="28em")}
        controls = {
            "partner": widgets.Dropdown(options=by_name, description="Agreement with", **wide_label),
            "abstention": widgets.Dropdown(options=_labels(ABSTENTION), description="An abstention is", **wide_label),
            "absence": widgets.Dropdown(options=_labels(ABSENCE), description="An absence is", **wide_label),
            "roll_calls": widgets.Dropdown(options=_labels(ROLL_CALLS), description="Votes", **wide_label),
            "contested_only": widgets.Checkbox(description="leave out near-unanimous votes (9 in 10 say Yes)", indent=False),
            "first_year": widgets.BoundedIntText(description="First year", **years, **wide_label),
            "last_year": widgets.BoundedIntText(description="Last year", **years, **wide_label),
            "split": widgets.BoundedIntText(description="Compare from", **years, **wide_label),
        }
        for name, control in controls.items():
            traitlets.link((self, name), (control, "value"))
        countries = widgets.SelectMultiple(options=by_name, description="Countries", rows=10, **wide_label)
        traitlets.link((self, "countries"), (countries, "value"), transform=(tuple, list))
        return widgets.HBox([widgets.VBox(list(controls.values())), countries], layout=widgets.Layout(flex_flow="row wrap"))

    def _repr_mimebundle_(self, **kwargs):
        # The picture and its words travel in the notebook, for readers without a kernel and for print.
        bundle = super()._repr_mimebundle_(**kwargs)
        chart = self.chart()
        return {**bundle, "text/html": chart._repr_html_(), "text/plain": repr(chart)}


def _labels(choices: dict[str, str]) -> list[tuple[str, str]]:
    return [(label, key) for key, label in choices.items()]
