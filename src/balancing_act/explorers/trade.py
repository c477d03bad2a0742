"""Kazakhstan's ties and what a cut of one partner or pipeline would remove: the explorer of lesson 4."""

from functools import cache

import pandas as pd
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.trade import SERIES, tie
from balancing_act.explorers.base import Explorer, choose, tick, whole_number
from balancing_act.measures.trade import OIL_ROUTES, UNION, deliveries, oil_by_route, partner_mix
from balancing_act.tables import load

TIES = {
    "imports": "imports of goods",
    "exports": "exports of goods",
    "both": "exports and imports of goods",
    "oil": "exports of oil",
    "arms": "arms deliveries",
}
CUTS = {
    "Russia": "Russia (for oil: every route through it)",
    "China": "China",
    UNION: "European Union",
    "Türkiye": "Türkiye",
    "cpc": "CPC pipeline (oil only)",
}
GOODS = ["Russia", "China", UNION, "Türkiye"]
POSSIBLE = {"imports": GOODS, "exports": GOODS, "both": GOODS, "oil": ["Russia", "cpc"], "arms": ["Russia", "China", "Türkiye"]}
_UNITS = {"oil": "million tonnes", "arms": "million trend-indicator values"}


@cache
def _amounts(kind: str, series: str, union: bool) -> pd.DataFrame:
    """The chosen tie, rows years, columns parts; worked out once for all explorers of a notebook."""
    if kind == "oil":
        return oil_by_route(load("oil_routes")).rename(columns=OIL_ROUTES)
    if kind == "arms":
        return deliveries(load("arms"), "KAZ")
    return partner_mix(load("trade_partners"), kind, series, union) / 1000


class TiesExplorer(Explorer):
    """A tie of Kazakhstan over the years, and a cut of a part of it, replaced or not."""

    tie = traitlets.Enum(list(TIES), default_value="imports")
    cut = traitlets.Enum(list(CUTS), default_value="Russia")
    replaced = traitlets.Int(0, min=0, max=100)
    year = traitlets.Int(2023)
    series = traitlets.Enum(list(SERIES), default_value="national")
    union = traitlets.Bool(False)

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when the chosen part does not belong to the chosen tie."""
        possible = POSSIBLE[self.tie]
        if self.cut not in possible:
            raise ValueError(f"For {TIES[self.tie]} choose one of these to cut: {', '.join(_name(part, self.tie) for part in possible)}.")
        amounts = _amounts(self.tie, self.series, self.union or self.cut == UNION)
        # The nearest year there is, so that a change of tie or series always shows something.
        year = min(max(self.year, int(amounts.index.min())), int(amounts.index.max()))
        parts = [self.cut]
        if self.tie == "oil":
            parts = [OIL_ROUTES["cpc"]] if self.cut == "cpc" else [OIL_ROUTES["cpc"], OIL_ROUTES["russia"]]
        words = {
            "tie": TIES[self.tie],
            "cut": _name(self.cut, self.tie),
            "unit": _UNITS.get(self.tie, "billion dollars"),
            "when": f"In the five years to {year}" if self.tie == "arms" else f"In {year}",
            "note": self._note(year),
        }
        return tie(amounts, parts, words, year, self.replaced / 100)

    def _note(self, year: int) -> str:
        """What to know of the figures: how oil was counted, or what the trade series that was not chosen says."""
        if self.tie == "oil":
            return "2022 and 2023 come from stated totals; 2024 (January to October) and 2025 are sums of the stated routes."
        if self.tie == "arms":
            return "Trend-indicator values measure volume, not money."
        other = next(series for series in SERIES if series != self.series)
        amounts = _amounts(self.tie, other, self.union or self.cut == UNION)
        if year not in amounts.index:
            return ""
        return f"By the figures of the {SERIES[other]} the share is {amounts.loc[year, self.cut] / amounts.loc[year].sum():.1%}."

    def controls(self):
        return {
            "tie": choose("Tie", TIES),
            "cut": choose("Cut", CUTS),
            "replaced": whole_number("Replaced (%)", 0, 100),
            "year": whole_number("Year", 1992, 2025),
            "series": choose("Series (goods)", SERIES),
            "union": tick("count the European Union as one partner"),
        }


def _name(part: str, kind: str) -> str:
    if kind == "oil" and part == "Russia":
        return "every route through Russia"
    return {"cpc": "the CPC pipeline", UNION: f"the {UNION}"}.get(part, part)
