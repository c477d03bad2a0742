"""Agreement with Russia, or anybody, under every coding: the second explorer of lesson 3."""

from functools import cache

import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.votes import agreement_lines
from balancing_act.explorers.base import Explorer, choose, choose_several, tick, whole_number
from balancing_act.measures.votes import ABSENCE, ABSTENTION, agreement_by_year, contested, wide
from balancing_act.tables import load

ROLL_CALLS = {
    "regular": "regular sessions, as in the usual data",
    "with_emergency": "regular and emergency sessions",
    "without_ukraine": "all but the votes on Ukraine",
    "only_ukraine": "only the votes on Ukraine",
}


@cache
def _votes():
    """All roll calls, one row each, one column a country; loaded once for all explorers of a notebook."""
    return wide(load("rollcall_votes"), load("rollcalls"))


@cache
def _names() -> dict[str, str]:
    """English name of each country that has votes here, by ISO code: Central Asia, which is chosen at first, then the others by name."""
    countries = load("countries").set_index("iso3")
    countries = countries[countries.index.isin(_votes().columns)].sort_values("name")
    return countries.sort_values("region", key=lambda region: region != "Central Asia", kind="stable")["name"].to_dict()


class AgreementExplorer(Explorer):
    """Yearly agreement of chosen countries with a partner, and the change at a chosen year."""

    countries = traitlets.List(traitlets.Unicode(), default_value=["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    partner = traitlets.Unicode("RUS")
    abstention = traitlets.Enum(list(ABSTENTION), default_value="half")
    absence = traitlets.Enum(list(ABSENCE), default_value="drop")
    roll_calls = traitlets.Enum(list(ROLL_CALLS), default_value="regular")
    contested_only = traitlets.Bool(False)
    first_year = traitlets.Int(2010)
    last_year = traitlets.Int(2025)
    split = traitlets.Int(2022)

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when no country is chosen or no roll call is left."""
        table = _votes()
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
        return agreement_lines(by_year, _names(), _names()[self.partner], self.split)

    def controls(self):
        years = int(_votes()["year"].min()), int(_votes()["year"].max())
        return {
            "partner": choose("Agreement with", _names()),
            "abstention": choose("An abstention is", ABSTENTION),
            "absence": choose("An absence is", ABSENCE),
            "roll_calls": choose("Votes", ROLL_CALLS),
            "contested_only": tick("leave out near-unanimous votes (9 in 10 say Yes)"),
            "first_year": whole_number("First year", *years),
            "last_year": whole_number("Last year", *years),
            "split": whole_number("Compare from", *years),
            "countries": choose_several("Countries", _names()),
        }
